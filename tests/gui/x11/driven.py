"""The window as a user starts it, in a process of its own; everything it does is asked for by X.

It presses nothing itself.  A timer writes what there is to be seen, and where on the screen, to a
file that the test reads::

    python driven.py STATE_FILE [--film FILE] [--low] [--clip FILE]

With ``--low`` the lifter stands so far down in the picture that her feet are cut off.
"""

from __future__ import annotations

import argparse
import itertools
import json
import pickle
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSettings, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from formcheck.types import Pose
from formcheck_ui import app
from formcheck_ui.main_window import MainWindow
from formcheck_ui.services import real_services
from support.ears import RecordedSounds, RecordedSpeech
from support.numbered import FPS, STILL_S, FilmCamera, NumberedEstimator, poses

LOOK_MS = 60
_LOOKS = itertools.count()


def place(widget: QWidget, rect: QRect | None = None) -> list[int]:
    """Return the middle of a widget, or of a part of it, in pixels of the screen."""
    middle = widget.mapToGlobal((rect or widget.rect()).center())
    return [middle.x(), middle.y()]


def places(window: MainWindow) -> dict[str, list[int]]:
    """Return where the things to click are that are to be seen now."""
    widgets = {
        "start_camera": window.start_page.camera_button,
        "open_clip": window.start_page.clip_button,
        "stop_camera": window.top_bar.camera_button,
        "tab_reps": window.desk.tabs.buttons["tab_reps"],
        "export": window.desk.bar.buttons["export"],
        "save_as": window.desk.export.panel.save_button,
    }
    found = {name: place(each) for name, each in widgets.items() if each.isVisible()}
    table = window.desk.panel.table
    for row in range(window.desk.panel.model.rowCount() if table.isVisible() else 0):
        rect = table.visualRect(window.desk.panel.model.index(row, 1))
        found[f"row_{row + 1}"] = place(table.viewport(), rect)
    timeline = window.transport.timeline
    recording = window.controller.recording
    for rep in recording.reps if recording is not None else ():
        box = timeline._box(rep)
        for name, x in (("start", box.left()), ("middle", box.center().x()), ("end", box.right())):
            spot = timeline.mapToGlobal(QPoint(round(x), round(box.center().y())))
            found[f"rep_{rep.index}_{name}"] = [spot.x(), spot.y()]
    return found


def _under() -> str:
    """Return what lies under the mouse, and in what."""
    widget, names = QApplication.widgetAt(QCursor.pos()), []
    while widget is not None:
        names.append(type(widget).__name__)
        widget = widget.parentWidget()
    return " in ".join(names)


def look(window: MainWindow, speech: RecordedSpeech) -> dict[str, Any]:
    """Return what a user sees and hears."""
    control, desk = window.controller, window.desk
    tops = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    recording = control.recording
    return {
        "looks": next(_LOOKS),
        "state": control.state.name,
        "count": control.reps_in_set,
        "said": speech.texts,
        "clip": str(control.path or ""),
        "ready": desk.review.ready,
        "reps": [[r.start_s, r.end_s] for r in recording.reps] if recording is not None else [],
        "chosen": desk.chosen,
        "time_s": control.playback.time_s if control.playback is not None else -1.0,
        "details": desk.panel.details.text() if desk.panel.isVisible() else "",
        "saved": desk.export.panel.status.text(),
        "banner": window.banner.message.text() if window.banner.isVisible() else "",
        "setup": window.setup_panel.isVisible(),
        "setup_words": window.setup_panel.accessibleDescription(),
        "windows": {type(each).__name__: int(each.winId()) for each in tops},
        "dialogs": [type(each).__name__ for each in tops if isinstance(each, QDialog)],
        "under": _under(),
        "active": type(QApplication.activeWindow()).__name__,
        "places": places(window),
        "platform": QApplication.platformName(),
    }


def lowered(pose: Pose | None) -> Pose | None:
    """Return a pose that lies a third of the picture further down."""
    if pose is None:
        return None
    return replace(pose, xy=pose.xy + np.array([0.0, pose.size[1] / 3]))


def main() -> int:
    """Run the real entry point with a loopback camera and kept poses."""
    parser = argparse.ArgumentParser()
    parser.add_argument("state_file", type=Path)
    parser.add_argument("--film", type=Path)
    parser.add_argument("--low", action="store_true")
    parser.add_argument("--clip", type=Path)
    options = parser.parse_args()
    state_file = options.state_file
    film = pickle.loads(options.film.read_bytes()) if options.film else []
    app.make_application()
    QSettings("FormCheck", "FormCheck").setValue("toured", True)
    speech, kept, real = RecordedSpeech(), poses(), real_services()
    if film:
        # The last picture is held, and so is its pose.
        kept = kept[: len(film) - round(STILL_S * FPS)]
    if options.low:
        kept = [lowered(pose) for pose in kept]
    camera = FilmCamera(film, kept) if film else None
    services = replace(
        real,
        open_source=lambda spec: (
            camera.open() if camera and isinstance(spec, int) else real.open_source(spec)
        ),
        open_estimator=camera.open_estimator if camera else lambda: NumberedEstimator(kept),
        cameras=lambda: ("Loopback camera",) if film else (),
        open_speech=lambda: speech,
        open_sounds=RecordedSounds,
    )

    def tell() -> None:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        if found and found[0].isVisible():
            part = state_file.with_suffix(".part")
            part.write_text(json.dumps(look(found[0], speech)))
            part.replace(state_file)

    timer = QTimer()
    timer.timeout.connect(tell)
    timer.start(LOOK_MS)
    return app.run(open_path=options.clip, services=services)


if __name__ == "__main__":
    sys.exit(main())
