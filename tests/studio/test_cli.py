"""The command line: what it refuses, what it skips."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("rich", reason="rich is not installed")
pytest.importorskip("numba", reason="the studio extra is not installed (numba)")

from studio import cli
from studio.dataset import clip_spec, is_done, paths


def test_finished_clips_are_not_rendered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for index in range(2):
        for path in paths(clip_spec("tune", index), tmp_path):
            path.touch()
    assert is_done(clip_spec("tune", 1), tmp_path)
    assert not is_done(clip_spec("tune", 2), tmp_path)
    monkeypatch.setattr(cli, "_render_one", None)  # would fail if called
    args = ["render", "--split", "tune", "--count", "2", "--jobs", "1", "--out", str(tmp_path)]
    assert cli.main(args) == 0


def test_the_blind_split_needs_a_clear_word(tmp_path: Path) -> None:
    assert cli.main(["render", "--split", "blind", "--out", str(tmp_path)]) == 2
    assert not list(tmp_path.iterdir())


def test_an_unknown_sample_is_refused(tmp_path: Path) -> None:
    assert cli.main(["samples", "row-upside-down", "--out", str(tmp_path)]) == 2


def test_clips_go_to_the_cache_and_not_into_the_repository() -> None:
    repository = Path(__file__).resolve().parents[2]
    assert repository not in cli.default_folder("tune").resolve().parents
