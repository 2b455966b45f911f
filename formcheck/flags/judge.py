"""All faults of one recording: the lasting ones frame by frame, the stroke's rep by rep."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace

from formcheck.config import FlagOptions
from formcheck.exercises.spec import ExerciseSpec
from formcheck.flags.holding import Holding, HoldRule
from formcheck.flags.strokes import BounceWatch, judge_stroke
from formcheck.reps.analysis import Phases
from formcheck.reps.sample import Sample
from formcheck.reps.segmentation import PullCycle
from formcheck.types import NAN, Event, Flag, FlagCleared, FlagRaised, Rep

ARCHING_MAX_ELBOW_DEG = 60.0
SWING_MEMORY_S = 0.7
"""The trunk often starts to rise before the elbow bends: its lowest place over so long counts."""

SHRUG_HOLD_S = 0.15

BENT_FROM_DEG = 6.0
"""A back bent by less is straight: nobody holds it stiller, and no view tells it finer."""


class FlagJudge:
    """Raise and clear flags; keeps all of them, and which rep each belongs to."""

    def __init__(self, options: FlagOptions) -> None:
        self._options = options
        keep = options.hysteresis
        self._rules = {
            "rounded_back": Holding(
                HoldRule(
                    "rounded_back",
                    "°",
                    options.rounding_warn_deg,
                    keep * options.rounding_warn_deg,
                    options.rounding_alert_deg,
                    options.hold_s,
                )
            ),
            "arched_back": Holding(
                HoldRule(
                    "arched_back",
                    "°",
                    options.arching_warn_deg,
                    keep * options.arching_warn_deg,
                    options.arching_alert_deg,
                    options.hold_s,
                )
            ),
            "shrug": Holding(
                HoldRule(
                    "shrug",
                    "% trunk",
                    options.shrug_pct,
                    keep * options.shrug_pct,
                    2.0 * options.shrug_pct,
                    SHRUG_HOLD_S,
                )
            ),
        }
        self._bounce = BounceWatch(options)
        self._flags: list[Flag] = []
        self._pull_start: Sample | None = None
        self._swing_told = False
        self._trunk: deque[tuple[float, float]] = deque()

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags so far in order of their start."""
        return tuple(sorted([*self._flags, *self.active], key=lambda f: (f.start_s, f.code)))

    @property
    def active(self) -> tuple[Flag, ...]:
        """The flags that are up."""
        return tuple(rule.active for rule in self._rules.values() if rule.active is not None)

    def with_codes(self, rep: Rep) -> Rep:
        """Return the rep with the codes of the flags that overlap it, each once."""
        codes = [
            flag.code
            for flag in self.flags
            if flag.rep == rep.index or (flag.start_s < rep.end_s and not flag.end_s <= rep.start_s)
        ]
        return rep.with_flags(tuple(dict.fromkeys(codes)))

    def push(
        self,
        sample: Sample,
        *,
        spec: ExerciseSpec | None,
        armed: bool,
        pulling: bool,
        neutral_sure: bool,
        rep: int,
    ) -> list[Event]:
        """Judge one frame.

        ``pulling`` says whether the arm is on its way in or held there.  Arching is judged only
        against a sure neutral and with the arm near extended: from a neutral that was already
        rounded everything looks arched, and a bent arm hollows the contour.
        """
        self._mark_pull(sample, pulling)
        hollow = neutral_sure and sample.elbow_deg <= ARCHING_MAX_ELBOW_DEG
        values = {
            "rounded_back": self._certain("rounded_back", sample.back_deg, sample.back_std),
            "arched_back": self._certain("arched_back", -sample.back_deg, sample.back_std)
            if hollow
            else NAN,
            "shrug": self._shrug_pct(sample) if pulling else 0.0,
        }
        events: list[Event] = []
        bounce = self._bounce.push(sample.time_s, sample.elbow_deg)
        if bounce is not None:
            events += self._once(bounce, sample.time_s)
        for code, value in values.items():
            ready = armed and spec is not None and code in spec.flags
            told = self._rules[code].push(sample.time_s, value, armed=ready, rep=rep)
            events += self._keep(told)
        if armed and pulling and spec is not None and "trunk_swing" in spec.flags:
            events += self._swing(sample, spec, rep)
        return events

    def _certain(self, code: str, value: float, std: float) -> float:
        """Return a bend that is one even where it is overstated by a standard error, else NaN.

        A flag that is up stays up by the plain value.
        """
        if self._rules[code].active is not None or math.isnan(std):
            return value
        return value if value - std >= BENT_FROM_DEG or value < BENT_FROM_DEG else NAN

    def judge_rep(
        self, rep: Rep, phases: Phases, cycle: PullCycle, spec: ExerciseSpec, now_s: float
    ) -> list[Event]:
        """Judge a finished rep's stroke, and watch for what follows it."""
        events: list[Event] = []
        for flag in judge_stroke(rep, phases, spec, self._options, now_s):
            events += self._once(flag, now_s)
        if "bounce" in spec.flags and phases.trusted:
            self._bounce.start(rep, cycle.low, cycle.excursion)
        return events

    def revoke(self, index: int) -> None:
        """Take the flags of a rep that was none out of it; the lasting ones stay, without rep."""
        self._flags = [replace(flag, rep=0) if flag.rep == index else flag for flag in self._flags]

    def finish(self, time_s: float, reps: int) -> list[Event]:
        """Take all flags down; those of a pull that never became a rep lose its number.

        A trunk that rises in what never became a rep is somebody straightening up.
        """
        self._flags = [f for f in self._flags if f.code != "trunk_swing" or f.rep <= reps]
        events: list[Event] = []
        for rule in self._rules.values():
            events += self._keep(rule.finish(time_s))
        self._flags = [f if f.rep <= reps else replace(f, rep=0) for f in self._flags]
        return events

    def _keep(self, told: list[FlagRaised | FlagCleared]) -> list[Event]:
        self._flags += [event.flag for event in told if isinstance(event, FlagCleared)]
        return list(told)

    def _once(self, flag: Flag, now_s: float) -> list[Event]:
        """Raise and clear a flag that is already over."""
        self._flags.append(flag)
        return [FlagRaised(now_s, replace(flag, end_s=NAN)), FlagCleared(now_s, flag)]

    def _mark_pull(self, sample: Sample, pulling: bool) -> None:
        if not math.isnan(sample.trunk_deg):
            self._trunk.append((sample.trunk_deg, sample.time_s))
        oldest = self._pull_start.time_s if self._pull_start is not None else sample.time_s
        while self._trunk and self._trunk[0][1] < oldest - SWING_MEMORY_S:
            self._trunk.popleft()
        if not pulling:
            self._pull_start, self._swing_told = None, False
        elif self._pull_start is None:
            self._pull_start = sample

    def _shrug_pct(self, sample: Sample) -> float:
        """Return how far the shoulder rose in this pull, if the ear came nearer as well."""
        start = self._pull_start
        if start is None:
            return NAN
        rise = sample.shoulder_up_pct - start.shoulder_up_pct
        nearer = 1.0 - sample.ear_pct / start.ear_pct if start.ear_pct > 0.0 else NAN
        if math.isnan(rise) or math.isnan(nearer):
            return NAN
        return rise if nearer >= self._options.shrug_ear_share else 0.0

    def _swing(self, sample: Sample, spec: ExerciseSpec, rep: int) -> list[Event]:
        """Raise a trunk swing as soon as it exceeds its limit, once a pull."""
        start = self._pull_start
        if start is None or self._swing_told or not self._trunk:
            return []
        swing = sample.trunk_deg - min(self._trunk)[0]
        if not swing >= spec.trunk_swing_deg:
            return []
        self._swing_told = True
        flag = Flag(
            "trunk_swing",
            "warning",
            min(self._trunk)[1],
            sample.time_s,
            swing,
            spec.trunk_swing_deg,
            "°",
            rep,
            sample.time_s,
        )
        return self._once(flag, sample.time_s)
