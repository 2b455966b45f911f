"""The window's entry point: ``formcheck-ui``, and what ``formcheck open`` and ``live`` call."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, QSettings, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from formcheck.sources.address import named_camera
from formcheck.version import __version__
from formcheck_ui import qt_env, theme
from formcheck_ui.i18n import language
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services, real_services
from formcheck_ui.states import BUSY, REPLAY, State
from formcheck_ui.worker import Worker

log = logging.getLogger(__name__)

_SETTLED_MS: Final = 500
"""After so long the window has been painted and has answered: its own start is not held up."""


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window from the command line ``formcheck-ui`` and return an exit code."""
    parser = argparse.ArgumentParser(
        prog="formcheck-ui", description="Film a set or replay a clip, with feedback."
    )
    parser.add_argument("clip", nargs="?", type=Path, help="a clip to replay")
    parser.add_argument("--camera", help="a camera's number or name, or a stream's address")
    parser.add_argument("--exercise", help="the exercise; recognised when not named")
    parser.add_argument("--version", action="version", version=f"FormCheck {__version__}")
    options = parser.parse_args(sys.argv[1:] if argv is None else argv)
    camera = None if options.camera is None else named_camera(options.camera)
    return run(open_path=options.clip, camera=camera, exercise=options.exercise)


def run(
    open_path: str | Path | None = None,
    camera: str | int | None = None,
    exercise: str | None = None,
    demo: bool = False,
    *,
    services: Services | None = None,
) -> int:
    """Open the window and return when it is closed.

    Parameters
    ----------
    open_path : str or Path, optional
        A clip to replay at once.
    camera : str or int, optional
        A camera to film from at once: number, name or address.
    exercise : str, optional
        The exercise; recognised when not named.
    demo : bool
        Replay the bundled sample when no clip is named.
    services : Services, optional
        What stands for the core in a test.

    Returns
    -------
    int
        0, or what a shell expects.

    Raises
    ------
    ConfigError
        When the user's configuration has a mistake.
    """
    app = make_application()
    stage = Stage(
        app,
        services or real_services(),
        lambda core, settings: make_window(core, exercise=exercise, settings=settings),
    )
    window = stage.window
    if demo and open_path is None:
        from formcheck.assets import sample_path

        open_path = sample_path()
    window.show()
    ahead = Ahead(stage.services, app)
    if open_path is not None:
        path = Path(open_path)
        QTimer.singleShot(0, window, lambda: window.open_clip(path))
    elif camera is not None:
        QTimer.singleShot(0, window, lambda: window.start_camera(camera))
    else:
        QTimer.singleShot(_SETTLED_MS, ahead, ahead.start)
        if stage.is_first_time():
            QTimer.singleShot(0, window, window.live_desk.start_tour)
    code = app.exec()
    ahead.stop()
    stage.window.controller.shut_down()
    ahead.wait()
    return int(code)


class Ahead(Worker):
    """Load what the first clip or camera needs while the user looks at the start page.

    It would wait for them: until the first frame of the bundled sample is judged the processor
    works 1.0 s after they were loaded and 2.7 s without (medians of three, two cores).
    """

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load = services.load_ahead

    def _run(self) -> None:
        self._load(lambda: not self.isInterruptionRequested())


def make_application() -> QApplication:
    """Return the application object, made on the first call."""
    app = QCoreApplication.instance()
    if not isinstance(app, QApplication):
        qt_env.repair_environment()
        qt_env.install_excepthook()
        app = QApplication(["formcheck"])
    app.setApplicationName("FormCheck")
    app.setApplicationDisplayName("FormCheck")
    app.setOrganizationName("FormCheck")
    app.setApplicationVersion(__version__)
    # Both are how a desktop finds the window's entry in its menu, and its icon there.
    app.setDesktopFileName("formcheck")
    app.setWindowIcon(QIcon(str(theme.IMAGES / "formcheck.svg")))
    if not app.property("formcheck"):
        app.setProperty("formcheck", True)
        theme.apply(app)
    return app


def make_window(
    services: Services, *, exercise: str | None = None, settings: QSettings | None = None
) -> MainWindow:
    """Return the window, not yet shown."""
    window = MainWindow(services, settings)
    window.top_bar.choose_exercise(exercise)
    return window


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
        self._app, self.services, self._make = app, services, make
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
        look = self.services.config().window
        language.install(self._app, look.language)
        theme.apply(self._app, theme.mode(look.theme))

    def _new_window(self) -> MainWindow:
        window = self._make(self.services, self.settings)
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


if __name__ == "__main__":
    sys.exit(main())
