"""Drive MediaPipe so that it follows the lifter and nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.activity import ActivityMap
from formcheck.pose.colours import torso_colours
from formcheck.pose.landmarker import Landmarker
from formcheck.pose.lock import PersonLock
from formcheck.pose.painting import Box, body_area, only, person_box, without
from formcheck.pose.sighting import BODY, Sighting, sight
from formcheck.types import ByteArray, FloatArray, Pose, Reason

GHOST: Final = 0.4
"""A sighting of which so much lies on painted-over people is what is left of them."""

SAME: Final = 0.6
"""Two sightings of one frame so near to each other, in sizes, are of one person."""


class LifterTracker:
    """Follow one lifter from frame to frame.

    One graph follows a single person, smoothly and cheaply, but whom it likes; while it has
    somebody, it never looks elsewhere.  A second graph looks afresh for everybody else, with the
    followed person painted over, whenever the lock wants to know.  When the lock decides for
    another person, the first graph is shown an empty picture, which makes it let go, and then
    only the region of the right one.

    While nobody but the lifter is about, the first graph sees every frame as it is, so its
    landmarks are the same as without a lock.

    Parameters
    ----------
    follower : Landmarker
        One that follows.
    surveyor : Landmarker, optional
        One that looks afresh; without it whoever is followed is the lifter.
    """

    def __init__(self, follower: Landmarker, surveyor: Landmarker | None) -> None:
        self._follower = follower
        self._surveyor = surveyor
        self._lock = PersonLock()
        self._activity = ActivityMap()
        self._held = False
        self._astray = False

    @property
    def reason(self) -> Reason:
        """Why the last frame had no pose."""
        return self._lock.reason

    def follow_person(self, point: FloatArray) -> None:
        """Take the person at this point of the frame, in pixels, for the lifter."""
        self._lock.follow(point)

    def track(self, time_s: float, picture: ByteArray, size: tuple[int, int]) -> Pose | None:
        """Return the lifter's pose; None when nobody is seen or it is not certain who it is.

        Parameters
        ----------
        time_s : float
        picture : ndarray of uint8, shape (h, w, 3)
            RGB, the frame at analysis size.
        size : tuple of int
            Width and height of the frame.
        """
        if self._surveyor is None:
            poses = self._follower.find(picture, time_s, size)
            return poses[0] if poses else None
        self._activity.push(time_s, picture)
        tracked = self._track(time_s, picture, size)
        others = None
        if self._lock.survey_due(time_s, tracked):
            if tracked is not None:
                tracked = self._look_closer(tracked, picture)
            others = self._survey(time_s, picture, size, tracked)
        chosen = self._lock.choose(time_s, tracked, others)
        if chosen is None:
            self._astray = tracked is not None
        elif chosen is not tracked:
            rest = [person for person in (tracked, *(others or ())) if person is not None]
            return self._move(time_s, picture, chosen, [p for p in rest if p is not chosen]).pose
        return None if chosen is None else chosen.pose

    def _track(self, time_s: float, picture: ByteArray, size: tuple[int, int]) -> Sighting | None:
        """Return whom the following graph finds; where it must look is decided here."""
        haunts = self._lock.haunts
        shown = picture
        if haunts and (self._astray or (not self._held and self._lock.company(time_s))):
            shown = only(picture, _around(haunts, picture))
        if self._astray:
            self._let_go(time_s, picture, size)
        found = self._find(time_s, shown, size)
        if found is None:
            return None
        due = self._lock.colours_due(time_s)
        return sight(found, colours=torso_colours(picture, found) if due else None)

    def _find(self, time_s: float, shown: ByteArray, size: tuple[int, int]) -> Pose | None:
        poses = self._follower.find(shown, time_s, size)
        self._held, self._astray = bool(poses), False
        return poses[0] if poses else None

    def _let_go(self, time_s: float, picture: ByteArray, size: tuple[int, int]) -> None:
        if self._held:
            self._follower.find(np.full_like(picture, 127), time_s, size)
            self._held = False

    def _survey(
        self, time_s: float, picture: ByteArray, size: tuple[int, int], tracked: Sighting | None
    ) -> list[Sighting]:
        """Return everybody but the tracked person."""
        assert self._surveyor is not None
        hidden: NDArray[np.bool_] = np.zeros(picture.shape[:2], np.bool_)
        if tracked is not None:
            hidden = body_area(tracked.pose, tracked.size_px, picture.shape[:2])
        shown = without(picture, hidden) if tracked is not None else picture
        people = []
        for pose in self._surveyor.find(shown, time_s, size):
            person = sight(pose)
            if person is not None and not _ghost(person, hidden):
                people.append(self._look_closer(person, picture))
        return people

    def _look_closer(self, person: Sighting, picture: ByteArray) -> Sighting:
        """Return the sighting with what people are compared by."""
        colours = person.colours
        if colours is None:
            colours = torso_colours(picture, person.pose)
        return replace(person, colours=colours, activity=self._activity.at(person.pose))

    def _move(
        self, time_s: float, picture: ByteArray, chosen: Sighting, rest: list[Sighting]
    ) -> Sighting:
        """Move the following graph to the chosen person and return his best sighting."""
        shape = picture.shape[:2]
        hidden: NDArray[np.bool_] = np.zeros(shape, np.bool_)
        for person in rest:
            hidden |= body_area(person.pose, person.size_px, shape)
        hidden &= ~body_area(chosen.pose, chosen.size_px, shape)
        self._let_go(time_s, picture, chosen.pose.size)
        shown = only(without(picture, hidden), _around((chosen,), picture))
        pose = self._find(time_s, shown, chosen.pose.size)
        found = None if pose is None else sight(pose)
        if found is not None and found.apart(chosen.place, chosen.size_px) <= SAME:
            return found
        self._astray = pose is not None
        return chosen


def _around(people: tuple[Sighting, ...], picture: ByteArray) -> Box:
    """Return the box around sightings of one person, with room to move."""
    boxes = [person_box(p.pose.xy, p.size_px, p.pose.size, picture.shape[:2]) for p in people]
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _ghost(person: Sighting, hidden: NDArray[np.bool_]) -> bool:
    """Whether a sighting is made of what is left of somebody who was painted over."""
    scale = hidden.shape[0] / person.pose.size[1]
    points = np.vstack([person.pose.xy[BODY], person.place])
    at = np.round(np.nan_to_num(points) * scale).astype(int)
    at = np.clip(at, 0, (hidden.shape[1] - 1, hidden.shape[0] - 1))
    return bool(hidden[at[:, 1], at[:, 0]].mean() > GHOST)
