"""Numbers and why one is missing."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


ByteArray = NDArray[np.uint8]


NAN = math.nan

SAME_FRAME_S: Final = 0.002
"""Times that lie no further apart are of one frame: analysis and player round their time stamps,
corrections are kept with four decimals.  Half of the shortest frame there is (240 a second)."""


class Reason(StrEnum):
    """Why a measure cannot be judged; the window and the report turn the code into words."""

    NONE = ""
    NOBODY = "nobody"
    OUT_OF_FRAME = "out_of_frame"
    LOW_VISIBILITY = "low_visibility"
    VIEW = "view"
    CONTOUR_HIDDEN = "contour_hidden"
    CONTOUR_UNSURE = "contour_unsure"
    NO_NEUTRAL = "no_neutral"
    NOT_APPLICABLE = "not_applicable"
    TOO_SHORT = "too_short"
    JUMPED = "jumped"
    TRUNK_MOVED = "trunk_moved"
    PERSON_UNSURE = "person_unsure"
    NO_SCALE = "no_scale"
    NO_MAXIMUM = "no_maximum"
    NO_OUTLINE = "no_outline"


REASONS = tuple(Reason)
"""All reasons; a position in it is a reason in one byte."""


class Measurement(NamedTuple):
    """One measured number with its quality.

    Attributes
    ----------
    value : float
        In the unit the measure's name ends with; NaN when it cannot be judged.
    quality : float
        0 (worthless) to 1 (as good as this measure gets).
    reason : Reason
        Why the value is NaN; ``Reason.NONE`` when it is not.
    std : float
        Standard error in the unit of the value; NaN when the measure states none.
    """

    value: float
    quality: float = 1.0
    reason: Reason = Reason.NONE
    std: float = NAN

    @classmethod
    def missing(cls, reason: Reason, quality: float = 0.0) -> Measurement:
        """Return a measurement that abstains for a reason."""
        return cls(NAN, quality, reason)

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.value)
