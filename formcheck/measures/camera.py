"""What the camera adds: how far it is tilted about its axis, and how many pixels a metre has."""

from __future__ import annotations

import math
from collections import deque
from statistics import median
from typing import Final

from formcheck.config import LifterOptions
from formcheck.measures.geometry import mid_point
from formcheck.measures.limbs import ANKLES
from formcheck.types import NAN, Measurement, Pose, Reason, View

STANDING_HIP_DEG: Final = 20.0
STANDING_KNEE_DEG: Final = 25.0
SEEN_ANKLES: Final = 0.6
"""Straighter hips and knees than this, with both ankles so visible, are a standing lifter."""

MOST_DEG: Final = 25.0
"""A body that is straight and leans more hangs under a bar; nobody sets a camera up so crooked."""

LEAST_S: Final = 0.6
WINDOW: Final = 450

STANDING_STD_DEG: Final = 4.0
"""A standing person's shoulders lean so far off the plumb line over the ankles, and the pose model
puts ankles a little forward and high (both looked at on rendered lifters)."""

STATED_STD_DEG: Final = 0.5

SURE: Final = 2.0
"""The trunk's inclination is corrected where the roll is more than so many standard errors."""


class RollFinder:
    """Find the camera's roll over one recording.

    Parameters
    ----------
    options : LifterOptions
        ``camera_roll_deg`` other than 0 is taken as it is stated.
    """

    def __init__(self, options: LifterOptions) -> None:
        stated = options.camera_roll_deg
        self._looks: deque[float] = deque(maxlen=WINDOW)
        self._stood_s = 0.0
        self._time = math.nan
        self.stated = stated != 0.0
        self.roll = (
            Measurement(stated, std=STATED_STD_DEG)
            if self.stated
            else Measurement.missing(Reason.TOO_SHORT)
        )
        """How far the picture's content is turned counter-clockwise, degrees, as known now."""

    def push(self, time_s: float, pose: Pose, hip: Measurement, knee: Measurement) -> Measurement:
        """Take one frame, and return the roll.

        Parameters
        ----------
        time_s : float
        pose : Pose
        hip, knee : Measurement
            Their flexion; NaN is not standing.
        """
        if self.stated:
            return self.roll
        elapsed = 0.0 if math.isnan(self._time) else min(time_s - self._time, 0.1)
        self._time = time_s
        straight = hip.value <= STANDING_HIP_DEG and knee.value <= STANDING_KNEE_DEG
        if straight and min(pose.visibility[ANKLES].tolist()) >= SEEN_ANKLES:
            ankle, shoulder = mid_point(pose, "ankle"), mid_point(pose, "shoulder")
            tilt = math.atan2(ankle[0] - shoulder[0], ankle[1] - shoulder[1])
            if abs(math.degrees(tilt)) <= MOST_DEG:
                self._looks.append(math.degrees(tilt))
                self._stood_s += elapsed
                self._settle()
        return self.roll

    def _settle(self) -> None:
        if self._stood_s < LEAST_S:
            return
        middle = median(self._looks)
        spread = 1.4826 * median(abs(look - middle) for look in self._looks)
        self.roll = Measurement(middle, std=math.hypot(STANDING_STD_DEG, spread))

    def upright(self, trunk: Measurement, view: View) -> Measurement:
        """Return the trunk's inclination without the camera's roll, where that is sure."""
        roll = self.roll
        if not abs(roll.value) > SURE * roll.std:
            return trunk
        ahead = 1.0 if view.facing == "right" else -1.0
        std = math.hypot(trunk.std, roll.std)
        return trunk._replace(value=trunk.value - ahead * roll.value, std=std)


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
