"""Let Ctrl-C, the end of the terminal or system, and q end a session with its result so far."""

from __future__ import annotations

import contextlib
import importlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Final

_POLL_S: Final = 0.1

_ENDINGS: Final[tuple[signal.Signals, ...]] = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Interruption:
    """Whether the user asked for an end."""

    def __init__(self) -> None:
        self.asked = False


@contextlib.contextmanager
def stopping_on_interrupt(stop: Callable[[], None]) -> Iterator[Interruption]:
    """Turn the first Ctrl-C into a call of ``stop``, and the second into KeyboardInterrupt.

    A terminal that is closed (SIGHUP) and a system that shuts down (SIGTERM) stop it too, and
    never cut short what it does to end in order.

    ``stop`` runs in a thread of its own: a signal handler interrupts the main thread anywhere,
    also while that holds the very lock ``stop`` needs.
    """
    interruption = Interruption()
    helper = threading.Thread(target=stop, name="formcheck-stop", daemon=True)

    def handle(number: int, _frame: FrameType | None) -> None:
        if interruption.asked:
            # A terminal that is closed says it twice, and a system that shuts down as often.
            if number == signal.SIGINT:
                raise KeyboardInterrupt
            return
        interruption.asked = True
        helper.start()

    before = {number: signal.getsignal(number) for number in _ENDINGS}
    for number, handler in before.items():
        # What was started with nohup is to go on without its terminal.
        if handler is not signal.SIG_IGN or number == signal.SIGINT:
            signal.signal(number, handle)
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
        if interruption.asked:
            helper.join()


@contextlib.contextmanager
def stopping_on_q(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` when q is typed; does nothing where standard input is no terminal."""
    if not sys.stdin or not sys.stdin.isatty():
        yield
        return
    done = threading.Event()
    reader = _windows_keys if sys.platform == "win32" else _posix_keys
    watcher = threading.Thread(target=reader, args=(stop, done), name="formcheck-keys", daemon=True)
    with _single_keys():
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()


@contextlib.contextmanager
def _single_keys() -> Iterator[None]:
    """Let single keys through without Return, and put the terminal back afterwards."""
    if sys.platform == "win32":
        yield
        return
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    tty.setcbreak(descriptor)
    try:
        yield
    finally:
        # The terminal may have gone.
        with contextlib.suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _posix_keys(stop: Callable[[], None], done: threading.Event) -> None:
    # Not sys.stdin.read: what that buffers, select no longer sees.
    descriptor = sys.stdin.fileno()
    while not done.is_set():
        ready, _, _ = select.select([descriptor], [], [], _POLL_S)
        if ready and _typed(descriptor) in (b"q", b"Q", b""):
            stop()
            return


def _typed(descriptor: int) -> bytes:
    """Return the next key, empty when the terminal has gone."""
    try:
        return os.read(descriptor, 1)
    except OSError:
        return b""


def _windows_keys(stop: Callable[[], None], done: threading.Event) -> None:
    console: Any = importlib.import_module("msvcrt")
    while not done.wait(_POLL_S):
        if console.kbhit() and console.getwch() in ("q", "Q"):
            stop()
            return
