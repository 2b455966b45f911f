"""Tell the exercise from its pulls; unsure is an answer."""

from __future__ import annotations

import math
from collections import deque

from formcheck.exercises.families import PULL
from formcheck.exercises.registry import get, recognisable
from formcheck.exercises.spec import ExerciseSpec
from formcheck.types import NAN, ExerciseGuess

NAMING = 0.30
"""A pull belongs to an exercise when the product of its memberships reaches this."""

SURE = 0.5
"""A pull that fits worse than this counts only when a like one follows: putting things away looks
a little like rowing, once."""

FOLLOWING = 0.02
FOLLOWING_PCT = 25.0
"""Later pulls of an exercise already named may fit this badly, and be so little like a pull: nine
of ten pulls of people left out are more like one."""

FIXED = 0.55
"""With the exercise fixed by the user, a pull must fit on the whole, not in every feature."""

AMID = 0.8
"""A pull in the midst of a set must fit on the whole, not in every feature."""

HIDDEN = 0.85
"""A pull of an arm that is guessed must fit on the whole, not in every feature."""

HIDDEN_SURE = ("trunk_inclination_deg", "trunk_upright_pct", "other_arm_pct")
"""...but in what is seen all the same, each at least half."""

MARGIN = 2.0
"""An exercise is named when it fits so many times better than the next; else we are unsure."""

KIN_MARGIN = 1.15
"""...or so many times better than the next of its own family, of which the trees are sure."""

RENAMING = 5.0
"""A named exercise gives way when another has fitted its pulls so many times better."""

UNSURE_PCT = 50.0
"""So like a pull, and twice alike, a cycle counts although no exercise fits: of real people left
out, 0.8 % of those who did not pull were so like it, and two thirds of those who did."""

ALIKE_PCT = 50.0
LENIENT = 10
"""So like its family, an exercise may miss one band of ten; of the mean fit this power is taken."""

LEAST_EVIDENCE = 0.1
"""An exercise that fits the last pulls worse is no name for them."""

LEAST = 1e-3
PULLS = 12
"""The last pulls that are weighed together, a set's worth: of 28 real sets one was renamed in its
midst by the last six."""

CONFIRM_WITHIN_S = 15.0

RESTED_S = 20.0
"""After so long without a pull that counted, the next must fit as a first one: bottle, towel and
phone look a little like what was done before."""


class ExerciseRecogniser:
    """Follow which exercise is done; one per session.

    Parameters
    ----------
    fixed : str, ExerciseSpec or None
        The exercise the user named, or one that is not registered; None to recognise it.
    """

    def __init__(self, fixed: str | ExerciseSpec | None) -> None:
        self._fixed = get(fixed) if isinstance(fixed, str) else fixed
        self._spec: ExerciseSpec | None = self._fixed
        self._leading: ExerciseSpec | None = self._fixed
        self._pulls: deque[dict[str, float]] = deque(maxlen=PULLS)
        self._fitting: dict[str, list[float]] = {}
        self._counted_s = -math.inf

    @property
    def spec(self) -> ExerciseSpec | None:
        """The exercise, or None while unknown or unsure."""
        return self._spec

    @property
    def leading(self) -> ExerciseSpec | None:
        """The likeliest exercise of the pulls that counted, even while unsure; None before any."""
        return self._leading

    @property
    def guess(self) -> ExerciseGuess:
        """What is known, for the user."""
        if self._fixed is not None:
            return ExerciseGuess(self._fixed.name, 1.0, fixed_by_user=True)
        if self._spec is None:
            return ExerciseGuess()
        return ExerciseGuess(self._spec.name, self._evidence()[self._spec.name])

    def scores(self, features: dict[str, float], signal: str = "arm") -> dict[str, float]:
        """Return how well a pull fits each exercise that is followed by this signal.

        What is like a pull is none of those that are no pull: overhead a press goes as a pulldown.
        """
        pull = features[PULL] >= UNSURE_PCT
        return {
            spec.name: max(spec.match(features), _alike(spec, features))
            for spec in recognisable()
            if signal in spec.signals and (spec.pull or not pull)
        }

    def fits(self, features: dict[str, float], signal: str = "arm", *, amid: bool = False) -> bool:
        """Whether a pull belongs to what is done, or to anything while that is unknown.

        ``amid`` two reps of a set one feature may be astray, as wild frames make it.
        """
        if self._fixed is not None:
            return signal in self._fixed.signals and _belongs(self._fixed, features)
        scores = self.scores(features, signal)
        if self._spec is not None:
            if signal not in self._spec.signals:
                return False
            # Not among them where this is like a pull and the exercise is none.
            if scores.get(self._spec.name, 0.0) >= FOLLOWING:
                return True
            if amid:
                return self._spec.leniency(features) >= AMID
        if features[PULL] >= UNSURE_PCT:
            return True
        return max(scores.values(), default=0.0) >= NAMING

    def likeness(self, features: dict[str, float], signal: str = "arm") -> float:
        """Return how like a pull a cycle is, %; NaN where its exercise is no pull.

        What the trees say of a curl or a raise is noise, by which no rep may be left out.
        """
        spec = self._fixed
        if spec is None:
            scores = self.scores(features, signal)
            best = max(scores, key=lambda name: scores[name], default="")
            spec = get(best) if best and scores[best] >= NAMING else None
        return NAN if spec is not None and not spec.pull else features[PULL]

    def fit_to_set(self, features: dict[str, float], signal: str = "arm") -> float:
        """Return how well a pull fits what is done, 0 to 1; anything while that is unknown."""
        scores = self.scores(features, signal)
        if self._leading is not None and self._leading.name in scores:
            return scores[self._leading.name]
        return max(scores.values(), default=0.0)

    def judge(self, features: dict[str, float], signal: str = "arm", time_s: float = 0.0) -> bool:
        """Take one pull; return whether it is one of an exercise, which it may name.

        A pull that needs confirming (:attr:`ExerciseSpec.confirm`) does not count until a like
        one follows; then the earlier may be asked for again with :meth:`fits`.
        """
        if self._fixed is not None:
            return self.fits(features, signal)
        scores = self.scores(features, signal)
        if not scores:
            return False
        best = max(scores, key=lambda name: scores[name])
        follows = self._spec is not None and scores.get(self._spec.name, 0.0) >= FOLLOWING
        follows = follows and not features[PULL] < FOLLOWING_PCT
        if not follows or time_s - self._counted_s > RESTED_S:
            named = scores[best] >= NAMING
            if not named and not features[PULL] >= UNSURE_PCT:
                return False
            sure = scores[best] >= SURE and not features[PULL] < UNSURE_PCT
            if not self._confirmed(best if named else "", time_s, sure=sure):
                return False
            if self._spec is not None and not follows:
                self._pulls.clear()
                self._spec = None
        self._counted_s = time_s
        # Between like pulls that wait to be confirmed nothing else is done.
        self._fitting = {best: self._fitting.get(best, [])}
        self._pulls.append(scores)
        self._name()
        return True

    def fits_hidden(self, features: dict[str, float]) -> bool:
        """Whether a pull of an arm that is hidden belongs to an exercise for one arm."""
        return bool(self._hidden(features))

    def follow_hidden(self, features: dict[str, float]) -> None:
        """Learn from a pull that counts although its arm is hidden."""
        if self._fixed is None:
            self._pulls.append(self._hidden(features))
            self._name()

    def _hidden(self, features: dict[str, float]) -> dict[str, float]:
        specs = [self._fixed] if self._fixed is not None else recognisable()
        fits = {s.name: s.leniency(features) for s in specs if s.one_armed and _sure(s, features)}
        return {name: fit for name, fit in fits.items() if fit >= HIDDEN}

    def _confirmed(self, name: str, time_s: float, *, sure: bool) -> bool:
        seen = [t for t in self._fitting.get(name, []) if time_s - t <= CONFIRM_WITHIN_S]
        self._fitting[name] = [*seen, time_s]
        least = get(name).confirm if name else 1
        return len(seen) + 1 >= max(least, 1 if sure else 2)

    def _evidence(self) -> dict[str, float]:
        """Return the geometric mean of each exercise's fit over the last pulls."""
        names = {name for scores in self._pulls for name in scores}
        return {
            name: math.exp(
                sum(math.log(max(scores.get(name, 0.0), LEAST)) for scores in self._pulls)
                / len(self._pulls)
            )
            for name in names
        }

    def _name(self) -> None:
        evidence = self._evidence()
        order = sorted(evidence, key=lambda name: -evidence[name])
        best = evidence[order[0]]
        # The best of the others, of the same family and of another one.
        rivals = {_kin(order[0], name): name for name in order[:0:-1]}
        needed = max(
            (evidence[n] * (KIN_MARGIN if kin else MARGIN) for kin, n in rivals.items()),
            default=0.0,
        )
        if best < LEAST_EVIDENCE:
            return
        self._leading = get(order[0])
        if self._spec is None:
            self._spec = self._leading if best >= needed else None
        elif best >= RENAMING * evidence.get(self._spec.name, 0.0):
            self._spec = self._leading
        if self._spec is not None:
            self._leading = self._spec


def _belongs(spec: ExerciseSpec, features: dict[str, float]) -> bool:
    """Whether a pull is one of the exercise that the user has named."""
    near = not spec.strict or spec.match(features) >= FOLLOWING
    return near and spec.leniency(features) >= FIXED


def _alike(spec: ExerciseSpec, features: dict[str, float]) -> float:
    """Return how well a pull fits by its family and on the whole, 0 to 1.

    From an odd view, or where landmarks err, a band or two are missed by far; who is like the
    family's people and near the exercise in all else is at it all the same.
    """
    if not spec.likeness:
        return 0.0
    share = features[spec.likeness] / ALIKE_PCT
    return min(share, 1.0) * spec.leniency(features) ** LENIENT if share > 0.0 else 0.0


def _kin(one: str, other: str) -> bool:
    """Whether two exercises are of one family of pulls."""
    return get(one).likeness == get(other).likeness != ""


def _sure(spec: ExerciseSpec, features: dict[str, float]) -> bool:
    """Whether a pull keeps to the exercise in what is seen although its arm is hidden."""
    return all(
        spec.bands[name].membership(features[name]) >= 0.5
        for name in HIDDEN_SURE
        if name in spec.bands
    )
