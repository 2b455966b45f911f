"""Each fault is raised in the rep that has it, and in no other; and silent without it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources

import pytest

from formcheck.config import Config, FlagOptions
from formcheck.exercises.registry import get, set_own
from formcheck.exercises.spec import ExerciseSpec
from formcheck.flags.judge import FlagJudge
from formcheck.pipeline import Pipeline
from formcheck.reps.sample import Sample
from formcheck.types import NAN, Flag, FlagRaised, Rep
from support.sets import ConstructedSet, Fault, Pull, analyse, plain_set

STROKES: list[tuple[Fault, str, str]] = [
    ("yank", "yank", "strokes/s"),
    ("hitch", "hitch", "%"),
    ("stall", "hitch", "s"),
    ("drop", "drop", "s"),
    ("fast", "lowering_too_fast", "s"),
    ("short", "short_range", "ratio"),
    ("swing", "trunk_swing", "°"),
]


def only(flags: tuple[Flag, ...], code: str) -> Flag:
    assert {flag.code for flag in flags} == {code}
    return flags[0]


@pytest.mark.parametrize(("fault", "code", "unit"), STROKES)
def test_a_fault_is_told_in_its_rep_alone(fault: Fault, code: str, unit: str) -> None:
    told = analyse(plain_set(count=3, faults=(fault, "")).poses())
    flag = only(told.pipeline.flags, code)
    assert [rep.flags for rep in told.pipeline.reps] == [(), (code,), ()]
    assert (flag.rep, flag.unit) == (2, unit)
    rep = told.pipeline.reps[1]
    assert rep.start_s - 0.8 <= flag.start_s <= flag.end_s <= rep.end_s + 0.5
    assert [event.flag.code for event in told.events if isinstance(event, FlagRaised)] == [code]


def test_a_fast_lowering_is_not_held_against_the_next_rep_that_follows_at_once() -> None:
    pulls = tuple(
        Pull(1.5 + 1.8 * number, concentric_s=0.8, pause_s=0.0, eccentric_s=1.0)
        for number in range(4)
    )
    told = analyse(ConstructedSet(pulls=pulls).poses()).pipeline
    assert [rep.flags for rep in told.reps] == [("lowering_too_fast",), (), (), ()]
    assert only(told.flags, "lowering_too_fast").end_s <= told.reps[0].end_s


@pytest.mark.parametrize("exercise", ["bent_over_row", "seated_row", "face_pull"])
def test_clean_sets_are_silent(exercise: str) -> None:
    told = analyse(plain_set(exercise, 3, masks=exercise == "bent_over_row").poses())
    assert len(told.pipeline.reps) == 3
    assert told.pipeline.flags == ()


@pytest.fixture
def a_row_that_may_be_arched() -> Iterator[None]:
    """Bring an exercise of one's own that lists a fault which waits."""
    name = "bent_over_row.toml"
    text = (resources.files("formcheck.exercises") / name).read_text("utf-8")
    listed = text.replace('apply = ["rounded_back",', 'apply = ["rounded_back", "arched_back",')
    assert listed != text
    set_own([(name, listed)])
    yield
    set_own([])


@pytest.mark.usefixtures("a_row_that_may_be_arched")
@pytest.mark.parametrize(("fault", "code"), [("round", "rounded_back"), ("arch", "arched_back")])
def test_the_back(fault: Fault, code: str) -> None:
    # Arching is judged against a neutral that was held on purpose.
    told = analyse(plain_set(count=2, masks=True, faults=(fault,)).poses(), Pipeline(neutral_s=0.6))
    assert {flag.code for flag in told.pipeline.flags} == {code}
    assert [rep.flags for rep in told.pipeline.reps] == [(), (code,)]
    flag = max(told.pipeline.flags, key=lambda f: f.value)
    assert flag.value == pytest.approx(24.5, abs=4.5)
    assert flag.severity == "alert"
    # An arch is told once the exercise is known, as late as the first rep.
    assert code == "arched_back" or flag.raised_s - flag.start_s == pytest.approx(
        FlagOptions().hold_s, abs=0.05
    )
    assert not math.isnan(flag.end_s)


def test_growing_rounding_becomes_a_warning_and_then_an_alert() -> None:
    told = analyse(
        plain_set(count=3, masks=True, growing_deg=(0.0, 18.0, 36.0)).poses(),
        Pipeline(neutral_s=0.6),
    )
    assert [set(rep.flags) for rep in told.pipeline.reps] == [
        set(),
        {"rounded_back"},
        {"rounded_back"},
    ]
    lasting = [flag for flag in told.pipeline.flags if flag.code == "rounded_back"]
    assert [flag.severity for flag in lasting] == ["warning", "alert"]
    # Told while it happens, not when the rep is over.
    assert all(
        flag.raised_s < rep.end_s - 0.5
        for flag, rep in zip(lasting, told.pipeline.reps[1:], strict=True)
    )


def test_thresholds_are_the_users() -> None:
    strict = Config(flags=replace(FlagOptions(), lowering_slack=0.0))
    pulls = tuple(Pull(1.5 + 4.0 * n, eccentric_s=1.5) for n in range(2))
    frames = ConstructedSet(pulls=pulls).poses()
    assert "lowering_too_fast" in analyse(frames, Pipeline(strict)).codes
    loose = Config(flags=replace(FlagOptions(), lowering_slack=0.5))
    assert analyse(frames, Pipeline(loose)).pipeline.flags == ()


def test_faults_outside_a_set_are_nobodys() -> None:
    """Rounding while nothing is pulled: tying a shoe is no fault."""
    calm = plain_set(count=1, masks=True)
    base = replace(calm.base, back=replace(calm.base.back, lumbar_deg=30.0))  # type: ignore[arg-type]
    idle = ConstructedSet(pulls=(), base=base)
    assert analyse(idle.poses()).pipeline.flags == ()


@pytest.mark.parametrize(("bend", "codes"), [(30.0, ["rounded_back"]), (14.0, [])])
def test_a_plain_bend_of_a_rep_that_was_known_late_is_told_with_it(
    bend: float, codes: list[str]
) -> None:
    judge, spec = FlagJudge(FlagOptions()), get("bent_over_row")
    samples = [
        Sample(k / 30.0, back_deg=bend, back_std=2.0, elbow_deg=20.0, found=True) for k in range(90)
    ]
    for sample in samples:
        judge.push(sample, spec=None, armed=False, pulling=False, rep=0)
    rep = Rep(1, 0.5, 1.5, 2.5, True, "right", 1.0, 0.2, 0.8, 1.0, NAN)

    late = judge._bent_unseen(rep, judge_spec(judge, spec), samples, 4.5)

    assert [flag.code for flag in late] == codes
    assert all((flag.rep, flag.raised_s) == (1, 4.5) for flag in late)


def judge_spec(judge: FlagJudge, spec: ExerciseSpec) -> ExerciseSpec:
    judge._learn(spec)
    return spec


@pytest.mark.parametrize(
    ("code", "kept"),
    [("trunk_swing", False), ("rounded_back", True)],
)
def test_what_becomes_no_rep_keeps_its_back_but_no_swing(code: str, *, kept: bool) -> None:
    judge = FlagJudge(Config().flags)
    inside, after = (Flag(code, "warning", 1.0, 1.2, 30.0, 15.0, "°", rep=rep) for rep in (2, 3))
    judge._flags = [inside, after]
    judge.finish(12.0, reps=2)
    assert [flag.rep for flag in judge.flags] == ([2, 0] if kept else [2])
