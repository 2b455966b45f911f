"""A training log in a temporary folder, and sets to put into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.log.store import TrainingLog


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log lies."""
    return tmp_path / "home" / "training-log.db"


@pytest.fixture
def log(path: Path) -> Iterator[TrainingLog]:
    """An open, empty log."""
    with TrainingLog.open(path) as opened:
        yield opened
