"""The back from frame to frame: contour and network together, and flexion against a reference.

The dorsal contour is what is seen; the networks (``formcheck.measures.learned``) weigh in as a
second opinion as far as they do not contradict it.  The shape they agree on is absolute: 0 is a
straight line.  In the hinge, where a flat back is straight, flexion is that shape less a reference:
the straight line, sharpened by the lifter's own neutral where one was seen in the hinge.  Standing
and hanging, the networks compare with the own neutral alone
(:meth:`formcheck.measures.trunk_reader.TrunkReader.upright`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from formcheck.config import SpineOptions
from formcheck.measures.learned import Change
from formcheck.measures.neutral import Neutral, is_hinged
from formcheck.measures.random_walk import BEND_SPREAD_DEG, RandomWalk
from formcheck.measures.spine import BackShape, quality_of
from formcheck.types import FloatArray, Measurement, Reason

NETWORK_SHARE: Final = 0.5
CONTRADICTION_DEG: Final = 30.0
"""The network weighs as much as the contour where they agree, half of that where they differ by so
much, and ever less beyond: a clear contour is not to be talked away.  On 13 rounded and 30 flat
spans of real backs in view the pair parts them without a miss at any limit from 18 to 26 degrees,
the contour alone from 25 to 25; any value from 20 to 50 does (docs/benchmark-real.md)."""

FLAT_STD_DEG: Final = 8.0
"""Spread of flat backs about a straight line, hips flexed: medians of eleven real lifters, trousers
and shirts included, lie between -20 and +12."""

OWN_STD_DEG: Final = 3.0
SEEN_STD_DEG: Final = 6.0
"""A neutral the lifter held when asked, and one that was merely seen: how far each may be off.
Flat backs of one lifter in one posture differ by 3 degrees, and by up to 9 from one set-up to the
next (real clips)."""

HALF_STD: Final = 1.4
"""A half is so much less sure than the whole: measured on rendered backs (6.2 and 7.7 to 4.2)."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The flat back that flexion is counted from, degrees, and its standard error.

    ``own`` says that it is the lifter's own, held in this posture for certain.
    """

    lumbar_deg: float
    thoracic_deg: float
    std_deg: float
    own: bool = False


def reference_for(neutral: Neutral | None) -> Reference:
    """Return what a back in the hinge is compared with: a straight line, or the lifter's own.

    Parameters
    ----------
    neutral : Neutral, optional
        The lifter's own.  One that was held on purpose stands for itself.  One that was merely seen
        before the pull may be a little round or hollow already: it is weighed with what lifters
        are like.  One of the other posture is left out: standing, a flat back hollows by some fifty
        degrees (49.8 +- 11.2 between people).
    """
    own = neutral if neutral is not None and is_hinged(neutral.hip_deg) else None
    if own is None or not own.sure:
        return Reference(0.0, 0.0, FLAT_STD_DEG)
    lumbar, thoracic = own.shape
    if own.asked:
        return Reference(lumbar, thoracic, OWN_STD_DEG, own=True)
    # Two sources of one number, each with its error.
    weight = FLAT_STD_DEG**2 / (FLAT_STD_DEG**2 + SEEN_STD_DEG**2)
    return Reference(weight * lumbar, weight * thoracic, math.sqrt(weight) * SEEN_STD_DEG)


class BackFollower:
    """Follow the shape of one lifter's back over time.

    Parameters
    ----------
    options : SpineOptions
    """

    def __init__(self, options: SpineOptions) -> None:
        self._options = options
        self._walk = RandomWalk(BEND_SPREAD_DEG)

    def push(self, time_s: float, contour: BackShape, network: Change | None) -> BackShape:
        """Return the shape that is known after this frame.

        Parameters
        ----------
        contour : BackShape
            This frame's; where it is hidden the shape is remembered and its error grows.
        network : Change, optional
            Flexion against the average lifter.
        """
        if contour.reason is Reason.VIEW:
            return contour
        if contour.reason:
            known = self._walk.coast(time_s)
        else:
            halves, std = _together(contour, network)
            known = self._walk.push(time_s, halves, std)
        if known is None:
            return contour
        (total, lumbar, thoracic), (of_total, *_) = (part.tolist() for part in known)
        if of_total > self._options.max_std_deg:
            reason = contour.reason or Reason.CONTOUR_UNSURE
            return BackShape(reason=reason, quality=contour.quality, contour=contour.contour)
        return BackShape(
            total, lumbar, thoracic, contour.sagitta_ratio, of_total,
            quality_of(of_total, self._options), Reason.NONE, contour.contour,
        )  # fmt: skip

    def flexion(
        self, shape: BackShape, reference: Reference
    ) -> tuple[Measurement, Measurement, Measurement]:
        """Return flexion of the whole back, its lumbar and its thoracic half, degrees."""
        if shape.reason:
            return _missing(shape.reason, shape.quality)
        std = math.hypot(shape.std_deg, reference.std_deg)
        if not std <= self._options.max_std_deg:
            return _missing(Reason.CONTOUR_UNSURE, shape.quality)
        quality = quality_of(std, self._options)
        of_half = math.hypot(HALF_STD * shape.std_deg, reference.std_deg)
        lumbar = shape.lumbar_deg - reference.lumbar_deg
        thoracic = shape.thoracic_deg - reference.thoracic_deg
        return (
            Measurement(lumbar + thoracic, quality, std=std),
            Measurement(lumbar, quality_of(of_half, self._options), std=of_half),
            Measurement(thoracic, quality_of(of_half, self._options), std=of_half),
        )


def _together(contour: BackShape, network: Change | None) -> tuple[FloatArray, FloatArray]:
    """Return total, lumbar and thoracic turning by both, shape (3,), and their errors."""
    seen = np.array([contour.total_deg, contour.lumbar_deg, contour.thoracic_deg])
    std = contour.std_deg * np.array([1.0, HALF_STD, HALF_STD])
    if network is None:
        return seen, std
    told = np.array([network.total_deg, network.lumbar_deg, network.thoracic_deg])
    apart = float(told[0] - seen[0])
    share = NETWORK_SHARE / (1.0 + (apart / CONTRADICTION_DEG) ** 2)
    return seen + share * (told - seen), std


def _missing(reason: Reason, quality: float) -> tuple[Measurement, Measurement, Measurement]:
    missing = Measurement.missing(reason, quality)
    return missing, missing, missing
