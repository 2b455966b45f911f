"""What the window must not do: load what it does not need yet, and be deaf after a dialog."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from formcheck.assets import sample_path
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import Services
from formcheck_ui.states import State
from gui.conftest_types import MakeWindow
from gui.test_entry import environment

WAIT_MS = 60_000
HEAVY = ("scipy.signal", "scipy.optimize", "scipy.stats", "mediapipe", "av", "matplotlib")


def run_program(program: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(**env),
        check=True, timeout=WAIT_MS / 1000,
    )  # fmt: skip


def test_the_window_opens_before_the_heavy_libraries_are_loaded(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from formcheck_ui import app\n"
        "from formcheck_ui.services import real_services\n"
        "application = app.make_application()\n"
        "window = app.make_window(real_services())\n"
        "window.show()\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
        "window.close()\n"
    )
    done = run_program(program, QT_QPA_PLATFORM="offscreen", XDG_CONFIG_HOME=str(tmp_path))
    assert done.stdout.strip() == "[]"


def test_what_a_session_has_the_engine_load_is_what_a_rep_needs() -> None:
    program = (
        "import sys\n"
        "from formcheck.pipeline import Pipeline\n"
        "Pipeline.load()\n"
        "print('scipy.signal' in sys.modules, 'scipy.optimize' in sys.modules)\n"
    )
    done = run_program(program)
    assert done.stdout.split() == ["True", "True"]


def test_what_a_first_clip_needs_is_loaded_while_nothing_is_open_and_ends_with_the_window(
    tmp_path: Path,
) -> None:
    program = (
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from formcheck_ui import app\n"
        "loaded = {'av', 'scipy.signal', 'scipy.optimize', 'mediapipe'}\n"
        "application = app.make_application()\n"
        "timer = QTimer()\n"
        "timer.timeout.connect(lambda: loaded <= set(sys.modules) and application.quit())\n"
        "timer.start(20)\n"
        "print(app.run(), 'matplotlib' in sys.modules)\n"
    )
    done = run_program(program, QT_QPA_PLATFORM="offscreen", XDG_CONFIG_HOME=str(tmp_path))
    assert done.stdout.split() == ["0", "False"]
    assert done.stderr == ""


def test_nothing_more_is_loaded_ahead_once_the_window_is_closed() -> None:
    program = (
        "import sys\n"
        "from formcheck_ui.services import real_services\n"
        "real_services().load_ahead(lambda: 'av' not in sys.modules)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = run_program(program)
    assert done.stdout.strip() == "['av']"


def test_the_pose_model_brings_no_plots_and_leaves_them_to_others() -> None:
    program = (
        "import sys\n"
        "import formcheck.pose.landmarker\n"
        "print('matplotlib' in sys.modules)\n"
        "from mediapipe.tasks.python.vision import drawing_utils\n"
        "print(drawing_utils.plt.figure.__module__)\n"
        "import matplotlib.figure\n"
        "print(sys.modules['matplotlib.pyplot'].figure is drawing_utils.plt.figure)\n"
    )
    done = run_program(program)
    assert done.stdout.split() == ["False", "matplotlib.pyplot", "True"]


@pytest.mark.parametrize("command", ["open", "open_folder", "save_still"])
def test_no_dialog_makes_the_window_deaf(
    qtbot: Any, make_window: MakeWindow, tmp_path: Path, command: str
) -> None:
    window: MainWindow = make_window()
    window.open_clip(tmp_path / "set.mp4")
    qtbot.waitUntil(lambda: window.desk.review.ready, timeout=WAIT_MS)
    if window.controller.state is State.PLAYING:
        window.controller.toggle_play()
    window.commands[command].trigger()
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    qtbot.waitExposed(dialog)
    assert QGuiApplication.modalWindow() is None
    dialog.reject()
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is None, timeout=WAIT_MS)
    assert QGuiApplication.modalWindow() is None


def test_without_a_camera_the_sample_comes_first(
    qtbot: Any, make_window: MakeWindow, services: Services
) -> None:
    window = make_window(replace(services, cameras=tuple))
    page = window.start_page
    qtbot.waitUntil(page.sample_button.isVisible, timeout=WAIT_MS)
    assert page.sample_button.property("primary") == "true"
    assert page.camera_button.property("primary") == "false"
    assert page.sample_button.y() < page.camera_button.y()
    qtbot.mouseClick(page.sample_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.controller.state is State.PLAYING, timeout=WAIT_MS)
    assert window.controller.path == sample_path()


def test_with_a_camera_filming_comes_first(qtbot: Any, make_window: MakeWindow) -> None:
    window = make_window()
    qtbot.waitUntil(lambda: window.top_bar.camera.count() == 2, timeout=WAIT_MS)
    assert not window.start_page.sample_button.isVisible()
    assert window.start_page.camera_button.property("primary") == "true"


@pytest.mark.parametrize("command", ["open", "history"])
def test_a_command_that_draws_nothing_loads_no_opencv(command: str) -> None:
    program = f"import sys\nimport formcheck.cli.{command}\nprint('cv2' in sys.modules)\n"
    assert run_program(program).stdout.split() == ["False"]
