"""The engine: one pose in, everything said about it out.

Live, replay, batch and tests push the same poses through the same stages.  There is no clock,
thread, file or window here: time comes with the data, so the same input always gives the same
output.
"""

from __future__ import annotations

import math
from dataclasses import replace

from formcheck.config import Config
from formcheck.exercises.recognition import ExerciseRecogniser
from formcheck.flags.judge import FlagJudge
from formcheck.measures.frame import FrameMeasurer, Measured
from formcheck.measures.learned import TrunkEstimator
from formcheck.measures.maximum import Maximum, MaximumFinder
from formcheck.measures.neutral import Neutral, NeutralFinder, is_hinged
from formcheck.measures.registry import OF_EXERCISES
from formcheck.reps.analysis import MARGIN_S, build_rep
from formcheck.reps.counter import CountChange, Counted, RepCounter
from formcheck.reps.features import features
from formcheck.reps.holds import HoldFollower
from formcheck.reps.sample import Memory, Sample
from formcheck.reps.segmentation import PullCycle
from formcheck.reps.sets import REST_S, SetParter
from formcheck.reps.stroke import StrokeSegmenter
from formcheck.types import (
    NAN,
    DoneSet,
    Event,
    ExerciseGuess,
    ExerciseRecognised,
    Flag,
    FrameResult,
    Hold,
    Measurement,
    NeutralCaptured,
    Pose,
    Reason,
    Rep,
    RepCompleted,
    RepRevoked,
    View,
)


class Pipeline:
    """Measure, count and judge one recording, frame by frame.

    Parameters
    ----------
    config : Config
    exercise : str, optional
        The exercise's name; None to recognise it.
    neutral_s : float, optional
        The moment, in seconds, at which the lifter stands in the neutral posture; None to find
        the set-up posture.
    estimator : TrunkEstimator, optional
        The learned estimators, as :func:`formcheck.engine.new_pipeline` gives them; without them
        the back is read from its contour alone, and less well.
    earlier : Neutral, optional
        The lifter's neutral of another day, used where this recording shows no set-up.
    maximum : Maximum, optional
        The lifter's greatest flexion, of another day.
    maximum_s : float, optional
        The moment, in seconds, at which the lifter bends as far as she can.

    Raises
    ------
    UnknownExerciseError
        When there is no such exercise.
    """

    def __init__(
        self,
        config: Config | None = None,
        *,
        exercise: str | None = None,
        neutral_s: float | None = None,
        estimator: TrunkEstimator | None = None,
        earlier: Neutral | None = None,
        maximum: Maximum | None = None,
        maximum_s: float | None = None,
    ) -> None:
        self._config = config if config is not None else Config()
        self._measurer = FrameMeasurer(self._config, estimator, MaximumFinder(maximum, maximum_s))
        self._neutral = NeutralFinder(self._config.neutral, neutral_s, earlier)
        self._recogniser = ExerciseRecogniser(exercise)
        self._judge = FlagJudge(self._config.flags)
        self._memory = Memory()
        self._counter = RepCounter(self._config.reps, self._recogniser, self._memory)
        self._holds = HoldFollower(exercise)
        self._sets = SetParter(self._memory)
        self._reps: list[Rep] = []
        self._pull_start_s = NAN
        self._pull_fits = False
        self._asked_s = NAN
        self._last_s = 0.0
        self._told = self._recogniser.guess
        # The last frame as it was judged: a review measures edited reps from these.
        self.sample: Sample | None = None

    @staticmethod
    def load() -> None:
        """Load the libraries that a rep's end uses, half a second's work, before there is one."""
        import scipy.optimize
        import scipy.signal  # noqa: F401

    @property
    def reps(self) -> tuple[Rep, ...]:
        """The reps so far, each with the codes of its flags."""
        return tuple(self._judge.with_codes(rep) for rep in self._reps)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags so far, in order of their start; those still up have no end."""
        return self._judge.flags

    @property
    def holds(self) -> tuple[Hold, ...]:
        """The isometric holds so far; one that is under way is not among them."""
        return self._holds.holds

    @property
    def sets(self) -> tuple[DoneSet, ...]:
        """The sets so far, and how each stands to the one before."""
        return self._sets.sets

    @property
    def exercise(self) -> ExerciseGuess:
        """The exercise as known now."""
        return self._recogniser.guess

    @property
    def view(self) -> View:
        """Where the camera stands, as known now."""
        return self._measurer.view

    @property
    def maximum(self) -> Maximum | None:
        """The lifter's greatest flexion, as given or as found; None while unknown."""
        return self._measurer.maximum.maximum

    def recall(self, neutral: Neutral | None, maximum: Maximum | None) -> None:
        """Take what is known of the lifter from another day; what was seen today stands."""
        if neutral is not None:
            self._neutral.recall(neutral)
        if maximum is not None:
            self._measurer.maximum.recall(maximum)

    def change_lifter(self, neutral: Neutral | None, maximum: Maximum | None) -> None:
        """Go on with another lifter: forget the postures found so far, take what is known."""
        self._neutral = NeutralFinder(self._config.neutral, None, neutral)
        self._measurer.maximum = MaximumFinder(maximum)

    def ask_neutral(self) -> None:
        """Take the posture of the next seconds (``NeutralOptions.ask_s``) as the neutral one."""
        self._neutral.ask(self._last_s)

    def push(
        self, index: int, time_s: float, pose: Pose | None, size: tuple[int, int]
    ) -> FrameResult:
        """Take one frame's pose (None: nobody) and return everything said about it."""
        self._last_s = time_s
        measured = self._measurer.push(time_s, pose)
        events: list[Event] = []
        judged = self._measurer.judge(measured, self._neutral.neutral)
        self._memory.push(judged.sample)
        change = self._counter.push(judged.sample)
        events += self._follow_neutral(measured)
        events += self._follow_pull(time_s)
        events += self._settle(time_s, change)
        events += self._holds.push(judged.sample)
        if not self._reps and math.isnan(self._segmenter.open_since_s):
            # What revealed the neutral was no rep: getting into position, a grab for the bar.
            self._neutral.reject()
        in_set = self._recogniser.leading is not None and self._in_set(measured.sample)
        self.sample = judged.sample
        events += self._judge.push(
            self.sample,
            spec=self._recogniser.leading,
            armed=in_set,
            pulling=self._pulling,
            rep=self._rep_number(time_s),
            set_up=self._set_up(self.sample),
        )
        events += self._tell_exercise(time_s)
        return FrameResult(
            index=index,
            time_s=time_s,
            pose=measured.pose,
            measures=self._applicable(measured, judged.measures),
            contour=measured.shape.contour,
            view=measured.view,
            exercise=self._recogniser.guess,
            phase=self._segmenter.phase if pose is not None else "unknown",
            rep_count=len(self._reps),
            active_flags=self._judge.active,
            events=tuple(events),
            hold_s=self._holds.running_s,
        )

    def finish(self) -> tuple[Event, ...]:
        """End the recording: complete what can be completed, take flags down."""
        events: list[Event] = []
        events += self._settle(self._last_s, self._counter.finish())
        events += self._holds.finish()
        events += self._judge.finish(self._last_s, len(self._reps))
        events += self._tell_exercise(self._last_s)
        return tuple(events)

    @property
    def _segmenter(self) -> StrokeSegmenter:
        """What follows the pull that is under way."""
        return self._counter.lanes.segmenter(self._counter.signal)

    def _applicable(
        self, measured: Measured, measures: dict[str, Measurement]
    ) -> dict[str, Measurement]:
        """Return the measures without those of the back or shoulder that the exercise rules out."""
        spec = self._recogniser.spec
        if spec is None or measured.pose is None:
            return measures
        ruled_out = [name for name in OF_EXERCISES if name not in spec.measures]
        none = Measurement.missing(Reason.NOT_APPLICABLE)
        return measures | dict.fromkeys(ruled_out, none) if ruled_out else measures

    @property
    def _pulling(self) -> bool:
        return self._segmenter.phase in ("concentric", "contracted")

    def _in_set(self, sample: Sample) -> bool:
        """Whether the lifter is at it: in a fitting pull, or between reps in the same posture."""
        if not math.isnan(self._segmenter.open_since_s):
            return self._pull_fits
        if not self._reps or sample.time_s - self._reps[-1].end_s > REST_S:
            return False
        leaning = self._reps[-1].trunk_inclination_deg
        return not abs(sample.trunk_deg - leaning) > SAME_POSTURE_DEG

    def _set_up(self, sample: Sample) -> bool:
        """Whether the lifter stands in the hinge, about to do what the user has named."""
        named = self._recogniser.guess.fixed_by_user
        return named and sample.trunk_deg < HINGE_TRUNK_DEG and is_hinged(sample.hip_space_deg)

    def _rep_number(self, time_s: float) -> int:
        return len(self._reps) + 1 if not math.isnan(self._segmenter.open_since_s) else 0

    def _follow_neutral(self, measured: Measured) -> list[Event]:
        if not self._neutral.wanted:
            return []
        found = self._neutral.push(self._measurer.candidate(measured))
        return [_captured(measured.sample.time_s, found)] if found else []

    def _follow_pull(self, time_s: float) -> list[Event]:
        """Notice the start of a pull, and judge at its peak whether it fits the exercise."""
        start = self._segmenter.latest_since_s
        if math.isnan(start):
            self._pull_start_s, self._pull_fits = NAN, False
            return []
        events: list[Event] = []
        if start != self._pull_start_s:
            self._pull_start_s = start
            self._pull_fits = self._recogniser.leading is not None
            leaning = [s.trunk_deg for s in self._memory.between(start - 0.1, time_s)]
            if _steady(leaning):
                # Bending into position is no pull, and shows no set-up posture.
                found = self._neutral.pull_started(start, _mean(leaning))
                events += [_captured(time_s, found)] if found else []
            return events
        if self._neutral.neutral is None and self._segmenter.phase == "concentric":
            # What began while bending into position has become a pull.
            leaning = [s.trunk_deg for s in self._memory.between(time_s - STILL_S, time_s)]
            if _steady(leaning, STILL_TRUNK_DEG):
                found = self._neutral.pull_started(time_s, _mean(leaning), still_only=True)
                events += [_captured(time_s, found)] if found else []
        if (
            self._recogniser.leading is None
            and self._segmenter.phase == "eccentric"
            and self._asked_s != start
        ):
            # The first pull is looked at from its peak on, so that the lowering is judged.
            self._asked_s = start
            pull = PullCycle(start, self._segmenter.peak_s, time_s, NAN, NAN, NAN, complete=False)
            numbers = features(self._memory.between(start, time_s), pull)
            self._pull_fits = self._recogniser.fits(numbers, self._counter.signal)
        return events

    def _settle(self, time_s: float, change: CountChange) -> list[Event]:
        """Take back and add what the counter says."""
        events: list[Event] = []
        for _ in range(min(change.revoked, len(self._reps))):
            gone = self._reps.pop()
            self._sets.revoke()
            self._judge.revoke(gone.index)
            events.append(RepRevoked(time_s, gone.index))
        events += self._tell_exercise(time_s) if change.counted else []
        for counted in change.counted:
            events += self._finish_rep(time_s, counted)
        return events

    def _finish_rep(self, time_s: float, counted: Counted) -> list[Event]:
        cycle, phases = counted.cycle, counted.phases
        around = self._memory.between(cycle.start_s - MARGIN_S, cycle.end_s + MARGIN_S)
        events = list(self._neutral_from_rep(time_s, cycle))
        rep = build_rep(len(self._reps) + 1, around, phases, counted.rom, cycle)
        rep = replace(rep, set_index=self._sets.add(rep, self._recogniser.guess.name))
        self._reps.append(rep)
        spec = self._recogniser.leading
        until_now = self._memory.between(cycle.start_s - MARGIN_S, time_s)
        flags = (
            []
            if spec is None
            else self._judge.judge_rep(rep, phases, cycle, spec, until_now, time_s)
        )
        events.append(RepCompleted(time_s, self._judge.with_codes(rep)))
        events += self._holds.rep_counted(time_s, rep, self._recogniser.spec)
        return events + flags

    def _neutral_from_rep(self, time_s: float, cycle: PullCycle) -> list[Event]:
        found = self._neutral.rep_done(cycle.start_s, cycle.end_s)
        return [_captured(time_s, found)] if found else []

    def _tell_exercise(self, time_s: float) -> list[Event]:
        guess = self._recogniser.guess
        changed = guess.name != self._told.name
        self._told = guess
        return [ExerciseRecognised(time_s, guess)] if changed else []


SAME_POSTURE_DEG = 27.0
"""Between reps the trunk leans as in the rep before, within this; standing up ends the judging."""

STEADY_TRUNK_DEG = 15.0
"""A pull begins with a trunk that has moved by no more."""

HINGE_TRUNK_DEG = 60.0
"""A trunk that leans further over stands in a hinge: with hips flexed, more upright is sitting."""

STILL_S, STILL_TRUNK_DEG = 0.4, 6.0
"""A trunk that has moved by no more in so long is not on its way into position."""


def _steady(angles: list[float], limit_deg: float = STEADY_TRUNK_DEG) -> bool:
    known = [angle for angle in angles if not math.isnan(angle)]
    return not known or max(known) - min(known) <= limit_deg


def _captured(time_s: float, neutral: Neutral) -> NeutralCaptured:
    return NeutralCaptured(
        time_s, neutral.total_deg, neutral.lumbar_deg, neutral.thoracic_deg, neutral.sure,
        neutral.asked, neutral.hip_deg, *neutral.shape,
    )  # fmt: skip


def _mean(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else NAN
