"""All measures of one frame, in the order they depend on each other."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from formcheck.config import Config
from formcheck.measures.arms import HandSpeed, WorkingArm, hand_position
from formcheck.measures.back import BackFollower, reference_for
from formcheck.measures.body import BodyMeasurer, foreshortening
from formcheck.measures.elbow import ElbowMeasurer
from formcheck.measures.geometry import mid_point
from formcheck.measures.learned import TrunkEstimator
from formcheck.measures.limbs import ARM, BodyScale, arm_posture, girdle
from formcheck.measures.maximum import MaximumFinder
from formcheck.measures.neutral import Candidate, Neutral, is_hinged
from formcheck.measures.posture import posture as posture_of
from formcheck.measures.registry import MEASURES
from formcheck.measures.scapula import ShoulderPlace, shoulder_place
from formcheck.measures.smoothing import OneEuroFilter
from formcheck.measures.spine import BackShape, measure_back
from formcheck.measures.tracking import LandmarkTracker
from formcheck.measures.trunk import (
    chin_over_hands_pct,
    hip_flexion_in_space,
    neck_flexion,
    thigh_drop_deg,
    trunk_inclination,
)
from formcheck.measures.trunk_frame import trunk_frame
from formcheck.measures.trunk_reader import NOTHING_SEEN, Glimpse, TrunkReader
from formcheck.measures.view import ViewEstimator
from formcheck.reps.sample import Sample
from formcheck.types import NAN, Measurement, Pose, Reason, View


@dataclass(frozen=True, slots=True)
class Measured:
    """What one frame gave.

    ``shape`` is the back's, followed over time.  ``sample`` and ``direct`` hold everything that
    needs no neutral.
    """

    pose: Pose | None
    view: View
    shape: BackShape
    sample: Sample
    direct: dict[str, Measurement]
    glimpse: Glimpse = NOTHING_SEEN


@dataclass(frozen=True, slots=True)
class Judged:
    """One frame against the lifter's neutral: the sample complete, and every measure."""

    sample: Sample
    measures: dict[str, Measurement]


def _why(measurement: Measurement) -> Reason:
    """Return why a value is missing; a landmark that is NaN gives no reason of its own."""
    return measurement.reason or Reason.LOW_VISIBILITY


def _of_shape(value: float, shape: BackShape) -> Measurement:
    return _known_or(value, shape.quality, shape.reason or Reason.CONTOUR_HIDDEN)


def _known_or(value: float, quality: float, reason: Reason) -> Measurement:
    if math.isnan(value):
        return Measurement.missing(reason, quality)
    return Measurement(value, quality)


class FrameMeasurer:
    """Measure frame after frame of one recording.

    Parameters
    ----------
    config : Config
    estimator : TrunkEstimator, optional
        The learned estimators; without them the back is read from its contour alone and the
        shoulder from its landmark.
    maximum : MaximumFinder, optional
        Knows or finds the lifter's greatest flexion.
    """

    def __init__(
        self,
        config: Config,
        estimator: TrunkEstimator | None = None,
        maximum: MaximumFinder | None = None,
    ) -> None:
        self._config = config
        self.maximum = MaximumFinder() if maximum is None else maximum
        self._tracker = LandmarkTracker(config.smoothing)
        self._views = ViewEstimator()
        self._arm = WorkingArm()
        self._speed = HandSpeed()
        self._body = BodyScale()
        self._posture = BodyMeasurer(config.lifter)
        self._back = BackFollower(config.spine)
        self._reader = (
            None if estimator is None else TrunkReader(estimator, config.spine, config.smoothing)
        )
        self._elbows = ElbowMeasurer()
        self._lean_filter = OneEuroFilter(LEAN_CUTOFF_HZ, 0.0)
        self._baseline: ShoulderPlace | None = None
        self._baseline_trunk = NAN
        self.view = View()

    def push(self, time_s: float, pose: Pose | None) -> Measured:
        """Measure one frame; None means that nobody was found."""
        if pose is None:
            nobody = BackShape(reason=Reason.NOBODY)
            return Measured(None, self.view, nobody, Sample(time_s), {})
        smooth = self._tracker.push(time_s, pose)
        raw = self._tracker.repaired or smooth
        body = self._body.push(raw)
        view = self._views.push(time_s, smooth)
        glimpse = self._glimpse(raw, view)
        if glimpse.stand is not None:
            stand = glimpse.stand
            view = self._views.steer(time_s, view, stand.yaw_deg, stand.yaw_std)
        self.view = view
        scale = self._tracker.trunk_px
        side = self._arm.push(time_s, smooth, view, scale)
        shape = self._shape(time_s, raw, view, glimpse)
        hand = hand_position(smooth, side, view, scale)
        elbows = self._elbows.push(time_s, smooth, view, side, scale, glimpse.stand)
        posture = self._posture.push(
            time_s, smooth, view,
            self._corrected(time_s, trunk_inclination(smooth, view), glimpse), side, scale,
            elbows.height,
        )  # fmt: skip
        trunk = posture["trunk_inclination_deg"]
        elbow = elbows.shown[side]
        place = shoulder_place(smooth, view, scale)
        speed = _known_or(
            self._speed.push(time_s, smooth, side, scale), hand.quality, Reason.TOO_SHORT
        )
        if self._reader is not None:
            long_arms = elbow.known and elbow.value <= EXTENDED_ELBOW_DEG
            retraction, elevation = self._reader.blade(
                time_s, glimpse, view, long_arms=long_arms, still=speed.value <= RESTING_PCT_S
            )
        else:
            retraction, elevation = self._scapula(place, elbow, trunk.value)
        neck = neck_flexion(smooth, view)
        hip = mid_point(smooth, "hip")
        (shoulder_x, shoulder_y), (elbow_x, elbow_y), wrist = smooth.xy[ARM[side]].tolist()
        sample = Sample(
            time_s=time_s,
            elbow_deg=elbow.value,
            hand_x=(wrist[0] - hip[0]) / scale,
            hand_y=(wrist[1] - hip[1]) / scale,
            elbow_x=(elbow_x - shoulder_x) / scale,
            elbow_y=(elbow_y - shoulder_y) / scale,
            forward_pct=hand.forward_pct,
            up_pct=hand.up_pct,
            trunk_px=scale,
            hip_x=hip[0],
            hip_y=hip[1],
            trunk_deg=trunk.value,
            trunk_std=trunk.std,
            thigh_deg=thigh_drop_deg(smooth),
            hip_deg=posture["hip_flexion_deg"].value,
            hip_space_deg=hip_flexion_in_space(smooth, view.near_side),
            knee_deg=posture["knee_flexion_deg"].value,
            elbow_up=posture["elbow_height_pct"],
            rotation=posture["external_rotation_deg"],
            blade_back_std=retraction.std,
            blade_up_std=elevation.std,
            blade_reason=retraction.reason,
            near=-1 if view.near_side == "left" else 1,
            shoulder_back_pct=self._travel(retraction, place.back_pct),
            shoulder_up_pct=self._travel(elevation, place.up_pct),
            chin_pct=chin_over_hands_pct(raw, scale),
            side=-1 if side == "left" else 1,
            found=True,
            facing=1 if view.facing == "right" else -1,
            yaw_deg=view.yaw_deg,
            arms=(arm_posture(raw, "left", body), arm_posture(raw, "right", body)),
            girdle=girdle(raw, body),
            posture=posture_of(raw, body),
        )
        direct = posture | {
            "neck_flexion_deg": neck,
            "retraction_pct": retraction,
            "elevation_pct": elevation,
            "elbow_flexion_deg": elbows.flexion[side],
            "elbow_flexion_left_deg": elbows.flexion["left"],
            "elbow_flexion_right_deg": elbows.flexion["right"],
            "hand_forward_pct": _known_or(hand.forward_pct, hand.quality, Reason.LOW_VISIBILITY),
            "hand_up_pct": _known_or(hand.up_pct, hand.quality, Reason.LOW_VISIBILITY),
            "hand_speed_pct_s": speed,
            "hand_speed_m_s": self._posture.speed_m_s(speed, scale, body),
            "trunk_foreshortening_ratio": foreshortening(_trunk_px(smooth), body),
            "view_yaw_deg": _known_or(view.yaw_deg, view.quality, Reason.LOW_VISIBILITY),
            "back_contour_deg": _of_shape(shape.total_deg, shape),
            "sagitta_ratio": _of_shape(shape.sagitta_ratio, shape),
        }
        if glimpse.stand is not None:
            yaw = direct["view_yaw_deg"]
            direct["view_yaw_deg"] = yaw._replace(std=glimpse.stand.yaw_std)
        return Measured(smooth, view, shape, sample, direct, glimpse)

    def _travel(self, measured: Measurement, place_pct: float) -> float:
        """Return the shoulder's place, of which reps take differences; NaN when not judged."""
        if self._reader is not None:
            return measured.value
        return place_pct if measured.known else NAN

    def _glimpse(self, raw: Pose, view: View) -> Glimpse:
        if self._reader is None:
            return NOTHING_SEEN
        trunk = None if raw.mask is None else trunk_frame(raw, view)
        return self._reader.glimpse(raw, view, trunk)

    def _corrected(self, time_s: float, trunk: Measurement, glimpse: Glimpse) -> Measurement:
        """Return the trunk's inclination with what the landmarks are known to miss of it."""
        if glimpse.stand is None or not trunk.known:
            return trunk
        added = self._lean_filter.push(time_s, np.array([glimpse.stand.inclination_deg]))
        return trunk._replace(
            value=trunk.value + float(added[0]), std=glimpse.stand.inclination_std
        )

    def _shape(self, time_s: float, pose: Pose, view: View, glimpse: Glimpse) -> BackShape:
        """Return the back by itself, followed over time: 0 is a straight line."""
        contour = measure_back(pose, view, self._config.spine)
        return self._back.push(time_s, contour, glimpse.flexion)

    def candidate(self, measured: Measured) -> Candidate:
        """Return the back by itself, on which a neutral can be found."""
        told, shape = measured.glimpse.flexion, measured.shape
        return Candidate(
            measured.sample.time_s,
            (shape.total_deg, shape.lumbar_deg, shape.thoracic_deg)
            if told is None
            else (told.total_deg, told.lumbar_deg, told.thoracic_deg),
            measured.sample.trunk_deg,
            measured.sample.hip_space_deg,
            (shape.lumbar_deg, shape.thoracic_deg),
            measured.glimpse.numbers,
            measured.glimpse.trunk_px,
        )

    def _flexion(
        self, measured: Measured, neutral: Neutral | None
    ) -> tuple[tuple[Measurement, Measurement, Measurement], bool]:
        """Return flexion of the back and its halves, and whether it is against the own neutral."""
        sample = measured.sample
        if is_hinged(sample.hip_space_deg) or self._reader is None:
            reference = reference_for(neutral)
            return self._back.flexion(measured.shape, reference), reference.own
        flexion = self._reader.upright(sample.time_s, measured.glimpse, measured.view, neutral)
        # One that was held in the hinge says nothing for certain about a back that stands.
        own = neutral is not None and neutral.asked and not is_hinged(neutral.hip_deg)
        return flexion, own

    def judge(self, measured: Measured, neutral: Neutral | None) -> Judged:
        """Return the frame against the neutral (None: not known yet); call it once a frame."""
        if measured.pose is None:
            nobody = {name: Measurement.missing(Reason.NOBODY) for name in MEASURES}
            return Judged(measured.sample, nobody)
        (total, lumbar, thoracic), own = self._flexion(measured, neutral)
        self.maximum.push(measured.sample.time_s, total, lumbar.value, thoracic.value)
        share = self.maximum.share(total)
        values = measured.direct | {
            "back_curvature_deg": total,
            "lumbar_flexion_deg": lumbar,
            "thoracic_flexion_deg": thoracic,
            "back_share_pct": share,
        }
        measures = {
            name: values[name]
            if values[name].known
            else Measurement.missing(_why(values[name]), values[name].quality)
            for name in MEASURES
        }
        sample = replace(
            measured.sample,
            back_deg=total.value,
            lumbar_deg=lumbar.value,
            thoracic_deg=thoracic.value,
            back_std=total.std,
            back_own=own,
            back_quality=total.quality,
            back_reason=total.reason,
            back_share_pct=share.value,
            back_share_std=share.std,
        )
        return Judged(sample, measures)

    def _scapula(
        self, place: ShoulderPlace, elbow: Measurement, trunk_deg: float
    ) -> tuple[Measurement, Measurement]:
        """Return retraction and elevation against the last arms-extended position."""
        if place.reason:
            return _both(place.reason, place.quality)
        extended = elbow.known and elbow.value <= EXTENDED_ELBOW_DEG
        if extended:
            self._baseline = _blend(self._baseline, place)
            self._baseline_trunk = trunk_deg
        if self._baseline is None:
            return _both(Reason.NO_NEUTRAL, place.quality)
        # The head lags behind a swinging trunk, and the hip-ear line with it.
        if not abs(trunk_deg - self._baseline_trunk) <= STILL_TRUNK_DEG:
            return _both(Reason.TRUNK_MOVED, place.quality)
        return (
            Measurement(place.back_pct - self._baseline.back_pct, place.quality),
            Measurement(place.up_pct - self._baseline.up_pct, place.quality),
        )


def _trunk_px(pose: Pose) -> float:
    return math.dist(mid_point(pose, "shoulder"), mid_point(pose, "hip"))


STILL_TRUNK_DEG = 10.0
"""The shoulder is judged while the trunk leans within this of the arms-extended position."""

LEAN_CUTOFF_HZ = 2.0
"""What the landmarks miss of the trunk's inclination changes no faster than a pull: on `tune` any
cut-off from 2 to 5 Hz is better than 0.8 by a twentieth, and none is worse than 3 %."""

RESTING_PCT_S = 25.0
"""A hand that is slower, % of trunk length a second, rests: a pull is five to ten times as fast."""

EXTENDED_ELBOW_DEG = 35.0
BASELINE_BLEND = 0.1


def _both(reason: Reason, quality: float) -> tuple[Measurement, Measurement]:
    missing = Measurement.missing(reason, quality)
    return missing, missing


def _blend(before: ShoulderPlace | None, now: ShoulderPlace) -> ShoulderPlace:
    """Return a running mean of the shoulder's place while the arms are extended."""
    if before is None:
        return now
    return replace(
        now,
        back_pct=before.back_pct + BASELINE_BLEND * (now.back_pct - before.back_pct),
        up_pct=before.up_pct + BASELINE_BLEND * (now.up_pct - before.up_pct),
    )
