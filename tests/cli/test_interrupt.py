"""Ctrl-C in the middle of an analysis ends it in order, with what was found so far."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from support.clipmaker import make_clip

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX terminals and signals")

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clip far longer than the test: its pictures are tiny and black."""
    images = (np.zeros((48, 64, 3), np.uint8) for _ in range(20_000))
    path = tmp_path_factory.mktemp("long") / "long.mp4"
    return make_clip(path, images, options={"preset": "ultrafast"})


def read_until(descriptor: int, text: bytes) -> bytes:
    """Read a terminal until a text has appeared or it is closed."""
    seen = b""
    while text not in seen:
        try:
            chunk = os.read(descriptor, 4096)
        except OSError:
            break
        if not chunk:
            break
        seen += chunk
    return seen


def test_an_interrupted_analysis(long_clip: Path, tmp_path: Path) -> None:
    terminal, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "formcheck", "analyze", str(long_clip),
         "--json", "out.json", "--video", "out.mp4"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "HOME": str(tmp_path), "TERM": "xterm"},
        text=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        # The progress bar appears with the first analysed picture.
        assert b"analysing" in read_until(terminal, b"analysing")
        process.send_signal(signal.SIGINT)
        rest = read_until(terminal, b"no file was written").decode()
        out, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
        os.close(terminal)
    assert process.returncode == 130, rest
    assert "formcheck: interrupted" in rest
    assert "Traceback" not in rest + out
    assert "Stopped early" in out
    assert [name for name in os.listdir(tmp_path) if "out" in name or ".part" in name] == []
