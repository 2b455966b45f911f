"""An X server without a screen, and hands that press real keys and move a real mouse on it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[3]
PATIENCE_S: Final = 150.0
LOOK_EVERY_S: Final = 0.05
_LOOKS: Final = 4
"""What is clicked has been in its place for so many looks."""

_STEPS: Final = 6
"""A dragged mouse stops so often on its way, as a hand does."""

State = dict[str, Any]


def missing() -> str:
    """Return why there can be no X server or no hands; empty when both can be."""
    lacking = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    return f"not installed: {', '.join(lacking)}" if lacking else ""


@contextlib.contextmanager
def x_server(size: str = "1400x1000x24") -> Iterator[str]:
    """Start an X server and give its display."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=(writer,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as stream:
            yield f":{stream.readline().strip()}"
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


class Hands:
    """Start the driven window and use it as a person does; every key and click is counted.

    Parameters
    ----------
    display : str
        The X server's.
    folder : Path
        Where everything the window keeps goes.
    arguments : str
        See ``driven.py``.
    """

    def __init__(self, display: str, folder: Path, *arguments: str) -> None:
        self._env = _environment(display, folder)
        self._state = folder / "state.json"
        self._errors = (folder / "stderr.txt").open("w+")
        program = [sys.executable, str(Path(__file__).with_name("driven.py")), str(self._state)]
        self._process = subprocess.Popen(
            [*program, *arguments],
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
        )
        self.count_anew()

    def count_anew(self) -> None:
        """Forget the keys and clicks so far: another task begins."""
        self.keys = 0
        self.clicks = 0
        self.texts = 0

    def see(self) -> State:
        """Return what there is to be seen now; empty before the window is there."""
        try:
            seen: State = json.loads(self._state.read_text())
        except FileNotFoundError:
            return {}
        return seen

    def until(self, done: Callable[[State], object], what: str) -> State:
        """Wait until something is to be seen."""
        end_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < end_s:
            seen = self.see()
            if seen and done(seen):
                return seen
            if self._process.poll() is not None:
                raise AssertionError(f"the window is gone, before {what}:\n{self.errors()}")
            time.sleep(LOOK_EVERY_S)
        raise AssertionError(f"never seen: {what}; last {self.see()}\n{self.errors()}")

    def key(self, keys: str, window: str = "MainWindow") -> None:
        """Press a key, or several at once, in a window."""
        self._focus(window)
        self._do("key", "--clearmodifiers", keys)
        self.keys += 1

    def type(self, text: str, window: str) -> None:
        """Type a text into a window."""
        self._focus(window)
        self._do("type", "--delay", "15", text)
        self.texts += 1

    def click(self, place: str, times: int = 1) -> None:
        """Click on something with the left button, twice for a double click."""
        x, y = self._steady(place)
        self._do("mousemove", "--sync", str(x), str(y))
        self._do("click", "--repeat", str(times), "--delay", "40", "1")
        self.clicks += times

    @property
    def done(self) -> tuple[int, int]:
        """How many clicks and keys it took so far; a text that was typed counts as one key."""
        return self.clicks, self.keys + self.texts

    def drag(self, place: str, dx: int) -> None:
        """Take something, carry it sideways and let go."""
        x, y = self._steady(place)
        self._do("mousemove", "--sync", str(x), str(y), "mousedown", "1")
        for step in range(1, _STEPS + 1):
            self._do("mousemove", "--sync", str(x + round(dx * step / _STEPS)), str(y))
        self._do("mouseup", "1")
        self.clicks += 1

    def leave(self) -> None:
        """Close the window by its key and see that it ended well, without a word of complaint."""
        self.key("ctrl+q")
        code = self._process.wait(PATIENCE_S)
        errors = self.errors()
        assert code == 0, errors
        for bad in ("Traceback", "QThread", "qt.", "Warning", "WARNING: QObject"):
            assert bad not in errors, errors

    def end(self) -> None:
        """End the process, whatever it does."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(PATIENCE_S)
        self._errors.close()

    def errors(self) -> str:
        """Return what the process complained of, without what X and the codecs always say."""
        self._errors.flush()
        return Path(self._errors.name).read_text()

    def _steady(self, place: str) -> tuple[int, int]:
        """Return where something is once it no longer moves."""
        since: dict[tuple[int, int], int] = {}

        def rests(seen: State) -> bool:
            if place not in seen["places"]:
                since.clear()
                return False
            x, y = seen["places"][place]
            return seen["looks"] - since.setdefault((x, y), seen["looks"]) >= _LOOKS

        x, y = self.until(rests, f"{place} in its place")["places"][place]
        return x, y

    def _focus(self, window: str) -> None:
        """Give a window the keyboard, as a window manager does; there is none here."""
        seen = self.until(lambda now: window in now["windows"], f"a {window}")
        self._do("windowfocus", "--sync", str(seen["windows"][window]))
        self.until(lambda now: now["active"] == window, f"the keyboard at {window}")

    def _do(self, *arguments: str) -> None:
        subprocess.run(
            ["xdotool", *arguments], env=self._env, check=True, timeout=PATIENCE_S,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip


def _environment(display: str, folder: Path) -> dict[str, str]:
    paths = os.pathsep.join(str(ROOT / each) for each in (".", "ui", "tests"))
    kept = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    own = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
    return {
        **kept, "PYTHONPATH": paths, "DISPLAY": display, "LC_ALL": "C.UTF-8",
        "QT_SCALE_FACTOR": "1", "QT_QPA_PLATFORM": "xcb",
        "FORMCHECK_RECORDINGS": str(folder / "recordings"), **dict.fromkeys(own, str(folder)),
    }  # fmt: skip
