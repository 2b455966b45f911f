"""What every page of the training log is shown with."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.log.entries import Lifter
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog


@dataclass(frozen=True, slots=True)
class Context:
    """The open log, the lifter who is looked at (None: there is none yet), and the time."""

    log: TrainingLog
    lifter: Lifter | None
    now: Moment
