"""Draw two lifters equally large, whatever the distance of the cameras."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.findings import Findings
from formcheck.review.alignment import onto
from formcheck.types import Pose, Rep
from formcheck_ui.video_view import VideoView

Side = tuple[Findings, Rep]
"""A rep, and what was found in the clip it is of."""


@dataclass(frozen=True, slots=True)
class Look:
    """How to look at a picture: how many times enlarged, and which part is in the middle.

    ``middle`` is in shares of the picture's width and height.
    """

    zoom: float
    middle: tuple[float, float]


class EqualSize:
    """Draw the lifters of two pictures equally large; a user's zoom stays until reps change.

    By the postures in which the reps begin: a trunk that turns must not let them breathe.
    """

    def __init__(self, left: VideoView, right: VideoView) -> None:
        self._views = left, right
        self._drawn: tuple[object, ...] = ()

    def draw(self, sides: Sequence[Side]) -> None:
        """Draw these two equally large, or all of both pictures where there are no two."""
        widths = self._views[0].whole_width, self._views[1].whole_width
        # By identity and time: numbers are the same in every clip, and a review moves a rep.
        now = (*((id(found), rep.start_s) for found, rep in sides), *widths) if sides else ()
        if now == self._drawn:
            return
        poses = standing(sides)
        if poses is None and not self._drawn:
            return
        self._drawn = now if poses is not None else ()
        looks = equal_looks(*poses, widths) if poses is not None else ()
        for view in self._views:
            view.reset_zoom()
        for view, look in zip(self._views, looks, strict=False):
            if look is not None:
                view.look(look.zoom, look.middle)


def standing(sides: Sequence[Side]) -> tuple[Pose, Pose] | None:
    """Return the postures in which two reps begin, None while either is not known."""
    found = [findings.at(rep.start_s) for findings, rep in sides]
    poses = [each.pose for each in found if each is not None and each.pose is not None]
    return (poses[0], poses[1]) if len(poses) == 2 else None


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
