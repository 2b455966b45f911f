"""How far the lifter's own back can bend: what "near the limit" is measured against.

Asked for, never taken by itself: the lifter bends as far as is comfortable, unloaded, before the
camera, and the flexion against the own neutral in that moment is the maximum.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from formcheck.types import NAN, Measurement, Reason

AROUND_S: Final = 1.0
"""The maximum is looked for within this of the moment that is named."""

LEAST_DEG: Final = 15.0
"""A bend of less is no maximum: the lifter did not bend, or could not be judged doing so."""

LEAST_LOOKS: Final = 4

TOP: Final = 90.0
"""Percentile of the looks that is taken; the greatest one is partly noise."""

USUAL_STD_DEG: Final = 5.0
"""Standard error of a maximum of another day: another neutral, another place of the camera."""


@dataclass(frozen=True, slots=True)
class Maximum:
    """Greatest flexion against the own neutral, degrees, and the standard error of the whole.

    ``of_before`` says that it was known before this recording.
    """

    total_deg: float
    lumbar_deg: float = NAN
    thoracic_deg: float = NAN
    std_deg: float = USUAL_STD_DEG
    of_before: bool = True


class MaximumFinder:
    """Find the greatest flexion around a moment.

    Parameters
    ----------
    known : Maximum, optional
        The maximum of another day.
    at_s : float, optional
        The moment at which the lifter bends as far as she can; None for none.
    """

    def __init__(self, known: Maximum | None = None, at_s: float | None = None) -> None:
        self._at_s = NAN if at_s is None else at_s
        self._looks: list[tuple[Measurement, float, float]] = []
        self.maximum = known

    def recall(self, known: Maximum) -> None:
        """Take the maximum of another day, unless this recording has shown one."""
        if self.maximum is None or self.maximum.of_before:
            self.maximum = known

    def push(
        self, time_s: float, back: Measurement, lumbar_deg: float = NAN, thoracic_deg: float = NAN
    ) -> Maximum | None:
        """Take one frame's flexion; return the maximum at the moment it becomes known."""
        if math.isnan(self._at_s) or time_s < self._at_s - AROUND_S:
            return None
        if time_s <= self._at_s + AROUND_S:
            if back.known:
                self._looks.append((back, lumbar_deg, thoracic_deg))
            return None
        self._at_s = NAN
        if len(self._looks) < LEAST_LOOKS:
            return None
        rank = round(TOP / 100.0 * (len(self._looks) - 1))
        back, lumbar, thoracic = sorted(self._looks, key=lambda look: look[0].value)[rank]
        if back.value < LEAST_DEG:
            return None
        std = float(np.median([look.std for look, _, _ in self._looks]))
        self.maximum = Maximum(back.value, lumbar, thoracic, std, of_before=False)
        return self.maximum

    def share(self, back: Measurement) -> Measurement:
        """Return flexion as a share of the maximum, per cent, with its standard error.

        0 is the neutral, 100 the own maximum; negative is arched.  Missing as the back is, and
        ``NO_MAXIMUM`` where none is known.
        """
        if not back.known:
            return back
        if self.maximum is None:
            return Measurement.missing(Reason.NO_MAXIMUM, back.quality)
        most = self.maximum
        value = 100.0 * back.value / most.total_deg
        std = math.hypot(100.0 * back.std, value * most.std_deg) / most.total_deg
        return Measurement(value, back.quality, std=std)
