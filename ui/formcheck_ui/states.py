"""The states of the window's session and which may follow which; and when a set is on."""

from __future__ import annotations

import math
from enum import Enum, auto
from typing import Final

from formcheck.types import FrameResult, HoldBegan, HoldEnded, Rep


class State(Enum):
    """What the session does now."""

    IDLE = auto()
    STARTING = auto()
    WAITING = auto()
    IN_SET = auto()
    RESTING = auto()
    PLAYING = auto()
    PAUSED = auto()
    STOPPING = auto()
    FAILED = auto()


LIVE: Final = frozenset({State.WAITING, State.IN_SET, State.RESTING})
"""A camera is running."""

REPLAY: Final = frozenset({State.PLAYING, State.PAUSED})
"""A clip is open."""

BUSY: Final = LIVE | REPLAY | {State.STARTING, State.STOPPING}
"""A source is open or about to be."""

_ALWAYS: Final = frozenset({State.STOPPING, State.FAILED})

TRANSITIONS: Final[dict[State, frozenset[State]]] = {
    State.IDLE: frozenset({State.STARTING, State.FAILED}),
    State.STARTING: frozenset({State.WAITING, State.PLAYING, State.PAUSED}) | _ALWAYS,
    State.WAITING: frozenset({State.IN_SET}) | _ALWAYS,
    State.IN_SET: frozenset({State.RESTING}) | _ALWAYS,
    State.RESTING: frozenset({State.IN_SET}) | _ALWAYS,
    State.PLAYING: frozenset({State.PAUSED}) | _ALWAYS,
    State.PAUSED: frozenset({State.PLAYING}) | _ALWAYS,
    State.STOPPING: frozenset({State.IDLE, State.FAILED}),
    State.FAILED: frozenset({State.STARTING, State.IDLE}),
}
"""For each state the states that may follow it."""

REST_AFTER_S: Final = 8.0
"""Seconds without movement of the weight after which a set counts as over."""

CALLED_SET_S: Final = 45.0
"""A set the lifter has called may take so long to begin."""

_MOVING: Final = frozenset({"concentric", "contracted", "eccentric"})


class SetTracker:
    """Tell from the stream of results whether a set is on, and count its reps.

    A set begins with its first completed rep or a hold that counts, because getting into position
    also moves the arms, or when the lifter says so; it is over when the weight has not moved and
    nothing was held for ``rest_after_s``, or when the lifter says so.
    """

    def __init__(self, rest_after_s: float = REST_AFTER_S) -> None:
        self._rest_after_s = rest_after_s
        self._moved_s = math.nan
        self._before = 0
        self._seen = 0
        self._set_index = 0
        self._held_s: list[float] = []
        self.state = State.WAITING

    def push(self, result: FrameResult) -> State:
        """Take one frame's result and return the state after it."""
        if result.phase in _MOVING or not math.isnan(result.hold_s):
            self._moved_s = result.time_s
        began = any(isinstance(event, HoldBegan) for event in result.events)
        if result.rep_count > self._seen or began:
            if self.state is not State.IN_SET:
                self._held_s.clear()
            if self.state is State.RESTING:
                self._before = self._seen
            self.state = State.IN_SET
            self._moved_s = result.time_s
        elif self.state is State.IN_SET and result.time_s - self._moved_s > self._patience_s:
            self.state = State.RESTING
        self._seen = result.rep_count
        ended = [event.hold for event in result.events if isinstance(event, HoldEnded)]
        self._held_s += [hold.duration_s for hold in ended]
        return self.state

    def begin(self, time_s: float) -> None:
        """Begin a set at the lifter's word, with a count of 0."""
        self._before = self._seen
        self._held_s.clear()
        self._moved_s = time_s
        self.state = State.IN_SET

    def end(self) -> None:
        """End the set at the lifter's word."""
        if self.state is State.IN_SET:
            self.state = State.RESTING

    def parts(self, rep: Rep) -> bool:
        """Take the set the engine has put a rep into; return whether the set before it is on yet.

        Then the set before is over without that rep, until :meth:`begin_with` is called.
        """
        before, self._set_index = self._set_index, rep.set_index
        late = rep.index > self._before + 1 and before not in (0, rep.set_index)
        if self.state is not State.IN_SET or not late:
            return False
        self._seen = rep.index - 1
        self.state = State.RESTING
        return True

    def begin_with(self, rep: Rep) -> None:
        """Begin a set with its first rep, which is done."""
        self._before, self._seen = rep.index - 1, rep.index
        self._held_s.clear()
        self.state = State.IN_SET

    @property
    def _patience_s(self) -> float:
        """How long the weight may stand still: longer before the first rep of a called set."""
        return (
            self._rest_after_s
            if self.reps or self._held_s
            else max(self._rest_after_s, CALLED_SET_S)
        )

    @property
    def held_s(self) -> float:
        """Seconds of the last hold of the set that is on, or of the last one; NaN without any."""
        return self._held_s[-1] if self._held_s else math.nan

    @property
    def reps(self) -> int:
        """Reps of the set that is on, or of the last one."""
        return max(0, self._seen - self._before)
