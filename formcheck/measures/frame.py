"""All measures of one frame, in the order they depend on each other."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from formcheck.config import Config
from formcheck.measures.arms import (
    HandSpeed,
    WorkingArm,
    elbow_flexion,
    hand_position,
)
from formcheck.measures.limbs import BodyScale, arm_posture, girdle
from formcheck.measures.neutral import Neutral
from formcheck.measures.registry import MEASURES
from formcheck.measures.scapula import ShoulderPlace, shoulder_place
from formcheck.measures.smoothing import OneEuroFilter
from formcheck.measures.spine import BackMeasurer, BackShape
from formcheck.measures.tracking import LandmarkTracker
from formcheck.measures.trunk import mid, neck_flexion, thigh_drop_deg, trunk_inclination
from formcheck.measures.view import ViewEstimator
from formcheck.reps.sample import Sample
from formcheck.skeleton import of_side
from formcheck.types import NAN, Measurement, Pose, Reason, View

MAX_HALVES_APART_DEG = 25.0
"""One half of a back does not bend that much more than the other: an arm, a plate or a passer-by
stands in the contour.  Set on rendered clips, where it refuses the worst errors first."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one frame gave, before the neutral is taken off."""

    pose: Pose | None
    view: View
    back: BackShape
    sample: Sample
    direct: dict[str, Measurement]

    def against(self, neutral: Neutral | None) -> Sample:
        """Return the sample with back curvature against the neutral; NaN without one."""
        unknown = replace(self.sample, back_deg=NAN, lumbar_deg=NAN, thoracic_deg=NAN)
        if neutral is None:
            return unknown
        lumbar = self.back.lumbar_deg - neutral.lumbar_deg
        thoracic = self.back.thoracic_deg - neutral.thoracic_deg
        if abs(lumbar - thoracic) > MAX_HALVES_APART_DEG:
            return unknown
        return replace(
            self.sample, back_deg=lumbar + thoracic, lumbar_deg=lumbar, thoracic_deg=thoracic
        )

    def measurements(self, neutral: Neutral | None) -> dict[str, Measurement]:
        """Return every measure of the registry."""
        relative = self.against(neutral)
        back, values = self.back, dict(self.direct)
        for name, value in (
            ("back_curvature_deg", relative.back_deg),
            ("lumbar_flexion_deg", relative.lumbar_deg),
            ("thoracic_flexion_deg", relative.thoracic_deg),
        ):
            unsure = Reason.NO_NEUTRAL if neutral is None else Reason.CONTOUR_UNSURE
            reason = back.reason if back.reason else unsure
            values[name] = _known_or(value, back.quality, reason)
        values["back_contour_deg"] = _known_or(back.total_deg, back.quality, back.reason)
        values["sagitta_ratio"] = _known_or(back.sagitta_ratio, back.quality, back.reason)
        return {
            name: _known_or(values[name].value, values[name].quality, _why(values[name]))
            for name in MEASURES
        }


def _why(measurement: Measurement) -> Reason:
    """Return why a value is missing; a landmark that is NaN gives no reason of its own."""
    return measurement.reason or Reason.LOW_VISIBILITY


def _known_or(value: float, quality: float, reason: Reason) -> Measurement:
    if math.isnan(value):
        return Measurement.missing(reason, quality)
    return Measurement(value, quality)


class FrameMeasurer:
    """Measure frame after frame of one recording."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._tracker = LandmarkTracker(config.smoothing)
        self._views = ViewEstimator()
        self._arm = WorkingArm()
        self._speed = HandSpeed()
        self._body = BodyScale()
        self._back = BackMeasurer(config.spine)
        self._back_filter = OneEuroFilter(
            config.smoothing.back_cutoff_hz, config.smoothing.back_beta
        )
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
        self.view = view = self._views.push(time_s, smooth)
        scale = self._tracker.trunk_px
        side = self._arm.push(time_s, smooth, view, scale)
        back = self._smooth_back(time_s, self._back.push(time_s, smooth, view))
        hand = hand_position(smooth, side, view, scale)
        trunk = trunk_inclination(smooth, view)
        elbow = elbow_flexion(smooth, side)
        place = shoulder_place(smooth, view, scale)
        retraction, elevation = self._scapula(place, elbow, trunk.value)
        hip = mid(smooth, "hip")
        wrist = (smooth.xy[of_side("wrist", side)] - hip) / scale
        shoulder = smooth.xy[of_side("shoulder", side)]
        upper_arm = (smooth.xy[of_side("elbow", side)] - shoulder) / scale
        sample = Sample(
            time_s=time_s,
            elbow_deg=elbow.value,
            hand_x=float(wrist[0]),
            hand_y=float(wrist[1]),
            elbow_x=float(upper_arm[0]),
            elbow_y=float(upper_arm[1]),
            forward_pct=hand.forward_pct,
            up_pct=hand.up_pct,
            trunk_px=scale,
            hip_x=float(hip[0]),
            hip_y=float(hip[1]),
            trunk_deg=trunk.value,
            thigh_deg=thigh_drop_deg(smooth),
            back_quality=back.quality,
            back_reason=back.reason,
            shoulder_back_pct=place.back_pct if retraction.known else NAN,
            shoulder_up_pct=place.up_pct if elevation.known else NAN,
            ear_pct=place.ear_pct,
            side=-1 if side == "left" else 1,
            found=True,
            arms=(arm_posture(raw, "left", body), arm_posture(raw, "right", body)),
            girdle=girdle(raw, body),
        )
        speed = self._speed.push(time_s, smooth, side, scale)
        direct = {
            "trunk_inclination_deg": trunk,
            "neck_flexion_deg": neck_flexion(smooth, view),
            "retraction_pct": retraction,
            "elevation_pct": elevation,
            "elbow_flexion_deg": elbow,
            "elbow_flexion_left_deg": elbow_flexion(smooth, "left"),
            "elbow_flexion_right_deg": elbow_flexion(smooth, "right"),
            "hand_forward_pct": _known_or(hand.forward_pct, hand.quality, Reason.LOW_VISIBILITY),
            "hand_up_pct": _known_or(hand.up_pct, hand.quality, Reason.LOW_VISIBILITY),
            "hand_speed_pct_s": _known_or(speed, hand.quality, Reason.TOO_SHORT),
            "view_yaw_deg": _known_or(view.yaw_deg, view.quality, Reason.LOW_VISIBILITY),
        }
        return Measured(smooth, view, back, sample, direct)

    def _smooth_back(self, time_s: float, back: BackShape) -> BackShape:
        parts = np.array([back.lumbar_deg, back.thoracic_deg, back.sagitta_ratio])
        smooth = self._back_filter.push(time_s, parts)
        return replace(
            back,
            total_deg=float(smooth[0] + smooth[1]),
            lumbar_deg=float(smooth[0]),
            thoracic_deg=float(smooth[1]),
            sagitta_ratio=float(smooth[2]),
        )

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


STILL_TRUNK_DEG = 10.0
"""The shoulder is judged while the trunk leans within this of the arms-extended position."""

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
