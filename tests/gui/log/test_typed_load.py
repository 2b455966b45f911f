"""The load of the next set: what was typed, what the plan asks for, and whose it is."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings

from formcheck.log.store import TrainingLog
from formcheck_ui.log.panel import LogPanel

LONG_AGO = "2020-01-01"


def add_lifters(place: Path) -> None:
    with TrainingLog.open(place) as log:
        for name in ("Anna", "Ben"):
            log.lifters.add(name, level="intermediate")


def type_load(qtbot: Any, window: LogPanel, text: str) -> None:
    window.load.clear()
    qtbot.keyClicks(window.load, text)


def test_the_load_that_was_typed_is_there_after_a_restart(
    qtbot: Any, settings: QSettings, window: LogPanel, place: Path
) -> None:
    add_lifters(place)
    window.open()
    window.keep.setChecked(True)
    type_load(qtbot, window, "42.5")
    window.close()
    again = LogPanel(settings)
    qtbot.addWidget(again)
    assert again.restore()
    assert again.load.text() == "42.5"
    assert again.keeping().load_kg == 42.5
    again.close()


def test_on_another_day_the_plans_load_takes_the_place_of_what_was_typed(
    qtbot: Any, settings: QSettings, window: LogPanel, place: Path
) -> None:
    add_lifters(place)
    window.open()
    type_load(qtbot, window, "42.5")
    window.close()
    for planned, shown in (("", "42.5"), ("60 kg", "60 kg")):
        settings.setValue("log/load", ["Anna", LONG_AGO, "42.5"])
        again = LogPanel(settings)
        qtbot.addWidget(again)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(again.today), "next_load", planned)
            again.open()
            assert again.load.text() == shown
            again.close()


def test_the_load_of_another_lifter_is_not_taken(
    qtbot: Any, settings: QSettings, window: LogPanel, place: Path
) -> None:
    add_lifters(place)
    settings.setValue("log/load", ["Ben", LONG_AGO, "100"])
    window.open()
    assert window.load.text() == ""


@pytest.mark.parametrize("planned", ["", "60 kg"])
def test_the_next_lifter_does_not_take_over_a_load_that_was_restored(
    settings: QSettings, window: LogPanel, place: Path, planned: str
) -> None:
    add_lifters(place)
    settings.setValue("log/load", ["Anna", LONG_AGO, "42.5"])
    settings.setValue("log/lifter", "Anna")
    window.open()
    assert window.load.text() == "42.5"
    window.keep.setChecked(True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(window.today), "next_load", planned)
        window.lifter.setCurrentIndex(window.lifter.findText("Ben"))
    assert window.load.text() == planned
    kept = window.keeping()
    assert kept is not None
    assert kept.load_kg == pytest.approx(60.0 if planned else math.nan, nan_ok=True)


def test_a_load_typed_before_the_lifter_is_chosen_is_that_lifters(
    qtbot: Any, settings: QSettings, window: LogPanel, place: Path
) -> None:
    add_lifters(place)
    settings.setValue("log/load", ["Anna", LONG_AGO, "42.5"])
    settings.setValue("log/lifter", "Anna")
    window.open()
    type_load(qtbot, window, "42.5")
    window.lifter.setCurrentIndex(window.lifter.findText("Ben"))
    assert window.load.text() == "42.5"
