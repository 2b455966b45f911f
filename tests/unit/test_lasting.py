"""Hold time, hysteresis, severity and what missing values do to a lasting fault."""

from __future__ import annotations

import math

from formcheck.flags.lasting import Holding, HoldRule
from formcheck.types import Flag, FlagCleared, FlagRaised

RULE = HoldRule("rounded_back", "°", on=10.0, off=7.0, alert=20.0, hold_s=0.3, release_s=0.3)
Told = list[FlagRaised | FlagCleared]


def run(
    values: list[float], holding: Holding | None = None, *, armed: bool = True, start: int = 0
) -> Told:
    """Push values ten times a second."""
    holding = Holding(RULE) if holding is None else holding
    told: Told = []
    for i, value in enumerate(values):
        told += holding.push((start + i) / 10.0, value, armed=armed, rep=2)
    return told


def raised(told: Told) -> list[Flag]:
    return [event.flag for event in told if isinstance(event, FlagRaised)]


def test_a_fault_is_told_after_its_hold_time_and_dated_back() -> None:
    told = run([0, 0, 12, 13, 14, 15, 12])
    (flag,) = raised(told)
    assert (flag.start_s, flag.raised_s, told[0].time_s) == (0.2, 0.5, 0.5)
    assert (flag.code, flag.unit, flag.threshold, flag.rep) == ("rounded_back", "°", 10.0, 2)
    assert (flag.value, flag.severity, flag.active) == (15, "warning", True)


def test_a_short_excursion_is_not_told() -> None:
    assert run([0, 12, 13, 12, 6, 0, 12, 13, 12, 0]) == []


def test_above_the_alert_it_is_an_alert_also_later() -> None:
    (flag,) = raised(run([25] * 5))
    assert flag.severity == "alert"
    holding = Holding(RULE)
    run([12] * 5, holding)
    assert holding.active is not None
    assert holding.active.severity == "warning"
    run([31], holding, start=5)
    assert (holding.active.severity, holding.active.value) == ("alert", 31)


def test_between_off_and_on_nothing_starts_but_nothing_ends_either() -> None:
    assert run([9] * 20) == []
    # Once over, a dip that stays above "off" does not restart the hold time.
    (flag,) = raised(run([12, 9, 8, 12]))
    assert flag.start_s == 0.0
    holding = Holding(RULE)
    run([12] * 4, holding)
    assert run([8] * 20, holding, start=4) == []
    assert holding.active is not None


def test_it_ends_where_it_fell_below_off() -> None:
    holding = Holding(RULE)
    run([12] * 5, holding)
    told = run([6, 6, 6, 6], holding, start=5)
    (event,) = told
    assert isinstance(event, FlagCleared)
    assert (event.time_s, event.flag.end_s, event.flag.value) == (0.8, 0.5, 12)
    assert holding.active is None


def test_a_dip_shorter_than_the_release_ends_nothing() -> None:
    holding = Holding(RULE)
    run([12] * 5, holding)
    assert run([6, 6, 12, 6, 6, 12], holding, start=5) == []


def test_missing_values_change_nothing_for_a_while() -> None:
    (flag,) = raised(run([12, math.nan, math.nan, 12]))
    assert flag.start_s == 0.0
    assert run([math.nan] * 30) == []
    holding = Holding(RULE)
    run([12] * 5, holding)
    told = run([math.nan] * 6, holding, start=5)
    assert [type(event) for event in told] == [FlagCleared]


def test_unarmed_nothing_goes_up_but_what_is_up_comes_down() -> None:
    holding = Holding(RULE)
    assert run([12] * 9, holding, armed=False) == []
    assert len(raised(run([12], holding, start=9))) == 1
    told = run([0] * 5, holding, armed=False, start=10)
    assert [type(event) for event in told] == [FlagCleared]


def test_the_end_of_the_recording_takes_it_down() -> None:
    holding = Holding(RULE)
    assert holding.finish(1.0) == []
    run([12] * 5, holding)
    (event,) = holding.finish(3.0)
    assert event.flag.end_s == 3.0
    assert holding.finish(4.0) == []


def test_it_may_happen_again() -> None:
    told = run([12] * 5 + [0] * 5 + [22] * 5)
    assert [type(event) for event in told] == [FlagRaised, FlagCleared, FlagRaised]
    assert [flag.severity for flag in raised(told)] == ["warning", "alert"]
