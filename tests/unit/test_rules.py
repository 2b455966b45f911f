"""Each rule on both sides of its limit, and silent where the witnesses disagree."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import pytest

from formcheck.config import FlagOptions
from formcheck.exercises.registry import get, names
from formcheck.flags import body_readings as body
from formcheck.flags import set_readings as sets
from formcheck.flags import stroke_readings as stroke
from formcheck.flags.codes import FLAGS
from formcheck.flags.frame_signals import FRAME_SIGNALS, FrameSignals
from formcheck.flags.notes import note_of
from formcheck.flags.readings import UNKNOWN, Reading, doubted, witnessed
from formcheck.flags.rep_view import RepView, view_of
from formcheck.flags.rules import RULES, Rule, limit_of, limits
from formcheck.flags.signals import LATE_SIGNALS, REP_SIGNALS
from formcheck.flags.underway import Underway
from formcheck.reps.sample import Sample
from formcheck.types import RepCurvature
from support.pulls import (
    HOLD_S,
    LOWER_S,
    PULL_S,
    START_S,
    Built,
    Course,
    clean,
    samples_of,
    view,
    with_jump,
)
from support.sets import minimum_jerk

SPEC = get("bent_over_row")


def rule(code: str, signal: str = "") -> Rule:
    return next(r for r in RULES if r.code == code and signal in ("", r.signal))


def speaks(code: str, reading: Reading, strictness: str = "standard", spec: str = "") -> bool:
    known = limits(FlagOptions(), get(spec) if spec else SPEC)
    signal = next(r for r in RULES if r.code == code)
    return signal.clears(reading, limit_of(signal, known, strictness))


def test_every_rule_knows_its_fault_signal_limit_and_hold() -> None:
    signals = {**FRAME_SIGNALS, **REP_SIGNALS, **LATE_SIGNALS}
    known = limits(FlagOptions(), SPEC)
    for each in RULES:
        assert each.code in FLAGS
        assert each.signal in signals
        assert each.limit in known
        assert (each.hold in known) if each.each == "frame" else not each.hold
        assert not each.bad or each.bad in known
        assert each.notch > 0.0


def test_every_fault_of_every_exercise_has_a_rule() -> None:
    ruled = {each.code for each in RULES}
    for name in names():
        assert set(get(name).flags) <= ruled


@pytest.mark.parametrize("each", RULES, ids=lambda r: f"{r.code}-{r.signal}")
def test_strictness_moves_every_limit_the_same_way(each: Rule) -> None:
    known = limits(FlagOptions(), replace(SPEC, upright_deg=50.0))
    relaxed, standard, strict = (
        limit_of(each, known, s) for s in ("relaxed", "standard", "strict")
    )
    assert (relaxed > standard > strict) == (each.worse == "above")
    assert (relaxed < standard < strict) == (each.worse == "below")


def test_a_doubt_that_reaches_the_limit_keeps_a_rule_silent() -> None:
    above = rule("speed_loss")
    assert above.clears(doubted(35.0, 4.0), 30.0)
    assert not above.clears(doubted(35.0, 6.0), 30.0)
    assert not above.clears(UNKNOWN, 30.0)
    assert not above.clears(doubted(35.0, math.nan), 30.0)
    below = rule("chin_below_bar")
    assert below.clears(doubted(-5.0, 4.0), 0.0)
    assert not below.clears(doubted(-5.0, 6.0), 0.0)


def test_one_witness_is_none() -> None:
    assert not witnessed(1.0, [1.0]).known
    assert not witnessed(1.0, [1.0, math.nan]).known
    assert witnessed(1.0, [0.5, 2.0]) == Reading(1.0, 0.5, 2.0)


def told_of(name: str, seen: RepView) -> Reading:
    return REP_SIGNALS[name](seen)


@pytest.mark.parametrize(("lower_s", "told"), [(1.2, True), (2.2, False)])
def test_lowering(lower_s: float, *, told: bool) -> None:
    seen = view(Built(hand=partial(clean, lower_s=lower_s), lower_s=lower_s))
    assert told_of("lowering", seen).value == pytest.approx(lower_s, abs=0.1)
    assert speaks("lowering_too_fast", told_of("lowering", seen)) == told
    assert not speaks("drop", told_of("fall", seen))


def falling(time_s: float, lower_s: float = 0.5) -> float:
    since = time_s - (START_S + PULL_S + HOLD_S)
    return clean(time_s) if since < 0.0 else 1.0 - min(since / lower_s, 1.0) ** 2


def test_a_drop_is_unbraked_and_a_brisk_lowering_is_none() -> None:
    dropped = view(Built(hand=falling, lower_s=0.5))
    brisk = view(Built(hand=partial(clean, lower_s=0.5), lower_s=0.5))
    assert speaks("drop", told_of("fall", dropped))
    assert not speaks("drop", told_of("fall", brisk))


def test_a_lowering_later_than_the_lifters_own_is_a_drop_from_any_view() -> None:
    """A view that foreshortens the stretch makes every lowering look early."""

    def seen_at_an_angle(course: Course, time_s: float) -> float:
        return course(time_s) ** 1.25

    calm = Built(hand=partial(seen_at_an_angle, clean))
    dropped = Built(hand=partial(seen_at_an_angle, falling), lower_s=0.5)
    *_, last = set_of(calm, calm, dropped)
    assert speaks("drop", told_of("fall", last))
    *_, last = set_of(calm, calm, calm)
    assert not speaks("drop", told_of("fall", last))


def test_a_jump_of_the_arm_says_nothing_of_the_stroke() -> None:
    built = Built(hand=partial(clean, lower_s=1.2), lower_s=1.2)
    calm = view(built)
    jumped = view_of(calm.rep, calm.phases, calm.cycle, calm.spec,
                     with_jump(samples_of(built), 2.6, 0.5))  # fmt: skip
    assert len(calm.seen) == 3
    assert jumped.seen == []
    assert not told_of("lowering", jumped).known


def jerked(share: float) -> float:
    """A pull that does most of its way in its first quarter."""
    return 0.75 * minimum_jerk(share / 0.25) + 0.25 * min(max(share, 0.0), 1.0)


def hitched(share: float) -> float:
    """A pull that goes back by a tenth on its way."""
    if share < 0.4:
        return 0.6 * minimum_jerk(share / 0.4)
    if share < 0.6:
        return 0.6 - 0.1 * minimum_jerk((share - 0.4) / 0.2)
    return 0.5 + 0.5 * minimum_jerk((share - 0.6) / 0.4)


def pulled(course: Course, time_s: float) -> float:
    return course(time_s - START_S) if time_s < START_S + PULL_S else clean(time_s)


def test_yank_and_hitch() -> None:
    calm, yanked = view(Built()), view(Built(hand=partial(pulled, jerked)))
    hitch = view(Built(hand=partial(pulled, hitched)))
    assert speaks("yank", told_of("early", yanked))
    assert not speaks("yank", told_of("early", calm))
    assert speaks("hitch", told_of("fallback", hitch))
    assert not speaks("hitch", told_of("fallback", calm))
    assert told_of("fallback", hitch).value == pytest.approx(10.0, abs=3.0)


def test_a_hand_that_goes_astray_does_not_carry_the_stroke() -> None:
    """Two of three parts say it was smooth."""

    def astray(time_s: float) -> float:
        return clean(time_s) - 0.15 * math.exp(-(((time_s - START_S - 0.55) / 0.08) ** 2))

    assert not speaks("hitch", told_of("fallback", view(Built(hand=astray, elbow=clean))))


def stalled(share: float) -> float:
    if share < 0.3:
        return 0.5 * minimum_jerk(share / 0.3)
    return 0.5 + 0.5 * minimum_jerk((share - 0.8) / 0.2)


def test_a_standstill_is_a_hitch() -> None:
    seen = view(Built(hand=partial(pulled, stalled)))
    held = rule("hitch", "standstill")
    assert held.clears(told_of("standstill", seen), FlagOptions().stall_s)
    assert not held.clears(told_of("standstill", view(Built())), FlagOptions().stall_s)


def rebounding(height: float, time_s: float) -> float:
    since = time_s - (START_S + PULL_S + HOLD_S + LOWER_S - 0.05)
    if not 0.0 < since < 0.4:
        return clean(time_s)
    return clean(time_s) + height * math.sin(math.pi * since / 0.4) ** 2


def rebound(height: float) -> Reading:
    """Watch the frames of a rep, and those that follow it."""
    built = Built(hand=partial(rebounding, height))
    seen, underway = view(built, until_s=built.end_s + 0.1), Underway()
    underway.start(seen, [note_of(seen)])
    for sample in samples_of(built):
        if sample.time_s > built.end_s + 0.1:
            underway.push(sample)
    return underway.rebound()


@pytest.mark.parametrize(("height", "told"), [(0.25, True), (0.04, False), (0.8, False)])
def test_up_and_down_again_after_the_lowering_is_a_bounce(height: float, *, told: bool) -> None:
    """Little is jitter, much is the next pull."""
    assert speaks("bounce", rebound(height)) == told


def test_bounce_is_measured() -> None:
    assert rebound(0.25).value == pytest.approx(25.0, abs=3.0)


def set_of(*built: Built) -> list[RepView]:
    """Return reps of one set, each with notes of those before it."""
    notes, views = [], []
    for i, each in enumerate(built):
        seen = view(replace(each, index=i + 1, earlier=tuple(notes)))
        notes.append(note_of(seen))
        views.append(seen)
    return views


@pytest.mark.parametrize(("way", "told"), [(0.65, True), (0.95, False)])
def test_short_range(way: float, *, told: bool) -> None:
    *_, last = set_of(Built(), Built(), Built(way=way, rom=way))
    assert speaks("short_range", stroke.reach(last)) == told


def test_a_first_rep_is_never_short() -> None:
    assert not stroke.reach(view(Built(rom=0.5))).known


@pytest.mark.parametrize(("pull_s", "told"), [(1.8, True), (1.1, False)])
def test_speed_loss(pull_s: float, *, told: bool) -> None:
    slow = Built(hand=partial(clean, pull_s=pull_s), pull_s=pull_s)
    *_, last = set_of(Built(), Built(), slow)
    assert speaks("speed_loss", sets.speed_loss(last)) == told


@pytest.mark.parametrize(
    ("bends", "told"),
    [
        ((2.0, 8.0, 16.0), True),
        ((2.0, 3.0, 8.0), False),  # within the doubt
        ((2.0, 25.0, 16.0), False),  # not growing any more
        ((2.0, 15.0, 16.0), False),  # a step
        ((2.0, 16.0), False),  # two reps are no trend
        ((2.0, math.nan, 16.0), False),  # nor are two known ones
    ],
)
def test_rounding_that_grows(bends: tuple[float, ...], *, told: bool) -> None:
    notes = []
    for bend in bends:
        seen = view(Built(earlier=tuple(notes)))
        seen = replace(seen, rep=replace(seen.rep, back_curvature=RepCurvature(max=bend)))
        notes.append(note_of(seen))
    assert speaks("rounding_growing", sets.rounding_growth(seen)) == told


@pytest.mark.parametrize(("lean", "told"), [(62.0, True), (40.0, False), (52.0, False)])
def test_too_upright(lean: float, *, told: bool) -> None:
    assert speaks("too_upright", body.lean(view(Built(trunk_deg=lean)))) == told


def test_no_exercise_without_a_standard_is_too_upright() -> None:
    assert not speaks("too_upright", body.lean(view(Built(trunk_deg=80.0))), spec="seated_row")


@pytest.mark.parametrize(("rise", "told"), [(0.25, True), (0.12, False), (-0.2, False)])
def test_hips_that_rise(rise: float, *, told: bool) -> None:
    seen = view(Built(hip_y=lambda t: 2.0 - rise * clean(t)))
    assert speaks("hips_rising", body.hips_rise(seen)) == told


def test_a_scale_that_wavers_lifts_no_hips() -> None:
    seen = view(Built(scale=lambda t: 100.0 - 15.0 * clean(t)))
    assert not speaks("hips_rising", body.hips_rise(seen))
    assert body.hips_rise(seen).value == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(("sway", "told"), [(0.3, True), (0.1, False)])
def test_kipping(sway: float, *, told: bool) -> None:
    assert speaks("kipping", body.sway(swaying(sway, sway))) == told


def swaying(hands: float, hips: float) -> RepView:
    """Hands seen from the hips, and hips in the picture, to and fro; trunk lengths."""
    seen = view(Built(exercise="pull_up", hand_x=lambda t: hands * math.sin(5.0 * t)))
    frames = [
        replace(s, trunk_px=200.0, hip_x=300.0 - 200.0 * hips * math.sin(5.0 * s.time_s))
        for s in seen.samples
    ]
    return replace(seen, samples=frames)


def test_hands_that_jump_under_still_hips_are_no_kip() -> None:
    assert not speaks("kipping", body.sway(swaying(0.4, 0.02)))


@pytest.mark.parametrize(("height", "told"), [(-32.0, True), (-20.0, False), (8.0, False)])
def test_chin_over_the_bar(height: float, *, told: bool) -> None:
    seen = view(Built(exercise="pull_up", chin_pct=height))
    assert speaks("chin_below_bar", body.chin(seen)) == told


def test_an_unseen_chin_says_nothing() -> None:
    assert not body.chin(view(Built(exercise="pull_up"))).known


def from_to(time_s: float, start: float, end: float) -> float:
    """Return a rep that begins and ends so far from the stretch."""
    low = start if time_s < START_S + PULL_S else end
    return low + (1.0 - low) * clean(time_s)


@pytest.mark.parametrize("starts", [0.0, 0.4])
def test_arms_that_stay_short_of_the_stretch_are_told(starts: float) -> None:
    """Also in the rep after it, which began short already."""
    kept = Built(hand=partial(from_to, start=starts, end=0.4))
    *_, last = set_of(Built(), Built(), kept)
    assert stroke.stretch(last).value == pytest.approx(0.6, abs=0.05)
    known = limits(FlagOptions(), SPEC)
    stretched = rule("short_range", "stretch")
    assert stretched.clears(stroke.stretch(last), limit_of(stretched, known, "standard"))


def test_arms_that_come_back_are_at_the_stretch() -> None:
    *_, last = set_of(Built(), Built(), Built())
    assert stroke.stretch(last).value == pytest.approx(1.0, abs=0.05)


def test_a_swinging_trunk_makes_no_range() -> None:
    full, short = Built(), Built(way=0.7, rom=0.7)
    *_, last = set_of(full, full, short)
    assert speaks("short_range", stroke.reach(last))
    swung = [replace(s, trunk_deg=30.0 + 10.0 * s.time_s) for s in last.samples]
    assert not stroke.reach(replace(last, samples=swung)).known


@pytest.mark.parametrize("std", [2.0, 9.0])
def test_a_trunk_that_is_lost_does_not_swing(std: float) -> None:
    signals = FrameSignals()
    read: dict[str, Reading] = {}
    for i in range(60):
        away = 0.0 if i < 30 else 50.0
        sample = Sample(i / 30.0, trunk_deg=30.0 + away, trunk_std=2.0 if i < 30 else std)
        read = signals.push(sample, pulling=i >= 30)
    assert speaks("trunk_swing", read["swing"]) == (std < 5.0)


@pytest.mark.parametrize(
    ("bend", "elbow", "own", "told"),
    [(25.0, 30.0, False, True), (15.0, 30.0, False, False), (25.0, 80.0, False, False),
     (25.0, 80.0, True, True), (25.0, math.nan, False, False)],
)  # fmt: skip
def test_rounding_is_told_past_its_doubt_and_beside_bent_arms_against_the_own_neutral_alone(
    bend: float, elbow: float, *, own: bool, told: bool
) -> None:
    signals = FrameSignals()
    sample = Sample(0.0, back_deg=bend, back_std=8.0, elbow_deg=elbow, back_own=own)
    read = signals.push(sample, pulling=False)
    assert speaks("rounded_back", read["back"]) == told


@pytest.mark.parametrize(("own", "told"), [(True, True), (False, False)])
def test_arching_is_told_against_the_own_neutral_alone(*, own: bool, told: bool) -> None:
    signals = FrameSignals()
    sample = Sample(0.0, back_deg=-25.0, back_std=5.0, elbow_deg=20.0, back_own=own)
    read = signals.push(sample, pulling=False)
    assert speaks("arched_back", read["hollow"]) == told
