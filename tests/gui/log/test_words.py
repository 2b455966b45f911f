"""Advice, routines, exercises and quantities speak the user's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel

from formcheck.guidance import words as english
from formcheck.guidance.advice import SOURCES
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.routines import registry
from formcheck.routines.catalogue import catalogue
from formcheck.trends import QUANTITIES
from formcheck_ui import theme
from formcheck_ui.i18n import language
from formcheck_ui.log import words
from formcheck_ui.log.panel import LogPanel
from support.advice import MEDICAL, advice_for
from support.logbook import DAY_S, store_set

OTHERS = ("de", "es", "fr")
TODAY, HISTORY, TRENDS, ROUTINES, LIFTERS = range(5)


@pytest.fixture(params=OTHERS)
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    yield language.install(qapp, request.param)
    language.install(qapp, "en")
    theme.apply(qapp, "dark")


def numbers(text: str) -> list[str]:
    """Return the figures of a text, whatever its language's decimal sign."""
    return sorted(each.replace(",", ".") for each in re.findall(r"\d+(?:[.,]\d+)?", text))


@pytest.mark.parametrize("key", english.SENTENCES)
def test_every_sentence_has_the_same_figures_in_each_language(spoken: str, key: str) -> None:
    advice = advice_for(key)
    said, plain = words.sentence(advice), english.sentence(advice)
    assert said != plain
    assert numbers(said) == numbers(plain)
    assert said.endswith(".")
    assert not re.search(r"[{}]|\bnan\b|  ", said), said
    assert not MEDICAL.search(said), said
    assert words.sources(advice) != english.sources(advice)


def test_sources_name_the_same_publication_in_each_language(spoken: str) -> None:
    assert words.tr(SOURCES["acsm"]) == SOURCES["acsm"]
    assert words.tr(SOURCES["own"]) != SOURCES["own"]


def test_names_are_translated(spoken: str) -> None:
    same = [name for name, item in catalogue().items() if words.exercise(name) == item.title]
    assert set(same) <= {"face_pull"}
    assert words.exercise("bent_over_row") != "Bent-over row"
    assert words.quantity(QUANTITIES["load_kg"]) != "Heaviest load"
    assert words.quantity(QUANTITIES["volume_kg"]) != "Lautstärke"
    assert words.unit(QUANTITIES["retraction"]) != "% trunk"
    assert words.level("advanced") != "advanced"
    assert words.weekday("monday") in ("Montag", "lunes", "lundi")
    for routine in registry.bundled().values():
        assert words.summary(routine) != routine.summary
        assert {words.day(day) for day in routine.days}.isdisjoint(d.title for d in routine.days)


def test_no_english_is_left_on_the_pages(
    spoken: str, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "training-log.db"
    monkeypatch.setenv("FORMCHECK_LOG", str(place))
    monkeypatch.setenv("FORMCHECK_ROUTINES", str(tmp_path / "routines"))
    with TrainingLog.open(place) as log:
        anna = log.lifters.add("Anna", level="intermediate", equipment={"band", "barbell"})
        for day in (9, 6, 3):
            store_set(log, anna, Moment.now().later(-day * DAY_S), load_kg=40.0)
        log.routine_uses.choose(anna.id, "advanced", Moment.now())
    window = LogPanel(QSettings(str(tmp_path / "log.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.open()
    found = set()
    for number in (TODAY, HISTORY, TRENDS, ROUTINES, LIFTERS):
        window.list.setCurrentRow(number)
        found |= {label.text() for label in window.findChildren(QLabel) if label.isVisible()}
    told = " ".join(found)
    for phrase in ("the plan is", "workout", "nothing in", "log yet", "Wide-grip", "Lats on",
                   "programme FormCheck", "Thursday", "Monday"):  # fmt: skip
        assert phrase not in told, phrase
    window.close()
