"""The tables the window is made of: actions, words, states."""

from __future__ import annotations

from collections import Counter
from importlib import resources
from pathlib import Path
from typing import get_args

import pytest
from PySide6.QtGui import QKeySequence

from formcheck.exercises.registry import names, set_own
from formcheck.measures.registry import MEASURES
from formcheck.types import Flag, Measurement, Phase, Reason, Severity
from formcheck_ui import actions, icons, words
from formcheck_ui.states import BUSY, TRANSITIONS, State

PORTABLE = QKeySequence.SequenceFormat.PortableText


def test_no_two_commands_share_a_key() -> None:
    keys = Counter(
        QKeySequence(key).toString(PORTABLE) for spec in actions.ACTIONS for key in spec.keys
    )
    assert "" not in keys, "a key Qt does not know"
    assert [key for key, count in keys.items() if count > 1] == []


def test_no_two_commands_share_an_id() -> None:
    ids = [spec.id for spec in actions.ACTIONS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("command", "key"),
    [("play", "Space"), ("step_back", "Left"), ("next_mark", "Ctrl+Right"), ("faster", "Up")],
)
def test_keys_are_kinoveas(command: str, key: str) -> None:
    assert key in next(spec.keys for spec in actions.ACTIONS if spec.id == command)


def test_every_reason_says_what_is_wrong_and_what_to_do() -> None:
    for reason in Reason:
        if reason is not Reason.NONE:
            assert all(words.cannot_judge(Measurement.missing(reason))), reason


def test_every_code_has_words() -> None:
    assert all(words.phase(phase) for phase in get_args(Phase))
    assert all(words.state(state) for state in State)
    assert all(words.severity(severity) for severity in get_args(Severity))
    assert set(names()) <= set(words.EXERCISES)


def test_an_unknown_code_is_spelt_out() -> None:
    assert words.flag_title("wrist_bent") == "Wrist bent"
    assert words.exercise("wall_sit") == "Wall sit"


def test_an_own_exercise_is_called_as_its_file_says() -> None:
    pull = (resources.files("formcheck.exercises") / "face_pull.toml").read_text("utf-8")
    renamed = pull.replace('"face_pull"', '"high_pull"', 1).replace(
        '"Face pull"', '"Pull, high"', 1
    )
    set_own([("high_pull.toml", renamed)])
    try:
        assert words.exercise("high_pull") == "Pull, high"
    finally:
        set_own([])


def test_every_severity_has_a_shape_of_its_own() -> None:
    shapes = [icons._SHAPES[severity] for severity in get_args(Severity)]
    assert len(set(shapes)) == len(shapes)


@pytest.mark.parametrize(
    ("unit", "value", "text"),
    [("°", 18.4, "18°"), ("ratio", 0.734, "73 %"), ("s", 0.62, "0.6 s"), ("%", 12.0, "12 %")],
)
def test_values_of_flags_carry_their_unit(unit: str, value: float, text: str) -> None:
    flag = Flag("x", "hint", 0.0, 0.0, value, 0.0, unit)
    assert words.flag_value(flag) == text
    assert words.flag_value(Flag("x", "hint", 0.0, 0.0, float("nan"), 0.0, unit)) == ""


@pytest.mark.parametrize(
    ("time_s", "text"),
    [(0.0, "0:00.00"), (7.204, "0:07.20"), (59.999, "1:00.00"), (61.5, "1:01.50")],
)
def test_clock(time_s: float, text: str) -> None:
    assert words.clock(time_s) == text


def test_every_state_can_be_left_and_reached() -> None:
    assert set(TRANSITIONS) == set(State)
    reachable = set().union(*TRANSITIONS.values())
    assert reachable == set(State)
    assert all(State.STOPPING in TRANSITIONS[state] for state in BUSY - {State.STOPPING})
    assert all(State.FAILED in TRANSITIONS[state] for state in BUSY)


def test_the_readouts_ask_for_measures_that_exist() -> None:
    from formcheck_ui.panels import readouts

    source = Path(str(readouts.__file__)).read_text(encoding="utf-8")
    asked = [name for name in MEASURES if f'"{name}"' in source]
    assert len(asked) == source.count("measures.get(") > 0
