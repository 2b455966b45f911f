"""Lay out the report as HTML: one file, nothing fetched, every text escaped."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from formcheck.files.writing import write_text
from formcheck.report.about import NOTHING, About
from formcheck.report.html import content, scores
from formcheck.report.html.content import Picture, Telling
from formcheck.report.html.parts import badge, clock, document, image, tiles
from formcheck.report.table import hold_lines, sets_lines
from formcheck.report.words import REASON_WORDS, REMEDY_WORDS, VIEW_WORDS, Words
from formcheck.types import Reason, Rep, SessionResult

_TELL_MISSING: Final = 0.3
_TURN_STEP_DEG: Final = 5.0
_HEADS: Final = (
    "Rep", "Score", "Start", "Pull", "Hold", "Lower", "Range", "Back", "Blade", "Faults",
)  # fmt: skip


def render(
    result: SessionResult,
    telling: Telling,
    *,
    title: str,
    about: About = NOTHING,
    pictures: Sequence[Picture] = (),
    drawings: Sequence[Picture] = (),
    corrected: bool = False,
) -> str:
    """Return the report as the text of an HTML file.

    Parameters
    ----------
    result : SessionResult
        The analysis.
    telling : Telling
        What codes are called.
    title : str
        Usually the clip's name.
    about : About
        Who lifted how much, and when; stands under the title.
    pictures : sequence of Picture
        At most a few a rep; shown in the order given.
    drawings : sequence of Picture
        What a person drew on, one a moment.
    corrected : bool
        Whether a person corrected reps or flags.
    """
    parts = [
        _header(result, telling, title, about, corrected=corrected),
        _tiles(result),
        _faults(result, telling),
        _chart(result, telling),
        _sets(result, telling),
        _holds(result),
        _table(result, telling),
        _gallery("Drawings", drawings, "gallery large"),
        _gallery("Pictures", pictures),
        _unjudged(result, telling),
    ]
    return document(title, "".join(parts), style=("page.css",), script="page.js")


def write_html(
    result: SessionResult,
    path: Path,
    telling: Telling,
    *,
    title: str,
    about: About = NOTHING,
    pictures: Sequence[Picture] = (),
    drawings: Sequence[Picture] = (),
    corrected: bool = False,
) -> None:
    """Write the report, atomically; see :func:`render`.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    text = render(
        result, telling, title=title, about=about, pictures=pictures, drawings=drawings,
        corrected=corrected,
    )  # fmt: skip
    write_text(path, text)


def _header(
    result: SessionResult, telling: Telling, title: str, about: About, *, corrected: bool
) -> str:
    name = result.exercise.name
    exercise = "Exercise not recognised" if name == "unknown" else telling.exercises.get(name, name)
    facts = [
        exercise,
        *about.facts,
        f"filmed {VIEW_WORDS[result.view.kind]}",
        f"{clock(float(result.times_s[-1]) if len(result.times_s) else 0.0)} long",
        f"lifter seen in {result.detection_fraction:.0%} of the frames",
    ]
    if corrected:
        facts.append("corrected by hand")
    if result.stopped_early:
        facts.append("stopped early")
    return f"<header><h1>{escape(title)}</h1><p>{escape(' · '.join(facts))}</p></header>\n"


def _tiles(result: SessionResult) -> str:
    reps = result.reps
    lowest = content.middle([rep.eccentric_s for rep in reps])
    bends = [rep.back_curvature.max for rep in reps if not math.isnan(rep.back_curvature.max)]
    whole = sum(rep.complete for rep in reps)
    partial = len(reps) - whole
    told = (
        ("Reps (not completed)", f"{whole} ({partial})") if partial else ("Reps", str(whole)),
        ("Flags", str(len(result.flags))),
        ("Pull, median", _number(content.middle([rep.concentric_s for rep in reps]), " s", 1)),
        ("Lowering, median", _number(lowest, " s", 1)),
        ("Largest bend of the back", _number(max(bends, default=math.nan), "°", sign=True)),
        (
            "Range, least",
            _number(
                100 * min((r.rom for r in reps if math.isfinite(r.rom)), default=math.nan), " %"
            ),
        ),
    )
    return tiles(tuple((name, escape(value)) for name, value in told))


def _faults(result: SessionResult, telling: Telling) -> str:
    found = content.commonest(result.flags)
    if not found:
        return "<section><h2>What to work on</h2><p>No fault was flagged.</p></section>\n"
    rows = []
    for code, severity, count in found:
        name = telling.flags.get(code, code)
        cues = ", ".join(f"<q>{escape(cue)}</q>" for cue in content.cues(result, code, telling))
        times = "once" if count == 1 else f"{count} times"
        rows.append(
            f'<li class="{severity}"><b>{badge(severity)} {escape(name)}</b> {times}'
            + (f" – {cues}" if cues else "")
            + "</li>"
        )
    return f'<section><h2>What to work on</h2><ul class="faults">{"".join(rows)}</ul></section>\n'


def _sets(result: SessionResult, telling: Telling) -> str:
    words = Words(exercises=telling.exercises)
    lines = "".join(f"<li>{escape(line)}</li>" for line in sets_lines(result, words))
    return f"<section><h2>Sets</h2><ul>{lines}</ul></section>\n" if lines else ""


def _holds(result: SessionResult) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in hold_lines(result))
    return f"<section><h2>Holds</h2><ul>{lines}</ul></section>\n" if lines else ""


def _chart(result: SessionResult, telling: Telling) -> str:
    data: dict[str, Any] = {
        "curves": content.curves(result),
        "reps": content.bands(result),
        "flags": content.marks(result, telling),
        "end": round(float(result.times_s[-1]), 3) if len(result.times_s) else 0,
    }
    # A closing tag inside the data would end the script early.
    text = json.dumps(data, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        '<section><h2>Curves</h2><div id="chart" role="img" '
        'aria-label="Curves of the measures over time, with reps and flags"></div>'
        '<p class="quiet screen">Point at a curve to read it; drag along to look closer, '
        "double-click for all of it.</p>"
        f'<script type="application/json" id="data">{text}</script></section>\n'
    )


def _table(result: SessionResult, telling: Telling) -> str:
    if not result.reps:
        return "<section><h2>Reps</h2><p>No rep was counted.</p></section>\n"
    heads = "".join(f'<th scope="col">{head}</th>' for head in _HEADS)
    rows = "".join(_row(rep, result, telling) for rep in result.reps)
    return (
        f"<section><h2>Reps</h2>{scores.set_line(result, telling)}"
        '<div class="wide"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        '<p class="quiet">Score: what is left of the points that could be judged, of 100. '
        "Pull, hold and lower in seconds. Range against the best of the set. "
        "Back: largest bend against the own neutral posture, rounding positive. "
        "Blade: how far the shoulder blade came back, % of trunk length. "
        f"– could not be judged. {scores.unscored(result)}</p></section>\n"
    )


def _row(rep: Rep, result: SessionResult, telling: Telling) -> str:
    severities = {flag.code: flag.severity for flag in result.flags}
    faults = ", ".join(
        f"{badge(severities.get(code, 'warning'))}&nbsp;{escape(telling.flags.get(code, code))}"
        for code in rep.flags
    )
    number = str(rep.index) if rep.complete else f"({rep.index})"
    cells = (
        clock(rep.start_s),
        _number(rep.concentric_s, "", 1),
        _number(rep.pause_s, "", 1),
        _number(rep.eccentric_s, "", 1),
        _number(100 * rep.rom, " %"),
        _number(rep.back_curvature.max, "°", sign=True),
        _number(rep.retraction_pct, " %", sign=True),
    )
    inner = "".join(f"<td>{cell}</td>" for cell in cells)
    score = scores.cell(rep, result, telling)
    span = f'data-a="{rep.start_s:.3f}" data-b="{rep.end_s:.3f}"'
    row = f'<th scope="row">{number}</th>{score}{inner}<td class="text">{faults}</td>'
    return f"<tr {span}>{row}</tr>"


def _gallery(heading: str, pictures: Sequence[Picture], kind: str = "gallery") -> str:
    if not pictures:
        return ""
    made = [
        f"<figure>{image(picture.jpeg, picture.caption)}"
        f"<figcaption>{escape(picture.caption)}</figcaption></figure>"
        for picture in pictures
    ]
    return f'<section><h2>{heading}</h2><div class="{kind}">{"".join(made)}</div></section>\n'


def _unjudged(result: SessionResult, telling: Telling) -> str:
    """Say what could not be judged in many of the frames, and why."""
    lines = []
    for name in content.MAIN_MEASURES:
        missing, reason = result.missing.get(name, 0.0), result.reasons.get(name, Reason.NONE)
        if missing > _TELL_MISSING and reason is not Reason.NONE:
            label = telling.measures.get(name, name)
            lines.append(
                f"<li>{escape(label)}: not judged in {missing:.0%} of the frames, mostly because "
                f"{escape(REASON_WORDS[reason])}. {escape(_remedy(result, reason))}</li>"
            )
    if not lines:
        return ""
    return f"<section><h2>What could not be judged</h2><ul>{''.join(lines)}</ul></section>\n"


def _remedy(result: SessionResult, reason: Reason) -> str:
    """Return what to change; from the wrong side by how much the camera is to be turned."""
    yaw_deg = abs(result.view.yaw_deg)
    if reason is Reason.VIEW and yaw_deg >= _TURN_STEP_DEG:
        steps = round(yaw_deg / _TURN_STEP_DEG)
        return f"Turn the camera about {steps * _TURN_STEP_DEG:.0f}° more to the lifter's side."
    return REMEDY_WORDS.get(reason, "")


def _number(value: float, unit: str, digits: int = 0, *, sign: bool = False) -> str:
    if not math.isfinite(value):
        return "–"
    return f"{value:{'+' if sign else ''}.{digits}f}{unit}"
