"""Keep MediaPipe's chatter away from the user.

MediaPipe's C++ side writes to file descriptor 2 while a graph starts ("Created TensorFlow Lite
XNNPACK delegate for CPU", "Feedback manager requires a model with a single signature inference",
"Using NORM_RECT without IMAGE_DIMENSIONS") and, from 1.2.3 on, LiteRT's own notes also when it
ends ("INFO: [accelerator_registry.cc:43] DestroyAccelerator").  Its documented switches
(``GLOG_minloglevel``, ``TF_CPP_MIN_LOG_LEVEL``) have no effect in the 1.2 wheel, because the lines
are written before the logging library is set up.  So the descriptor is held back while the graph
starts or ends, and what was written then is passed on, except for the lines known to say nothing.
Real errors stay visible; with ``FORMCHECK_DEBUG=1`` nothing is held back at all.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from typing import IO, Final

_STDERR_FD: Final = 2
_LOCK: Final = threading.RLock()

_NOISE: Final = re.compile(
    rb"XNNPACK delegate"
    rb"|^INFO: \[\w+\.cc:\d+\]"
    rb"|model_load\.cc:\d+\] Sparsity tensors"
    rb"|inference_runner_litert\.cc"
    rb"|Logging before InitGoogle\(\) is written to STDERR"
    rb"|absl::InitializeLog\(\) is called"
    rb"|inference_feedback_manager\.cc"
    rb"|landmark_projection_calculator\.cc"
    rb"|gl_context(_egl|_nsgl)?\.cc"
    rb"|portable_clearcut_python_logger"
)


def is_noise(line: bytes) -> bool:
    """Return whether a line of MediaPipe's log tells the user nothing."""
    return _NOISE.search(line) is not None


@contextlib.contextmanager
def hushed() -> Iterator[None]:
    """Hold back file descriptor 2, then pass on what is not known noise.

    Use it around the creation of a graph, its first frame and its end; it costs a temporary file,
    so not around every frame.  What other threads write meanwhile is delayed, never lost; one that
    loads a model waits, so who holds it must not wait for another thread's model.  Where
    there is no usable descriptor 2 (a windowed program on Windows) it does nothing.
    """
    if os.environ.get("FORMCHECK_DEBUG") == "1":
        yield
        return
    with _LOCK, contextlib.ExitStack() as stack:
        try:
            saved = os.dup(_STDERR_FD)
            stack.callback(os.close, saved)
            held = stack.enter_context(tempfile.TemporaryFile())
        except OSError:
            yield
            return
        os.dup2(held.fileno(), _STDERR_FD)
        try:
            yield
        finally:
            os.dup2(saved, _STDERR_FD)
            _pass_on(held, saved)


def _pass_on(held: IO[bytes], descriptor: int) -> None:
    """Write the held-back lines that matter to a descriptor."""
    held.seek(0)
    kept = b"".join(line for line in held if not is_noise(line))
    while kept:
        kept = kept[os.write(descriptor, kept) :]
