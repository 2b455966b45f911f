"""``formcheck live`` without a window, against a camera on loopback."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import formcheck.cli.live as live_module
from formcheck.cli.keeping import Both, hearing
from formcheck.cli.live import live
from formcheck.cli.naming import words
from formcheck.errors import OutputError, UsageError
from formcheck.recording.reader import RecordingReader
from formcheck.run import Request
from formcheck.types import Event, RepCompleted
from support.mjpeg_server import MjpegServer
from support.results import make_rep

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

CHECKOUT = Path(__file__).parents[2]
BLACK = [np.zeros((48, 64, 3), np.uint8)] * 3

AS_SHIPPED = ("-m", "formcheck")
SOON_TIRED = (
    "-c",
    "import sys\n"
    "from functools import partial\n"
    "from formcheck.cli.main import main\n"
    "from formcheck.sources import stream\n"
    "stream.StreamLimits = partial(stream.StreamLimits, give_up_s=2.0)\n"
    "sys.exit(main())\n",
)
"""The program with a tenth of its patience with a camera that is away."""


@contextmanager
def watching(
    server: MjpegServer, home: Path, *more: object, program: tuple[str, ...] = AS_SHIPPED
) -> Iterator[subprocess.Popen[str]]:
    """Run ``formcheck live`` on a camera and yield the process once it watches."""
    command = [sys.executable, *program, "live", "--no-window"]
    # Under nohup a child inherits that a closed terminal is ignored, and rightly keeps to it.
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        process = subprocess.Popen(
            [*command, "--camera", server.url, *map(str, more)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT), "HOME": str(home)},
            text=True,
        )
    finally:
        signal.signal(signal.SIGHUP, before)
    try:
        assert process.stderr is not None
        seen = [process.stderr.readline()]
        while seen[-1] and "Watching" not in seen[-1]:
            seen.append(process.stderr.readline())
        assert seen[-1], seen
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_call_to_end_ends_it_in_order(tmp_path: Path, number: signal.Signals) -> None:
    with MjpegServer(BLACK, fps=10) as server, watching(server, tmp_path) as process:
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    # Black pictures: nobody was seen, which is said rather than an empty table shown.
    assert process.returncode == 4, err
    assert err.splitlines()[0] == "formcheck: Nobody was seen by the camera."
    assert "Traceback" not in err + out


def test_a_camera_that_goes_away_for_good(tmp_path: Path) -> None:
    with (
        MjpegServer(BLACK, fps=10) as server,
        watching(server, tmp_path, program=SOON_TIRED) as process,
    ):
        server.go_away()
        out, err = process.communicate(timeout=120)
    assert process.returncode == 3, err
    assert len([line for line in err.splitlines() if line.startswith("formcheck: ")]) == 1
    assert "connecting again" in err
    assert "Traceback" not in err + out


def test_what_is_watched_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "set.fcrec"
    with (
        MjpegServer(BLACK, fps=10) as server,
        watching(server, tmp_path, "--record", path) as process,
    ):
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 4, err
    with RecordingReader(path) as reader:
        assert reader.complete
        assert reader.header.live
        assert {(frame.size, frame.pose) for frame in reader} == {((64, 48), None)}


def test_a_recording_that_cannot_be_made_is_told_once_and_watching_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "set.fcrec"
    with (
        MjpegServer(BLACK, fps=10) as server,
        watching(server, tmp_path, "--record", path) as process,
    ):
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 4, err
    assert not path.exists()


def test_strictness_holds_before_a_camera_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[Request] = []
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(
        live_module, "run_headless", lambda camera, request, *_: asked.append(request) or 0
    )
    told = CliRunner().invoke(live, ["--no-window", "--strictness", "strict"])
    assert told.exit_code == 0, told.output
    assert asked[0].config.flags.strictness == "strict"
    monkeypatch.setattr(live_module, "has_display", lambda: True)
    refused = CliRunner().invoke(live, ["--strictness", "strict"])
    assert isinstance(refused.exception, UsageError)


class _Gone(io.StringIO):
    """The standard output of a terminal that was closed."""

    def write(self, text: str) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


class _Heard(Both):
    """Notes the events it hears."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def on_event(self, event: Event) -> None:
        self.events.append(event)


def test_a_terminal_that_has_gone_costs_no_rep(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = _Heard()
    listener = hearing(live_module.LineListener(words()), heard)
    monkeypatch.setattr(sys, "stdout", _Gone())
    event = RepCompleted(2.0, make_rep(1))
    with pytest.raises(OutputError):
        listener.on_event(event)
    assert heard.events == [event]
