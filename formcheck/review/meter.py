"""Measure reps whose ends a person has set, with the engine's own means."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

import numpy as np

from formcheck.config import Config
from formcheck.exercises.spec import ExerciseSpec
from formcheck.flags.judge import FlagJudge
from formcheck.reps.analysis import MARGIN_S, Phases, build_rep, find_phases
from formcheck.reps.sample import Sample, column
from formcheck.reps.segmentation import MEDIAN_S, PullCycle
from formcheck.types import NAN, Flag, FloatArray, Rep

_END_S: Final = 0.15
"""The arm is taken as extended over so long at both ends of a rep."""

_AFTER_S: Final = 1.2
"""What follows a rep for so long is still judged: a weight rebounds after it was lowered."""

_TURN_DEG: Final = 25.0
"""The elbow has turned when it comes back by so much; a hitch in the middle comes back by less."""

_STRAIGHT_SHARE: Final = 0.04
"""The arm is straight when so much of the pull's bend is left: where it rests says nothing."""

_LEAST_DEG: Final = 5.0
"""An elbow that bends by less has not moved, whatever a person marks as a rep."""

_GUESS_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Remeasured:
    """A rep with the flags raised in it and how far its signal rose, degrees."""

    rep: Rep
    flags: tuple[Flag, ...]
    excursion: float


class RepMeter:
    """Measure anew what lies between two times of one recording.

    Parameters
    ----------
    samples : sequence of Sample
        One a frame, as the engine judged them, in order of time.
    spec : ExerciseSpec, optional
        The exercise; without one no flag is raised.
    config : Config
        The options the recording was analysed with.
    """

    def __init__(
        self, samples: Sequence[Sample], spec: ExerciseSpec | None, config: Config
    ) -> None:
        self._samples = samples
        self._times = [sample.time_s for sample in samples]
        self._spec = spec
        self._config = config

    def excursion(self, start_s: float, end_s: float) -> float:
        """Return how far the elbow bends between two times, degrees; NaN when it is not seen."""
        cycle = self._cycle(start_s, end_s)
        return NAN if cycle is None else cycle.excursion

    def measure(
        self,
        number: int,
        start_s: float,
        end_s: float,
        earlier: Sequence[float],
        before: Sequence[Rep] = (),
        set_index: int = 0,
    ) -> Remeasured:
        """Measure and judge one rep.

        Parameters
        ----------
        number : int
            Its number, from 1.
        start_s, end_s : float
            Its ends, seconds.
        earlier : sequence of float
            Excursions of the reps before it, degrees: its range is a share of theirs.
        before : sequence of Rep
            Those reps, for the faults that are told by comparison; without them none is.
        set_index : int
            The number of its set: with reps of another one it is not compared.
        """
        cycle = self._cycle(start_s, end_s)
        around = self._between(start_s - MARGIN_S, end_s + MARGIN_S)
        moved = cycle is not None and cycle.excursion >= _LEAST_DEG
        phases = find_phases(around, cycle) if moved and cycle is not None else None
        if cycle is None or phases is None:
            rep = replace(_bare(number, start_s, end_s, cycle), set_index=set_index)
            return Remeasured(rep, self._lasting(rep), NAN)
        phases = _within(phases, start_s, end_s)
        rom = relative_range(cycle.excursion, earlier)
        rep = replace(build_rep(number, around, phases, rom, cycle), set_index=set_index)
        return Remeasured(rep, self._judge(rep, phases, cycle, before), cycle.excursion)

    def suggest(self, time_s: float) -> tuple[float, float]:
        """Return from when to when the pull around a time seems to go.

        Goes uphill to the elbow's next turn and down on both sides; where the elbow is not seen,
        a second each way.
        """
        near = self._between(time_s - 6.0, time_s + 6.0)
        elbow = _smooth(near)
        known = np.flatnonzero(np.isfinite(elbow))
        if len(known) < 8:
            return max(0.0, time_s - _GUESS_S), time_s + _GUESS_S
        times, values = column(near, "time_s")[known], elbow[known]
        here = int(np.abs(times - time_s).argmin())
        top = max(_climb(values, here, -1), _climb(values, here, 1), key=lambda i: values[i])
        return float(times[_foot(values, top, -1)]), float(times[_foot(values, top, 1)])

    def _between(self, start_s: float, end_s: float) -> list[Sample]:
        first = bisect_left(self._times, start_s)
        return list(self._samples[first : bisect_right(self._times, end_s)])

    def _cycle(self, start_s: float, end_s: float) -> PullCycle | None:
        inside = self._between(start_s, end_s)
        elbow = _smooth(inside)
        if np.isfinite(elbow).sum() < 6:
            return None
        times = column(inside, "time_s")
        peak = int(np.nanargmax(elbow))
        base = _level(elbow[times <= start_s + _END_S], elbow)
        low = _level(elbow[times >= end_s - _END_S], elbow)
        returned = elbow[peak] - low
        rose = float(elbow[peak]) - base
        enough = (1.0 - self._config.reps.return_fraction) * rose
        return PullCycle(
            start_s, float(times[peak]), end_s, base, float(elbow[peak]), low,
            complete=bool(returned >= enough),
        )  # fmt: skip

    def _judge(
        self, rep: Rep, phases: Phases, cycle: PullCycle, before: Sequence[Rep]
    ) -> tuple[Flag, ...]:
        """Let the engine's judge see the rep, from a little before to a little after it."""
        if self._spec is None:
            return ()
        judge = FlagJudge(self._config.flags)
        self._acquaint(judge, self._spec, before)
        told = False
        end_s = rep.end_s
        around = self._between(rep.start_s - MARGIN_S, end_s + MARGIN_S)
        for sample in self._between(rep.start_s - MARGIN_S, end_s + _AFTER_S):
            inside = rep.start_s <= sample.time_s <= end_s
            if sample.time_s > end_s and not told:
                judge.judge_rep(rep, phases, cycle, self._spec, around, end_s)
                told = True
            judge.push(
                sample,
                spec=self._spec,
                armed=inside,
                pulling=inside and sample.time_s <= phases.lowering_s,
                rep=rep.index,
            )
        if not told:
            judge.judge_rep(rep, phases, cycle, self._spec, around, end_s)
        judge.finish(end_s, rep.index)
        # What came after the rep is not the rep's.
        return tuple(flag.within(rep.index) for flag in judge.flags if flag.rep == rep.index)

    def _lasting(self, rep: Rep) -> tuple[Flag, ...]:
        """Judge what needs no pull: the faults that last, between the ends of a rep."""
        if self._spec is None:
            return ()
        judge = FlagJudge(self._config.flags)
        for sample in self._between(rep.start_s, rep.end_s):
            judge.push(sample, spec=self._spec, armed=True, pulling=False, rep=rep.index)
        judge.finish(rep.end_s, rep.index)
        return tuple(flag for flag in judge.flags if flag.rep == rep.index and not flag.active)

    def _acquaint(self, judge: FlagJudge, spec: ExerciseSpec, before: Sequence[Rep]) -> None:
        """Let the judge know the reps that a rep is compared with."""
        for rep in before:
            cycle = self._cycle(rep.start_s, rep.end_s)
            around = self._between(rep.start_s - MARGIN_S, rep.end_s + MARGIN_S)
            phases = None if cycle is None else find_phases(around, cycle)
            if cycle is not None and phases is not None:
                judge.judge_rep(rep, phases, cycle, spec, around, rep.end_s)


def relative_range(excursion: float, earlier: Sequence[float]) -> float:
    """Return a rep's excursion against the set's own full range so far, as the engine does."""
    known = [each for each in (*earlier, excursion) if not math.isnan(each)]
    full = median(sorted(known)[-3:]) if known else NAN
    return excursion / full if full > 0 else NAN


def _smooth(samples: list[Sample]) -> FloatArray:
    """Return the elbow's flexion, each frame the median of those around it."""
    times, raw = column(samples, "time_s"), column(samples, "elbow_deg")
    half = 0.5 * MEDIAN_S
    smooth = np.full(len(raw), NAN)
    for place in np.flatnonzero(np.isfinite(raw)):
        window = slice(
            np.searchsorted(times, times[place] - half),
            np.searchsorted(times, times[place] + half, side="right"),
        )
        smooth[place] = np.nanmedian(raw[window])
    return smooth


def _level(part: FloatArray, whole: FloatArray) -> float:
    known = part[np.isfinite(part)]
    return float(known.min()) if len(known) else float(np.nanmin(whole))


def _climb(values: FloatArray, start: int, step: int) -> int:
    """Return where a curve, followed in one direction, was highest before it turned."""
    best = place = start
    while 0 <= place < len(values) and values[best] - values[place] < _TURN_DEG:
        if values[place] > values[best]:
            best = place
        place += step
    return best


def _foot(values: FloatArray, top: int, step: int) -> int:
    """Return where, from a top on, the arm is straight for the first time."""
    lowest = _climb(-values, top, step)
    near = values[lowest] + _STRAIGHT_SHARE * (values[top] - values[lowest])
    place = top
    while place != lowest and values[place] > near:
        place += step
    return place


def _within(phases: Phases, start_s: float, end_s: float) -> Phases:
    """Return the phases with a person's ends: they count, whatever the curve says."""

    def held(time_s: float) -> float:
        return min(max(time_s, start_s), end_s)

    return replace(
        phases,
        start_s=start_s,
        contracted_s=held(phases.contracted_s),
        peak_s=held(phases.peak_s),
        lowering_s=held(phases.lowering_s),
        end_s=end_s,
    )


def _bare(number: int, start_s: float, end_s: float, cycle: PullCycle | None) -> Rep:
    """Return a rep of which nothing is known but its ends."""
    peak_s = 0.5 * (start_s + end_s) if cycle is None else cycle.peak_s
    return Rep(
        number, start_s, peak_s, end_s, complete=True, side="both",
        concentric_s=NAN, pause_s=NAN, eccentric_s=NAN, rom=NAN,
    )  # fmt: skip
