"""A window that keeps the sets of a lifter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from formcheck.log.store import TrainingLog
from formcheck_ui.log.panel import LogPanel


def keep_for_anna(window: Any, place: Path) -> LogPanel:
    with TrainingLog.open(place) as log:
        log.lifters.add("Anna", level="intermediate")
    log_panel: LogPanel = window.log_desk.log_panel
    log_panel.open()
    log_panel.load.setText("42.5")
    log_panel.keep.setChecked(True)
    return log_panel
