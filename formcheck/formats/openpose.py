"""OpenPose JSON: a folder with one file a frame.

https://github.com/CMU-Perceptual-Computing-Lab/openpose/blob/master/doc/02_output.md

Written: ``NAME_000000000000_keypoints.json`` and so on, one person in the 25 points of BODY_25:
x and y in pixels of the picture (x right, y down) and visibility as the confidence.  Neck and
MidHip are the middles of shoulders and hips; small toes, which the landmarks lack, and whatever is
missing are 0, 0, 0.  There are no times in it: it holds every frame, and a remark tells the rate.

Read: BODY_25 and the 18 points of COCO, frames a second as stated, else 30.  Of several people the
largest of the first frame is followed by nearness.
"""

from __future__ import annotations

import json
import math
import os
import re
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np

from formcheck.errors import SourceOpenError
from formcheck.files.reading import UnreadableError, parse_json, read_text
from formcheck.files.writing import output_error
from formcheck.formats.base import Format, Imported, check_rate, not_written
from formcheck.formats.points import LONGEST_S, NAMES, imported, in_pixels
from formcheck.types import FloatArray, Landmarks, SessionResult

_COCO: Final = (
    "Nose", "Neck", "RShoulder", "RElbow", "RWrist", "LShoulder", "LElbow", "LWrist", "RHip",
    "RKnee", "RAnkle", "LHip", "LKnee", "LAnkle", "REye", "LEye", "REar", "LEar",
)  # fmt: skip

_BODY_25: Final = (
    *_COCO[:8], "MidHip", *_COCO[8:], "LBigToe", "LSmallToe", "LHeel", "RBigToe", "RSmallToe",
    "RHeel",
)  # fmt: skip

_MIDDLES: Final = {"Neck": ("LShoulder", "RShoulder"), "MidHip": ("LHip", "RHip")}
_ENDING: Final = "_keypoints.json"
_RATE_HZ: Final = 30.0


def write(path: Path, landmarks: Landmarks, result: SessionResult) -> str:
    """Write a new folder; see :class:`formcheck.formats.base.Format`."""
    points = np.concatenate([landmarks.xy_px, landmarks.visibility[..., np.newaxis]], axis=-1)
    columns = {name: points[:, place] for place, name in enumerate(NAMES)}
    for name, (left, right) in _MIDDLES.items():
        middle = 0.5 * (columns[left] + columns[right])
        middle[:, 2] = np.minimum(columns[left][:, 2], columns[right][:, 2])
        columns[name] = middle
    nothing = np.full((len(points), 3), np.nan)
    body = np.stack([columns.get(name, nothing) for name in _BODY_25], axis=1)
    body[~np.isfinite(body).all(axis=-1)] = 0.0
    stem = path.name
    if os.path.lexists(path):
        raise not_written("openpose", path)
    try:
        # It has its name once it is whole: a part of it would be read like any other.
        with tempfile.TemporaryDirectory(prefix=".", suffix=".part", dir=path.parent) as temporary:
            whole = Path(temporary) / "whole"
            whole.mkdir()
            for number, person in enumerate(body):
                told = {"version": 1.3, "people": _people(person)}
                text = json.dumps(told, separators=(",", ":"))
                name = f"{stem}_{number:012d}{_ENDING}"
                (whole / name).write_text(text, encoding="utf-8")
            whole.rename(path)
    except OSError as error:
        raise output_error(path, error) from error
    length_s = float(landmarks.times_s[-1] - landmarks.times_s[0])
    rate = (len(body) - 1) / length_s if length_s > 0.0 else _RATE_HZ
    return f"OpenPose JSON keeps no times: these are {rate:.4g} frames a second."


def _people(person: FloatArray) -> list[dict[str, Any]]:
    if not person.any():
        return []
    others = ("face", "hand_left", "hand_right")
    empty: dict[str, Any] = {f"{name}_keypoints_2d": [] for name in others}
    empty |= {f"{name}_keypoints_3d": [] for name in ("pose", *others)}
    numbers = [round(value, 4) for value in person.ravel().tolist()]
    return [{"person_id": [-1], "pose_keypoints_2d": numbers, **empty}]


def fits(path: Path) -> bool:
    """Whether a path is a folder with such files."""
    try:
        return path.is_dir() and any(each.name.endswith(_ENDING) for each in path.iterdir())
    except OSError:
        return False


def read(path: Path, rate_hz: float | None) -> Imported:
    """Read a folder; see :class:`formcheck.formats.base.Format`."""
    rate = check_rate(_RATE_HZ if rate_hz is None else rate_hz)
    files = sorted(
        (each for each in path.iterdir() if each.name.endswith(_ENDING)),
        key=lambda each: (_number(each) if _number(each) >= 0 else math.inf, each.name),
    )
    frames = [_persons(each) for each in files]
    sizes = {len(person) for people in frames for person in people}
    if sizes not in ({len(_BODY_25)}, {len(_COCO)}):
        found = " and ".join(map(str, sorted(sizes))) or "no"
        raise SourceOpenError(
            f"The files in {path} hold {found} points a person.",
            "Known are the 25 of BODY_25 and the 18 of COCO: export it with one of these.",
        )
    names = _BODY_25 if sizes == {len(_BODY_25)} else _COCO
    points = np.stack(_followed(frames, len(names)))
    if not in_pixels(points):
        raise SourceOpenError(
            f"The coordinates in {path} are no pixels.",
            "Have OpenPose keep the scale of the picture (--keypoint_scale 0).",
        )
    numbers = np.array([_number(each) for each in files], np.float64)
    if not (np.diff(numbers, prepend=-1.0) > 0.0).all() or numbers[-1] > rate * LONGEST_S:
        numbers = np.arange(len(files), dtype=np.float64)
    return imported(path, numbers / rate, names, points[..., :2], points[..., 2])


def _number(path: Path) -> int:
    found = re.search(r"(\d{1,15})" + re.escape(_ENDING) + "$", path.name)
    return int(found.group(1)) if found else -1


def _persons(path: Path) -> list[FloatArray]:
    """Return the people of a frame, each (points, 3), NaN where a point was not seen."""
    try:
        told = parse_json(read_text(path))
        people = [
            np.array(each["pose_keypoints_2d"], np.float64).reshape(-1, 3)
            for each in told["people"]
        ]
    except (UnreadableError, OSError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise SourceOpenError(
            f"{path} is no whole file of OpenPose.", "Export it again, or take it out."
        ) from error
    for person in people:
        person[~((person[:, 2] > 0.0) & np.isfinite(person).all(axis=1))] = np.nan
    return people


def _followed(frames: list[list[FloatArray]], size: int) -> list[FloatArray]:
    """Return one person in every frame: first the largest, then who is nearest."""
    last: FloatArray | None = None
    chosen = []
    for people in frames:
        seen = [each for each in people if np.isfinite(each).any()]
        if not seen:
            chosen.append(np.full((size, 3), np.nan))
            continue
        if last is None:
            last = max(seen, key=_height)
        else:
            places = [_away(each, last) for each in seen]
            last = seen[int(np.argmin(places))]
        chosen.append(last)
    return chosen


def _height(person: FloatArray) -> float:
    return float(np.ptp(person[np.isfinite(person[:, 1]), 1]))


def _away(person: FloatArray, last: FloatArray) -> float:
    """Return how far a person's points are from the last ones; far where they share none."""
    gaps = np.hypot(*(person - last)[:, :2].T)
    known = gaps[np.isfinite(gaps)]
    return float(np.median(known)) if len(known) else math.inf


FORMAT: Final = Format("openpose", "", fits, read, write)
