"""What the judge said of re-timed sets against what was made: per kind, on calm reps, how late."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from formcheck.types import Flag
from tests.benchmark.jerk.courses import KINDS
from tests.benchmark.jerk.retime import TrueRep

STRENGTH: Final = ("weak", "middle", "strong")
Spans = Mapping[int, tuple[float, float]]
"""From when to when each counted rep goes, by its number."""


@dataclass(slots=True)
class Score:
    """Counts over sets; the keys of ``there``, ``counted`` and ``found`` are kind and strength."""

    codes: tuple[str, ...] = KINDS
    there: Counter[tuple[str, int]] = field(default_factory=Counter)
    counted: Counter[tuple[str, int]] = field(default_factory=Counter)
    found: Counter[tuple[str, int]] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    calm: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    late_s: dict[str, list[float]] = field(default_factory=dict)

    def add(
        self, truth: Sequence[TrueRep], reps: Spans, flags: Iterable[Flag], *, control: bool
    ) -> None:
        """Take one set in; ``control`` tells that it has no jerky rep at all."""
        match = matched(truth, reps)
        told: dict[int, dict[str, Flag]] = {}
        for flag in flags:
            if flag.code in self.codes:
                told.setdefault(match.get(flag.rep, _at(truth, flag)), {}).setdefault(
                    flag.code, flag
                )
        for code in told.pop(-1, {}):
            self.wrong[code] += 1
        for i, rep in enumerate(truth):
            said = told.get(i, {})
            wrong = [code for code in said if code != rep.kind]
            self.wrong.update(wrong)
            if rep.kind == "calm":
                group = "controls" if control else "between jerky reps"
                self.calm[group] += 1
                self.false[group] += len(wrong)
                continue
            key = rep.kind, rep.strength
            self.there[key] += 1
            self.counted[key] += i in match.values()
            if rep.kind in said:
                self.found[key] += 1
                if not math.isnan(rep.plain_s):
                    late = said[rep.kind].raised_s - rep.plain_s
                    self.late_s.setdefault(rep.kind, []).append(late)

    def recall(self, kinds: Iterable[str]) -> float:
        """Return which share of the reps of some kinds was found; NaN without one."""
        keys = [(kind, strength) for kind in kinds for strength in range(len(STRENGTH))]
        there = sum(self.there[key] for key in keys)
        return sum(self.found[key] for key in keys) / there if there else float("nan")

    def as_json(self) -> dict[str, Any]:
        """Return the figures by kind, and of the calm reps."""
        return {
            "kinds": {kind: self._kind(kind) for kind in self.codes},
            "calm": {
                group: {"reps": self.calm[group], "false": self.false[group]}
                for group in ("controls", "between jerky reps")
            },
        }

    def _kind(self, kind: str) -> dict[str, Any]:
        right = sum(self.found[kind, s] for s in range(3))
        late = self.late_s.get(kind, [])
        return {
            "recall": {
                name: [self.found[kind, s], self.there[kind, s]] for s, name in enumerate(STRENGTH)
            },
            "counted, middle": self.counted[kind, 1],
            "right": right,
            "wrong": self.wrong[kind],
            "delay_s": [round(float(q), 3) for q in np.percentile(late, [50, 95])] if late else [],
        }


def _at(truth: Sequence[TrueRep], flag: Flag) -> int:
    """Return the true rep in which a flag of no counted rep was raised; -1 for none."""
    for i, rep in enumerate(truth):
        if flag.rep == 0 and rep.start_s <= flag.raised_s <= rep.end_s:
            return i
    return -1


def matched(truth: Sequence[TrueRep], reps: Spans) -> dict[int, int]:
    """Return the position of the true rep of each counted one; half of the shorter is shared."""
    shared = []
    for number, (start_s, end_s) in reps.items():
        for i, rep in enumerate(truth):
            both = min(rep.end_s, end_s) - max(rep.start_s, start_s)
            if both > 0.5 * min(rep.end_s - rep.start_s, end_s - start_s):
                shared.append((both, i, number))
    match: dict[int, int] = {}
    for _, i, number in sorted(shared, reverse=True):
        if number not in match and i not in match.values():
            match[number] = i
    return match


HEAD: Final = (
    "kind", "recall, weak", "middle", "strong", "of the counted, middle", "raised", "precision",
    "delay, ms: median", "95 %",
)  # fmt: skip


def rows(score: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return the table of one score (:meth:`Score.as_json`)."""
    out = []
    for kind, it in score["kinds"].items():
        recall = [it["recall"][name] for name in STRENGTH]
        raised = it["right"] + it["wrong"]
        delay = [f"{1000 * late:+.0f}" for late in it["delay_s"]] or ["–", "–"]
        out.append(
            (
                f"`{kind}`",
                *(_share(*pair) for pair in recall),
                _share(recall[1][0], it["counted, middle"]),
                str(raised),
                _share(it["right"], raised),
                *delay,
            )
        )
    return out


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"
