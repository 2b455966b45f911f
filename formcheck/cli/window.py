"""Reach the window, which is a package of its own, only when one can be shown."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from formcheck.cli.guard import run_guarded
from formcheck.cli.output import open_missing_streams, survive_any_text
from formcheck.cli.system_libraries import missing_libraries
from formcheck.errors import FormCheckError
from formcheck.files.writing import PRIVATE_FILE, make_private_folder

_TIMEOUT_S: Final = 60


def run_python(code: str, **environment: str) -> str:
    """Run code in a fresh interpreter and return its last error line, empty when all went well.

    What libraries keep for the next time (caches of fonts, compiled code) is thrown away: a visit
    to the doctor leaves nothing behind.  The program of a bundle understands the same arguments
    (packaging/pyinstaller/start.py).
    """
    try:
        with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
            aside = dict.fromkeys(("MPLCONFIGDIR", "XDG_CACHE_HOME"), folder)
            done = subprocess.run(
                [sys.executable, "-B", "-c", code],
                capture_output=True,
                text=True,
                errors="replace",
                timeout=_TIMEOUT_S,
                env=os.environ | aside | environment,
                check=False,
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    return "" if done.returncode == 0 else (lines[-1] if lines else f"code {done.returncode}")


_X_SOCKETS: Final = Path("/tmp/.X11-unix")
_X_TCP_PORT: Final = 6000
_CONNECT_TIMEOUT_S: Final = 2.0
_WINDOW_PROBE: Final = (
    "from formcheck_ui import qt_env\n"
    "from PySide6.QtWidgets import QApplication, QLabel\n"
    "app = QApplication([])\n"
    "QLabel('x').show()\n"
    "app.processEvents()\n"
)


def has_display(environment: Mapping[str, str] | None = None) -> bool:
    """Return whether a window can be shown.

    Qt ends the whole process when it cannot reach the display that ``DISPLAY`` names, so on
    Linux its socket is tried first.
    """
    if sys.platform in ("win32", "darwin"):
        return True
    values = os.environ if environment is None else environment
    return _wayland_answers(values) or _x11_answers(values.get("DISPLAY", ""))


def _wayland_answers(values: Mapping[str, str]) -> bool:
    name, folder = values.get("WAYLAND_DISPLAY"), values.get("XDG_RUNTIME_DIR", "")
    return bool(name) and _answers(socket.AF_UNIX, str(Path(folder) / str(name)))


def _x11_answers(display: str) -> bool:
    host, colon, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdecimal():
        return False
    if host in ("", "unix"):
        path = str(_X_SOCKETS / f"X{number}")
        # Some servers listen only in the abstract namespace.
        return any(_answers(socket.AF_UNIX, name) for name in (path, "\0" + path))
    return _answers(socket.AF_INET, (host, _X_TCP_PORT + int(number)))


def _answers(family: socket.AddressFamily, address: str | tuple[str, int]) -> bool:
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(_CONNECT_TIMEOUT_S)
        probe.connect(address)
        return True
    return False


def check_display() -> None:
    """Find out before Qt does, which would end the process, whether a window can be opened.

    Raises
    ------
    FormCheckError
        When there is no display, or a library of the system is missing that Qt needs for it.
    """
    if "QT_QPA_PLATFORM" in os.environ:
        return
    if not has_display():
        raise FormCheckError(
            "There is no display to open a window on.",
            "Use formcheck analyze CLIP or formcheck live --no-window; formcheck doctor says more.",
        )
    wayland = _wayland_answers(os.environ)
    missing = missing_libraries(x11=not wayland, wayland=wayland)
    # Qt itself is asked only then, because that takes a second.
    if missing and window_failure():
        raise FormCheckError(
            f"The system lacks what a window needs ({', '.join(missing)}).",
            "Run formcheck doctor to see how to add it.",
        )


def window_failure(**environment: str) -> str:
    """Return why Qt opens no window here, empty when it does; asked in a process of its own."""
    return run_python(_WINDOW_PROBE, **environment)


def _load_app() -> Any:
    try:
        return importlib.import_module("formcheck_ui.app")
    except ImportError as error:
        raise FormCheckError(
            f"The window cannot be loaded ({error}).",
            "Run formcheck doctor to see what is missing.",
        ) from error


def _keep_settings_private() -> None:
    """Make what the window remembers readable to its owner alone.

    Qt gives a new file of settings the mode of any other, and keeps that of one that is there.
    """
    if sys.platform in ("win32", "darwin"):
        # Registry and preferences are private by themselves.
        return
    qt: Any = importlib.import_module("PySide6.QtCore")
    settings = Path(qt.QSettings("FormCheck", "FormCheck").fileName())
    with contextlib.suppress(OSError):
        make_private_folder(settings.parent)
        if not settings.exists():
            os.close(os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
        elif settings.is_file():
            settings.chmod(PRIVATE_FILE)


def main() -> int:
    """Open the window from the command line ``formcheck-ui`` and return an exit code."""
    open_missing_streams()
    survive_any_text()
    return run_guarded(_open_as_told)


def _open_as_told() -> int:
    opens = not {"-h", "--help", "--version"} & set(sys.argv[1:])
    if opens:
        check_display()
    app = _load_app()
    if opens:
        _keep_settings_private()
    try:
        code: int = app.main()
    except SystemExit as stop:
        # So argparse ends, with what it has printed.
        return stop.code if isinstance(stop.code, int) else 0
    return code


def show_window(
    *,
    open_path: Path | None = None,
    camera: str | int | None = None,
    exercise: str | None = None,
    demo: bool = False,
) -> int:
    """Open the window and return its exit code when it is closed.

    Raises
    ------
    FormCheckError
        When there is no display, or Qt is not installed or cannot be loaded.
    """
    check_display()
    app = _load_app()
    _keep_settings_private()
    # Ctrl-C would reach Python in the middle of one of Qt's callbacks, where it is only printed.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    code: int = app.run(open_path=open_path, camera=camera, exercise=exercise, demo=demo)
    return code
