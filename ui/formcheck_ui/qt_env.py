"""Workarounds that must run before Qt does, and what to do with errors nobody caught.

This is the only module of the window that may know of OpenCV.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Final

_CV2_VARIABLES: Final = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")

log = logging.getLogger(__name__)


def repair_environment() -> None:
    """Undo what importing OpenCV did to Qt's environment variables.

    OpenCV's Linux wheels bring a Qt 5 of their own and point Qt's plug-in and font folders at it
    as soon as ``cv2`` is imported; our Qt 6 would then find no platform plug-in.  So ``cv2`` is
    imported here, before the application object is made, and its variables are taken out again.
    A value the user has set, which does not point into ``cv2``, is left alone.
    """
    import cv2

    own_folder = str(Path(cv2.__file__).resolve().parent)
    for name in _CV2_VARIABLES:
        value = os.environ.get(name)
        if value is not None and str(Path(value).resolve()).startswith(own_folder):
            del os.environ[name]


def install_excepthook() -> None:
    """Log errors nobody caught instead of losing them.

    PySide swallows an exception raised in a slot after printing it: the window goes on, and a
    user without a terminal never hears of it.
    """
    sys.excepthook = _log_exception
    threading.excepthook = _log_thread_exception


def _log_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("unexpected error", exc_info=(kind, error, trace))


def _log_thread_exception(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        _log_exception(args.exc_type, args.exc_value, args.exc_traceback)
