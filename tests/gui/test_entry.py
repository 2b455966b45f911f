"""The real entry point in a process of its own, on a real X server where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import xserver
from support.clipmaker import make_clip
from support.scripted import draw

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120

# Runs app.run() with the scripted core, presses keys as a user does, and closes the window.
DRIVER = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from formcheck_ui import app
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from formcheck_ui.states import State
from support.scripted import ScriptedClip, ScriptedEstimator, ScriptedPipeline, ScriptedSource

services = Services(
    open_source=lambda spec: ScriptedSource(9.0, live=isinstance(spec, int)),
    open_estimator=ScriptedEstimator,
    new_pipeline=lambda exercise: ScriptedPipeline(exercise=exercise),
    open_clip=lambda path: ScriptedClip(9.0),
    cameras=lambda: ("Camera",),
    exercises=lambda: ("bent_over_row",),
)
mode = sys.argv[1]

def window():
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))

def look():
    control = window().controller
    if not window().isActiveWindow():
        # There is no window manager to do it.
        window().activateWindow()
        return
    if mode == "live" and control.state is State.IN_SET:
        print("platform", QApplication.platformName(), "reps", control.reps_in_set, flush=True)
        timer.stop()
        window().close()
    if mode == "replay" and control.recording is not None and control.recording.complete:
        timer.stop()
        if control.state is State.PLAYING:
            QTest.keyClick(window(), Qt.Key.Key_Space)
        QTest.keyClick(window(), Qt.Key.Key_Home)
        QTest.keyClick(window(), Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(window(), Qt.Key.Key_Right)
        print("platform", QApplication.platformName(), "frame", control.playback.index, flush=True)
        QTest.keyClick(window(), Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)

app.make_application()
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
arguments = {"camera": 0} if mode == "live" else {"open_path": "set.mp4"}
sys.exit(app.run(**arguments, services=services))
"""


def environment(**changes: str) -> dict[str, str]:
    paths = os.pathsep.join(str(ROOT / each) for each in (".", "ui", "tests"))
    kept = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    return {**kept, "PYTHONPATH": paths, "PYTHONWARNINGS": "default", **changes}


def run(
    program: list[str], tmp_path: Path, env: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    env = {**env, "XDG_CONFIG_HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, *program],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        env=env,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def x_server() -> Iterator[str]:
    """Start an X server without a screen and return its display."""
    with xserver.x_server() as display:
        yield display


def check_clean(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "QThread" not in done.stderr


@pytest.mark.parametrize("mode", ["live", "replay"])
def test_the_entry_point_runs_and_ends_cleanly(tmp_path: Path, mode: str) -> None:
    done = run(["-c", DRIVER, mode], tmp_path, environment(QT_QPA_PLATFORM="offscreen"))
    check_clean(done)
    assert "platform offscreen" in done.stdout


@pytest.mark.xserver
@pytest.mark.parametrize(("mode", "said"), [("live", "reps 1"), ("replay", "frame 31")])
def test_the_entry_point_on_a_real_x_server(
    tmp_path: Path, x_server: str, mode: str, said: str
) -> None:
    done = run(["-c", DRIVER, mode], tmp_path, environment(DISPLAY=x_server))
    check_clean(done)
    assert f"platform xcb {said}" in done.stdout


@pytest.mark.xserver
def test_real_keys_reach_the_window(tmp_path: Path, x_server: str) -> None:
    """Drive the window by events of the X server itself: play, open the list, quit."""
    if shutil.which("xdotool") is None:
        pytest.skip("xdotool is not installed")
    clip = make_clip(tmp_path / "set.mp4", [draw(index / 30) for index in range(60)])
    env = environment(DISPLAY=x_server, XDG_CONFIG_HOME=str(tmp_path))
    program = subprocess.Popen(
        [sys.executable, "-m", "formcheck_ui.app", str(clip)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    try:
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "set.mp4"]
        found = subprocess.run(
            search, env=env, capture_output=True, text=True, timeout=PATIENCE_S, check=True
        )
        window = found.stdout.split()[0]
        keys = [
            "xdotool",
            "windowfocus",
            window,
            "key",
            "--delay",
            "100",
            "space",
            "Right",
            "ctrl+q",
        ]
        subprocess.run(keys, env=env, timeout=PATIENCE_S, check=True, capture_output=True)
        _, errors = program.communicate(timeout=PATIENCE_S)
    finally:
        program.kill()
        program.communicate()
    assert program.returncode == 0, errors
    assert "Traceback" not in errors


def test_help_needs_no_display(tmp_path: Path) -> None:
    env = environment()
    env.pop("DISPLAY", None)
    done = run(["-m", "formcheck_ui.app", "--help"], tmp_path, env)
    check_clean(done)
    assert "clip" in done.stdout


def test_opencvs_variables_are_taken_out_and_others_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    import cv2

    from formcheck_ui import qt_env

    inside = str(Path(cv2.__file__).parent / "qt" / "plugins")
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", inside)
    monkeypatch.setenv("QT_QPA_FONTDIR", "/usr/share/fonts")
    qt_env.repair_environment()
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
    assert os.environ["QT_QPA_FONTDIR"] == "/usr/share/fonts"
