"""The thread that exports, so that the clip can be looked at meanwhile."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QThread, Signal

from formcheck.errors import FormCheckError
from formcheck.findings import Findings
from formcheck.types import SessionResult
from formcheck_ui.services import Services

if TYPE_CHECKING:
    from formcheck.export.export import Export

log = logging.getLogger(__name__)

_TELL_EVERY_S: Final = 0.1


class ExportThread(QThread):
    """Write one file; end it early with :meth:`stop`, which leaves nothing behind.

    Signals
    -------
    progressed
        The share done, 0 to 1.
    done
        The file was written.
    failed
        Message and hint.
    """

    progressed = Signal(float)
    done = Signal()
    failed = Signal(str, str)

    def __init__(
        self,
        services: Services,
        clip: Path,
        findings: Findings,
        result: SessionResult,
        export: Export,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._clip = clip
        self._findings = findings
        self._result = result
        self.export = export
        self._told_s = 0.0

    def run(self) -> None:
        """Write what was asked for."""
        from formcheck.export.clip import ExportStoppedError
        from formcheck.export.export import run

        try:
            run(
                self.export,
                lambda: self._services.open_clip(self._clip),
                self._findings,
                self._result,
                self._progress,
            )
        except ExportStoppedError:
            return
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
        except Exception as error:
            log.exception("the export failed")
            self.failed.emit(
                self.tr("The file could not be made ({0}).").format(type(error).__name__),
                self.tr("FormCheck's error log has the details; please report it."),
            )
        else:
            self.done.emit()

    def stop(self) -> None:
        """End soon; follow it with ``wait()``."""
        self.requestInterruption()

    def _progress(self, share: float) -> bool:
        now_s = time.monotonic()
        if now_s - self._told_s >= _TELL_EVERY_S:
            self._told_s = now_s
            self.progressed.emit(share)
        return not self.isInterruptionRequested()
