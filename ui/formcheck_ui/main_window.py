"""The window: lays out the panels and shows in them what the controller tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from formcheck.errors import FormCheckError
from formcheck.sources.address import remember_login
from formcheck_ui.actions import make_actions
from formcheck_ui.controller import Controller
from formcheck_ui.full_screen import FullScreen
from formcheck_ui.live.desk import LiveDesk
from formcheck_ui.live.last_camera import LastCamera
from formcheck_ui.live.login_dialog import LoginDialog
from formcheck_ui.log.desk import LogDesk
from formcheck_ui.panels.banner import Banner
from formcheck_ui.panels.card import scale, set_scale
from formcheck_ui.panels.flags_panel import FlagsPanel
from formcheck_ui.panels.panes import Panes
from formcheck_ui.panels.readouts import Readouts
from formcheck_ui.panels.rep_panel import RepPanel
from formcheck_ui.panels.setup_panel import SetupPanel
from formcheck_ui.panels.start_page import StartPage
from formcheck_ui.panels.status_strip import StatusStrip
from formcheck_ui.panels.tempo_bar import TempoPanel
from formcheck_ui.panels.top_bar import TopBar
from formcheck_ui.panels.transport import Transport
from formcheck_ui.presenter import Presenter
from formcheck_ui.replay.clip_folder import SUFFIXES
from formcheck_ui.replay.desk import ReplayDesk
from formcheck_ui.services import Services
from formcheck_ui.states import BUSY, LIVE, State
from formcheck_ui.video_view import VideoView

_ROOM_FOR_ALL: Final = 740
"""Height in pixels below which the second gauge makes way for count and flags."""

_ROOM_FOR_TEMPO: Final = 640
"""Height in pixels below which the tempo makes way too: a screen drawn at 200 %."""

_NO_LIMIT: Final = 16_777_215
"""Qt's QWIDGETSIZE_MAX, which PySide does not offer."""

_CLIPS: Final = " ".join(f"*{suffix}" for suffix in SUFFIXES)


class MainWindow(QMainWindow):
    """Picture on the left, count and feedback on the right, timeline below.

    Parameters
    ----------
    services : Services
        The core, or what stands for it in a test.
    settings : QSettings, optional
        Where the window's geometry is kept; the user's own by default.
    """

    def __init__(self, services: Services, settings: QSettings | None = None) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("FormCheck")
        self.setAcceptDrops(True)
        # A smaller screen lowers it (screen_room).
        self.setMinimumSize(1024, 640)
        self.settings = settings or QSettings("FormCheck", "FormCheck")
        self.services = services
        self.last_camera = LastCamera(self.settings)
        self._reviewing = False
        # Not `actions`: that name is QWidget's.
        self.commands = make_actions(self)
        self.controller = Controller(services, self)
        self._build()
        self.presenter = Presenter(self)
        self.full_screen = FullScreen(self)
        self.desk = ReplayDesk(self)
        self.live_desk = LiveDesk(self)
        self.log_desk = LogDesk(self)
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

    def start_camera(self, spec: str | int | None = None) -> None:
        """Film from a camera, by default the one chosen in the bar."""
        chosen = self.top_bar.camera_spec() if spec is None else spec
        if isinstance(chosen, str):
            # What the bar shows may be seen by everybody in the room.
            chosen = remember_login(chosen)
        self.top_bar.choose_camera(chosen)
        if chosen == "":
            self.banner.tell(
                self.tr("No camera is chosen."),
                self.tr("Choose one, or type the address your phone's camera app shows."),
                "hint",
            )
            return
        self.last_camera.keep(self.top_bar.camera.currentText().strip())
        self.controller.start_camera(chosen, self.top_bar.chosen_exercise())

    def open_clip(self, path: Path, *more: Path) -> None:
        """Replay a clip, or the first of a folder of clips or of several that are named."""
        self.top_bar.end_plan()
        clip = self.desk.folder.enter(path, *more)
        self.controller.open_clip(clip, self.top_bar.chosen_exercise())

    def open_sample(self) -> None:
        """Replay the set that comes with FormCheck."""
        from formcheck.assets import sample_path

        try:
            self.open_clip(sample_path())
        except FormCheckError as error:
            self.banner.tell(error.message, error.hint)

    def toggle_camera(self) -> None:
        """Start the camera, or stop it when it runs."""
        if self.controller.state in LIVE or (
            self.controller.state is State.STARTING and self.controller.path is None
        ):
            self.controller.stop()
        else:
            self.start_camera()

    def choose_clip(self) -> None:
        """Ask for a clip without stopping anything that runs."""
        dialog = QFileDialog(self, self.tr("Open a clip"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Video") + f" ({_CLIPS})", self.tr("All files") + " (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(False)
        dialog.fileSelected.connect(lambda name: self.open_clip(Path(name)))
        # Not open(): that makes it modal, and the window deaf to the mouse once it is closed.
        dialog.show()

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
        self.tempo_panel.setMaximumHeight(0 if crowded else _NO_LIMIT)

    def set_reviewing(self, *, reviewing: bool) -> None:
        """Give the side the width its table of reps needs."""
        self._reviewing = reviewing
        self.panes.show_mode(reviewing=reviewing)

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
        self.controller.shut_down()
        self.live_desk.shut_down()
        self.log_desk.shut_down()
        super().closeEvent(event)

    def _build(self) -> None:
        self.top_bar = TopBar(self.commands)
        self.banner = Banner()
        self.view = VideoView()
        self.start_page = StartPage()
        self.transport = Transport(self.commands)
        self.rep_panel = RepPanel()
        self.setup_panel = SetupPanel()
        self.setup_panel.hide()
        self.tempo_panel = TempoPanel()
        self.readouts = Readouts()
        self.flags_panel = FlagsPanel()
        self.strip = StatusStrip()
        self.pages = QStackedWidget()
        # A stack is never lower than its highest page needs; with many curves under the picture
        # pages that are not even on show would push the buttons out of the window.
        self.pages.setMinimumHeight(self.view.minimumHeight())
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(self.view)
        central = QWidget()
        central.setObjectName("central")
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        picture = QWidget()
        self.middle = _stack(self.banner, self.pages, self.transport)
        self.middle.setContentsMargins(0, 0, 0, 0)
        picture.setLayout(self.middle)
        self.side = QWidget()
        side = _stack(
            self.rep_panel, self.setup_panel, self.tempo_panel, self.readouts, self.flags_panel
        )
        side.setContentsMargins(0, 0, 0, 0)
        side.setStretch(1, 1)
        side.setStretch(4, 1)
        self.side.setLayout(side)
        self.panes = Panes(picture, self.side, self.settings)
        self.panes.setContentsMargins(12, 12, 12, 12)
        self.sheets = QStackedWidget()
        # The log's pages are no reason for a higher window either.
        self.sheets.setMinimumHeight(1)
        self.sheets.addWidget(self.panes)
        column.addWidget(self.sheets, 1)
        column.addWidget(self.strip)
        self.setCentralWidget(central)
        self.transport.hide()

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
            **self.log_desk.handlers(),
        }
        for name, action in self.commands.items():
            action.triggered.connect(_without_argument(handlers[name]))
        control.login_wanted.connect(self._ask_login)
        self.start_page.camera_wanted.connect(self.toggle_camera)
        self.start_page.clip_wanted.connect(self.choose_clip)
        self.start_page.sample_wanted.connect(self.open_sample)
        self.start_page.tour_wanted.connect(self.live_desk.start_tour)
        self.top_bar.exercise.activated.connect(
            lambda _: control.judge_again(self.top_bar.chosen_exercise())
        )
        self.flags_panel.chosen.connect(control.seek)
        self.transport.timeline.sought.connect(control.seek)
        self.transport.speed_chosen.connect(control.set_speed)

    def _leave(self) -> None:
        """Go back to the picture, and from full screen to the window."""
        self.log_desk.show_log(shown=False)
        self.full_screen.leave()

    def show_setup(self, *, shown: bool) -> None:
        """Show how the camera stands in place of what a set will fill."""
        self.setup_panel.setVisible(shown)
        # While reps are reviewed their table has the room of what a live set fills.
        for panel in (self.tempo_panel, self.readouts):
            panel.setVisible(not shown and not self._reviewing)
        self.flags_panel.setVisible(not shown)

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


def _stack(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    for widget in widgets:
        column.addWidget(widget)
        if isinstance(widget, QStackedWidget):
            column.setStretch(column.count() - 1, 1)
    return column


def _without_argument(handler: Callable[[], object]) -> Callable[[], None]:
    """Return a slot that ignores whether an action is checked."""

    def slot() -> None:
        handler()

    return slot
