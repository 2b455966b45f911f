"""Find out whether a file can be played, while something else is on show."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from formcheck_ui.player_thread import PlayerThread
from formcheck_ui.services import Services

_QUEUED: Final = Qt.ConnectionType.QueuedConnection


class ClipProbe(QObject):
    """Open one file at a time in a thread of its own, and let it go at once.

    Signals
    -------
    sound
        The path of a file that can be played.
    failed
        Path, message and hint of one that cannot.
    """

    sound = Signal(object)
    failed = Signal(object, str, str)

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._threads: list[PlayerThread] = []
        self._newest: PlayerThread | None = None
        self._path: Path | None = None

    def ask(self, path: Path) -> None:
        """Try a file; nothing more is heard of one asked for before."""
        self.forget()
        self._path = path
        thread = PlayerThread(self._services, path, self)
        thread.opened.connect(self._on_opened, _QUEUED)
        thread.failed.connect(self._on_failed, _QUEUED)
        thread.finished.connect(self._on_finished, _QUEUED)
        # Not the last of those that run: it may have ended before its answer is heard.
        self._newest = thread
        self._threads.append(thread)
        thread.start()

    def forget(self) -> None:
        """Hear nothing more of what was asked for."""
        self._path = None
        for thread in self._threads:
            thread.stop()

    def shut_down(self) -> None:
        """Leave no thread behind."""
        self.forget()
        for thread in self._threads:
            thread.wait()
        self._threads.clear()
        self._newest = None

    def _on_opened(self) -> None:
        path = self._path
        if path is not None and self.sender() is self._newest:
            self.forget()
            self.sound.emit(path)

    def _on_failed(self, message: str, hint: str) -> None:
        path = self._path
        if path is not None and self.sender() is self._newest:
            self.forget()
            self.failed.emit(path, message, hint)

    def _on_finished(self) -> None:
        for thread in [each for each in self._threads if each.isFinished()]:
            self._threads.remove(thread)
            thread.wait()
            thread.deleteLater()
