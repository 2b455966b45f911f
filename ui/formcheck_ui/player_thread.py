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

from PySide6.QtCore import QObject, QThread, Signal

from formcheck.errors import FormCheckError
from formcheck.mailbox import ChannelClosed, ChannelTimeout, Mailbox
from formcheck.sources.at_will import AtWill
from formcheck.types import Frame
from formcheck_ui.services import Previews, Services

log = logging.getLogger(__name__)


class PlayerThread(QThread):
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
    failed
        Message and hint.
    """

    opened = Signal()
    arrived = Signal()
    failed = Signal(str, str)

    def __init__(
        self,
        services: Services,
        path: Path,
        parent: QObject | None = None,
        *,
        previews: Callable[[], Previews | None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._previews = previews
        self._services = services
        self._path = path
        self._requests: Mailbox[int] = Mailbox()
        self._frames: Mailbox[Frame] = Mailbox()
        self.clip: AtWill | None = None

    def run(self) -> None:
        """Serve requests until stopped."""
        try:
            self._run()
        except FormCheckError as error:
            self._fail(error.message, error.hint)
        except Exception as error:
            log.exception("the player failed")
            self._fail(
                self.tr("The clip cannot be played ({0}).").format(type(error).__name__),
                self.tr("FormCheck's error log has the details; please report it."),
            )

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
        self.requestInterruption()
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

    def _fail(self, message: str, hint: str) -> None:
        if not self.isInterruptionRequested():
            self.failed.emit(message, hint)
