"""Apply a person's corrections to what the engine found, and measure anew what they change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from formcheck.config import Config
from formcheck.flags.codes import FLAGS
from formcheck.reps.sets import regrouped
from formcheck.review.corrections import Corrections, FlagVerdict, RepMark
from formcheck.review.meter import RepMeter, relative_range
from formcheck.types import NAN, Flag, FlagPeak, Rep, SessionResult

_SAME_OVERLAP: Final = 0.3
"""A mark a person left alone stands for the engine's rep that shares at least so much time."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine found: the reps and flags of a finished recording."""

    reps: tuple[Rep, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """Reps and flags as they stand after correction; ``marks`` holds one mark a rep."""

    reps: tuple[Rep, ...]
    flags: tuple[Flag, ...]
    marks: tuple[RepMark, ...]


def marks_of(found: Found, corrections: Corrections) -> tuple[RepMark, ...]:
    """Return the reps a person sees, as marks in order of time.

    A mark that was left alone takes the ends the engine gives its rep today; one whose rep the
    engine does not find any more stays where it was and counts as set by the person.
    """
    if corrections.reps is None:
        return tuple(RepMark(rep.start_s, rep.end_s) for rep in found.reps)
    return tuple(
        mark if mark.edited or rep is None else RepMark(rep.start_s, rep.end_s)
        for mark, rep in zip(corrections.reps, _matched(found, corrections.reps), strict=True)
    )


def correct(
    found: Found, corrections: Corrections, meter: RepMeter | None, config: Config
) -> Corrected:
    """Return what stands after a person's corrections.

    Reps a person left alone stay as the engine measured them, but for number and range, which
    depend on the reps before.  Edited reps are measured and judged anew.

    Parameters
    ----------
    found : Found
        What the engine found.
    corrections : Corrections
        What the person says.
    meter : RepMeter, optional
        Measures edited reps; without one of them only the ends are known.
    config : Config
        The options the recording was analysed with.
    """
    marks = marks_of(found, corrections)
    kept: dict[int, int] = {}
    reps: list[Rep] = []
    fresh: list[Flag] = []
    excursions: list[float] = []
    before = [] if meter is None else [meter.excursion(r.start_s, r.end_s) for r in found.reps]
    for number, (mark, engine) in enumerate(zip(marks, _matched(found, marks), strict=True), 1):
        if engine is not None and not mark.edited:
            kept[engine.index] = number
            excursion = NAN if meter is None else meter.excursion(mark.start_s, mark.end_s)
            reps.append(_renumbered(engine, number, excursion, excursions, before))
        elif meter is not None:
            measured = meter.measure(
                number, mark.start_s, mark.end_s, excursions, reps, _set_of(mark, found.reps)
            )
            reps.append(measured.rep)
            fresh += measured.flags
            excursion = measured.excursion
        else:
            reps.append(_unmeasured(mark, number, _set_of(mark, found.reps)))
            excursion = NAN
        excursions.append(excursion)
    flags = _flags(found, kept, reps, fresh, config)
    flags = _judged(flags, corrections, reps)
    return Corrected(tuple(_with_codes(rep, flags) for rep in reps), tuple(flags), marks)


def as_corrected(
    result: SessionResult, reps: tuple[Rep, ...], flags: tuple[Flag, ...]
) -> SessionResult:
    """Return a result with reps and flags as a person left them, and the sets of those reps."""
    return replace(result, reps=reps, flags=flags, sets=regrouped(result.sets, reps))


def _matched(found: Found, marks: Sequence[RepMark]) -> list[Rep | None]:
    """Return for each mark the engine's rep it shares most time with, each rep once."""
    free = list(found.reps)
    matched: list[Rep | None] = []
    for mark in marks:
        best = max(free, key=lambda rep: mark.overlap(rep.start_s, rep.end_s), default=None)
        if best is None or mark.overlap(best.start_s, best.end_s) < _SAME_OVERLAP:
            matched.append(None)
            continue
        free.remove(best)
        matched.append(best)
    return matched


def _renumbered(
    rep: Rep, number: int, excursion: float, earlier: Sequence[float], before: Sequence[float]
) -> Rep:
    """Return the engine's rep under its new number, its range against the reps now before it.

    The engine's own range is scaled by how the set's full range has changed, so that it stays
    exactly as it is while the reps up to it do.
    """
    then = relative_range(excursion, before[: rep.index - 1])
    now = relative_range(excursion, earlier)
    if math.isnan(then) or math.isnan(now) or not then > 0:
        return replace(rep, index=number)
    return replace(rep, index=number, rom=rep.rom if now == then else rep.rom * now / then)


def _unmeasured(mark: RepMark, number: int, set_index: int) -> Rep:
    middle = 0.5 * (mark.start_s + mark.end_s)
    return Rep(
        number, mark.start_s, middle, mark.end_s, True, "both", NAN, NAN, NAN, NAN,
        set_index=set_index,
    )  # fmt: skip


def _set_of(mark: RepMark, reps: Sequence[Rep]) -> int:
    """Return the set that a rep a person has marked lies in or next to; 0 without any."""
    near = min(
        reps,
        key=lambda rep: max(mark.start_s - rep.end_s, rep.start_s - mark.end_s),
        default=None,
    )
    return 0 if near is None else near.set_index


def _flags(
    found: Found, kept: dict[int, int], reps: list[Rep], fresh: list[Flag], config: Config
) -> list[Flag]:
    """Return the flags of the reps that stand: kept ones renumbered, fresh ones added."""
    moved = [(flag, flag.renumbered(kept)) for flag in found.flags]
    flags = [
        now
        for flag, now in moved
        if (now.rep or flag.rep == 0) and not _range_mended(flag, kept, reps, config)
    ]
    for flag in fresh:
        place = next((k for k, other in enumerate(flags) if _same(flag, other)), None)
        if place is None:
            flags.append(flag)
        else:
            flags[place] = _reaching(flags[place], flag)
    return sorted(flags, key=lambda flag: (flag.start_s, flag.code))


def _reaching(lasting: Flag, flag: Flag) -> Flag:
    """Return a lasting fault that knows what it came to in a rep that was measured anew."""
    if lasting.rep and not lasting.peaks:
        # Kept without peaks: what it is known by is its own rep's.
        lasting = lasting.with_peak(_peak(lasting))
    return lasting.with_peak(_peak(flag))


def _peak(flag: Flag) -> FlagPeak:
    return FlagPeak(flag.rep, flag.value, flag.peak_s, flag.severity)


def _range_mended(flag: Flag, kept: dict[int, int], reps: list[Rep], config: Config) -> bool:
    """Whether a rep no longer falls short, now that others are gone."""
    if flag.code != "short_range" or flag.rep not in kept:
        return False
    rep = reps[kept[flag.rep] - 1]
    return rep.complete and rep.rom >= config.flags.short_range


def _same(flag: Flag, other: Flag) -> bool:
    """Whether a fault found anew is part of one that stands; faults that only touch are two."""
    if flag.code != other.code:
        return False
    ends = [each.start_s if each.active else each.end_s for each in (flag, other)]
    return flag.start_s < ends[1] and other.start_s < ends[0]


def _judged(flags: list[Flag], corrections: Corrections, reps: list[Rep]) -> list[Flag]:
    """Return the flags without those judged wrong and with those that were missed."""
    stand = [flag for flag in flags if corrections.verdict(flag) != "wrong"]
    stand += [_missed(each, reps) for each in corrections.flags if each.verdict == "missed"]
    return sorted(stand, key=lambda flag: (flag.start_s, flag.code))


def _missed(said: FlagVerdict, reps: list[Rep]) -> Flag:
    """Return the flag a person added; it has no value, for nothing was measured."""
    inside = [rep.index for rep in reps if rep.start_s <= said.start_s <= rep.end_s]
    unit = FLAGS[said.code].unit if said.code in FLAGS else ""
    return Flag(
        said.code, "warning", said.start_s, said.start_s, NAN, NAN, unit,
        inside[0] if inside else 0, said.end_s,
    )  # fmt: skip


def _with_codes(rep: Rep, flags: list[Flag]) -> Rep:
    codes = [
        flag.code
        for flag in flags
        if flag.rep == rep.index or (flag.start_s < rep.end_s and not flag.end_s <= rep.start_s)
    ]
    return rep.with_flags(tuple(dict.fromkeys(codes)))
