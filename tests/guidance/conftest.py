"""A training log with one lifter, and no routines but the bundled ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.log.entries import Lifter
from formcheck.log.store import TrainingLog


@pytest.fixture(autouse=True)
def own_routines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the user's own routines into the temporary folder."""
    folder = tmp_path / "routines"
    monkeypatch.setenv("FORMCHECK_ROUTINES", str(folder))
    return folder


@pytest.fixture
def log(tmp_path: Path) -> Iterator[TrainingLog]:
    """An open, empty log."""
    with TrainingLog.open(tmp_path / "training-log.db") as opened:
        yield opened


@pytest.fixture
def anna(log: TrainingLog) -> Lifter:
    """A lifter."""
    return log.lifters.add("Anna", level="intermediate")
