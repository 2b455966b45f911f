"""Every planted fault of the posture shows in the true joints, and not before it begins."""

from __future__ import annotations

import numpy as np
import pytest

from studio.performance import pose as unchanged
from studio.skeleton import Skeleton
from tests.benchmark.scale.posed import NOTHING, POSED, Ailment, pose
from tests.benchmark.scale.sets import Wanted, spec_of

LASTING = [code for code in POSED if code not in ("too_upright", "chin_below_bar", "speed_loss")]


def at(code: str, number: int, share: float) -> tuple[Skeleton, Skeleton]:
    """Return the lifter without and with the fault, so far through the first faulty repetition."""
    spec, ailment = spec_of(Wanted("tune", code, number))
    start_s, rep = spec.session.timed_reps[ailment.first]
    time_s = start_s + share * (rep.concentric_s + 0.5 * rep.pause_s)
    return pose(spec, NOTHING, time_s), pose(spec, ailment, time_s)


def moved(code: str, part: str, number: int = 0, share: float = 1.0) -> np.ndarray:
    well, ill = at(code, number, share)
    return ill[part] - well[part]


def test_without_an_ailment_the_studio_poses() -> None:
    spec, ailment = spec_of(Wanted("tune", "clean", 0))
    assert ailment == NOTHING
    for time_s in (0.0, 3.0, 6.0):
        ours, studio = pose(spec, ailment, time_s), unchanged(spec.performance(), time_s)[0]
        assert all(np.array_equal(ours[name], studio[name]) for name in ours.joints)


@pytest.mark.parametrize("code", LASTING)
def test_nothing_ails_before_its_repetition(code: str) -> None:
    spec, ailment = spec_of(Wanted("tune", code, 0))
    assert ailment != NOTHING
    early_s = spec.session.timed_reps[ailment.first][0] - 0.1
    well, ill = pose(spec, NOTHING, early_s), pose(spec, ailment, early_s)
    assert all(np.allclose(well[name], ill[name], atol=1e-9) for name in well.joints)


def test_hips_rise_and_shoulders_stay() -> None:
    assert moved("hips_rising", "hip")[2] > 0.06
    assert np.allclose(moved("hips_rising", "left_gleno"), 0.0, atol=1e-6)


def test_a_kip_swings_the_hips_under_still_shoulders() -> None:
    spec, ailment = spec_of(Wanted("tune", "kipping", 0))
    start_s = spec.session.timed_reps[ailment.first][0]
    times = start_s + np.linspace(0.0, 2.5, 26)
    away = [pose(spec, ailment, t)["hip"] - pose(spec, NOTHING, t)["hip"] for t in times]
    assert np.ptp([a[0] for a in away]) > 0.2


def test_a_short_stretch_ends_above_the_floor_until_the_last_rep() -> None:
    spec, ailment = spec_of(Wanted("tune", "short_stretch", 0))
    reps = spec.session.timed_reps
    for number, (start_s, rep) in enumerate(reps):
        end_s = start_s + rep.duration_s - 0.5 * rep.rest_s
        away = pose(spec, ailment, end_s)["left_wrist"] - pose(spec, NOTHING, end_s)["left_wrist"]
        kept = ailment.first <= number < ailment.last
        assert (np.linalg.norm(away) > 0.05) == kept


def test_an_ailment_of_nothing_changes_nothing() -> None:
    spec, _ = spec_of(Wanted("tune", "hips_rising", 0))
    well, ill = pose(spec, NOTHING, 6.0), pose(spec, Ailment(first=1, last=4), 6.0)
    assert all(np.allclose(well[name], ill[name], atol=1e-9) for name in well.joints)
