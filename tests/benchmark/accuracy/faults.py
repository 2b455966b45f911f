"""Which flags a clip should raise, and which of those raised are right.

A fault of the truth and a flag meet when they have the same code and either overlap in time or
belong to the same repetition; a flag of no known repetition may miss the fault by
:data:`PAD_S`.  Between clearly faulty and clearly
clean lies a band in which a flag counts neither for nor against.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.registry import get
from formcheck.measures.trunk import CHIN_SHARE
from formcheck.types import Flag, FloatArray
from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.accuracy.truth import Fault, TrueRep, Truth

PAD_S = 0.3
BENT_DEG, MAYBE_BENT_DEG, BENT_HOLD_S = 10.0, 6.0, 0.3
"""A back is rounded (arched) from so much change of true flexion, held so long; from the second
figure on a flag is not wrong either."""

FAST_S, PLANNED_S = 1.5, 2.0
"""A lowering is too fast below the first, and not below the plan; between, either is right."""

MAYBE_SWING_DEG = 10.0
"""A true trunk swing from here on that was not planted (a yank comes with one): either is right."""

SLOWER = 0.25
"""A true pull slower than the set's fastest by so much may be called slower; none is planted."""

CHIN_PCT = 8.0
"""A chin that truly stays so far below the hands (% of trunk length) is below the bar for certain;
one that gets so far above them for certain is not; between, either is right."""

UPRIGHT_DEG = 47.0
"""A true mean lean from here on may be called too upright."""

STRONGER = {"lowering_too_fast": ("drop",)}
"""Flags that say a fault too, and more."""

TOLERATED = {
    "short_range": ("partial", "uneven_sides", "short_start"),
}
"""Planted faults that may also be told by another flag's code."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time; ``rep`` is the true repetition's index, -1 when it is none's alone."""

    start_s: float
    end_s: float
    rep: int = -1

    def meets(self, start_s: float, end_s: float, slack_s: float) -> bool:
        """Return whether another stretch overlaps, or misses by less than the slack."""
        return start_s < self.end_s + slack_s and end_s > self.start_s - slack_s


@dataclass(frozen=True, slots=True)
class Expected:
    """What one code should do in a clip: be raised in ``sure``, and may be in ``unsure``."""

    sure: tuple[Span, ...] = ()
    unsure: tuple[Span, ...] = ()


@dataclass(slots=True)
class Tally:
    """Faults there were and were found; flags raised right and wrong (unsure ones left out)."""

    there: int = 0
    found: int = 0
    right: int = 0
    wrong: int = 0

    def add(self, other: Tally) -> None:
        """Take another clip's counts in."""
        self.there += other.there
        self.found += other.found
        self.right += other.right
        self.wrong += other.wrong


@dataclass(slots=True)
class FlagScore:
    """A clip's flags against its truth; ``false_on_clean`` met no faulty repetition at all."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    clean_reps: int = 0
    false_on_clean: int = 0
    wrong: list[Flag] = field(default_factory=list)
    missed: list[tuple[str, Span]] = field(default_factory=list)


def expected_flags(truth: Truth, codes: Sequence[str]) -> dict[str, Expected]:
    """Return what each code should do in a clip."""
    special: dict[str, Callable[[Truth], Expected]] = {
        "rounded_back": lambda t: _bent(t, t.curvature_deg),
        "arched_back": lambda t: _bent(t, -t.curvature_deg),
        "lowering_too_fast": _fast,
        "trunk_swing": _swing,
        "too_upright": _upright,
        "speed_loss": _slower,
        "chin_below_bar": _chin,
    }
    return {
        code: special[code](truth) if code in special else _planted(truth, code) for code in codes
    }


def score_flags(
    truth: Truth, flags: Sequence[Flag], codes: Sequence[str], true_rep_of: dict[int, int]
) -> FlagScore:
    """Compare the flags of a clip with its truth.

    Parameters
    ----------
    flags : the product's flags
    codes : the codes to score
    true_rep_of : the product's repetition number (from 1) to the true one's index
    """
    clean = clean_reps(truth)
    score = FlagScore(clean_reps=len(clean))
    faulty = [_of(rep) for rep in truth.reps if rep not in clean]
    for code, expected in expected_flags(truth, codes).items():
        raised = [flag for flag in flags if flag.code == code]
        telling = [f for f in flags if f.code == code or f.code in STRONGER.get(code, ())]
        tally = score.tallies[code] = Tally(there=len(expected.sure))
        for span in expected.sure:
            if any(meet(span, flag, true_rep_of) for flag in telling):
                tally.found += 1
            else:
                score.missed.append((code, span))
        for flag in raised:
            if any(meet(span, flag, true_rep_of) for span in expected.sure):
                tally.right += 1
            elif not any(meet(span, flag, true_rep_of) for span in expected.unsure):
                tally.wrong += 1
                score.wrong.append(flag)
                score.false_on_clean += not any(meet(s, flag, true_rep_of) for s in faulty)
    return score


def clean_reps(truth: Truth) -> list[TrueRep]:
    """Return the repetitions without any planted fault, whether FormCheck knows its code or not."""
    return [rep for rep in truth.reps if not any(_touches(fault, rep) for fault in truth.faults)]


def _touches(fault: Fault, rep: TrueRep) -> bool:
    if fault.rep >= 0:
        return fault.rep == rep.index
    return fault.start_s < rep.end_s - 1e-6 and fault.end_s > rep.start_s + 1e-6


def _of(rep: TrueRep) -> Span:
    return Span(rep.start_s, rep.end_s, rep.index)


def meet(span: Span, flag: Flag, true_rep_of: dict[int, int]) -> bool:
    """Return whether a flag tells of a stretch: it belongs to its repetition, or overlaps it."""
    own = true_rep_of.get(flag.rep)
    if own is not None and own == span.rep:
        return True
    # The end of one repetition is the start of the next: no slack for a flag that has its own.
    slack_s = 0.0 if own is not None and span.rep >= 0 else PAD_S
    end_s = np.inf if flag.active else flag.end_s
    return span.meets(flag.start_s, end_s, slack_s)


def _planted(truth: Truth, code: str) -> Expected:
    spans = tuple(Span(f.start_s, f.end_s, f.rep) for f in truth.faults if f.code == code)
    others = TOLERATED.get(code, ())
    unsure = tuple(Span(f.start_s, f.end_s, f.rep) for f in truth.faults if f.code in others)
    return Expected(spans, unsure)


def _bent(truth: Truth, change: FloatArray) -> Expected:
    """One sure span a repetition that is bent long enough; every bent moment is at least unsure."""
    sure = []
    for rep in truth.reps:
        inside = truth.rep == rep.index
        bent = runs(truth.times_s[inside], change[inside] >= BENT_DEG)
        if bent and max(run.end_s - run.start_s for run in bent) >= BENT_HOLD_S:
            sure.append(Span(bent[0].start_s, bent[-1].end_s, rep.index))
    return Expected(tuple(sure), tuple(runs(truth.times_s, change >= MAYBE_BENT_DEG)))


def runs(times_s: FloatArray, inside: NDArray[np.bool_]) -> list[Span]:
    """Return the stretches of time in which ``inside`` holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(int)))
    return [
        Span(float(times_s[first]), float(times_s[after - 1]))
        for first, after in zip(edges[::2], edges[1::2], strict=True)
    ]


def _fast(truth: Truth) -> Expected:
    planted = {f.rep for f in truth.faults if f.code in ("lowering_too_fast", "drop")}
    # What rebounds was down at two thirds of the time that the lowering is said to take.
    bounced = {f.rep for f in truth.faults if f.code == "bounce"}
    sure, unsure = [], []
    for rep in truth.reps:
        if rep.index in planted or rep.eccentric_s < FAST_S:
            sure.append(_of(rep))
        elif rep.index in bounced or rep.eccentric_s < PLANNED_S - 1e-6:
            unsure.append(_of(rep))
    return Expected(tuple(sure), tuple(unsure))


def _chin(truth: Truth) -> Expected:
    """How far the true chin gets above the hands, in exercises that ask for it."""
    name = expected_name(truth.exercise)
    asked = name is not None and "chin_below_bar" in get(name).flags
    if not asked or "mouth_left" not in truth.joints:
        return Expected()
    height = {key: place[:, 1] for key, place in truth.joints.items()}
    mouth = (height["mouth_left"] + height["mouth_right"]) / 2.0
    hands = (height["left_index"] + height["right_index"]) / 2.0
    hips, shoulders = (
        truth.joints[f"left_{part}"] + truth.joints[f"right_{part}"] for part in ("hip", "shoulder")
    )
    trunk_px = float(np.median(np.linalg.norm(shoulders - hips, axis=1))) / 2.0
    over = 100.0 * (hands - mouth - CHIN_SHARE * (mouth - height["nose"])) / trunk_px
    sure, unsure = [], []
    for rep in truth.reps:
        inside = (truth.times_s >= rep.start_s) & (truth.times_s <= rep.end_s)
        top = float(over[inside].max()) if inside.any() else np.inf
        if top <= -CHIN_PCT:
            sure.append(_of(rep))
        elif top <= CHIN_PCT:
            unsure.append(_of(rep))
    return Expected(tuple(sure), tuple(unsure))


def _slower(truth: Truth) -> Expected:
    """A pull that is truly slower than the fastest before it, a yank left out.

    Loss is told once a set: one that was planted is sure where it was, and may be told earlier.
    """
    yanked = {fault.rep for fault in truth.faults if fault.code == "yank"}
    spans, fastest_s = [], np.inf
    for rep in truth.reps:
        if rep.concentric_s >= fastest_s / (1.0 - SLOWER):
            spans.append(_of(rep))
        if rep.index not in yanked:
            fastest_s = min(fastest_s, rep.concentric_s)
    return Expected(_planted(truth, "speed_loss").sure, tuple(spans))


def _upright(truth: Truth) -> Expected:
    """A true lean beyond the usual hint; whether it is one depends on the exercise."""
    spans = []
    for rep in truth.reps:
        inside = (truth.times_s >= rep.start_s) & (truth.times_s <= rep.end_s)
        if inside.any() and float(truth.trunk_deg[inside].mean()) >= UPRIGHT_DEG:
            spans.append(_of(rep))
    return Expected(_planted(truth, "too_upright").sure, tuple(spans))


def _swing(truth: Truth) -> Expected:
    planted = _planted(truth, "trunk_swing").sure
    unsure = []
    for rep in truth.reps:
        pull = (truth.times_s >= rep.start_s - PAD_S) & (truth.times_s <= rep.boundaries_s[2])
        leaning = truth.trunk_deg[pull]
        if len(leaning) and leaning.max() - leaning.min() >= MAYBE_SWING_DEG:
            unsure.append(_of(rep))
    return Expected(planted, tuple(unsure))
