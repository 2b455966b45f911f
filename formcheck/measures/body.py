"""Angles of legs and working arm, and what the camera adds to them, of one frame.

Nothing in the landmarks tells "down", except a person who stands: shoulders then are over ankles,
give or take a few degrees.  Where nobody stands straight in the recording, the camera's roll cannot
be told; the user may state it instead (``lifter.camera_roll_deg``).
"""

from __future__ import annotations

import math
from collections import deque
from statistics import median
from typing import Final

from formcheck.config import LifterOptions
from formcheck.measures.elbow import external_rotation
from formcheck.measures.geometry import mid_point
from formcheck.measures.joints import (
    hip_flexion,
    knee_flexion,
    shoulder_abduction,
    shoulder_flexion,
)
from formcheck.measures.limbs import ANKLES
from formcheck.skeleton import Side
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


class BodyMeasurer:
    """Measure legs, working arm, camera roll and metres over one recording.

    Parameters
    ----------
    options : LifterOptions
        What the user states about lifter and camera.
    """

    def __init__(self, options: LifterOptions) -> None:
        self._roll = RollFinder(options)
        self._scale = MetricScale(options)

    def push(
        self,
        time_s: float,
        pose: Pose,
        view: View,
        trunk: Measurement,
        side: Side,
        trunk_px: float,
        elbow: Measurement,
    ) -> dict[str, Measurement]:
        """Return the measures by name, with the trunk's inclination set upright.

        Parameters
        ----------
        pose : Pose
            Smoothed.
        trunk : Measurement
            Its inclination in the picture.
        side : str
            The arm that is followed.
        trunk_px : float
            Length of the trunk as it is shown.
        elbow : Measurement
            That arm's elbow over its shoulder.
        """
        hip = hip_flexion(pose, view, trunk, trunk_px)
        knee = knee_flexion(pose, view, trunk_px)
        roll = self._roll.push(time_s, pose, hip, knee)
        return {
            "trunk_inclination_deg": self._roll.upright(trunk, view),
            "hip_flexion_deg": hip,
            "knee_flexion_deg": knee,
            "shoulder_flexion_deg": shoulder_flexion(pose, side, view, trunk_px),
            "shoulder_abduction_deg": shoulder_abduction(pose, side, view, trunk_px),
            "elbow_height_pct": elbow,
            "external_rotation_deg": external_rotation(pose, side, view, trunk_px, elbow),
            "camera_roll_deg": roll,
        }

    def speed_m_s(self, speed: Measurement, shown_px: float, body_px: float) -> Measurement:
        """Return the hand's speed in metres a second."""
        return self._scale.speed(speed, shown_px, body_px)


def foreshortening(shown_px: float, body_px: float) -> Measurement:
    """Return which share of the trunk's length the picture shows: 1 across the line of sight.

    ``shown_px`` is its length in the picture, ``body_px`` what it would be in full.
    """
    share = shown_px / body_px
    if not share > 0.0:
        return Measurement.missing(Reason.LOW_VISIBILITY)
    return Measurement(share, std=FORESHORTENING_STD)


FORESHORTENING_STD = 0.08
"""The full length is told by the world landmarks, which are that sure of it."""
