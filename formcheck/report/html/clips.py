"""Lay out the report of many clips as HTML: a table of all, and the worst reps among them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import quote

from formcheck.report.html.content import Telling
from formcheck.report.html.parts import badge, clock, document, image, tiles
from formcheck.report.html.scores import number
from formcheck.types import NAN, Flag, Severity, ViewKind

MARK: Final = '<meta name="generator" content="FormCheck batch">\n'
"""By which a page of a batch is known, within its first 200 bytes."""

MOST_SHOWN: Final = 500
"""Rows that are shown before all are asked for: to lay out 30,000 takes a browser many seconds, and
as many again with each click on a heading."""

_HEADS: Final = (
    ("Clip", True), ("Score", False), ("Reps", False), ("Sets", False), ("Flags", False),
    ("Faults", True), ("Exercise", True), ("View", True), ("Length", False),
)  # fmt: skip
"""The columns, and whether they are words."""


@dataclass(frozen=True, slots=True)
class ClipRow:
    """A clip of a table: figures and codes, or in ``trouble`` why it was not analysed.

    ``faults`` are code, gravest severity and how many; ``score`` is NaN where there is none, as is
    ``duration_s``, in seconds.
    """

    name: str
    exercise: str = "unknown"
    view: ViewKind = "unknown"
    duration_s: float = NAN
    sets: int = 0
    reps: int = 0
    score: float = NAN
    faults: tuple[tuple[str, Severity, int], ...] = ()
    trouble: str = ""

    @property
    def flags(self) -> int:
        """How many there are."""
        return sum(count for _, _, count in self.faults)


@dataclass(frozen=True, slots=True)
class WorstRep:
    """A rep to be looked at.

    ``flags`` are as they are in it, gravest first; the picture is of ``time_s``, seconds from the
    clip's start.  Without a ``jpeg``, ``missing`` says why; without that no picture is wanted.
    """

    clip: str
    rep: int
    time_s: float
    score: float
    flags: tuple[Flag, ...]
    jpeg: bytes = b""
    missing: str = ""


def render(title: str, rows: Sequence[ClipRow], worst: Sequence[WorstRep], words: Telling) -> str:
    """Return the report as the text of an HTML file; see :func:`.parts.document`.

    Parameters
    ----------
    title : str
    rows : sequence of ClipRow
        In any order; on the page the worst score stands first, and what was not analysed in a table
        of its own.
    worst : sequence of WorstRep
        The worst first.
    words : Telling
        What codes are called.
    """
    body = (
        f"<header><h1>{escape(title)}</h1><p>A batch of clips. "
        '<a href="#worst">The worst reps</a> are below the table.</p></header>\n'
        f"{_tiles(rows)}{_table(rows, words)}{_gallery(worst, words)}{_failed(rows)}"
    )
    # Without the script all rows are there at once.
    head = (
        f"{MARK}<noscript><style>tbody[hidden] {{ display: table-row-group; }}</style></noscript>\n"
    )
    return document(title, body, style=("page.css", "clips.css"), script="clips.js", head=head)


def _tiles(rows: Sequence[ClipRow]) -> str:
    failed = sum(bool(row.trouble) for row in rows)
    return tiles(
        (
            ("Clips analysed", str(len(rows) - failed)),
            ("Not analysed", f'<a href="#failed">{failed}</a>' if failed else "0"),
            ("Reps", str(sum(row.reps for row in rows))),
            ("Flags", str(sum(row.flags for row in rows))),
        )
    )


def _table(rows: Sequence[ClipRow], words: Telling) -> str:
    made = [_row(row, words) for row in sorted(rows, key=_rank) if not row.trouble]
    if not made:
        return ""
    heads = f'<thead id="heads"><tr>{"".join(_head(*head) for head in _HEADS)}</tr></thead>'
    bodies = _body(made[:MOST_SHOWN])
    more = ""
    if len(made) > MOST_SHOWN:
        bodies += _body(made[MOST_SHOWN:], " hidden")
        more = f'<p class="screen"><button id="all" hidden>Show all {len(made)} clips</button></p>'
    return (
        f"<section><h2>Clips</h2>{_scrolled('Clips', heads + bodies)}"
        f'{more}<p class="quiet">The worst score stands first; <span class="screen">a click on a '
        "heading sorts by it. </span>Score: mean of the reps, of 100. – is not known.</p>"
        "</section>\n"
    )


def _failed(rows: Sequence[ClipRow]) -> str:
    made = [
        f'<tr><th scope="row">{escape(row.name)}</th><td{_TEXT}>{escape(row.trouble)}</td></tr>'
        for row in sorted(rows, key=_rank)
        if row.trouble
    ]
    if not made:
        return ""
    heads = f'<thead><tr><th scope="col">Clip</th><th scope="col"{_TEXT}>Why</th></tr></thead>'
    table = _scrolled("Not analysed", heads + _body(made))
    return f'<section id="failed"><h2>Not analysed</h2>{table}</section>\n'


def _scrolled(name: str, table: str) -> str:
    return (
        f'<div class="wide" role="region" aria-label="{name}" tabindex="0">'
        f"<table>{table}</table></div>"
    )


def _body(rows: Sequence[str], hidden: str = "") -> str:
    return f"<tbody{hidden}>\n{chr(10).join(rows)}\n</tbody>"


def _rank(row: ClipRow) -> tuple[float, str]:
    return math.inf if math.isnan(row.score) else row.score, row.name


def _head(title: str, text: bool) -> str:
    sort = ' aria-sort="ascending"' if title == "Score" else ""
    return f'<th scope="col"{sort}{_TEXT if text else ""}>{title}</th>'


_TEXT: Final = ' class="text"'


def _row(row: ClipRow, words: Telling) -> str:
    figures = (number(row.score), str(row.reps), str(row.sets), str(row.flags))
    faults = ", ".join(
        f"{badge(severity)}&nbsp;{escape(words.flags.get(code, code))}"
        + (f"&nbsp;×{count}" if count > 1 else "")
        for code, severity, count in row.faults
    )
    sort = escape(", ".join(words.flags.get(code, code) for code, _, _ in row.faults))
    exercise = row.exercise
    exercise = "–" if exercise == "unknown" else words.exercises.get(exercise, exercise)
    length = "<td>–</td>"
    if math.isfinite(row.duration_s):
        length = f'<td data-v="{row.duration_s:.1f}">{clock(row.duration_s)}</td>'
    return (
        f'<tr><th scope="row">{_link(row.name)}</th>'
        + "".join(f"<td>{figure}</td>" for figure in figures)
        + f'<td{_TEXT} data-v="{sort}">{faults}</td><td{_TEXT}>{escape(exercise)}</td>'
        f"<td{_TEXT}>{'–' if row.view == 'unknown' else row.view}</td>{length}</tr>"
    )


def _link(clip: str) -> str:
    """Return a clip's name that leads to its JSON report, beside the page."""
    return f'<a href="json/{quote(clip)}.json">{escape(clip)}</a>'


def _gallery(worst: Sequence[WorstRep], words: Telling) -> str:
    inside = "<p>No fault was flagged in any rep.</p>"
    if worst:
        inside = f'<div class="gallery">{"".join(_figure(rep, words) for rep in worst)}</div>'
    return f'<section id="worst"><h2>The worst reps</h2>{inside}</section>\n'


def _figure(rep: WorstRep, words: Telling) -> str:
    picture = ""
    if rep.jpeg:
        picture = image(rep.jpeg, f"{rep.clip}, rep {rep.rep}")
    elif rep.missing:
        picture = f'<div class="missing">{escape(rep.missing)}</div>'
    score = "no score" if math.isnan(rep.score) else f"score {number(rep.score)}"
    faults = "".join(
        f"<li>{badge(flag.severity)} {escape(words.flags.get(flag.code, flag.code))}"
        f"{escape(_extent(flag))}</li>"
        for flag in rep.flags
    )
    return (
        f"<figure>{picture}<figcaption><b>{_link(rep.clip)}</b><br>"
        f"Rep {rep.rep} · {clock(rep.time_s)} · {score}<ul>{faults}</ul></figcaption></figure>\n"
    )


def _extent(flag: Flag) -> str:
    """Return how bad a fault was and where its limit lies; empty where that is not known."""
    if math.isnan(flag.value):
        return ""
    limit = "" if math.isnan(flag.threshold) else f", limit {_value(flag.threshold, flag.unit)}"
    return f": {_value(flag.value, flag.unit)}{limit}"


def _value(value: float, unit: str) -> str:
    if unit == "ratio":
        return f"{value:.0%}"
    shown = f"{value:.0f}" if abs(value) >= 10 else f"{value:.2g}"
    return f"{shown}{unit if unit == '°' else f' {unit}'}"
