"""What was found in a recording, frame by frame, small enough to keep for a whole session.

One frame takes a few kilobytes: landmarks, contour and measures as small arrays and the mask as a
compressed bitmap; the picture itself stays in the file.
"""

from __future__ import annotations

import threading
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.registry import MEASURES
from formcheck.overlay.scene import UNSURE_BELOW, mask_alpha
from formcheck.reps.sample import Sample
from formcheck.review.correct import Found
from formcheck.review.drawings import Drawing
from formcheck.skeleton import Landmark
from formcheck.types import (
    SAME_FRAME_S,
    BackContour,
    Event,
    ExerciseGuess,
    Flag,
    FlagCleared,
    FlagRaised,
    FloatArray,
    FrameResult,
    Hold,
    HoldEnded,
    Measurement,
    Phase,
    Pose,
    Reason,
    Rep,
    RepCompleted,
    RepRevoked,
    View,
)

_NAMES: Final = tuple(MEASURES)
_REASONS: Final = tuple(Reason)
_ZEROS: Final = np.zeros(33)
_NO_WORLD: Final = np.zeros((33, 3))


@dataclass(frozen=True, slots=True)
class _Packed:
    """One frame.

    ``landmarks`` is (33, 3): x, y, visibility; ``measures`` is (M, 3): value, quality, std.
    """

    index: int
    time_s: float
    size: tuple[int, int]
    landmarks: NDArray[np.float32] | None
    mask: tuple[bytes, tuple[int, int]] | None
    contour: NDArray[np.float32] | None
    contour_quality: float
    measures: NDArray[np.float32]
    reasons: bytes
    view: View
    exercise: ExerciseGuess
    phase: Phase
    rep_count: int
    hold_s: float


class Findings:
    """Grow with an analysis in one thread while another looks at it.

    Frames are found by time, because a player and an analysis may disagree on the number of a
    frame in a damaged file but never on its time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times: list[float] = []
        self._frames: list[_Packed] = []
        self._reps: list[Rep] = []
        self._flags: list[Flag] = []
        self._holds: list[Hold] = []
        self._values = array("f")
        self._samples: list[Sample] = []
        self._amended: Found | None = None
        self._drawings: tuple[Drawing, ...] = ()
        self.complete = False

    def __len__(self) -> int:
        """Return the number of frames analysed so far."""
        return len(self._times)

    @property
    def analysed_until_s(self) -> float:
        """Time of the last frame analysed, -1 before the first."""
        with self._lock:
            return self._times[-1] if self._times else -1.0

    @property
    def reps(self) -> tuple[Rep, ...]:
        """Reps so far, as corrected."""
        with self._lock:
            return self._now().reps

    @property
    def flags(self) -> tuple[Flag, ...]:
        """Flags so far, as corrected, in the order they were raised."""
        with self._lock:
            return self._now().flags

    @property
    def holds(self) -> tuple[Hold, ...]:
        """Isometric holds so far; one that is under way is not among them."""
        with self._lock:
            return tuple(self._holds)

    @property
    def found(self) -> Found:
        """What the engine itself found, whatever a person has corrected."""
        with self._lock:
            return Found(tuple(self._reps), tuple(self._flags))

    @property
    def samples(self) -> tuple[Sample, ...]:
        """What edited reps are measured from, one a frame; empty where it was not kept."""
        with self._lock:
            return tuple(self._samples)

    def amend(self, reps: tuple[Rep, ...], flags: tuple[Flag, ...]) -> None:
        """Show these reps and flags from now on instead of the engine's."""
        with self._lock:
            self._amended = Found(reps, tuple(sorted(flags, key=lambda flag: flag.raised_s)))

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """What a person has drawn on the clip."""
        with self._lock:
            return self._drawings

    def draw(self, drawings: tuple[Drawing, ...]) -> None:
        """Show these drawings from now on."""
        with self._lock:
            self._drawings = drawings

    def append(
        self, result: FrameResult, size: tuple[int, int], sample: Sample | None = None
    ) -> None:
        """Take one frame's result; its events are taken by :meth:`tell`."""
        packed = _pack(result, size)
        with self._lock:
            if sample is not None:
                self._samples.append(sample)
            self._times.append(result.time_s)
            self._frames.append(packed)
            self._values.extend(packed.measures[:, 0].tolist())

    def tell(self, event: Event) -> None:
        """Take an event."""
        with self._lock:
            if isinstance(event, RepCompleted):
                self._reps.append(event.rep)
            elif isinstance(event, RepRevoked):
                self._reps = [rep for rep in self._reps if rep.index != event.index]
            elif isinstance(event, FlagRaised):
                self._flags.append(event.flag)
            elif isinstance(event, FlagCleared):
                self._replace(event.flag)
            elif isinstance(event, HoldEnded):
                self._holds.append(event.hold)

    def finish(self, reps: tuple[Rep, ...], flags: tuple[Flag, ...]) -> None:
        """Take the final reps and flags, which may know more than their events did."""
        with self._lock:
            self._reps, self._flags = list(reps), sorted(flags, key=lambda flag: flag.raised_s)
            self.complete = True

    def at(self, time_s: float) -> FrameResult | None:
        """Return the result for the frame on show at a time, None where there is none yet.

        The masks come with :meth:`mask_at`; ``events`` are empty.
        """
        packed = self._find(time_s)
        if packed is None:
            return None
        with self._lock:
            active = tuple(flag for flag in self._now().flags if _is_up(flag, packed.time_s))
        return _unpack(packed, active)

    def exercise_at(self, time_s: float) -> str:
        """Return what was lifted at a time as it was known then; ``"unknown"`` without a frame."""
        packed = self._find(time_s)
        return "unknown" if packed is None else packed.exercise.name

    def mask_at(self, time_s: float) -> NDArray[np.uint8] | None:
        """Return the person's outline at a time as a small opacity picture."""
        packed = self._find(time_s)
        if packed is None or packed.mask is None:
            return None
        data, shape = packed.mask
        bits = np.frombuffer(zlib.decompress(data), np.uint8)
        return np.unpackbits(bits, count=shape[0] * shape[1]).reshape(shape) * np.uint8(255)

    def way(self, point: Landmark, start_s: float, end_s: float) -> tuple[FloatArray, FloatArray]:
        """Return where a landmark was between two times: times (n,) and pixels (n, 2).

        NaN where it was not seen for sure.
        """
        with self._lock:
            first = bisect_right(self._times, start_s - SAME_FRAME_S)
            last = bisect_right(self._times, end_s + SAME_FRAME_S)
            times, frames = np.array(self._times[first:last]), self._frames[first:last]
        xy = np.full((len(frames), 2), np.nan)
        for place, packed in enumerate(frames):
            if packed.landmarks is not None and packed.landmarks[point, 2] >= UNSURE_BELOW:
                xy[place] = packed.landmarks[point, :2]
        return times, xy

    def marks(self) -> tuple[float, ...]:
        """Return the times worth jumping to: starts of reps, holds and flags, sorted."""
        with self._lock:
            now = self._now()
            holds = {hold.start_s for hold in self._holds}
        times = {rep.start_s for rep in now.reps} | {flag.start_s for flag in now.flags} | holds
        return tuple(sorted(times))

    def series(self, names: Sequence[str]) -> tuple[FloatArray, dict[str, FloatArray]]:
        """Return the times of all frames so far, shape (T,), and some measures at them.

        NaN where a measure could not be judged.
        """
        with self._lock:
            times = np.array(self._times)
            table = np.array(self._values, np.float64).reshape(-1, len(_NAMES))
        return times, {name: table[:, _NAMES.index(name)].copy() for name in names}

    def _now(self) -> Found:
        return self._amended or Found(tuple(self._reps), tuple(self._flags))

    def _find(self, time_s: float) -> _Packed | None:
        with self._lock:
            place = bisect_right(self._times, time_s + SAME_FRAME_S) - 1
            if place < 0 or (
                place == len(self._times) - 1
                and not self.complete
                and time_s > self._times[-1] + SAME_FRAME_S
            ):
                return None
            return self._frames[place]

    def _replace(self, flag: Flag) -> None:
        for place, known in enumerate(self._flags):
            if (known.code, known.raised_s) == (flag.code, flag.raised_s):
                self._flags[place] = flag
                return
        self._flags.append(flag)


def _is_up(flag: Flag, time_s: float) -> bool:
    return flag.raised_s - SAME_FRAME_S <= time_s and not time_s > flag.end_s


def _pack(result: FrameResult, size: tuple[int, int]) -> _Packed:
    pose = result.pose
    landmarks = None
    if pose is not None:
        size = pose.size
        landmarks = np.column_stack([pose.xy, pose.visibility]).astype(np.float32)
    contour = result.contour
    line = None
    if contour is not None:
        line = np.column_stack([contour.points, contour.curvature_deg]).astype(np.float32)
    values = [result.measures[name] for name in _NAMES]
    return _Packed(
        index=result.index,
        time_s=result.time_s,
        size=size,
        landmarks=landmarks,
        mask=_squeeze(pose),
        contour=line,
        contour_quality=0.0 if contour is None else contour.quality,
        measures=np.array([(each.value, each.quality, each.std) for each in values], np.float32),
        reasons=bytes(_REASONS.index(each.reason) for each in values),
        view=result.view,
        exercise=result.exercise,
        phase=result.phase,
        rep_count=result.rep_count,
        hold_s=result.hold_s,
    )


def _squeeze(pose: Pose | None) -> tuple[bytes, tuple[int, int]] | None:
    alpha = mask_alpha(pose)
    if alpha is None:
        return None
    return zlib.compress(np.packbits(alpha >= 128).tobytes(), 1), (alpha.shape[0], alpha.shape[1])


def _unpack(packed: _Packed, active: tuple[Flag, ...]) -> FrameResult:
    return FrameResult(
        index=packed.index,
        time_s=packed.time_s,
        pose=_pose(packed),
        measures={
            name: Measurement(float(value), float(quality), _REASONS[reason], float(std))
            for name, (value, quality, std), reason in zip(
                _NAMES, packed.measures, packed.reasons, strict=True
            )
        },
        contour=_contour(packed),
        view=packed.view,
        exercise=packed.exercise,
        phase=packed.phase,
        rep_count=packed.rep_count,
        active_flags=active,
        events=(),
        hold_s=packed.hold_s,
    )


def _pose(packed: _Packed) -> Pose | None:
    if packed.landmarks is None:
        return None
    points = packed.landmarks.astype(np.float64)
    return Pose(points[:, :2], _ZEROS, points[:, 2], _NO_WORLD, packed.size)


def _contour(packed: _Packed) -> BackContour | None:
    if packed.contour is None:
        return None
    line = packed.contour.astype(np.float64)
    empty = np.empty((0, 2))
    return BackContour(
        line[:, :2], line[:, 2], empty, np.empty(0, np.bool_), packed.contour_quality
    )
