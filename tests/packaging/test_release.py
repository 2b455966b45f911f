"""The release's steps find what is not done, say what to do, and change nothing else."""

from __future__ import annotations

import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from formcheck.version import __version__

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def release(tmp_path: Path) -> dict[str, Any]:
    """Return the script's names, for a checkout of its own with one commit."""
    if shutil.which("git") is None:
        pytest.skip("git is missing (Debian: git)")
    names = runpy.run_path(str(CHECKOUT / "packaging" / "release.py"))
    functions = names["main"].__globals__
    functions["ROOT"], functions["PLACE"] = tmp_path, tmp_path / "build"
    functions["DIST"] = tmp_path / "build" / "dist"
    functions["DIST"].mkdir(parents=True)
    (tmp_path / ".gitignore").write_text("build/\n")
    (tmp_path / "docs").mkdir()
    (tmp_path / "CHANGELOG.md").write_text("# Changes\n\n## [Unreleased]\n\nThings.\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "First")
    return functions  # type: ignore[no-any-return]


def git(place: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *arguments], cwd=place, check=True, capture_output=True)


def step(release: dict[str, Any], name: str, *, tested: bool = True, tag: str = "") -> str:
    """Return what a step says, "TO DO" before it where it is not done."""
    chosen = release["Chosen"](tested=tested, tag=tag)
    try:
        return str(dict(release["STEPS"])[name](chosen))
    except release["Undone"] as what:
        return f"TO DO {what}"


def test_what_is_not_committed_is_named(release: dict[str, Any]) -> None:
    assert len(step(release, "clean tree")) >= 7
    (release["ROOT"] / "CHANGELOG.md").write_text("changed")
    assert step(release, "clean tree").endswith(" M CHANGELOG.md")


def test_a_command_that_is_not_there_is_named(release: dict[str, Any]) -> None:
    assert step(release, "tests", tested=False).startswith("TO DO run cannot be run")


def test_a_tag_is_the_versions_and_new(release: dict[str, Any]) -> None:
    wanted = f"v{__version__}"
    assert step(release, "tag") == wanted
    assert step(release, "tag", tag=wanted) == wanted
    assert step(release, "tag", tag="v99.0.0").startswith("TO DO the tag v99.0.0 is not")
    git(release["ROOT"], "tag", wanted)
    assert step(release, "tag").startswith("TO DO")
    assert step(release, "tag", tag=wanted) == wanted


def test_the_changes_of_the_version_are_the_notes(release: dict[str, Any]) -> None:
    assert "YYYY-MM-DD" in step(release, "changelog")
    (release["ROOT"] / "CHANGELOG.md").write_text(
        f"## [Unreleased]\n\n## [{__version__}] - 2026-12-01\n\nNew things.\n\n"
        "## [0.0.1] - 2026-01-01\n\nOld.\n"
    )
    assert step(release, "changelog") == "2 words"
    assert (release["PLACE"] / "notes.md").read_text() == "New things.\n"


def test_a_heavy_wheel_is_refused(release: dict[str, Any]) -> None:
    wheel = release["DIST"] / f"formcheck-{__version__}-py3-none-any.whl"
    sizes = iter([release["WHEEL_BYTES"], release["WHEEL_BYTES"] + 1])

    def build(*_command: object) -> str:
        release["DIST"].mkdir(exist_ok=True)
        with wheel.open("wb") as file:
            file.truncate(next(sizes))
        return ""

    release["_run"] = build
    assert step(release, "distributions").endswith("12.00 MB")
    assert step(release, "distributions").startswith("TO DO the wheel has 12,000,001 bytes")


def test_the_tests_are_run_unless_they_have_passed(release: dict[str, Any]) -> None:
    assert step(release, "tests") == "said to have passed"
    script = release["ROOT"] / ".ci" / "run"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\necho 12 failed\nexit 3\n")
    script.chmod(0o755)
    assert step(release, "tests", tested=False) == "TO DO run ended with 3: 12 failed"
    script.write_text("#!/bin/sh\necho noise\necho 12 passed\n")
    assert step(release, "tests", tested=False) == "12 passed"


def test_every_step_is_told_and_what_is_left_decides_the_exit_code(
    release: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def undone(_chosen: object) -> str:
        raise release["Undone"]("do this")

    monkeypatch.setattr("sys.argv", ["release.py", "--tested"])
    release["STEPS"] = (("one", undone), ("two", lambda _chosen: "fine"))
    assert release["main"]() == 1
    said = capsys.readouterr().out
    assert said == "TO DO  one: do this\nOK     two: fine\n1 of 2 steps are not done.\n"
    release["STEPS"] = release["STEPS"][1:]
    assert release["main"]() == 0
    assert f"git tag --annotate v{__version__}" in capsys.readouterr().out
