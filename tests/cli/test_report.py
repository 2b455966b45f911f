"""``formcheck report``: refused early and in one message, or one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run
from formcheck.cli.main import main
from formcheck.review import files
from formcheck.review.corrections import Corrections, RepMark
from formcheck.review.score import Score
from support.scripted_clip import scripted_clip


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a drawn clip; its poses and reps come from the script."""
    return scripted_clip(tmp_path, monkeypatch)


def test_one_page_with_a_picture_of_each_rep(clip: Path, tmp_path: Path, capsys: Any) -> None:
    page = tmp_path / "report.html"
    assert main(["report", str(clip), "-o", str(page)]) == 0
    text = page.read_text("utf-8")
    assert text.count("<figure") == 2
    assert "Rounded back" in text
    assert "2 reps, 1 flag" in capsys.readouterr().err


def test_corrections_are_taken_into_account(clip: Path, tmp_path: Path) -> None:
    files.save(clip, Corrections((RepMark(1.0, 3.0),)), Score())
    page = tmp_path / "report.html"
    assert main(["report", str(clip), "-o", str(page), "--no-pictures", "--quiet"]) == 0
    text = page.read_text("utf-8")
    assert "corrected by hand" in text
    assert text.count("<tr data-a") == 1
    assert "<figure" not in text


def test_what_cannot_be_done_is_one_message(run: Run, tmp_path: Path) -> None:
    run("report", "gone.mp4", "-o", "a.html").assert_one_message(3, "gone.mp4")
    (tmp_path / "x.mp4").write_bytes(b"x")
    run("report", "x.mp4", "-o", "no/where.html").assert_one_message(6, "where.html")
    run("report", "x.mp4", "-o", "x.mp4").assert_one_message(2, "x.mp4")
