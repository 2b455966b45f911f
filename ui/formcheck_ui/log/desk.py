"""What the window has for the training log: its commands, its keeper, its own window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from formcheck.errors import FormCheckError
from formcheck.log.clips import clip_key, filmed_at
from formcheck_ui.log.keeper import WindowKeeper
from formcheck_ui.log.window import LogWindow
from formcheck_ui.states import REPLAY, State

if TYPE_CHECKING:
    from formcheck_ui.main_window import MainWindow


class LogDesk(QObject):
    """Own the training log's window and keep sets while it is told to.

    Nothing of the log is touched before the user opens it, or chose in an earlier run to keep sets.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.log_window = LogWindow(window.settings)
        self.log_window.restore()
        self.keeper = WindowKeeper(window.controller, self.log_window.keeping, self)
        self.keeper.kept.connect(self._on_kept)
        self.keeper.rested.connect(self._tell_next)
        self.keeper.failed.connect(self._on_failed)
        window.controller.whose = self._whose
        window.controller.state_changed.connect(self._on_state)
        window.controller.analysed.connect(lambda _share: self._enable())
        self._enable()

    def _whose(self) -> int | None:
        """Return whose sets are kept, by number; None for nobody's."""
        said = self.log_window.keeping()
        return None if said is None else said.lifter_id

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each command does."""
        return {"log": self.log_window.open, "keep_clip": self.keep_clip}

    def keep_clip(self) -> None:
        """Store the sets of the clip that is open; without a lifter show where to choose one."""
        controller = self._window.controller
        if controller.path is None or controller.result is None:
            return
        if self.log_window.keeping() is None:
            self.log_window.open()
            self.log_window.tell(
                self.tr("Whose sets are they?"), self.tr("Choose a lifter and “Keep the sets”.")
            )
            return
        try:
            length_s = controller.playback.end_s if controller.playback else 0.0
            started = filmed_at(controller.path, length_s)
            review = self._window.desk.review
            count = self.keeper.keep_clip(
                clip_key(controller.path), started, review.corrected, review.corrections
            )
        except FormCheckError as error:
            self._on_failed(error.message, error.hint)
            return
        except OSError as error:
            self._on_failed(str(error), "")
            return
        self._window.banner.tell(
            self.tr("{0} sets kept.").format(count) if count else self.tr("No reps to keep."),
            self.tr("Filmed {0}, as far as the file tells.").format(
                started.local.strftime("%Y-%m-%d %H:%M")
            ),
            "hint",
        )

    def shut_down(self) -> None:
        """Wait for the last write and close the log."""
        self.keeper.finish()
        self.log_window.close()
        self.log_window.deleteLater()

    def _on_state(self, state: State) -> None:
        self._enable()

    def _enable(self) -> None:
        controller = self._window.controller
        ready = controller.state in REPLAY and controller.result is not None
        self._window.commands["keep_clip"].setEnabled(ready)

    def _tell_next(self) -> None:
        """Between two sets say what the plan asks for next, to somebody with full hands."""
        coming = self.log_window.next_words()
        if coming:
            self._window.banner.tell(self.tr("Next"), coming, "hint")
        self._on_kept(0)

    def _on_kept(self, count: int) -> None:
        if self.log_window.isVisible():
            self.log_window.refresh()

    def _on_failed(self, message: str, hint: str) -> None:
        self._window.banner.tell(message, hint, "warning")
