"""The table of reps for the terminal, and in words what could not be judged."""

from __future__ import annotations

import math

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from formcheck.report.words import REASON_WORDS, VIEW_WORDS, Words
from formcheck.types import Reason, Rep, SessionResult

_DASH = "–"
_SHOWN_REASON_FRACTION = 0.5


def render(result: SessionResult, words: Words) -> Group:
    """Return everything a terminal shows of a result: headline, table, what was not judged."""
    parts: list[RenderableType] = [headline(result, words)]
    if result.reps:
        parts.append(rep_table(result, words))
    parts += [Text(line) for line in unjudged_lines(result, words)]
    if result.stopped_early:
        parts.append(Text("Stopped early: this is what was analysed up to then."))
    return Group(*parts)


def headline(result: SessionResult, words: Words) -> Text:
    """Return one line: how many reps of what, how filmed, in how much of the clip seen."""
    complete = sum(rep.complete for rep in result.reps)
    partial = len(result.reps) - complete
    count = f"{complete} {'rep' if complete == 1 else 'reps'}"
    if partial:
        count += f" (and {partial} not completed)"
    exercise = "unknown exercise"
    if result.exercise.name != "unknown":
        exercise = words.exercise(result.exercise.name)
    view = VIEW_WORDS[result.view.kind]
    seen = f"lifter seen in {result.detection_fraction:.0%} of the frames"
    return Text(f"{count} · {exercise} · filmed {view} · {seen}", style="bold")


def rep_table(result: SessionResult, words: Words) -> Table:
    """Return the table with one row a rep."""
    table = Table(pad_edge=False, header_style="bold")
    for title in (
        "rep", "time s", "pull s", "hold s", "lower s", "range %", "trunk °", "swing °",
        "back max °", "shoulder blade %", "smooth pull / lower",
    ):  # fmt: skip
        table.add_column(title, justify="right")
    table.add_column("flags")
    for rep in result.reps:
        table.add_row(*_cells(rep, words))
    return table


def _cells(rep: Rep, words: Words) -> list[str | Text]:
    """Return the cells of one rep."""
    smoothness = (rep.smoothness_concentric, rep.smoothness_eccentric)
    return [
        f"{rep.index}" if rep.complete else f"({rep.index})",
        f"{rep.start_s:.1f}–{rep.end_s:.1f}",
        _fixed(rep.concentric_s, 1),
        _fixed(rep.pause_s, 1),
        _fixed(rep.eccentric_s, 1),
        _fixed(100 * rep.rom, 0),
        _fixed(rep.trunk_inclination_deg, 0),
        _fixed(rep.trunk_swing_deg, 0),
        _curvature(rep),
        _fixed(rep.retraction_pct, 1),
        " / ".join(_fixed(value, 2) for value in smoothness),
        Text(", ".join(words.flag(code) for code in rep.flags), style="yellow"),
    ]


def _curvature(rep: Rep) -> str:
    """Return the largest curvature with its quality in per cent, e.g. ``+14 (80 %)``."""
    curvature = rep.back_curvature
    if math.isnan(curvature.max):
        return _DASH
    return f"{curvature.max:+.0f} ({100 * curvature.quality:.0f} %)"


def _fixed(value: float, decimals: int) -> str:
    """Return a number with fixed decimals, or a dash where it is missing."""
    return f"{value:.{decimals}f}" if math.isfinite(value) else _DASH


def unjudged_lines(result: SessionResult, words: Words) -> list[str]:
    """Return a line for each reason that kept measures from being judged in most frames."""
    by_reason: dict[Reason, list[str]] = {}
    for name, reason in result.reasons.items():
        values = result.columns.get(name)
        if reason == Reason.NONE or values is None or values.size == 0:
            continue
        missing = sum(math.isnan(value) for value in values.tolist()) / values.size
        if missing > _SHOWN_REASON_FRACTION:
            by_reason.setdefault(reason, []).append(words.measure(name))
    return [
        f"Not judged in most frames, because {REASON_WORDS[reason]}: {', '.join(labels)}."
        for reason, labels in by_reason.items()
    ]
