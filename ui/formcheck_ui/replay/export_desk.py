"""Exporting from the window: ask what and where, let a thread do it, tell how it ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from formcheck_ui.replay.export_panel import KINDS, ExportPanel
from formcheck_ui.replay.export_thread import ExportThread
from formcheck_ui.shell import Shell

if TYPE_CHECKING:
    from formcheck.export.export import Export
    from formcheck.export.look import Look
    from formcheck.report.about import About

_QUEUED: Final = Qt.ConnectionType.QueuedConnection
_FILTERS: Final = {
    "report": "HTML (*.html)", "clip": "MP4 (*.mp4);;Matroska (*.mkv);;QuickTime (*.mov)",
    "rep": "MP4 (*.mp4);;Matroska (*.mkv);;QuickTime (*.mov)",
    "still": "PNG (*.png);;JPEG (*.jpg)", "reps_csv": "CSV (*.csv)", "frames_csv": "CSV (*.csv)",
    "json": "JSON (*.json)",
}  # fmt: skip


class ExportDesk(QObject):
    """Own the panel and at most one thread.

    Parameters
    ----------
    window : Shell
    chosen : callable
        Returns the number of the chosen rep, 0 while there is none.

    Signals
    -------
    failed
        Message and hint.
    saved
        What was saved, in words, and where.
    """

    failed = Signal(str, str)
    saved = Signal(str, str)

    def __init__(self, window: Shell, chosen: Callable[[], int]) -> None:
        super().__init__(window)
        self._window, self._chosen = window, chosen
        self._thread: ExportThread | None = None
        self._saved: Path | None = None
        # Whose clip it is and with how much, as far as the training log knows.
        self.about: Callable[[Path], About | None] = lambda _path: None
        self.panel = ExportPanel(window)
        self.panel.wanted.connect(self._ask_where)
        self.panel.stopped.connect(self.stop)
        self.panel.open_wanted.connect(self._open_saved)

    @property
    def busy(self) -> bool:
        """Whether something is being written."""
        return self._thread is not None

    def open(self) -> None:
        """Show what can be exported."""
        self.panel.show_rep(self._chosen())
        self.panel.show()
        self.panel.raise_()
        self.panel.activateWindow()

    def ask_still(self) -> None:
        """Save the picture on show."""
        self.panel.choose("still")
        self._ask_where("still")

    def stop(self) -> None:
        """Write no further; what was begun is removed."""
        if self._thread is not None:
            self._thread.stop()

    def shut_down(self) -> None:
        """Stop and wait; for closing the clip or the window."""
        thread = self._thread
        if thread is not None:
            thread.stop()
            thread.wait()
            self._on_finished()
        self.panel.hide()

    def save(self, name: str, path: Path) -> None:
        """Write what the panel says to a file."""
        control = self._window.controller
        if self.busy or control.recording is None or control.result is None:
            return
        if control.path is None:
            return
        export = self._asked(name, path)
        thread = ExportThread(
            self._window.services, control.path, control.recording, control.result, export, self
        )
        thread.progressed.connect(self._on_progress, _QUEUED)
        thread.done.connect(self._on_done, _QUEUED)
        thread.failed.connect(self._on_failed, _QUEUED)
        thread.finished.connect(self._on_finished, _QUEUED)
        self._thread = thread
        self.panel.show_busy(path.name)
        thread.start()

    def _asked(self, name: str, path: Path) -> Export:
        from formcheck.export.export import Export

        control = self._window.controller
        what = next(what for known, what, _, _ in KINDS if known == name)
        span = None
        if name == "rep" and control.recording is not None:
            number = self._chosen()
            reps = [rep for rep in control.recording.reps if rep.index == number]
            span = (reps[0].start_s, reps[0].end_s) if reps else None
        at_s = control.playback.time_s if control.playback is not None else 0.0
        return Export(what, path, self._about(), self._look(), span, at_s)

    def _about(self) -> About:
        from formcheck.report.about import About

        clip = self._window.controller.path
        return About() if clip is None else self.about(clip) or About(clip.name)

    def _look(self) -> Look:
        from formcheck.export.look import Look
        from formcheck.overlay.scene import Layers

        if not self.panel.layers.isChecked() and self.panel.showing() != "skeleton":
            return Look(self.panel.showing(), Layers(False, False, False, False))
        on = {name: self._window.commands[name].isChecked() for name in ("contour", "mask")}
        on["path"] = self._window.commands["hand_path"].isChecked()
        # A skeleton alone without a skeleton would be nothing.
        bones = self._window.commands["skeleton"].isChecked() or self.panel.showing() == "skeleton"
        return Look(self.panel.showing(), Layers(skeleton=bones, labels=True, **on))

    def _ask_where(self, name: str) -> None:
        control = self._window.controller
        if control.path is None or control.result is None or self.busy:
            return
        from formcheck.export.export import SUFFIXES

        what = next(what for known, what, _, _ in KINDS if known == name)
        stem = control.path.stem
        if name == "rep":
            stem += f"-rep{self._chosen()}"
        proposed = control.path.with_name(f"{stem}-formcheck{SUFFIXES[what]}")
        dialog = QFileDialog(self._window, self.tr("Save as"), str(proposed.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(_FILTERS[name].split(";;"))
        dialog.setDefaultSuffix(SUFFIXES[what][1:])
        dialog.selectFile(proposed.name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save(name, Path(chosen)))
        # Not open(): that makes it modal, and the window deaf to the mouse once it is closed.
        dialog.show()

    def _on_progress(self, share: float) -> None:
        self.panel.progress.setValue(round(100 * share))

    def _on_done(self) -> None:
        if self._thread is not None:
            self._saved = self._thread.export.path
            self.panel.show_idle(self.tr("Saved as {0}").format(self._saved), saved=True)
            saved = self.tr("{0} saved").format(self._thread.export.path.name)
            self.saved.emit(saved, str(self._thread.export.path))

    def _open_saved(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))

    def _on_failed(self, message: str, hint: str) -> None:
        self.panel.show_idle(f"{message} {hint}")
        self.failed.emit(message, hint)

    def _on_finished(self) -> None:
        thread, self._thread = self._thread, None
        if thread is None:
            return
        thread.wait()
        thread.deleteLater()
        if not self.panel.save_button.isEnabled():
            self.panel.show_idle(self.tr("Stopped; nothing was written."))
