"""On request the speed of the pull stands over the picture, large, with what the set has lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from formcheck.config import Config
from formcheck_ui import plates
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.scripted import ScriptedPipeline

WAIT_MS = 60_000


class Slowing(ScriptedPipeline):
    """A lifter whose second pull takes 1.2 s instead of 0.9 s."""

    def pull_s(self, number: int) -> float:
        return 0.9 if number == 1 else 1.2


@pytest.mark.parametrize("wanted", [True, False])
def test_the_speed_of_the_pull_is_a_headline_on_request(
    qtbot: Any, make_window: MakeWindow, heard: Services, wanted: bool
) -> None:
    config = Config()
    config = replace(config, live=replace(config.live, speed=wanted, show_fault=False))
    core = replace(heard, config=lambda: config, new_pipeline=lambda _: Slowing())
    window = make_window(core)
    seen: list[str] = []
    show = window.view.show_chip
    window.view.show_chip = lambda text, **how: (seen.append(text), show(text, **how))
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.reps_in_set >= 2, timeout=WAIT_MS)
    if not wanted:
        assert not any(text.startswith("Pull") for text in seen)
        return
    qtbot.waitUntil(lambda: window.view.chip == "Pull 1.2 s · speed −25 %", timeout=WAIT_MS)
    assert "Pull 0.9 s" in seen, "nothing is lost in a first rep"
    assert window.view._chip_share == plates.CHIP_HEIGHT_LARGE
    window.controller.end_set()
    qtbot.waitUntil(lambda: window.view.chip.startswith("Rest"), timeout=WAIT_MS)
    assert window.controller.state is State.RESTING
