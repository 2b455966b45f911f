"""The live filter damps jitter; the filter for whole reps is not late at all."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.measures.smoothing import OneEuroFilter, zero_phase


def test_jitter_at_rest_is_damped_and_quick_motion_passes() -> None:
    rng = np.random.default_rng(4)
    noise = rng.normal(0.0, 0.01, 300)
    calm = OneEuroFilter(1.0, 1.0)
    out = np.array([calm.push(i / 30.0, noise[i : i + 1])[0] for i in range(300)])
    assert out[60:].std() < 0.6 * noise.std()
    quick, slow = OneEuroFilter(1.0, 10.0), OneEuroFilter(1.0, 0.0)
    for i in range(30):
        now = np.array([i / 30.0])
        fast, late = quick.push(i / 30.0, now), slow.push(i / 30.0, now)
    assert 1.0 - fast[0] < 0.5 * (1.0 - late[0])


def test_a_missing_element_stays_missing_and_starts_afresh() -> None:
    smooth = OneEuroFilter(1.0, 0.0)
    smooth.push(0.0, np.array([0.0, 0.0]))
    gone = smooth.push(0.1, np.array([math.nan, 1.0]))
    assert math.isnan(gone[0])
    assert 0.0 < gone[1] < 1.0
    back = smooth.push(0.2, np.array([5.0, 1.0]))
    assert back[0] == 5.0
    assert back[1] < 1.0


def test_reset_forgets() -> None:
    smooth = OneEuroFilter(1.0, 0.0)
    smooth.push(0.0, np.array([0.0]))
    smooth.reset()
    assert smooth.push(0.1, np.array([7.0]))[0] == 7.0


def test_zero_phase_moves_no_peak_and_removes_noise() -> None:
    times = np.sort(np.concatenate([np.arange(0, 4, 1 / 30), [0.51, 2.013]]))
    bump = np.exp(-(((times - 2.0) / 0.4) ** 2))
    rng = np.random.default_rng(1)
    even, out = zero_phase(times, bump + rng.normal(0.0, 0.03, len(times)), 3.0, 60.0)
    assert even[out.argmax()] == pytest.approx(2.0, abs=0.034)
    clean = np.exp(-(((even - 2.0) / 0.4) ** 2))
    assert np.sqrt(np.mean((out - clean) ** 2)) < 0.02


def test_zero_phase_bridges_gaps_and_tells_when_nothing_is_known() -> None:
    times = np.arange(60) / 30.0
    values = np.stack([times, np.full(60, math.nan)], axis=1)
    values[20:30, 0] = math.nan
    even, out = zero_phase(times, values[:, :1], 6.0, 60.0)
    np.testing.assert_allclose(out[10:-10, 0], even[10:-10], atol=0.01)
    assert np.isnan(zero_phase(times, values, 6.0, 60.0)[1][:, 1]).all()
