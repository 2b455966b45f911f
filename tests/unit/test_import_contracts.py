"""The import contracts hold, and each of them notices what it forbids."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("importlinter")

CHECKOUT = Path(__file__).parents[2]
VIOLATIONS = {
    "a stage reads the clock": ("formcheck/measures/registry.py", "import time", "no picture"),
    "a stage knows OpenCV": ("formcheck/flags/codes.py", "import cv2", "no picture library"),
    "a sibling": ("formcheck/pose/base.py", "import formcheck.report.words", "never beside"),
    "the engine knows a source": (
        "formcheck/flags/codes.py", "import formcheck.sources", "what feeds it",
    ),
    "an arrow upwards": ("formcheck/types/values.py", "import formcheck.config", "never beside it"),
    "the core knows Qt": ("formcheck/session.py", "import PySide6", "does not know the window"),
    "the core knows the window": (
        "formcheck/cli/window.py", "import formcheck_ui", "does not know the window",
    ),
    "the window knows MediaPipe": (
        "ui/formcheck_ui/theme.py", "import mediapipe", "only through the core",
    ),
    "the window draws with OpenCV": (
        "ui/formcheck_ui/theme.py", "import cv2", "only through the core",
    ),
    "a source knows MediaPipe": (
        "formcheck/sources/base.py", "import mediapipe", "known to pose alone",
    ),
}  # fmt: skip


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a tree and its own configuration."""
    code = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(root / "ui"), str(root)])},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a copy of the code that may be spoilt."""
    ignore = shutil.ignore_patterns("__pycache__", "_data")
    shutil.copytree(CHECKOUT / "formcheck", tmp_path / "formcheck", ignore=ignore)
    shutil.copytree(CHECKOUT / "ui", tmp_path / "ui", ignore=ignore)
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold(tree: Path) -> None:
    done = lint(tree)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_planted_violation_is_caught(tree: Path, name: str) -> None:
    path, line, contract = VIOLATIONS[name]
    target = tree / path
    text = target.read_text(encoding="utf-8")
    planted = text.replace("from __future__ import annotations\n", f"\n{line}\n", 1)
    assert planted != text
    target.write_text(planted, encoding="utf-8")
    done = lint(tree)
    broken = [row for row in done.stdout.splitlines() if " BROKEN" in row]
    assert done.returncode == 1, done.stdout + done.stderr
    assert any(contract in row for row in broken), broken
