"""Named points of another program as the 33 landmarks in pixels of a picture, and their names.

Names are compared without regard to case, spaces and signs, the side before or after the part:
``RShoulder``, ``right_shoulder`` and ``shoulder-r`` are one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from formcheck.errors import SourceOpenError
from formcheck.formats.base import MOST_FRAMES, Imported, check_rate
from formcheck.skeleton import LANDMARK_COUNT, PAIRS
from formcheck.skeleton import Landmark as L
from formcheck.types import FloatArray, Landmarks, Reason

NAMES: Final = (
    "Nose", "LEyeInner", "LEye", "LEyeOuter", "REyeInner", "REye", "REyeOuter", "LEar", "REar",
    "LMouth", "RMouth", "LShoulder", "RShoulder", "LElbow", "RElbow", "LWrist", "RWrist",
    "LPinky", "RPinky", "LIndex", "RIndex", "LThumb", "RThumb", "LHip", "RHip", "LKnee", "RKnee",
    "LAnkle", "RAnkle", "LHeel", "RHeel", "LBigToe", "RBigToe",
)  # fmt: skip
"""The 33 landmarks as markers, by the names of Pose2Sim's BlazePose skeleton, which its markers on
OpenSim models bear."""

_OTHER_PARTS: Final = {"footindex": "bigtoe", "toe": "bigtoe", "hand": "wrist", "foot": "bigtoe"}

_NEEDED: Final = ("Shoulder", "Hip", "Elbow", "Wrist")
"""Without these of one side at least there is nothing to count."""

_PX_A_METRE: Final = 400.0
"""How large a person given in metres is drawn: 700 pixels high, as in a picture of 1080 lines."""

_LARGEST_PX: Final = 8000.0
"""Pictures have as many pixels across at most; larger coordinates are none of a picture."""

_TALLEST_M: Final = 20.0
"""No person has a greater extent in metres or millimetres turned into them, and none of fewer
pixels is measured: coordinates that Sports2D calls metres in its files in pixels are told so."""

_MARGIN_PX: Final = 20.0

LONGEST_S: Final = 1e5
"""A day and a bit: no film is longer."""


def in_pixels(points: FloatArray) -> bool:
    """Whether points (T, K, 2 or more) can be pixels of a picture rather than metres."""
    # These pass over NaN, and say nothing of a frame that has nothing else.
    spans = np.fmax.reduce(points[..., 1], axis=1) - np.fmin.reduce(points[..., 1], axis=1)
    spans = spans[np.isfinite(spans)]
    return bool(len(spans)) and float(np.median(spans)) > _TALLEST_M


def imported(
    path: Path,
    times_s: FloatArray,
    names: Sequence[str],
    points: FloatArray,
    confidence: FloatArray | None = None,
    *,
    truncated: bool = False,
) -> Imported:
    """Return points as landmarks.

    Parameters
    ----------
    path : Path
        For messages.
    times_s : ndarray, shape (T,)
        Rising; what comes out begins at 0.
    names : sequence of str
        K of them; those that are no landmark's are left out.
    points : ndarray, shape (T, K, 2 or 3)
        Pixels (x right, y down), or metres (x right in the picture, y up, z towards the camera);
        NaN is missing.
    confidence : ndarray, shape (T, K), optional
        0 to 1; without it what is there counts as seen.
    truncated : bool
        Whether the file ended too early.

    Raises
    ------
    SourceOpenError
        When the needed points are not among them, or the numbers cannot be points of a person or
        times of pictures.
    """
    at = _places(path, names)
    times_s = times_s - times_s[0]
    rate = _rate(path, times_s)
    whole = np.full((len(times_s), LANDMARK_COUNT, 3), np.nan)
    whole[:, list(at), : points.shape[2]] = points[:, list(at.values())]
    whole[~np.isfinite(whole[..., :2]).all(axis=-1)] = np.nan
    seen = np.isfinite(whole[..., 0])
    visibility = np.where(seen, 1.0, 0.0)
    if confidence is not None:
        told = np.nan_to_num(confidence[:, list(at.values())], nan=0.0).clip(0.0, 1.0)
        visibility[:, list(at)] = np.where(seen[:, list(at)], told, 0.0)
    if not seen.any():
        raise SourceOpenError(f"{path.name} holds no point of anybody.", "Export it again.")
    xy, depth, world = _placed(path, whole)
    _lend_twins(xy)
    nobody = ~seen.any(axis=1)
    visibility[nobody] = np.nan
    landmarks = Landmarks(
        times_s, xy, depth, visibility, world,
        tuple(str(Reason.NOBODY if none else Reason.NONE) for none in nobody),
    )  # fmt: skip
    width, height = (max(16, math.ceil(float(np.nanmax(xy[..., k])) + 1.0)) for k in (0, 1))
    return Imported(landmarks, (width, height), rate, truncated)


def _rate(path: Path, times_s: FloatArray) -> float:
    """Return frames a second of times from 0, which must be those of a film."""
    if len(times_s) > MOST_FRAMES:
        raise SourceOpenError(
            f"{path.name} holds {len(times_s)} frames, and {MOST_FRAMES} are read.", "Cut it first."
        )
    if len(times_s) < 2:
        return 30.0
    if not float(times_s[-1]) <= LONGEST_S:
        raise SourceOpenError(
            f"{path.name} holds times that are {times_s[-1]:.3g} s apart.", "Export it again."
        )
    with np.errstate(over="ignore", divide="ignore"):
        check_rate(float(1.0 / np.median(np.diff(times_s))))
    return (len(times_s) - 1) / float(times_s[-1])


def _places(path: Path, names: Sequence[str]) -> dict[int, int]:
    """Return for each landmark that is among the names which of them it is."""
    called = {_plain(name): place for place, name in reversed(list(enumerate(names)))}
    at = {
        landmark: called[_plain(name)]
        for landmark, name in enumerate(NAMES)
        if _plain(name) in called
    }
    sides = [{NAMES.index(side + part) for part in _NEEDED} for side in "LR"]
    if not any(side <= at.keys() for side in sides):
        raise SourceOpenError(
            f"{path.name} has no shoulder, elbow, wrist and hip of one side.",
            f"Points are known by names like RShoulder or right_shoulder; it has "
            f"{', '.join(names[:6])} …",
        )
    return at


def _plain(name: str) -> str:
    """Return a name as all spellings of it: side ``l`` or ``r``, then the part."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower())
    text = "".join(words)
    for side in ("left", "right"):
        if side in text:
            text = side[0] + text.replace(side, "", 1)
            break
    else:
        if len(words) > 1 and words[-1] in ("l", "r"):
            text = words[-1] + "".join(words[:-1])
    part = text[1:]
    return text[:1] + _OTHER_PARTS[part] if part in _OTHER_PARTS else text


def _placed(path: Path, points: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return where points are in the picture, their depth in pixels and their place in space."""
    shape = points.shape[:2]
    largest = float(np.nanmax(np.abs(points)))
    if in_pixels(points):
        if largest > _LARGEST_PX:
            raise SourceOpenError(
                f"{path.name} holds coordinates up to {largest:.3g}, which no picture has.",
                "Export it in pixels or metres.",
            )
        return points[..., :2].copy(), np.full(shape, np.nan), np.full((*shape, 3), np.nan)
    low, high = (f.reduce(points[..., :2].reshape(-1, 2)) for f in (np.fmin, np.fmax))
    deep = np.fmax.reduce(points[..., 2]) - np.fmin.reduce(points[..., 2])
    extent = float((high - low).max())
    if not 1e-3 < extent < 1e4 or largest > 1e6:
        raise SourceOpenError(
            f"{path.name} holds coordinates from {low.min():.3g} to {high.max():.3g}, which are "
            "those of no person.", "Export it in pixels or metres.",
        )  # fmt: skip
    scale = min(_PX_A_METRE, _LARGEST_PX / 2.0 / extent)
    corner = np.array([low[0], high[1]])
    xy = (points[..., :2] - corner) * (scale, -scale) + _MARGIN_PX
    world = points * (1.0, -1.0, -1.0)
    world -= 0.5 * (world[:, [L.LEFT_HIP]] + world[:, [L.RIGHT_HIP]])
    # Sports2D gives each marker one z for good: that is no depth.
    if not np.fmax.reduce(deep) > 1e-6:
        world[:] = np.nan
    return xy, scale * world[..., 2], world


def _lend_twins(xy: FloatArray) -> None:
    """Place a hip or shoulder that is hidden where its twin is, unseen (its visibility stays 0).

    From the side the two nearly cover each other, and without both there is no trunk.
    """
    for left, right in PAIRS:
        if left in (L.LEFT_SHOULDER, L.LEFT_HIP):
            for lost, there in ((left, right), (right, left)):
                gone = np.isnan(xy[:, lost, 0])
                xy[gone, lost] = xy[gone, there]
