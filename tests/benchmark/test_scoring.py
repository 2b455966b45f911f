"""A clip through the whole scoring, from a perfect pose estimator; and the parts of it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.assets import sample_path
from formcheck.flags.codes import FLAGS
from formcheck.skeleton import LANDMARK_COUNT, Landmark
from formcheck.types import Pose
from tests.benchmark.accuracy import report
from tests.benchmark.accuracy.clipset import (
    CACHE_VARIABLE,
    Kind,
    cache_folder,
    clip_indices,
    same_clip,
)
from tests.benchmark.accuracy.command import main
from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.accuracy.outline import edge_distances
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.accuracy.real import RealClip, real_clips, score_real
from tests.benchmark.accuracy.report import with_section
from tests.benchmark.accuracy.scoring import ClipScore, match_reps, score_clip
from tests.benchmark.accuracy.summary import (
    FIGURES,
    FLAG_FIGURES,
    SPLITS,
    empty,
    summarise,
    summarise_real,
)
from tests.benchmark.accuracy.tables import answer_rows
from tests.benchmark.accuracy.truth import Truth, load_truth, parse_truth
from tests.benchmark.support import FIRST_S, REP_S, counted, made_truth, truth_data

TRUNK_M = 0.5


def perfect(truth: Truth) -> Recording:
    """Poses that are the truth: projected joints, no mask, a camera square to the lifter."""
    names = [landmark.name.lower() for landmark in Landmark]
    xy = np.stack([truth.joints[name] for name in names], axis=1)
    seen = np.ones(LANDMARK_COUNT)
    across = 0.2 if truth.near_side == "left" else -0.2
    away = np.array([across * ((n[:5] == "right") - float(n[:4] == "left")) for n in names])
    hip, shoulder = truth.middle("hip"), truth.middle("shoulder")
    metres = TRUNK_M / np.hypot(*(shoulder - hip).T)
    poses = tuple(
        Pose(
            frame,
            100.0 * away,
            seen,
            np.column_stack([(frame - hip[i]) * metres[i], away]),
            truth.size,
        )
        for i, frame in enumerate(xy)
    )
    return Recording(truth.times_s, truth.size, poses)


@pytest.fixture(scope="module")
def sample() -> ClipScore:
    truth = load_truth(sample_path().with_suffix(".json"))
    return score_clip("sample", truth, perfect(truth))


def test_perfect_poses_of_the_sample_have_no_landmark_error(sample: ClipScore) -> None:
    assert sample.found == sample.seen > 0
    for part, wrong in sample.landmark_pct.items():
        assert wrong.max() == 0.0, part


def test_perfect_poses_of_the_sample_are_counted_and_named(sample: ClipScore) -> None:
    assert (sample.named, sample.expected) == ("bent_over_row", "bent_over_row")
    assert sample.counted == sample.true_reps == 5
    assert len(sample.phase_frames) == 20
    assert np.median(sample.phase_frames) < 6.0


def test_perfect_poses_of_the_sample_give_the_trunk_and_not_the_hidden_back(
    sample: ClipScore,
) -> None:
    figures = summarise([sample])

    assert figures["trunk_rmse_deg"] < 1.5
    # Without a mask there is no back line: abstained, never a number.
    assert figures["curvature_answered_yaw15"] == 0.0
    assert figures["curvature_rmse_deg_yaw15"] is None
    assert sum(sample.abstained.values()) == len(sample.pairs["back_curvature_deg"])


def test_a_landmark_that_is_off_shows_as_much(sample: ClipScore) -> None:
    truth = load_truth(sample_path().with_suffix(".json"))
    recording = perfect(truth)
    wrist = Landmark[f"{truth.near_side.upper()}_WRIST"]
    for pose in recording.poses:
        assert pose is not None
        pose.xy[wrist, 1] += 0.1 * truth.trunk_px
    score = score_clip("off", truth, recording)

    np.testing.assert_allclose(score.landmark_pct["wrist"], 10.0, atol=1e-6)
    assert score.landmark_pct["hip"].max() == 0.0


def test_frames_without_a_pose_lower_detection() -> None:
    truth = load_truth(sample_path().with_suffix(".json"))
    whole = perfect(truth)
    half = Recording(
        whole.times_s, whole.size, tuple(p if i % 2 else None for i, p in enumerate(whole.poses))
    )
    score = score_clip("half", truth, half)

    assert summarise([score])["detection_fraction"] == pytest.approx(0.5, abs=0.01)


def test_true_flexion_is_told_against_the_set_up() -> None:
    plain = made_truth()
    flexion = np.where(plain.times_s < FIRST_S + REP_S, 4.0, 20.0)
    truth = made_truth(lumbar_flexion_deg=flexion.tolist())

    assert truth.curvature_deg[plain.rep == 0].max() == 0.0
    np.testing.assert_allclose(truth.curvature_deg[plain.rep == 1], 16.0)


def test_leaning_back_is_more_than_upright() -> None:
    # Seen from the left, the lifter looks to the left of the picture.
    joints = truth_data()["joints_px"]
    for side in ("left", "right"):
        joints[f"{side}_shoulder"] = [[220.0, 200.0]] * len(joints["left_hip"])
    truth = made_truth(joints_px=joints)

    expected = 90.0 + math.degrees(math.atan2(20.0, 100.0))
    np.testing.assert_allclose(truth.trunk_deg, expected)


def test_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema"):
        parse_truth(truth_data() | {"schema_version": 99})


def test_reps_are_matched_one_to_one_by_overlap() -> None:
    truth = made_truth()
    # One rep told twice, one missed, one too many long after.
    product = [
        counted(1, 1.1, 4.2),
        counted(2, 4.2, 5.1),
        counted(3, 9.2, 12.4),
        counted(4, 30, 33),
    ]

    assert match_reps(truth.reps, product) == {0: 0, 2: 2}


@pytest.mark.parametrize("grown", [-0.05, 0.0, 0.08])
def test_the_masks_edge_is_measured_along_the_truths_own_line(grown: float) -> None:
    trunk = 100.0
    mask = np.zeros((240, 320), np.float32)
    top = round(120 - grown * trunk)
    mask[top:220, 40:280] = 1.0
    # The filled rows begin at `top`: with bilinear sampling half is reached half a pixel before.
    outline = np.stack([np.linspace(60, 260, 9), np.full(9, 119.5)], axis=1)

    found = edge_distances(mask, outline, np.array([0.0, -1.0]), trunk)

    np.testing.assert_allclose(found, grown, atol=0.002)


def test_no_edge_nearby_is_unknown_and_a_gap_in_the_truth_too() -> None:
    outline = np.array([[100.0, 100.0], [np.nan, np.nan]])
    everywhere = np.ones((240, 320), np.float32)
    cv2.rectangle(everywhere, (90, 0), (110, 20), 0.0, cv2.FILLED)

    found = edge_distances(everywhere, outline, np.array([0.0, -1.0]), 100.0)

    assert np.isnan(found).all()


def test_the_report_has_exactly_the_agreed_names(sample: ClipScore) -> None:
    made = report.build({"tune": [sample], "real": [sample]}, "abc")

    assert list(made) == [*SPLITS, "commit", "seed"]
    for split in SPLITS:
        assert tuple(made[split]) == FIGURES
        assert set(made[split]["flags"]) == set(FLAGS)
        for flag in made[split]["flags"].values():
            assert tuple(flag) == FLAG_FIGURES
    assert made["validate"]["clips"] == 0
    assert made["validate"]["reps_mae"] is None
    assert made["tune"]["reps_mae"] == 0.0
    assert json.loads(json.dumps(made, allow_nan=False)) == made


def test_the_published_report_has_the_agreed_names() -> None:
    published = json.loads(report.JSON.read_text(encoding="utf-8"))

    assert list(published) == [*SPLITS, "commit", "seed"]
    for split in SPLITS:
        assert tuple(published[split]) == FIGURES
        assert all(tuple(flag) == FLAG_FIGURES for flag in published[split]["flags"].values())


COUNTS = ("clips", "flags", "rounded20_n")


def test_every_figure_is_null_before_it_is_measured() -> None:
    assert all(value is None for name, value in empty().items() if name not in COUNTS)
    assert summarise([]) == summarise_real([]) == empty()


def test_only_supported_exercises_are_scored_for_counting() -> None:
    row = ClipScore("a", "barbell_row", "bent_over_row", 0.0, 10, 10, "bent_over_row", 5, 4)
    other = ClipScore("b", "pull_up", None, 0.0, 10, 5, "face_pull", 5, 5)
    figures = summarise([row, other])

    assert (figures["reps_mae"], figures["reps_obo"]) == (1.0, 1.0)
    assert figures["recognition_top1"] == 1.0
    assert figures["detection_fraction"] == 0.75
    assert figures["clips"] == 2


def test_an_exercise_left_unnamed_is_not_named_wrongly() -> None:
    named = ClipScore("a", "barbell_row", "bent_over_row", 0.0, named="seated_row")
    silent = ClipScore("b", "barbell_row", "bent_over_row", 0.0)

    assert summarise([silent])["recognition_top1"] is None
    assert summarise([named, silent])["recognition_top1"] == 0.0


def test_exercises_without_support_are_expected_to_stay_unknown() -> None:
    assert expected_name("pendlay_row") == "bent_over_row"
    assert expected_name("face_pull") == "face_pull"
    assert expected_name("walk_in") is None
    assert expected_name(None) is None


def test_kinds_of_clips_take_turns_and_fewer_clips_are_the_first_of_more() -> None:
    kinds: list[Kind] = ["other_fault_or_none", "not_supported", "other_fault_or_none", "bent"]

    def kind_of(index: int) -> Kind:
        return kinds[index % 4]

    assert clip_indices(8, kind_of) == [0, 3, 2, 1, 4, 7, 6, 5]
    assert clip_indices(3, kind_of) == clip_indices(8, kind_of)[:3]


def test_a_kind_the_studio_never_draws_leaves_its_turn_to_others() -> None:
    assert clip_indices(5, lambda index: "not_supported") == [0, 1, 2, 3, 4]


def test_a_clip_of_another_specification_is_not_taken_for_this_one() -> None:
    wanted = truth_data() | {"seed": 1, "body": {"name": "a"}, "scene": {"lighting": "flat"}}
    finished = wanted | {"scene": {"lighting": "flat", "split": "tune"}, "frames": {}}

    assert same_clip(wanted, finished)
    for changed in ({"seed": 2}, {"body": {"name": "b"}}, {"scene": {"lighting": "dim"}},
                    {"faults": [1]}):  # fmt: skip
        assert not same_clip(wanted, finished | changed)


def test_the_cache_lies_where_the_user_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert cache_folder() == tmp_path

    monkeypatch.delenv(CACHE_VARIABLE)
    assert not cache_folder().is_relative_to(report.ROOT)


def test_real_clips_are_those_of_the_catalogue_that_are_there(tmp_path: Path) -> None:
    rows = [
        {"file": "a.mp4", "exercise": "t_bar_row", "reps_full": 3, "use": "dev"},
        {"file": "gone.mp4", "exercise": "t_bar_row", "reps_full": 3, "use": "dev"},
        {"file": "look.mp4", "exercise": None, "reps_full": 1, "use": "look"},
    ]
    (tmp_path / "catalogue.json").write_text(json.dumps(rows))
    for name in ("a.mp4", "look.mp4"):
        (tmp_path / name).touch()

    assert [(clip.video.name, clip.reps) for clip in real_clips(tmp_path)] == [("a.mp4", 3)]
    assert real_clips(tmp_path / "nowhere") == []


def test_a_real_clip_is_counted_and_a_walk_is_not_asked_for_a_lifter() -> None:
    empty_room = Recording(np.arange(3) / 30.0, (640, 480), (None, None, None))
    row, walk = (
        score_real(RealClip(Path("clip.mp4"), exercise, reps), empty_room)
        for exercise, reps in (("t_bar_row", 2), (None, 0))
    )

    assert (row.expected, row.true_reps, row.counted) == ("bent_over_row", 2, 0)
    figures = summarise_real([row, walk])
    assert figures["clips"] == 2
    assert figures["detection_fraction"] == 0.0
    assert (figures["reps_mae"], figures["reps_obo"]) == (2.0, 0.0)
    assert summarise_real([walk])["detection_fraction"] is None


def test_all_sections_have_their_place_in_the_documentation(sample: ClipScore) -> None:
    scores = {"tune": [sample], "validate": [sample]}
    made = report.build(scores, "abc")
    text = report.MARKDOWN.read_text(encoding="utf-8")

    for name, body in report.sections(made, scores).items():
        text = with_section(text, name, body)
        assert body in text
    assert "Commit `abc`" in text


def test_the_naive_answer_is_told_beside_each_change() -> None:
    score = ClipScore("a", "barbell_row", "bent_over_row", 0.0)
    score.pairs = {
        "retraction_pct": np.array([[5.0, 3.0], [math.nan, 9.0], [3.0, 5.0]]),
        "view_yaw_deg": np.array([[5.0, 3.0]]),
    }
    score.stds = {"retraction_pct": np.array([1.5, math.nan, 2.5])}

    change, yaw = answer_rows({"tune": [score]})

    naive = math.sqrt((9 + 25) / 2)
    told = ("tune", "retraction_pct", "2.0", "0.0", f"{naive:.1f}", "67 %", "50 %", "100 %")
    assert change == told
    assert yaw == ("tune", "view_yaw_deg", "2.0", "2.0", "", "100 %", "–", "–")


def test_a_section_is_replaced_and_the_prose_stays() -> None:
    text = "before\n<!-- a -->\nold\n<!-- /a -->\nafter"

    assert with_section(text, "a", "new") == "before\n<!-- a -->\nnew\n<!-- /a -->\nafter"
    with pytest.raises(ValueError, match="marks"):
        with_section(text, "b", "new")


@pytest.mark.parametrize("split", ["blind", "all"])
def test_the_blind_split_asks_for_a_clear_word(
    split: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--split", split, "--no-write"]) == 2
    assert "--closing-note" in capsys.readouterr().out
