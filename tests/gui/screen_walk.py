"""Photograph each step of replay, review, comparing and export, to be looked at.

Run it in the checkout::

    python tests/gui/screen_walk.py /tmp/screens                    # dark, 100 %, English
    python tests/gui/screen_walk.py /tmp/screens --theme light --scale 2 --language de
    python tests/gui/screen_walk.py /tmp/screens --all              # every look, one after another

The real window plays bundled samples through the real engine.  The poses are estimated once and
kept in the user's cache, so that a second walk takes seconds.  A step that cannot be reached ends
the walk with its name.
"""

from __future__ import annotations

import argparse
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

_ROOT: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(_ROOT), str(_ROOT / "ui"), str(_ROOT / "tests")]

from gui.screenshots import _wait, display  # noqa: E402

if TYPE_CHECKING:
    from formcheck_ui.main_window import MainWindow
    from formcheck_ui.services import Services

LOOKS: Final = (
    ("dark", 1.0, "en"), ("light", 1.0, "en"), ("contrast", 1.0, "en"), ("dark", 1.0, "de"),
    ("light", 2.0, "de"), ("contrast", 2.0, "en"),
)  # fmt: skip
"""Theme, scale, language."""

_SCREEN: Final = "2800x1800x24"


class KeptPoses:
    """Estimate the poses of a clip once; from then on give the kept ones.

    Parameters
    ----------
    clip : Path
    open_estimator : callable
        Opens the real one.
    """

    def __init__(self, clip: Path, open_estimator: Callable[[], Any]) -> None:
        import platformdirs

        folder = Path(platformdirs.user_cache_dir("formcheck")) / "screens"
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / f"{clip.stem}-{clip.stat().st_size}.poses"
        self._real = None if self._file.exists() else open_estimator()
        kept = pickle.loads(self._file.read_bytes()) if self._real is None else []
        self._kept: Iterator[Any] = iter(kept)
        self._made: list[Any] = []

    def estimate(self, frame: Any) -> Any:
        """Return the pose of the next frame."""
        from formcheck.recording.frames import store

        if self._real is None:
            stored = next(self._kept, None)
            return None if stored is None else stored.restore()
        pose = self._real.estimate(frame)
        self._made.append(None if pose is None else store(pose))
        return pose

    def close(self) -> None:
        """Keep what was estimated."""
        if self._real is not None:
            self._real.close()
            part = self._file.with_suffix(".part")
            part.write_bytes(pickle.dumps(self._made))
            part.replace(self._file)

    def __enter__(self) -> KeptPoses:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def main() -> int:
    """Walk once, or once a look."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--theme", choices=("dark", "light", "contrast"), default="dark")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--language", default="en")
    parser.add_argument("--size", default="1280x800", help="of the window, before scaling")
    parser.add_argument("--only", help="a part of a step's name")
    parser.add_argument("--clip", type=Path, help="another clip than the bundled sample")
    parser.add_argument("--all", action="store_true", help="every look, a process each")
    options = parser.parse_args()
    if options.all:
        return _every_look(options)
    options.out.mkdir(parents=True, exist_ok=True)
    os.environ["QT_SCALE_FACTOR"] = str(options.scale)
    with display(_SCREEN), tempfile.TemporaryDirectory() as folder:
        # What the walk saves and remembers must not meet the user's own.
        os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_DATA_HOME"] = folder
        _walk(options, Path(folder))
    return 0


def _every_look(options: argparse.Namespace) -> int:
    for theme, scale, language in LOOKS:
        out = options.out / f"{theme}-{scale:.0%}-{language}"
        program = [sys.executable, __file__, str(out), "--theme", theme, "--scale", str(scale)]
        more = ["--only", options.only] if options.only else []
        subprocess.run([*program, "--language", language, *more], check=True)
    return 0


def _walk(options: argparse.Namespace, folder: Path) -> None:
    from PySide6.QtCore import QSettings

    from formcheck.assets import sample_path
    from formcheck_ui import app as entry
    from formcheck_ui import theme
    from formcheck_ui.i18n import language

    app = entry.make_application()
    language.install(app, options.language)
    theme.apply(app, options.theme)
    clip = folder / "row-rounding.mp4"
    clip.write_bytes((options.clip or sample_path()).read_bytes())
    settings = QSettings(f"{folder}/window.ini", QSettings.Format.IniFormat)
    window = entry.make_window(_services(), settings=settings)
    width, height = (int(part) for part in options.size.split("x"))
    window.resize(width, height)
    window.show()
    steps: dict[str, Callable[[MainWindow, Path], Any]] = {
        "01-start": _start, "02-fault": _fault, "03-curves": _curves, "04-reps": _reps,
        "05-mended": _mended, "06-missed": _missed, "07-zoomed": _zoomed,
        "08-compare": _compare, "09-ghost": _ghost, "10-export": _export, "11-report": _report,
        "12-unjudged": _unjudged, "13-nobody": _nobody, "14-broken": _broken,
        "15-keys": _keys, "16-settings": _settings, "17-again": _again,
    }  # fmt: skip
    for name, step in steps.items():
        shown = step(window, clip) or window
        _settle()
        if options.only is None or options.only in name:
            shown.grab().save(str(options.out / f"{name}.png"))
            print(options.out / f"{name}.png", flush=True)
        if shown is not window and hasattr(shown, "close"):
            shown.close()
    window.close()


def _services() -> Services:
    from formcheck_ui.services import real_services

    real = real_services()
    opened: list[Path] = []

    def open_source(spec: str | int) -> Any:
        opened.append(Path(str(spec)))
        return real.open_source(spec)

    return replace(
        real,
        open_source=open_source,
        open_estimator=lambda: KeptPoses(opened[-1], real.open_estimator),
    )


def _settle() -> None:
    """Let everything be painted."""
    from PySide6.QtTest import QTest

    QTest.qWait(250)


def _start(window: MainWindow, clip: Path) -> None:
    _wait(lambda: window.top_bar.camera.count() > 0)


def _fault(window: MainWindow, clip: Path) -> None:
    _open(window, clip)
    flags = window.controller.recording.flags
    chosen = [f for f in flags if f.code == "rounded_back"] or list(flags)
    if chosen:
        _seek(window, chosen[0].raised_s + 0.2)


def _curves(window: MainWindow, clip: Path) -> None:
    for name, choice in window.desk.curves.choices.items():
        if name not in window.desk.curves.chosen():
            choice.trigger()


def _reps(window: MainWindow, clip: Path) -> None:
    curves = window.desk.curves
    for name in curves.chosen()[2:]:
        curves.choices[name].trigger()
    window.commands["tab_reps"].trigger()
    _to_rep(window, 4)


def _mended(window: MainWindow, clip: Path) -> None:
    rep = window.controller.recording.reps[1]
    _to_rep(window, 2)
    _seek(window, rep.start_s + 0.3)
    window.commands["rep_start"].trigger()
    flags = window.flags_panel
    if flags.model.rowCount():
        flags.view.setCurrentIndex(flags.model.index(0))
        window.commands["flag_wrong"].trigger()
    window.desk.panel.checked.setChecked(True)
    _wait(lambda: not window.desk.review._saving.isActive())


def _missed(window: MainWindow, clip: Path) -> Any:
    menu = window.desk.verdicts.add.menu()
    menu.popup(window.mapToGlobal(window.rect().center()))
    return menu


def _zoomed(window: MainWindow, clip: Path) -> None:
    window.commands["zoom_rep"].trigger()
    window.commands["zoom_in"].trigger()
    window.commands["zoom_in"].trigger()
    window.commands["mirror"].trigger()


def _compare(window: MainWindow, clip: Path) -> None:
    window.commands["zoom_rep"].trigger()
    window.commands["zoom_reset"].trigger()
    window.commands["mirror"].trigger()
    _to_rep(window, 4)
    window.commands["compare"].trigger()
    _seek(window, window.controller.recording.reps[3].peak_s)
    _wait(lambda: window.desk.compare.shown is not None)
    _settle()


def _ghost(window: MainWindow, clip: Path) -> None:
    window.desk.compare.bar.ghost.click()
    _settle()


def _export(window: MainWindow, clip: Path) -> Any:
    window.commands["compare"].trigger()
    window.commands["export"].trigger()
    return window.desk.export.panel


def _report(window: MainWindow, clip: Path) -> Any:
    export = window.desk.export
    export.open()
    export.save("report", clip.with_suffix(".html"))
    _wait(lambda: not export.busy)
    kept = os.environ.get("FORMCHECK_REPORT")
    if kept:
        Path(kept).write_bytes(clip.with_suffix(".html").read_bytes())
    return export.panel


def _unjudged(window: MainWindow, clip: Path) -> None:
    """A clip whose back cannot be read: filmed too far from the side."""
    window.commands["tab_feedback"].trigger()
    _open(window, _ROOT / "samples" / "single-arm-row.mp4")
    _seek(window, window.controller.playback.end_s * 0.5)


def _nobody(window: MainWindow, clip: Path) -> None:
    from support.clipmaker import make_clip

    empty = clip.with_name("an empty room.mp4")
    make_clip(empty, [_grey()] * 30)
    _open(window, empty)


def _grey() -> Any:
    import numpy as np

    return np.full((360, 640, 3), 90, np.uint8)


def _broken(window: MainWindow, clip: Path) -> None:
    torn = clip.with_name("torn.mp4")
    torn.write_bytes(b"no video at all")
    window.open_clip(torn)
    _wait(window.banner.isVisible)


def _keys(window: MainWindow, clip: Path) -> Any:
    window.commands["shortcuts"].trigger()
    return window.live_desk.sheet


def _settings(window: MainWindow, clip: Path) -> Any:
    window.commands["settings"].trigger()
    return window.live_desk.settings


def _again(window: MainWindow, clip: Path) -> None:
    from formcheck_ui.states import State

    window.commands["close_clip"].trigger()
    _wait(lambda: window.controller.state in (State.IDLE, State.FAILED))


def _open(window: MainWindow, clip: Path) -> None:
    window.open_clip(clip)
    control = window.controller
    _wait(lambda: control.path == clip and control.recording is not None)
    _wait(lambda: control.recording.complete and window.desk.review.ready, 400.0)
    if control.playback.playing:
        control.toggle_play()
    _wait(lambda: not window.transport.progress.isVisible())


def _seek(window: MainWindow, time_s: float) -> None:
    window.controller.seek(time_s)
    _wait(
        lambda: (
            window.presenter.frame is not None
            and abs(window.presenter.frame.time_s - window.controller.playback.time_s) < 1e-6
        )
    )


def _to_rep(window: MainWindow, number: int) -> None:
    window.desk.panel.rep_chosen.emit(min(number, len(window.controller.recording.reps)))


if __name__ == "__main__":
    sys.exit(main())
