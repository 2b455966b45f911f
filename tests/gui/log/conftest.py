"""A log, routines and settings of a test's own, and the training log's window over them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings

from formcheck_ui.log.panel import LogPanel


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "log.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot: Any, settings: QSettings, place: Path) -> Iterator[LogPanel]:
    made = LogPanel(settings)
    qtbot.addWidget(made)
    yield made
    made.close()
