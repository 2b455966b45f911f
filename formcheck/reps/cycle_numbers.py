"""What tells a pull from a press in one cycle: 57 numbers, whatever the camera's place.

The working arm, the other one, trunk and legs where the arm is long and where it is bent, how far
each of them goes, how far hand, hips and shoulders go in the picture (a pull-up moves the body, a
pulldown the hands), and how far the hand is from its shoulder.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from formcheck.measures.posture import ARMS, BODY, PLACES
from formcheck.reps.sample import Sample
from formcheck.types import FloatArray

EDGE_SHARE: Final = 0.15
"""The extended and the contracted posture are medians over this share of pull and return."""

EDGE_S: Final = 0.05
"""...but of no less time than one or two frames."""


def cycle_numbers(
    samples: list[Sample], arm: int, times_s: tuple[float, float, float]
) -> FloatArray:
    """Return the numbers of one cycle, shape (57,); NaN where nobody was seen.

    Parameters
    ----------
    samples : list of Sample
        At least those of the cycle.
    arm : int
        The arm that pulls, 0 left or 1 right.
    times_s : tuple of float
        When it begins, is farthest, and ends.
    """
    start, peak, end = times_s
    seen = [s for s in samples if s.found and start <= s.time_s <= end]
    if not seen:
        return np.full(SIZE, np.nan)
    times = np.array([s.time_s for s in seen])
    rows = np.array([s.posture for s in seen])
    edge = max(EDGE_SHARE * (peak - start), EDGE_S)
    long_arms = times - start <= edge
    if end - peak > 2.0 * EDGE_S:
        edge = max(EDGE_SHARE * min(peak - start, end - peak), EDGE_S)
        long_arms = np.minimum(times - start, end - times) <= edge
    ends = []
    for near in (long_arms, np.abs(times - peak) <= edge):
        part = rows[near] if near.any() else rows[[int(np.abs(times - peak).argmin())]]
        ends.append(np.median(part, axis=0))
    extended, contracted = ends
    moved = contracted[PLACES] - extended[PLACES]
    hand = moved[2 * arm : 2 * arm + 2]
    looks = [np.concatenate([e[ARMS[arm]], e[ARMS[1 - arm]][[0, 1, 2, 6]], e[BODY]]) for e in ends]
    far, close = (float(np.linalg.norm(look[:3])) for look in looks)
    return np.concatenate([
        *looks,
        [abs(hand[0]), hand[1], abs(moved[4]), moved[5], abs(moved[6]), moved[7]],
        looks[1] - looks[0],
        [far, close, close - far],
    ])  # fmt: skip


SIZE: Final = 57
