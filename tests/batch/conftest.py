"""Clips that need no pose model, and workers of which a test sees what they do."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest

from formcheck.batch import work
from support.batches import Inline
from support.recordings import record
from support.sets import plain_set


@pytest.fixture
def inline(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Work in this process, and return the names of what is analysed."""
    analysed: list[str] = []
    whole = work._analyse

    def told(given: work.ClipWork, files: dict[str, Path]) -> Any:
        analysed.append(given.clip.name)
        return whole(given, files)

    monkeypatch.setattr("formcheck.cli.batch.processes", lambda _: contextlib.closing(Inline()))
    monkeypatch.setattr(work, "_analyse", told)
    return analysed


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a recording of one rep, which needs no pose model."""
    path = tmp_path_factory.mktemp("kept") / "set.fcrec"
    result, _ = record(path, plain_set(count=1).poses())
    assert len(result.reps) == 1
    return path.read_bytes()


@pytest.fixture
def clips(kept: bytes, tmp_path: Path) -> list[Path]:
    """Return two clips of the same name in different folders."""
    paths = [tmp_path / day / "set.fcrec" for day in ("monday", "tuesday")]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(kept)
    return paths
