"""A thread that does one job and tells in words what went wrong with it."""

from __future__ import annotations

import logging
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QThread, Signal

from formcheck.errors import FormCheckError
from formcheck_ui.marking import QT_TRANSLATE_NOOP

log = logging.getLogger(__name__)


class Worker(QThread):
    """Do a job in a thread of its own; end it with :meth:`stop` and ``wait()``, never by force.

    Signals
    -------
    failed
        Message and hint; not told of a job that was stopped.
    """

    failed = Signal(str, str)

    TROUBLE: ClassVar[str] = QT_TRANSLATE_NOOP(
        "Worker", "Something went wrong inside FormCheck ({0})."
    )
    """What is said of a mistake of ours, with its kind."""

    def run(self) -> None:
        """Do the job, and tell why it could not be done."""
        try:
            self._run()
        except FormCheckError as error:
            self._fail(error)
        except Exception as error:
            log.exception("%s failed", type(self).__name__)
            message = QCoreApplication.translate("Worker", self.TROUBLE)
            hint = self.tr("FormCheck's error log has the details; please report it.")
            self._fail(FormCheckError(message.format(type(error).__name__), hint))

    def stop(self) -> None:
        """Ask it to end soon; callable from any thread, any number of times."""
        self.requestInterruption()

    def _run(self) -> None:
        raise NotImplementedError

    def _fail(self, error: FormCheckError) -> None:
        if self.isInterruptionRequested():
            log.info("after it was stopped: %s %s", error.message, error.hint)
        else:
            self.failed.emit(error.message, error.hint)
