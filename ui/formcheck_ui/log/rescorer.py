"""Judge one set of the log again, in a thread of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from formcheck.config import Config
from formcheck.log.store import TrainingLog
from formcheck_ui.worker import Worker

if TYPE_CHECKING:
    from formcheck.log.rescoring import SetChange


class Rescorer(Worker):
    """Judge a set again and store what is found; wait for its end with ``wait()``.

    Parameters
    ----------
    path : Path
        The log; it is opened in this thread.
    set_id : int
    config : Config
        The options of today.
    parent : QObject, optional

    Signals
    -------
    judged
        A :class:`~formcheck.log.rescoring.SetChange`.
    """

    judged = Signal(object)

    def __init__(
        self, path: Path, set_id: int, config: Config, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._path, self._set_id, self._config = path, set_id, config

    def _run(self) -> None:
        # Brings the engine and its libraries, which the window must not wait for.
        from formcheck.log.rescoring import Selection, plan, rescore_sets

        with TrainingLog.open(self._path, keep_backups=False) as opened:
            todo = plan(opened, Selection(set_id=self._set_id))
            for outcome in rescore_sets(opened, todo, self._config, jobs=1):
                self._tell(outcome.sets[0])

    def _tell(self, change: SetChange) -> None:
        if change.error is not None:
            self._fail(change.error)
        else:
            self.judged.emit(change)
