"""Angles of legs and working arm, and what the camera adds to them, of one frame."""

from __future__ import annotations

from formcheck.config import LifterOptions
from formcheck.measures.camera import MetricScale, RollFinder
from formcheck.measures.elbow import external_rotation
from formcheck.measures.joints import (
    hip_flexion,
    knee_flexion,
    shoulder_abduction,
    shoulder_flexion,
)
from formcheck.skeleton import Side
from formcheck.types import Measurement, Pose, Reason, View


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
