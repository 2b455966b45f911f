"""Which of the cycles that were seen are repetitions: one place where that is decided.

Cycles come from both arms, from hands that part and from shoulders that rise; the same pull is
often seen by several.  A cycle counts when it belongs to an exercise.  What the set shows later
may give a cycle back that did not count at first, or take back a rep that was none.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field, replace
from statistics import median

import numpy as np

from formcheck.config import RepOptions
from formcheck.exercises.families import PULL
from formcheck.exercises.recognition import CONFIRM_WITHIN_S, UNSURE_PCT, ExerciseRecogniser
from formcheck.reps.features import features, working_arm
from formcheck.reps.hidden import HiddenArm, beside_a_still_arm
from formcheck.reps.lanes import Lanes
from formcheck.reps.phases import MARGIN_S, Phases, find_phases
from formcheck.reps.sample import Memory, Sample, column, trunk_in_picture
from formcheck.reps.segmentation import PullCycle
from formcheck.reps.sets import LEAST_BREAK_S, REST_S
from formcheck.types import NAN

BOTH_SEEN = 0.6
"""An arm that is not followed counts by itself only where both arms are so visible."""

FULL_SHARE = 0.5
"""A cycle that goes less than this share of the set's full way is no rep."""

LIKE_SHARE = 0.35
"""A cycle that is less like a pull than this share of the set's median is none of it: taking hold
of the bar, hanging it up.  Of 28 real sets whose exercise is named 24 are counted exactly (21
without), by trees without the person 21 to 22 (21 to 22); a half loses reps of a lifter beside
whom another stands."""

MOST_LIKE = 100.0
"""No cycle is more like a pull: what does not give way to that need not be looked at."""


UNSEEN_START_S = 0.2
"""What was under way when the recording began, and does not fit, is not given back."""

AMID_S = 1.5
"""A cycle that follows a rep and is followed by one within so long is in the midst of a set."""

LEAST_SET = 2
"""The last pull of a recording, of which no way back is seen, counts after so many like it."""

WAITING = 6
OTHER_ARM_S = 0.6
"""A pull of the other arm waits so long for the one that is followed to have made it too."""

ELBOW_S = 2.0
"""...and an elbow's for any arm, which shows more."""

STILL_TRUNK_DEG = 12.0
"""An elbow alone, and an arm that is guessed, count where the trunk moves by no more: bending to a
rack lifts elbows too."""

STILL_UPRIGHT = 0.12
"""...or, from a view that hides its angle, where its upright share changes by no more."""

EDGE_S = 0.1

Lane = tuple[str, int]
"""Signal and arm."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A cycle that counts, with its phases, and its way as a share of the set's full way."""

    cycle: PullCycle
    phases: Phases
    rom: float


@dataclass(slots=True)
class _Member:
    """A rep of the set: how far it went by each lane that saw it, and how like a pull it was, %."""

    cycle: PullCycle
    ways: dict[Lane, float]
    like: float


@dataclass(slots=True)
class CountChange:
    """What one frame changed: reps that now count, and how many of the last no longer do."""

    counted: list[Counted] = field(default_factory=list)
    revoked: int = 0


class RepCounter:
    """Count one recording's reps as its frames go by.

    Parameters
    ----------
    options : RepOptions
    recogniser : ExerciseRecogniser
        Is asked what a cycle belongs to, and learns from it.
    memory : Memory
        The samples so far; the caller keeps it up to date.
    """

    def __init__(self, options: RepOptions, recogniser: ExerciseRecogniser, memory: Memory) -> None:
        self._options = options
        self._recogniser = recogniser
        self._memory = memory
        self.lanes = Lanes(options)
        self._set: list[_Member] = []
        self._exercise = ""
        self._other: list[PullCycle] = []
        self._hidden = HiddenArm()
        self._first_s = np.inf
        self._waiting: deque[tuple[PullCycle, dict[str, float]]] = deque(maxlen=WAITING)

    @property
    def signal(self) -> str:
        """By which signal pulls are followed now."""
        leading = self._recogniser.leading
        return leading.signals[0] if leading is not None else "arm"

    def push(self, sample: Sample) -> CountChange:
        """Take one frame, which the memory holds already."""
        change = CountChange()
        self._first_s = min(self._first_s, sample.time_s)
        for cycle in self.lanes.push(sample):
            if cycle.signal == "elbow" or (
                cycle.signal == "arm" and cycle.arm != self.lanes.working
            ):
                self._other.append(cycle)
            else:
                self._consider(cycle, change)
        for cycle in [c for c in self._other if sample.time_s - c.end_s > _patience_s(c)]:
            self._other.remove(cycle)
            self._consider(cycle, change)
        return change

    def finish(self) -> CountChange:
        """End the recording."""
        change = CountChange()
        ended = self.lanes.finish()
        followed = [
            c for c in ended if c.signal in ("apart", "shrug", "hinge")
            or (c.signal == "arm" and c.arm == self.lanes.working)
        ]  # fmt: skip
        for cycle in [*followed, *self._other, *(c for c in ended if c not in followed)]:
            self._consider(cycle, change)
        return change

    def _consider(self, cycle: PullCycle, change: CountChange) -> None:
        inside = self._memory.between(cycle.start_s, cycle.end_s)
        if not self._possible(cycle, inside) or self._seen_already(cycle, MOST_LIKE):
            return
        numbers = features(inside, cycle)
        if self._seen_already(cycle, numbers[PULL]):
            return
        trusted = self._trusted(cycle, inside)
        if not trusted:
            if not numbers[PULL] >= UNSURE_PCT:
                self._consider_hidden(cycle, inside, numbers, change)
                return
            # Good enough to count once it repeats, not to measure.
            cycle = replace(cycle, hidden=True)
            if not self._set and not self._like_one_waits(cycle):
                self._waiting.append((cycle, numbers))
                return
        if cycle.signal == "arm":
            self._hidden.interrupt()
        if self._unlike_the_set(cycle, numbers[PULL]) or not self._recogniser.judge(
            numbers, cycle.signal, cycle.end_s
        ):
            begun = cycle.start_s - self._first_s > UNSEEN_START_S
            if begun or self._recogniser.fits(numbers, cycle.signal):
                self._waiting.append((cycle, numbers))
            return
        for earlier, like in self._given_back(cycle):
            self._count(earlier, like, change)
        self._count(cycle, numbers[PULL], change)

    def _like_one_waits(self, cycle: PullCycle) -> bool:
        """Whether a pull before this one, as like a pull, waits for another."""
        return any(
            known[PULL] >= UNSURE_PCT
            and not earlier.overlaps(cycle)
            and cycle.start_s - earlier.end_s <= CONFIRM_WITHIN_S
            for earlier, known in self._waiting
        )

    def _consider_hidden(
        self, cycle: PullCycle, inside: list[Sample], numbers: dict[str, float], change: CountChange
    ) -> None:
        if cycle.arm < 0 or not (beside_a_still_arm(cycle, inside) and _still(inside)):
            return
        if not self._recogniser.fits_hidden(numbers):
            return
        for pull in self._hidden.confirmed(cycle):
            if self._set and pull.start_s < self._set[-1].cycle.end_s - EDGE_S:
                continue
            self._recogniser.follow_hidden(numbers)
            self._count(replace(pull, hidden=True), NAN, change)

    def _given_back(self, cycle: PullCycle) -> list[tuple[PullCycle, float]]:
        """Return the cycles of this set that did not count and may now, and forget them.

        Each with how like a pull it is.
        """
        last_s = self._set[-1].cycle.end_s if self._set else -np.inf
        found: list[tuple[PullCycle, float]] = []
        # Of what several lanes saw of one pull, the one that fits best was not led astray.
        best_first = sorted(
            self._waiting, key=lambda it: -self._recogniser.fit_to_set(it[1], it[0].signal)
        )
        for earlier, known in best_first:
            near = cycle.start_s - earlier.end_s <= CONFIRM_WITHIN_S
            apart = not earlier.overlaps(cycle) and earlier.start_s >= last_s - EDGE_S
            new = apart and not any(earlier.overlaps(other) for other, _ in found)
            amid = earlier.start_s - last_s <= AMID_S and cycle.start_s - earlier.end_s <= AMID_S
            like = amid or not self._unlike_the_set(earlier, known[PULL])
            if near and new and like and self._recogniser.fits(known, earlier.signal, amid=amid):
                found.append((earlier, known[PULL]))
        self._waiting.clear()
        return sorted(found, key=lambda it: it[0].start_s)

    def _possible(self, cycle: PullCycle, inside: list[Sample]) -> bool:
        options = self._options
        length = cycle.end_s - cycle.start_s
        glitch = not cycle.held and cycle.end_s - cycle.peak_s < options.min_concentric_s
        if length < options.min_rep_s or glitch or not inside:
            return False
        if cycle.held and len(self._set) < LEAST_SET:
            return False
        if sum(s.found for s in inside) < options.min_tracked * len(inside):
            return False
        return cycle.signal != "elbow" or _still(inside)

    def _seen_already(self, cycle: PullCycle, like: float) -> bool:
        """Whether a cycle is a rep that counts already, by another lane; then it is kept there."""
        seen = [member for member in self._set if cycle.overlaps(member.cycle)]
        if not seen or (seen == self._set[-1:] and self._gives_way(cycle, like)):
            return False
        seen[-1].ways.setdefault(_lane(cycle), cycle.way)
        return True

    def _gives_way(self, cycle: PullCycle, like: float) -> bool:
        """Whether the last rep was none: a cycle at its time, or after it alone, is far more so."""
        if not self._set or not self._set[-1].like < LIKE_SHARE * like:
            return False
        return len(self._set) == 1 or cycle.overlaps(self._set[-1].cycle)

    def _unlike_the_set(self, cycle: PullCycle, like: float) -> bool:
        """Whether a cycle is so much less like a pull than the set it would go on with."""
        if not self._set or cycle.start_s - self._set[-1].cycle.end_s > REST_S:
            return False
        known = [member.like for member in self._set if not math.isnan(member.like)]
        return bool(known) and like < LIKE_SHARE * median(known)

    def _trusted(self, cycle: PullCycle, inside: list[Sample]) -> bool:
        if cycle.signal != "arm":
            return True
        recent = self._memory.between(cycle.end_s - CONFIRM_WITHIN_S, cycle.end_s)
        return _trusted(cycle, inside, swapped=len({s.side for s in recent if s.side}) > 1)

    def _count(self, cycle: PullCycle, like: float, change: CountChange) -> None:
        around = self._memory.between(cycle.start_s - MARGIN_S, cycle.end_s + MARGIN_S)
        phases = find_phases([s for s in around if s.found], cycle)
        pulled = NAN if phases is None else phases.contracted_s - phases.start_s
        if phases is None or not (
            self._options.min_concentric_s <= pulled <= self._options.max_concentric_s
        ):
            return
        if self._set and self._begins_another_set(cycle):
            self._forget_set()
        stays = self._set[: -1 if self._gives_way(cycle, like) else None]
        ways = _comparable(stays, cycle)
        if ways and cycle.way < FULL_SHARE * _full(ways):
            return
        if len(stays) == 1 and ways[0] < FULL_SHARE * cycle.way:
            # What came first was a movement into position, or a try.
            stays = []
        while len(self._set) > len(stays):
            self._take_back(change)
        full = _full([*ways, cycle.way])
        if ways and self._came_back(cycle, full):
            cycle = replace(cycle, complete=True)
        self._set.append(_Member(cycle, {_lane(cycle): cycle.way}, like))
        self._exercise = "" if self._recogniser.spec is None else self._recogniser.spec.name
        change.counted.append(Counted(_with_elbow(cycle, around), phases, cycle.way / full))

    def _begins_another_set(self, cycle: PullCycle) -> bool:
        """Whether a cycle has nothing to be compared with in the set so far: rest or exercise."""
        last, done = self._set[-1].cycle, self._recogniser.spec
        if cycle.start_s - last.end_s > REST_S:
            return True
        changed = done is not None and self._exercise not in ("", done.name)
        return changed and cycle.start_s - last.end_s > LEAST_BREAK_S

    def _came_back(self, cycle: PullCycle, full: float) -> bool:
        """Whether a pull came back as far as the set's reps go.

        One that seemed to begin farther off (getting into position, a wild frame) cannot return
        to there.
        """
        return cycle.back >= (1.0 - self._options.return_fraction) * full

    def _take_back(self, change: CountChange) -> None:
        """Uncount the last rep."""
        self._set.pop()
        if change.counted:
            change.counted.pop()
        else:
            change.revoked += 1

    def _forget_set(self) -> None:
        self._set.clear()
        self._exercise = ""


def _comparable(members: list[_Member], cycle: PullCycle) -> list[float]:
    """Return how far the set's reps went as this cycle's lane saw them.

    One arm of the two may look twice as long as the other.  Where this lane saw none of them,
    what counted has to do.
    """
    lane = _lane(cycle)
    own = [member.ways[lane] for member in members if lane in member.ways]
    return own or [member.cycle.way for member in members]


def _still(inside: list[Sample]) -> bool:
    """Whether the trunk is seen to keep its place; by its height where its angle is not known."""
    leaning = trunk_in_picture(inside)
    upright = np.array([sample.girdle.upright for sample in inside])
    for values, most in ((leaning, STILL_TRUNK_DEG), (upright, STILL_UPRIGHT)):
        known = values[np.isfinite(values)]
        if len(known):
            return float(np.ptp(np.percentile(known, (5, 95)))) <= most
    return False


def _patience_s(cycle: PullCycle) -> float:
    return ELBOW_S if cycle.signal == "elbow" else OTHER_ARM_S


def _lane(cycle: PullCycle) -> Lane:
    return cycle.signal, cycle.arm


def _trusted(cycle: PullCycle, inside: list[Sample], *, swapped: bool) -> bool:
    """Whether the cycle's arm is the one that is followed, or both are seen well.

    Where left and right ``swapped`` places in this set, the cycle of whichever arm was followed
    tells as well.
    """
    if cycle.arm < 0:
        return swapped
    changed = len({s.side for s in inside if s.side}) > 1
    if not changed and cycle.arm == working_arm(inside):
        return True
    seen = [min(arm.seen for arm in s.arms) for s in inside if s.found]
    return bool(seen) and median(seen) >= BOTH_SEEN


def _full(ways: list[float]) -> float:
    """Return the set's own full way: the median of its three best, so that no outlier sets it."""
    return median(sorted(ways)[-3:])


def _with_elbow(cycle: PullCycle, samples: list[Sample]) -> PullCycle:
    """Return the cycle with elbow flexion at its turning points."""

    def at(time_s: float) -> float:
        near = column([s for s in samples if abs(s.time_s - time_s) <= EDGE_S], "elbow_deg")
        known = near[np.isfinite(near)]
        return float(np.median(known)) if len(known) else NAN

    return replace(cycle, base=at(cycle.start_s), peak=at(cycle.peak_s), low=at(cycle.end_s))
