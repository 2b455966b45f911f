"""The Parquet tables of a batch are those of the Python interface."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import formcheck
from formcheck.cli.main import main
from support.batches import CHECKOUT

TABLES = ("reps", "sets", "flags", "frames")


def test_the_tables_are_those_of_python(
    clips: list[Path], tmp_path: Path, inline: list[str]
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    pandas = pytest.importorskip("pandas")
    out = tmp_path / "out"
    for _ in range(2):
        assert main(["batch", *map(str, clips), "--out", str(out)]) == 0
    alone = formcheck.open(out / "recordings" / "monday" / "set.fcrec.fcrec")
    for what in TABLES:
        table = parquet.read_table(out / what).to_pandas()
        assert set(table["clip"]) <= {"monday/set.fcrec", "tuesday/set.fcrec"}
        one = table[table["clip"] == "monday/set.fcrec"].reset_index(drop=True)
        other = getattr(alone, what)()
        assert set(one) == {*other, "clip"}
        pandas.testing.assert_frame_equal(
            one.drop(columns="clip"), other.drop(columns="clip", errors="ignore"),
            check_dtype=False, check_like=True,
        )  # fmt: skip
        assert len(table) == 2 * len(other)
        kinds = {parquet.read_schema(path) for path in (out / what).iterdir()}
        assert len(kinds) == 1


@pytest.mark.parametrize("package", ["pandas", "duckdb", "polars"])
def test_the_documentation_reads_the_tables(
    package: str, clips: list[Path], tmp_path: Path, inline: list[str],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for needed in ("pyarrow", package):
        pytest.importorskip(needed, reason=f"{needed} is not installed")
    monkeypatch.chdir(tmp_path)
    assert main(["batch", *map(str, clips), "--out", "results", "--quiet"]) == 0
    page = (CHECKOUT / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```py\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (block,) = [block for block in blocks if block.startswith(f"import {package}")]
    exec(compile(block, "docs/python.md", "exec"), {})
    assert "set.fcrec" in capsys.readouterr().out
