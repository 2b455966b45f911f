"""Nothing leaves the machine: what the whole program connects to, and where the report goes.

The pose library posts a usage report about a minute after a task is made.  The estimator closes the
door by naming a proxy where nobody listens; here somebody does, and sees that the report comes to
it.  What the program does in its first seconds the system's own trace tells, of every thread and
process and whatever library it is.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from formcheck.assets import sample_path
from formcheck.pose.private import CLOSED_PROXY
from formcheck.sources.video_file import VideoFile
from support.clipmaker import make_clip
from support.on_request import on_request

ROOT = Path(__file__).parents[2]
WAIT_S = 100.0

PROGRAM = """
import sys, time
import numpy as np
from formcheck.pose import private
private.CLOSED_PROXY = sys.argv[1]
from formcheck.assets import model_bytes
from formcheck.config import PoseOptions
from formcheck.pose.mediapipe import MediaPipeEstimator
from formcheck.types import Frame
with MediaPipeEstimator(PoseOptions(), model_bytes()) as estimator:
    for index in range(10_000):
        estimator.estimate(Frame(index, float(index), np.zeros((48, 64, 3), np.uint8)))
        time.sleep(0.1)
"""


@pytest.mark.slow
@pytest.mark.timeout(160)
@on_request("takes over a minute")
def test_the_usage_report_goes_to_the_named_proxy_and_nowhere_else() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(WAIT_S)
        proxy = f"http://127.0.0.1:{door.getsockname()[1]}"
        environment = {k: v for k, v in os.environ.items() if "proxy" not in k.lower()}
        child = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, proxy],
            cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            caller, _ = door.accept()
            with caller:
                caller.settimeout(10.0)
                request = caller.recv(4096).decode("latin-1")
        except TimeoutError:
            pytest.fail("no usage report came to the proxy: does the library honour it still?")
        finally:
            child.kill()
            child.wait()
    method, target, _ = request.split(maxsplit=2)
    assert method == "CONNECT"
    assert target.endswith((".googleapis.com:443", ".google.com:443"))


def test_nobody_listens_at_the_closed_door() -> None:
    host, port = CLOSED_PROXY.removeprefix("http://").split(":")
    with (
        pytest.raises(OSError, match=r"refused|timed out"),
        socket.create_connection((host, int(port)), timeout=2.0),
    ):
        pass


FRAMES = 30
"""A second of the sample: everything that analyses has been loaded and used by then."""

WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from formcheck_ui import app
shown = []
original = QApplication.exec
def run_briefly(*args):
    QTimer.singleShot(4000, lambda: (shown.extend(QApplication.topLevelWidgets()),
                                     [each.close() for each in shown], QApplication.quit()))
    return original()
QApplication.exec = staticmethod(run_briefly)
code = app.run(open_path=Path(sys.argv[1]))
print("windows:", bool(shown))
sys.exit(code)
"""
"""Replays a clip for four seconds, in which it is opened, judged and drawn."""


_DOOR = re.compile(
    r"connect\(.*sin_port=htons\({1}\), sin_addr=inet_addr\(\"{0}\"\)".format(
        *CLOSED_PROXY.removeprefix("http://").split(":")
    )
)


def _reached(tmp_path: Path, *command: str) -> tuple[list[str], str]:
    """Run a command under the system's trace; return whom it called, and what it printed.

    Calls of the closed door are left out: the library's reports, which end there.
    """
    trace = tmp_path / "trace"
    strace = shutil.which("strace")
    traced = strace and subprocess.run(
        [strace, "-f", "-o", os.devnull, sys.executable, "-c", ""], capture_output=True, check=False
    )
    if not traced or traced.returncode:
        pytest.skip("strace is missing (Debian: strace), or may not trace here")
    places = {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}
    environment = os.environ | {name: str(tmp_path / folder) for name, folder in places.items()}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": f"{ROOT}:{ROOT / 'ui'}"}
    done = subprocess.run(
        [str(strace), "-f", "-s", "200", "-e", "trace=network", "-o", str(trace),
         sys.executable, *command],
        cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    calls = re.findall(
        r"^.*(?:connect|send(?:to|msg|mmsg))\(.*sa_family=AF_INET6?,.*$", trace.read_text(), re.M
    )
    return [call for call in calls if not _DOOR.search(call)], done.stdout


def test_the_trace_shows_who_is_spoken_to(tmp_path: Path) -> None:
    code = """
import socket, threading
def speak():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 10))
    socket.socket(socket.AF_INET6, socket.SOCK_STREAM).connect_ex(("::1", 10))
speaker = threading.Thread(target=speak)
speaker.start()
speaker.join()
"""
    calls, _ = _reached(tmp_path, "-c", code)
    assert len(calls) == 2, calls


def test_an_analysis_speaks_to_nobody(tmp_path: Path) -> None:
    with VideoFile(sample_path()) as sample:
        clip = make_clip(
            tmp_path / "second.mp4", (frame.image for frame in islice(sample, FRAMES)), fps=30
        )
    command = ("-m", "formcheck", "analyze", str(clip), "--json", "-")
    calls, report = _reached(tmp_path, *command)
    assert f'"frames_decoded": {FRAMES}' in report
    assert calls == []


def test_a_window_that_replays_a_clip_speaks_to_nobody(tmp_path: Path) -> None:
    pytest.importorskip("PySide6")
    calls, said = _reached(tmp_path, "-c", WINDOW, str(sample_path()))
    assert said == "windows: True\n"
    assert calls == []
