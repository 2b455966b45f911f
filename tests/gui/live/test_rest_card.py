"""Between two sets a card over the picture; at the end of the session all its sets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPainter

from formcheck.config import Config
from formcheck.errors import FormCheckError
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck_ui import plates
from formcheck_ui.i18n.language import catalogue
from formcheck_ui.live.rest_desk import in_words
from formcheck_ui.live.set_book import Goal
from formcheck_ui.main_window import MainWindow
from formcheck_ui.rest_card import RestCard, paint_rest
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from support.ears import RecordedSpeech
from support.scripted import ScriptedPipeline

WAIT_MS = 30_000


def resting(qtbot: Any, window: MainWindow, reps: int = 2) -> None:
    """Film until so many reps are done, and end the set."""
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.reps_in_set >= reps, timeout=WAIT_MS)
    window.controller.end_set()
    qtbot.waitUntil(lambda: window.view.rest is not None, timeout=WAIT_MS)


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\u00a0", " ")


def quiet(core: Services, **live: Any) -> Services:
    """Return a core that does not show a fault again by itself."""
    config = Config()
    config = replace(config, live=replace(config.live, show_fault=False, **live))
    return replace(core, config=lambda: config)


def test_the_card_tells_score_and_one_thing_to_mend_with_its_worst_moment(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    window = make_window(quiet(heard))
    resting(qtbot, window)
    card = window.view.rest
    assert card is not None
    assert card.score == "Score 88"
    assert (card.reps, card.short) == ("Reps: 2", False)
    assert card.mend == "Chest up"
    assert plain(card.seen) == "Rounded back · rep 2 · 18°"
    assert card.picture is not None, "its worst moment"
    assert card.scene is not None
    assert card.kept == "Not saved. N chooses who lifts."
    # The clock of the rest goes on above it.
    qtbot.waitUntil(lambda: window.view.chip.startswith("Rest 0:0"), timeout=WAIT_MS)
    assert "Score 88" in window.view.accessibleDescription()


def test_the_card_gives_way_to_a_countdown_and_to_the_next_set(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    window = make_window(quiet(heard))
    resting(qtbot, window)
    window.commands["set"].trigger()
    qtbot.waitUntil(lambda: window.view.big == "3", timeout=WAIT_MS)
    assert window.view.rest is None, "whoever takes his place wants to see himself"
    qtbot.waitUntil(lambda: window.controller.state is State.IN_SET, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.view.big == "", timeout=WAIT_MS)
    assert window.view.rest is None


def test_the_card_gives_way_to_the_rep_that_is_watched_again(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    window = make_window(quiet(heard))
    resting(qtbot, window)
    window.commands["again_rep"].trigger()
    assert window.view.past
    assert window.view.rest is None
    window.commands["again_rep"].trigger()
    assert window.view.rest is not None


def test_the_card_can_be_switched_off(qtbot: Any, make_window: MakeWindow, heard: Services) -> None:
    window = make_window(quiet(heard))
    resting(qtbot, window)
    window.commands["rest_card"].trigger()
    assert window.view.rest is None
    assert not window.live_desk.config.live.rest_card
    window.commands["rest_card"].trigger()
    assert window.view.rest is not None


def test_the_session_is_told_set_by_set_at_its_end(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    window = make_window(quiet(heard))
    resting(qtbot, window)
    qtbot.waitUntil(lambda: window.controller.state is State.IN_SET, timeout=WAIT_MS)
    window.controller.stop()
    qtbot.waitUntil(lambda: window.controller.state is State.IDLE, timeout=WAIT_MS)
    overview = window.start_page.overview
    assert overview.isVisible()
    assert overview.title == "Sets: 2 · Reps: 3"
    assert overview.shown[6:12] == ["1", "Bent-over row", "", "2", "88", "Rounded back"]
    assert overview.shown[12:] == ["2", "Bent-over row", "", "1", "100", "Nothing to improve"]
    assert window.start_page.camera_button.isVisible()
    window.start_camera(0)
    assert overview.isHidden(), "another session begins"


def test_a_clean_set_is_told_so_and_a_set_without_reps_is_none(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    core = quiet(replace(heard, new_pipeline=lambda _: ScriptedPipeline(rounded=())))
    window = make_window(core)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    window.controller.begin_set()
    window.controller.end_set()
    assert window.live_desk.book.sets == []
    qtbot.waitUntil(lambda: window.controller.reps_in_set == 1, timeout=WAIT_MS)
    window.controller.end_set()
    qtbot.waitUntil(lambda: window.view.rest is not None, timeout=WAIT_MS)
    card = window.view.rest
    assert card is not None
    assert (card.score, card.mend, card.seen) == ("Score 100", "Nothing to improve", "")
    assert card.picture is None


def planned(window: MainWindow, place: Path) -> None:
    """Let Anna and Bert be in the log, Anna with a routine and a load, and keep her sets."""
    with TrainingLog.open(place) as log:
        anna = log.lifters.add("Anna")
        log.lifters.add("Bert", unit="lb")
        log.routine_uses.choose(anna.id, "intermediate", Moment.now())
    log_panel = window.log_desk.log_panel
    log_panel.ready()
    log_panel.enter_load("60")
    log_panel.keep.setChecked(True)


def test_who_lifts_what_stands_on_the_filming_screen(
    qtbot: Any,
    make_window: MakeWindow,
    heard: Services,
    place: Path,
) -> None:
    window = make_window(quiet(heard))
    planned(window, place)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    assert plain(window.view.goal) == "Anna · Pull-up · 60 kg · Set 1 of 4 · 8–12 reps"


def test_load_and_lifter_are_changed_by_keys(
    qtbot: Any,
    make_window: MakeWindow,
    heard: Services,
    place: Path,
    speech: RecordedSpeech,
) -> None:
    window = make_window(quiet(heard))
    planned(window, place)
    assert not window.commands["load_more"].isEnabled(), "not before the camera runs"
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    qtbot.keyClicks(window, "++-+")
    assert plain(window.view.goal).startswith("Anna · Pull-up · 65 kg")
    assert window.view.chip == "65 kg"
    assert speech.wait_for("65 kg")
    said = window.log_desk.log_panel.keeping()
    assert said is not None
    assert said.load_kg == pytest.approx(65.0)
    qtbot.keyClicks(window, "n")
    assert window.view.goal.startswith("Bert")
    qtbot.keyClicks(window, "+")
    assert "45 lb" in plain(window.view.goal), "an empty bar, where no load is known"
    qtbot.keyClicks(window, "n")
    assert window.view.goal == ""
    assert window.view.chip == "Nobody's sets are saved"
    qtbot.keyClicks(window, "n")
    assert "Anna · Pull-up · 65 kg" in plain(window.view.goal), "each has a load of their own"


def test_a_saved_set_is_told_and_the_next_one_named(
    qtbot: Any,
    make_window: MakeWindow,
    heard: Services,
    place: Path,
    speech: RecordedSpeech,
) -> None:
    core = replace(heard, new_pipeline=lambda _: ScriptedPipeline(exercise="pull_up"))
    window = make_window(quiet(core))
    planned(window, place)
    resting(qtbot, window)
    qtbot.waitUntil(lambda: "Saved" in speech.texts, timeout=WAIT_MS)
    card = window.view.rest
    assert card is not None
    assert card.kept == "Saved: Anna"
    assert plain(card.title) == "Set 1 of 4 · Pull-up · 60 kg"
    assert (card.reps, card.short) == ("Reps: 2 of 8–12", True)
    assert plain(card.next).startswith("Next: Pull-up · 60 kg · Set ")
    with TrainingLog.open(place) as log:
        assert [each.reps for each in log.sets.of_lifter(1)] == [2]
    window.controller.stop()
    qtbot.waitUntil(lambda: not window.log_desk.keeper.keeps, timeout=WAIT_MS)


def test_a_set_of_another_exercise_is_not_measured_by_the_plan(
    qtbot: Any,
    make_window: MakeWindow,
    heard: Services,
    place: Path,
) -> None:
    window = make_window(quiet(heard))
    planned(window, place)
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.IN_SET, timeout=WAIT_MS)
    assert plain(window.view.goal) == "Anna · Bent-over row · 60 kg · Set 1"
    qtbot.waitUntil(lambda: window.controller.reps_in_set == 2, timeout=WAIT_MS)
    window.controller.end_set()
    card = window.view.rest
    assert card is not None
    assert plain(card.title) == "Set 1 · Bent-over row · 60 kg"
    # The rep may be told after the set has been ended by hand: the card then follows.
    qtbot.waitUntil(lambda: window.view.rest.reps == "Reps: 2", timeout=WAIT_MS)
    assert not window.view.rest.short


def test_a_set_that_could_not_be_saved_is_told_so(
    qtbot: Any, make_window: MakeWindow, heard: Services
) -> None:
    window = make_window(quiet(heard))
    resting(qtbot, window)
    window.log_desk.keeper.rested.emit(False, FormCheckError("The disk is full.").message)
    card = window.view.rest
    assert card is not None
    assert card.kept == "The disk is full."


def fonts(size: QSizeF, paint: Any) -> list[tuple[int, bool, str]]:
    """Return each text's height in pixels, whether all of it lies in the picture, and itself."""
    picture = QImage(size.toSize(), QImage.Format.Format_RGB32)
    found: list[tuple[int, bool, str]] = []

    class Noting(QPainter):
        def drawText(self, rect: Any, flags: Any, text: str) -> None:
            room = self.fontMetrics().boundingRect(rect.toRect(), int(flags), text)
            found.append((self.font().pixelSize(), picture.rect().contains(room), text))
            super().drawText(rect, flags, text)

    painter = Noting(picture)
    paint(painter, size)
    painter.end()
    return found


@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
@pytest.mark.parametrize("picture", [True, False])
def test_every_text_of_the_card_is_legible_from_three_metres(
    qtbot: Any, language: str, picture: bool
) -> None:
    """A window of 1280 by 720 leaves the picture 880 by 500 pixels under a banner."""
    texts = catalogue(language)

    def said(text: str, *values: object) -> str:
        return str(texts.get(text, text)).format(*values)

    card = RestCard(
        title=said("Set {0} of {1}", 2, 3) + " · " + said("Bent-over row") + " · 62.5 kg",
        score=said("Score {0}", 82),
        reps=said("Reps: {0} of {1}", 8, "8–12"),
        mend=said("Keep your back flat"),
        seen=f"{said('Rounded back')} · {said('rep {0}', '2, 4, 5')} · 18°",
        next=said("Next: {0}", "Bent-over row · 62.5 kg · " + said("Set {0} of {1}", 3, 3)),
        kept=said("Saved: {0}", "Anna"),
        picture=np.zeros((360, 640, 3), np.uint8) if picture else None,
    )
    painted = fonts(QSizeF(880, 500), lambda painter, size: paint_rest(painter, size, card))
    assert len(painted) == 7, "all of it"
    assert all(inside for _, inside, _ in painted), painted
    assert min(pixels for pixels, _, _ in painted) >= 24, painted


def test_the_goal_is_legible_from_three_metres(qtbot: Any) -> None:
    goal = Goal("Anna", "Seated row", "62.5 kg", 2, "3", "8–12", 8, kept=True)
    painted = fonts(
        QSizeF(880, 500), lambda painter, size: plates.paint_goal(painter, size, in_words(goal))
    )
    assert [(pixels >= 24, inside) for pixels, inside, _ in painted] == [(True, True)]
