"""The window: its panels, and the desks that show in them what the controller tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent

from formcheck_ui.full_screen import FullScreen
from formcheck_ui.live.desk import LiveDesk
from formcheck_ui.live.login_dialog import LoginDialog
from formcheck_ui.log.desk import LogDesk
from formcheck_ui.panels.card import scale, set_scale
from formcheck_ui.presenter import Presenter
from formcheck_ui.replay.desk import ReplayDesk
from formcheck_ui.replay.teach_desk import TeachDesk
from formcheck_ui.screen_room import NO_LIMIT
from formcheck_ui.services import Services
from formcheck_ui.shell import Shell
from formcheck_ui.states import BUSY, LIVE, State

_ROOM_FOR_ALL: Final = 740
"""Height in pixels below which the second gauge makes way for count and flags."""

_ROOM_FOR_TEMPO: Final = 640
"""Height in pixels below which the tempo makes way too: a screen drawn at 200 %."""


class MainWindow(Shell):
    """The panels with the desks that fill them; what each command does is connected here."""

    def __init__(self, services: Services, settings: QSettings | None = None) -> None:
        super().__init__(services, settings)
        self.presenter = Presenter(self)
        self.full_screen = FullScreen(self)
        self.desk = ReplayDesk(self, self.presenter, self.full_screen)
        self.teach_desk = TeachDesk(self)
        self.teach_desk.taught.connect(self.desk.bar.show_saved)
        self.live_desk = LiveDesk(self, self.presenter)
        self.log_desk = LogDesk(self, self.desk, self.live_desk)
        self._connect()
        self._restore()
        self.top_bar.set_exercises(services.exercises())
        self.top_bar.set_cameras(())
        # Asking the system for its cameras can take a moment; the window need not wait for it.
        # A timer of its own: a single shot would keep a window that is closed before it fires.
        listing = QTimer(self)
        listing.setSingleShot(True)
        listing.timeout.connect(self._list_cameras)
        listing.start(0)

    def toggle_camera(self) -> None:
        """Start the camera, or stop it when it runs."""
        if self.controller.state in LIVE or (
            self.controller.state is State.STARTING and self.controller.path is None
        ):
            self.controller.stop()
        else:
            self.start_camera()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the count's size a share of the window's."""
        super().resizeEvent(event)
        self.top_bar.fit(self.width())
        if set_scale(self.height()):
            self._rescale()
        self.rep_panel.window_resized()
        self.desk.fit(self.height())
        self.readouts.blades.setVisible(self.height() >= _ROOM_FOR_ALL)
        # Not its visibility: that follows what is on show.
        crowded = self.height() < _ROOM_FOR_TEMPO
        self.tempo_panel.setMaximumHeight(0 if crowded else NO_LIMIT)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept local files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped; of several the first, with the others beside it."""
        event.acceptProposedAction()
        urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if urls:
            self.open_clip(*(Path(url.toLocalFile()) for url in urls))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop whatever runs and leave no thread behind."""
        self.settings.setValue("geometry", self.saveGeometry())
        self.desk.close()
        self.teach_desk.shut_down()
        self.controller.shut_down()
        self.live_desk.shut_down()
        self.log_desk.shut_down()
        super().closeEvent(event)

    def _connect(self) -> None:
        control = self.controller
        handlers: dict[str, Callable[[], object]] = {
            "open": self.choose_clip,
            "close_clip": control.stop,
            "quit": self.close,
            "camera": self.toggle_camera,
            "play": lambda: self.live_desk.take_key(control.toggle_play),
            "step_back": lambda: control.step(-1),
            "step_forward": lambda: control.step(1),
            "first": lambda: control.jump(-1.0),
            "last": lambda: control.jump(1.0),
            "back_10": lambda: self.live_desk.take_back_key(lambda: control.jump(-0.1)),
            "forward_10": lambda: self.live_desk.take_key(lambda: control.jump(0.1)),
            "back_1": lambda: control.jump(-0.01),
            "forward_1": lambda: control.jump(0.01),
            "previous_mark": lambda: control.to_mark(-1),
            "next_mark": lambda: control.to_mark(1),
            "faster": lambda: control.change_speed(1),
            "slower": lambda: control.change_speed(-1),
            "skeleton": self.presenter.redraw,
            "contour": self.presenter.redraw,
            "mask": self.presenter.redraw,
            "mirror": lambda: self.view.set_mirror(self.commands["mirror"].isChecked()),
            "side": self.panes.toggle_side,
            "full_screen": self.full_screen.toggle,
            "leave": self._leave,
            **self.live_desk.handlers(),
            **self.desk.handlers(),
            **self.teach_desk.handlers(),
            **self.log_desk.handlers(),
        }
        for name, action in self.commands.items():
            action.triggered.connect(_without_argument(handlers[name]))
        control.login_wanted.connect(self._ask_login)
        self.start_page.camera_wanted.connect(self.toggle_camera)
        self.start_page.clip_wanted.connect(self.choose_clip)
        self.start_page.sample_wanted.connect(self.open_sample)
        self.start_page.tour_wanted.connect(self.live_desk.start_tour)
        self.top_bar.exercise.activated.connect(self._take_exercise)
        self.flags_panel.chosen.connect(control.seek)
        self.transport.timeline.sought.connect(control.seek)
        self.transport.speed_chosen.connect(control.set_speed)

    def _leave(self) -> None:
        """End drawing; else go back to the picture, and from full screen to the window."""
        if self.desk.drawing.escape():
            return
        self.log_desk.show_log(shown=False)
        self.full_screen.leave()

    def _take_exercise(self) -> None:
        """Judge the open clip as the exercise that was chosen; say why a camera does not."""
        chosen, filming = self.top_bar.chosen_exercise(), self.controller.filming
        self.controller.judge_again(chosen)
        if filming is not None and filming.exercise != chosen:
            self.banner.tell(
                self.tr("The camera goes on counting the exercise it was started with."),
                self.tr("Stop it and start it again to count the other one."),
                "hint",
            )

    def _ask_login(self, address: str) -> None:
        """Ask for what no settings file keeps, and film with it."""
        LoginDialog.ask(address, self, self.start_camera)

    def _list_cameras(self) -> None:
        if self.controller.state not in BUSY:
            found = self.services.cameras()
            self.top_bar.set_cameras(found)
            self.start_page.show_cameras(there=bool(found))
            self.top_bar.offer_again(self.last_camera.name)

    def _restore(self) -> None:
        geometry = self.settings.value("geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(1280, 800)

    def _rescale(self) -> None:
        """Let the side panels' text follow the window's height."""
        points = self.font().pointSizeF() * scale()
        self.side.setStyleSheet(f"QLabel {{ font-size: {points:.1f}pt; }}")
        for panel in (self.readouts.back, self.readouts.blades, self.tempo_panel.bar):
            panel.updateGeometry()
        self.flags_panel.rescaled()


def _without_argument(handler: Callable[[], object]) -> Callable[[], None]:
    """Return a slot that ignores whether an action is checked."""

    def slot() -> None:
        handler()

    return slot
