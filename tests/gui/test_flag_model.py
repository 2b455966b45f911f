"""The list of flags: each one once, in the right order, never coming up again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from formcheck.types import Flag, FlagPeak
from formcheck_ui.panels.flags_panel import FlagModel, FlagRole, FlagsPanel
from formcheck_ui.replay.rep_model import RepModel
from support.results import make_rep

UP = Flag("rounded_back", "warning", 1.0, 1.3, 12.0, 10.0, "°", 1)
WORSE = replace(UP, severity="alert", value=24.0)
OVER = replace(WORSE, end_s=2.0)


@pytest.fixture
def model(qtmodeltester: Any) -> FlagModel:
    return FlagModel()


def flags(model: FlagModel) -> list[Flag]:
    return [model.index(row).data(FlagRole.FLAG) for row in range(model.rowCount())]


def test_a_flag_told_twice_is_one_row(model: FlagModel) -> None:
    for told in (UP, WORSE, UP, OVER):
        model.put(told)
    assert flags(model) == [OVER]


def test_a_flag_that_has_ended_does_not_come_up_again(model: FlagModel) -> None:
    model.put(OVER)
    model.put(UP)
    assert flags(model) == [OVER]
    assert not model.index(0).data(FlagRole.ACTIVE)


def test_the_newest_is_on_top_while_filming_and_last_in_a_replay(model: FlagModel) -> None:
    later = replace(UP, start_s=5.0, raised_s=5.3)
    model.put(UP)
    model.put(later)
    assert flags(model) == [later, UP]
    model.clear()
    model.newest_first = False
    model.put(UP)
    model.put(later)
    assert flags(model) == [UP, later]


def test_in_a_replay_a_flag_is_up_at_its_own_time(model: FlagModel) -> None:
    model.put(OVER)
    seen = []
    for now_s in (1.2, 1.3, 2.0, 2.1):
        model.set_now(now_s)
        seen.append(model.index(0).data(FlagRole.ACTIVE))
    assert seen == [False, True, True, False]
    assert model.first_active() == -1


def test_it_is_a_sound_model(model: FlagModel, qtmodeltester: Any) -> None:
    model.put(UP)
    model.put(replace(UP, raised_s=5.3))
    qtmodeltester.check(model)


def test_a_row_says_everything_in_words(model: FlagModel) -> None:
    model.put(OVER)
    assert model.index(0).data() == "Alert: Rounded back, rep 1, 0:01.00, +24°, Chest up"


def test_a_flag_that_is_chosen_leads_to_its_worst_moment(qtbot: Any) -> None:
    panel = FlagsPanel()
    qtbot.addWidget(panel)
    panel.model.put(replace(OVER, peak_s=1.7))
    panel.model.put(replace(OVER, code="arched_back"))
    led: list[float] = []
    panel.chosen.connect(led.append)

    for row in range(2):
        panel.view.activated.emit(panel.model.index(row))

    # The newest is on top; one whose worst moment is not known leads to its beginning.
    assert led == [1.0, 1.7]


def test_a_lasting_fault_is_told_by_the_moment_and_value_of_the_rep_it_is_shown_at(
    qtbot: Any,
) -> None:
    peaks = (FlagPeak(3, 12.0, 9.5, "warning"), FlagPeak(5, 36.0, 16.7, "alert"))
    lasting = replace(OVER, start_s=9.0, end_s=18.0, rep=5, value=36.0, peak_s=16.7, peaks=peaks)
    panel = FlagsPanel()
    qtbot.addWidget(panel)
    panel.model.put(lasting)
    assert panel.model.index(0).data() == "Alert: Rounded back, rep 5, 0:16.70, +36°, Chest up"
    reps = RepModel()
    third, fifth = make_rep(3, start_s=9.0, end_s=12.0), make_rep(5, start_s=15.0, end_s=18.0)
    reps.set_content((third, fifth), (lasting,), frozenset())
    assert [flag.value for flag in reps.flags_of(0)] == [12.0]
    assert [flag.value for flag in reps.flags_of(1)] == [36.0]


def test_the_list_names_every_rep_the_table_shows_a_fault_in(qtbot: Any) -> None:
    peaks = (FlagPeak(4, 17.0, 14.6, "warning"), FlagPeak(5, 57.0, 16.7, "alert"))
    lasting = replace(OVER, start_s=14.1, end_s=17.0, rep=5, value=57.0, peak_s=16.7, peaks=peaks)
    done = [make_rep(n, start_s=3.0 * n, end_s=3.0 * n + 2.9) for n in range(1, 6)]
    table = RepModel()
    table.set_content(tuple(done), (lasting,), frozenset())
    assert [bool(table.flags_of(row)) for row in range(5)] == [False] * 3 + [True] * 2
    model = FlagModel()
    model.put(lasting)
    model.set_reps(done)
    assert model.index(0).data(FlagRole.REP) == "reps 4–5"
    model.set_reps([replace(rep, set_index=1 + (rep.index > 3)) for rep in done])
    assert model.index(0).data(FlagRole.REP) == "set 2, reps 1–2"
    model.set_reps([replace(rep, set_index=1 + (rep.index > 4)) for rep in done])
    assert model.index(0).data(FlagRole.REP) == "set 1, rep 4 – set 2, rep 1"
