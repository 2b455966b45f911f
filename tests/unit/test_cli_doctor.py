"""The doctor finds what is broken, says how to mend it, and never breaks itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from formcheck.cli import doctor as checks
from formcheck.cli import system_libraries
from formcheck.cli.doctor import run_check
from formcheck.cli.window import run_python
from formcheck.errors import ModelError


def fake_distributions(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    installed = [SimpleNamespace(name=name, version="5.0") for name in names]
    monkeypatch.setattr(checks.importlib.metadata, "distributions", lambda: installed)
    monkeypatch.setattr(checks, "_import_failure", lambda module: "")


def test_one_opencv_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_distributions(monkeypatch, "opencv-contrib-python", "numpy", "opencv-stubs")
    assert [finding.level for finding in checks.one_opencv()] == ["ok"]


@pytest.mark.parametrize(
    "second", ["opencv-python", "opencv_python_headless", "opencv-contrib-python-headless"]
)
def test_two_packages_with_cv2_are_found(monkeypatch: pytest.MonkeyPatch, second: str) -> None:
    fake_distributions(monkeypatch, "opencv-contrib-python", second)
    (finding,) = checks.one_opencv()
    assert finding.level == "bad"
    assert f"uninstall -y opencv-contrib-python {second.replace('_', '-')}" in finding.mend


def test_a_missing_opencv_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_distributions(monkeypatch, "numpy")
    (finding,) = checks.one_opencv()
    assert finding.level == "bad"


def test_this_installation_has_one_opencv_and_all_packages() -> None:
    findings = [*checks.one_opencv(), *checks.packages()]
    wrong = [f for f in findings if f.level != "ok" and f.topic != "PySide6-Essentials"]
    assert not wrong


def test_missing_libraries_become_packages() -> None:
    found = system_libraries.missing_packages(x11=True, probe=lambda name: "xcb" not in name)
    assert "libxcb-cursor0" in found
    assert "libegl1" not in found


def test_a_library_that_is_nowhere_is_missed() -> None:
    assert not system_libraries.loads("libnothing-of-the-kind.so.1")


def test_no_fonts_are_noticed(tmp_path: object) -> None:
    assert not system_libraries.has_fonts([str(tmp_path)])


def test_a_user_error_is_a_finding_with_its_hint() -> None:
    def model() -> Iterator[checks.Finding]:
        raise ModelError("It was altered.", "Install again.")
        yield

    assert run_check(model) == [checks.Finding("bad", "model", "It was altered.", "Install again.")]


def test_a_check_that_breaks_is_a_finding() -> None:
    def system_libraries() -> Iterator[checks.Finding]:
        yield checks.Finding("ok", "x", "y")
        raise ZeroDivisionError("oh")

    (finding,) = run_check(system_libraries)
    assert finding.level == "bad"
    assert "ZeroDivisionError: oh" in finding.detail


def test_a_failing_interpreter_tells_its_last_line() -> None:
    assert run_python("import no_such_module") == (
        "ModuleNotFoundError: No module named 'no_such_module'"
    )
    assert run_python("pass") == ""


def test_no_temporary_folder_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(checks.tempfile, "gettempdir", none)
    monkeypatch.setattr(checks.tempfile, "tempdir", None)
    assert "No usable temporary" in run_python("pass")
    (bad,) = [finding for finding in checks.folders() if finding.topic == "temporary folder"]
    assert bad.level == "bad"
    assert "TMPDIR" in bad.mend


def test_a_visit_leaves_nothing_behind(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-m", "formcheck", "doctor"],
        capture_output=True,
        text=True,
        timeout=170,
        env=kept | {"HOME": str(home), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        check=False,
    )
    assert "log folder" in done.stdout, done.stderr
    assert [str(item) for item in home.rglob("*")] == []
