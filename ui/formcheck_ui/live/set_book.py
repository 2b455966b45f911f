"""The sets of one filming: reps, score, what is to be mended and how that looked."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from formcheck.scoring.score import loss, rep_score, set_score
from formcheck.scoring.set_statistics import ToMend, to_mend
from formcheck.types import Event, Flag, FlagCleared, FlagRaised, Frame, FrameResult, Rep
from formcheck_ui.controller import Controller
from formcheck_ui.session_thread import Live
from formcheck_ui.states import LIVE, State


@dataclass(frozen=True, slots=True)
class Goal:
    """The set that is on or comes next; what is not known is empty, or 0.

    ``number`` is the set's place among those of its exercise, from 1; ``sets`` and ``reps`` are
    what the plan asks for, e.g. ``"3"`` and ``"8–12"``, with ``least_reps`` its lower end.
    ``kept`` says whether the set will be stored in the training log; ``counted_as`` are the names
    under which the camera knows the exercise.
    """

    lifter: str = ""
    exercise: str = ""
    load: str = ""
    number: int = 0
    sets: str = ""
    reps: str = ""
    least_reps: int = 0
    kept: bool = False
    counted_as: frozenset[str] = frozenset()

    def of(self, name: str) -> Goal:
        """Return what of it holds for a set of an exercise: of another one than planned no plan."""
        if not self.counted_as or name in self.counted_as | {"", "unknown"}:
            return self
        return Goal(self.lifter, "", self.load, kept=self.kept)


_AROUND_S: Final = 0.3
"""Frames may have been left out by the analysis, or by the camera."""


@dataclass(frozen=True, slots=True)
class FilmedSet:
    """A set of the camera's session that is over.

    ``number`` counts from 1; ``reps`` are numbered through the whole session and begin at
    ``before`` + 1.  ``held_s`` is the length of its last hold in seconds, NaN without one, and
    ``score`` NaN where too little could be judged.  ``goal`` is what was to be done.
    """

    number: int
    exercise: str
    reps: tuple[Rep, ...]
    held_s: float
    score: float
    mend: ToMend | None
    moment: tuple[Frame, FrameResult | None] | None
    goal: Goal

    @property
    def before(self) -> int:
        """How many reps of earlier sets came first."""
        return self.reps[0].index - 1 if self.reps else 0

    @property
    def numbers_to_mend(self) -> tuple[int, ...]:
        """The reps in which the fault stood, by their number within the set."""
        return tuple(rep - self.before for rep in self.mend.reps) if self.mend else ()


class SetBook(QObject):
    """Follow a camera's session and keep what each of its sets came to.

    Parameters
    ----------
    control : Controller
    reps, flags : callable
        Return the session's reps and flags so far.
    parent : QObject, optional

    Signals
    -------
    ended
        A set is over, or what is known of the last one has changed; carries the ``FilmedSet``.
    recognised
        What is lifted has been recognised anew; carries its name.
    """

    ended = Signal(object)
    recognised = Signal(str)

    def __init__(
        self,
        control: Controller,
        reps: Callable[[], tuple[Rep, ...]],
        flags: Callable[[], tuple[Flag, ...]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._control, self._reps, self._flags = control, reps, flags
        self.goal: Callable[[], Goal] = Goal
        self.sets: list[FilmedSet] = []
        self._goal: Goal | None = None
        self._begun = 0
        self.exercise = ""
        self._moments: dict[str, tuple[Flag, tuple[Frame, FrameResult | None]]] = {}
        control.state_changed.connect(self._on_state)
        control.live_frame.connect(self._on_live)
        control.happened.connect(self._on_event)

    def _on_state(self, state: State) -> None:
        if state is State.STARTING:
            self.sets.clear()
            self.exercise = ""
            self._goal = None
            self._moments.clear()
        elif state is State.IN_SET:
            self._goal, self._begun = self.goal(), len(self.sets)
            self._moments.clear()
        elif self._goal is not None and (state is State.RESTING or state not in LIVE):
            self._look(self._goal)

    def _look(self, goal: Goal) -> None:
        """Take the set that has ended as it is known now.

        Its last rep may be told after its end, and a fault after its rep.
        """
        count, flags, earlier = self._control.reps_in_set, self._flags(), self.sets[: self._begun]
        last = max((rep.index for each in earlier for rep in each.reps), default=0)
        reps = tuple(rep for rep in self._reps()[-count:] if rep.index > last) if count else ()
        known = self.sets[self._begun] if len(self.sets) > self._begun else None
        mend, held_s = to_mend(reps, flags), self._control.held_s
        if not reps and math.isnan(held_s):
            self.sets[self._begun :] = []
        elif known is None or (known.reps, known.mend) != (reps, mend):
            made = FilmedSet(
                self._begun + 1, self.exercise, reps, held_s,
                set_score([rep_score(rep, flags) for rep in reps]),
                mend, self._moment(mend) if mend else None, goal.of(self.exercise),
            )  # fmt: skip
            self.sets[self._begun :] = [made]
            self.ended.emit(made)

    def _moment(self, mend: ToMend) -> tuple[Frame, FrameResult | None] | None:
        """Return the picture of the worst moment, or one kept when the fault was told."""
        found = self._picture(mend.flag.worst_s)
        kept = self._moments.get(mend.flag.code)
        return found or (kept[1] if kept else None)

    def _picture(self, time_s: float) -> tuple[Frame, FrameResult | None] | None:
        filming = self._control.filming
        past = filming.look_back if filming is not None else None
        passage = past.passage(time_s - _AROUND_S, time_s + _AROUND_S) if past else None
        return passage.at(time_s) if passage is not None else None

    def _on_live(self, live: Live) -> None:
        name = live.result.exercise.name
        if name != self.exercise:
            self.exercise = name
            self.recognised.emit(name)

    def _on_event(self, event: Event) -> None:
        if self._control.state not in LIVE:
            return
        if isinstance(event, FlagRaised | FlagCleared):
            self._keep_moment(event.flag)
        if self._control.state is State.RESTING and self._goal is not None:
            self._look(self._goal)

    def _keep_moment(self, flag: Flag) -> None:
        """Keep how a fault looked: a long set goes further back than the camera's last minute."""
        kept = self._moments.get(flag.code)
        if kept is None or loss(flag) >= loss(kept[0]):
            picture = self._picture(flag.worst_s)
            if picture is not None:
                self._moments[flag.code] = flag, picture
