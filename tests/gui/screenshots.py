"""Make the pictures of the window that the documentation shows.

Run it in the checkout::

    python tests/gui/screenshots.py [docs/images] [--theme light]

It plays the bundled sample through the real window: as a camera on loopback, until a flag is up,
and as a clip.  Without a display it starts an X server of its own (Xvfb), or, where there is
none, draws off screen.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

_ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT), str(_ROOT / "ui"), str(_ROOT / "tests")]

_STARTUP_S: Final = 10.0
_PATIENCE_S: Final = 90.0


@contextlib.contextmanager
def display(size: str = "1920x1200x24") -> Iterator[None]:
    """Provide a display: the present one, an Xvfb of our own, or none."""
    if os.environ.get("DISPLAY") or os.environ.get("QT_QPA_PLATFORM"):
        yield
        return
    if shutil.which("Xvfb") is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield
        return
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-nolisten", "tcp"],
        pass_fds=(writer,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as stream:
            os.environ["DISPLAY"] = f":{stream.readline().strip()}"
        yield
    finally:
        os.environ.pop("DISPLAY", None)
        server.terminate()
        server.wait(_STARTUP_S)


def main() -> int:
    """Make all three pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", nargs="?", type=Path, default=Path("docs/images"))
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--only", choices=("start", "live", "replay"))
    parser.add_argument("--clip", type=Path, help="another clip than the bundled sample")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with display():
        _make(options)
    return 0


def _make(options: argparse.Namespace) -> None:
    from PySide6.QtCore import QSettings

    from formcheck.assets import sample_path
    from formcheck_ui import app as entry
    from formcheck_ui import theme
    from formcheck_ui.services import real_services

    app = entry.make_application()
    theme.apply(app, options.theme)
    clip = options.clip or sample_path()
    width, height = (int(part) for part in options.size.split("x"))
    with tempfile.TemporaryDirectory() as folder:
        for name, shoot in (("start", _start), ("live", _live), ("replay", _replay)):
            if options.only not in (None, name):
                continue
            settings = QSettings(f"{folder}/{name}.ini", QSettings.Format.IniFormat)
            window = entry.make_window(real_services(), settings=settings)
            window.resize(width, height)
            window.show()
            path = options.out / f"window-{name}.png"
            shoot(window, clip)
            _save(window.grab().toImage(), path)
            window.close()
            window.deleteLater()
            print(f"{path}: {path.stat().st_size // 1024} KiB", flush=True)


def _save(picture: QImage, path: Path) -> None:
    """Write a picture with six bits a channel: a third smaller, and no eye can tell."""
    from PySide6.QtGui import QImage

    exact = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(exact.constBits(), np.uint8).copy() & 0xFC
    size = exact.width(), exact.height(), exact.bytesPerLine()
    QImage(rows.data, *size, QImage.Format.Format_RGB888).save(str(path), "PNG", 0)


def _wait(done: Callable[[], bool], patience_s: float = _PATIENCE_S) -> None:
    """Run the event loop until something is so."""
    import time

    from PySide6.QtCore import QCoreApplication, QEventLoop

    end_s = time.monotonic() + patience_s
    while not done():
        if time.monotonic() > end_s:
            raise SystemExit("gave up waiting")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _start(window: object, clip: Path) -> None:
    from formcheck_ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    _wait(lambda: window.top_bar.camera.count() > 0)


def _live(window: object, clip: Path) -> None:
    from formcheck_ui.main_window import MainWindow
    from support.mjpeg_server import MjpegServer, pictures

    assert isinstance(window, MainWindow)
    view = window.view
    with MjpegServer(pictures(clip), fps=30) as server:
        window.start_camera(server.url)
        _wait(lambda: bool(view.accessibleDescription()) and window.rep_panel.number.value >= 2)
        painted = view.painted
        _wait(lambda: view.painted >= painted + 8)


def _replay(window: object, clip: Path) -> None:
    from formcheck_ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    control = window.controller
    window.open_clip(clip)
    _wait(lambda: control.recording is not None and control.recording.complete)
    assert control.recording is not None
    if control.playback is not None and control.playback.playing:
        control.toggle_play()
    flags = [flag for flag in control.recording.flags if flag.code == "rounded_back"]
    chosen = flags or list(control.recording.flags)
    if chosen:
        end_s = chosen[-1].end_s if chosen[-1].end_s == chosen[-1].end_s else chosen[-1].raised_s
        control.seek((chosen[-1].raised_s + end_s) / 2)
    _wait(lambda: control.playback is not None and _shows(window, control.playback.time_s))
    _wait(lambda: not window.transport.progress.isVisible())


def _shows(window: object, time_s: float) -> bool:
    from formcheck_ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    frame = window.presenter.frame
    return frame is not None and abs(frame.time_s - time_s) < 1e-6


if __name__ == "__main__":
    sys.exit(main())
