"""One recorded set, analysed, to be written in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

import formcheck
from support.record_golden import load
from support.recordings import record


@pytest.fixture(scope="session")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> formcheck.Analysis:
    """Return an analysed row, whose landmarks lie in a recording."""
    path = tmp_path_factory.mktemp("formats") / "set.fcrec"
    record(path, load("row-rounding"), exercise="bent_over_row")
    return formcheck.open(path)


@pytest.fixture(scope="session")
def written(
    analysis: formcheck.Analysis, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Return what was written in the formats that need no package."""
    folder = tmp_path_factory.mktemp("written")
    paths = {"trc": folder / "set.trc", "mot": folder / "set.mot", "openpose": folder / "set"}
    for name, path in paths.items():
        analysis.export(path, name)
    return paths
