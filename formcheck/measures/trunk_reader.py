"""Read one lifter's trunk frame by frame with the learned estimators.

Keeps what belongs to one recording: the smoothed answers and the position with long arms that
shoulder travel is counted from.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from formcheck.config import SmoothingOptions, SpineOptions
from formcheck.measures.features import features
from formcheck.measures.learned import CHANGES, Change, Stand, TrunkEstimator
from formcheck.measures.neutral import Neutral
from formcheck.measures.random_walk import BEND_SPREAD_DEG, RandomWalk
from formcheck.measures.smoothing import OneEuroFilter
from formcheck.measures.spine import in_profile, quality_of
from formcheck.measures.trunk_frame import TrunkFrame, cut_off
from formcheck.measures.view import single_yaw_deg
from formcheck.skeleton import of_side
from formcheck.types import FloatArray, Measurement, Pose, Reason, View

REST_S = 0.3
"""Time constant with which the position of resting long arms is remembered: a lifter settles anew
before each pull.  Set on `tune`, where an arm that is long but already pulling must not count."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One frame as the estimators see it; ``reason`` says why there are no numbers.

    ``numbers`` are standardised features, or None; ``flexion`` is how far the back is bent against
    the average lifter's, None where nobody knows; ``trunk_px`` is the trunk's length in frame
    pixels; ``hidden`` is 0 for an arm that is seen and 1 for one that is not.
    """

    numbers: FloatArray | None = None
    flexion: Change | None = None
    stand: Stand | None = None
    reason: Reason = Reason.NONE
    trunk_px: float = math.nan
    hidden: float = 0.0


NOTHING_SEEN = Glimpse()

OTHER_LENGTH = 0.17
"""A trunk that is so much longer or shorter than in the neutral is no trunk: rounding by 45 degrees
shortens it by 5 %, a swing of 30 degrees seen from 30 degrees off by 8 %, and landmarks add some.
Set on `tune`, where poses that have lost the hips fall below 0.83."""
IN_USE = Change(
    total_std=0.62, lumbar_std=0.50, thoracic_std=0.62, retraction_std=1.07, elevation_std=0.45
)
STAND_IN_USE = Stand(0.0, 0.60, 0.0, 0.82, 0.0, 0.92, 0.0, 0.78)
"""What the standard errors of single pictures shrink to in a recording, where answers are calmed
over time and the reference is a mean: set on the benchmark's `tune`."""

SEEN_ARM = 0.75
"""Visibility of the near elbow from which the pose is taken to hold the lifter's trunk."""

HIDDEN_STD = Change(
    total_std=20.0, lumbar_std=14.0, thoracic_std=14.0, retraction_std=12.0, elevation_std=8.0
)
HIDDEN_TRUNK_STD_DEG = 14.0
"""What a hidden arm adds to the standard errors: where plates cover it, the pose model draws hips
and shoulders away with the guessed arm, and nothing else shows it.  Set on a clip of `tune` whose
trunk was 7 degrees off with an elbow visible by 0.43, where it is 1 to 2.5 in all others."""


class TrunkReader:
    """Ask the estimators about each frame of one recording."""

    def __init__(
        self, estimator: TrunkEstimator, spine: SpineOptions, smoothing: SmoothingOptions
    ) -> None:
        self._estimator, self._options = estimator, spine
        self._back = RandomWalk(BEND_SPREAD_DEG)
        self._neutral: Neutral | None = None
        self._blade = OneEuroFilter(smoothing.back_cutoff_hz, smoothing.back_beta)
        self._average = np.zeros(estimator.inputs)
        self._long_arms: FloatArray | None = None
        self._rested_s = math.nan

    def glimpse(self, pose: Pose, view: View, trunk: TrunkFrame | None) -> Glimpse:
        """Return what the estimators need of a frame, and where the camera stands."""
        if pose.mask is None:
            return Glimpse(reason=Reason.NO_OUTLINE)
        if trunk is None or not (np.isfinite(pose.xy).all() and np.isfinite(pose.world).all()):
            return Glimpse(reason=Reason.LOW_VISIBILITY)
        raw = features(pose, view, trunk, single_yaw_deg(pose))
        numbers = self._estimator.standard(raw)
        stand = self._estimator.stand(numbers)
        hidden = _hidden(pose, view)
        stand = replace(
            stand,
            yaw_std=STAND_IN_USE.yaw_std * stand.yaw_std,
            inclination_std=math.hypot(
                STAND_IN_USE.inclination_std * stand.inclination_std,
                HIDDEN_TRUNK_STD_DEG * hidden,
            ),
            elbow_std=STAND_IN_USE.elbow_std * stand.elbow_std,
            height_std=STAND_IN_USE.height_std * stand.height_std,
        )
        reason = Reason.NONE
        if trunk.length < self._options.min_trunk_px:
            reason = Reason.CONTOUR_UNSURE
        elif cut_off(trunk, pose.mask):
            reason = Reason.OUT_OF_FRAME
        flexion = None if reason else self._compare(numbers, hidden, self._average)
        return Glimpse(numbers, flexion, stand, reason, trunk.length * pose.mask_scale, hidden)

    def upright(
        self, time_s: float, glimpse: Glimpse, view: View, neutral: Neutral | None
    ) -> tuple[Measurement, Measurement, Measurement]:
        """Return flexion of the whole back, its lumbar and its thoracic part, against the neutral.

        For lifters who stand or hang: there a flat back is no straight line, and raised arms move
        the blades in its contour, so that the contour says little.

        Parameters
        ----------
        neutral : Neutral, optional
            The lifter's neutral; one without numbers is of another day or camera, and the answer
            then less sure.
        """
        reason = self._refusal(glimpse, view)
        if not reason and neutral is None:
            reason = Reason.NO_NEUTRAL
        if reason or glimpse.numbers is None or neutral is None:
            return _missing(reason)
        if neutral is not self._neutral:
            self._back.reset()
            self._neutral = neutral
        if abs(glimpse.trunk_px / neutral.trunk_px - 1.0) > OTHER_LENGTH:
            # A trunk does not shrink: the pose has lost the hips or the shoulders.
            return self._told(self._back.coast(time_s), Reason.JUMPED)
        change = self._against(glimpse, neutral)
        value = np.array([change.total_deg, change.lumbar_deg, change.thoracic_deg])
        std = np.array([change.total_std, change.lumbar_std, change.thoracic_std])
        return self._told(self._back.push(time_s, value, std), Reason.CONTOUR_UNSURE)

    def _refusal(self, glimpse: Glimpse, view: View) -> Reason:
        if glimpse.numbers is None or glimpse.reason:
            return glimpse.reason
        return Reason.NONE if in_profile(view, self._options) else Reason.VIEW

    def _told(
        self, answer: tuple[FloatArray, FloatArray] | None, reason: Reason
    ) -> tuple[Measurement, Measurement, Measurement]:
        """Return flexion as far as its standard error lets it be told, else why it is not."""
        if answer is None:
            return _missing(reason)
        (total, lumbar, thoracic), (of_total, of_lumbar, of_thoracic) = (
            part.tolist() for part in answer
        )
        quality = quality_of(of_total, self._options)
        if not of_total <= self._options.max_std_deg:
            return _missing(reason, quality)
        return (
            Measurement(total, quality, std=of_total),
            Measurement(lumbar, quality_of(of_lumbar, self._options), std=of_lumbar),
            Measurement(thoracic, quality_of(of_thoracic, self._options), std=of_thoracic),
        )

    def _compare(self, numbers: FloatArray, hidden: float, reference: FloatArray) -> Change:
        change = self._estimator.compare(numbers, reference)

        def in_use(name: str) -> float:
            told = getattr(IN_USE, name) * getattr(change, name)
            return math.hypot(told, getattr(HIDDEN_STD, name) * hidden)

        return replace(change, **{name: in_use(name) for name in _STDS})

    def _against(self, glimpse: Glimpse, neutral: Neutral) -> Change:
        now = glimpse.flexion
        assert glimpse.numbers is not None
        assert now is not None
        if neutral.numbers is not None:
            return self._compare(glimpse.numbers, glimpse.hidden, neutral.numbers)
        return replace(
            now,
            total_deg=now.total_deg - neutral.total_deg,
            lumbar_deg=now.lumbar_deg - neutral.lumbar_deg,
            thoracic_deg=now.thoracic_deg - neutral.thoracic_deg,
            total_std=math.sqrt(2.0) * now.total_std,
            lumbar_std=math.sqrt(2.0) * now.lumbar_std,
            thoracic_std=math.sqrt(2.0) * now.thoracic_std,
        )

    def blade(
        self, time_s: float, glimpse: Glimpse, view: View, *, long_arms: bool, still: bool
    ) -> tuple[Measurement, Measurement]:
        """Return retraction and elevation of the near shoulder since long arms last rested.

        Parameters
        ----------
        long_arms, still : bool
            Whether the arms are long now, and whether the hand rests.
        """
        options = self._options
        if glimpse.numbers is None or glimpse.reason:
            return _pair(Measurement.missing(glimpse.reason))
        if not abs(view.yaw_deg) <= options.max_yaw_blade_deg:
            return _pair(Measurement.missing(Reason.VIEW))
        if long_arms and (still or self._long_arms is None):
            self._rest(time_s, glimpse.numbers)
        if self._long_arms is None:
            return _pair(Measurement.missing(Reason.NO_NEUTRAL))
        change = self._compare(glimpse.numbers, glimpse.hidden, self._long_arms)
        raw = np.array([change.retraction_pct, change.elevation_pct])
        retraction, elevation = self._blade.push(time_s, raw).tolist()
        elevation = _unless_small(elevation, change.elevation_std)
        return (
            _or_unsure(retraction, change.retraction_std, options),
            _or_unsure(elevation, change.elevation_std, options),
        )

    def _rest(self, time_s: float, now: FloatArray) -> None:
        """Remember how the trunk looks while long arms rest."""
        before, since = self._long_arms, time_s - self._rested_s
        self._rested_s = time_s
        if before is None:
            self._long_arms = now
            return
        since = min(since, REST_S)
        self._long_arms = before + since / (since + REST_S) * (now - before)


_STDS = tuple(f"{name}_std" for name in CHANGES)


def _hidden(pose: Pose, view: View) -> float:
    """Return how much of the near arm is not seen, 0 to 1."""
    seen = float(pose.visibility[of_side("elbow", view.near_side)])
    return min(max(1.0 - seen / SEEN_ARM, 0.0), 1.0)


def _unless_small(value: float, std: float) -> float:
    """Return a change that is rare, without what its own error is likely to have made of none.

    Shoulders shrug in half of the training's pictures and in few pulls, so the estimators expect
    more of it than there is.  The garrote (Breiman 1995) leaves large values as they are and takes
    those within their standard error towards 0.
    """
    if math.isnan(value) or math.isnan(std):
        return value
    square = value * value
    return value * square / max(square + std * std, 1e-12)


def _or_unsure(value: float, std: float, options: SpineOptions) -> Measurement:
    quality = 1.0 / (1.0 + (std / options.blade_std_half_pct) ** 2)
    if math.isnan(value) or std > options.max_blade_std_pct:
        return Measurement.missing(Reason.CONTOUR_UNSURE, quality)
    return Measurement(value, quality, std=std)


def _missing(reason: Reason, quality: float = 0.0) -> tuple[Measurement, Measurement, Measurement]:
    missing = Measurement.missing(reason or Reason.CONTOUR_UNSURE, quality)
    return missing, missing, missing


def _pair(missing: Measurement) -> tuple[Measurement, Measurement]:
    return missing, missing
