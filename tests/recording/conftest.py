"""Recordings the tests share; what changes one works on a copy."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from formcheck.types import SessionResult
from support.fakes import Recorder
from support.record_golden import load
from support.recordings import Frames, record


class Recorded(NamedTuple):
    """A recording, the poses it was made of, and what was told while it was made."""

    path: Path
    frames: Frames
    result: SessionResult
    told: Recorder


@pytest.fixture(scope="session")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """Return the recording of a bundled row that rounds more and more, masks included."""
    path = tmp_path_factory.mktemp("recordings") / "row.fcrec"
    frames = load("row-rounding")
    result, told = record(path, frames)
    return Recorded(path, frames, result, told)
