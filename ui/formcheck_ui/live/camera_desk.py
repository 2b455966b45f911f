"""The camera page at work: one preview at a time, and the way from it to filming."""

from __future__ import annotations

import threading
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal

from formcheck.errors import FormCheckError, LoginError
from formcheck.mailbox import ChannelClosed, ChannelTimeout, Mailbox
from formcheck.sources.address import is_address, remember_login, without_login
from formcheck.sources.base import FrameSource
from formcheck.types import Frame
from formcheck_ui.live.camera_page import CameraPage
from formcheck_ui.live.login_dialog import LoginDialog
from formcheck_ui.services import Services
from formcheck_ui.shell import Shell
from formcheck_ui.states import BUSY, State
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


_KEY: Final = "cameras/addresses"
_KEPT: Final = 4
_QUEUED: Final = Qt.ConnectionType.QueuedConnection


class CameraDesk(QObject):
    """Show the page, let the chosen camera be looked through, film with it.

    A camera can be opened once only, so the preview has ended before the filming begins, and
    before the next camera is looked through.
    """

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self._preview: PreviewThread | None = None
        self._next: str | int | None = None
        self._film: str | int | None = None
        self.page = CameraPage()
        window.pages.addWidget(self.page)
        self.page.looked_at.connect(self._look)
        self.page.film_wanted.connect(self._begin_filming)
        self.page.left.connect(self.close)
        self.page.refresh_wanted.connect(self._list)
        window.start_page.cameras_wanted.connect(self.open)
        # The count has nothing to say while a camera is chosen; its room goes to the picture.
        window.pages.currentChanged.connect(lambda _: window.side.setVisible(not self.open_now))
        window.controller.state_changed.connect(self._on_state)
        window.controller.failed.connect(self._on_failed)

    @property
    def open_now(self) -> bool:
        """Whether the page is on show."""
        return self._window.pages.currentWidget() is self.page

    def open(self) -> None:
        """Show the page, while no camera and no clip is in use."""
        if self._window.controller.state in BUSY:
            return
        self._window.banner.hide()
        self._window.pages.setCurrentWidget(self.page)
        self._list()
        self.page.list.setFocus()

    def close(self) -> None:
        """Go back to the start page."""
        self._stop()
        if self.open_now:
            self._window.pages.setCurrentWidget(self._window.start_page)
            self._window.start_page.camera_button.setFocus()

    def shut_down(self) -> None:
        """Let the camera go and leave no thread."""
        self._stop()
        if self._preview is not None:
            self._preview.wait()
            self._preview = None

    def _list(self) -> None:
        self.page.show_cameras(self._window.services.cameras(), self._addresses())

    def _addresses(self) -> list[str]:
        kept = self._window.settings.value(_KEY)
        # A list of one comes back from an ini file as a plain text.
        found = [kept] if isinstance(kept, str) else [str(each) for each in kept or []]
        clean = [without_login(each) for each in found]
        if clean != found:
            # An older version kept passwords.
            self._window.settings.setValue(_KEY, clean)
        return clean

    def _remember(self, spec: str | int) -> None:
        if isinstance(spec, str) and is_address(spec):
            shown = without_login(spec)
            others = [each for each in self._addresses() if each != shown]
            self._window.settings.setValue(_KEY, [shown, *others][:_KEPT])

    def _look(self, spec: str | int) -> None:
        self.page.show_waiting()
        self._next = spec
        if self._preview is None:
            self._begin_next()
        elif self._preview.spec != spec or self._preview.isFinished():
            self._preview.stop()

    def _begin_next(self) -> None:
        spec, self._next = self._next, None
        if spec is None or not self.open_now:
            return
        preview = PreviewThread(self._window.services, spec, self)
        preview.arrived.connect(self._on_picture, _QUEUED)
        preview.failed.connect(self.page.show_failure, _QUEUED)
        preview.login_wanted.connect(self._ask_login, _QUEUED)
        preview.finished.connect(self._on_ended, _QUEUED)
        self._preview = preview
        preview.start()

    def _ask_login(self, address: str) -> None:
        """Ask for what no settings file keeps, and look again with it."""
        if not self.open_now:
            return
        LoginDialog.ask(address, self._window, self._log_in)

    def _log_in(self, address: str) -> None:
        shown = remember_login(address)
        if self.open_now and self.page.spec() == shown:
            self._look(shown)

    def _begin_filming(self, spec: str | int) -> None:
        self._film = spec
        self._remember(spec)
        if self._preview is None:
            self._start()
        else:
            self._next = None
            self._preview.stop()

    def _start(self) -> None:
        spec, self._film = self._film, None
        if spec is not None:
            self._window.start_camera(spec)

    def _on_picture(self) -> None:
        frame = self._preview.take() if self._preview is not None else None
        if frame is not None and self._next is None and self._film is None:
            self.page.show_picture(frame.image)

    def _on_ended(self) -> None:
        preview = self._preview
        if preview is not None and preview.isFinished():
            preview.wait()
            preview.deleteLater()
            self._preview = None
        if self._preview is None:
            if self._film is not None:
                self._start()
            else:
                self._begin_next()

    def _stop(self) -> None:
        self._next = self._film = None
        if self._preview is not None:
            self._preview.stop()

    def _on_failed(self, message: str, hint: str) -> None:
        """Offer below what was told of a camera how to go on."""
        window = self._window
        if window.controller.path is not None or window.controller.state is not State.FAILED:
            return
        window.banner.offer(
            (self.tr("Try again"), window.start_camera),
            (self.tr("Choose a camera…"), self.open),
            (self.tr("Open a clip…"), window.choose_clip),
            (self.tr("Try the sample"), window.open_sample),
        )

    def _on_state(self, state: State) -> None:
        if state in BUSY:
            # A clip was opened, or a camera chosen in the bar.
            self._stop()
