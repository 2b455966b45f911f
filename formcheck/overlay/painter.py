"""Draw a scene into a picture with OpenCV, for exported video."""

from __future__ import annotations

import unicodedata
from typing import Any, Final, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.overlay.palette import (
    CURVATURE_RAMP,
    HALO,
    MASK_COLOUR,
    MASK_OPACITY,
    NOTE_PAD,
    SEVERITY_COLOURS,
    STYLES,
    WHITE,
    Rgb,
    Role,
)
from formcheck.overlay.scene import (
    Dots,
    Label,
    Mask,
    Note,
    Ribbon,
    Scene,
    Strokes,
    note_height,
)
from formcheck.types import ByteArray, FloatArray

_SHIFT: Final = 3
"""Fraction bits of the coordinates handed to OpenCV: eighths of a pixel."""

_DASHES: Final = 9
"""Dashes and gaps in a dashed line, odd so that both ends are drawn."""

_HALO_WIDTH: Final = 4.0
"""How much wider the dark line below is, in thousandths of the picture's height."""

_MARKS: Final = {"hint": "i", "warning": "!", "alert": "!!"}


def paint(image_bgr: ByteArray, scene: Scene) -> ByteArray:
    """Return a copy of a picture with a scene drawn over it.

    Parameters
    ----------
    image_bgr : ndarray of uint8, shape (H, W, 3)
        The upright frame; may be read-only and of another size than the scene was made for.
    scene : Scene
        From :func:`formcheck.overlay.scene.build_scene`.

    Returns
    -------
    ndarray of uint8, shape (H, W, 3)
        A new, writable BGR picture.
    """
    canvas = np.array(image_bgr, dtype=np.uint8, order="C", copy=True)
    height, width = canvas.shape[:2]
    scale = np.array([width / scene.size[0], height / scene.size[1]])
    unit = height / 1000.0
    if scene.mask is not None:
        _paint_mask(canvas, scene.mask)
    for strokes in scene.strokes:
        _paint_strokes(canvas, strokes, scale, unit)
    for dots in scene.dots:
        _paint_dots(canvas, dots, scale, unit)
    if scene.ribbon is not None:
        _paint_ribbon(canvas, scene.ribbon, scale, unit)
    for strokes in scene.ink:
        _paint_strokes(canvas, strokes, scale, unit)
    for note in scene.notes:
        _paint_note(canvas, note, scale, unit)
    _paint_labels(canvas, scene.labels, unit)
    return canvas


def _bgr(colour: Rgb) -> tuple[int, int, int]:
    return colour[2], colour[1], colour[0]


def _thickness(width: float, unit: float) -> int:
    return max(2, round(width * unit))


def _fixed(points: FloatArray) -> NDArray[np.int32]:
    """Return coordinates as OpenCV's fixed-point integers, kept within their range."""
    bound = 1 << 20
    return np.round(np.clip(points, -bound, bound) * (1 << _SHIFT)).astype(np.int32)


def _paint_mask(canvas: ByteArray, mask: Mask) -> None:
    height, width = canvas.shape[:2]
    alpha = cv2.resize(mask.alpha, (width, height), interpolation=cv2.INTER_LINEAR)
    rows, columns = np.nonzero(alpha.max(axis=1))[0], np.nonzero(alpha.max(axis=0))[0]
    if not len(rows) or not len(columns):
        return
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    weight = alpha[box][..., None].astype(np.float32) * np.float32(MASK_OPACITY / 255.0)
    tint = np.array(_bgr(MASK_COLOUR), dtype=np.float32)
    canvas[box] = (canvas[box] * (1.0 - weight) + tint * weight).astype(np.uint8)


def _lines(canvas: ByteArray, segments: FloatArray, colour: Rgb, thickness: int) -> None:
    pieces = list(_fixed(segments).reshape(-1, 2, 1, 2))
    cv2.polylines(canvas, pieces, False, _bgr(colour), thickness, cv2.LINE_AA, _SHIFT)


def _paint_strokes(canvas: ByteArray, strokes: Strokes, scale: FloatArray, unit: float) -> None:
    style = STYLES[strokes.role]
    segments = strokes.segments * np.tile(scale, 2)
    if style.dashed:
        segments = dashes(segments)
    if style.halo:
        _lines(canvas, segments, HALO, _thickness(style.width + _HALO_WIDTH, unit))
    _lines(canvas, segments, style.colour, _thickness(style.width, unit))


def dashes(segments: FloatArray, count: int = _DASHES) -> FloatArray:
    """Return the dashes of each of (n, 4) segments as more segments, shape (m, 4)."""
    starts = np.arange(0, count, 2) / count
    ends = starts + 1.0 / count
    first, span = segments[:, None, :2], segments[:, None, 2:] - segments[:, None, :2]
    return np.concatenate(
        [first + span * starts[:, None], first + span * ends[:, None]], axis=2
    ).reshape(-1, 4)


def _paint_dots(canvas: ByteArray, dots: Dots, scale: FloatArray, unit: float) -> None:
    style = STYLES[dots.role]
    radius = max(1, round(style.width * unit / 2.0 * (1 << _SHIFT)))
    halo = round(_HALO_WIDTH * unit / 2.0 * (1 << _SHIFT))
    for x, y in _fixed(dots.xy * scale).tolist():
        if style.halo:
            cv2.circle(canvas, (x, y), radius + halo, _bgr(HALO), -1, cv2.LINE_AA, _SHIFT)
        cv2.circle(canvas, (x, y), radius, _bgr(style.colour), -1, cv2.LINE_AA, _SHIFT)


def _paint_ribbon(canvas: ByteArray, ribbon: Ribbon, scale: FloatArray, unit: float) -> None:
    points = ribbon.points * scale
    segments = np.hstack([points[:-1], points[1:]])
    levels = ribbon.levels
    if not ribbon.sure:
        segments, levels = segments[::2], levels[::2]
    style = STYLES[Role.CONTOUR]
    _lines(canvas, segments, HALO, _thickness(style.width + _HALO_WIDTH, unit))
    for level in np.unique(levels):
        chosen = segments[levels == level]
        _lines(canvas, chosen, CURVATURE_RAMP[level], _thickness(style.width, unit))


def _paint_note(canvas: ByteArray, note: Note, scale: FloatArray, unit: float) -> None:
    """Write a person's words on a dark plate around their place, all of it within the picture."""
    room, text = (canvas.shape[1], canvas.shape[0]), _writable(note.text)
    size_px = note_height(unit, room[0], lambda px: _text_size(text, px)[0])
    width, height = _text_size(text, size_px)
    pad = round(size_px * NOTE_PAD)
    plate = width + 2 * pad, height + 2 * pad
    middle = np.array(note.at) * scale
    x, y = (
        max(0, min(round(middle[axis] - plate[axis] / 2), room[axis] - plate[axis]))
        for axis in (0, 1)
    )
    _boxed(canvas, text, (x, y), size_px, STYLES[Role.DRAWING].colour)


def _paint_labels(canvas: ByteArray, labels: tuple[Label, ...], unit: float) -> None:
    margin = round(24 * unit)
    top = margin
    for label in labels:
        if label.role is Role.COUNT:
            _boxed(canvas, label.text, (margin, margin), 110 * unit, WHITE)
    flags = [label for label in labels if label.role is Role.FLAG]
    left = margin + round(170 * unit)
    for label in flags:
        severity = label.severity or "hint"
        text = f"{_MARKS[severity]}  {label.text}"
        top += _boxed(canvas, text, (left, top), 44 * unit, SEVERITY_COLOURS[severity])
        top += margin // 3


def _boxed(
    canvas: ByteArray, text: str, corner: tuple[int, int], size_px: float, colour: Rgb
) -> int:
    """Write a text on a dark plate whose top left corner is given; return the plate's height."""
    width, height = _text_size(text, size_px)
    pad = round(size_px * 0.3)
    x, y = corner
    far = (x + width + 2 * pad, y + height + 2 * pad)
    cv2.rectangle(canvas, corner, far, _bgr(HALO), -1)
    cv2.rectangle(canvas, corner, (x + max(2, pad // 3), far[1]), _bgr(colour), -1)
    _write(canvas, text, (x + pad, y + pad + height), size_px)
    return height + 2 * pad


# OpenCV 5 brings a real typeface; OpenCV 4 has only stroked ASCII letters.
_FACE: Final[Any] = cv2.FontFace("sans") if hasattr(cv2, "FontFace") else None


def _writable(text: str) -> str:
    """Return a person's words in the letters there are: OpenCV 4 has ASCII alone."""
    if _FACE is not None:
        return text
    plain = unicodedata.normalize("NFKD", text.replace("°", " deg"))
    return plain.encode("ascii", "ignore").decode("ascii")


def _text_size(text: str, size_px: float) -> tuple[int, int]:
    if _FACE is not None:
        corner = cast(Any, cv2).getTextSize((0, 0), text, (0, 0), _FACE, round(size_px), 600)
        return int(corner[2]), round(size_px * 0.74)
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size_px / 30.0, 2)
    return int(width), int(height)


def _write(canvas: ByteArray, text: str, baseline: tuple[int, int], size_px: float) -> None:
    if _FACE is not None:
        cast(Any, cv2).putText(
            canvas, text, baseline, _bgr(WHITE), _FACE, round(size_px), weight=600
        )
        return
    cv2.putText(
        canvas,
        text,
        baseline,
        cv2.FONT_HERSHEY_SIMPLEX,
        size_px / 30.0,
        _bgr(WHITE),
        2,
        cv2.LINE_AA,
    )
