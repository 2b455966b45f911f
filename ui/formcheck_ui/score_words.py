"""Scores and what a set says as a whole, in words: a number never stands without its causes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from formcheck.scoring.score import Part, RepScore, cause, own_flags, rep_score
from formcheck.scoring.set_statistics import SetStatistics, set_statistics
from formcheck.types import Flag, Rep
from formcheck_ui import words
from formcheck_ui.marking import QT_TRANSLATE_NOOP

_CONTEXT: Final = "score"

PART_NAMES: Final[dict[str, str]] = {
    "back": QT_TRANSLATE_NOOP("score", "back"),
    "control": QT_TRANSLATE_NOOP("score", "control"),
    "range": QT_TRANSLATE_NOOP("score", "range"),
    "body": QT_TRANSLATE_NOOP("score", "body"),
}
_TEXTS: Final[dict[str, str]] = {
    "score": QT_TRANSLATE_NOOP("score", "score {0}"),
    "none": QT_TRANSLATE_NOOP("score", "no score: too little could be judged"),
    "clean": QT_TRANSLATE_NOOP("score", "nothing wrong seen"),
    "part": QT_TRANSLATE_NOOP("score", "{0}: {1} of {2} points"),
    "unjudged": QT_TRANSLATE_NOOP("score", "{0}: not judged"),
    "unjudged_all": QT_TRANSLATE_NOOP("score", "not judged: {0}"),
    "set": QT_TRANSLATE_NOOP("score", "Set: {0}"),
    "last": QT_TRANSLATE_NOOP("score", "Last rep: {0}"),
    "best": QT_TRANSLATE_NOOP("score", "best rep {0} ({1})"),
    "worst": QT_TRANSLATE_NOOP("score", "worst rep {0} ({1}: {2})"),
    "alike": QT_TRANSLATE_NOOP("score", "all reps alike"),
    "loss": QT_TRANSLATE_NOOP("score", "speed loss {0} %"),
    "tempo": QT_TRANSLATE_NOOP("score", "tempo {0} s"),
}


def number(total: float) -> str:
    """Return a score as a whole number, a dash where there is none."""
    return "–" if math.isnan(total) else f"{total:.0f}"


def part_name(part: str) -> str:
    """Return the name of a part of the score."""
    return QCoreApplication.translate(_CONTEXT, PART_NAMES[part])


def parts(rep: Rep, score: RepScore, flags: Iterable[Flag]) -> list[str]:
    """Return a line for each part: what is left of its points, and the fault that cost them."""
    own = own_flags(rep, flags)
    lines = [words.first_large(_part(part, rep, score, own)) for part in score.parts]
    return lines if math.isfinite(score.total) else [words.sentence(_text("none")), *lines]


def short(rep: Rep, score: RepScore, flags: Iterable[Flag]) -> str:
    """Return score, its main cause and what was not judged, in one line."""
    if math.isnan(score.total):
        return " – ".join([_text("none"), _unjudged(rep, score)])
    pieces = [_text("score", number(score.total)), _main(rep, score, flags)]
    if score.unjudged:
        pieces.append(_unjudged(rep, score))
    return " · ".join(pieces)


def last_rep(rep: Rep, flags: Sequence[Flag]) -> str:
    """Return how good the rep was that has just been done."""
    return _text("last", short(rep, rep_score(rep, flags), flags))


def as_score(total: float) -> str:
    """Return a score in words, also that there is none."""
    return _text("none") if math.isnan(total) else _text("score", number(total))


def of_set(reps: Sequence[Rep], flags: Sequence[Flag], *, before: int = 0, name: str = "") -> str:
    """Return a set in one line: score, best and worst rep with the reason, loss and tempo.

    Empty for less than two reps, which cannot be compared.  ``before`` is how many reps of
    earlier sets came first: reps are named by their number within the set.  ``name`` stands for
    the word "Set" where there are several.
    """
    if len(reps) < 2:
        return ""
    scores = [rep_score(rep, flags) for rep in reps]
    told = set_statistics(reps, scores)
    by_number = {rep.index: (rep, score) for rep, score in zip(reps, scores, strict=True)}
    pieces = [as_score(told.score)]
    if told.best:
        best, worst = by_number[told.best], by_number[told.worst]
        why = _main(*worst, flags)
        pieces += [
            _text("best", told.best - before, number(best[1].total)),
            _text("worst", told.worst - before, number(worst[1].total), why),
        ]
    elif sum(math.isfinite(score.total) for score in scores) > 1:
        pieces.append(_text("alike"))
    line = " · ".join(pieces + _pace(told))
    return f"{name}: {line}" if name else _text("set", line)


def _pace(told: SetStatistics) -> list[str]:
    pieces = [] if math.isnan(told.loss_pct) else [_text("loss", f"{told.loss_pct:.0f}")]
    times = (told.pull_s, told.hold_s, told.lower_s)
    if any(math.isfinite(time_s) for time_s in times):
        in_words = " / ".join(map(words.number, times))
        pieces.append(_text("tempo", in_words))
    return pieces


def _part(part: Part, rep: Rep, score: RepScore, own: list[Flag]) -> str:
    if part.name in score.unjudged:
        return _text("unjudged", _with_reason(part.name, rep))
    left = words.number(round(part.points - score.lost[part.name], 1), "g")
    line = _text("part", part_name(part.name), left, f"{part.points:g}")
    fault = cause(part.name, own)
    return line if fault is None else f"{line} – {words.flag_title(fault.code)}"


def _main(rep: Rep, score: RepScore, flags: Iterable[Flag]) -> str:
    """Return the fault that cost most."""
    if not score.worst:
        return _text("clean")
    fault = cause(score.worst, own_flags(rep, flags))
    return part_name(score.worst) if fault is None else words.flag_title(fault.code)


def _unjudged(rep: Rep, score: RepScore) -> str:
    return _text("unjudged_all", ", ".join(_with_reason(name, rep) for name in score.unjudged))


def _with_reason(part: str, rep: Rep) -> str:
    """Return a part's name with why it was not judged, where that is known."""
    reasons = {"back": rep.back_curvature.reason}
    why = words.reason(reasons[part]) if part in reasons else ""
    return f"{part_name(part)} ({why})" if why else part_name(part)


def _text(name: str, *values: object) -> str:
    return QCoreApplication.translate(_CONTEXT, _TEXTS[name]).format(*values)
