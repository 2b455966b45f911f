"""A window that keeps the sets of a lifter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from formcheck.log.store import TrainingLog
from formcheck_ui.log.window import LogWindow


def keep_for_anna(window: Any, place: Path) -> LogWindow:
    with TrainingLog.open(place) as log:
        log.lifters.add("Anna", level="intermediate")
    log_window: LogWindow = window.log_desk.log_window
    log_window.open()
    log_window.load.setText("42.5")
    log_window.keep.setChecked(True)
    return log_window
