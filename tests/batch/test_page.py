"""One page on a whole batch: what stands on it in which order, and what it never depends on."""

from __future__ import annotations

import base64
import json
import os
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import cv2
import numpy as np
import pytest

from formcheck.batch.finding import Clip
from formcheck.batch.page import MOST_OF_A_CLIP, MOST_REPS, Page
from formcheck.batch.results import Results
from formcheck.batch.stills import flexion_at
from formcheck.config import Config
from formcheck.export.report import PICTURE_HEIGHT
from formcheck.report import json_report
from formcheck.report.html.clips import MOST_SHOWN
from formcheck.report.html.parts import clock
from formcheck.report.json_report import read_flag, to_dict
from formcheck.types import NAN, Flag, FlagPeak
from support.batches import batch
from support.recordings import record
from support.scripted_clip import scripted_clip
from support.sets import plain_set


class Read(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.figures: list[str] = []
        self.links: list[str] = []
        self.pictures: list[bytes] = []
        self.tags: list[str] = []
        self.sorted_by = (-1, "")
        self._within: list[str] = []
        self.text = path.read_text("utf-8")
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        if tag in ("tr", "figure"):
            self._within = [] if tag == "tr" else self.figures
            if tag == "tr":
                self.rows.append(self._within)
        if tag in ("th", "td", "figure"):
            self._within.append("")
        if told.get("aria-sort"):
            self.sorted_by = (len(self._within) - 1, str(told["aria-sort"]))
        if "href" in told:
            self.links.append(unquote(str(told["href"])))
        if tag == "img":
            self.pictures.append(base64.b64decode(str(told["src"]).partition("base64,")[2]))

    def handle_data(self, data: str) -> None:
        if self._within:
            self._within[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("tr", "figure"):
            self._within = []

    def clips(self) -> list[str]:
        """Return the first column, of all tables."""
        return [row[0] for row in self.rows]


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """Return a folder of a good set, two with faults and a file that is no clip."""
    folder = tmp_path / "sets"
    folder.mkdir()
    for name, faults in (("a", ()), ("b", ("drop",)), ("c", ("drop", "drop", "yank"))):
        record(folder / f"{name}.fcrec", plain_set(faults=faults).poses(), exercise="bent_over_row")
    (folder / "none.mp4").write_text("no pictures", "utf-8")
    return folder


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a drawn clip of a rep whose back is rounded and one that is not."""
    return scripted_clip(tmp_path, monkeypatch)


def named(sets: Path) -> list[Path]:
    return [*sorted(sets.glob("*.fcrec")), sets / "none.mp4"]


def test_the_worst_stands_first_and_the_order_of_the_clips_is_nothing(
    sets: Path, tmp_path: Path, inline: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert batch(named(sets), out, "--report") == 8
    told = capsys.readouterr().err.splitlines()[-2:]
    assert told == ["4 clips: 3 analysed, 1 not analysed.", f"The report is {out / 'report.html'}."]
    page = Read(out / "report.html")
    assert page.clips() == ["Clip", "sets/c.fcrec", "sets/b.fcrec", "sets/a.fcrec", "Clip",
                            "sets/none.mp4"]  # fmt: skip
    assert page.rows[0][:6] == ["Clip", "Score", "Reps", "Sets", "Flags", "Faults"]
    assert page.sorted_by == (1, "ascending")
    scores = [float(row[1]) for row in page.rows[1:4]]
    assert scores == sorted(scores)
    assert scores[-1] == 100
    assert "Dropped" in page.rows[2][5]
    assert page.rows[-1][1] == "sets/none.mp4 is a text file, not a video."
    found = json.loads((out / "json" / "sets" / "c.fcrec.json").read_text("utf-8"))
    assert page.rows[1][2:5] == ["3", "1", str(len(found["flags"]))]
    told_of = [rep for rep in found["reps"] if rep["flags"]]
    lowest = min(told_of, key=lambda rep: rep["score"]["total"])
    assert f"Rep {lowest['index']} · " in page.figures[0]
    assert "limit" in page.figures[0]
    assert "poses and no pictures" in page.figures[0]
    assert all((out / link).is_file() for link in page.links if link.startswith("json/"))
    # Done before, in another order and by other workers, it is the same to the byte.
    before = (out / "report.html").read_bytes()
    inline.clear()
    assert batch(named(sets)[::-1], out, "--report", "--jobs", 3) == 8
    assert inline == ["sets/none.mp4"]
    assert (out / "report.html").read_bytes() == before


def test_a_picture_of_each_of_the_worst_reps(film: Path, tmp_path: Path, inline: list[str]) -> None:
    out = tmp_path / "out"
    seen = {}
    for face in ("show", "blur", "hide"):
        assert batch([film], out, "--report", "--face", face, "--quiet") == 0
        page = Read(out / "report.html")
        assert len(page.figures) == len(page.pictures) == 1
        assert "Rounded back" in page.figures[0]
        picture = cv2.imdecode(np.frombuffer(page.pictures[0], np.uint8), cv2.IMREAD_COLOR)
        assert picture is not None
        assert 100 < picture.shape[0] <= PICTURE_HEIGHT
        seen[face] = picture.astype(int)
    assert len(inline) == 1
    # With the head blurred little is changed, with the skeleton alone nearly all.
    changed = {
        face: np.mean(np.abs(seen[face] - seen["show"]).max(axis=2) > 24)
        for face in ("blur", "hide")
    }
    assert 0 < changed["blur"] < 0.2 < changed["hide"]
    assert batch([film], out, "--report", "--no-pictures") == 0
    page = Read(out / "report.html")
    assert (len(page.figures), page.pictures) == (1, [])
    assert 'class="missing"' not in page.text
    film.rename(film.with_name("gone.mp4"))
    page_of(out, [Clip(film, f"{film.parent.name}/set.mp4")], pictures=True)
    page = Read(out / "report.html")
    assert "The film is not there any more" in page.figures[0]


def page_of(out: Path, clips: list[Clip], *, pictures: bool = False) -> Page:
    page = Page(Results(out), Config(), "picture" if pictures else None)
    for clip in clips:
        page.add(clip, "")
    assert page.write()
    return page


def report_of(out: Path, name: str, report: dict) -> Clip:
    place = Results(out).place("json", name)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(report), "utf-8")
    return Clip(out / "gone" / "x.mp4", name)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("dropped") / "set.fcrec"
    result, _ = record(
        path, plain_set(count=5, faults=("drop",) * 5).poses(), exercise="bent_over_row"
    )
    assert all(rep.flags for rep in result.reps)
    return json.dumps(to_dict(result))


@pytest.fixture
def dropped(told: str) -> dict:
    """Return the report of a set of five reps, all with a fault."""
    return json.loads(told)


def test_it_is_bounded_and_no_clip_hides_the_others(tmp_path: Path, dropped: dict) -> None:
    count = MOST_SHOWN + 20
    clips = [report_of(tmp_path / "out", f"{number:03d}.mp4", dropped) for number in range(count)]
    for rep in dropped["reps"]:
        rep["score"]["total"] = 1.0
    clips[0] = report_of(tmp_path / "out", "000.mp4", dropped)
    page_of(tmp_path / "out", clips)
    page = Read(tmp_path / "out" / "report.html")
    assert page.clips()[1:] == [clip.name for clip in clips], "equal scores go by name"
    assert len(page.figures) == MOST_REPS
    of_first = [figure for figure in page.figures if figure.startswith("000.mp4")]
    assert len(of_first) == MOST_OF_A_CLIP
    first, rest = page.text.split("<tbody>")[1].split("<tbody hidden>")
    assert (first.count("<tr>"), rest.count("<tr>")) == (MOST_SHOWN, 20)
    assert "<noscript><style>tbody[hidden]" in page.text
    # What a clip adds to the page.
    assert len(page.text) / count < 1000


def test_of_a_rep_without_a_score_its_losses_count(tmp_path: Path, dropped: dict) -> None:
    for rep in dropped["reps"]:
        rep["score"]["total"] = 90.0
    dropped["reps"][3]["score"]["total"] = None
    page_of(tmp_path / "out", [report_of(tmp_path / "out", "a.mp4", dropped)])
    page = Read(tmp_path / "out" / "report.html")
    assert "Rep 4 · " in page.figures[0]
    assert "no score" in page.figures[0]


def test_of_a_fault_that_came_twice_the_worse_stands_and_the_worst_first(
    tmp_path: Path, dropped: dict
) -> None:
    rep = dropped["reps"][1]
    middle_s = 0.5 * (rep["start_s"] + rep["end_s"])
    dropped["flags"] = [
        json_report._flag(
            Flag(code, "warning", middle_s, middle_s, value, 1.0, "°", 2, middle_s + later_s,
                 middle_s + later_s)
        )
        for code, value, later_s in (
            ("trunk_swing", 1.1, 0.0), ("hips_rising", 1.5, 0.1), ("trunk_swing", 1.9, 0.2),
        )
    ]  # fmt: skip
    page_of(tmp_path / "out", [report_of(tmp_path / "out", "a.mp4", dropped)])
    (figure,) = Read(tmp_path / "out" / "report.html").figures
    assert f"Rep 2 · {clock(middle_s + 0.2)} · " in figure
    assert figure.index("1.9°, limit 1°") < figure.index("1.5°, limit 1°")
    assert "1.1°" not in figure


@pytest.mark.parametrize("text", ["", "{", "[]", '{"flags": [{}]}', '{"flags": 1}'])
def test_a_report_that_is_damaged_is_told(tmp_path: Path, text: str, dropped: dict) -> None:
    out = tmp_path / "out"
    clips = [report_of(out, name, dropped) for name in ("a.mp4", "b.mp4")]
    Results(out).place("json", "a.mp4").write_text(text, "utf-8")
    page_of(out, clips)
    page = Read(out / "report.html")
    assert page.clips() == ["Clip", "b.mp4", "Clip", "a.mp4"]
    assert "cannot be read: remove that" in page.rows[-1][1]


NAMES = [
    "<script>alert(1)<b>.mp4", "\"'><img src=x onerror=y>.mp4", "two\nlines.mp4",
    "a b#c?d%20&amp;.mp4",
    "café 卧推.mp4",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_never_more_than_a_name(name: str, tmp_path: Path, dropped: dict) -> None:
    plain, out = tmp_path / "plain", tmp_path / "out"
    page_of(plain, [report_of(plain, "a.mp4", dropped)])
    dropped["exercise"]["name"] = "<script>"
    page_of(out, [report_of(out, name, dropped)]).add(Clip(out, name), f"{name} is bad.")
    page = Read(out / "report.html")
    assert page.tags == Read(plain / "report.html").tags
    assert page.clips() == ["Clip", name]
    assert page.rows[1][6] == "<script>"
    assert {link for link in page.links if link.startswith("json/")} == {f"json/{name}.json"}


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are Unicode")
def test_names_from_the_disk(kept: bytes, tmp_path: Path, inline: list[str]) -> None:
    folder = os.fsencode(tmp_path / "sets")
    os.mkdir(folder)
    for name in (b"caf\xe9.mp4", b"<script>&.mp4", b'"two\nlines".mp4'):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(kept if b"<" not in name else b"text")
    assert batch([tmp_path / "sets"], tmp_path / "out", "--report") == 8
    page = Read(tmp_path / "out" / "report.html")
    assert page.clips() == [
        "Clip", 'sets/"two\nlines".mp4', "sets/caf\\udce9.mp4", "Clip", "sets/<script>&.mp4",
    ]  # fmt: skip
    assert page.tags.count("script") == 1
    reports = [link for link in page.links if link.startswith("json/")]
    assert len(reports) == 2
    assert all((tmp_path / "out" / link).is_file() for link in reports)


def test_with_nothing_analysed_it_tells_why(sets: Path, tmp_path: Path, inline: list[str]) -> None:
    assert batch([sets / "none.mp4"], tmp_path / "out", "--report", "--quiet") == 9
    page = Read(tmp_path / "out" / "report.html")
    assert page.rows == [
        ["Clip", "Why"],
        ["sets/none.mp4", "sets/none.mp4 is a text file, not a video."],
    ]
    assert "No fault was flagged" in page.text


def test_a_page_of_somebody_else_is_left_alone(
    sets: Path, tmp_path: Path, inline: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "out" / "report.html"
    mine.parent.mkdir()
    mine.write_text("<!doctype html>mine", "utf-8")
    assert batch([sets / "a.fcrec"], mine.parent, "--report") == 6
    assert "no batch has written it" in capsys.readouterr().err
    assert mine.read_text("utf-8") == "<!doctype html>mine"
    assert inline == []
    assert batch([sets / "a.fcrec"], mine.parent) == 0
    for options in (["--no-pictures"], ["--face", "blur"]):
        assert batch([sets / "a.fcrec"], mine.parent, *options) == 2
        assert "go with --report" in capsys.readouterr().err


def test_a_batch_that_is_interrupted_leaves_the_page_as_it_was(
    tmp_path: Path, dropped: dict
) -> None:
    out = tmp_path / "out"
    clip = report_of(out, "a.mp4", dropped)
    before = page_of(out, [clip]).path.read_bytes()
    for trouble in ("", "Without a rep there is no picture to stop at."):
        page = Page(Results(out), Config(), "picture")
        page.add(clip, trouble)
        assert not page.write(lambda: True)
        assert page.path.read_bytes() == before


def test_the_colours_of_the_back_line_come_from_the_table(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    halves, path = ("lumbar_flexion_deg", "thoracic_flexion_deg"), tmp_path / "a.parquet"
    columns = {"time_s": [0.0, 0.1, 0.2], halves[0]: [1.0, 2.0, 3.0], halves[1]: [4.0, None, 6.0]}
    parquet.write_table(arrow.table(columns), path)
    found = flexion_at(path, 0.1001)
    assert [found[half].known for half in halves] == [True, False]
    assert found[halves[0]].value == 2.0
    (tmp_path / "bad.parquet").write_text("no table", "utf-8")
    parquet.write_table(arrow.table({"time_s": [0.0]}), tmp_path / "less.parquet")
    for name in ("bad.parquet", "gone.parquet", "less.parquet"):
        assert flexion_at(tmp_path / name, 0.0) == {}


def test_a_flag_of_a_report_is_the_one_that_was_written() -> None:
    peaks = (FlagPeak(2, 15.0, 4.5, "warning"), FlagPeak(3, 31.5, 7.25, "alert"))
    flag = Flag("rounded_back", "alert", 4.0, 4.0, 31.5, 12.0, "°", 3, 9.0, 7.25, peaks)
    bare = Flag("trunk_swing", "hint", 1.0, 1.0, NAN, 10.0, "°")
    for written in (flag, bare):
        read = read_flag(json.loads(json.dumps(json_report._flag(written))))
        # NaN is equal to nothing, but told alike.
        assert repr(read) == repr(written)
