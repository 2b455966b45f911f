"""The window's panels and where they lie, without what the desks do in them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from formcheck.errors import FormCheckError
from formcheck.sources.address import remember_login, without_login
from formcheck_ui.actions import make_actions
from formcheck_ui.controller import Controller
from formcheck_ui.keyboard import ControlsFirst
from formcheck_ui.lifted import Lifted
from formcheck_ui.panels.banner import Banner
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
from formcheck_ui.replay.clip_folder import suffixes
from formcheck_ui.replay.folder_desk import FolderDesk
from formcheck_ui.screen_room import WithinScreen
from formcheck_ui.services import Services
from formcheck_ui.video_view import VideoView

_KEY: Final = "cameras/last"

_ASKS_FOR_A_CLIP: Final = "asks-for-a-clip"
"""The name by which the dialog that asks is found again."""


class LastCamera:
    """A camera's name, for its number changes with what is plugged in, or a stream's address."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def keep(self, name: str) -> None:
        """Remember a name or an address; name and password are kept nowhere."""
        self._settings.setValue(_KEY, without_login(name))

    @property
    def name(self) -> str:
        """The name or address, empty before the first."""
        return str(self._settings.value(_KEY) or "")


class Shell(QMainWindow):
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
        WithinScreen(self)
        ControlsFirst(self)
        self.settings = settings or QSettings("FormCheck", "FormCheck")
        self.services = services
        self.last_camera = LastCamera(self.settings)
        self._reviewing = False
        # Not `actions`: that name is QWidget's.
        self.commands = make_actions(self)
        self.controller = Controller(services, self)
        self.lifted = Lifted(self.controller)
        self._build()
        self.folder = FolderDesk(self.controller, self.commands, self.banner, self)
        self.folder.wanted.connect(self.open_clip)

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
        clip = self.folder.enter(path, *more)
        self.controller.open_clip(clip, self.top_bar.chosen_exercise())

    def open_sample(self) -> None:
        """Replay the set that comes with FormCheck."""
        from formcheck.assets import sample_path

        try:
            self.open_clip(sample_path())
        except FormCheckError as error:
            self.banner.tell(error.message, error.hint)

    def choose_clip(self) -> None:
        """Ask for a clip without stopping anything that runs; what asks already comes forward."""
        asked = self.findChild(QFileDialog, _ASKS_FOR_A_CLIP)
        if asked is not None and asked.isVisible():
            asked.raise_()
            asked.activateWindow()
            return
        dialog = QFileDialog(self, self.tr("Open a clip"))
        dialog.setObjectName(_ASKS_FOR_A_CLIP)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        known = " ".join(f"*{suffix}" for suffix in suffixes())
        dialog.setNameFilters([self.tr("Video") + f" ({known})", self.tr("All files") + " (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(False)
        dialog.fileSelected.connect(lambda name: self.open_clip(Path(name)))
        # Not open(): that makes it modal, and the window deaf to the mouse once it is closed.
        dialog.show()

    def set_reviewing(self, *, reviewing: bool) -> None:
        """Give the side the width its table of reps needs."""
        self._reviewing = reviewing
        self.panes.show_mode(reviewing=reviewing)

    def show_setup(self, *, shown: bool) -> None:
        """Show how the camera stands in place of what a set will fill."""
        self.setup_panel.setVisible(shown)
        # While reps are reviewed their table has the room of what a live set fills.
        for panel in (self.tempo_panel, self.readouts):
            panel.setVisible(not shown and not self._reviewing)
        self.flags_panel.setVisible(not shown)

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


def _stack(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    for widget in widgets:
        column.addWidget(widget)
        if isinstance(widget, QStackedWidget):
            column.setStretch(column.count() - 1, 1)
    return column
