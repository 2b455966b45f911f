"""How long the present pull and lowering take, beside the last rep's; no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from formcheck.types import NAN, FrameResult, Phase, Rep

_JUMP_S: Final = 1.0
"""A gap in time after which the stream is another place, not the next frame."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds of the pull and the lowering, now and in the last rep; NaN when there is none."""

    pull_s: float = NAN
    lower_s: float = NAN
    last_pull_s: float = NAN
    last_lower_s: float = NAN


class TempoTracker:
    """Follow a stream of results; time comes in with the results."""

    def __init__(self) -> None:
        self._phase: Phase = "unknown"
        self._since_s = NAN
        self._time_s = NAN
        self._pull_s = NAN

    def push(self, result: FrameResult, last: Rep | None) -> Tempo:
        """Take one frame's result and the last finished rep."""
        now_s, phase = result.time_s, result.phase
        if not 0.0 <= now_s - self._time_s <= _JUMP_S:
            # The first frame, or a jump in a replay: when this phase began is not known.
            self._phase, self._since_s, self._pull_s = phase, NAN, NAN
        elif phase != self._phase:
            if self._phase == "concentric":
                self._pull_s = now_s - self._since_s
            if phase in ("concentric", "extended"):
                self._pull_s = NAN
            self._phase, self._since_s = phase, now_s
        self._time_s = now_s
        return self._tempo(now_s, last)

    def _tempo(self, now_s: float, last: Rep | None) -> Tempo:
        lasting_s = now_s - self._since_s
        pulling, lowering = self._phase == "concentric", self._phase == "eccentric"
        return Tempo(
            pull_s=lasting_s if pulling else self._pull_s,
            lower_s=lasting_s if lowering else NAN,
            last_pull_s=NAN if last is None else last.concentric_s,
            last_lower_s=NAN if last is None else last.eccentric_s,
        )


def tempo_in_rep(rep: Rep | None, time_s: float, last: Rep | None) -> Tempo:
    """Return the tempo at a time within a rep whose phases are already known (replay)."""
    before = Tempo(
        last_pull_s=NAN if last is None else last.concentric_s,
        last_lower_s=NAN if last is None else last.eccentric_s,
    )
    if rep is None or math.isnan(rep.concentric_s):
        return before
    lowering_from_s = rep.end_s - rep.eccentric_s
    return Tempo(
        pull_s=min(max(0.0, time_s - rep.start_s), rep.concentric_s),
        lower_s=NAN if time_s < lowering_from_s else time_s - lowering_from_s,
        last_pull_s=before.last_pull_s,
        last_lower_s=before.last_lower_s,
    )
