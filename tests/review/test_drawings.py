"""What is drawn on a clip: what counts as a drawing, how it is kept, laid out, painted and told."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.config import Config
from formcheck.export.clip import still
from formcheck.export.kept import apply_kept
from formcheck.export.look import Look
from formcheck.export.report import drawn_caption, write_report
from formcheck.findings import Findings
from formcheck.log.clips import as_logged
from formcheck.overlay import painter
from formcheck.overlay.palette import YELLOW
from formcheck.overlay.scene import Layers, Note, Role, Scene
from formcheck.replay_scene import scene_at
from formcheck.report.about import About
from formcheck.review import files
from formcheck.review.alignment import InStep
from formcheck.review.correct import Found
from formcheck.review.corrections import VERSION, Corrections
from formcheck.review.drawings import LEAST, MOST_LETTERS, POINTS, Drawing, Kind, layout
from formcheck.review.score import Score, score
from formcheck.types import Rep
from support.scripted import FPS, SIZE, VIEW, ScriptedClip, ScriptedPipeline, rowing_pose

NOTHING = Layers(skeleton=False, contour=False, mask=False, labels=False)
LINE = Drawing("line", ((0.1, 0.1), (0.1, 0.9)), 2.0, 3.0)
ANGLE = Drawing("angle", ((0.5, 0.2), (0.5, 0.5), (0.9, 0.5)), 2.0, 3.0)
WORDS = Drawing("text", ((0.5, 0.8),), 2.0, 3.0, "Elbows in – näher, 90°")

shares = st.floats(0.0, 1.0)
times = st.tuples(st.floats(0.0, 1e5), st.floats(0.0, 1e5)).map(sorted)
letters = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=MOST_LETTERS)


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Make any drawing there may be."""
    kind: Kind = draw(st.sampled_from(list(POINTS)))
    first = draw(st.tuples(shares, shares))
    points = [first]
    for _ in range(POINTS[kind] - 1):
        near = points[-1]
        far = st.tuples(shares, shares).filter(lambda p, n=near: math.dist(p, n) > 2 * LEAST)
        points.append(draw(far))
    start_s, end_s = draw(times)
    text = draw(letters) if kind == "text" else ""
    return Drawing(kind, tuple(points), start_s, end_s, text)


@given(drawing=drawings())
def test_what_is_kept_comes_back(drawing: Drawing) -> None:
    kept = Drawing.from_dict(drawing.to_dict())
    assert kept == Drawing.from_dict(kept.to_dict())
    assert np.allclose(kept.points, drawing.points, atol=1e-5)
    assert (kept.kind, kept.text) == (drawing.kind, drawing.text)
    assert kept.start_s == pytest.approx(drawing.start_s, abs=1e-6)


@given(drawing=drawings(), dx=st.floats(-2, 2), dy=st.floats(-2, 2))
def test_what_is_moved_keeps_its_shape_and_stays_in_the_picture(
    drawing: Drawing, dx: float, dy: float
) -> None:
    moved = drawing.moved(dx, dy)
    before, after = np.array(drawing.points), np.array(moved.points)
    assert np.allclose(after - after[0], before - before[0], atol=1e-9)


@given(drawing=drawings(), size=st.tuples(st.integers(16, 4000), st.integers(16, 4000)))
def test_every_drawing_can_be_laid_out(drawing: Drawing, size: tuple[int, int]) -> None:
    strokes, notes = layout([drawing], drawing.start_s, size)
    assert bool(strokes) is (drawing.kind != "text")
    assert all(np.isfinite(each.segments).all() for each in strokes)
    assert [note.text for note in notes] == list(filter(None, [drawing.in_words(size)]))
    assert layout([drawing], drawing.end_s + 1.0, size) == ((), ())


@pytest.mark.parametrize(
    "change",
    [
        {"points": ((0.1, 0.1),)}, {"points": ((0.1, 0.1), (math.nan, 0.5))},
        {"points": ((0.1, 0.1), (1.2, 0.5))}, {"points": ((0.1, 0.1), (0.1, 0.1 + LEAST / 2))},
        {"kind": "circle"}, {"start_s": math.nan}, {"start_s": 4.0}, {"start_s": -1.0},
        {"end_s": math.inf}, {"text": "a line says nothing"},
    ],
)  # fmt: skip
def test_what_is_no_drawing_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        replace(LINE, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "   ", "two\nlines", "x" * (MOST_LETTERS + 1), "\x00"])
def test_a_text_is_one_line_that_can_be_read(text: str) -> None:
    with pytest.raises(ValueError, match="text"):
        replace(WORDS, text=text)


@pytest.mark.parametrize("missing", ["kind", "points", "start_s", "end_s", "text"])
def test_a_damaged_file_is_no_drawing(missing: str) -> None:
    data = ANGLE.to_dict()
    del data[missing]
    with pytest.raises(KeyError):
        Drawing.from_dict(data)


@pytest.mark.parametrize("spoilt", [{"points": [[0.1]]}, {"points": 3}, {"text": 5}, {"kind": []}])
def test_other_types_are_no_drawing(spoilt: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        Drawing.from_dict({**ANGLE.to_dict(), **spoilt})


def test_an_angle_is_the_pictures_and_not_the_shares() -> None:
    leg = Drawing("angle", ((0.75, 0.25), (0.5, 0.5), (0.9, 0.5)), 0.0, 1.0)
    assert leg.degrees((1000, 1000)) == pytest.approx(45.0)
    assert leg.degrees((1280, 720)) == pytest.approx(math.degrees(math.atan2(180, 320)))
    assert leg.in_words((1000, 1000)) == "45°"
    assert math.isnan(LINE.degrees(SIZE))


def test_a_span_is_set_at_the_head() -> None:
    assert (LINE.until_here(5.0).start_s, LINE.until_here(5.0).end_s) == (2.0, 5.0)
    assert (LINE.until_here(1.0).start_s, LINE.until_here(1.0).end_s) == (1.0, 1.0)
    assert (LINE.from_here(1.0).start_s, LINE.from_here(1.0).end_s) == (1.0, 3.0)
    assert (LINE.from_here(4.0).start_s, LINE.from_here(4.0).end_s) == (4.0, 4.0)
    assert LINE.from_here(4.0).shown_at(4.0)


def test_they_lie_beside_the_clip_and_old_files_are_read(tmp_path: Path) -> None:
    clip = tmp_path / "set.mp4"
    said = Corrections(drawings=(LINE, ANGLE, WORDS))
    assert not said.empty
    path = files.save(clip, said, Score())
    assert files.load(clip) == said
    text = path.read_text("utf-8")
    assert f'"schema_version": {VERSION}' in text
    path.write_text('{"schema_version": 1, "reps": null, "flags": [], "reviewed": true}')
    assert files.load(clip) == Corrections(reviewed=True)


def test_a_drawing_says_nothing_of_the_engine() -> None:
    assert score(Found(), Corrections(drawings=(LINE,))) == Score()


@pytest.fixture(scope="module")
def analysed() -> Findings:
    findings, pipeline = Findings(), ScriptedPipeline()
    for index in range(round(6 * FPS)):
        time_s = index / FPS
        findings.append(pipeline.push(index, time_s, rowing_pose(time_s), SIZE), SIZE)
    findings.finish(pipeline.reps, pipeline.flags)
    findings.draw((LINE, ANGLE, WORDS))
    return findings


def test_an_exported_picture_shows_them_while_they_last(analysed: Findings) -> None:
    clip, look = ScriptedClip(), Look(layers=NOTHING)
    drawn = still(clip, analysed, 2.5, look=look, titles={})
    assert tuple(drawn[240, 64]) == YELLOW[::-1], "the middle of the line"
    changed = (drawn != clip.frame(75).image).any(axis=2)
    assert changed[384, 250:390].all(), "the plate of the words"
    assert not changed[300:360, 100:].any(), "nothing else"
    frame_s = 61 / FPS
    findings = Findings()
    findings.draw((Drawing.from_dict(replace(LINE, start_s=frame_s).to_dict()),))
    first = still(clip, findings, findings.drawings[0].start_s, look=look, titles={})
    assert tuple(first[240, 64]) == YELLOW[::-1], "kept and read, it is there on its first frame"
    after = still(clip, analysed, 3.5, look=look, titles={})
    assert np.array_equal(after, clip.frame(105).image)


def test_a_long_text_is_whole_in_an_upright_picture() -> None:
    words, ends = "näher an den Körper, " * 5, []
    for last in "AB":
        scene = Scene((720, 1280), notes=(Note(words + last, (360.0, 640.0)),))
        ends.append(painter.paint(np.zeros((1280, 720, 3), np.uint8), scene))
    assert not np.array_equal(*ends), "the last letter is to be seen"


def test_a_text_at_the_edge_stays_within_the_picture() -> None:
    findings = Findings()
    findings.draw((replace(WORDS, points=((1.0, 0.0),)),))
    image = still(ScriptedClip(), findings, 2.5, look=Look("skeleton", NOTHING), titles={})
    lit = (image == 255).all(axis=2)
    assert lit[:40].sum() > 200
    assert not lit[:, -3:].any()


def test_an_older_opencv_writes_what_it_has_letters_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert painter._writable("näher, 90°") == "näher, 90°"
    monkeypatch.setattr(painter, "_FACE", None)
    assert painter._writable("näher, 90°") == "naher, 90 deg"


def test_points_that_would_coincide_when_they_are_read_again_are_refused() -> None:
    near = (0.8200000000000002, 0.5)
    assert math.dist((0.81, 0.5), near) >= LEAST > math.dist((0.81, 0.5), (0.82, 0.5))
    with pytest.raises(ValueError, match="coincide"):
        Drawing("line", ((0.81, 0.5), near), 0.0, 1.0)


def test_what_is_drawn_alone_is_no_correction(analysed: Findings, tmp_path: Path) -> None:
    drawn = Corrections(drawings=(LINE,))
    assert as_logged(drawn, 0.0) == ()
    files.save(tmp_path / "set.mp4", drawn, Score())
    findings = Findings()
    findings.finish(analysed.reps, analysed.flags)
    assert apply_kept(tmp_path / "set.mp4", findings, "bent_over_row", Config())
    assert findings.drawings == (LINE,)
    assert findings.reps == analysed.reps


def test_the_report_holds_a_picture_of_each_moment(tmp_path: Path) -> None:
    from formcheck.result_columns import ResultColumns

    pipeline, columns = ScriptedPipeline(), ResultColumns()
    columns.add(pipeline.push(0, 0.0, rowing_pose(0.0), SIZE))
    result = columns.result(
        source=ScriptedClip().info, exercise=pipeline.exercise, view=VIEW, reps=(), flags=(),
        stopped_early=False,
    )  # fmt: skip
    findings = Findings()
    findings.draw((LINE, ANGLE, replace(WORDS, start_s=4.0, end_s=5.0, text="<b>in</b>")))
    path = tmp_path / "report.html"
    write_report(result, findings, path, about=About("set.mp4"), clip=ScriptedClip())
    page = path.read_text("utf-8")
    assert "<h2>Drawings</h2>" in page
    assert page.count("<figure>") == 2
    assert ">2.0 s: 90°<" in page
    assert ">4.0 s: &lt;b&gt;in&lt;/b&gt;<" in page
    assert drawn_caption((LINE,), 2.0, SIZE) == "2.0 s"
    shares: list[float] = []
    write_report(
        result, findings, path, about=About("set.mp4"), clip=ScriptedClip(),
        progress=lambda share: bool(shares.append(share)),
    )  # fmt: skip
    assert path.read_text("utf-8").count("<figure>") == len(shares) == 1, "stopped"
    findings.draw(())
    write_report(result, findings, path, about=About("set.mp4"), clip=ScriptedClip())
    assert "<h2>Drawings</h2>" not in path.read_text("utf-8")


def test_the_hands_way_is_drawn_behind_and_ahead(analysed: Findings) -> None:
    path = Layers(skeleton=False, contour=False, mask=False, labels=False, path=True)
    scene = scene_at(analysed, 4.0, SIZE, layers=path)
    assert scene is not None
    ways = {each.role: each.segments for each in scene.strokes}
    assert set(ways) == {Role.PATH, Role.PATH_AHEAD}
    hand = rowing_pose(4.0).xy[16]
    assert np.allclose(ways[Role.PATH][-1, 2:], hand, atol=0.01), "up to the hand"
    assert len(ways[Role.PATH]) + len(ways[Role.PATH_AHEAD]) == round(2.0 * FPS)
    bare = scene_at(analysed, 4.0, SIZE, layers=NOTHING)
    assert bare is not None
    assert bare.strokes == ()


def test_two_reps_are_put_in_step_by_hand() -> None:
    one = Rep(1, 10.0, 12.0, 16.0, True, "left", 2.0, 1.0, 3.0, 1.0)
    two = Rep(2, 20.0, 20.5, 21.5, True, "left", 0.5, 0.2, 0.8, 1.0)
    assert InStep(one, two, 0.1).second_at(12.0) == pytest.approx(20.6)
    pace = InStep(one, two, -0.5, by_phase=False)
    assert pace.second_at(12.0) == pytest.approx(21.5)
    for step in (pace, InStep(one, two, 0.1)):
        back = step.firsts_at(np.array([step.second_at(12.4)]))
        assert back == pytest.approx([12.4])
