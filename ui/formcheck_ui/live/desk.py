"""What the window has for filming, settings and help: their commands and what they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from formcheck.config import Config
from formcheck.errors import FormCheckError
from formcheck_ui.help import ShortcutSheet, Tour
from formcheck_ui.live.again import Again
from formcheck_ui.live.camera_desk import CameraDesk
from formcheck_ui.live.guide import Guide
from formcheck_ui.live.rest_desk import RestDesk
from formcheck_ui.live.set_book import SetBook
from formcheck_ui.live.tape_desk import TapeDesk
from formcheck_ui.live.tv_window import TvWindow
from formcheck_ui.live.watch_desk import WatchDesk
from formcheck_ui.presenter import Presenter
from formcheck_ui.settings.dialog import SettingsDialog
from formcheck_ui.shell import Shell
from formcheck_ui.states import LIVE, State


class LiveDesk(QObject):
    """Own the guide, the settings, the sheet of keys and the tour.

    Signals
    -------
    look_changed
        Language or colours have changed; the window has to be made anew.
    """

    look_changed = Signal()

    def __init__(self, window: Shell, presenter: Presenter) -> None:
        super().__init__(window)
        self._window, self._presenter = window, presenter
        self._services = window.services
        self.config = self._services.config()
        self.guide = Guide(window, presenter)
        self.again = Again(window, presenter)
        self.watch = WatchDesk(window, self.guide.tell)
        self.cameras = CameraDesk(window)
        self.tape = TapeDesk(window, self.guide.tell)
        self.book = SetBook(
            window.controller,
            lambda: presenter.live_reps,
            lambda: window.flags_panel.model.told,
            self,
        )
        self.rest = RestDesk(
            window.controller, self.book, window.view, window.start_page.overview, self.guide.tell
        )
        self.guide.countdown_begun.connect(self.again.end)
        self.settings: SettingsDialog | None = None
        self.sheet: ShortcutSheet | None = None
        self.tour: Tour | None = None
        self.tv: TvWindow | None = None
        window.setup_panel.hide_button.clicked.connect(window.commands["setup"].trigger)
        window.top_bar.record_button.chosen.connect(self.record)
        window.rep_panel.set_button.clicked.connect(self.guide.toggle_set)
        window.controller.state_changed.connect(self._on_state)
        self._show_config()
        self._on_state(window.controller.state)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each command does."""
        return {
            "set": self.guide.toggle_set,
            "neutral": self.guide.ask_neutral,
            "cameras": self.cameras.open,
            "person_1": lambda: self.watch.point_at(1),
            "person_2": lambda: self.watch.point_at(2),
            "person_3": lambda: self.watch.point_at(3),
            "record": lambda: self.record(self._checked("record"), self.config.record.pictures),
            # There is no film without the poses that go with it.
            "record_pictures": lambda: self.record(
                self._checked("record") or self._checked("record_pictures"),
                self._checked("record_pictures"),
            ),
            "again_rep": self.again.watch_rep,
            "again_set": self.again.watch_set,
            "replay_session": self.tape.replay,
            "setup": lambda: self._switch("setup", "live", "setup_help"),
            "rest_card": lambda: self._switch("rest_card", "live", "rest_card"),
            "tv": lambda: self.show_tv(shown=self._checked("tv")),
            "voice": lambda: self._switch("voice", "sound", "speech"),
            "metronome": lambda: self._switch("metronome", "live", "metronome"),
            "settings": self.open_settings,
            "shortcuts": self.open_sheet,
            "tour": self.start_tour,
        }

    def take_back_key(self, otherwise: Callable[[], object]) -> None:
        """Let a remote's key back show the last rep again while a camera runs."""
        if self._window.controller.state in LIVE:
            self.again.watch_rep()
        else:
            otherwise()

    def take_key(self, otherwise: Callable[[], object]) -> None:
        """Let a remote's key begin or end a set while a camera runs, else do what it does."""
        if self._window.controller.state in LIVE:
            self.guide.toggle_set()
        else:
            otherwise()

    def apply(self, config: Config) -> None:
        """Take options over, keep them, and tell when the window has to be made anew."""
        if config == self.config:
            return
        before, self.config = self.config, config
        try:
            self._services.save_config(config)
        except FormCheckError as error:
            self._window.banner.tell(error.message, error.hint, "warning")
        self._show_config()
        self.guide.configure(config)
        if config.window != before.window:
            self.look_changed.emit()

    def record(self, poses: bool, pictures: bool) -> None:
        """Keep poses, or the video too, or nothing, from now on; the choice is remembered."""
        kept = replace(self.config.record, poses=poses, pictures=pictures)
        self.apply(replace(self.config, record=kept))
        self._show_config()

    def open_settings(self) -> None:
        """Open the settings beside the window; nothing stops for them."""
        if self.settings is None:
            self.settings = SettingsDialog(self.config, self._window)
            self.settings.changed.connect(self.apply)
            self.settings.tried.connect(self.guide.try_out)
        self.settings.show_config(self.config)
        _raise(self.settings)

    def open_sheet(self) -> None:
        """Open the list of keys."""
        if self.sheet is None:
            self.sheet = ShortcutSheet(self._window)
        _raise(self.sheet)

    def start_tour(self) -> None:
        """Show the window's parts, one after the other."""
        if self.tour is None:
            self.tour = Tour(self._window)
        self.tour.begin()

    def show_tv(self, *, shown: bool) -> None:
        """Show picture, count and cue in a second window, or close it."""
        if self.tv is None:
            self.tv = TvWindow(self._window, self._presenter)
            self.tv.closed.connect(lambda: self._window.commands["tv"].setChecked(False))
        if shown:
            self.tv.open()
        else:
            self.tv.close()

    def shut_down(self) -> None:
        """Close what is open and fall silent."""
        for dialog in (self.settings, self.sheet, self.tv):
            if dialog is not None:
                dialog.close()
        self.cameras.shut_down()
        self.guide.shut_down()

    def _checked(self, command: str) -> bool:
        return self._window.commands[command].isChecked()

    def _switch(self, command: str, section: str, option: str) -> None:
        """Take a switch over from its command."""
        value = self._window.commands[command].isChecked()
        part: Any = getattr(self.config, section)
        changes: dict[str, Any] = {section: replace(part, **{option: value})}
        self.apply(replace(self.config, **changes))

    def _show_config(self) -> None:
        commands, config = self._window.commands, self.config
        commands["setup"].setChecked(config.live.setup_help)
        commands["rest_card"].setChecked(config.live.rest_card)
        self.rest.configure(shown=config.live.rest_card)
        commands["voice"].setChecked(config.sound.speech)
        commands["metronome"].setChecked(config.live.metronome)
        self.tape.configure(config.record)
        self.again.by_itself = config.live.show_fault
        self._window.tempo_panel.bar.set_plan(config.tempo)
        self._window.readouts.set_limits(config.flags)

    def _on_state(self, state: State) -> None:
        live = state in LIVE
        for name in ("set", "neutral", "again_rep", "again_set"):
            self._window.commands[name].setEnabled(live)
        self._window.rep_panel.show_set_button(shown=live, running=state is State.IN_SET)


def _raise(dialog: SettingsDialog | ShortcutSheet) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
