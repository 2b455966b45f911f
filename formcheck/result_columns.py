"""Grow a session's numbers as columns, a few bytes a frame, and hand them over as arrays."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from typing import Final, get_args

import numpy as np

from formcheck.measures.registry import MEASURES
from formcheck.types import (
    REASONS,
    ByteArray,
    DoneSet,
    ExerciseGuess,
    Flag,
    FloatArray,
    FrameResult,
    Hold,
    Phase,
    Rep,
    SessionResult,
    SourceInfo,
    View,
)

_PHASES: Final[tuple[Phase, ...]] = get_args(Phase)
_CODE_OF_REASON: Final = {reason: code for code, reason in enumerate(REASONS)}
_CODE_OF_PHASE: Final = {phase: code for code, phase in enumerate(_PHASES)}


class ResultColumns:
    """Collect frame results; neither frames, poses nor masks are kept.

    Parameters
    ----------
    kept : int, optional
        Frames whose numbers are kept, the newest (up to twice as many between two clearings);
        what is said of the whole counts all of them.  None keeps every one.
    """

    def __init__(self, kept: int | None = None) -> None:
        self._kept = kept
        self._count = 0
        self._missing = dict.fromkeys(MEASURES, 0)
        self._reasons = {name: Counter[int]() for name in MEASURES}
        self._times = array("d")
        self._values = {name: array("d") for name in MEASURES}
        self._qualities = {name: array("d") for name in MEASURES}
        self._stds = {name: array("d") for name in MEASURES}
        self._whys = {name: array("B") for name in MEASURES}
        self._phases = array("B")
        self._with_pose = 0

    def __len__(self) -> int:
        return self._count

    def add(self, result: FrameResult) -> None:
        """Append one frame's numbers."""
        self._count += 1
        self._times.append(result.time_s)
        self._phases.append(_CODE_OF_PHASE[result.phase])
        self._with_pose += result.pose is not None
        for name, values in self._values.items():
            measurement = result.measures[name]
            values.append(measurement.value)
            self._qualities[name].append(measurement.quality)
            self._stds[name].append(measurement.std)
            why = _CODE_OF_REASON[measurement.reason]
            self._whys[name].append(why)
            self._missing[name] += math.isnan(measurement.value)
            if why:
                self._reasons[name][why] += 1
        if self._kept is not None and len(self._times) >= 2 * self._kept:
            self._clear(self._kept)

    @property
    def detection_fraction(self) -> float:
        """Share of frames with a pose; 0 when there is no frame."""
        return self._with_pose / len(self) if len(self) else 0.0

    def result(
        self,
        *,
        source: SourceInfo,
        exercise: ExerciseGuess,
        view: View,
        reps: tuple[Rep, ...],
        flags: tuple[Flag, ...],
        stopped_early: bool,
        holds: tuple[Hold, ...] = (),
        sets: tuple[DoneSet, ...] = (),
    ) -> SessionResult:
        """Return what is kept, as read-only arrays of shape ``(T,)``."""
        return SessionResult(
            source=source,
            exercise=exercise,
            view=view,
            detection_fraction=self.detection_fraction,
            reps=reps,
            flags=flags,
            holds=holds,
            sets=sets,
            times_s=_frozen(self._times),
            columns={name: _frozen(values) for name, values in self._values.items()},
            qualities={name: _frozen(values) for name, values in self._qualities.items()},
            stds={name: _frozen(values) for name, values in self._stds.items()},
            phases=tuple(_PHASES[code] for code in self._phases),
            stopped_early=stopped_early,
            reasons={
                name: REASONS[told.most_common(1)[0][0]]
                for name, told in self._reasons.items()
                if told
            },
            missing={name: count / max(1, len(self)) for name, count in self._missing.items()},
            whys={name: _frozen_bytes(codes) for name, codes in self._whys.items()},
        )

    def _clear(self, kept: int) -> None:
        """Forget all but the newest frames."""
        tables = (self._values, self._qualities, self._stds, self._whys)
        columns = [column for table in tables for column in table.values()]
        for each in (self._times, self._phases, *columns):
            del each[:-kept]


def _frozen_bytes(codes: array[int]) -> ByteArray:
    result = np.array(codes, dtype=np.uint8)
    result.setflags(write=False)
    return result


def _frozen(values: array[float]) -> FloatArray:
    result = np.array(values, dtype=np.float64)
    result.setflags(write=False)
    return result
