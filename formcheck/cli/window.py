"""Reach the window, which is a package of its own, only when one can be shown."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from formcheck.errors import FormCheckError

_X_SOCKETS: Final = Path("/tmp/.X11-unix")
_X_TCP_PORT: Final = 6000
_CONNECT_TIMEOUT_S: Final = 2.0


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
    if not has_display() and "QT_QPA_PLATFORM" not in os.environ:
        raise FormCheckError(
            "There is no display to open a window on.",
            "Use formcheck analyze CLIP, or formcheck live --no-window.",
        )
    try:
        app = importlib.import_module("formcheck_ui.app")
    except ImportError as error:
        raise FormCheckError(
            f"The window cannot be loaded ({error}).",
            "Run formcheck doctor to see what is missing.",
        ) from error
    # Ctrl-C would reach Python in the middle of one of Qt's callbacks, where it is only printed.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    code: int = app.run(open_path=open_path, camera=camera, exercise=exercise, demo=demo)
    return code
