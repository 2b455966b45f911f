"""How common a drawn posture is among lifters.

The pictures are drawn evenly, so that everything is seen often.  An estimator in doubt answers
with what is usual, though, and that must be what is usual among lifters: shoulder blades move
with the hands in most pulls, few shrug, and backs are near neutral half of the time.  So pictures
are taken as often as such a posture is met.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from studio.motion import State
from studio.stills import sitting

NEUTRAL_DEG = 3.0
"""Flexion up to which the studio calls a drawn back neutral."""

Trait = Callable[[str, State], bool]
"""Whether a picture of this exercise and posture has it."""


def _blade_with_hand(exercise: str, state: State) -> bool:
    pairs = zip(state.pull, state.scapula, strict=True)
    return all(math.isclose(pull, blade) for pull, blade in pairs)


def _no_shrug(exercise: str, state: State) -> bool:
    return not any(state.shrug_deg)


def _neutral_back(exercise: str, state: State) -> bool:
    return abs(state.lumbar_deg + state.thoracic_deg) <= NEUTRAL_DEG


def _face_pull(exercise: str, state: State) -> bool:
    return exercise == "face_pull"


USUAL: tuple[tuple[Trait, float], ...] = (
    (_blade_with_hand, 0.75),
    (_no_shrug, 0.80),
    (_neutral_back, 0.45),
    (_face_pull, 0.25),
)
"""How often each trait is to be met.  Compared on sittings left out: the first at 0.80 takes a
fifth off the error of a retracted shoulder and adds a twentieth to that of one that stays."""


ROUNDS = 10
"""Traits come together (a first picture has them all), so their shares are met by raking (Deming
& Stephan 1940): one after the other, again and again."""


def commonness(sittings: NDArray[np.intp], stills: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return the weight of each picture, mean 1, given its sitting and its number there."""
    known = {int(index): sitting(int(index)) for index in np.unique(sittings)}
    drawn = [
        (known[int(i)].exercise, known[int(i)].states[int(k)])
        for i, k in zip(sittings, stills, strict=True)
    ]
    traits = [(np.array([trait(*each) for each in drawn]), wanted) for trait, wanted in USUAL]
    weight = np.ones(len(drawn))
    for has, wanted in ROUNDS * traits:
        share = float(np.clip(np.average(has, weights=weight), 1e-6, 1.0 - 1e-6))
        weight *= np.where(has, wanted / share, (1.0 - wanted) / (1.0 - share))
    return (weight / weight.mean()).astype(np.float32)
