"""What a person draws on a clip: lines, arrows, angles and words, each shown for a span of time.

Points are shares of the upright picture, 0 at its left and upper edge and 1 at the others, so that
a drawing lies where it was put whatever size the picture has.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, Literal, Self, get_args

import numpy as np

from formcheck.measures.geometry import included_angle_deg
from formcheck.overlay.palette import Role
from formcheck.overlay.scene import Note, Strokes
from formcheck.types import SAME_FRAME_S, FloatArray

Kind = Literal["line", "arrow", "angle", "text"]
Point = tuple[float, float]

POINTS: Final[Mapping[Kind, int]] = {"line": 2, "arrow": 2, "angle": 3, "text": 1}
"""How many points each kind has; the corner of an angle is its second."""

SHOWN_S: Final = 1.0
"""So long a new drawing is shown.  At half speed it is read in two seconds, and a lifter who needs
0.9 s for a pull (the bundled sample) has not gone another whole rep under it."""

LEAST: Final = 0.01
"""Two neighbouring points are at least so many shares apart: 6 pixels of the 640 that a picture
has in the smallest window.  Less is a slip of the hand, and an angle there is chance."""

MOST_LETTERS: Final = 120
"""A remark of two sentences.  A text stands in one line, in smaller letters where it is long."""

_HEAD: Final = 0.035
_HEAD_DEG: Final = 26.0
"""Length of an arrow's head as a share of the picture's height, and how far it opens to a side."""

_ARC: Final = 0.07
_ARC_PIECES: Final = 18
"""Radius of an angle's arc as a share of the picture's height at most, and in how many pieces."""

_BESIDE: Final = 0.055
"""How far beyond its arc an angle's degrees stand, in shares of the picture's height."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One thing that was drawn, and from when to when it is shown.

    Attributes
    ----------
    kind : str
        ``line``, ``arrow`` (its head at the second point), ``angle`` or ``text``.
    points : tuple of (float, float)
        As many as :data:`POINTS` says, in shares of the picture, 0 to 1.
    start_s, end_s : float
        First and last moment, seconds of the clip.
    text : str
        Words of a ``text``; empty otherwise.

    Raises
    ------
    ValueError
        When a number is not finite or out of range, points of a line or an angle coincide, or a
        text is missing, too long or of several lines.

    Examples
    --------
    >>> right = Drawing("angle", ((0.2, 0.5), (0.5, 0.5), (0.5, 0.9)), 1.0, 2.0)
    >>> round(right.degrees((1280, 720)))
    90
    """

    kind: Kind
    points: tuple[Point, ...]
    start_s: float
    end_s: float
    text: str = ""

    def __post_init__(self) -> None:
        if self.kind not in POINTS or len(self.points) != POINTS[self.kind]:
            raise ValueError(f"{len(self.points)} points for {self.kind!r}")
        if not all(0.0 <= part <= 1.0 for point in self.points for part in point):
            raise ValueError(f"points beside the picture: {self.points}")
        # As they are kept: what is written has to be read again.
        if any(math.dist(one, other) < LEAST for one, other in pairwise(map(_kept, self.points))):
            raise ValueError("points that coincide")
        if not 0.0 <= self.start_s <= self.end_s < math.inf:
            raise ValueError(f"a drawing from {self.start_s} to {self.end_s} s")
        written = self.kind == "text"
        if written != bool(self.text.strip()) or not len(self.text) <= MOST_LETTERS:
            raise ValueError(f"a text of {len(self.text)} letters for {self.kind!r}")
        if not self.text.isprintable():
            raise ValueError("a text with control characters")

    def shown_at(self, time_s: float) -> bool:
        """Return whether it is on show at a time, seconds."""
        return self.start_s - SAME_FRAME_S <= time_s <= self.end_s + SAME_FRAME_S

    def from_here(self, time_s: float) -> Self:
        """Return it shown from a time on; when it was over by then, at that moment alone."""
        return replace(self, start_s=time_s, end_s=max(time_s, self.end_s))

    def until_here(self, time_s: float) -> Self:
        """Return it shown until a time; when it begins later, at that moment alone."""
        return replace(self, start_s=min(time_s, self.start_s), end_s=time_s)

    def moved(self, dx: float, dy: float) -> Self:
        """Return it moved by shares of the picture, no further than to the picture's edges."""
        for axis, way in enumerate((dx, dy)):
            parts = [point[axis] for point in self.points]
            way = min(max(way, -min(parts)), 1.0 - max(parts))
            dx, dy = (way, dy) if axis == 0 else (dx, way)
        points = tuple(within(x + dx, y + dy) for x, y in self.points)
        return replace(self, points=points)

    def with_point(self, place: int, point: Point) -> Self:
        """Return it with another point instead of one of its own, held within the picture.

        Raises
        ------
        ValueError
            When the point would coincide with its neighbour.
        """
        points = (*self.points[:place], within(*point), *self.points[place + 1 :])
        return replace(self, points=points)

    def pixels(self, size: tuple[int, int]) -> FloatArray:
        """Return the points in pixels of a picture of (width, height), shape (n, 2)."""
        return np.array(self.points) * np.array(size, np.float64)

    def degrees(self, size: tuple[int, int]) -> float:
        """Return an angle as it looks in a picture of (width, height), 0 to 180; else NaN."""
        if self.kind != "angle":
            return math.nan
        return included_angle_deg(*self.pixels(size))

    def in_words(self, size: tuple[int, int]) -> str:
        """Return what it says in a picture of (width, height): a text, degrees, or nothing."""
        return f"{self.degrees(size):.0f}°" if self.kind == "angle" else self.text

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "kind": self.kind,
            "points": [list(_kept(point)) for point in self.points],
            # To the microsecond, to which a clip tells its frames apart: it is found again there.
            "start_s": round(self.start_s, 6),
            "end_s": round(self.end_s, 6),
            "text": self.text,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Return the drawing written by :meth:`to_dict`.

        Raises
        ------
        ValueError, KeyError, TypeError
            When the values are not such as :meth:`to_dict` writes.
        """
        kind, text = data["kind"], data["text"]
        if kind not in get_args(Kind) or not isinstance(text, str):
            raise ValueError(f"unknown drawing {kind!r}")
        points = tuple((float(x), float(y)) for x, y in data["points"])
        return cls(kind, points, float(data["start_s"]), float(data["end_s"]), text)


def within(x: float, y: float) -> Point:
    """Return the point of the picture that is nearest to one beside it, in shares of it."""
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)


def layout(
    drawings: Iterable[Drawing], time_s: float, size: tuple[int, int]
) -> tuple[tuple[Strokes, ...], tuple[Note, ...]]:
    """Return what is to be drawn at a time, in pixels of a picture of (width, height).

    Parameters
    ----------
    drawings : iterable of Drawing
        All of a clip.
    time_s : float
        Seconds.
    size : tuple of int
        Width and height of the scene.

    Returns
    -------
    tuple of Strokes, tuple of Note
        Lines and texts; empty when nothing is on show.
    """
    shown = [each for each in drawings if each.shown_at(time_s)]
    lines = [line for each in shown for line in _lines(each, size)]
    notes = tuple(_note(each, size) for each in shown if each.kind in ("angle", "text"))
    return (Strokes(Role.DRAWING, np.array(lines)),) if lines else (), notes


def _lines(drawing: Drawing, size: tuple[int, int]) -> list[tuple[float, ...]]:
    points = drawing.pixels(size)
    lines = [(*one, *other) for one, other in pairwise(points.tolist())]
    if drawing.kind == "arrow":
        tail, tip = points
        back = math.atan2(tail[1] - tip[1], tail[0] - tip[0])
        length = min(_HEAD * size[1], 0.5 * float(np.hypot(*(tail - tip))))
        for side in (-1.0, 1.0):
            way = back + side * math.radians(_HEAD_DEG)
            lines.append((*tip, tip[0] + length * math.cos(way), tip[1] + length * math.sin(way)))
    elif drawing.kind == "angle":
        lines += [(*one, *other) for one, other in pairwise(_arc(points, size).tolist())]
    return lines


def _arc(points: FloatArray, size: tuple[int, int]) -> FloatArray:
    """Return the arc between an angle's legs, the short way round, shape (n, 2)."""
    legs = points[[0, 2]] - points[1]
    first, last = (math.atan2(y, x) for x, y in legs.tolist())
    turn = math.remainder(last - first, 2.0 * math.pi)
    ways = first + turn * np.linspace(0.0, 1.0, _ARC_PIECES + 1)
    round_it = np.column_stack([np.cos(ways), np.sin(ways)])
    arc: FloatArray = points[1] + _radius(legs, size) * round_it
    return arc


def _radius(legs: FloatArray, size: tuple[int, int]) -> float:
    """Return an arc's radius: half the shorter leg, so that the legs stay in sight."""
    return min(_ARC * size[1], 0.5 * float(np.hypot(legs[:, 0], legs[:, 1]).min()))


def _note(drawing: Drawing, size: tuple[int, int]) -> Note:
    """Return a text at its place, or an angle's degrees beyond its arc, between its legs."""
    points = drawing.pixels(size)
    if drawing.kind == "text":
        return Note(drawing.text, (float(points[0, 0]), float(points[0, 1])))
    legs = points[[0, 2]] - points[1]
    ways = np.array([math.atan2(y, x) for x, y in legs.tolist()])
    middle = ways[0] + 0.5 * math.remainder(ways[1] - ways[0], 2.0 * math.pi)
    reach = _radius(legs, size) + _BESIDE * size[1]
    x, y = points[1] + reach * np.array([math.cos(middle), math.sin(middle)])
    return Note(drawing.in_words(size), (float(x), float(y)))


def _kept(point: Point) -> Point:
    """Return a point as it is written: to a fiftieth of a pixel of the largest pictures."""
    return round(point[0], 5), round(point[1], 5)
