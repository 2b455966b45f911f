"""One person as seen in one frame, and what tells him from others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.skeleton import Landmark as L
from formcheck.types import FloatArray, Pose

TRUNK = np.array([L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP])
BODY = np.array(
    [L.LEFT_EAR, L.RIGHT_EAR, L.LEFT_ELBOW, L.RIGHT_ELBOW, L.LEFT_KNEE, L.RIGHT_KNEE, *TRUNK]
)


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """What the lock knows of a person in one frame.

    Attributes
    ----------
    pose : Pose
    place : ndarray, shape (2,)
        Middle of the trunk, frame pixels.
    size_px : float
        Root mean square distance of ears, shoulders, elbows, hips and knees from their middle:
        about 0.9 trunk lengths standing, less bent over; unlike the trunk's own length it does
        not vanish when the trunk points at the camera.
    colours : ndarray or None
        See :func:`formcheck.pose.colours.torso_colours`; None when not looked at.
    activity : float
        How much moves at the person's arms and trunk, any unit that is the same for all people
        of a frame; 0 when not looked at.
    """

    pose: Pose
    place: FloatArray
    size_px: float
    colours: FloatArray | None = None
    activity: float = 0.0

    @property
    def prominence(self) -> float:
        """How likely this is whom the camera was set up for: large and in the middle, pixels."""
        off = np.abs(self.place / self.pose.size - 0.5)
        return self.size_px * max(0.1, 1.0 - float(off[0]) - 0.5 * float(off[1]))

    def apart(self, place: FloatArray, size_px: float) -> float:
        """Return the distance from a place, in sizes of the person who was there."""
        return float(np.hypot(*(self.place - place))) / max(size_px, 1.0)


def sight(
    pose: Pose, *, colours: FloatArray | None = None, activity: float = 0.0
) -> Sighting | None:
    """Return the sighting of a pose; None when its trunk is unknown."""
    place = pose.xy[TRUNK].mean(axis=0)
    if not np.isfinite(place).all():
        return None
    body = pose.xy[BODY]
    body = body[np.isfinite(body).all(axis=1)]
    spread = float(np.sqrt(((body - body.mean(axis=0)) ** 2).sum(axis=1).mean()))
    return Sighting(pose, place, max(spread, 1.0), colours, activity)
