"""The settings: made from the one table of options, held at once, kept in the user's file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QToolButton, QWidget

from formcheck.config import Config
from formcheck.config_file import load_config, option_rows
from formcheck.errors import ConfigError
from formcheck_ui import app as entry
from formcheck_ui import theme
from formcheck_ui.actions import ACTIONS
from formcheck_ui.app import Stage
from formcheck_ui.help import STOPS
from formcheck_ui.i18n import language
from formcheck_ui.services import Services
from formcheck_ui.settings import labels
from formcheck_ui.settings.controls import FolderEdit, set_value, value_of
from formcheck_ui.settings.dialog import SettingsDialog
from formcheck_ui.settings.store import OptionStore
from formcheck_ui.states import State
from formcheck_ui.tokens import CONTRAST
from gui.conftest import delete_now
from gui.conftest_types import MakeWindow
from support.ears import RecordedSounds, RecordedSpeech

WAIT_MS = 20_000


@pytest.fixture
def kept(heard: Services, tmp_path: Path) -> Services:
    """Return a core that keeps options in a file."""
    store = OptionStore(tmp_path / "config.toml")
    return replace(heard, config=lambda: store.config, save_config=store.save)


@pytest.fixture
def opened(make_window: MakeWindow, kept: Services) -> Callable[[], tuple[Any, SettingsDialog]]:
    def begin() -> tuple[Any, SettingsDialog]:
        window = make_window(kept)
        window.commands["settings"].trigger()
        assert window.live_desk.settings is not None
        return window, window.live_desk.settings

    return begin


def test_every_option_has_a_control_within_its_range(opened: Any) -> None:
    _, dialog = opened()
    for row in option_rows():
        control = dialog.control(row.section, row.key)
        assert value_of(control) == row.default, row
        assert control.accessibleName(), row
        if not isinstance(control, QCheckBox | QComboBox | FolderEdit):
            assert control.minimum() == row.low, row
            assert control.maximum() == row.high, row


def test_opening_and_closing_changes_nothing(qtbot: Any, opened: Any, tmp_path: Path) -> None:
    window, dialog = opened()
    dialog.close()
    assert window.live_desk.config == Config()
    assert not (tmp_path / "config.toml").exists()


def test_a_value_finer_than_its_control_stays_as_it_is(
    opened: Any, kept: Services, tmp_path: Path
) -> None:
    fine = replace(Config(), tempo=replace(Config().tempo, pull_s=1.2345))
    kept.save_config(fine)
    _, dialog = opened()
    set_value(dialog.control("live", "rest_s"), 30.0)
    dialog.close()
    saved = load_config(tmp_path / "config.toml")
    assert (saved.tempo.pull_s, saved.live.rest_s) == (1.2345, 30.0)


def test_a_change_holds_at_once_and_is_kept(qtbot: Any, opened: Any, tmp_path: Path) -> None:
    window, dialog = opened()
    set_value(dialog.control("tempo", "lower_most_s"), 5.0)
    set_value(dialog.control("sound", "volume_pct"), 30.0)
    dialog.control("sound", "speech").setChecked(False)
    qtbot.waitUntil(lambda: (tmp_path / "config.toml").exists(), timeout=WAIT_MS)
    saved = load_config(tmp_path / "config.toml")
    assert (saved.tempo.lower_most_s, saved.sound.volume_pct, saved.sound.speech) == (
        5.0,
        30,
        False,
    )
    assert window.live_desk.config == saved
    assert "2 to 5 seconds" in window.tempo_panel.bar.in_words()
    assert not window.commands["voice"].isChecked()


def test_closing_keeps_what_was_changed_a_moment_before(opened: Any, tmp_path: Path) -> None:
    _, dialog = opened()
    set_value(dialog.control("live", "rest_s"), 120.0)
    dialog.close()
    assert load_config(tmp_path / "config.toml").live.rest_s == 120.0


def test_the_default_is_one_press_away(qtbot: Any, opened: Any, tmp_path: Path) -> None:
    _, dialog = opened()
    row = dialog._rows["live", "rest_s"]
    assert row.reset.isHidden()
    set_value(row.control, 30.0)
    assert not row.reset.isHidden()
    qtbot.mouseClick(row.reset, Qt.MouseButton.LeftButton)
    assert value_of(row.control) == Config().live.rest_s
    assert row.reset.isHidden()


def test_searching_shows_what_matches(opened: Any) -> None:
    _, dialog = opened()
    dialog.search.setText("high contrast nothing")
    assert all(dialog.list.item(i).isHidden() for i in range(dialog.list.count()))
    assert dialog.pages.currentWidget() is dialog.nothing
    assert dialog.nothing.text() == "No setting is called “high contrast nothing”."
    dialog.search.setText("metronome")
    assert dialog.pages.currentIndex() == dialog.list.currentRow()
    assert dialog.list.currentItem().text() == "Filming"
    shown = [key for key, row in dialog._rows.items() if not row.box.isHidden()]
    assert shown == [("live", "metronome")]
    assert _ruled(dialog) == [], "no line stays beside a single option"
    dialog.search.setText("speak")
    shown = [key for key, row in dialog._rows.items() if not row.box.isHidden()]
    assert len({section for section, _ in shown}) == 1
    assert _ruled(dialog) == shown[1:], "lines stand between options alone"
    dialog.search.clear()
    assert len(_ruled(dialog)) == len(dialog._rows) - dialog.list.count()
    assert not any(dialog.list.item(i).isHidden() for i in range(dialog.list.count()))


def _ruled(dialog: SettingsDialog) -> list[tuple[str, str]]:
    """Return above which options a line stands."""
    return [key for key, row in dialog._rows.items() if not row.rule.isHidden()]


def test_the_cameras_options_are_found_and_its_sizes_written_as_people_write_them(
    opened: Any,
) -> None:
    _, dialog = opened()
    dialog.search.setText("exposure")
    shown = [key for key, row in dialog._rows.items() if not row.box.isHidden()]
    assert shown == [("camera", "exposure_ms")]
    assert dialog.list.currentItem().text() == "Filming"
    sizes = dialog.control("camera", "size")
    assert "1920 × 1080" in [sizes.itemText(place) for place in range(sizes.count())]
    set_value(sizes, "1920x1080")
    assert value_of(sizes) == "1920x1080"


def test_what_stands_in_a_field_stands_in_its_middle(opened: Any) -> None:
    _, dialog = opened()
    dialog.search.setText("folder")
    for field in (dialog.search, dialog.control("record", "folder")):
        for button in field.findChildren(QToolButton):
            middle = button.geometry().center().y()
            assert abs(middle - field.rect().center().y()) <= 1, button.toolTip()


def test_every_setting_has_a_name_of_its_own_and_a_unit_people_write(opened: Any) -> None:
    _, dialog = opened()
    named = [row.name.text() for row in dialog._rows.values()]
    assert len(set(named)) == len(named)
    raw = [row.row.key.replace("_", " ").capitalize() for row in dialog._rows.values()]
    assert [name for name in named if re.search(r" (pct|deg|s|px|std|hz)$", name)] == []
    assert "Hips rise: by" in named
    assert "Hips rise pct" in raw
    assert dialog.control("flags", "hips_rise_pct").suffix() == " % of trunk"
    assert dialog.control("reps", "min_bend_deg").suffix() == " °"
    assert {row.row.unit: labels.unit(row.row) for row in dialog._rows.values()}["1/s"] == "/s"


def test_the_dialog_blocks_nothing(opened: Any) -> None:
    _, dialog = opened()
    assert not dialog.isModal()
    assert QApplication.activeModalWidget() is None


def test_voice_and_tones_can_be_tried(
    qtbot: Any, opened: Any, speech: RecordedSpeech, sounds: RecordedSounds
) -> None:
    _, dialog = opened()
    dialog.tried.emit()
    qtbot.waitUntil(lambda: speech.texts == ["3. Chest up"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(sounds.tones) == 1, timeout=WAIT_MS)


def test_a_file_that_cannot_be_written_is_one_message_and_the_change_holds(
    make_window: MakeWindow, heard: Services
) -> None:
    def refuse(config: Config) -> None:
        raise ConfigError("The settings cannot be written to x.", "Make it writable.")

    window = make_window(replace(heard, save_config=refuse))
    window.commands["metronome"].trigger()
    assert window.banner.message.text() == "The settings cannot be written to x."
    assert window.live_desk.config.live.metronome is True


def test_every_control_of_the_dialogs_has_a_name(opened: Any) -> None:
    window, dialog = opened()
    window.commands["shortcuts"].trigger()
    unnamed = [
        type(each).__name__
        for parent in (dialog, window.live_desk.sheet)
        for each in parent.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not each.focusProxy()
        and not each.accessibleName()
        # The field within a spin box is spoken for by the box.
        and each.objectName() != "qt_spinbox_lineedit"
    ]
    assert unnamed == []


def test_the_sheet_lists_every_key(make_window: MakeWindow) -> None:
    window = make_window()
    window.commands["shortcuts"].trigger()
    shown = [each.text() for each in window.live_desk.sheet.findChildren(QLabel)]
    for spec in ACTIONS:
        if spec.keys:
            assert spec.text in shown, spec.id


def test_the_tour_leads_round_by_key_and_ends(qtbot: Any, make_window: MakeWindow) -> None:
    window = make_window()
    qtbot.mouseClick(window.start_page.tour_button, Qt.MouseButton.LeftButton)
    tour = window.live_desk.tour
    assert tour.isVisible()
    titles = []
    for _ in STOPS:
        titles.append(tour.title.text())
        assert tour.rect().contains(tour._bubble.geometry())
        qtbot.keyClick(tour, Qt.Key.Key_Right)
    assert titles == [stop.title for stop in STOPS]
    assert not tour.isVisible()
    window.commands["tour"].trigger()
    qtbot.keyClick(tour, Qt.Key.Key_Escape)
    assert not tour.isVisible()


@pytest.fixture
def stage(qapp: QApplication, kept: Services, tmp_path: Path) -> Iterator[Stage]:
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = Stage(qapp, kept, lambda core, where: entry.make_window(core, settings=where), settings)
    made.window.show()
    yield made
    made.window.close()
    made.window.deleteLater()
    delete_now()
    language.install(qapp, "en")
    theme.apply(qapp, "dark")


def test_the_first_start_is_recognised_once(stage: Stage) -> None:
    assert stage.is_first_time()
    assert not stage.is_first_time()


def test_another_language_makes_the_window_anew_in_its_place(qtbot: Any, stage: Stage) -> None:
    before = stage.window
    before.top_bar.choose_exercise("face_pull")
    before.resize(1300, 820)
    size = before.size()
    before.commands["settings"].trigger()
    assert before.live_desk.settings is not None
    before.live_desk.settings.list.setCurrentRow(2)
    set_value(before.live_desk.settings.control("window", "language"), "de")
    qtbot.waitUntil(lambda: stage.window is not before, timeout=WAIT_MS)
    after = stage.window
    assert after.start_page.camera_button.text() == "Kamera starten"
    assert after.top_bar.chosen_exercise() == "face_pull"
    assert after.size() == size
    assert after.live_desk.settings is not None
    assert after.live_desk.settings.isVisible()
    assert after.live_desk.settings.windowTitle() == "Einstellungen"
    assert after.live_desk.settings.list.currentRow() == 2


def test_another_language_keeps_the_clip_and_its_place(qtbot: Any, stage: Stage) -> None:
    before = stage.window
    before.open_clip(Path("set.mp4"))
    qtbot.waitUntil(lambda: before.controller.state is State.PLAYING, timeout=WAIT_MS)
    before.controller.toggle_play()
    before.controller.seek(2.0)
    before.commands["tab_reps"].trigger()
    here_s = before.controller.playback.time_s
    config = before.live_desk.config
    before.live_desk.apply(replace(config, window=replace(config.window, language="de")))
    qtbot.waitUntil(lambda: stage.window is not before, timeout=WAIT_MS)
    after = stage.window
    qtbot.waitUntil(lambda: after.controller.state is State.PAUSED, timeout=WAIT_MS)
    assert after.start_page.camera_button.text() == "Kamera starten"
    assert after.controller.path == Path("set.mp4")
    assert after.controller.playback.time_s == here_s
    assert after.desk.panel.isVisible()


def test_a_new_look_waits_for_the_camera(qtbot: Any, stage: Stage, qapp: QApplication) -> None:
    window = stage.window
    window.start_camera(0)
    qtbot.waitUntil(lambda: window.controller.state is State.WAITING, timeout=WAIT_MS)
    config = window.live_desk.config
    window.live_desk.apply(replace(config, window=replace(config.window, theme="contrast")))
    assert stage.window is window
    window.controller.stop()
    qtbot.waitUntil(lambda: stage.window is not window, timeout=WAIT_MS)
    assert theme.tokens() is CONTRAST
    assert qapp.palette().window().color().name() == CONTRAST.window
