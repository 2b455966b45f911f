"""What is painted: geometry, layers, and no reference to None lost on the way."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from formcheck.overlay.palette import SKY
from formcheck.overlay.scene import ALL_LAYERS, Layers, Scene, build_scene
from formcheck.types import FrameResult
from formcheck_ui.fit import fit_rect
from formcheck_ui.overlay_painter import Mapping, paint_scene
from formcheck_ui.panels.timeline import Timeline
from formcheck_ui.video_view import Cue, VideoView
from support.results import make_rep
from support.scripted import SIZE, ScriptedPipeline, draw, rowing_pose


def result_at(time_s: float) -> FrameResult:
    pipeline, result = ScriptedPipeline(), None
    for index in range(round(time_s * 30) + 1):
        result = pipeline.push(index, index / 30, rowing_pose(index / 30), SIZE)
    assert result is not None
    return result


def scene_at(time_s: float, layers: Layers = ALL_LAYERS) -> Scene:
    return build_scene(result_at(time_s), SIZE, layers=layers)


@pytest.mark.parametrize(
    ("picture", "room", "expected"),
    [
        ((640, 480), (640, 480), (0, 0, 640, 480)),
        ((1280, 720), (640, 640), (0, 140, 640, 360)),
        ((720, 1280), (640, 640), (140, 0, 360, 640)),
        ((0, 480), (640, 480), (320, 240, 0, 0)),
        ((640, 480), (0, 0), (0, 0, 0, 0)),
    ],
)
def test_a_picture_is_fitted_and_centred(
    picture: tuple[int, int], room: tuple[float, float], expected: tuple[float, ...]
) -> None:
    fit = fit_rect(picture, room)
    assert (fit.x, fit.y, fit.width, fit.height) == pytest.approx(expected)


def test_mirroring_turns_the_points_about_the_middle() -> None:
    fit = fit_rect(SIZE, (640.0, 480.0))
    points = np.array([[100.0, 50.0]])
    assert Mapping(SIZE, fit, mirror=False).points(points).tolist() == [[100.0, 50.0]]
    assert Mapping(SIZE, fit, mirror=True).points(points).tolist() == [[540.0, 50.0]]


def pixels(image: QImage) -> np.ndarray[Any, Any]:
    converted = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(converted.constBits(), np.uint8)
    stride = converted.bytesPerLine()
    return rows.reshape(converted.height(), stride)[:, : 3 * converted.width()].reshape(
        converted.height(), converted.width(), 3
    )


def has(image: QImage, colour: tuple[int, int, int]) -> bool:
    difference = np.abs(pixels(image).astype(int) - np.array(colour)).max(axis=2)
    return bool((difference < 16).sum() > 20)


@pytest.fixture
def view(qtbot: Any) -> VideoView:
    made = VideoView()
    made.resize(640, 480)
    qtbot.addWidget(made)
    return made


def test_layers_are_drawn_when_they_are_wanted(view: VideoView) -> None:
    image = draw(4.0)
    view.show_picture(image, scene_at(4.0), None)
    assert has(view.grab().toImage(), SKY)
    bare = Layers(skeleton=False, contour=False, mask=False, labels=False)
    view.show_picture(image, scene_at(4.0, bare), None)
    assert not has(view.grab().toImage(), SKY)


def test_a_long_message_is_broken_and_keeps_off_the_edges(view: VideoView) -> None:
    view.show_message("Start the stream on the camera or phone, and check the address. " * 2)
    bright = pixels(view.grab().toImage()).min(axis=2) > 160
    columns = np.flatnonzero(bright.any(axis=0))
    assert 10 < columns[0] < columns[-1] < 630
    assert bright.any(axis=1).sum() > 30


def test_the_picture_is_shown_in_its_own_colours(view: VideoView) -> None:
    image = np.zeros((48, 64, 3), np.uint8)
    image[:] = (200, 40, 10)
    view.show_picture(image, None, None)
    middle = view.grab().toImage().pixelColor(320, 240)
    assert (middle.red(), middle.green(), middle.blue()) == (10, 40, 200)


def test_mirroring_mirrors_the_picture(view: VideoView) -> None:
    image = np.zeros((480, 640, 3), np.uint8)
    image[:, :320] = 255
    view.show_picture(image, None, None)
    view.set_mirror(True)
    shown = view.grab().toImage()
    assert shown.pixelColor(100, 240).red() == 0
    assert shown.pixelColor(540, 240).red() == 255


def test_the_cue_is_large_and_told_to_screen_readers(view: VideoView) -> None:
    view.show_picture(draw(4.0), None, None)
    before = pixels(view.grab().toImage()).astype(int)
    view.show_picture(draw(4.0), None, Cue("alert", "Chest up", "Rounded back 24°"))
    changed = np.abs(pixels(view.grab().toImage()).astype(int) - before).max(axis=2) > 30
    rows = np.nonzero(changed.any(axis=1))[0]
    assert rows.max() - rows.min() > 0.12 * view.height()
    assert "Chest up" in view.accessibleDescription()
    assert "Rounded back" in view.accessibleDescription()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_painting_keeps_the_references_to_none(qapp: Any) -> None:
    """Count references to None over painter calls.

    Some PySide releases drop one with each void call on Python 3.11, and the process dies when
    none is left; see the exclusions in pyproject.toml.
    """
    canvas = QImage(640, 480, QImage.Format.Format_RGB32)
    canvas.fill(QColor("black"))
    scene = scene_at(4.0)
    mapping = Mapping(SIZE, fit_rect(SIZE, (640.0, 480.0)), mirror=False)
    painter = QPainter(canvas)
    paint_scene(painter, scene, mapping)
    before = sys.getrefcount(None)
    for _ in range(200):
        paint_scene(painter, scene, mapping)
    moved = sys.getrefcount(None) - before
    painter.end()
    assert abs(moved) < 20


def test_a_long_text_takes_two_lines_of_about_one_width(qapp: object) -> None:
    from PySide6.QtGui import QFont, QFontMetricsF

    from formcheck_ui.plates import halves

    metrics = QFontMetricsF(QFont())
    text = "Turn the camera 35° more to your side: it looks at your front."
    first, second = halves(text, metrics)
    assert f"{first} {second}" == text
    widths = [metrics.horizontalAdvance(line) for line in (first, second)]
    assert max(widths) < 0.65 * metrics.horizontalAdvance(text)
    assert halves("Rest", metrics) == ["Rest"]


def test_the_dial_shows_how_far_it_may_be_off(qapp: object) -> None:
    from formcheck.types import Measurement, Reason
    from formcheck_ui.panels.readouts import Readouts

    readouts = Readouts()
    readouts.resize(345, 220)
    certain = Measurement(13.2, 0.8, Reason.NONE, 1.0)
    readouts.show_measures({"back_curvature_deg": certain})
    narrow = readouts.grab().toImage()
    assert "±1" in readouts.back.in_words()
    readouts.show_measures({"back_curvature_deg": Measurement(13.2, 0.8, Reason.NONE, 6.2)})
    assert "±6" in readouts.back.in_words()
    assert readouts.grab().toImage() != narrow
    readouts.show_measures({"back_curvature_deg": Measurement(13.2, 0.8)})
    assert "±" not in readouts.back.in_words()


def test_another_rep_is_marked_in_the_timeline_without_drawing_all_reps_anew(
    qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(600, 90)
    timeline.set_length(12.0)
    reps = tuple(
        make_rep(number, start_s=4.0 * number - 3.0, end_s=4.0 * number - 1.0)
        for number in (1, 2, 3)
    )
    timeline.set_content(reps, (), 12.0)
    drawn: list[int] = []
    paint_rep = Timeline._paint_rep

    def counted(self: Timeline, painter: QPainter, rep: Any) -> None:
        drawn.append(rep.index)
        paint_rep(self, painter, rep)

    monkeypatch.setattr(Timeline, "_paint_rep", counted)
    pictures = []
    for number in (1, 2, 2):
        timeline.choose_rep(number)
        pictures.append(timeline.grab().toImage())
    assert drawn == [1, 2, 3]
    assert pictures[0] != pictures[1] == pictures[2]
