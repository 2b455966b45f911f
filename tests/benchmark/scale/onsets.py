"""When a planted fault is plain: the first moment at which the true motion fulfils its rule.

A yank is one once the first half of the pull is over, a hitch once the pull goes on, a short pull
once it has turned by a fifth, a fall once the weight is nearly down: before, even somebody who
knows every joint exactly could not tell.  A lasting fault adds the time its rule lets it last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from formcheck.config import FlagOptions
from formcheck.flags.course import BACK, TURN, WAY_ON
from studio.motion import Rep, pull_curve, rep_position

RATE_HZ: Final = 240.0
HALF, LOW = 0.6, 0.2
"""A snatched pull is plain from here on; a fall has four fifths of its way done."""

NAN: Final = float("nan")

Array = NDArray[np.float64]
Stroke = tuple[Array, Array]
"""Times from the repetition's start, and the true share of the stroke."""


def plain_s(code: str, rep: Rep, start_s: float, swing_deg: float = NAN) -> float:
    """Return when a fault of a repetition is plain, seconds; NaN where that is not defined.

    Parameters
    ----------
    swing_deg : trunk swing that the exercise allows
    """
    times = np.arange(0.0, rep.duration_s, 1.0 / RATE_HZ)
    stroke = np.array([rep_position(rep, float(t))[0] for t in times])
    if code == "trunk_swing":
        swing = [rep.swing_deg * pull_curve("clean", min(t / rep.concentric_s, 1.0)) for t in times]
        return start_s + _first(times, np.array(swing) >= swing_deg) + FlagOptions().moment_s
    find = _FINDERS.get(code)
    return start_s + find(rep, times, stroke) if find else NAN


def _yank(rep: Rep, times: Array, stroke: Array) -> float:
    return _first(times, stroke >= HALF * rep.depth)


def _hitch(rep: Rep, times: Array, stroke: Array) -> float:
    pulling = times <= rep.concentric_s
    before = np.maximum.accumulate(stroke)
    fell = float((before - stroke)[pulling].max())
    if fell <= 0.0:
        return NAN
    lowest = int((before - stroke)[pulling].argmax())
    later = times > times[lowest]
    return _first(times, later & (stroke >= before[lowest] + WAY_ON * rep.depth))


def _short(rep: Rep, times: Array, stroke: Array) -> float:
    lowering = times > rep.concentric_s + rep.pause_s
    return _first(times, lowering & (stroke <= (1.0 - TURN) * rep.depth))


def _down(rep: Rep, times: Array, stroke: Array) -> float:
    lowering = times > rep.concentric_s + rep.pause_s
    return _first(times, lowering & (stroke <= LOW * rep.depth))


def _bounce(rep: Rep, times: Array, stroke: Array) -> float:
    lowering = times > rep.concentric_s + rep.pause_s
    down_s = _first(times, lowering & (stroke <= 0.01))
    after = times > down_s
    if not after.any():
        return NAN
    top = float(stroke[after].max())
    top_s = float(times[after][stroke[after].argmax()])
    return _first(times, (times > top_s) & (stroke <= (1.0 - BACK) * top))


_FINDERS: Final[dict[str, Callable[[Rep, Array, Array], float]]] = {
    "yank": _yank,
    "hitch": _hitch,
    "short_range": _short,
    "drop": _down,
    "lowering_too_fast": _down,
    "bounce": _bounce,
}


def _first(times: Array, there: NDArray[np.bool_]) -> float:
    found = np.flatnonzero(there)
    return float(times[found[0]]) if len(found) else NAN
