"""The frames of half a second as bytes, and back.

Landmarks change little from frame to frame, so their differences are stored, the same column of
all frames together and byte by byte.  A mask is a few levels along an edge: the difference of each
pixel from what its three neighbours foretell is nearly always 0.  Both go through zstd.

While a session is recorded the engine is given the stored form of each pose, restored.  So what
the lifter was told and what the recording says when it is judged again are the same to the bit.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
import zstandard
from numpy.typing import NDArray

from formcheck.recording.blocks import DamagedError
from formcheck.skeleton import LANDMARK_COUNT
from formcheck.types import FloatArray, Pose, Reason

IntArray = NDArray[np.int32]
Levels = NDArray[np.uint8]

COLUMNS: Final = 7 * LANDMARK_COUNT
"""Numbers a pose: x, y of all landmarks, then their depth, visibility and world x, y, z."""

STEPS: Final = np.repeat(
    [64.0, 16.0, 10_000.0, 10_000.0],
    [2 * LANDMARK_COUNT, LANDMARK_COUNT, LANDMARK_COUNT, 3 * LANDMARK_COUNT],
)
"""Steps a unit of each column: 1/64 pixel, 1/16 pixel of depth, 1/10,000, a tenth of a millimetre.
The pose model's own noise is about half a pixel.  Visibility is finer than it looks useful: the
trained estimators weigh by it, and in 255 steps it moved back curvature by 0.19 degrees (RMSE on a
rendered row), all other steps together by 0.03."""

MISSING: Final = np.int32(-(2**31))
"""Stands for NaN."""

_LIMIT: Final = 2.0**30

SOLID: Final = 63
LOW, HIGH = 0.02, 0.98
"""Mask values up to ``LOW`` are stored as nobody (0), from ``HIGH`` as the person (``SOLID``), and
those between, which place the edge, evenly in steps of 0.0155.  Four times as many steps measure
no better and take a third more space; cutting off at 0.1 and 0.9 saves a tenth and measures
worse."""

_GAIN: Final = SOLID / (HIGH - LOW)
_VALUES: Final = np.ones(256, np.float32)
_VALUES[:SOLID] = LOW + np.arange(SOLID) / _GAIN
_VALUES[0] = 0.0


@dataclass(frozen=True, slots=True)
class StoredMask:
    """The mask within the person's box.

    ``shape`` is that of the whole mask, ``left`` and ``top`` place the box in it, and ``levels``,
    shape (box height, box width), are 0 to ``SOLID``.
    """

    shape: tuple[int, int]
    left: int
    top: int
    levels: Levels

    def restore(self) -> NDArray[np.float32]:
        """Return the mask as values 0 to 1."""
        values = np.zeros(self.shape, np.float32)
        height, width = self.levels.shape
        if self.levels.size:
            box: Any = cv2.LUT(self.levels, _VALUES)
            values[self.top : self.top + height, self.left : self.left + width] = box
        return values


@dataclass(frozen=True, slots=True)
class StoredPose:
    """A pose in whole numbers; ``numbers`` has shape (COLUMNS,)."""

    numbers: IntArray
    size: tuple[int, int]
    mask: StoredMask | None = None

    def restore(self) -> Pose:
        """Return the pose; the same numbers always give the same pose."""
        values: FloatArray = self.numbers / STEPS
        values[self.numbers == MISSING] = np.nan
        n = LANDMARK_COUNT
        return Pose(
            xy=values[: 2 * n].reshape(n, 2),
            depth=values[2 * n : 3 * n],
            visibility=values[3 * n : 4 * n],
            world=values[4 * n :].reshape(n, 3),
            size=self.size,
            mask=None if self.mask is None else self.mask.restore(),
        )


def store(pose: Pose) -> StoredPose:
    """Return the stored form of a pose; storing what was restored changes nothing."""
    values = np.concatenate(
        [pose.xy.ravel(), pose.depth, pose.visibility, pose.world.ravel()], dtype=np.float64
    )
    known = np.isfinite(values)
    steps = np.rint(np.where(known, values, 0.0) * STEPS).clip(-_LIMIT, _LIMIT)
    numbers = np.where(known, steps, float(MISSING)).astype(np.int32)
    return StoredPose(numbers, pose.size, None if pose.mask is None else _store_mask(pose.mask))


def _store_mask(mask: NDArray[np.float32]) -> StoredMask:
    shape = mask.shape[0], mask.shape[1]
    if not mask.size:
        return StoredMask(shape, 0, 0, np.zeros((0, 0), np.uint8))
    # Rounds, and cuts off below 0 and above 255, in one pass.
    scaled: Any = cv2.addWeighted(mask, _GAIN, mask, 0.0, -LOW * _GAIN, dtype=cv2.CV_8U)
    levels: Levels = np.minimum(scaled, np.uint8(SOLID))
    left, top, width, height = cv2.boundingRect(levels)
    box: Levels = np.ascontiguousarray(levels[top : top + height, left : left + width])
    return StoredMask(shape, left, top, box)


MAX_FRAMES: Final = 4096
"""Frames in one block at most."""

MAX_SIDE: Final = 2**15
"""Pictures and masks are not as wide or high as this, in pixels."""

MAX_PIXELS: Final = 2**26
"""Pixels of a frame and of a mask, as of a picture (formcheck.sources.container)."""

MAX_MASKS: Final = 2**28
"""Bytes of the masks of a block, unpacked: a block is half a second, and sixty masks of a whole
4K picture each would be 500 MB; those of a person at the height that is analysed are 30 MB."""

MAX_TIME_S: Final = 1e7
"""No session is four months long."""

_START: Final = struct.Struct("<HHHI")
"""Width and height of the frames, how many there are, and length of the table in bytes."""

_ROW: Final = np.dtype(
    [
        ("time_s", "<f8"),
        ("found", "u1"),
        ("masked", "u1"),
        ("shape", "<u2", (2,)),
        ("box", "<u2", (4,)),
        ("bytes", "<u4"),
    ]
)
"""A row a frame; ``box`` is left, top, width, height; ``bytes`` the length of the packed mask."""

_FOUND: Final = 1
_ABSENT: Final = {0: Reason.NOBODY, 2: Reason.PERSON_UNSURE}
"""What ``found`` says when it is not 1."""

_CODES: Final = {reason: code for code, reason in _ABSENT.items()}

_TABLE_LEVEL: Final = 3
_MASK_LEVEL: Final = 1
"""Effort of zstd; level 1 packs masks as tightly as level 3 and in three quarters of its time."""


class _Coders(threading.local):
    """The packers of a thread: making one costs as much as a mask, and none may be shared."""

    def __init__(self) -> None:
        self.table = zstandard.ZstdCompressor(level=_TABLE_LEVEL)
        self.mask = zstandard.ZstdCompressor(level=_MASK_LEVEL)
        self.unpack = zstandard.ZstdDecompressor()


_coders: Final = _Coders()


class StoredFrame(NamedTuple):
    """One frame of a recording; ``absent`` says why where ``pose`` is None."""

    time_s: float
    size: tuple[int, int]
    pose: StoredPose | None
    absent: Reason = Reason.NOBODY


class PackedFrame(NamedTuple):
    """A frame whose mask is packed already, so that the work is spread over the frames."""

    frame: StoredFrame
    mask: bytes


def pack_frame(frame: StoredFrame) -> PackedFrame:
    """Pack a frame's mask."""
    mask = frame.pose.mask if frame.pose is not None else None
    return PackedFrame(frame, b"" if mask is None else _pack_mask(mask.levels))


def encode(frames: Sequence[PackedFrame]) -> bytes:
    """Return frames of one size as the content of a block; at least one."""
    rows = np.zeros(len(frames), _ROW)
    for row, packed in zip(rows, frames, strict=True):
        _fill(row, packed)
    numbers = [each.frame.pose.numbers for each in frames if each.frame.pose is not None]
    table = _coders.table.compress(
        rows.tobytes() + _pack_numbers(np.array(numbers, np.int32).reshape(-1, COLUMNS))
    )
    width, height = frames[0].frame.size
    start = _START.pack(width, height, len(frames), len(table))
    return b"".join([start, table, *(each.mask for each in frames)])


def decode(content: bytes) -> list[StoredFrame]:
    """Return the frames of a block.

    Raises
    ------
    DamagedError
        When they contradict themselves.
    """
    try:
        return _decode(content)
    except (struct.error, ValueError, IndexError, zstandard.ZstdError, cv2.error) as error:
        raise DamagedError(str(error)) from error


def _decode(content: bytes) -> list[StoredFrame]:
    width, height, count, length = _START.unpack_from(content)
    if not 0 < count <= MAX_FRAMES:
        raise DamagedError(f"{count} frames in a block")
    if not 0 < width * height <= MAX_PIXELS:
        raise DamagedError(f"frames of {width} by {height} pixels")
    position = _START.size + length
    table = _unpack(content[_START.size : position], count * (_ROW.itemsize + 4 * COLUMNS))
    rows = np.frombuffer(table, _ROW, count)
    _check_rows(rows)
    found = rows["found"] == _FOUND
    numbers = iter(_unpack_numbers(table[count * _ROW.itemsize :], int(found.sum())))
    frames = []
    for row in rows:
        pose = None
        if row["found"] == _FOUND:
            mask = None
            if row["masked"]:
                mask = _mask(row, content[position : position + int(row["bytes"])])
                position += int(row["bytes"])
            pose = StoredPose(next(numbers), (width, height), mask)
        absent = _ABSENT.get(int(row["found"]), Reason.NOBODY)
        frames.append(StoredFrame(float(row["time_s"]), (width, height), pose, absent))
    return frames


def _check_rows(rows: Any) -> None:
    """Refuse times that no session has, and masks that together would fill the memory."""
    if not np.all((rows["time_s"] > -1.0) & (rows["time_s"] < MAX_TIME_S)):
        raise DamagedError("a time that cannot be")
    boxes = rows["box"].astype(np.int64)
    held = np.sum(boxes[:, 2] * boxes[:, 3] * (rows["masked"] != 0))
    shapes = rows["shape"].astype(np.int64)
    if held > MAX_MASKS or np.any(shapes[:, 0] * shapes[:, 1] > MAX_PIXELS):
        raise DamagedError("masks that would be too large")


def _fill(row: Any, packed: PackedFrame) -> None:
    row["time_s"] = packed.frame.time_s
    pose = packed.frame.pose
    row["found"] = _FOUND if pose is not None else _CODES.get(packed.frame.absent, 0)
    if pose is not None and pose.mask is not None:
        mask = pose.mask
        row["masked"] = True
        row["shape"] = mask.shape
        row["box"] = mask.left, mask.top, mask.levels.shape[1], mask.levels.shape[0]
        row["bytes"] = len(packed.mask)


def _mask(row: Any, packed: bytes) -> StoredMask:
    height, width = (int(side) for side in row["shape"])
    left, top, across, down = (int(side) for side in row["box"])
    if left + across > width or top + down > height or max(width, height) > MAX_SIDE:
        raise DamagedError("a mask outside its picture")
    return StoredMask((height, width), left, top, _unpack_mask(packed, (down, across)))


def _pack_numbers(numbers: IntArray) -> bytes:
    """Return rows of numbers as bytes: differences over time, small ones of either sign small."""
    rows = numbers.view(np.uint32)
    steps = rows.copy()
    # Unsigned, where going round is defined; the stand-in for NaN goes round too.
    steps[1:] -= rows[:-1]
    signed = steps.view(np.int32)
    zigzag = (signed << 1) ^ (signed >> 31)
    planes = np.ascontiguousarray(zigzag.T).astype("<i4").view(np.uint8).reshape(-1, 4)
    return np.ascontiguousarray(planes.T).tobytes()


def _unpack_numbers(data: bytes, count: int) -> IntArray:
    planes = np.frombuffer(data, np.uint8).reshape(4, -1)
    zigzag = np.ascontiguousarray(planes.T).view("<u4").reshape(COLUMNS, count).astype(np.uint32)
    signed = (zigzag >> 1) ^ (np.uint32(0) - (zigzag & 1))
    rows = np.cumsum(signed.T, axis=0, dtype=np.uint32)
    return np.ascontiguousarray(rows).view(np.int32)


def _pack_mask(levels: Levels) -> bytes:
    across = levels.copy()
    across[:, 1:] -= levels[:, :-1]
    steps = across.copy()
    steps[1:] -= across[:-1]
    return _coders.mask.compress(steps.tobytes())


def _unpack_mask(packed: bytes, shape: tuple[int, int]) -> Levels:
    if 0 in shape:
        return np.zeros(shape, np.uint8)
    data = _unpack(packed, shape[0] * shape[1])
    if len(data) != shape[0] * shape[1]:
        raise DamagedError("a mask of the wrong length")
    # The sum over everything above and to the left undoes both differences, as both count
    # modulo 256.
    total: Any = cv2.integral(np.frombuffer(data, np.uint8).reshape(shape))
    levels: NDArray[np.uint8] = total[1:, 1:].astype(np.uint8)
    return levels


def _unpack(packed: bytes, most: int) -> bytes:
    """Unpack what was packed; a length above ``most`` bytes is damage and never allocated."""
    if zstandard.get_frame_parameters(packed).content_size > most:
        raise DamagedError("a block that would be too large")
    return _coders.unpack.decompress(packed, max_output_size=most)
