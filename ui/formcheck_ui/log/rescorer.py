"""Judge one set of the log again, in a thread of its own."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from formcheck.config import Config
from formcheck.errors import FormCheckError
from formcheck.log.store import TrainingLog

if TYPE_CHECKING:
    from formcheck.log.rescoring import SetChange

log = logging.getLogger(__name__)


class Rescorer(QThread):
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
    failed
        Message and hint.
    """

    judged = Signal(object)
    failed = Signal(str, str)

    def __init__(
        self, path: Path, set_id: int, config: Config, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._path, self._set_id, self._config = path, set_id, config

    def run(self) -> None:
        """Judge the set."""
        # Brings the engine and its libraries, which the window must not wait for.
        from formcheck.log.rescoring import Selection, plan, rescore_sets

        try:
            with TrainingLog.open(self._path, keep_backups=False) as opened:
                todo = plan(opened, Selection(set_id=self._set_id))
                for outcome in rescore_sets(opened, todo, self._config, jobs=1):
                    self._tell(outcome.sets[0])
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
        except Exception as error:
            log.exception("a set could not be judged again")
            self.failed.emit(self.tr("Something went wrong inside FormCheck ({0}).").format(
                type(error).__name__
            ), "")  # fmt: skip

    def _tell(self, change: SetChange) -> None:
        if change.error is not None:
            self.failed.emit(change.error.message, change.error.hint)
        else:
            self.judged.emit(change)
