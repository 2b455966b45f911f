"""When a planted fault is plain, by the true motion alone."""

from __future__ import annotations

import math

import pytest

from studio.motion import Rep
from tests.benchmark.scale.onsets import plain_s

PULL_S, PAUSE_S, LOWER_S = 1.0, 0.5, 2.0
START_S = 3.0


def since_start(code: str, **changes: object) -> float:
    rep = Rep(concentric_s=PULL_S, pause_s=PAUSE_S, eccentric_s=LOWER_S, **changes)  # type: ignore[arg-type]
    return plain_s(code, rep, START_S, swing_deg=15.0) - START_S


def test_a_yank_is_plain_once_its_first_half_is_over() -> None:
    assert since_start("yank", stroke="yank") == pytest.approx(0.21, abs=0.03)


def test_a_hitch_is_plain_once_the_pull_goes_on() -> None:
    assert 0.58 < since_start("hitch", stroke="hitch") < 0.85
    assert math.isnan(since_start("hitch"))


def test_a_short_pull_is_plain_once_it_has_turned() -> None:
    lowering_s = PULL_S + PAUSE_S
    assert since_start("short_range", depth=0.6) == pytest.approx(lowering_s + 0.88, abs=0.1)


def test_a_fall_is_plain_once_the_weight_is_nearly_down() -> None:
    down_s = since_start("drop", stroke="drop")
    assert PULL_S + PAUSE_S + 1.4 < down_s < PULL_S + PAUSE_S + LOWER_S


def test_a_bounce_is_plain_once_it_falls_back() -> None:
    lowering_s = PULL_S + PAUSE_S
    assert since_start("bounce", stroke="bounce") == pytest.approx(lowering_s + 1.8, abs=0.05)


def test_a_swing_is_plain_after_its_hold_time() -> None:
    assert since_start("trunk_swing", swing_deg=30.0) == pytest.approx(0.5 + 0.1, abs=0.02)
    assert math.isnan(since_start("trunk_swing", swing_deg=10.0))


def test_other_faults_have_no_such_moment() -> None:
    assert math.isnan(since_start("no_retraction"))
