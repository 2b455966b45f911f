"""Exported videos, stills, tables and reports: what is in them, and what is not."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.errors import OutputError
from formcheck.export.clip import ExportStoppedError, export_video, still, write_picture
from formcheck.export.export import SUFFIXES, Export, run
from formcheck.export.look import Look
from formcheck.export.report import moments, telling, write_report
from formcheck.findings import Findings
from formcheck.overlay.privacy import GROUND, HeadBlur, head
from formcheck.overlay.scene import Layers
from formcheck.report import csv_report, rep_csv
from formcheck.report.about import COLUMNS, About
from formcheck.report.html.content import MOST_POINTS, thinned
from formcheck.report.html.page import render
from formcheck.result_columns import ResultColumns
from formcheck.scoring.score import rep_score
from formcheck.sources.video_file import VideoFile
from formcheck.types import DoneSet, Reason, Rep, SessionResult, View
from support.scripted import FPS, SIZE, VIEW, ScriptedClip, ScriptedPipeline, rowing_pose

NOTHING = Layers(skeleton=False, contour=False, mask=False, labels=False)


@pytest.fixture(scope="module")
def analysed() -> tuple[Findings, SessionResult]:
    findings, pipeline, columns = Findings(), ScriptedPipeline(), ResultColumns()
    for index in range(round(6 * FPS)):
        time_s = index / FPS
        result = pipeline.push(index, time_s, rowing_pose(time_s), SIZE)
        findings.append(result, SIZE)
        columns.add(result)
    findings.finish(pipeline.reps, pipeline.flags)
    told = columns.result(
        source=ScriptedClip().info, exercise=pipeline.exercise, view=VIEW, reps=pipeline.reps,
        flags=pipeline.flags, stopped_early=False,
    )  # fmt: skip
    return findings, told


def test_a_rep_becomes_a_video_of_its_own(
    analysed: tuple[Findings, SessionResult], tmp_path: Path
) -> None:
    path = tmp_path / "rep.mp4"
    told: list[float] = []
    export_video(
        ScriptedClip(), analysed[0], path, look=Look(), titles={}, span=(1.0, 2.0),
        progress=lambda share: told.append(share) is None,
    )  # fmt: skip
    with VideoFile(path) as video:
        frames = list(video)
    assert len(frames) == 31
    assert frames[0].time_s == 0.0
    assert frames[-1].time_s == pytest.approx(1.0, abs=0.02)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_what_is_stopped_leaves_nothing(
    analysed: tuple[Findings, SessionResult], tmp_path: Path
) -> None:
    path = tmp_path / "clip.mp4"
    with pytest.raises(ExportStoppedError):
        export_video(
            ScriptedClip(), analysed[0], path, look=Look(), titles={},
            progress=lambda share: share < 0.2,
        )  # fmt: skip
    assert list(tmp_path.iterdir()) == []


def test_a_still_shows_what_was_found_or_the_picture_alone(
    analysed: tuple[Findings, SessionResult],
) -> None:
    clip, findings = ScriptedClip(), analysed[0]
    bare = still(clip, findings, 4.0, look=Look(layers=NOTHING), titles={})
    assert np.array_equal(bare, clip.frame(120).image)
    drawn = still(clip, findings, 4.0, look=Look(), titles={})
    assert not np.array_equal(drawn, bare)


def test_a_skeleton_alone_shows_nothing_of_the_room(
    analysed: tuple[Findings, SessionResult],
) -> None:
    image = still(ScriptedClip(), analysed[0], 4.0, look=Look("skeleton", NOTHING), titles={})
    assert (image == np.array(GROUND)).all()


def test_the_head_is_blurred_and_the_rest_is_not() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (480, 640, 3)).astype(np.uint8)
    pose = rowing_pose(2.0)
    x, y, radius = head(pose, SIZE)  # type: ignore[misc]
    image = HeadBlur().apply(noise, pose)
    rows, columns = np.mgrid[0:480, 0:640]
    inside = (columns - x) ** 2 + (rows - y) ** 2 < (0.9 * radius) ** 2
    outside = (columns - x) ** 2 + (rows - y) ** 2 > (1.1 * radius) ** 2
    assert inside.sum() > 1000
    assert image[inside].std() < 0.25 * noise[inside].std()
    assert np.array_equal(image[outside], noise[outside])


def test_before_the_lifter_is_found_all_is_blurred_and_when_lost_the_last_place() -> None:
    noise = np.random.default_rng(2).integers(0, 255, (480, 640, 3)).astype(np.uint8)
    blur = HeadBlur()
    assert blur.apply(noise, None).std() < 0.4 * noise.std()
    blur.apply(noise, rowing_pose(2.0))
    lost = blur.apply(noise, None)
    changed = (lost != noise).any(axis=2)
    assert 0.005 < changed.mean() < 0.3
    x, y, _ = head(rowing_pose(2.0), SIZE)  # type: ignore[misc]
    assert changed[round(y), round(x)]


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_pictures_are_written(tmp_path: Path, name: str) -> None:
    write_picture(np.zeros((20, 30, 3), np.uint8), tmp_path / name)
    assert (tmp_path / name).stat().st_size > 100


def test_a_picture_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_picture(np.zeros((20, 30, 3), np.uint8), tmp_path / "a.gif")


ABOUT = About("row.mp4", "Anna", "62.5 kg", "2026-03-02")


@pytest.mark.parametrize("written", [rep_csv.dumps, csv_report.dumps])
def test_every_table_names_clip_exercise_lifter_load_and_date(
    analysed: tuple[Findings, SessionResult], written: Any
) -> None:
    rows = list(csv.DictReader(io.StringIO(written(analysed[1], ABOUT))))
    assert {tuple(row[name] for name in COLUMNS) for row in rows} == {
        ("row.mp4", "bent_over_row", "Anna", "62.5 kg", "2026-03-02")
    }


def test_the_report_names_them_too(
    analysed: tuple[Findings, SessionResult], tmp_path: Path
) -> None:
    findings, result = analysed
    write_report(result, findings, tmp_path / "a.html", about=ABOUT)
    text = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<h1>row.mp4</h1>" in text
    assert "Bent-over row · Anna · 62.5 kg · 2026-03-02 · filmed" in text


def test_one_row_a_rep(analysed: tuple[Findings, SessionResult]) -> None:
    rows = list(csv.DictReader(io.StringIO(rep_csv.dumps(analysed[1]))))
    assert [row["rep"] for row in rows] == ["1", "2"]
    assert rows[1]["flags"] == "rounded_back"
    assert float(rows[1]["back_curvature_max_deg"]) == 18.0
    assert set(rows[0]) == set(rep_csv.COLUMNS)
    scores = [rep_score(rep, analysed[1].flags) for rep in analysed[1].reps]
    assert [float(row["score"]) for row in rows] == pytest.approx(
        [s.total for s in scores], abs=1e-3
    )
    assert scores[0].total > scores[1].total
    assert float(rows[1]["lost_back"]) == pytest.approx(scores[1].lost["back"], abs=1e-3)


@pytest.mark.parametrize("what", SUFFIXES)
def test_every_kind_is_written_as_corrected(
    analysed: tuple[Findings, SessionResult], tmp_path: Path, what: str
) -> None:
    findings, result = analysed
    corrected = Findings()
    corrected.__dict__.update(findings.__dict__)
    corrected.amend(findings.found.reps[:1], ())
    path = tmp_path / f"out{SUFFIXES[what]}"  # type: ignore[index]
    export = Export(what, path, ABOUT, span=(0.0, 0.2))  # type: ignore[arg-type]
    run(export, ScriptedClip, corrected, result, lambda _: True)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    if what == "json":
        kept = json.loads(path.read_text("utf-8"))
        assert (len(kept["reps"]), kept["flags"]) == (1, [])
    if what == "report":
        assert "corrected by hand" in path.read_text("utf-8")


def test_the_sets_of_an_export_are_those_of_the_corrected_reps(
    analysed: tuple[Findings, SessionResult], tmp_path: Path
) -> None:
    findings, result = analysed
    done = DoneSet(1, "bent_over_row", "both", (1, 2), 1.0, 5.0)
    corrected = Findings()
    corrected.__dict__.update(findings.__dict__)
    corrected.amend((replace(findings.found.reps[1], index=1, set_index=1),), ())
    path = tmp_path / "out.json"
    run(
        Export("json", path, ABOUT),
        ScriptedClip,
        corrected,
        replace(result, sets=(done,)),
        lambda _: True,
    )
    assert [each["reps"] for each in json.loads(path.read_text("utf-8"))["sets"]] == [[1]]


class Links(HTMLParser):
    """Collect everything a browser would fetch, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        table = dict(attrs)
        self.fetched += [str(table[key]) for key in ("src", "href", "srcset") if key in table]
        if table.get("http-equiv") == "Content-Security-Policy":
            self.policy = str(table["content"])


def test_the_report_stands_alone(analysed: tuple[Findings, SessionResult], tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    run(Export("report", path, ABOUT), ScriptedClip, *analysed, lambda _: True)
    text = path.read_text("utf-8")
    page = Links()
    page.feed(text)
    assert page.fetched
    assert all(link.startswith("data:image/jpeg;base64,") for link in page.fetched)
    assert page.policy.startswith("default-src 'none'")
    assert "@import" not in text
    assert not re.search(r"url\((?!#)|fetch\(|XMLHttpRequest|<link", text)
    assert page.tags.count("figure") == 2
    assert page.tags.count("tr") == 3
    for words in ("Rounded back", "Chest up", "Bent-over row", "filmed from the side"):
        assert words in text


def test_the_reports_data_is_what_was_measured(
    analysed: tuple[Findings, SessionResult],
) -> None:
    text = render(analysed[1], telling(), title="set")
    data = json.loads(re.search(r'id="data">(.*?)</script>', text, re.S)[1])  # type: ignore[index]
    assert [rep["n"] for rep in data["reps"]] == [1, 2]
    back = next(curve for curve in data["curves"] if curve["name"].startswith("Back"))
    assert max(back["v"]) == pytest.approx(18.0, abs=0.1)
    assert data["flags"][0]["title"] == "Rounded back"


def test_each_rep_has_its_score_with_its_parts(
    analysed: tuple[Findings, SessionResult],
) -> None:
    text = render(analysed[1], telling(), title="set")
    cells = re.findall(r'<td title="([^"]*)">([^<]*)</td>', text)
    assert [number for _, number in cells] == ["100", "76"]
    assert "back 9.3 of 30 (Rounded back)" in cells[1][0]
    assert "shoulders" not in cells[1][0]
    assert "best rep 1 · worst rep 2 (Rounded back)" in text


def test_a_rep_nobody_could_judge_has_a_dash_and_the_reason(
    analysed: tuple[Findings, SessionResult],
) -> None:
    nan = math.nan
    blind = Rep(1, 1.0, 2.0, 3.0, True, "both", nan, nan, nan, nan)
    text = render(replace(analysed[1], reps=(blind,), flags=()), telling(), title="set")
    assert re.findall(r'<td title="[^"]*">([^<]*)</td>', text) == ["–"]
    assert "Rep 1 has no score: not judged were back, control, range, body." in text


def test_a_hostile_name_is_text_and_not_markup(
    analysed: tuple[Findings, SessionResult],
) -> None:
    title = '</title><script>alert("x")</script>&.mp4'
    words = replace(telling(), flags={"rounded_back": "</script><b>bold"})
    text = render(analysed[1], words, title=title)
    assert '<script>alert("x")' not in text
    assert "</script><b>bold" not in text
    page = Links()
    page.feed(text)
    assert page.tags.count("script") == 2


def test_nothing_found_is_said(analysed: tuple[Findings, SessionResult]) -> None:
    empty = replace(analysed[1], reps=(), flags=())
    text = render(empty, telling(), title="set")
    assert "No rep was counted" in text
    assert "No fault was flagged" in text


def test_a_picture_shows_the_fault_or_else_the_peak(
    analysed: tuple[Findings, SessionResult],
) -> None:
    reps, flags = analysed[1].reps, analysed[1].flags
    first, second = moments(reps, flags)
    assert (first[1], first[2]) == (reps[0].peak_s, None)
    assert flags[0].start_s <= second[1] <= flags[0].end_s
    many = tuple(replace(reps[0], index=n) for n in range(1, 60))
    assert len(moments(many, ())) < 59


def test_a_long_curve_is_thinned_and_keeps_peaks_and_gaps() -> None:
    times = np.arange(90_000) / 30
    values = np.sin(times)
    values[40_000] = 50.0
    values[60_000:70_000] = np.nan
    few, kept = thinned(times, values)
    assert len(few) <= MOST_POINTS
    assert np.nanmax(kept) == 50.0
    gap = (few > times[60_200]) & (few < times[69_800])
    assert np.isnan(kept[gap]).all()
    assert gap.sum() > 10


def test_what_could_not_be_judged_comes_with_a_remedy(
    analysed: tuple[Findings, SessionResult],
) -> None:
    def page(reason: Reason, view: View) -> str:
        return render(
            replace(
                analysed[1],
                view=view,
                reasons={**analysed[1].reasons, "back_curvature_deg": reason},
                missing={**analysed[1].missing, "back_curvature_deg": 1.0},
            ),
            telling(),
            title="set",
        )

    assert "Turn the camera about 35° more" in page(Reason.VIEW, View("oblique", -33.4))
    assert "Film straight from the side" in page(Reason.VIEW, View())
    assert "plates and bench off the back line" in page(Reason.CONTOUR_HIDDEN, View())


def test_the_report_tells_to_mend_a_fault_in_each_exercises_own_words(
    analysed: tuple[Findings, SessionResult],
) -> None:
    fault = replace(analysed[1].flags[0], code="short_range")
    later = replace(fault, start_s=40.0, raised_s=40.3, end_s=41.0, peak_s=40.5)
    pull_up = DoneSet(1, "pull_up", "both", (1,), 1.0, 5.0)
    row = DoneSet(2, "seated_row", "both", (2,), 35.0, 45.0)
    done = replace(analysed[1], sets=(pull_up, row), flags=(fault, later))
    text = render(done, telling(), title="set")
    assert "<q>Chin above the bar, arms straight below</q>, <q>Full range</q>" in text
    again = render(replace(done, sets=(row,)), telling(), title="set")
    assert re.findall("<q>(.*?)</q>", again) == ["Full range"]
