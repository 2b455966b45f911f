"""The lifter's own greatest flexion, and flexion as a share of it."""

from __future__ import annotations

import math

import pytest

from formcheck.measures.maximum import Maximum, MaximumFinder
from formcheck.types import Measurement, Reason

STD = 3.0


def bend(finder: MaximumFinder, greatest: float, *, judged: bool = True) -> Maximum | None:
    """Bend and rise within four seconds, at the bottom after two."""
    found = None
    for i in range(120):
        t = i / 30
        value = greatest * math.sin(math.pi * t / 4.0)
        back = Measurement(value, std=STD) if judged else Measurement.missing(Reason.VIEW)
        found = finder.push(t, back, 0.4 * value, 0.6 * value) or found
    return found


def test_the_bend_at_the_named_moment_is_the_maximum() -> None:
    finder = MaximumFinder(at_s=2.0)
    found = bend(finder, 50.0)
    assert found is not None
    assert found.total_deg == pytest.approx(50.0, abs=1.0)
    assert found.std_deg == STD
    assert found.lumbar_deg == pytest.approx(0.4 * found.total_deg)
    assert found.thoracic_deg == pytest.approx(0.6 * found.total_deg)
    assert finder.maximum == found


@pytest.mark.parametrize(("greatest", "judged"), [(8.0, True), (50.0, False)])
def test_no_bend_or_none_that_was_judged_keeps_what_was(greatest: float, judged: bool) -> None:
    earlier = Maximum(45.0, std_deg=4.0)
    finder = MaximumFinder(earlier, at_s=2.0)
    assert bend(finder, greatest, judged=judged) is None
    assert finder.maximum == earlier


def test_a_maximum_of_another_day_gives_way_to_one_that_was_seen() -> None:
    earlier, later = Maximum(45.0), Maximum(50.0)
    finder = MaximumFinder(earlier, at_s=2.0)
    finder.recall(later)
    assert finder.maximum == later
    seen = bend(finder, 40.0)
    finder.recall(earlier)
    assert seen is not None
    assert finder.maximum == seen


def test_share_of_the_maximum_with_both_errors() -> None:
    finder = MaximumFinder(Maximum(50.0, std_deg=5.0))
    told = finder.share(Measurement(30.0, std=STD))
    assert told.value == pytest.approx(60.0)
    assert told.std == pytest.approx(math.hypot(100.0 * STD / 50.0, 60.0 * 5.0 / 50.0))
    assert finder.share(Measurement(-10.0, std=STD)).value == pytest.approx(-20.0)


def test_no_maximum_or_no_back_is_no_share() -> None:
    assert MaximumFinder().share(Measurement(30.0)).reason is Reason.NO_MAXIMUM
    missing = Measurement.missing(Reason.CONTOUR_HIDDEN)
    assert MaximumFinder(Maximum(50.0)).share(missing).reason is Reason.CONTOUR_HIDDEN
