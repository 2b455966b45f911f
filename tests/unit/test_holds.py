"""Isometric holds are timed: from coming to rest in the zone to setting out from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from formcheck.errors import ConfigError
from formcheck.exercises.description import rules
from formcheck.exercises.hold import HOLD_SIGNALS, HoldRule
from formcheck.exercises.registry import get
from formcheck.exercises.spec import parse_exercise
from formcheck.reps.holds import GAP_S, HoldFollower, HoldTimer
from formcheck.reps.sample import Sample
from formcheck.types import Event, Hold, HoldBegan, HoldEnded, Rep

RULE = HoldRule("chin_pct", low=-30.0, high=60.0, slack=8.0, sinking=-18.0, least_s=2.0)
HANGING, TOP = -100.0, 5.0
UP_S, ON_S = 1.0, 2.0
"""The pull begins at 1 s and the hold at 2 s."""


def eased(share: float) -> float:
    share = min(max(share, 0.0), 1.0)
    return share**3 * (10.0 - 15.0 * share + 6.0 * share**2)


def chin(hold_s: float, lower_s: float = 2.2, sinking: float = 0.0) -> Callable[[float], float]:
    """Return the chin's height over time: a pull, a hold that may sink, a lowering."""

    def at(time_s: float) -> float:
        top = TOP - sinking * min(max(time_s - ON_S, 0.0), hold_s)
        up = eased((time_s - UP_S) / (ON_S - UP_S)) - eased((time_s - ON_S - hold_s) / lower_s)
        return HANGING + (top - HANGING) * up

    return at


def frames(
    course: Callable[[float], float], end_s: float, fps: float = 30.0, noise: float = 0.0
) -> list[Sample]:
    rng = np.random.default_rng(7)
    times = np.arange(0.0, end_s, 1.0 / fps).tolist()
    return [
        Sample(t, chin_pct=course(t) + float(rng.normal(0.0, noise or 1e-9)), found=True)
        for t in times
    ]


def run(timer: HoldTimer | HoldFollower, samples: list[Sample]) -> list[Event]:
    return [event for sample in samples for event in timer.push(sample)] + timer.finish()


def holds(samples: list[Sample], rule: HoldRule = RULE) -> list[Hold]:
    events = run(HoldTimer(rule), samples)
    began = [event.index for event in events if isinstance(event, HoldBegan)]
    ended = [event.hold for event in events if isinstance(event, HoldEnded)]
    assert began == [hold.index for hold in ended]
    return ended


def without(samples: list[Sample], start_s: float, end_s: float) -> list[Sample]:
    return [Sample(s.time_s) if start_s <= s.time_s < end_s else s for s in samples]


@pytest.mark.parametrize("fps", [24.0, 30.0, 60.0])
@pytest.mark.parametrize("hold_s", [2.5, 6.0, 20.0])
@pytest.mark.parametrize("lower_s", [0.7, 2.2, 3.0])
def test_a_hold_lasts_as_long_as_it_was_held(fps: float, hold_s: float, lower_s: float) -> None:
    course = chin(hold_s, lower_s)
    (hold,) = holds(frames(course, ON_S + hold_s + lower_s + 1.0, fps, noise=0.4))
    assert hold.start_s == pytest.approx(ON_S, abs=0.1)
    assert hold.duration_s == pytest.approx(hold_s, abs=0.2)
    assert (hold.quality, hold.bridged_s, hold.ended) == (1.0, 0.0, "left")
    assert hold.level == pytest.approx(TOP, abs=2.0)
    assert hold.sank < 3.0
    assert hold.wobble == pytest.approx(0.3, abs=0.3)


def test_too_short_a_stay_is_no_hold_and_is_never_told() -> None:
    assert run(HoldTimer(RULE), frames(chin(1.2, 0.7), 6.0)) == []


def test_reps_through_the_zone_are_no_holds() -> None:
    def reps(time_s: float) -> float:
        return 0.5 * (HANGING + TOP) - 0.5 * (TOP - HANGING) * float(np.cos(2.0 * time_s))

    assert run(HoldTimer(RULE), frames(reps, 30.0)) == []


def test_standing_with_the_hands_down_is_no_hold() -> None:
    assert run(HoldTimer(RULE), frames(lambda _t: 140.0, 10.0)) == []


def test_a_hold_is_told_live_once_it_counts_and_runs_before() -> None:
    timer = HoldTimer(RULE)
    running, told = {}, []
    for sample in frames(chin(6.0), 12.0):
        told += [(sample.time_s, event) for event in timer.push(sample)]
        running[round(sample.time_s, 2)] = timer.running_s
    assert np.isnan(running[1.5])
    assert running[3.0] == pytest.approx(1.0, abs=0.15)
    assert running[7.5] == pytest.approx(5.5, abs=0.1)
    assert np.isnan(running[11.0])
    (began_s, began), (ended_s, ended) = told
    assert isinstance(began, HoldBegan)
    assert began_s == pytest.approx(ON_S + RULE.least_s, abs=0.15)
    assert isinstance(ended, HoldEnded)
    assert ended_s <= ended.hold.end_s + 1.0


def test_a_short_dropout_is_bridged_and_stated() -> None:
    samples = without(frames(chin(6.0), 12.0), 4.0, 4.0 + GAP_S - 0.1)
    (hold,) = holds(samples)
    assert hold.duration_s == pytest.approx(6.0, abs=0.2)
    assert hold.bridged_s == pytest.approx(GAP_S - 0.1, abs=0.1)
    assert hold.quality == pytest.approx(1.0 - (GAP_S - 0.1) / 6.3, abs=0.03)


def test_a_longer_dropout_ends_the_hold_and_says_so() -> None:
    first, second = holds(without(frames(chin(9.0), 15.0), 5.0, 6.5))
    assert (first.index, first.ended) == (1, "lost")
    assert first.end_s == pytest.approx(5.0, abs=0.15)
    assert (second.index, second.ended) == (2, "left")
    assert second.start_s == pytest.approx(6.5, abs=0.3)


def test_frames_that_never_came_break_a_hold_too() -> None:
    samples = [s for s in frames(chin(9.0), 15.0) if not 5.0 <= s.time_s < 6.5]
    assert [hold.ended for hold in holds(samples)] == ["lost", "left"]


def test_a_recording_that_ends_within_a_hold_says_so() -> None:
    (hold,) = holds(frames(chin(60.0), 9.0))
    assert hold.ended == "cut"
    assert hold.end_s == pytest.approx(9.0, abs=0.15)


def test_sinking_is_measured_and_too_much_of_it_ends_the_hold() -> None:
    (hold,) = holds(frames(chin(8.0, sinking=1.5), 14.0, noise=0.3))
    assert hold.sank == pytest.approx(12.0, abs=3.0)
    assert hold.ended == "left"
    (sunk,) = holds(frames(chin(30.0, sinking=1.5), 36.0))
    assert sunk.duration_s == pytest.approx(18.0 / 1.5, abs=0.8)


def test_a_trembling_lifter_has_arrived_all_the_same() -> None:
    (hold,) = holds(frames(chin(6.0), 12.0, noise=4.0))
    assert hold.start_s == pytest.approx(ON_S, abs=0.2)


def test_one_wild_frame_changes_nothing() -> None:
    samples = frames(chin(6.0), 12.0)
    k = next(i for i, s in enumerate(samples) if s.time_s >= 5.0)
    samples[k] = replace(samples[k], chin_pct=-120.0)
    (hold,) = holds(samples)
    assert hold.duration_s == pytest.approx(6.0, abs=0.2)


def test_a_signal_that_rises_as_strength_leaves() -> None:
    rule = HoldRule("chin_pct", low=-60.0, high=30.0, slack=8.0, sinking=18.0, least_s=2.0)
    turned = [replace(s, chin_pct=-s.chin_pct) for s in frames(chin(8.0, sinking=1.5), 14.0)]
    (hold,) = holds(turned, rule)
    assert hold.sank == pytest.approx(12.0, abs=3.0)
    assert hold.level == pytest.approx(-TOP, abs=2.0)


def rep(start_s: float, end_s: float) -> Rep:
    return Rep(1, start_s, 0.5 * (start_s + end_s), end_s, True, "both", 1.0, 1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("hold_s", "counted", "exercise", "told"),
    [
        (8.0, rep(1.0, 13.0), "pull_up", 1),
        (8.0, rep(1.0, 13.0), "lat_pulldown", 0),
        (4.0, rep(1.0, 13.0), "pull_up", 0),
        (8.0, rep(4.0, 13.0), "pull_up", 0),
        (8.0, None, "pull_up", 0),
    ],
)
def test_unnamed_a_hold_needs_the_rep_it_was_part_of(
    hold_s: float, counted: Rep | None, exercise: str, told: int
) -> None:
    follower = HoldFollower(None)
    assert run(follower, frames(chin(hold_s), ON_S + hold_s + 4.0)) == []
    events = [] if counted is None else follower.rep_counted(14.0, counted, get(exercise))
    assert [type(event) for event in events] == told * [HoldBegan, HoldEnded]
    assert len(follower.holds) == told


def test_an_exercise_without_a_hold_times_none() -> None:
    follower = HoldFollower("pull_up")
    assert run(follower, frames(chin(8.0), 14.0)) == []
    assert np.isnan(follower.running_s)


OWN = """
name = "row_hold"
title = "Row hold"
summary = "The bar at the belly, held."
camera = "From the side."
variant_of = "bent_over_row"

[standards]
lowering_s = 2.0
trunk_swing_deg = 10.0
hold_s = 20.0

[hold]
signal = "elbow_flexion_deg"
zone = [70.0, 150.0]
slack = 8.0
sinking = -20.0
least_s = 3.0
"""


def test_an_own_exercise_may_be_a_hold_and_says_so_in_words() -> None:
    spec = parse_exercise(OWN, "mine.toml")
    assert spec.hold == HoldRule("elbow_flexion_deg", 70.0, 150.0, 8.0, -20.0, 3.0)
    told = " / ".join(dict(rules(spec))["timed as a hold"])
    assert "elbow flexion" in told
    assert "from 70 to 150 °" in told
    assert "counts from 3 s on" in told
    samples = [replace(s, elbow_deg=110.0 + s.chin_pct) for s in frames(chin(6.0), 12.0)]
    (hold,) = holds(samples, spec.hold)
    assert hold.duration_s == pytest.approx(6.0, abs=0.2)
    assert hold.unit == "°"


@pytest.mark.parametrize(
    ("find", "put", "line", "what"),
    [
        ("elbow_flexion_deg", "elbow", 14, "elbow_flexion_deg"),
        ("[70.0, 150.0]", "[150.0, 70.0]", 15, "low < high"),
        ("[70.0, 150.0]", "[70.0]", 15, "low, high"),
        ("[70.0, 150.0]", '["a", 150.0]', 15, "no number"),
        ("slack = 8.0", "slack = 0", 16, "above 0"),
        ("sinking = -20.0", "sinking = 0.0", 17, "not be 0"),
        ("least_s = 3.0", "least_s = true", 18, "no number"),
        ("least_s = 3.0", "", 13, "lacks least_s"),
        ("slack = 8.0", "slck = 8.0", 16, "unknown key slck"),
    ],
)
def test_a_broken_hold_is_refused_with_its_line(find: str, put: str, line: int, what: str) -> None:
    assert find in OWN
    with pytest.raises(ConfigError) as told:
        parse_exercise(OWN.replace(find, put), "mine.toml")
    assert f"mine.toml, line {line}:" in told.value.message
    assert what in told.value.message


def test_every_signal_is_a_number_of_a_sample() -> None:
    assert all(hasattr(Sample(0.0), signal.sample) for signal in HOLD_SIGNALS.values())
