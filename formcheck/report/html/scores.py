"""The scores in the report: a number with its parts, and the set in one line."""

from __future__ import annotations

import math
from html import escape

from formcheck.report.html.content import Telling
from formcheck.scoring.score import RepScore, cause, own_flags, rep_score
from formcheck.scoring.set_statistics import SetStatistics, set_statistics
from formcheck.types import Rep, SessionResult


def cell(rep: Rep, result: SessionResult, telling: Telling) -> str:
    """Return a cell with the score, its parts as its tool tip; a dash where there is none."""
    score = rep_score(rep, result.flags)
    parts = escape("; ".join(_parts(rep, score, result, telling)))
    return f'<td title="{parts}">{number(score.total)}</td>'


def unscored(result: SessionResult) -> str:
    """Return one sentence for each rep without a score; paper has no tool tips."""
    said = []
    for rep in result.reps:
        score = rep_score(rep, result.flags)
        if math.isnan(score.total):
            missing = ", ".join(score.unjudged)
            said.append(f"Rep {rep.index} has no score: not judged were {missing}.")
    return escape(" ".join(said))


def set_line(result: SessionResult, telling: Telling) -> str:
    """Return the set in one line; empty for less than two reps, which cannot be compared."""
    if len(result.reps) < 2:
        return ""
    scores = [rep_score(rep, result.flags) for rep in result.reps]
    told = set_statistics(result.reps, scores)
    pieces = [
        "no score: too little could be judged"
        if math.isnan(told.score)
        else f"score {number(told.score)}"
    ]
    pieces += _extremes(told, result, telling)
    if math.isfinite(told.loss_pct):
        pieces.append(f"speed loss {told.loss_pct:.0f} %")
    if math.isfinite(told.tension_s):
        pieces.append(f"under tension {told.tension_s:.0f} s")
    return f"<p>Set: {escape(' · '.join(pieces))}.</p>"


def number(total: float) -> str:
    """Return a score as a whole number, a dash where there is none."""
    return "–" if math.isnan(total) else f"{total:.0f}"


def _extremes(told: SetStatistics, result: SessionResult, telling: Telling) -> list[str]:
    if not told.best:
        return []
    worst = next(rep for rep in result.reps if rep.index == told.worst)
    fault = cause(told.worst_part, own_flags(worst, result.flags))
    why = told.worst_part if fault is None else telling.flags.get(fault.code, fault.code)
    return [f"best rep {told.best}", f"worst rep {told.worst} ({why})"]


def _parts(rep: Rep, score: RepScore, result: SessionResult, telling: Telling) -> list[str]:
    own = own_flags(rep, result.flags)
    lines = []
    for part in score.parts:
        if part.name in score.unjudged:
            lines.append(f"{part.name} not judged")
            continue
        left = round(part.points - score.lost[part.name], 1)
        line = f"{part.name} {left:g} of {part.points:g}"
        fault = cause(part.name, own)
        name = "" if fault is None else f" ({telling.flags.get(fault.code, fault.code)})"
        lines.append(line + name)
    return lines
