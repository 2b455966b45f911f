"""After a set one fault is to be mended: the one that cost its reps most."""

from __future__ import annotations

from formcheck.scoring.set_statistics import to_mend
from formcheck.types import Flag
from support.results import make_rep

REPS = tuple(make_rep(number, flags=()) for number in (4, 5, 6))


def fault(code: str, rep: int, value: float, severity: str = "warning") -> Flag:
    at_s = 2.0 * rep + 0.5
    return Flag(code, severity, at_s, at_s, value, 10.0, "°", rep, at_s + 0.2)  # type: ignore[arg-type]


def test_nothing_is_to_be_mended_where_nothing_was_told() -> None:
    assert to_mend(REPS, ()) is None
    assert to_mend((), (fault("rounded_back", 4, 20.0),)) is None
    assert to_mend(REPS, (fault("speed_loss", 4, 20.0),)) is None, "a remark costs nothing"


def test_the_fault_that_cost_most_comes_first_and_shows_its_worst_rep() -> None:
    flags = (
        fault("rounded_back", 4, 12.0),
        fault("rounded_back", 6, 30.0),
        fault("trunk_swing", 5, 90.0, "alert"),
    )
    found = to_mend(REPS, flags)
    assert found is not None
    assert (found.flag.code, found.flag.value, found.reps) == ("rounded_back", 30.0, (4, 6))


def test_of_equal_cost_the_worse_one_comes_first() -> None:
    found = to_mend(REPS, (fault("yank", 4, 11.0), fault("drop", 5, 40.0)))
    assert found is not None
    assert found.flag.code == "drop"


def test_faults_of_other_sets_are_not_this_ones() -> None:
    assert to_mend(REPS, (fault("rounded_back", 2, 30.0),)) is None
