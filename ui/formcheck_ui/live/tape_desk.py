"""Recording while filming: its switch, what is told of it, and the way to replay it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from formcheck.config import RecordOptions
from formcheck.errors import OutputError
from formcheck.recording.shelf import TapeState
from formcheck_ui.live import phrases
from formcheck_ui.shell import Shell
from formcheck_ui.states import BUSY, LIVE, State


class TapeDesk(QObject):
    """Show how the recording goes, and open the last one.

    Parameters
    ----------
    window : Shell
    say : callable
        Speaks a message to somebody across the room.
    """

    def __init__(self, window: Shell, say: Callable[[str], None]) -> None:
        super().__init__(window)
        self._window = window
        self._say = say
        self._told: OutputError | None = None
        control = window.controller
        control.taped.connect(self._on_taped)
        control.state_changed.connect(self._on_state)
        window.start_page.shelf_wanted.connect(self._open_folder)
        window.start_page.again_wanted.connect(self.replay)
        self._on_state(control.state)

    def configure(self, options: RecordOptions) -> None:
        """Take the user's options, also while the camera runs."""
        commands = self._window.commands
        commands["record"].setChecked(options.poses)
        commands["record_pictures"].setChecked(options.pictures)
        filming = self._window.controller.filming
        if filming is not None and filming.tape is not None:
            filming.tape.switch(on=options.poses, pictures=options.pictures)
        self._show_shelf()

    def replay(self) -> None:
        """Open what was filmed last; ends the camera, but never in the middle of a set."""
        control = self._window.controller
        if control.state is State.IN_SET:
            return
        if control.state in LIVE:
            control.replay_after_stop()
        elif control.last_recording is not None and control.last_recording.exists():
            self._window.open_clip(control.last_recording)

    def _on_taped(self, tape: TapeState) -> None:
        window = self._window
        running = tape.path is not None
        text = phrases.minutes(tape.since_s) if running else ""
        window.view.show_tape(text, lost=tape.trouble is not None and not running)
        window.strip.show_recording(tape)
        window.top_bar.record_button.show_recording(running=running)
        if tape.trouble is not None and tape.trouble is not self._told:
            self._told = tape.trouble
            goes_on = self.tr("The set goes on; it is not recorded.")
            if running:
                goes_on = self.tr("The set goes on; your movements are recorded.")
            window.banner.tell(tape.trouble.message, f"{goes_on} {tape.trouble.hint}", "warning")
            self._say(phrases.message("not_recorded" if not running else "no_pictures"))
        self._enable()

    def _on_state(self, state: State) -> None:
        if state is State.STARTING:
            self._told = None
        if state not in BUSY:
            self._show_shelf()
        self._enable()

    def _show_shelf(self) -> None:
        window = self._window
        shelf = window.services.shelf()
        window.top_bar.record_button.show_shelf(shelf)
        if window.controller.state not in BUSY:
            window.start_page.show_shelf(shelf, window.commands["record"])
            last = window.controller.last_recording
            window.start_page.show_again(shown=last is not None and last.exists())

    def _enable(self) -> None:
        control = self._window.controller
        live = control.state in LIVE and control.state is not State.IN_SET
        there = control.last_recording is not None
        ready = (live and control.tape.path is not None) or (there and control.state not in LIVE)
        self._window.commands["replay_session"].setEnabled(ready)

    def _open_folder(self) -> None:
        folder: Path = self._window.services.shelf().folder
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
