"""The folders that docs/privacy.md names are those in use, and without them nothing is left."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs.macos
import platformdirs.unix
import platformdirs.windows
import pytest
from platformdirs.api import PlatformDirsABC

from formcheck import own_exercises
from formcheck.cli.guard import write_log
from formcheck.cli.main import main
from formcheck.config_file import user_config_path
from formcheck.log.place import default_log_path
from formcheck.recording.shelf import recordings_folder
from formcheck.routines import registry
from support.pages import read

PAGE = read("docs/privacy.md")
SYSTEMS = {
    "Linux": platformdirs.unix.Unix,
    "macOS": platformdirs.macos.MacOS,
    "Windows": platformdirs.windows.Windows,
}
ON_WINDOWS = {"CSIDL_LOCAL_APPDATA": "%LOCALAPPDATA%", "CSIDL_MYVIDEO": r"%USERPROFILE%\Videos"}
linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the folders of this system are read from Linux's"
)


def told(what: str) -> dict[str, str]:
    """Return the folder of each system in the row that begins so."""
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {what}"))
    cells = [cell.strip() for cell in row.strip("|").split("|")][1:]
    return {
        system: (re.findall(r"`([^`]+)`", cell) or [""])[-1]
        for system, cell in zip(SYSTEMS, cells, strict=True)
    }


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be a user of nothing but defaults; return the home."""
    for name in os.environ:
        if name.startswith(("XDG_", "FORMCHECK_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(
        platformdirs.windows, "get_win_folder", lambda name: ON_WINDOWS[name], raising=True
    )
    return tmp_path / "home"


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_folders_are_those_of_each_system(system: str, home: Path) -> None:
    dirs: PlatformDirsABC = SYSTEMS[system]("formcheck", appauthor=False)
    used = {
        "training log": dirs.user_data_dir,
        "settings": dirs.user_config_dir,
        "recordings": f"{dirs.user_videos_dir}/FormCheck",
        "log of a crash": dirs.user_log_dir,
    }
    for what, folder in used.items():
        shown = folder.replace(str(home), "~")
        if system == "Windows":
            shown = shown.replace("/", "\\")
        assert told(what)[system] == shown, what


@linux_only
def test_what_is_written_lies_in_the_folders_of_its_row(home: Path) -> None:
    settings = (user_config_path(), own_exercises.own_folder(), registry.own_folder())
    places = [("settings", place.parent) for place in settings]
    places += [("training log", default_log_path().parent), ("recordings", recordings_folder())]
    for what, folder in places:
        assert told(what)["Linux"] == str(folder).replace(str(home), "~"), what


@linux_only
def test_the_variables_are_those_that_exist() -> None:
    named = set(re.findall(r"`(FORMCHECK_[A-Z]+)`", PAGE))
    assert named == {
        "FORMCHECK_LOG", "FORMCHECK_CONFIG", registry.FOLDER_VARIABLE,
        own_exercises.FOLDER_VARIABLE, "FORMCHECK_RECORDINGS",
    }  # fmt: skip


@linux_only
def test_deleting_what_is_named_leaves_nothing(home: Path) -> None:
    pytest.importorskip("PySide6", reason="the window remembers nothing without Qt")
    home.mkdir()
    assert main(["lifters", "add", "Anna"]) == 0
    assert main(["plan", "copy", "beginner", "mine"]) == 0
    assert write_log("a crash") is not None
    recordings_folder().mkdir(parents=True)
    (recordings_folder() / "2026-01-01.fcrec").touch()
    remember = (
        "from PySide6.QtCore import QSettings\ns = QSettings('FormCheck', 'FormCheck')\n"
        "s.setValue('a', 1)\ns.sync()"
    )
    subprocess.run([sys.executable, "-c", remember], check=True)
    assert len(_files(home)) >= 5

    deleting = re.search(r"```\n(formcheck history .*)\n```", PAGE)
    assert deleting is not None
    assert main(deleting[1].split()[1:]) == 0
    removing = re.search(r"rm -rf ([^`]*)```", PAGE)
    assert removing is not None
    for folder in removing[1].replace("\\\n", " ").split():
        # Never by a shell: a mistake here would reach into a true home.
        assert folder.startswith("~/")
        shutil.rmtree(home / folder.removeprefix("~/"))

    assert _files(home) == []


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if not path.is_dir()]
