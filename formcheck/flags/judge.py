"""Interpret the table of rules: the lasting faults frame by frame, the others rep by rep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formcheck.config import FlagOptions
from formcheck.exercises.spec import ExerciseSpec
from formcheck.flags.frame_signals import FrameSignals, bends
from formcheck.flags.lasting import Holding, HoldRule
from formcheck.flags.notes import note_of
from formcheck.flags.readings import UNKNOWN, Reading
from formcheck.flags.rep_view import RepNote, RepView, view_of
from formcheck.flags.rules import RULES, STRONGER, Rule, limit_of, limits
from formcheck.flags.signals import REP_SIGNALS
from formcheck.flags.underway import Underway
from formcheck.reps.phases import Phases
from formcheck.reps.sample import Sample
from formcheck.reps.segmentation import PullCycle
from formcheck.types import NAN, Event, Flag, FlagCleared, FlagRaised, Rep

OF_PULLS = tuple(rule.code for rule in RULES if rule.pulling)

FRAME_RULES = tuple(rule for rule in RULES if rule.each == "frame")
REP_RULES = tuple(rule for rule in RULES if rule.each == "rep")
OF_ONE_REP = frozenset(rule.code for rule in REP_RULES)
BEND_RULES = tuple(rule for rule in FRAME_RULES if rule.signal in ("back", "hollow"))
LATE_RULES = tuple(rule for rule in RULES if rule.each == "after")


class FlagJudge:
    """Raise and clear flags; keeps all of them, and which rep each belongs to."""

    def __init__(self, options: FlagOptions) -> None:
        self._options = options
        self._signals = FrameSignals()
        self._holding: dict[str, Holding] = {}
        self._spec: ExerciseSpec | None = None
        self._limits: dict[str, float] = {}
        self._underway = Underway()
        self._early: list[Flag] = []
        self._watched: RepView | None = None
        self._notes: list[RepNote] = []
        self._told: set[str] = set()
        self._flags: list[Flag] = []

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags so far in order of their start."""
        return tuple(sorted([*self._flags, *self.active], key=lambda f: (f.start_s, f.code)))

    @property
    def active(self) -> tuple[Flag, ...]:
        """The flags that are up."""
        held = (holding.active for holding in self._holding.values())
        return tuple(flag for flag in held if flag is not None)

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
        rep: int,
        set_up: bool = False,
    ) -> list[Event]:
        """Judge one frame.

        ``pulling`` says whether the arm is on its way in or held there, ``armed`` whether a new
        flag may go up, ``rep`` is the number it would carry.  ``set_up`` says that the lifter
        stands in the hinge of an exercise that is known: the back is judged there before the
        first rep.
        """
        read = self._signals.push(sample, pulling=pulling)
        events: list[Event] = []
        if spec is not None and spec is not self._spec:
            self._learn(spec)
        known = self._underway.push(sample)
        events += self._after(self._underway.rebound(), sample.time_s)
        if spec is not None and armed and rep > 0:
            events += self._foretell(known, spec, rep, sample.time_s)
        for rule in FRAME_RULES:
            holding = self._holding.get(rule.code)
            if holding is None:
                continue
            ready = armed or (set_up and rule in BEND_RULES)
            ready = ready and spec is not None and rule.code in spec.flags
            ready = ready and (pulling or not rule.pulling)
            value = _surely(rule, read[rule.signal], up=holding.active is not None)
            events += self._keep(holding.push(sample.time_s, value, armed=ready, rep=rep))
        return events

    def judge_rep(
        self,
        rep: Rep,
        phases: Phases,
        cycle: PullCycle,
        spec: ExerciseSpec,
        samples: list[Sample],
        now_s: float,
    ) -> list[Event]:
        """Judge a finished rep by its frames (with margins), and watch for what follows it.

        Reps of another set are not what it is compared with.
        """
        if self._notes and rep.set_index != self._notes[-1].rep.set_index:
            self._notes.clear()
            self._told.clear()
            self._underway.forget()
        self._settle(rep)
        self._disown(rep)
        view = view_of(rep, phases, cycle, spec, samples, tuple(self._notes))
        self._notes.append(note_of(view))
        self._learn(spec)
        events: list[Event] = []
        for flag in [*self._bent_unseen(rep, spec, samples, now_s), *self._judged(view, now_s)]:
            events += self._once(_within(rep, flag), now_s)
        self._flags = [_within(rep, flag) for flag in self._flags]
        told = {flag.code for flag in self._flags if flag.rep == rep.index}
        note = self._notes[-1]
        if told & {"yank", "hitch"}:
            # How fast a weight is snatched is no measure of how fast it is pulled.
            note = replace(note, pull_speed=UNKNOWN, own=replace(note.own, uneven=NAN))
        if "drop" in told:
            note = replace(note, own=replace(note.own, late=NAN))
        self._notes[-1] = note
        self._watched = view
        self._underway.start(view, self._notes)
        return events + self._after(self._underway.rebound(), now_s)

    def _disown(self, rep: Rep) -> None:
        """Take this rep's number from what was told of a pull before it that never became one."""
        self._early = [flag for flag in self._early if flag.raised_s >= rep.start_s]
        self._flags = [
            replace(flag, rep=0) if flag.rep == rep.index and flag.end_s < rep.start_s else flag
            for flag in self._flags
        ]

    def revoke(self, index: int) -> None:
        """Take the flags of a rep that was none out of it; the lasting ones stay, without rep."""
        self._notes = [note for note in self._notes if note.rep.index != index]
        self._early = [flag for flag in self._early if flag.rep != index]
        for holding in self._holding.values():
            holding.renumber(_without(index, holding.active))
        self._flags = [flag.renumbered(_without(index, flag)) for flag in self._flags]

    def finish(self, time_s: float, reps: int) -> list[Event]:
        """Take all flags down; those of a pull that never became a rep lose its number.

        A trunk that rises in what never became a rep is somebody straightening up.
        """
        events: list[Event] = []
        for holding in self._holding.values():
            events += self._keep(holding.finish(time_s))
        counted = {number: number for number in range(1, reps + 1)}
        left = [(flag, flag.renumbered(counted)) for flag in self._flags]
        self._flags = [
            now for flag, now in left if now.rep or not (flag.rep and flag.code in OF_PULLS)
        ]
        return events

    def _settle(self, rep: Rep) -> None:
        """Let lasting faults know what they came to in a rep that is over."""
        for code, holding in self._holding.items():
            holding.rep_done(rep.index, rep.start_s, rep.end_s)
            self._flags = [
                holding.told_of(flag, rep.index, rep.start_s, rep.end_s)
                if flag.code == code and flag.end_s > rep.start_s
                else flag
                for flag in self._flags
            ]

    def _learn(self, spec: ExerciseSpec) -> None:
        """Take the exercise's limits; a lasting fault that is up stays under its old one."""
        if spec is self._spec:
            return
        self._spec, self._limits = spec, limits(self._options, spec)
        for rule in FRAME_RULES:
            before = self._holding.get(rule.code)
            if before is None or before.active is None:
                self._holding[rule.code] = Holding(self._hold_rule(rule))

    def _hold_rule(self, rule: Rule) -> HoldRule:
        on = limit_of(rule, self._limits, self._options.strictness)
        bad = self._limits[rule.bad] if rule.bad else 2.0 * on
        off = self._options.hysteresis * on
        return HoldRule(rule.code, rule.unit, on, off, bad, self._limits[rule.hold], rule.release_s)

    def _foretell(
        self, known: dict[str, Reading], spec: ExerciseSpec, rep: int, now_s: float
    ) -> list[Event]:
        """Tell what is plain of a pull that is still under way, each code once."""
        self._early = [flag for flag in self._early if flag.rep == rep]
        events: list[Event] = []
        for rule in REP_RULES:
            told = {flag.code for flag in self._early}
            reading = known.get(rule.signal)
            if reading is None or rule.code not in spec.flags or rule.code in told:
                continue
            if STRONGER.get(rule.code) in told or (rule.once and rule.code in self._told):
                continue
            flag = self._flag(rule, reading, rep, now_s)
            if flag is not None:
                self._early.append(flag)
                self._told.add(rule.code)
                events += self._once(flag, now_s)
        return events

    def _judged(self, view: RepView, now_s: float) -> list[Flag]:
        told = {flag.code: flag for flag in self._early if flag.rep == view.rep.index}
        early = set(told)
        for rule in REP_RULES:
            again = rule.code in told or (rule.once and rule.code in self._told)
            if rule.code in view.spec.flags and not again:
                reading = REP_SIGNALS[rule.signal](view)
                if (flag := self._flag(rule, reading, view.rep.index, now_s)) is not None:
                    told[rule.code] = flag
        for code, stronger in STRONGER.items():
            if stronger in told:
                told.pop(code, None)
        self._told |= told.keys()
        new = [flag for code, flag in told.items() if code not in early]
        return sorted(new, key=lambda flag: flag.start_s)

    def _bent_unseen(
        self, rep: Rep, spec: ExerciseSpec, samples: list[Sample], now_s: float
    ) -> list[Flag]:
        """Return plain bends of a rep during which nobody knew yet that it was one.

        What comes late helps nobody mend the rep, so only an alert is worth telling.
        """
        inside = [sample for sample in samples if rep.start_s <= sample.time_s <= rep.end_s]
        found: list[Flag] = []
        for rule in BEND_RULES:
            known = any(
                flag.code == rule.code and flag.start_s < rep.end_s and not flag.end_s < rep.start_s
                for flag in self.flags
            )
            if known or rule.code not in spec.flags:
                continue
            holding = Holding(self._hold_rule(rule))
            told: list[FlagRaised | FlagCleared] = []
            for sample in inside:
                reading = bends(sample)[rule.signal]
                value = _surely(rule, reading, up=holding.active is not None)
                told += holding.push(sample.time_s, value, armed=True, rep=rep.index)
            told += holding.finish(rep.end_s)
            ended = [event.flag for event in told if isinstance(event, FlagCleared)]
            found += [replace(f, raised_s=now_s) for f in ended if f.severity == "alert"]
        return found

    def _flag(self, rule: Rule, reading: Reading, rep: int, now_s: float) -> Flag | None:
        limit = limit_of(rule, self._limits, self._options.strictness)
        if not rule.clears(reading, limit):
            return None
        severity = rule.severity(reading.value, self._limits[rule.bad] if rule.bad else None)
        return Flag(
            rule.code, severity, reading.start_s, now_s, reading.value, limit, rule.unit,
            rep, reading.end_s,
        )  # fmt: skip

    def _after(self, reading: Reading, now_s: float) -> list[Event]:
        """Judge what is known only after the rep."""
        view = self._watched
        if view is None or not reading.known:
            return []
        events: list[Event] = []
        for rule in LATE_RULES:
            if rule.code in view.spec.flags:
                flag = self._flag(rule, reading, view.rep.index, now_s)
                if flag is not None:
                    events += self._once(flag, now_s)
                    self._watched = None
        return events

    def _keep(self, told: Sequence[FlagRaised | FlagCleared]) -> list[Event]:
        self._flags += [event.flag for event in told if isinstance(event, FlagCleared)]
        return list(told)

    def _once(self, flag: Flag, now_s: float) -> list[Event]:
        """Raise and clear a flag that is already over."""
        self._flags.append(flag)
        return [FlagRaised(now_s, replace(flag, end_s=NAN)), FlagCleared(now_s, flag)]


def _within(rep: Rep, flag: Flag) -> Flag:
    """Return what was judged of one stroke of a rep ended with that rep.

    The course of a slow end of the lowering may be longer than the rep as it is counted, and the
    next rep would be blamed for the fault, too.
    """
    over = flag.rep == rep.index and flag.start_s < rep.end_s < flag.end_s
    return replace(flag, end_s=rep.end_s) if over and flag.code in OF_ONE_REP else flag


def _without(index: int, flag: Flag | None) -> dict[int, int]:
    """Return the numbers of a flag's reps as they are, but for one that was none."""
    reps = () if flag is None else (flag.rep, *(peak.rep for peak in flag.peaks))
    return {number: number for number in reps if number != index}


def _surely(rule: Rule, reading: Reading, *, up: bool) -> float:
    """Return the value a held rule sees: less its doubt until it is up, then the plain one."""
    if not reading.known:
        return NAN
    return reading.value if up else reading.low
