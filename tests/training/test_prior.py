"""Pictures are taken as often as their posture is met."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("numba", reason="the studio needs the extra `studio`")

from studio.stills import STILLS, sitting
from tests.training.prior import USUAL, commonness


def test_each_trait_is_met_as_often_as_it_should_be() -> None:
    sittings = np.repeat(np.arange(60), STILLS)
    stills = np.tile(np.arange(STILLS), 60)
    weight = commonness(sittings, stills)
    assert weight.mean() == pytest.approx(1.0, abs=1e-5)
    assert (weight > 0).all()
    drawn = [sitting(int(i)) for i in sittings]
    states = [(each.exercise, each.states[k]) for each, k in zip(drawn, stills, strict=True)]
    for trait, wanted in USUAL:
        has = [trait(*state) for state in states]
        assert np.average(has, weights=weight) == pytest.approx(wanted, abs=0.04)
