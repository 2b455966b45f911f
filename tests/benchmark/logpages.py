"""Time the training log's pages over a year: ``python -m tests.benchmark.logpages [FOLDER]``.

The log of :mod:`tests.benchmark.logbook` (made in the folder unless it is there) in the real
window, off screen unless there is a display. For each page: the time from asking for it to its
being painted, when it is shown for the first time and when it is shown again, and what it read.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from formcheck.log.moments import Moment
from formcheck.log.place import LOG_VARIABLE
from formcheck.log.store import TrainingLog
from formcheck_ui import app as entry
from formcheck_ui.log.panel import LogPanel
from support.logbook import MONDAY, counting
from tests.benchmark.logbook import simulate

PAGES = ("today", "history", "trends", "routines", "lifters")
ROUNDS = 5


def year(path: Path) -> None:
    """Make the simulated year, ending today, if it is not there yet."""
    if path.exists():
        return
    with TrainingLog.open(path, keep_backups=False) as log:
        simulate(log, ending=Moment.now())
        for lifter in log.lifters.all():
            log.routine_uses.choose(lifter.id, "intermediate", MONDAY)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long it took by the clock, and of the processor, milliseconds."""
    clock, busy = time.perf_counter(), time.process_time()
    work()
    return 1e3 * (time.perf_counter() - clock), 1e3 * (time.process_time() - busy)


def shown(window: LogPanel, number: int) -> None:
    """Show a page and wait until it is painted."""
    window.list.setCurrentRow(number)
    QApplication.processEvents()
    window.repaint()
    QApplication.processEvents()


def report(path: Path) -> None:
    """Print the table."""
    year(path)
    os.environ[LOG_VARIABLE] = str(path)
    application = entry.make_application()
    settings = QSettings(str(path.with_suffix(".ini")), QSettings.Format.IniFormat)
    window = LogPanel(settings)
    window.open()
    application.processEvents()
    print("| page | first | again (best) | processor | statements | rows |")
    print("|---|---|---|---|---|---|")
    for number, name in enumerate(PAGES):
        window.list.setCurrentRow((number + 4) % 5)
        first, _ = timed(lambda n=number: shown(window, n))
        rounds = []
        for _ in range(ROUNDS):
            window.list.setCurrentRow((number + 4) % 5)
            application.processEvents()
            rounds.append(timed(lambda n=number: shown(window, n)))
        window.list.setCurrentRow((number + 4) % 5)
        with counting(window._log) as read:
            shown(window, number)
        again, busy = min(rounds)
        cells = (f"{first:.0f} ms", f"{again:.0f} ms", f"{busy:.0f} ms", read.statements, read.rows)
        print(f"| {name} | {' | '.join(map(str, cells))} |")
    window.close()


def main() -> None:
    """Run in a folder, a temporary one unless it is named."""
    if len(sys.argv) > 1:
        report(Path(sys.argv[1]) / "training-log.db")
        return
    with tempfile.TemporaryDirectory() as folder:
        report(Path(folder) / "training-log.db")


if __name__ == "__main__":
    main()
