"""The window and its look: language and colours hold from its making, so it is made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication

from formcheck_ui import theme
from formcheck_ui.i18n import language
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from formcheck_ui.states import BUSY, REPLAY, State

_TOURED = "toured"


class _Place(NamedTuple):
    """Where a clip stood."""

    time_s: float
    playing: bool
    reps_shown: bool


class Stage(QObject):
    """Hold the one window, and exchange it when its look has changed and no camera runs.

    A clip that is open is opened again, where it stood.

    Parameters
    ----------
    app : QApplication
    services : Services
        The core, or what stands for it in a test.
    make : callable
        Services and settings to a window not yet shown.
    settings : QSettings, optional
        Where the window's geometry is kept; the user's own by default.
    """

    def __init__(
        self,
        app: QApplication,
        services: Services,
        make: Callable[[Services, QSettings], MainWindow],
        settings: QSettings | None = None,
    ) -> None:
        super().__init__(app)
        self._app, self._services, self._make = app, services, make
        self.settings = settings or QSettings("FormCheck", "FormCheck")
        self._due = False
        self._place: _Place | None = None
        self._dress()
        self.window = self._new_window()

    def is_first_time(self) -> bool:
        """Whether nobody has been shown round yet; asked once, it is so no longer."""
        first = not self.settings.value(_TOURED, False, type=bool)
        self.settings.setValue(_TOURED, True)
        return first

    def _dress(self) -> None:
        look = self._services.config().window
        language.install(self._app, look.language)
        theme.apply(self._app, theme.mode(look.theme))

    def _new_window(self) -> MainWindow:
        window = self._make(self._services, self.settings)
        window.live_desk.look_changed.connect(self._on_look_changed)
        window.controller.state_changed.connect(self._on_state)
        window.controller.clip_opened.connect(self._on_clip_opened)
        return window

    def _on_look_changed(self) -> None:
        self._due = True
        self._on_state(self.window.controller.state)

    def _on_state(self, state: State) -> None:
        if self._due and state not in BUSY - REPLAY:
            self._due = False
            self._exchange()

    def _on_clip_opened(self) -> None:
        control, place = self.window.controller, self._place
        self._place = None
        if place is not None:
            control.seek(place.time_s)
            if not place.playing:
                control.toggle_play()
            if place.reps_shown:
                self.window.commands["tab_reps"].trigger()

    def _exchange(self) -> None:
        """Put a new window in the old one's place, with the settings still open."""
        old = self.window
        exercise = old.top_bar.chosen_exercise()
        dialog = old.live_desk.settings
        settings_open = dialog is not None and dialog.isVisible()
        page = dialog.list.currentRow() if dialog is not None else 0
        path, head = old.controller.path, old.controller.playback
        if old.controller.state in REPLAY and head is not None:
            self._place = _Place(head.time_s, head.playing, old.desk.panel.isVisible())
        self._dress()
        self.window = self._new_window()
        self.window.top_bar.choose_exercise(exercise)
        self.window.setGeometry(old.geometry())
        self.window.setWindowState(old.windowState())
        self.window.show()
        old.close()
        old.deleteLater()
        if self._place is not None and path is not None:
            self.window.open_clip(path)
        if settings_open:
            self.window.live_desk.open_settings()
            fresh = self.window.live_desk.settings
            assert fresh is not None
            fresh.list.setCurrentRow(page)
