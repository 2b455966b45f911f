"""A rep's numbers by name, whatever the engine has learnt to measure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any, Final

from formcheck.log.entries import LoggedRep, Summary, SummarySide
from formcheck.types import NAN, Flag, Hold, Measurement, Reason, Rep

_TIMES: Final = frozenset({"start_s", "peak_s", "end_s"})
_GROUP_WORDS: Final = frozenset({"quality", "reason"})

ONE_SIDED: Final = frozenset({"left", "right"})


def rep_measures(rep: Rep) -> dict[str, Measurement]:
    """Return every number of a rep by name.

    A number keeps its field's name; one of a group (the back curvature) has the group's name in
    front, e.g. ``back_curvature_lumbar_max``, and shares the group's quality and reason. The fields
    are found by their types, so a measure the engine gains is stored without a change here.
    """
    found: dict[str, Measurement] = {}
    for item in fields(rep):
        value = getattr(rep, item.name)
        if isinstance(value, float) and item.name not in _TIMES:
            found[item.name] = _measurement(value, 1.0, Reason.NONE)
        elif is_dataclass(value) and not isinstance(value, type):
            found |= _group(item.name, value)
    return found


def _group(prefix: str, group: Any) -> dict[str, Measurement]:
    quality = getattr(group, "quality", 1.0)
    reason = getattr(group, "reason", Reason.NONE)
    return {
        f"{prefix}_{item.name}": _measurement(value, quality, reason)
        for item in fields(group)
        if isinstance(value := getattr(group, item.name), float) and item.name not in _GROUP_WORDS
    }


def _measurement(value: float, quality: float, reason: Reason) -> Measurement:
    if math.isfinite(value):
        return Measurement(value, quality, Reason.NONE)
    return Measurement.missing(reason, quality)


def logged_rep(rep: Rep, number: int, holds: Iterable[Hold] = ()) -> LoggedRep:
    """Return a rep as the log keeps it, with its number in the set and the hold that lay in it."""
    measures = rep_measures(rep) | hold_measures(rep, holds)
    return LoggedRep(number, rep.start_s, rep.peak_s, rep.end_s, rep.complete, rep.side, measures)


def hold_measures(rep: Rep, holds: Iterable[Hold]) -> dict[str, Measurement]:
    """Return for how long a rep was held, and how far it sank; nothing for a rep without a hold."""
    mine = [hold for hold in holds if hold.start_s < rep.end_s and hold.end_s > rep.start_s]
    if not mine:
        return {}
    longest = max(mine, key=lambda hold: hold.duration_s)
    return {
        "hold_s": _measurement(sum(h.duration_s for h in mine), longest.quality, Reason.NONE),
        "hold_sank": _measurement(longest.sank, longest.quality, Reason.TOO_SHORT),
        "hold_wobble": _measurement(longest.wobble, longest.quality, Reason.TOO_SHORT),
    }


def summarise(reps: Iterable[LoggedRep]) -> list[Summary]:
    """Return each measure over the complete reps, and over each arm's where reps name their arm.

    A set in which all reps are of one side has no sides of its own: a camera at the side names the
    near arm for every rep of a two-armed row, and that tells nothing of the other.
    """
    done = [rep for rep in reps if rep.complete]
    sides: list[tuple[SummarySide, list[LoggedRep]]] = [("all", done)]
    if {rep.side for rep in done} >= ONE_SIDED:
        sides.append(("left", [rep for rep in done if rep.side == "left"]))
        sides.append(("right", [rep for rep in done if rep.side == "right"]))
    names = sorted({name for rep in done for name in rep.measures})
    return [
        summary
        for side, chosen in sides
        for name in names
        if (summary := _summary(name, side, [rep.value(name) for rep in chosen])) is not None
    ]


def _summary(name: str, side: SummarySide, values: list[float]) -> Summary | None:
    known = [value for value in values if math.isfinite(value)]
    if not known:
        return None
    spread = statistics.stdev(known) if len(known) > 1 else NAN
    return Summary(name, side, len(known), statistics.fmean(known), spread, min(known), max(known))


def covers(flag: Flag, rep: LoggedRep) -> bool:
    """Whether a flag was raised in a rep or lasted into it, as in the live count."""
    overlaps = flag.start_s < rep.end_s and not flag.end_s <= rep.start_s
    return flag.rep == rep.number or overlaps


def codes_in(rep: LoggedRep, flags: Iterable[Flag]) -> tuple[str, ...]:
    """Return the codes of the flags in a rep, each once."""
    return tuple(dict.fromkeys(flag.code for flag in flags if covers(flag, rep)))


def flagged(reps: Iterable[LoggedRep], flags: Iterable[Flag]) -> int:
    """Return how many complete reps carry a warning or an alert; hints do not count."""
    told = [flag for flag in flags if flag.severity != "hint"]
    return sum(rep.complete and any(covers(flag, rep) for flag in told) for rep in reps)
