"""The thread that decodes a clip for the player: asked for a frame, it delivers the newest asked.

Requests do not queue up: while one frame is decoded only the last request is remembered, which is
what makes dragging along the timeline fluid.  Where a frame is far from what the decoder has at
hand, a small picture kept from the analysis goes out at once and the sharp one follows, unless by
then something else was asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from formcheck.mailbox import ChannelClosed, ChannelTimeout, Mailbox
from formcheck.sources.at_will import AtWill
from formcheck.types import Frame
from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.services import Services
from formcheck_ui.worker import Worker

if TYPE_CHECKING:
    from formcheck.sources.preview import PreviewStore

log = logging.getLogger(__name__)


class PlayerThread(Worker):
    """Open a clip and decode frames on request.

    Parameters
    ----------
    services : Services
        How to open things.
    path : Path
        The clip.
    parent : QObject, optional
        Owner.
    previews : callable
        The small pictures, None while there are none.

    Signals
    -------
    opened
        The clip is open; :attr:`clip` may be asked for its times.
    arrived
        There may be a new frame in the mailbox.
    """

    opened = Signal()
    arrived = Signal()
    TROUBLE = QT_TRANSLATE_NOOP("Worker", "The clip cannot be played ({0}).")

    def __init__(
        self,
        services: Services,
        path: Path,
        parent: QObject | None = None,
        *,
        previews: Callable[[], PreviewStore | None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._previews = previews
        self._services = services
        self._path = path
        self._requests: Mailbox[int] = Mailbox()
        self._frames: Mailbox[Frame] = Mailbox()
        self.clip: AtWill | None = None

    def request(self, index: int) -> None:
        """Ask for a frame in place of any asked for before and not yet begun."""
        self._requests.put(index)

    def take(self) -> Frame | None:
        """Return the newest decoded frame, or None when there is no new one."""
        try:
            return self._frames.get(0.0)
        except (ChannelTimeout, ChannelClosed):
            return None

    def stop(self) -> None:
        """End soon; follow it with ``wait()``."""
        super().stop()
        self._requests.close(discard=True)

    def _run(self) -> None:
        clip = self._services.open_clip(self._path)
        try:
            self.clip = clip
            self.opened.emit()
            while not self.isInterruptionRequested():
                try:
                    index = self._requests.get()
                except ChannelClosed:
                    return
                except ChannelTimeout:
                    continue
                self._serve(clip, index)
        finally:
            clip.close()

    def _serve(self, clip: AtWill, index: int) -> None:
        if not clip.is_near(index):
            previews = self._previews()
            self._deliver(previews.at(float(clip.times_s[index])) if previews else None)
        self._deliver(clip.reach(index, self._still_wanted))

    def _still_wanted(self) -> bool:
        return not self._requests.pending and not self.isInterruptionRequested()

    def _deliver(self, frame: Frame | None) -> None:
        if frame is not None:
            self._frames.put(frame)
            self.arrived.emit()


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
