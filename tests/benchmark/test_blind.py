"""The benchmark renders blind clips for the closing note, and never otherwise."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numba", reason="the studio extra is not installed (numba)")
pytest.importorskip("rich", reason="rich is not installed")

from studio import dataset
from studio.dataset import ClipSpec, Split, clip_spec
from tests.benchmark.accuracy import command
from tests.benchmark.accuracy.clipset import ensure_clip
from tests.benchmark.accuracy.command import Rendered
from tests.benchmark.accuracy.scoring import ClipScore

Word = tuple[str, bool]


def of(split: Split) -> ClipSpec:
    """Return a clip that says it is of ``split`` (of tune: nothing blind is used up)."""
    return replace(clip_spec("tune", 0), split=split)


@pytest.mark.parametrize(
    ("split", "closing_note", "passed"),
    [("blind", True, True), ("blind", False, False), ("tune", True, False)],
)
def test_the_word_is_passed_on_for_blind_clips_alone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    split: Split,
    closing_note: bool,
    passed: bool,
) -> None:
    heard: list[Word] = []

    def render(spec: ClipSpec, folder: Path, progress: object, *, closing_note: bool) -> Any:
        heard.append((spec.split, closing_note))
        return dataset.paths(spec, folder)

    monkeypatch.setattr(dataset, "render", render)
    ensure_clip(of(split), tmp_path, closing_note=closing_note)

    assert heard == [(split, passed)]


def test_a_missing_blind_clip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PermissionError, match="closing note"):
        ensure_clip(of("blind"), tmp_path)
    assert not list(tmp_path.iterdir())


class Threads(ThreadPoolExecutor):
    """A pool in this process, so that what it calls can be watched."""

    def __init__(self, workers: int, context: object, initializer: Callable[[], None]) -> None:
        super().__init__(workers)


@pytest.mark.parametrize(
    ("arguments", "heard_word"),
    [
        (["--split", "blind", "--closing-note"], True),
        (["--split", "tune"], False),
    ],
)
def test_the_command_line_carries_the_word_to_every_clip(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], heard_word: bool
) -> None:
    heard: list[Word] = []
    split = arguments[1]

    def score(task: Rendered, closing_note: bool = False) -> tuple[str, ClipScore]:
        heard.append((task.split, closing_note))
        raise RuntimeError("enough")

    monkeypatch.setattr(command, "tasks_of", lambda args: [Rendered(split, 0), Rendered(split, 1)])
    monkeypatch.setattr(command, "score", score)
    monkeypatch.setattr(command, "ProcessPoolExecutor", Threads)

    assert command.main([*arguments, "--no-write"]) == 1
    assert heard == [(split, heard_word)] * 2


@pytest.mark.parametrize("closing_note", [True, False])
def test_scoring_a_clip_hands_the_word_to_the_rendering(
    monkeypatch: pytest.MonkeyPatch, closing_note: bool
) -> None:
    heard: list[Word] = []

    def ensure(spec: ClipSpec, folder: Path, *, closing_note: bool) -> Path:
        heard.append((spec.split, closing_note))
        raise FileNotFoundError

    monkeypatch.setattr(command, "ensure_clip", ensure)
    with pytest.raises(FileNotFoundError):
        command.score(Rendered("validate", 0), closing_note)

    assert heard == [("validate", closing_note)]
