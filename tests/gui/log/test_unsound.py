"""What is in a log and cannot be, whoever wrote it, crashes no page of the log's window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings

from formcheck_ui.log.panel import LogPanel
from support.spoils import SPOILS, spoilt

PAGES = 5


@pytest.mark.parametrize("statement", SPOILS)
def test_every_page_can_be_shown(
    qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    path = tmp_path / "training-log.db"
    monkeypatch.setenv("FORMCHECK_LOG", str(spoilt(path, statement)))
    monkeypatch.setenv("FORMCHECK_ROUTINES", str(tmp_path / "routines"))
    window = LogPanel(QSettings(str(tmp_path / "log.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    window.open()
    for page in range(PAGES):
        window.list.setCurrentRow(page)
        assert not window.grab().isNull()
    model = window.history.model
    assert model.rowCount() > 0
    for row in range(model.rowCount()):
        window.history.table.selectRow(row)
        assert not window.grab().isNull()
    window.close()
