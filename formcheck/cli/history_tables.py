"""The training log as tables on the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from formcheck.cli.naming import words
from formcheck.cli.output import counted
from formcheck.log.contents import codes_in
from formcheck.log.entries import Lifter, LoggedRep, SetContent, TrainingSet
from formcheck.log.loads import show_load
from formcheck.log.sets import SetSummary
from formcheck.report.words import VIEW_WORDS
from formcheck.routines.catalogue import title
from formcheck.sources.address import without_login
from formcheck.trends import QUANTITIES, Point, Quantity, change, compare, points, trend

_DASH = "–"
_RELATIONS = {"straight": "", "superset": "superset", "drop": "drop set"}
_STATES = {"running": "still running", "interrupted": "interrupted", "finished": ""}
_DIRECTIONS = {
    "rising": "rising", "falling": "falling", "unclear": "no clear change",
    "too_few": "too few workouts",
}  # fmt: skip


def set_list(sets: Sequence[TrainingSet]) -> Table:
    """Return one row a set."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("set", "workout", "when", "exercise", "reps", "with a warning", "load", "RPE"):
        right = heading in ("set", "workout", "reps", "with a warning", "load", "RPE")
        table.add_column(heading, justify="right" if right else "left", header_style="bold")
    table.add_column("", header_style="bold")
    for item in sets:
        remarks = (_RELATIONS[item.relation], _STATES[item.state], item.notes)
        table.add_row(
            str(item.id),
            str(item.workout_id),
            item.started.local.strftime("%Y-%m-%d %H:%M"),
            title(item.exercise),
            str(item.reps),
            str(item.flagged_reps) if item.reps else _DASH,
            show_load(item.load_kg, item.unit),
            _number(item.rpe, 1),
            Text(", ".join(remark for remark in remarks if remark)),
        )
    return table


def set_page(item: TrainingSet, content: SetContent, lifter: Lifter) -> Group:
    """Return a set with its reps."""
    head = (
        f"{lifter.name} · {title(item.exercise)} · {counted(item.reps, 'rep')} · "
        f"{show_load(item.load_kg, item.unit)} · {item.started.local:%Y-%m-%d %H:%M}"
    )
    parts: list[RenderableType] = [Text(head, style="bold"), _rep_table(content)]
    parts.append(Text(f"Filmed {VIEW_WORDS[item.view]}. RPE: {_number(item.rpe, 1)}."))
    for label, value in (("Note", item.notes), ("Source", without_login(item.source)),
                         ("Recording", item.recording)):  # fmt: skip
        if value:
            parts.append(Text(f"{label}: {value}"))
    if content.corrections:
        times = counted(len(content.corrections), "time")
        parts.append(Text(f"Corrected by hand: {times}."))
    return Group(*parts)


def _rep_table(content: SetContent) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("rep", "pull\ns", "lower\ns", "range\n%", "back max\n°", "blade\n%", "side"):
        table.add_column(heading, justify="right", header_style="bold")
    table.add_column("flags", header_style="bold")
    names = words()
    for rep in content.reps:
        flags = ", ".join(names.flag(code) for code in codes_in(rep, content.flags))
        table.add_row(*_rep_cells(rep), Text(flags, style="yellow"))
    return table


def _rep_cells(rep: LoggedRep) -> list[str]:
    return [
        f"{rep.number}" if rep.complete else f"({rep.number})",
        _number(rep.value("concentric_s"), 1),
        _number(rep.value("eccentric_s"), 1),
        _number(100 * rep.value("rom"), 0),
        _number(rep.value("back_curvature_max"), 0),
        _number(rep.value("retraction_pct"), 1),
        rep.side,
    ]


def trend_table(sets: Sequence[SetSummary], lifter: Lifter) -> Group:
    """Return one row a quantity: best, last, its change, the slope a week."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in ("", "workouts", "best", "last", "since the one before", "a week", "trend"):
        left = heading in ("", "trend")
        table.add_column(heading, justify="left" if left else "right", header_style="bold")
    for quantity in QUANTITIES.values():
        found = points(sets, quantity)
        if found:
            table.add_row(*_trend_cells(quantity, found))
    note = Text(
        "± is half the 95 % interval; a difference within it is not called a change.", style="dim"
    )
    name = title(sets[0].set.exercise)
    return Group(Text(f"{lifter.name} · {name}", style="bold"), table, note)


def comparison_table(before: Sequence[SetSummary], after: Sequence[SetSummary]) -> Group:
    """Return one row a quantity of two workouts of an exercise."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
    days = [f"{sets[0].set.started.local:%Y-%m-%d}" for sets in (before, after)]
    for heading in ("", *days, "difference", ""):
        table.add_column(heading, justify="right" if heading else "left", header_style="bold")
    for item in compare(before, after):
        unit = f" {item.quantity.unit}" if item.quantity.unit else ""
        values = [_DASH if p is None else _point(p, unit) for p in (item.before, item.after)]
        step, word = _DASH, ""
        if item.change is not None:
            step = f"{item.change.difference:+.2g}{unit}"
            word = "a change" if item.change.changed else "no change"
        table.add_row(item.quantity.title, *values, step, word)
    return Group(Text(title(before[0].set.exercise), style="bold"), table)


def _point(point: Point, unit: str) -> str:
    error = f" ± {1.96 * point.error:.2g}" if point.error > 0 else ""
    return f"{point.value:.3g}{error}{unit}"


def _trend_cells(quantity: Quantity, found: Sequence[Point]) -> list[str]:
    line = trend(found)
    slope = _DASH
    if math.isfinite(line.slope_per_week):
        slope = f"{line.slope_per_week:+.2g} ± {line.limit:.2g}"
    best = max(found, key=lambda item: item.value * (quantity.better or 1))
    since = _DASH
    if len(found) > 1:
        step = change(found[-2], found[-1])
        word = "" if step.changed else " (no change)"
        since = f"{step.difference:+.2g}{word}"
    unit = f" {quantity.unit}" if quantity.unit else ""
    return [
        quantity.title,
        str(len(found)),
        f"{best.value:.3g}{unit}" if quantity.better else _DASH,
        f"{found[-1].value:.3g}{unit}",
        since,
        slope,
        _DIRECTIONS[line.direction],
    ]


def _number(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}" if math.isfinite(value) else _DASH
