"""Teaching an exercise from the clip on show: ask its name, let a thread learn it, choose it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from formcheck.config import Config
from formcheck.own_exercises import place_for
from formcheck.teaching import key_of, show_exercise, title_of
from formcheck_ui.replay.teach_dialog import TeachDialog
from formcheck_ui.shell import Shell
from formcheck_ui.states import REPLAY
from formcheck_ui.worker import Worker

if TYPE_CHECKING:
    from pathlib import Path

    from formcheck.findings import Findings
    from formcheck.teaching import Lesson

_QUEUED: Final = Qt.ConnectionType.QueuedConnection


class TeachThread(Worker):
    """Learn an exercise from what was found in a clip.

    Signals
    -------
    done
        The lesson.
    """

    done = Signal(object)

    def __init__(
        self, findings: Findings, said: tuple[str, int, bool], config: Config, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.findings, self._said, self._config = findings, said, config

    def _run(self) -> None:
        name, shown, replace = self._said
        lesson = show_exercise(
            self.findings.samples, name, self._config, shown=shown, replace=replace
        )
        self.done.emit(lesson)


class TeachDesk(QObject):
    """Own at most one dialog and one thread.

    Signals
    -------
    taught
        What was learned, in words, and its file.
    """

    taught = Signal(str, str)

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: TeachDialog | None = None
        self._thread: TeachThread | None = None
        self._clip: Path | None = None
        control = window.controller
        for changed in (control.state_changed, control.analysed, control.judged_again):
            changed.connect(self._enable)
        self._enable()

    @property
    def busy(self) -> bool:
        """Whether something is being learned."""
        return self._thread is not None

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each command does."""
        return {"teach": self.ask}

    def ask(self) -> None:
        """Ask about the clip on show, which is learned from even if another is opened meanwhile."""
        clip, findings = self._window.controller.path, self._findings()
        if self._dialog is not None:
            self._dialog.activateWindow()
        elif findings is not None:
            self._dialog = TeachDialog(_check, self._window)
            self._dialog.given.connect(lambda *said: self._learn(clip, findings, said))
            self._dialog.finished.connect(self._on_answered)
            self._dialog.show()

    def _on_answered(self) -> None:
        self._dialog = None

    def _learn(self, clip: Path | None, findings: Findings, said: tuple[str, int, bool]) -> None:
        """Learn an exercise; ``said`` is its name, how many reps, whether to replace it."""
        config = self._window.services.config()
        thread = TeachThread(findings, said, config, self)
        thread.done.connect(self._on_done, _QUEUED)
        thread.failed.connect(self._on_failed, _QUEUED)
        thread.finished.connect(self._on_finished, _QUEUED)
        self._thread, self._clip = thread, clip
        self._enable()
        thread.start()

    def shut_down(self) -> None:
        """Ask no longer and wait for what is being learned; for closing the window."""
        if self._dialog is not None:
            self._dialog.close()
        if self._thread is not None:
            self._thread.stop()
            self._thread.wait()
            self._on_finished()

    def _findings(self) -> Findings | None:
        """Return what was found in the clip on show, once all of it is analysed."""
        control = self._window.controller
        found = control.recording
        done = control.state in REPLAY and control.result is not None
        return found if done and found is not None and found.complete else None

    def _enable(self) -> None:
        ready = not self.busy and self._findings() is not None
        self._window.commands["teach"].setEnabled(ready)

    def _on_done(self, lesson: Lesson) -> None:
        if self._thread is None:
            # The window is being closed.
            return
        window, name = self._window, lesson.spec.name
        bar, control = window.top_bar, window.controller
        same = control.state in REPLAY and control.path == self._clip
        chosen = name if same else bar.chosen_exercise()
        bar.set_exercises(window.services.exercises())
        bar.choose_exercise(chosen)
        if same:
            control.judge_again(name, changed=True)
        said = self.tr("{0}: {1} of {2} reps are counted")
        self.taught.emit(
            said.format(lesson.spec.title, lesson.named, lesson.shown), str(lesson.path)
        )

    def _on_failed(self, message: str, hint: str) -> None:
        self._window.banner.tell(message, hint, "hint")

    def _on_finished(self) -> None:
        if self._thread is not None:
            self._thread.deleteLater()
            self._thread = None
        self._enable()


def _check(name: str, replace: bool) -> None:
    title_of(name)
    place_for(key_of(name), replace=replace)
