"""The tables of docs/counting.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tests.benchmark.accuracy import figures
from tests.benchmark.accuracy.tables import markdown
from tests.benchmark.counting.rivals import RIVALS
from tests.benchmark.counting.scoring import Score

Groups = dict[str, list[Score]]
NONE = "–"


def side_by_side(groups: Groups) -> str:
    """Return every counter's errors on every group, and its phantoms where nobody exercises."""
    head = ("recordings", "counter", "sets", "reps", "MAE", "off by one at most", "exact",
            "phantoms in … min of no exercise")  # fmt: skip
    counters: dict[str, Callable[[Score], int]] = {"FormCheck": lambda s: s.counted}
    for name in RIVALS:
        counters[name] = lambda s, name=name: s.rivals[name]  # type: ignore[misc]
    rows = [
        (group, name, *_errors(scores, count))
        for group, scores in groups.items()
        if scores
        for name, count in counters.items()
    ]
    return markdown(head, rows)


def _errors(scores: Sequence[Score], count: Callable[[Score], int]) -> tuple[str, ...]:
    sets = [s for s in scores if s.true]
    idle = [s for s in scores if not s.true]
    mae, within = figures.counting([count(s) for s in sets], [s.true for s in sets])
    exact = figures.share(sum(count(s) == s.true for s in sets), len(sets))
    minutes = sum(s.seconds for s in idle) / 60.0
    phantoms = f"{sum(count(s) for s in idle)} in {minutes:.1f}" if idle else NONE
    return (
        str(len(sets)), str(sum(s.true for s in sets)), _number(mae), _percent(within),
        _percent(exact), phantoms,
    )  # fmt: skip


def by_kind(groups: Groups) -> str:
    """Return FormCheck's figures for each kind of recording."""
    head = ("recordings", "n", "reps", "MAE", "off by one at most", "named", "named wrong",
            "taken back live", "phases, median frames at 30/s")  # fmt: skip
    rows = []
    for group, scores in groups.items():
        kinds = dict.fromkeys(s.kind for s in scores)
        for kind in kinds:
            some = [s for s in scores if s.kind == kind]
            rows.append((f"{group}: {kind}" if kind not in group else group, *_figures(some)))
        if len(kinds) > 1:
            rows.append((f"{group}: all", *_figures(scores)))
    return markdown(head, rows)


def _figures(scores: Sequence[Score]) -> tuple[str, ...]:
    mae, within = figures.counting([s.counted for s in scores], [s.true for s in scores])
    phases = figures.median(np.concatenate([np.empty(0), *(s.phase_frames for s in scores)]))
    named = [s for s in scores if s.named != "unknown"]
    return (
        str(len(scores)), str(sum(s.true for s in scores)), _number(mae), _percent(within),
        str(len(named)), str(sum(s.named_wrong for s in named)),
        str(sum(s.corrected for s in scores)),
        NONE if phases is None or np.isnan(phases) else f"{phases:.1f}",
    )  # fmt: skip


def wrong(scores: Sequence[Score]) -> str:
    """Return the recordings that were counted or named wrong."""
    head = ("recording", "counted", "there were", "named", "is")
    rows = [
        (s.name, str(s.counted), str(s.true), s.named, ", ".join(s.names) or "no exercise")
        for s in scores
        if s.off or s.named_wrong
    ]
    return markdown(head, rows)


def _number(value: float | None) -> str:
    return NONE if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return NONE if value is None else f"{100.0 * value:.0f} %"
