"""How far a rep has got at every moment: calm ones of any tempo, and jerky ones of known kind.

A course is a share of the way (0 arms long, 1 contracted) over time.  Every number of a kind is in
:data:`STRENGTHS`, in the order weak, middle, strong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from formcheck.reps.fit import minimum_jerk
from formcheck.types import NAN, FloatArray

Kind = Literal["calm", "yank", "hitch", "bounce", "drop"]
KINDS: Final[tuple[Kind, ...]] = ("yank", "hitch", "bounce", "drop")

STRENGTHS: Final[dict[str, tuple[float, float, float]]] = {
    # Seconds in which half of the way is snatched.
    "yank": (0.22, 0.16, 0.11),
    # Share of the way by which the pull falls back.
    "hitch": (0.05, 0.10, 0.20),
    # Share of the way by which the limb rebounds.
    "bounce": (0.08, 0.15, 0.25),
    # Seconds in which the load would fall the whole way at an even acceleration.  A free fall
    # over an arm's length (0.6 m) takes 0.35 s.
    "drop": (0.55, 0.42, 0.32),
}

RATE_HZ: Final = 240.0
CAUGHT_AT: Final = 0.08
"""A dropped load is caught when so much of the way is left."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds of pull, hold, lowering and rest of a calm rep.

    ``lean`` bends the bell of the speed: below 1 it peaks early, above late.
    """

    pull_s: float = 0.9
    hold_s: float = 0.2
    lower_s: float = 1.8
    rest_s: float = 0.5
    lean: float = 1.0


@dataclass(frozen=True, slots=True)
class Course:
    """One rep: its share of the way at :data:`RATE_HZ`, and what is wrong with it.

    ``lowering_from`` is the index from which the lowering's pictures show it, ``plain_s`` when the
    fault is plain (seconds from the start), NaN in a calm rep.
    """

    kind: str
    strength: int
    share: FloatArray
    lowering_from: int
    plain_s: float = NAN

    @property
    def duration_s(self) -> float:
        """Length with the rest that follows."""
        return len(self.share) / RATE_HZ


def course(kind: Kind, strength: int, tempo: Tempo) -> Course:
    """Return a rep of a kind (``strength`` 0 weak, 1 middle, 2 strong); ``calm`` has none."""
    size = STRENGTHS[kind][strength] if kind != "calm" else NAN
    pull = _PULLS.get(kind, lambda _, t: _even(t.pull_s, t.lean))(size, tempo)
    lower = _LOWERINGS.get(kind, lambda _, t: 1.0 - _even(t.lower_s, t.lean))(size, tempo)
    hold, rest = np.ones(_count(tempo.hold_s)), np.zeros(_count(tempo.rest_s))
    share = np.concatenate([pull, hold, lower, rest])
    before = len(pull) + len(hold)
    plain = _PLAIN[kind](pull, lower, before / RATE_HZ) if kind != "calm" else NAN
    return Course(kind, strength, share, len(pull) + len(hold) // 2, plain)


def _count(seconds: float) -> int:
    return round(seconds * RATE_HZ)


def _even(seconds: float, lean: float = 1.0) -> FloatArray:
    time = np.arange(_count(seconds)) / _count(seconds)
    return minimum_jerk(time**lean)


def _to(start: float, end: float, seconds: float) -> FloatArray:
    return start + (end - start) * _even(seconds)


def _yank(half_s: float, tempo: Tempo) -> FloatArray:
    """Half of the way at once, the rest as slowly as the whole would take."""
    time = np.arange(_count(0.5 * half_s + tempo.pull_s)) / RATE_HZ
    burst = minimum_jerk(time / (1.15 * half_s))
    return 0.5 * burst + 0.5 * minimum_jerk((time - 0.5 * half_s) / tempo.pull_s)


def _hitch(fall: float, tempo: Tempo) -> FloatArray:
    return np.concatenate(
        [
            _to(0.0, 0.55, 0.55 * tempo.pull_s),
            np.full(_count(0.1), 0.55),
            _to(0.55, 0.55 - fall, 0.25),
            _to(0.55 - fall, 1.0, 0.6 * tempo.pull_s),
        ]
    )


def _drop(fall_s: float, _tempo: Tempo) -> FloatArray:
    """A fall at an even acceleration that is caught at the end."""
    free_s = fall_s * (1.0 - CAUGHT_AT) ** 0.5
    free = 1.0 - (np.arange(_count(free_s)) / RATE_HZ / fall_s) ** 2
    speed = 2.0 * free_s / fall_s**2
    caught_s = 2.0 * CAUGHT_AT / speed
    left = 1.0 - np.arange(_count(caught_s)) / _count(caught_s)
    return np.concatenate([free, CAUGHT_AT * left**2])


def _bounce(rebound: float, tempo: Tempo) -> FloatArray:
    """A lowering that ends at speed, a rebound up and down in 0.38 s, and rest."""
    time = np.arange(_count(0.7 * tempo.lower_s)) / _count(0.7 * tempo.lower_s)
    down = 1.0 - 0.5 * time**2 - 0.5 * minimum_jerk(time)
    up = np.arange(_count(0.38)) / _count(0.38)
    return np.concatenate([down, 4.0 * rebound * up * (1.0 - up), np.zeros(_count(0.25))])


_PULLS: Final[dict[str, Callable[[float, Tempo], FloatArray]]] = {"yank": _yank, "hitch": _hitch}
_LOWERINGS: Final[dict[str, Callable[[float, Tempo], FloatArray]]] = {
    "drop": _drop, "bounce": _bounce,
}  # fmt: skip


def _half_way(pull: FloatArray, _lower: FloatArray, _before_s: float) -> float:
    return float(np.flatnonzero(pull >= 0.5)[0]) / RATE_HZ


def _goes_on(pull: FloatArray, _lower: FloatArray, _before_s: float) -> float:
    fallen = int((np.maximum.accumulate(pull) - pull).argmax())
    again = np.flatnonzero(pull[fallen:] >= pull[:fallen].max())
    return float(fallen + again[0]) / RATE_HZ


def _falls_back(_pull: FloatArray, lower: FloatArray, before_s: float) -> float:
    bottom = int(np.flatnonzero(lower <= 1e-6)[0])
    top = bottom + int(lower[bottom:].argmax())
    back = np.flatnonzero(lower[top:] <= 0.5 * lower[top])
    return before_s + float(top + back[0]) / RATE_HZ


def _nearly_down(_pull: FloatArray, lower: FloatArray, before_s: float) -> float:
    return before_s + float(np.flatnonzero(lower <= 0.2)[0]) / RATE_HZ


_PLAIN: Final[dict[str, Callable[[FloatArray, FloatArray, float], float]]] = {
    "yank": _half_way, "hitch": _goes_on, "bounce": _falls_back, "drop": _nearly_down,
}  # fmt: skip
"""When a fault is plain: half of the way is done, the pull goes on, the rebound falls back by half,
four fifths of the way down are done."""
