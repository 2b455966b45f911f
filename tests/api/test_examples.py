"""What the documentation of the Python interface shows is what happens."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

import formcheck
from formcheck import analysis as analysis_module
from formcheck import api, errors
from formcheck.report import csv_cells

for package in ("pandas", "xarray", "matplotlib"):
    pytest.importorskip(package)

PAGE = (Path(__file__).parents[2] / "docs" / "python.md").read_text(encoding="utf-8")
MODULES = (analysis_module, api, csv_cells)


def _examples() -> list[doctest.DocTest]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    return [test for module in MODULES for test in finder.find(module) if test.examples]


@pytest.mark.parametrize("test", _examples(), ids=lambda test: test.name)
def test_the_examples_of_docstrings_run(
    test: doctest.DocTest, folder: Path, analysis: formcheck.Analysis
) -> None:
    test.globs |= {"formcheck": formcheck, "a": analysis}
    told: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=told.append)
    assert "".join(told) == ""


def test_everything_public_has_an_example() -> None:
    shown = {test.name.rsplit(".", 1)[-1] for test in _examples()}
    methods = {name for name in vars(formcheck.Analysis) if not name.startswith("_")}
    assert methods | {"analyze", "open_analysis", "rescore"} <= shown


def test_the_page_runs_from_top_to_bottom(folder: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert len(blocks) >= 4
    space: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), space)
    assert (folder / "set.png").stat().st_size > 10_000


def test_the_page_names_what_is_public_and_every_error() -> None:
    methods = {name for name in vars(formcheck.Analysis) if not name.startswith("_")}
    raised = (
        errors.SourceOpenError, errors.NobodyFoundError, errors.UnknownExerciseError,
        errors.ConfigError, errors.OutputError, errors.ModelError, errors.MissingPackageError,
        errors.UsageError, errors.FormCheckError,
    )  # fmt: skip
    words = methods | {kind.__name__ for kind in raised} | {"rescore", "open"}
    assert [word for word in sorted(words) if word not in PAGE] == []
