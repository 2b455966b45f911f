"""Where drawings lie in the widget that shows the picture, and which lies under the pointer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont

from formcheck.overlay.scene import Note
from formcheck.review.drawings import Drawing, Kind, Point, within
from formcheck_ui.overlay_painter import note_font, note_plate
from formcheck_ui.video_view import VideoView

_POINT_PX: Final = 10.0
_LINE_PX: Final = 7.0
"""How near the pointer has to be to a point, and to a line: a mouse hits a 14 pixel target surely,
and points go first, because a line can be taken anywhere else."""

MIDDLE: Final[Mapping[Kind, tuple[Point, ...]]] = {
    "line": ((0.4, 0.5), (0.6, 0.5)),
    "arrow": ((0.4, 0.6), (0.6, 0.4)),
    "angle": ((0.6, 0.4), (0.45, 0.6), (0.6, 0.6)),
    "text": ((0.5, 0.5),),
}
"""Where a drawing is put without a mouse."""


def point_under(view: VideoView, at: QPointF) -> Point | None:
    """Return a place in shares of the picture, held within it; None without a picture."""
    pixels = view.pixels
    if pixels is None or pixels.fit.width <= 0 or pixels.fit.height <= 0:
        return None
    x, y = pixels.scene_point(at)
    return within(x / pixels.size[0], y / pixels.size[1])


def points_of(view: VideoView, drawing: Drawing) -> list[QPointF]:
    """Return a drawing's points in the widget."""
    pixels = view.pixels
    if pixels is None:
        return []
    return [QPointF(x, y) for x, y in pixels.points(drawing.pixels(pixels.size)).tolist()]


def plate_of(view: VideoView, drawing: Drawing, font: QFont) -> QRectF:
    """Return the plate of a text in the widget."""
    pixels = view.pixels
    if pixels is None:
        return QRectF()
    x, y = drawing.pixels(pixels.size)[0].tolist()
    return note_plate(note_font(font, pixels, drawing.text), Note(drawing.text, (x, y)), pixels)


def hit(
    view: VideoView, drawings: Sequence[Drawing], at: QPointF
) -> tuple[Drawing, int | None] | None:
    """Return the first drawing under a place and which of its points, None for all of it."""
    for drawing in drawings:
        places = points_of(view, drawing)
        if drawing.kind == "text":
            if plate_of(view, drawing, view.font()).contains(at):
                return drawing, None
            continue
        for number, place in enumerate(places):
            if _away(at, place, place) <= _POINT_PX:
                return drawing, number
        if any(_away(at, one, other) <= _LINE_PX for one, other in pairwise(places)):
            return drawing, None
    return None


def _away(at: QPointF, one: QPointF, other: QPointF) -> float:
    """Return how far a place is from the line between two others."""
    start = np.array([one.x(), one.y()])
    way, there = np.array([other.x(), other.y()]) - start, np.array([at.x(), at.y()]) - start
    length = float(way @ way)
    share = min(max(float(there @ way) / length, 0.0), 1.0) if length > 0.0 else 0.0
    return float(np.hypot(*(there - share * way)))
