"""Run the real program in a process of its own and look at what a user would see."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from support.clipmaker import make_clip

CHECKOUT = Path(__file__).parents[2]
TIMEOUT_S = 120


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def messages(self) -> list[str]:
        """The lines on standard error that begin a message."""
        return [line for line in self.err.splitlines() if line.startswith("formcheck: ")]

    def assert_one_message(self, code: int, *fragments: str) -> None:
        """Assert the exit code and exactly one message, with at most a hint below it."""
        assert self.code == code, self.err
        lines = self.err.splitlines()
        assert len(self.messages) == 1, self.err
        assert lines[0] == self.messages[0], self.err
        assert len(lines) <= 2, self.err
        assert all(line.startswith("  ") for line in lines[1:]), self.err
        assert "Traceback" not in self.err + self.out
        for fragment in fragments:
            assert fragment in self.err


def environment(home: Path, code: Path = CHECKOUT) -> dict[str, str]:
    """Return the environment of a user without settings, who runs the given code."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "FORMCHECK_DEBUG")
        and not name.startswith("XDG_")
    }
    paths = os.pathsep.join([str(code), str(code / "ui")])
    return kept | {"HOME": str(home), "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"}


Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs ``formcheck`` with arguments in the temporary folder."""

    def run_formcheck(*arguments: object, code: Path = CHECKOUT) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "formcheck", *map(str, arguments)],
            cwd=tmp_path,
            env=environment(tmp_path, code),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=TIMEOUT_S,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return run_formcheck


@pytest.fixture(scope="session")
def black_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clip of ten black pictures."""
    images = [np.zeros((48, 64, 3), np.uint8)] * 10
    return make_clip(tmp_path_factory.mktemp("clips") / "black.mp4", images)
