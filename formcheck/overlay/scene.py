"""Turn one frame's result into things to draw, in pixels of the upright frame.

A scene is plain data: it knows no Qt, no OpenCV and no theme, so that the window and the exported
video show the same, and what is shown can be tested without either.  Things to draw are grouped
by role, because one call that draws many lines is far cheaper than many calls that draw one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from formcheck.overlay.palette import (
    CURVATURE_RAMP,
    LEAST_TEXT,
    NOTE_HEIGHT,
    NOTE_PAD,
    STRAIGHT_LEVEL,
    Role,
)
from formcheck.skeleton import EDGES, LANDMARK_COUNT, Landmark
from formcheck.types import ByteArray, Flag, FloatArray, FrameResult, Pose, Severity, View

UNSURE_BELOW: Final = 0.5
"""Visibility under which a landmark is drawn as unsure."""

INVISIBLE_BELOW: Final = 0.1
"""Visibility under which a landmark is a guess and is not drawn at all."""

DEGREES_PER_LEVEL: Final = 4.0
"""Flexion of one half of the back against its neutral from one colour of the ramp to the next."""

MASK_HEIGHT: Final = 180
"""Rows the mask is reduced to; it is drawn as a faint tint, scaled up smoothly."""

_EDGES: Final = np.array([(int(a), int(b)) for a, b in EDGES])
_DRAWN: Final = np.unique(_EDGES)
_LEFT: Final = np.array([landmark.name.find("LEFT") >= 0 for landmark in Landmark])
_HALVES: Final = ("lumbar_flexion_deg", "thoracic_flexion_deg")
_HALVES_AT: Final = (0.25, 0.75)
"""Middle of each half, as a share of the way from sacrum to neck."""

_SEVERITIES: Final[tuple[Severity, ...]] = ("hint", "warning", "alert")


@dataclass(frozen=True, slots=True)
class Strokes:
    """Straight lines of one role; ``segments`` has shape (n, 4): x1, y1, x2, y2."""

    role: Role
    segments: FloatArray


@dataclass(frozen=True, slots=True)
class Dots:
    """Points of one role; ``xy`` has shape (n, 2)."""

    role: Role
    xy: FloatArray


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The dorsal contour: ``points`` (n, 2) and for each of the n - 1 pieces a ``level``.

    A level is an index into ``palette.CURVATURE_RAMP``: how far the back is from the lifter's own
    neutral there, not how curved it is, because every healthy back is curved.  All pieces are
    straight while no neutral is known.  ``sure`` is False when the contour's quality is poor; it
    is then drawn dashed.
    """

    points: FloatArray
    levels: NDArray[np.intp]
    sure: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A text with a role; ``severity`` is set for flags."""

    role: Role
    text: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A text a person wrote, or measured, with its middle at ``at``: x, y."""

    text: str
    at: tuple[float, float]


def note_height(unit: float, room: float, width_at: Callable[[float], float]) -> float:
    """Return how high a note's letters are, in pixels: an upright picture has no room for all.

    Parameters
    ----------
    unit : float
        A thousandth of the picture's height, pixels.
    room : float
        The picture's width, pixels.
    width_at : callable
        How wide the note is in letters of a height, pixels.
    """
    usual = max(LEAST_TEXT, NOTE_HEIGHT * unit)
    wide = width_at(usual) + 2 * NOTE_PAD * usual
    return usual if wide <= room else float(max(1, int(usual * room / wide)))


@dataclass(frozen=True, slots=True)
class Mask:
    """The person's outline as a small picture: ``alpha`` (h, w), 255 where the person is."""

    alpha: ByteArray


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything to draw over one frame, back to front.

    Mask, strokes, dots and ribbon are what was found; ``ink`` and ``notes`` what a person drew;
    the labels lie over all.
    """

    size: tuple[int, int]
    mask: Mask | None = None
    strokes: tuple[Strokes, ...] = ()
    dots: tuple[Dots, ...] = ()
    ribbon: Ribbon | None = None
    ink: tuple[Strokes, ...] = ()
    notes: tuple[Note, ...] = ()
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Layers:
    """Which parts are wanted; the path of the hand only on request.

    What a person drew is no layer: it was put there to be seen.
    """

    skeleton: bool = True
    contour: bool = True
    mask: bool = True
    labels: bool = True
    path: bool = False


ALL_LAYERS: Final = Layers()


def build_scene(
    result: FrameResult,
    size: tuple[int, int],
    *,
    layers: Layers = ALL_LAYERS,
    words: Mapping[str, str] | None = None,
    mask: ByteArray | None = None,
) -> Scene:
    """Lay out what is to be drawn over one frame.

    Parameters
    ----------
    result : FrameResult
        What the engine says about the frame.
    size : tuple of int
        Width and height of the upright frame.
    layers : Layers
        Parts that are wanted; the others are left out.
    words : mapping of str to str, optional
        Text for each flag code; a code without one is spelt out.
    mask : ndarray of uint8, shape (h, w), optional
        The mask to draw, from :func:`mask_alpha`; without one it is made of the pose's own.
    """
    pose = result.pose
    alpha = None
    if layers.mask:
        alpha = mask if mask is not None else mask_alpha(pose)
    return Scene(
        size=size,
        mask=None if alpha is None else Mask(alpha),
        strokes=_strokes(pose, result.view) if pose is not None and layers.skeleton else (),
        dots=_dots(pose, result.view) if pose is not None and layers.skeleton else (),
        ribbon=_ribbon(result) if layers.contour else None,
        labels=_labels(result, words or {}) if layers.labels else (),
    )


def mask_alpha(pose: Pose | None, max_height: int = MASK_HEIGHT) -> ByteArray | None:
    """Return a pose's mask as a small opacity picture, or None without one.

    Rows and columns are left out rather than averaged: the edge is softened by smooth scaling
    when it is drawn, and this costs a tenth.
    """
    if pose is None or pose.mask is None or pose.mask.size == 0:
        return None
    step = max(1, -(-pose.mask.shape[0] // max_height))
    small = pose.mask[::step, ::step]
    return np.ascontiguousarray(np.clip(small * 255.0, 0.0, 255.0).astype(np.uint8))


def path_strokes(times_s: FloatArray, xy: FloatArray, now_s: float) -> tuple[Strokes, ...]:
    """Return the way of a point: what is still to come, thin, and over it what lies behind.

    Parameters
    ----------
    times_s : ndarray, shape (n,)
        Rising, seconds.
    xy : ndarray, shape (n, 2)
        Where the point was, pixels; NaN where it was not seen, which leaves a gap.
    now_s : float
        The moment on show, seconds.
    """
    segments = np.hstack([xy[:-1], xy[1:]])
    known = np.isfinite(segments).all(axis=1)
    behind = times_s[1:] <= now_s
    groups = ((Role.PATH_AHEAD, known & ~behind), (Role.PATH, known & behind))
    return tuple(Strokes(role, segments[chosen]) for role, chosen in groups if chosen.any())


def curvature_levels(flexion_deg: FloatArray) -> NDArray[np.intp]:
    """Return the ramp index of flexion against neutral, in degrees of one half of the back.

    Neutral is ``STRAIGHT_LEVEL``; NaN counts as neutral.
    """
    steps = np.nan_to_num(np.round(flexion_deg / DEGREES_PER_LEVEL)) + STRAIGHT_LEVEL
    return np.clip(steps, 0, len(CURVATURE_RAMP) - 1).astype(np.intp)


def _near(view: View) -> NDArray[np.bool_]:
    """Return for each landmark whether it is on the side that faces the camera."""
    if view.kind in ("front", "back", "unknown"):
        return np.ones(LANDMARK_COUNT, dtype=np.bool_)
    return _LEFT if view.near_side == "left" else ~_LEFT


def _drawable(pose: Pose) -> NDArray[np.bool_]:
    known = np.isfinite(pose.xy).all(axis=1)
    drawable: NDArray[np.bool_] = known & (np.nan_to_num(pose.visibility) >= INVISIBLE_BELOW)
    return drawable


def _strokes(pose: Pose, view: View) -> tuple[Strokes, ...]:
    """Return the skeleton's lines, far side first, so that the near side lies on top."""
    first, second = _EDGES[:, 0], _EDGES[:, 1]
    shown = _drawable(pose)
    shown_edge = shown[first] & shown[second]
    sure = np.minimum(pose.visibility[first], pose.visibility[second]) >= UNSURE_BELOW
    near = _near(view)
    # A line across the body (shoulder to shoulder) belongs to the near side if one end does.
    near_edge = near[first] | near[second]
    segments = np.hstack([pose.xy[first], pose.xy[second]])
    groups = (
        (Role.LIMB_UNSURE, shown_edge & ~sure),
        (Role.LIMB_FAR, shown_edge & sure & ~near_edge),
        (Role.LIMB_NEAR, shown_edge & sure & near_edge),
    )
    return tuple(Strokes(role, segments[chosen]) for role, chosen in groups if chosen.any())


def _dots(pose: Pose, view: View) -> tuple[Dots, ...]:
    """Return the joints that lines meet in, as far as they are sure."""
    chosen = np.zeros(LANDMARK_COUNT, dtype=np.bool_)
    chosen[_DRAWN] = True
    chosen &= _drawable(pose) & (np.nan_to_num(pose.visibility) >= UNSURE_BELOW)
    near = _near(view)
    groups = ((Role.JOINT_FAR, chosen & ~near), (Role.JOINT_NEAR, chosen & near))
    return tuple(Dots(role, pose.xy[members]) for role, members in groups if members.any())


def _ribbon(result: FrameResult) -> Ribbon | None:
    """Return the dorsal contour with a level for each piece, blended from half to half."""
    contour = result.contour
    if contour is None or len(contour.points) < 2:
        return None
    halves = [result.measures[name].value for name in _HALVES]
    along = np.linspace(0.0, 1.0, len(contour.points) - 1)
    flexion = np.interp(along, _HALVES_AT, halves)
    return Ribbon(contour.points, curvature_levels(flexion), contour.quality >= UNSURE_BELOW)


def _labels(result: FrameResult, words: Mapping[str, str]) -> tuple[Label, ...]:
    """Return the count and the flags that are up, the most severe first."""
    flags = sorted(result.active_flags, key=_gravity)
    count = Label(Role.COUNT, str(result.rep_count))
    return (count, *(Label(Role.FLAG, _flag_text(flag, words), flag.severity) for flag in flags))


def _gravity(flag: Flag) -> tuple[int, float]:
    return -_SEVERITIES.index(flag.severity), flag.start_s


def _flag_text(flag: Flag, words: Mapping[str, str]) -> str:
    return words.get(flag.code) or flag.code.replace("_", " ").capitalize()
