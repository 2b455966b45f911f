"""The rules of the GUI tests bite: a Qt warning fails a test, and so does a thread left alive."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gui.test_entry import ROOT, environment

BAD = {
    "a Qt warning": """
from PySide6.QtCore import qWarning
def test_it(qapp):
    qWarning("something is wrong")
""",
    "a QThread": """
import atexit, threading
from PySide6.QtCore import QThread
ended = threading.Event()
class Stays(QThread):
    def run(self):
        ended.wait(60)
def test_it(qapp):
    thread = Stays()
    atexit.register(lambda: (ended.set(), thread.wait()))
    thread.start()
""",
    "a Python thread": """
import threading
import gui.conftest
gui.conftest._ENDING_S = 0.1
def test_it(qapp):
    threading.Thread(target=threading.Event().wait, args=(60,), daemon=True).start()
""",
}
WHY = {
    "a Qt warning": "Qt messages with level WARNING or above",
    "a QThread": "a thread was left running",
    "a Python thread": "a thread was left running",
}
GOOD = """
import threading
from PySide6.QtCore import qDebug
def test_it(qapp):
    qDebug("nothing is wrong")
    threading.Thread(target=lambda: None).start()
"""


def outcome(text: str, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run one test under the rules of this folder."""
    path = tmp_path / "test_made_up.py"
    path.write_text(text)
    program = [
        sys.executable, "-m", "pytest", "-q", "-p", "gui.conftest", "-p", "no:cacheprovider",
        "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), str(path),
    ]  # fmt: skip
    env = environment(QT_QPA_PLATFORM="offscreen", XDG_CONFIG_HOME=str(tmp_path))
    env.pop("PYTHONWARNINGS")
    return subprocess.run(program, capture_output=True, text=True, env=env, check=False)


@pytest.mark.parametrize("what", BAD)
def test_what_is_wrong_fails_a_test(what: str, tmp_path: Path) -> None:
    done = outcome(BAD[what], tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert WHY[what] in done.stdout


def test_what_is_right_passes(tmp_path: Path) -> None:
    done = outcome(GOOD, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
