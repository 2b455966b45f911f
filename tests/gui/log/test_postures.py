"""What the engine is told of the back of whoever lifts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from formcheck.log.entries import Posture
from formcheck.log.store import TrainingLog
from formcheck_ui.services import Services, real_services
from formcheck_ui.states import LIVE
from gui.conftest_types import MakeWindow
from gui.log.keeping import keep_for_anna
from support.scripted import ScriptedPipeline, ScriptedSource

pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture
def made() -> list[ScriptedPipeline]:
    """The engines that the window has had made."""
    return []


@pytest.fixture
def core(services: Services, made: list[ScriptedPipeline]) -> Services:
    """Services that know the lifters' backs, with engines that are remembered."""

    def new_pipeline(exercise: str | None) -> ScriptedPipeline:
        made.append(ScriptedPipeline(exercise=exercise))
        return made[-1]

    return replace(services, new_pipeline=new_pipeline, known=real_services().known)


@pytest.mark.parametrize("kept", [True, False])
def test_the_engine_is_told_of_the_chosen_lifters_other_days(
    make_window: MakeWindow,
    core: Services,
    made: list[ScriptedPipeline],
    qtbot: Any,
    place: Path,
    kept: bool,
) -> None:
    window = make_window(core)
    log_panel = keep_for_anna(window, place)
    log_panel.keep.setChecked(kept)
    with TrainingLog.open(place) as log:
        for kind, keep in (("neutral", "set_neutral"), ("maximum", "set_maximum")):
            posture = Posture("seated_row", kind, 21.0, 8.0, 13.0, 0.0, 0, "side", 0.0)
            getattr(log.postures, keep)(1, posture)
    window.top_bar.choose_exercise("seated_row")
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state in LIVE, timeout=60000)
    window.controller.stop()
    (engine,) = made
    if not kept:
        assert engine.recalled is None
        return
    assert engine.recalled is not None
    neutral, maximum = engine.recalled
    assert neutral is not None
    assert maximum is not None
    assert (neutral.lumbar_deg, maximum.total_deg) == (8.0, 21.0)


def test_another_lifter_is_measured_against_his_own_back(
    make_window: MakeWindow, core: Services, made: list[ScriptedPipeline], qtbot: Any, place: Path
) -> None:
    window = make_window(replace(core, open_source=lambda _: ScriptedSource(60.0, live=True)))
    keep_for_anna(window, place)
    with TrainingLog.open(place) as log:
        bert = log.lifters.add("Bert")
        posture = Posture("bent_over_row", "neutral", 21.0, 8.0, 13.0, 0.0, 0, "side", 0.0)
        log.postures.set_neutral(bert.id, posture)
    window.log_desk.log_panel._lifters_changed("Anna")
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state in LIVE, timeout=60000)
    assert made[0].changed is None
    qtbot.keyClicks(window, "n")
    assert window.view.goal.startswith("Bert")
    qtbot.waitUntil(lambda: made[0].changed is not None, timeout=60000)
    neutral, maximum = made[0].changed or (None, None)
    assert neutral is not None
    assert (neutral.lumbar_deg, maximum) == (8.0, None)
    made[0].changed = None
    qtbot.keyClicks(window, "n")
    assert window.log_desk.log_panel.keeping() is None
    qtbot.keyClicks(window, "n")
    qtbot.waitUntil(lambda: made[0].changed is not None, timeout=60000)
    assert made[0].changed == (None, None), "Anna's back is not Bert's"
    window.controller.stop()
    qtbot.waitUntil(lambda: not window.log_desk.keeper.keeps, timeout=60000)


def test_saving_the_sets_or_not_leaves_the_lifter_the_posture_held_on_purpose(
    make_window: MakeWindow, core: Services, made: list[ScriptedPipeline], qtbot: Any, place: Path
) -> None:
    window = make_window(replace(core, open_source=lambda _: ScriptedSource(60.0, live=True)))
    log_panel = keep_for_anna(window, place)
    with TrainingLog.open(place) as log:
        posture = Posture("bent_over_row", "neutral", 21.0, 8.0, 13.0, 0.0, 0, "side", 0.0)
        log.postures.set_neutral(1, posture)
    log_panel.keep.setChecked(False)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state in LIVE, timeout=60000)
    assert made[0].recalled is None
    log_panel.keep.setChecked(True)
    qtbot.waitUntil(lambda: made[0].recalled is not None, timeout=60000)
    made[0].recalled = None
    log_panel.keep.setChecked(False)
    thread = window.controller.filming
    assert thread is not None
    qtbot.waitUntil(lambda: not thread._changed, timeout=60000)
    log_panel.keep.setChecked(True)
    qtbot.waitUntil(lambda: made[0].recalled is not None, timeout=60000)
    assert made[0].changed is None, "she is the same lifter"
    window.controller.stop()
    qtbot.waitUntil(lambda: not window.log_desk.keeper.keeps, timeout=60000)
