"""The table of reps for the terminal, and in words what could not be judged."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from formcheck.report.words import HOLD_END_WORDS, REASON_WORDS, RELATION_WORDS, VIEW_WORDS, Words
from formcheck.scoring.score import rep_score
from formcheck.scoring.set_statistics import set_statistics
from formcheck.types import DoneSet, Flag, Hold, Reason, Rep, SessionResult

_DASH = "–"
_WIDE = 110
_SHOWN_REASON_FRACTION = 0.5

_FEWEST_A_SECOND: Final = 9.5
"""Of the four faults of the sample ``row-jerky``, 10 pictures a second show all four, 7.5 to 5
three, and 3 one; half a picture is room for a clock that is not even."""

_SMALLEST_SIDE: Final = 180
"""Pixels. The same sample, whose lifter fills two thirds of the height, is measured alike at 540
and at 180 lines; at 128 no back and no blade is, and at 64 a rep of six is lost."""


def render(result: SessionResult, words: Words) -> Group:
    """Return everything a terminal shows of a result: headline, table, what was not judged."""
    parts: list[RenderableType] = [headline(result, words)]
    if result.reps:
        parts.append(RepTable(result, words))
        parts += [Text(line) for line in set_lines(result)]
    parts += [Text(line) for line in sets_lines(result, words)]
    parts += [Text(line) for line in hold_lines(result)]
    parts += [Text(line, style="yellow") for line in beside_lines(result, words)]
    parts += [Text(line, style="yellow") for line in uncounted_lines(result)]
    parts += [Text(line, style="yellow") for line in picture_lines(result)]
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
    if result.holds:
        held_s = sum(hold.duration_s for hold in result.holds)
        count = f"held for {held_s:.1f} s · {count}"
    return Text(f"{count} · {exercise} · filmed {view} · {seen}", style="bold")


@dataclass(frozen=True, slots=True)
class RepTable:
    """The table with one row a rep; a narrow terminal gets only the columns that fit."""

    result: SessionResult
    words: Words

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Lay the table out for the width there is."""
        wide = options.max_width >= _WIDE
        columns = [column for column in _COLUMNS if wide or column.always]
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        for column in columns:
            table.add_column(column.title, justify="right", no_wrap=True, header_style="bold")
        if wide:
            table.add_column("score", justify="right", header_style="bold")
        table.add_column("flags", header_style="bold")
        for rep in self.result.reps:
            flags = ", ".join(self.words.flag(code) for code in rep.flags)
            cells = [column.cell(rep) for column in columns]
            if wide:
                cells.append(_fixed(rep_score(rep, self.result.flags).total, 0))
            table.add_row(*cells, Text(flags, style="yellow"))
        yield table


def _curvature(rep: Rep) -> str:
    """Return the largest curvature with its quality in per cent, e.g. ``+14 (80 %)``."""
    curvature = rep.back_curvature
    if math.isnan(curvature.max):
        return _DASH
    return f"{curvature.max:+.0f} ({100 * curvature.quality:.0f} %)"


def _tempo(rep: Rep) -> str:
    """Return pull, hold and lowering in seconds, e.g. ``0.8 0.1 2.4``."""
    return " ".join(_fixed(value, 1) for value in (rep.concentric_s, rep.pause_s, rep.eccentric_s))


def _smoothness(rep: Rep) -> str:
    values = (rep.smoothness_concentric, rep.smoothness_eccentric)
    return " / ".join(_fixed(value, 2) for value in values)


def _fixed(value: float, decimals: int) -> str:
    """Return a number with fixed decimals, or a dash where it is missing."""
    return f"{value:.{decimals}f}" if math.isfinite(value) else _DASH


class _Column(NamedTuple):
    """One column: its title, how a rep fills it, and whether a narrow terminal shows it."""

    title: str
    cell: Callable[[Rep], str]
    always: bool = True


_COLUMNS: Final = (
    _Column("rep", lambda rep: f"{rep.index}" if rep.complete else f"({rep.index})"),
    _Column("time\ns", lambda rep: f"{rep.start_s:.1f}–{rep.end_s:.1f}"),
    _Column("pull hold\nlower, s", _tempo),
    _Column("range\n%", lambda rep: _fixed(100 * rep.rom, 0)),
    _Column("trunk\n°", lambda rep: _fixed(rep.trunk_inclination_deg, 0)),
    _Column("swing\n°", lambda rep: _fixed(rep.trunk_swing_deg, 0)),
    _Column("back max\n° (sure)", _curvature),
    _Column("blade\n%", lambda rep: _fixed(rep.retraction_pct, 1)),
    _Column("smooth\npull / lower", _smoothness, always=False),
)


def set_lines(result: SessionResult) -> list[str]:
    """Return what the set says as a whole, one line; none for a single rep."""
    if len(result.reps) < 2:
        return []
    scores = [rep_score(rep, result.flags) for rep in result.reps]
    told = set_statistics(result.reps, scores)
    parts = [
        f"score {told.score:.0f}" if math.isfinite(told.score) else "no score: too little judged",
        f"pull, hold, lower {_fixed(told.pull_s, 1)} {_fixed(told.hold_s, 1)} "
        f"{_fixed(told.lower_s, 1)} s",
        f"under tension {_fixed(told.tension_s, 0)} s",
    ]
    if told.best:
        parts.append(f"best rep {told.best}, worst rep {told.worst} ({told.worst_part})")
    return ["Set: " + " · ".join(parts)]


def sets_lines(result: SessionResult, words: Words) -> list[str]:
    """Return a line for each set and what it is to the one before; none for a single set."""
    if len(result.sets) < 2:
        return []
    return [_set_line(each, words) for each in result.sets]


def _set_line(each: DoneSet, words: Words) -> str:
    name = "unknown exercise" if each.exercise == "unknown" else words.exercise(each.exercise)
    parts = [f"{name}, {each.side} arm" if each.side != "both" else name]
    parts.append(
        f"reps {each.reps[0]}–{each.reps[-1]}" if len(each.reps) > 1 else f"rep {each.reps[0]}"
    )
    if math.isfinite(each.rest_s):
        parts.append(f"after {each.rest_s:.0f} s")
    parts += [RELATION_WORDS[each.relation]] if each.relation != "straight" else []
    return f"Set {each.index}: " + " · ".join(parts)


def hold_lines(result: SessionResult) -> list[str]:
    """Return a line for each isometric hold."""
    return [hold_line(hold) for hold in result.holds]


def hold_line(hold: Hold) -> str:
    """Return one hold in words: when, how long, how steady, and what is doubtful of it."""
    parts = [f"{hold.duration_s:.1f} s ({hold.start_s:.1f}–{hold.end_s:.1f} s)"]
    if math.isfinite(hold.sank):
        parts.append(f"sank by {hold.sank:.0f} {hold.unit}, wavered by {hold.wobble:.1f}")
    if hold.bridged_s > 0.0:
        parts.append(f"out of sight for {hold.bridged_s:.1f} s of it")
    parts += [HOLD_END_WORDS[hold.ended]] if hold.ended != "left" else []
    return f"Hold {hold.index}: " + " · ".join(parts)


def beside_lines(result: SessionResult, words: Words) -> list[str]:
    """Return one line with the flags that lie in no rep, as before the first; none without any."""
    beside = [
        f"{words.flag(flag.code)} at {flag.start_s:.1f} s"
        + (f" ({_value(flag)})" if math.isfinite(flag.value) else "")
        for flag in result.flags
        if not any(flag.code in rep.flags for rep in result.reps)
    ]
    return ["Outside of the reps: " + ", ".join(beside)] if beside else []


def uncounted_lines(result: SessionResult) -> list[str]:
    """Return a line on what to do where nothing was counted; none where the user named it."""
    if result.reps or result.holds or result.exercise.fixed_by_user:
        return []
    return [
        "Nothing here was sure to be a pull. If it is one, name it: --exercise NAME "
        "(formcheck exercises lists them)."
    ]


def _value(flag: Flag) -> str:
    """Return how bad a fault was; a ratio as the percentage the table of reps has."""
    return f"{flag.value:.0%}" if flag.unit == "ratio" else f"{flag.value:.0f} {flag.unit}"


def picture_lines(result: SessionResult) -> list[str]:
    """Return a line for what the pictures themselves are too few or too small for."""
    lines = []
    gap_s = float(np.median(np.diff(result.times_s))) if len(result.times_s) > 2 else 0.0
    # Of a camera these are what the computer keeps up with, which is told by itself.
    if gap_s > 1.0 / _FEWEST_A_SECOND and not result.source.live:
        lines.append(
            f"There are only {1.0 / gap_s:.2g} pictures a second: short faults are missed. "
            "Film with 30."
        )
    side = min(result.source.width, result.source.height)
    if 0 < side < _SMALLEST_SIDE:
        lines.append(
            f"The pictures are only {result.source.width} × {result.source.height} pixels: the "
            "lifter is too small in them to be measured well. Film with 480 lines or more."
        )
    return lines


def unjudged_lines(result: SessionResult, words: Words) -> list[str]:
    """Return a line for each reason that kept measures from being judged in most frames."""
    by_reason: dict[Reason, list[str]] = {}
    for name, reason in result.reasons.items():
        if reason != Reason.NONE and result.missing.get(name, 0.0) > _SHOWN_REASON_FRACTION:
            by_reason.setdefault(reason, []).append(words.measure(name))
    return [
        f"Not judged in most frames, because {REASON_WORDS[reason]}: {', '.join(labels)}."
        for reason, labels in by_reason.items()
    ]
