"""Where the chin is against the hands: above them, the bar has been reached."""

from __future__ import annotations

from formcheck.skeleton import Landmark as L
from formcheck.types import NAN, Pose

MIN_VISIBILITY = 0.5
CHIN_SHARE = 1.2
"""The chin is so many times as far below the mouth as the mouth is below the nose."""


def chin_over_hands_pct(pose: Pose, trunk_px: float) -> float:
    """Return how far the chin is above the hands, % of trunk length; NaN where unseen.

    The picture's vertical, so it holds from any side as long as the camera stands level and does
    not look up steeply.  The hands are the knuckles, where a bar lies.
    """
    points = [L.NOSE, L.MOUTH_LEFT, L.MOUTH_RIGHT]
    knuckles = [L.LEFT_INDEX, L.RIGHT_INDEX, L.LEFT_PINKY, L.RIGHT_PINKY]
    seen = [k for k in knuckles if pose.visibility[k] >= MIN_VISIBILITY]
    if not seen or pose.visibility[points].max() < MIN_VISIBILITY or not trunk_px > 0.0:
        return NAN
    nose, mouth = float(pose.xy[L.NOSE, 1]), float(pose.xy[points[1:], 1].mean())
    chin = mouth + CHIN_SHARE * (mouth - nose)
    hands = float(pose.xy[seen, 1].mean())
    return 100.0 * (hands - chin) / trunk_px
