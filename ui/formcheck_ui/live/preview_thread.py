"""The thread that shows what a camera sees before anything is filmed: pictures, no analysis."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from formcheck.errors import FormCheckError, LoginError
from formcheck.mailbox import ChannelClosed, ChannelTimeout, Mailbox
from formcheck.sources.base import FrameSource
from formcheck.types import Frame
from formcheck_ui.services import Services
from formcheck_ui.worker import Worker


class PreviewThread(Worker):
    """Read a camera's pictures until it is stopped; the newest waits to be taken.

    Signals
    -------
    arrived
        There may be a new picture.
    login_wanted
        The camera at this address asks for a name and a password; told after ``failed``.
    """

    arrived = Signal()
    login_wanted = Signal(str)

    def __init__(self, services: Services, spec: str | int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.spec = spec
        self._pictures: Mailbox[Frame] = Mailbox()
        self._announced = False
        self._opening = threading.Lock()
        self._source: FrameSource | None = None

    def stop(self) -> None:
        """Ask it to end soon; callable from any thread, any number of times."""
        super().stop()
        with self._opening:
            if self._source is not None:
                self._source.close()

    def take(self) -> Frame | None:
        """Return the newest picture, None when there is no new one."""
        self._announced = False
        try:
            return self._pictures.get(0.0)
        except (ChannelTimeout, ChannelClosed):
            return None

    def _run(self) -> None:
        with self._services.open_source(self.spec) as source:
            with self._opening:
                if self.isInterruptionRequested():
                    return
                self._source = source
            for frame in source:
                self._pictures.put(frame)
                if not self._announced:
                    self._announced = True
                    self.arrived.emit()

    def _fail(self, error: FormCheckError) -> None:
        super()._fail(error)
        if isinstance(error, LoginError) and not self.isInterruptionRequested():
            self.login_wanted.emit(str(self.spec))
