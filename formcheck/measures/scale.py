"""Metres in the picture: from the lifter's height or from a plate whose picture was measured."""

from __future__ import annotations

import math
from typing import Final

from formcheck.config import LifterOptions
from formcheck.types import NAN, Measurement, Reason

TRUNK_SHARE: Final = 0.288
"""Hip to shoulder as a share of body height: 0.818 less 0.530 (Drillis and Contini 1966, as in
Winter, Biomechanics and Motor Control of Human Movement, 4th ed. 2009, figure 4.1)."""

TRUNK_SHARE_STD: Final = 0.06
"""People's proportions, and where the pose model puts hips and shoulders."""

PLATE_M: Final = 0.450
PLATE_STD: Final = 0.04
"""Diameter of an Olympic plate; it hangs nearer to the camera than the trunk or farther."""


class MetricScale:
    """Metres of one recording.

    Parameters
    ----------
    options : LifterOptions
        What the user stated; a plate comes before the body height.
    """

    def __init__(self, options: LifterOptions) -> None:
        self._options = options

    def trunk_m(self, body_px: float) -> tuple[float, float]:
        """Return the trunk's length in metres and its relative standard error; NaN unless known.

        Parameters
        ----------
        body_px : float
            The trunk's full length in frame pixels.
        """
        options = self._options
        if options.plate_px > 0.0:
            return body_px * PLATE_M / options.plate_px, PLATE_STD
        if options.height_m > 0.0:
            return TRUNK_SHARE * options.height_m, TRUNK_SHARE_STD
        return NAN, NAN

    def speed(self, speed: Measurement, shown_px: float, body_px: float) -> Measurement:
        """Return a speed in m/s, with its standard error.

        Parameters
        ----------
        speed : Measurement
            In % of the trunk as it is shown, a second.
        shown_px, body_px : float
            The trunk's length as it is shown and in full, frame pixels.
        """
        if not speed.known:
            return speed
        trunk_m, share = self.trunk_m(body_px)
        value = speed.value / 100.0 * shown_px / body_px * trunk_m
        if math.isnan(value):
            return Measurement.missing(Reason.NO_SCALE, speed.quality)
        return Measurement(value, speed.quality, std=value * share)
