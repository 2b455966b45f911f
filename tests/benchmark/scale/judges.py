"""One recording measured and counted once, judged at every strictness."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from formcheck.config import FlagOptions
from formcheck.flags.judge import FlagJudge
from formcheck.flags.rules import NOTCHES
from formcheck.types import Event, Flag, Rep

STANDARD: Final = "standard"


class EveryJudge:
    """Stand for the one judge of a pipeline; what it answers is what ``standard`` says."""

    def __init__(self, options: FlagOptions) -> None:
        self.by_strictness = {
            name: FlagJudge(replace(options, strictness=name)) for name in NOTCHES
        }

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags so far."""
        return self.by_strictness[STANDARD].flags

    @property
    def active(self) -> tuple[Flag, ...]:
        """The flags that are up."""
        return self.by_strictness[STANDARD].active

    def with_codes(self, rep: Rep) -> Rep:
        """Return the rep with the codes of its flags."""
        return self.by_strictness[STANDARD].with_codes(rep)

    def push(self, *frame: Any, **said: Any) -> list[Event]:
        """Judge one frame."""
        return self._ask(lambda judge: judge.push(*frame, **said))

    def judge_rep(self, *rep: Any) -> list[Event]:
        """Judge a finished rep."""
        return self._ask(lambda judge: judge.judge_rep(*rep))

    def finish(self, time_s: float, reps: int) -> list[Event]:
        """Take all flags down."""
        return self._ask(lambda judge: judge.finish(time_s, reps))

    def revoke(self, index: int) -> None:
        """Take the flags of a rep that was none out of it."""
        for judge in self.by_strictness.values():
            judge.revoke(index)

    def _ask(self, question: Callable[[FlagJudge], list[Event]]) -> list[Event]:
        answers = {name: question(judge) for name, judge in self.by_strictness.items()}
        return answers[STANDARD]
