"""Every command in the documentation is understood, and run where that takes no camera or window.

Poses are known here (of a bundled row), so that no command waits for the pose model: ``set.mp4``
and the other names of the pages are that row as a clip, as a recording, and as poses of other
programs.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click
import numpy as np
import pytest

import formcheck
from formcheck import run
from formcheck.cli.main import cli, main
from formcheck.config import Config
from support.clipmaker import make_clip
from support.pages import PAGES, ROOT, Shown, commands, mentions, name_of, read
from support.record_golden import load
from support.recordings import Frames
from support.replay import ReplayEstimator

NOT_RUN = {
    r"formcheck$": "opens the window; tests/gui/test_entry.py",
    r"formcheck (open|demo)\b": "opens the window; tests/gui/test_entry.py",
    r"formcheck live\b": "needs a camera; tests/cli/test_live.py",
    r"formcheck batch\b": "starts processes with a pose model each; tests/batch",
    r"formcheck doctor\b": "tells of this computer; tests/unit/test_cli_doctor.py",
    r"formcheck exercises teach\b": "needs another exercise; tests/cli/test_teach.py",
    r"formcheck .*(compare 12 15|--workout 12)\b": "needs a year's log; tests/cli",
}
"""What is only read by the command line, and why; where it is run instead."""
COMMANDS = commands("formcheck")
OUTPUTS = {"-o", "--out", "--json", "--csv", "--video", "--record"}


def why_not(shown: Shown) -> str | None:
    """Return why a command is not run, None when it is."""
    return next((why for rule, why in NOT_RUN.items() if re.match(rule, shown.line)), None)


def reads(words: Sequence[str]) -> click.Context:
    """Have the command line read a command, with its types and checks, and not run it."""
    context = cli.make_context("formcheck", list(words))
    command: click.Command = cli
    while isinstance(command, click.Group) and context._protected_args:
        rest = [*context._protected_args, *context.args]
        name, found, rest = command.resolve_command(context, rest)
        assert found is not None, name
        command, context = found, found.make_context(name, rest, parent=context)
    return context


@pytest.fixture(scope="module")
def row() -> Frames:
    """Return the poses of the last rep of a bundled row and a half."""
    part = load("row-rounding")[190:290]
    return [(time_s - part[0][0], pose) for time_s, pose in part]


@pytest.fixture(scope="module")
def files(row: Frames, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with everything the pages name."""
    folder = tmp_path_factory.mktemp("pages")
    width, height = next(pose.size for _, pose in row if pose is not None)
    images = [np.zeros((height, width, 3), np.uint8)] * len(row)
    make_clip(folder / "set.mp4", images, times_s=[time_s for time_s, _ in row], fps=15)
    with pytest.MonkeyPatch.context() as patch:
        know(row, patch)
        analysis = formcheck.analyze(folder / "set.mp4", config=Config())
    analysis.save(folder / "set.fcrec")
    analysis.export(folder / "sports2d_px.trc")
    analysis.export(folder / "poses", "openpose")
    (folder / "training").mkdir()
    shutil.copy(folder / "set.fcrec", folder / "training" / "monday.fcrec")
    shutil.copy(folder / "set.mp4", folder / "curls.mp4")
    return folder


def know(row: Frames, patch: pytest.MonkeyPatch) -> None:
    """See these poses in every clip."""
    found = [pose for _, pose in row]
    patch.setattr(run, "default_estimator", lambda config: lambda: ReplayEstimator(found))


@pytest.fixture
def at_home(row: Frames, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be a user without settings, in a folder of clips; return the home."""
    for name in ("LOG", "CONFIG", "EXERCISES", "ROUTINES", "RECORDINGS"):
        monkeypatch.delenv(f"FORMCHECK_{name}", raising=False)
    for name in ("CONFIG_HOME", "DATA_HOME", "STATE_HOME", "CACHE_HOME", "VIDEOS_DIR"):
        monkeypatch.delenv(f"XDG_{name}", raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    know(row, monkeypatch)
    monkeypatch.chdir(files)
    return home


def clips_for(words: Sequence[str], files: Path, folder: Path) -> Path:
    """Return a folder of clips without what the command is about to write."""
    shutil.copytree(files, folder)
    for option, value in pairwise(words):
        if option in OUTPUTS and (folder / value).is_dir():
            shutil.rmtree(folder / value)
        elif option in OUTPUTS:
            (folder / value).unlink(missing_ok=True)
    return folder


@pytest.mark.parametrize("shown", COMMANDS, ids=str)
def test_every_command_is_read(shown: Shown, at_home: Path) -> None:
    reads(shown.words[1:])


@pytest.mark.parametrize("page", sorted({shown.page for shown in COMMANDS if not why_not(shown)}))
def test_the_commands_of_a_page_run_one_after_another(
    page: str,
    at_home: Path,
    files: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for number, shown in enumerate(COMMANDS):
        if shown.page == page and why_not(shown) is None:
            monkeypatch.chdir(clips_for(shown.words, files, tmp_path / f"clips-{number}"))
            assert main(shown.words[1:]) == 0, f"{shown}\n{capfd.readouterr().err}"
            told = "".join(capfd.readouterr()).strip()
            written = [Path(value) for option, value in pairwise(shown.words) if option in OUTPUTS]
            assert told or written, shown
            assert all(path.exists() for path in written), shown


def test_a_command_that_does_not_exist_is_found() -> None:
    with pytest.raises(click.UsageError):
        reads(["analyze", "--no-such-option"])
    with pytest.raises(click.UsageError):
        reads(["history", "forget"])


@pytest.mark.parametrize("rule", NOT_RUN)
def test_every_reason_not_to_run_has_a_command(rule: str) -> None:
    assert any(re.match(rule, shown.line) for shown in COMMANDS)
    for place in re.findall(r"tests/\S+", NOT_RUN[rule]):
        assert (ROOT / place).exists()


@pytest.mark.parametrize("shown", mentions("formcheck"), ids=str)
def test_what_is_said_in_a_sentence_exists(shown: Shown) -> None:
    """A synopsis has places to fill, so its command and its options are looked up by name."""
    command: click.Command = cli
    words = re.findall(r"--?[\w-]+|\w[\w-]*", shown.line.split(" ", 1)[1].replace("\\|", " "))
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words[0])
        assert found is not None, words[0]
        command, words = found, words[1:]
        if (
            isinstance(command, click.Group)
            and command.invoke_without_command
            and "|" in shown.line
        ):
            return
    known = {name for option in command.params for name in option.opts} | {"--help"}
    assert [word for word in words if word.startswith("--") and word not in known] == []


@pytest.mark.parametrize("shown", commands("make"), ids=str)
def test_every_target_exists(shown: Shown) -> None:
    target = shown.words[1]
    assert re.search(rf"^{re.escape(target)}:", read("Makefile"), re.MULTILINE)


def test_targets_named_in_sentences_exist() -> None:
    makefile = read("Makefile")
    targets = [shown for shown in mentions("make") if not shown.line.startswith("make -")]
    assert [
        str(shown)
        for shown in targets
        if not re.search(rf"^{re.escape(shown.words[1])}:", makefile, re.MULTILINE)
    ] == []


def test_python_programs_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tests"))
    named = re.findall(r"python -m ([\w.]+)", "\n".join(read(name_of(page)) for page in PAGES))
    assert len(named) > 5
    assert [name for name in set(named) if importlib.util.find_spec(name) is None] == []
