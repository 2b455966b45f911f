"""The benchmark of real people, held to known answers: no footage, only what is made here."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.exercises import registry
from formcheck.skeleton import LANDMARK_COUNT, Landmark
from formcheck.types import Pose
from support.skeletons import Figure, build
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.real import back, catalogue, command, counting, many, tables
from tests.benchmark.real.catalogue import backs, counts, fragments
from tests.benchmark.real.counting import CountScore, views_of
from tests.benchmark.real.many import FragmentScore, enough, family_of
from tests.benchmark.real.play import (
    inclination_deg,
    mirrored,
    there_and_back,
    thinned,
    without_first,
)
from tests.benchmark.real.spans import score_spans
from tests.benchmark.real_support import FLAT, ROUNDED, clip, flag, played


def pose(shoulder: tuple[float, float]) -> Pose:
    xy = np.zeros((LANDMARK_COUNT, 2))
    for side in ("LEFT", "RIGHT"):
        xy[Landmark[f"{side}_SHOULDER"]] = shoulder
    one_each = np.ones(LANDMARK_COUNT)
    return Pose(xy, one_each, one_each, np.zeros((LANDMARK_COUNT, 3)), (100, 100))


def test_inclination_is_told_by_the_landmarks_whichever_way_the_lifter_faces() -> None:
    assert inclination_deg(pose((0.0, -10.0))) == pytest.approx(90.0)
    assert inclination_deg(pose((10.0, -10.0))) == pytest.approx(45.0)
    assert inclination_deg(pose((-10.0, -10.0))) == pytest.approx(45.0)
    assert math.isnan(inclination_deg(None))


def recording(count: int, rate: float) -> Recording:
    poses = tuple(pose((float(index), -10.0)) for index in range(count))
    return Recording(np.arange(count) / rate, (100, 100), poses)


def order(found: Recording) -> list[int]:
    return [int(p.xy[Landmark.LEFT_SHOULDER, 0]) for p in found.poses if p is not None]


@pytest.mark.parametrize(
    ("rate", "camera", "expected"),
    [
        (60.0, 30.0, [0, 2, 4, 6]),
        (60.0, 15.0, [0, 4]),
        (24.0, 15.0, [0, 2, 4, 5, 7]),
        (10.0, 30.0, list(range(8))),
    ],
)
def test_a_slower_camera_delivers_frames_by_time(
    rate: float, camera: float, expected: list[int]
) -> None:
    assert order(thinned(recording(8, rate), camera)) == expected


def test_a_fragment_goes_there_and_back_with_its_times_running_on() -> None:
    three = Recording(np.array([1.0, 1.1, 1.4]), (100, 100), recording(3, 10.0).poses)
    twice = there_and_back(three, 2)

    assert order(twice) == [0, 1, 2, 1, 0, 1, 2, 1, 0]
    np.testing.assert_allclose(np.diff(twice.times_s), [0.1, 0.3, 0.3, 0.1] * 2)
    assert twice.times_s[0] == 0.0


@pytest.mark.parametrize(
    ("label", "views"),
    [
        ("side-left", ("side",)),
        ("side-left (oblique front)", ("side", "oblique")),
        ("side, slightly front", ("side", "oblique")),
        ("front (a little oblique)", ("front", "oblique")),
        ("oblique front-left", ("oblique",)),
        ("oblique-back", ("oblique",)),
        ("back (square)", ("back",)),
        ("oblique to back, camera orbits", ()),
        ("", ()),
    ],
)
def test_views_are_read_from_words(label: str, views: tuple[str, ...]) -> None:
    assert views_of(label) == views


def counted(**changed: Any) -> CountScore:
    plain = CountScore(
        "a", "seated_cable_row", "seated_row", 4, 4, "seated_row", ("side",), "side", 0.5, 0, 0,
        True, 100, 0.1,
    )  # fmt: skip
    return replace(plain, **changed)


def test_counts_names_views_and_phantoms_are_summed_up() -> None:
    scores = [
        counted(),
        counted(counted=6, named="unknown", view="oblique", rounded=2),
        counted(flat=False, rounded=1, views=()),
        counted(exercise=None, expected=None, true=0, counted=3),
        counted(exercise=None, expected=None, true=0, counted=0),
    ]
    found = counting.summarise(scores)

    assert (found["clips"], found["negatives"]) == (3, 2)
    assert found["reps_mae"] == pytest.approx(2 / 3)
    assert found["exact"] == found["reps_obo"] == pytest.approx(2 / 3)
    assert (found["named"], found["named_right"]) == (2, 1.0)
    assert (found["views"], found["views_right"]) == (2, 0.5)
    assert (found["negatives_counted"], found["phantoms"]) == (1, 3)
    assert (found["flat_clips"], found["flat_rounded"], found["flat_arched"]) == (2, 1, 0)


def test_other_cameras_count_alike_or_miss_a_rep_that_had_begun() -> None:
    alike = dict.fromkeys(counting.VARIANTS, 4)
    cut = alike | {counting.LATER: 3}
    scores = [
        counted(variants=alike),
        counted(variants=cut, early=True),
        counted(variants=cut),
        counted(variants=alike | {"mirrored": 5}),
    ]
    found = counting.summarise(scores)["variants"]
    assert found["mirrored"] == found[counting.LATER] == 0.75
    assert found["15 frames a second"] == found["10 frames a second"] == 1.0


def test_a_mirrored_recording_is_mirrored_back() -> None:
    whole = replace(build(Figure()), mask=np.tri(12, 16, dtype=np.float32))
    before = Recording(np.array([0.0, 1.0]), whole.size, (whole, None))
    turned = mirrored(before)
    once, twice = turned.poses[0], mirrored(turned).poses[0]
    assert turned.poses[1] is None
    assert once is not None
    assert twice is not None
    assert not np.allclose(once.xy, whole.xy)
    for name in ("xy", "world", "visibility", "depth", "mask"):
        assert np.allclose(getattr(twice, name), getattr(whole, name))


def test_a_recording_that_began_later_starts_at_zero() -> None:
    assert without_first(recording(4, 2.0), 1.0).times_s.tolist() == [0.0, 0.5]


def test_a_family_is_read_from_an_exercise_s_name() -> None:
    named = {
        "upright_row": "upright_row", "bent_over_row": "row", "lat_pulldown": "pulldown",
        "chin_up": "pull_up", "romanian_deadlift": "rdl", "deadlift": "deadlift",
        "band_face_pull": "face_pull", "unknown": "unsure",
    }  # fmt: skip
    assert {name: family_of(name) for name in named} == named
    assert all(family_of(name) != "unsure" for name in registry.names())


@pytest.mark.parametrize(
    ("reps", "right"), [(0, False), (2, False), (3, True), (5, True), (6, False), (9, True)]
)
def test_there_and_back_is_once_or_twice_each_way(reps: int, right: bool) -> None:
    assert enough(reps) is right


def fragment(kind: str | None, reps: int, named: str, *, sure: bool = True, **of: int) -> Any:
    return FragmentScore("f", kind, sure, reps, named, of.get("rounded", 0), 0, 10, 0.1)


def test_fragments_make_phantoms_families_and_shares_of_reps() -> None:
    found = many.summarise([
        fragment("row", 4, "bent_over_row", rounded=1), fragment("row", 0, "unknown"),
        fragment("row", 6, "lat_pulldown", sure=False), fragment(None, 2, "bent_over_row"),
        fragment(None, 0, "unknown"), fragment(None, 3, "unknown"), fragment("unclear", 3, "x"),
    ])  # fmt: skip

    assert found["no_pull"]["counted"] == 2
    assert (found["no_pull"]["share"], found["no_pull"]["reps"]) == (pytest.approx(2 / 3), 5)
    assert found["no_pull"]["named"] == {"row": 1, "unsure": 1}
    row = found["families"]["row"]
    assert (row["sure"], row["sure_counted"], row["sure_enough"]) == (2, 1, 1)
    assert row["named"] == {"row": 1, "nothing": 1, "pulldown": 1}
    assert found["backs"]["row"]["rounded_share"] == pytest.approx(0.1)
    head, rows = tables.family_rows(found)
    assert len({len(row) for row in [head, *rows]}) == 1


def folder_with(tmp_path: Path, part: str, *items: dict[str, Any]) -> Path:
    place = tmp_path / "real" / part
    place.mkdir(parents=True)
    (place / "catalogue.json").write_text(json.dumps(items), "utf-8")
    return tmp_path / "real"


def test_the_catalogue_of_backs_names_hinges_as_far_as_they_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    span = {"t0": 0, "t1": 99, "label": "flat", "conf": "high"}
    kinds = ("kettlebell deadlift", "band RDL", "seated_cable_row")
    items = [
        {"file": f"{n}.mp4", "lifter": "A", "exercise": kind, "view": "side", "spans": [span]}
        for n, kind in enumerate((*kinds, "missing"))
    ]
    root = folder_with(tmp_path, "back", *items)
    for n in range(len(kinds)):
        (root / "back" / f"{n}.mp4").touch()
    monkeypatch.setattr(catalogue, "names", lambda: ("bent_over_row", "seated_cable_row"))
    unknown = [found.named for found in backs(root)]
    monkeypatch.setattr(catalogue, "names", lambda: ("deadlift", "romanian_deadlift", *kinds))
    known = [found.named for found in backs(root)]

    assert unknown == ["bent_over_row", "bent_over_row", "seated_cable_row"]
    assert known == ["deadlift", "romanian_deadlift", "seated_cable_row"]
    assert backs(root)[0].spans[0].whole


def test_counts_and_fragments_are_read_and_those_to_look_at_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMCHECK_CLIPS", str(tmp_path / "clips"))
    item = {"file": "a.mp4", "exercise": "row", "view": None, "reps_full": 2, "use": "dev"}
    look = item | {"file": "b.mp4", "use": "look", "back_rounded": "clear"}
    bent = item | {"file": "c.mp4", "back_rounded": "mild"}
    root = folder_with(tmp_path, "counting", item, look, bent)
    folder_with(
        tmp_path / "x", "many", {"file": "n.mp4", "kind": None}, {"file": "p.mp4", "kind": "row"}
    )
    for name in ("a", "b", "c"):
        (root / "counting" / f"{name}.mp4").touch()
    for name in ("n", "p"):
        (tmp_path / "x" / "real" / "many" / f"{name}.mp4").touch()

    assert [(c.video.stem, c.reps, c.flat) for c in counts(root)] == [
        ("a", 2, True),
        ("c", 2, False),
    ]
    assert [f.kind for f in fragments(tmp_path / "x" / "real")] == ["row", None]


def test_without_clips_it_says_so_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORMCHECK_CLIPS", str(tmp_path))
    monkeypatch.setenv(catalogue.VARIABLE, str(tmp_path))

    assert command.main([]) == 0
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert str(tmp_path) in said


def back_report() -> dict[str, Any]:
    found = score_spans(clip(ROUNDED, FLAT), played(flag(1.5, 2.0)))
    score = back.BackScore(clip(ROUNDED, FLAT), dict.fromkeys(back.RUNS, found))
    return command.summarise("back", [score])


def test_a_part_that_was_run_replaces_its_own_section_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "JSON", tmp_path / "real.json")
    monkeypatch.setattr(command, "MARKDOWN", tmp_path / "real.md")
    monkeypatch.setattr(command, "FIRST_PAGES", (tmp_path / "README.md",))
    marks = "".join(f"<!-- {part} -->\nold {part}\n<!-- /{part} -->\n" for part in command.PARTS)
    (tmp_path / "real.md").write_text(marks, "utf-8")
    (tmp_path / "README.md").write_text("<!-- real -->\n<!-- /real -->\n", "utf-8")
    kept = command.summarise("counting", [counted()])
    (tmp_path / "real.json").write_text(json.dumps({"counting": kept}), "utf-8")

    command.write({"back": back_report()})

    report = json.loads((tmp_path / "real.json").read_text("utf-8"))
    page = (tmp_path / "real.md").read_text("utf-8")
    assert report["counting"] == kept
    assert report["back"]["named"]["all"]["found"] == 1
    assert "old counting" in page
    assert "old back" not in page
    assert "| 1 of 1 " in page
    readme = (tmp_path / "README.md").read_text("utf-8")
    assert "1 of 1 (1 of 1)" in readme
    # Counts rest on trees that were grown on these people: no figure for the first page.
    assert "counted exactly" not in readme


def test_a_missed_span_is_in_the_table_of_what_is_wrong() -> None:
    found = score_spans(clip(ROUNDED, FLAT), played(flag(4.0, 4.5), view_until_s=1.5))
    score = back.BackScore(clip(ROUNDED, FLAT), dict.fromkeys(back.RUNS, found))
    report = command.summarise("back", [score])
    wrong = tables.span_rows(report, wrong=True)

    assert [row[3] for row in wrong] == ["rounded", "flat"]
    assert "view 10" in wrong[0][-1]
    assert tables.span_rows(back_report(), wrong=True) == []
    assert report["named"]["lifters"]["A"]["false"] == 1


def test_a_quick_run_has_the_named_exercise_alone_and_its_tables_say_so() -> None:
    found = score_spans(clip(ROUNDED), played(flag(1.5, 2.0)))
    report = command.summarise("back", [back.BackScore(clip(ROUNDED), {back.NAMED: found})])

    assert {back.NAMED, "clips", "commit"} == set(report)
    assert all(len(row) == 3 for row in tables.back_rows(report))
    assert tables.lifter_rows(report) == [("A", "1 of 1", "0 of 0", "0 of 0", "–", "–")]
    assert "1 of 1" in tables.back_section(report)


def test_a_quick_run_leaves_out_fragments_of_other_kinds(tmp_path: Path) -> None:
    kinds = ("row", None, "shrug", "deadlift")
    items = [{"file": f"{n}.mp4", "kind": kind} for n, kind in enumerate(kinds)]
    root = folder_with(tmp_path, "many", *items)
    for item in items:
        (root / "many" / item["file"]).touch()

    assert len(command.tasks_of(root, ("many",), None)["many"]) == 4
    assert len(command.tasks_of(root, ("many",), None, quick=True)["many"]) == 2
