"""Going through a folder of clips, and past those in it that cannot be opened."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QWidget

from formcheck_ui.controller import Controller
from formcheck_ui.panels.banner import Banner
from formcheck_ui.replay.clip_folder import ClipFolder
from formcheck_ui.states import REPLAY


class FolderDesk(QObject):
    """Open the clips of a folder, or several that were named together, one after the other.

    Signals
    -------
    wanted
        The clip or folder that is to be opened.
    """

    wanted = Signal(Path)

    def __init__(
        self, control: Controller, commands: Mapping[str, QAction], banner: Banner, window: QWidget
    ) -> None:
        super().__init__(window)
        self._window, self._control = window, control
        self._commands, self._banner = commands, banner
        self._steps = 1
        self._going = False
        self._left_out: list[str] = []
        self.clips = ClipFolder()
        control.unopened.connect(self._on_unopened)

    def enable(self) -> None:
        """Offer the neighbours there are."""
        replay = self._control.state in REPLAY
        for name, steps in (("previous_clip", -1), ("next_clip", 1)):
            there = self.clips.neighbour(steps) is not None
            self._commands[name].setEnabled(replay and there)

    def to(self, steps: int) -> None:
        """Open a neighbour, and go on in its direction where it cannot be opened."""
        path = self.clips.neighbour(steps)
        self._left_out = []
        if path is not None:
            self._go(path, steps)

    def enter(self, path: Path, *more: Path) -> Path:
        """Take what is to be opened and return the clip that comes first.

        What was passed over on the way to a clip that never came is told with no other one.
        """
        if not self._going:
            self._left_out, self._steps = [], 1
        return self.clips.enter(path, *more)

    def _go(self, path: Path, steps: int) -> None:
        """Open a clip on the way through the folder."""
        self._steps, self._going = steps, True
        try:
            self.wanted.emit(path)
        finally:
            self._going = False

    def choose(self) -> None:
        """Ask for a folder."""
        dialog = QFileDialog(self._window, self.tr("Open a folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(False)
        dialog.fileSelected.connect(lambda name: self.wanted.emit(Path(name)))
        # Not open(): that makes it modal, and the window deaf to the mouse once it is closed.
        dialog.show()

    def arrived(self) -> None:
        """Say, once a clip is open, which of its folder were passed over."""
        self.clips.arrive()
        names, self._left_out, self._steps = self._left_out, [], 1
        if names:
            self._banner.tell(
                self.tr("These cannot be opened and were left out: {0}.").format(", ".join(names)),
                self.tr("They are damaged, empty, or not videos."),
                "hint",
            )

    def _on_unopened(self, path: Path) -> None:
        """Pass over a clip of a folder that cannot be opened; any other leaves all as it was."""
        following = self.clips.neighbour(self._steps)
        if following is not None:
            self._left_out.append(path.name)
            self._go(following, self._steps)
        else:
            self.clips.stay()
            self._left_out, self._steps = [], 1
        self.enable()
