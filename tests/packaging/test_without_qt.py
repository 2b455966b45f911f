"""The core does not need Qt: its tests pass in an environment that has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(1200)]

CHECKOUT = Path(__file__).parents[2]
_CORE = "not packaging and not slow and not xserver and not clips"
_NOT_CORE = {"gui", "packaging", "studio"}


def core_tests() -> list[str]:
    """Return the folders with tests of the core."""
    return sorted(
        str(folder)
        for folder in (CHECKOUT / "tests").iterdir()
        if folder.name not in _NOT_CORE and any(folder.glob("**/test_*.py"))
    )


def test_the_core_tests_pass_without_qt(environment_without_qt: Any) -> None:
    environment = environment_without_qt
    missing = environment.python("-c", "import PySide6")
    assert "No module named 'PySide6'" in missing.stderr
    done = environment.python(
        "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider", "--rootdir", str(CHECKOUT),
        "-c", str(CHECKOUT / "pyproject.toml"), "-m", _CORE, *core_tests(),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
