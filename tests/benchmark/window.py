"""Time what a user waits for: the window's start, a clip's first frame, dragging along a timeline.

Run it in the checkout::

    make bench-window
    python -m tests.benchmark.window --starts 7 --json docs/benchmark-window.json

The window is the real one, on the present display, on an X server of its own where there is none,
or off screen.  The bundled sample is opened with the pose model: until its first picture is
painted, and until its first frame is judged, which playing it waits for.  The clip that is dragged
through is the sample six times over, two minutes, with the poses that are kept for the tests, so
that the pose model's speed does not matter there.  Each figure is a median with its worst value
beside it; of the openings that is the first one, which loads the libraries.  The machine's load
stands with them: a busy machine gives other figures than an idle one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

_ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT), str(_ROOT / "ui"), str(_ROOT / "tests")]

from gui.screenshots import _wait, display  # noqa: E402

if TYPE_CHECKING:
    from formcheck.types import Frame, Pose
    from formcheck_ui.main_window import MainWindow
    from formcheck_ui.services import Services

TARGETS: Final = {"cold_start_s": 2.5, "first_frame_s": 0.7, "seeks_per_s": 25.0}
OPENINGS: Final = 6
ROUNDS: Final = 6
SEEKS: Final = 200

# Prints the moment at which the window is painted and the event loop answers.
_STARTER: Final = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from formcheck_ui import app
from formcheck_ui.panels.start_page import StartPage

application = app.make_application()

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, StartPage):
            application.removeEventFilter(self)
            QTimer.singleShot(0, usable)
        return False

def usable():
    print(time.time(), flush=True)
    application.quit()

watch = Watch()
application.installEventFilter(watch)
app.run()
"""


class LoopedPoses:
    """Give the kept poses of the sample for each of its rounds."""

    def __init__(self) -> None:
        self._poses = _kept_poses()
        self._frames = 2 * len(self._poses) - 1

    def estimate(self, frame: Frame) -> Pose | None:
        """Return the pose of the frame's place in its round."""
        return self._poses[frame.index % self._frames // 2]

    def close(self) -> None:
        """Nothing to release."""

    def __enter__(self) -> LoopedPoses:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@cache
def _kept_poses() -> list[Pose | None]:
    """Return the sample's poses; unpacking them takes longer than loading the pose model."""
    from support.numbered import poses

    return poses()


def main() -> int:
    """Measure and print; with ``--json`` also keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--starts", type=int, default=5, help="how often the window is started")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    options = parser.parse_args()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    with display(), tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            os.environ[name] = folder
        taken, worked = cold_starts(options.starts)
        figures = {"cold_start_s": _figure(taken), "cold_start_cpu_s": _figure(worked)}
        figures |= in_window(Path(folder))
    table = {"load_at_start": load, "cores": os.cpu_count(), "figures": figures}
    for name, figure in figures.items():
        target = f"   target {TARGETS[name]}" if name in TARGETS else ""
        print(f"{name:22} median {figure['median']:8.3f}   worst {figure['worst']:8.3f}{target}")
    print(f"load {load}, {os.cpu_count()} cores")
    if options.json is not None:
        options.json.write_text(json.dumps(table, indent=1) + "\n")
    return 0


def cold_starts(count: int) -> tuple[list[float], list[float]]:
    """Return how many seconds processes took to a painted, answering window, and of the processor.

    The first one is dropped: it reads the libraries from the disk, which says more of the disk than
    of us.  The processor's seconds mean something on a busy machine too; they include the
    way to the exit.
    """
    paths = os.pathsep.join(str(_ROOT / each) for each in (".", "ui"))
    taken, worked = [], []
    for _ in range(count + 1):
        began, before = time.time(), _children_cpu_s()
        done = subprocess.run(
            [sys.executable, "-c", _STARTER], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": paths},
        )  # fmt: skip
        taken.append(float(done.stdout.split()[-1]) - began)
        worked.append(_children_cpu_s() - before)
    return taken[1:], worked[1:]


def _children_cpu_s() -> float:
    used = os.times()
    return used.children_user + used.children_system


def in_window(folder: Path) -> dict[str, dict[str, float]]:
    """Return the figures that are taken in a running window."""
    from formcheck.assets import sample_path
    from formcheck_ui import app as entry
    from formcheck_ui.services import real_services

    entry.make_application()
    services = real_services()
    with _window(services, folder / "opening.ini") as window:
        opened = [opening(window, sample_path()) for _ in range(OPENINGS)]
    services = replace(services, open_estimator=LoopedPoses)
    with _window(services, folder / "dragging.ini") as window:
        opening(window, repeated(folder / "two minutes.mp4", sample_path(), ROUNDS))
        _analysed(window)
        shown, sharp = scrub(window)
    return {
        "first_frame_s": _figure([painted_s for painted_s, _ in opened]),
        "first_result_s": _figure([judged_s for _, judged_s in opened]),
        "seeks_per_s": _figure([1.0 / each for each in shown], worst=min),
        "sharp_after_s": _figure(sharp),
    }


@contextmanager
def _window(services: Services, kept: Path) -> Iterator[MainWindow]:
    from PySide6.QtCore import QSettings

    from formcheck_ui import app as entry

    settings = QSettings(str(kept), QSettings.Format.IniFormat)
    window = entry.make_window(services, settings=settings)
    window.show()
    _wait(window.isVisible)
    try:
        yield window
    finally:
        window.close()


def repeated(path: Path, clip: Path, rounds: int) -> Path:
    """Write a clip several times over into one file, without encoding anything anew."""
    import av

    with av.open(str(path), "w") as out:
        stream, offset = None, 0
        for _ in range(rounds):
            with av.open(str(clip)) as source:
                video = source.streams.video[0]
                stream = stream or out.add_stream_from_template(video)
                last = 0
                for packet in source.demux(video):
                    if packet.dts is None or packet.pts is None:
                        continue
                    last = max(last, packet.pts + (packet.duration or 0))
                    packet.pts, packet.dts = packet.pts + offset, packet.dts + offset
                    packet.stream = stream
                    out.mux(packet)
                offset += last
    return path


def opening(window: MainWindow, clip: Path) -> tuple[float, float]:
    """Return how many seconds after the order a clip's first picture was painted, and judged."""
    from formcheck_ui.states import BUSY

    control = window.controller
    if control.state in BUSY:
        control.stop()
        _wait(lambda: control.state not in BUSY)
    painted_before: list[int] = []
    shown = window.presenter.pictured.connect(lambda *_: painted_before.append(window.view.painted))
    began = time.perf_counter()
    window.open_clip(clip)
    # Not the paintings before it, of the message that the clip is being opened.
    _wait(lambda: bool(painted_before) and window.view.painted > painted_before[0])
    painted_s = time.perf_counter() - began
    _wait(lambda: control.recording is not None and len(control.recording) > 0)
    judged_s = time.perf_counter() - began
    window.presenter.disconnect(shown)
    return painted_s, judged_s


def _analysed(window: MainWindow) -> None:
    control = window.controller
    _wait(lambda: control.recording is not None and control.recording.complete, 900.0)
    _wait(lambda: window.desk.review.ready)
    if control.playback is not None and control.playback.playing:
        control.toggle_play()


def scrub(window: MainWindow) -> tuple[list[float], list[float]]:
    """Jump about as a dragged head does; return seconds to a picture and to the sharp one.

    A jump counts as done when a picture of its place is painted; the small copy that is shown
    while the decoder works is such a picture.  Every tenth jump waits for the sharp one.
    """
    control, rest = window.controller, random.Random(4)
    assert control.playback is not None
    end_s = control.playback.end_s
    shown, sharp = [], []
    for number in range(SEEKS):
        place_s, painted = rest.uniform(0.0, end_s), window.view.painted
        began = time.perf_counter()
        control.seek(place_s)
        _wait(_near(window, place_s, 0.6, painted))
        shown.append(time.perf_counter() - began)
        if number % 10 == 0:
            _wait(_near(window, control.playback.time_s, 1e-6, painted))
            sharp.append(time.perf_counter() - began)
    return shown, sharp


def _near(window: MainWindow, time_s: float, slack_s: float, painted: int) -> Callable[[], bool]:
    def done() -> bool:
        frame = window.presenter.frame
        there = frame is not None and abs(frame.time_s - time_s) <= slack_s
        return there and window.view.painted > painted

    return done


def _figure(values: list[float], worst: Callable[[Any], float] = max) -> dict[str, float]:
    return {"median": round(median(values), 4), "worst": round(worst(values), 4)}


if __name__ == "__main__":
    sys.exit(main())
