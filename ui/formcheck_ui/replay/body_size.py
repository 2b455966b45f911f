"""Draw two lifters equally large, whatever the distance of the cameras."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.review.alignment import onto
from formcheck.types import Pose


@dataclass(frozen=True, slots=True)
class Look:
    """How to look at a picture: how many times enlarged, and which part is in the middle.

    ``middle`` is in shares of the picture's width and height.
    """

    zoom: float
    middle: tuple[float, float]


def equal_looks(
    left: Pose, right: Pose, widths: tuple[float, float]
) -> tuple[Look | None, Look | None]:
    """Return how to look at two pictures so that the lifters' trunks are equally long.

    Parameters
    ----------
    left, right : Pose
        The lifters, each in pixels of the own frame.
    widths : tuple of float
        How wide the two whole pictures are drawn.

    Returns
    -------
    tuple of Look or None
        None for a picture that is shown as a whole: the one with the larger lifter, and both
        where a trunk is not seen.
    """
    way = onto(right, left, mirrored=False)
    if way is None or min(widths) <= 0.0:
        return None, None
    larger = float(way[1, 1]) * (widths[0] / left.size[0]) / (widths[1] / right.size[0])
    if larger >= 1.0:
        return None, Look(larger, _middle(right))
    return Look(1.0 / max(larger, 1e-6), _middle(left)), None


def _middle(pose: Pose) -> tuple[float, float]:
    """Return the middle of the lifter in shares of the frame."""
    ends = np.nanmin(pose.xy, axis=0), np.nanmax(pose.xy, axis=0)
    across, down = 0.5 * (ends[0] + ends[1]) / np.array(pose.size)
    return float(across), float(down)
