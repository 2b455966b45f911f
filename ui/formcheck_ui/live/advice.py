"""Which of the set-up's remedies is worth saying aloud, and when."""

from __future__ import annotations

import math
from typing import Final

from formcheck_ui.live.setup_check import Check, Mark, Setup

STEADY_S: Final = 1.5
"""A remedy is said when it has been the first for so long."""

AGAIN_S: Final = 8.0
"""...and again when it still is after so long."""


class SetupAdvice:
    """Choose what to say about the set-up: the first remedy, once it is steady; "ready" once."""

    def __init__(self) -> None:
        self._code = ""
        self._since_s = math.nan
        self._said_s = -math.inf
        self._was_ready = False

    def push(self, time_s: float, setup: Setup) -> Check | None:
        """Take the verdicts of a moment and return what is to be said now."""
        worst = setup.worst
        told = worst if worst is not None else _ready(setup)
        code = "" if told is None else f"{told.code}{told.reason}"
        if code != self._code:
            self._code, self._since_s, self._said_s = code, time_s, -math.inf
        if told is None or time_s - self._since_s < STEADY_S:
            return None
        if told.code == "ready":
            again = not self._was_ready
            self._was_ready = True
        else:
            again = time_s - self._said_s >= AGAIN_S
            self._was_ready = False
        if not again:
            return None
        self._said_s = time_s
        return told


def _ready(setup: Setup) -> Check | None:
    return Check("back", Mark.GOOD, "ready") if setup.ready else None
