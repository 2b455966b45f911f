"""The record button says what is kept, offers video beside it, and shows the room on the disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from formcheck.config import Config
from formcheck.recording.shelf import Shelf, look
from formcheck_ui.services import Services
from gui.conftest_types import MakeWindow


class Kept:
    """Options that are kept in memory."""

    def __init__(self) -> None:
        self.config = Config()

    def save(self, config: Config) -> None:
        self.config = config


def core(services: Services, kept: Kept) -> Services:
    return replace(
        services,
        config=lambda: kept.config,
        save_config=kept.save,
        shelf=lambda: Shelf(Path("/films"), 3, 4_000_000, 123_400_000_000),
    )


def test_the_button_says_what_it_keeps_and_remembers_the_choice(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    kept = Kept()
    window = make_window(core(services, kept))
    button = window.top_bar.record_button
    assert (button.text(), button.accessibleName()) == (
        "Poses", "Record poses (11 to 15 MB a minute)",
    )  # fmt: skip
    nothing, poses, video = button.choices
    assert poses.isChecked()
    video.trigger()
    assert button.text() == "Video"
    assert (kept.config.record.poses, kept.config.record.pictures) == (True, True)
    nothing.trigger()
    assert button.text() == "Off"
    assert not kept.config.record.poses
    video.trigger()
    again = make_window(core(services, kept))
    assert again.top_bar.record_button.text() == "Video"


def test_the_keys_do_the_same(qtbot: Any, make_window: MakeWindow, services: Services) -> None:
    kept = Kept()
    window = make_window(core(services, kept))
    button = window.top_bar.record_button
    window.commands["record"].trigger()
    assert button.text() == "Off"
    window.commands["record_pictures"].trigger()
    assert button.text() == "Video", "no film without its poses"
    assert (kept.config.record.poses, kept.config.record.pictures) == (True, True)
    window.commands["record_pictures"].trigger()
    assert button.text() == "Poses"


def test_the_room_on_the_disk_is_shown(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    window = make_window(core(services, Kept()))
    assert window.top_bar.record_button.room == "123 GB free on the disk"
    assert "123 GB free on the disk" in window.top_bar.record_button.toolTip()
    assert window.start_page.shelf_button.text().endswith("4 MB. 123 GB free.")


def test_a_folder_that_is_not_there_yet_has_its_disks_room(tmp_path: Path) -> None:
    assert look(tmp_path / "a" / "b").free_bytes > 0
    assert look(tmp_path / "a" / "b").free_bytes == look(tmp_path).free_bytes
