"""What was said of a session: its reps and flags, small enough to compare two of them."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from formcheck.types import Event, Flag, Rep, SessionResult

_KINDS: Final = {
    "RepCompleted": "rep_completed",
    "RepRevoked": "rep_revoked",
    "FlagRaised": "flag_raised",
    "FlagCleared": "flag_cleared",
    "ExerciseRecognised": "exercise_recognised",
    "NeutralCaptured": "neutral_captured",
    "HoldBegan": "hold_began",
    "HoldEnded": "hold_ended",
}


class RepSpan(NamedTuple):
    """When a rep was."""

    start_s: float
    end_s: float


class ToldFlag(NamedTuple):
    """A flag and the 1-based number of its rep, 0 outside any."""

    code: str
    rep: int


class Judgement(NamedTuple):
    """Reps and flags in the order they were told.

    ``final`` is False where it was pieced together from events, because the session never ended.
    """

    exercise: str
    reps: tuple[RepSpan, ...]
    flags: tuple[ToldFlag, ...]
    final: bool = True


class Changes(NamedTuple):
    """How a judgement differs from an earlier one.

    ``reps_lost`` and ``reps_new`` are those that overlap with none of the other judgement;
    ``flags_gone`` and ``flags_new`` have the rep numbers of their own judgement.
    """

    reps_lost: tuple[RepSpan, ...]
    reps_new: tuple[RepSpan, ...]
    flags_gone: tuple[ToldFlag, ...]
    flags_new: tuple[ToldFlag, ...]
    exercise: tuple[str, str] | None

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return self != UNCHANGED


SAME_REP: Final = 0.5
"""A rep is found again in one that covers more than this share of its time."""

UNCHANGED: Final = Changes((), (), (), (), None)


def of_result(result: SessionResult) -> Judgement:
    """Return the judgement of a whole session."""
    return _judgement(result.exercise.name, result.reps, result.flags)


def of_report(report: Mapping[str, Any]) -> Judgement:
    """Return the judgement in a JSON report (``formcheck.report.json_report``).

    Raises
    ------
    KeyError, TypeError, ValueError
        When it is no such report.
    """
    return Judgement(
        str(report["exercise"]["name"]),
        tuple(RepSpan(_time(each["start_s"]), _time(each["end_s"])) for each in report["reps"]),
        tuple(ToldFlag(str(each["code"]), int(each["rep"] or 0)) for each in report["flags"]),
    )


def of_events(events: Iterable[Mapping[str, Any]]) -> Judgement:
    """Return what stood at the end of a session's events, as :func:`event_line` wrote them.

    Raises
    ------
    KeyError, TypeError, ValueError
        When they are no such events.
    """
    exercise, reps = "unknown", {}
    flags: dict[tuple[str, float], ToldFlag] = {}
    for event in events:
        match event["event"]:
            case "rep_completed":
                rep = event["rep"]
                reps[int(rep["index"])] = RepSpan(_time(rep["start_s"]), _time(rep["end_s"]))
            case "rep_revoked":
                reps.pop(int(event["index"]), None)
            case "flag_raised" | "flag_cleared":
                # A lasting flag goes by its worst rep, which its last state knows.
                flag = event["flag"]
                told = ToldFlag(str(flag["code"]), int(flag["rep"]))
                flags[told.code, _time(flag["raised_s"])] = told
            case "exercise_recognised":
                exercise = str(event["guess"]["name"])
    spans = tuple(reps[index] for index in sorted(reps))
    return Judgement(exercise, spans, tuple(flags.values()), False)


def event_line(event: Event) -> str:
    """Return an event as one line of JSON; what is missing is null."""
    table = {"event": _KINDS[type(event).__name__], **_plain(dataclasses.asdict(event))}
    return json.dumps(table, ensure_ascii=False, allow_nan=False)


def compare(old: Judgement, new: Judgement) -> Changes:
    """Return what changed from one judgement of a session to another.

    Reps are matched by time, not by number: one more at the start renumbers them all.
    """
    partner = _partners(old.reps, new.reps)
    matched = set(partner.values())
    moved = [flag._replace(rep=partner.get(flag.rep, -flag.rep)) for flag in old.flags]
    exercise = None if old.exercise == new.exercise else (old.exercise, new.exercise)
    return Changes(
        tuple(rep for number, rep in enumerate(old.reps, 1) if number not in partner),
        tuple(rep for number, rep in enumerate(new.reps, 1) if number not in matched),
        tuple(told for told, flag in zip(old.flags, moved, strict=True) if flag not in new.flags),
        tuple(flag for flag in new.flags if flag not in moved),
        exercise,
    )


def _partners(old: tuple[RepSpan, ...], new: tuple[RepSpan, ...]) -> dict[int, int]:
    """Return for each old rep (1-based) the new one that covers most of it, each taken once."""
    partner: dict[int, int] = {}
    for number, rep in enumerate(old, 1):
        overlaps = {
            other: min(rep.end_s, each.end_s) - max(rep.start_s, each.start_s)
            for other, each in enumerate(new, 1)
            if other not in partner.values()
        }
        best = max(overlaps, key=lambda other: overlaps[other], default=0)
        if best and overlaps[best] > SAME_REP * (rep.end_s - rep.start_s):
            partner[number] = best
    return partner


def _judgement(exercise: str, reps: Iterable[Rep], flags: Iterable[Flag]) -> Judgement:
    return Judgement(
        exercise,
        tuple(RepSpan(rep.start_s, rep.end_s) for rep in reps),
        tuple(ToldFlag(flag.code, flag.rep) for flag in flags),
    )


def _time(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _plain(value: Any) -> Any:
    """Return a value with None for what JSON cannot say."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
