"""The core does not need Qt: in an environment that has none it imports, and its tests pass.

What imports Qt by name, in whatever function, the import contracts find without running it.  Left
are names that are made up while the program runs: where commands are looked up, sessions put
together and files written for a user.  Those tests run here; the others in the whole suite alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.packaging, pytest.mark.timeout(1200)]

CHECKOUT = Path(__file__).parents[2]
_CORE = "not packaging and not slow and not xserver and not clips"
_WHOLE_PROGRAM = ("api", "cli", "export")
"""Folders of tests that put the program together, most of them in a process of its own."""

_IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import formcheck
for module in pkgutil.walk_packages(formcheck.__path__, "formcheck."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
        print(module.name)
"""


def test_every_module_of_the_core_is_imported_without_qt(environment_without_qt: Any) -> None:
    done = environment_without_qt.python("-c", _IMPORT_ALL, str(CHECKOUT))
    assert done.returncode == 0, done.stderr[-2000:]
    assert {"formcheck.pipeline", "formcheck.cli.main"} <= set(done.stdout.split())


def test_the_core_tests_pass_without_qt(environment_without_qt: Any) -> None:
    environment = environment_without_qt
    missing = environment.python("-c", "import PySide6")
    assert "No module named 'PySide6'" in missing.stderr
    done = environment.python(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(CHECKOUT),
        "-c", str(CHECKOUT / "pyproject.toml"), "-m", _CORE,
        *(str(CHECKOUT / "tests" / folder) for folder in _WHOLE_PROGRAM),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
