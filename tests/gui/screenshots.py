"""Make the pictures of the window that the documentation shows.

Run it in the checkout::

    python tests/gui/screenshots.py [docs/images] [--theme light]

It plays the bundled sample through the real window: as a camera on loopback, until a flag is up,
as a clip, and as a clip in motion (``replay.webp``).  Without a display it starts an X server of
its own (Xvfb), or, where there is none, draws off screen.
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
    from numpy.typing import NDArray

    from formcheck.types import Flag
    from formcheck_ui.main_window import MainWindow

_ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT), str(_ROOT / "ui"), str(_ROOT / "tests")]

_STARTUP_S: Final = 10.0
_PATIENCE_S: Final = 90.0
_ANALYSIS_S: Final = 600.0
"""For the whole sample on a computer that does other things too; an idle one takes 15 s."""
_BEFORE_S, _SECONDS, _FPS = 3.0, 8.0, 8.0
"""What is shown in motion: a clean rep's end, and two that round."""
_WIDTH: Final = 880
_QUALITY: Final = 60
"""WebP; text of the window stays readable, and the file stays below 1.5 MB."""


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
    """Make all pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", nargs="?", type=Path, default=Path("docs/images"))
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--only", choices=("start", "live", "replay", "motion"))
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
        for name, shoot in (
            ("start", _start), ("live", _live), ("replay", _replay), ("motion", _motion),
        ):  # fmt: skip
            if options.only not in (None, name):
                continue
            settings = QSettings(f"{folder}/{name}.ini", QSettings.Format.IniFormat)
            window = entry.make_window(real_services(), settings=settings)
            window.resize(width, height)
            window.show()
            path = shoot(window, clip, options.out)
            window.close()
            window.deleteLater()
            print(f"{path}: {path.stat().st_size // 1024} KiB", flush=True)


def _save(window: MainWindow, path: Path) -> Path:
    """Write a picture with six bits a channel: a third smaller, and no eye can tell."""
    from PySide6.QtGui import QImage

    rows = _grabbed(window) & 0xFC
    height, width, _ = rows.shape
    QImage(rows.data, width, height, 3 * width, QImage.Format.Format_RGB888).save(
        str(path), "PNG", 0
    )
    return path


def _grabbed(window: MainWindow, width: int | None = None) -> NDArray[np.uint8]:
    """Return the window as it is, RGB; narrower when a width is given."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    if width is not None:
        picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    rows = np.frombuffer(picture.constBits(), np.uint8)
    lines = rows.reshape(picture.height(), picture.bytesPerLine())[:, : 3 * picture.width()]
    return lines.reshape(picture.height(), picture.width(), 3).copy()


def _wait(done: Callable[[], bool], patience_s: float = _PATIENCE_S) -> None:
    """Run the event loop until something is so."""
    import time

    from PySide6.QtCore import QCoreApplication, QEventLoop

    end_s = time.monotonic() + patience_s
    while not done():
        if time.monotonic() > end_s:
            raise SystemExit("gave up waiting")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _start(window: MainWindow, clip: Path, out: Path) -> Path:
    _wait(lambda: window.top_bar.camera.count() > 0)
    return _save(window, out / "window-start.png")


def _live(window: MainWindow, clip: Path, out: Path) -> Path:
    from support.mjpeg_server import MjpegServer, pictures

    view = window.view
    with MjpegServer(pictures(clip), fps=30) as server:
        window.start_camera(server.url)
        _wait(lambda: bool(view.accessibleDescription()) and window.rep_panel.number.value >= 2)
        painted = view.painted
        _wait(lambda: view.painted >= painted + 8)
        return _save(window, out / "window-live.png")


def _replay(window: MainWindow, clip: Path, out: Path) -> Path:
    flags = _opened(window, clip)
    if flags:
        last = flags[-1]
        end_s = last.end_s if last.end_s == last.end_s else last.raised_s
        _go_to(window, (last.raised_s + end_s) / 2)
    return _save(window, out / "window-replay.png")


def _motion(window: MainWindow, clip: Path, out: Path) -> Path:
    """Write some seconds from before the back rounds, as they are replayed."""
    from support.animation import save_animation

    flags = _opened(window, clip)
    recording = window.controller.recording
    assert recording is not None
    begin_s = flags[0].raised_s if flags else recording.analysed_until_s / 2
    times_s = begin_s - _BEFORE_S + np.arange(round(_SECONDS * _FPS)) / _FPS
    pictures = []
    for time_s in times_s[(times_s >= 0.0) & (times_s < recording.analysed_until_s)]:
        _go_to(window, float(time_s))
        pictures.append(_grabbed(window, _WIDTH))
    target = out / "replay.webp"
    save_animation(pictures, target, fps=_FPS, quality=_QUALITY)
    return target


def _opened(window: MainWindow, clip: Path) -> list[Flag]:
    """Open the clip, wait for all that is found of it, and return its rounded backs, else all."""
    control = window.controller
    window.open_clip(clip)
    _wait(lambda: control.recording is not None and control.recording.complete, _ANALYSIS_S)
    assert control.recording is not None
    if control.playback is not None and control.playback.playing:
        control.toggle_play()
    _wait(lambda: not window.transport.progress.isVisible())
    flags = [flag for flag in control.recording.flags if flag.code == "rounded_back"]
    return flags or list(control.recording.flags)


def _go_to(window: MainWindow, time_s: float) -> None:
    control = window.controller
    control.seek(time_s)
    _wait(lambda: control.playback is not None and _shows(window, control.playback.time_s))


def _shows(window: MainWindow, time_s: float) -> bool:
    frame = window.presenter.frame
    return frame is not None and abs(frame.time_s - time_s) < 1e-6


if __name__ == "__main__":
    sys.exit(main())
