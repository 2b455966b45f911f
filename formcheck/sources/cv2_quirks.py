"""What OpenCV's camera code does behind our back, and how it is kept quiet and bounded.

* Probing a camera that is not there prints warnings of several backends on the user's terminal
  (``VIDEOIO(V4L2:/dev/video0): can't open camera by index``, ``obsensor_uvc_stream_channel``).
  We say it in one sentence of our own, so its log is switched to silent while a camera is used.
  The level is read once from ``OPENCV_LOG_LEVEL`` at import, hence the call at run time; a user
  who sets that variable wants to see the log, and keeps it.
* On Linux a read from a silent V4L2 camera blocks for 10 s unless
  ``OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT`` (whole seconds, looked at on first use) says otherwise.
* On Windows the Media Foundation backend takes tens of seconds to open some cameras unless
  hardware transforms are off (OpenCV issue 17687); also looked at on first use.
"""

from __future__ import annotations

import os
from typing import Final

import cv2

READ_TIMEOUT_S: Final = 2
"""Longest time one read of a camera may block, where the backend lets us say so."""


def prepare() -> None:
    """Make OpenCV's cameras quiet and bounded; cheap, and called before every opening."""
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", str(READ_TIMEOUT_S))
    os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
    if "OPENCV_LOG_LEVEL" not in os.environ:
        _set_log_level(0)


def _set_log_level(level: int) -> None:
    # OpenCV 5 has it in cv2.utils.logging alone, OpenCV 4 at the top too.
    logging = getattr(cv2.utils, "logging", None)
    if logging is not None:
        logging.setLogLevel(level)
