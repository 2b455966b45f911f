"""What is written, as it is read by our own readers and by those of other programs."""

from __future__ import annotations

import errno
import json
import math
import sys
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import formcheck
from formcheck.errors import MissingPackageError, OutputError, UsageError
from formcheck.formats import FORMATS, WRITTEN, reader_of, writer_for
from formcheck.formats.base import evenly, facing_forward
from formcheck.formats.mot import ANGLES
from formcheck.formats.points import NAMES
from formcheck.skeleton import LANDMARK_COUNT
from formcheck.skeleton import Landmark as L
from formcheck.types import Landmarks, View
from support.results import make_result

TENTH_OF_A_MM = 1e-4


def read(path: Path) -> Landmarks:
    form = reader_of(path)
    assert form is not None
    assert form.read is not None
    return form.read(path, 15.0).landmarks


def missing(landmarks: Landmarks, rows: slice, *points: L) -> Landmarks:
    world, xy = landmarks.world_m.copy(), landmarks.xy_px.copy()
    world[rows, list(points)] = np.nan
    xy[rows, list(points)] = np.nan
    return replace(landmarks, world_m=world, xy_px=xy)


def test_trc_comes_back_as_it_was(analysis: formcheck.Analysis, written: dict[str, Path]) -> None:
    told, back = analysis.landmarks, read(written["trc"])
    assert analysis.result.view.facing == "right"
    hips = told.world_m[:, [L.LEFT_HIP, L.RIGHT_HIP]].mean(axis=1, keepdims=True)
    np.testing.assert_allclose(back.world_m, told.world_m - hips, atol=TENTH_OF_A_MM)
    np.testing.assert_allclose(back.times_s, told.times_s - told.times_s[0], atol=0.1 / 15)


def test_a_missing_marker_stays_missing(analysis: formcheck.Analysis, tmp_path: Path) -> None:
    told = missing(analysis.landmarks, slice(3, 9), L.NOSE, L.LEFT_WRIST)
    write = writer_for(tmp_path / "set.trc", None).write
    assert write is not None
    write(tmp_path / "set.trc", told, analysis.result)
    first = (tmp_path / "set.trc").read_text().split("\n")[5 + 3].split("\t")
    assert first[2:5] == ["", "", ""], "the nose of the fourth frame"
    back = read(tmp_path / "set.trc")
    gone = np.isnan(back.world_m).any(axis=-1)
    assert gone.sum() == 12
    assert gone[3:9, [L.NOSE, L.LEFT_WRIST]].all()
    assert (back.visibility[3:9, L.NOSE] == 0.0).all()


def test_trc_is_read_as_pose2sim_reads_it(
    analysis: formcheck.Analysis, written: dict[str, Path]
) -> None:
    pd = pytest.importorskip("pandas", reason="Pose2Sim and Sports2D read TRC with pandas")
    header = written["trc"].read_text().split("\n")[:5]
    markers = [name.strip() for name in header[3].split("\t")[2::3] if name.strip()]
    table = pd.read_csv(written["trc"], sep="\t", skiprows=4)
    table = table.drop(columns=table.columns[:2])
    table = table.loc[:, ~table.columns.str.startswith("Unnamed")]
    assert tuple(markers) == NAMES
    assert table.shape == (len(analysis.landmarks.times_s), 3 * len(NAMES))
    wrist = table[[f"{axis}{1 + NAMES.index('RWrist')}" for axis in "XYZ"]].to_numpy()
    expected = analysis.landmarks.world_m[:, L.RIGHT_WRIST] * (1.0, -1.0, -1.0)
    np.testing.assert_allclose(wrist, expected, atol=TENTH_OF_A_MM)


def test_markers_bear_the_names_of_the_landmarks() -> None:
    assert len(NAMES) == LANDMARK_COUNT
    for landmark, name in zip(L, NAMES, strict=True):
        side, _, part = landmark.name.partition("_")
        expected = {"LEFT": f"L{part}", "RIGHT": f"R{part}"}.get(side, side)
        expected = {"MOUTH_LEFT": "LMouth", "MOUTH_RIGHT": "RMouth"}.get(landmark.name, expected)
        expected = expected.replace("FOOT_INDEX", "BIGTOE").replace("_", "")
        assert name.lower() == expected.lower()


@pytest.mark.parametrize(
    ("yaw_deg", "facing", "forward", "right"),
    [
        (0.0, "right", (1, 0, 0), (0, 0, -1)),
        (0.0, "left", (-1, 0, 0), (0, 0, 1)),
        (80.0, "left", (0, 0, -1), (-1, 0, 0)),
        (-80.0, "right", (0, 0, 1), (1, 0, 0)),
    ],
)
def test_x_points_to_where_the_lifter_looks(
    yaw_deg: float, facing: str, forward: tuple[int, ...], right: tuple[int, ...],
    analysis: formcheck.Analysis,
) -> None:  # fmt: skip
    """``forward`` and ``right`` are the lifter's in the picture's axes: right, down, away."""
    world = np.zeros((1, LANDMARK_COUNT, 3))
    world[0, L.NOSE], world[0, L.RIGHT_HIP], world[0, L.LEFT_ANKLE] = forward, right, (0, 1, 0)
    view = View("side", yaw_deg, "left", facing, 1.0)
    told = replace(analysis.landmarks, world_m=world)
    turned = facing_forward(told, replace(make_result(), view=view))[0]
    np.testing.assert_allclose(turned[L.NOSE], (1, 0, 0))
    np.testing.assert_allclose(turned[L.RIGHT_HIP], (0, 0, 1))
    np.testing.assert_allclose(turned[L.LEFT_ANKLE], (0, -1, 0))


def test_openpose_comes_back_as_it_was(
    analysis: formcheck.Analysis, written: dict[str, Path]
) -> None:
    told, back = analysis.landmarks, read(written["openpose"])
    both = [NAMES.index(name) for name in ("Nose", "REar", "LElbow", "RWrist", "LHip", "LBigToe")]
    np.testing.assert_allclose(back.xy_px[:, both], told.xy_px[:, both], atol=1e-3)
    np.testing.assert_allclose(back.visibility[:, both], told.visibility[:, both], atol=1e-3)
    assert np.isnan(back.world_m).all()
    assert np.isnan(back.depth_px).all()


def test_openpose_is_body_25_with_zeros_where_nothing_is(
    analysis: formcheck.Analysis, tmp_path: Path
) -> None:
    told = missing(analysis.landmarks, slice(2, 3), *L)
    write = writer_for(tmp_path / "set", "openpose").write
    assert write is not None
    assert "15" in write(tmp_path / "set", told, analysis.result)
    files = sorted((tmp_path / "set").iterdir())
    assert [each.name for each in files[:2]] == [
        "set_000000000000_keypoints.json", "set_000000000001_keypoints.json",
    ]  # fmt: skip
    people = [json.loads(each.read_text())["people"] for each in files]
    assert len(files) == len(told.times_s)
    assert people[2] == []
    numbers = np.array(people[0][0]["pose_keypoints_2d"]).reshape(25, 3)
    shoulders = told.xy_px[0, [L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(axis=0)
    np.testing.assert_allclose(numbers[1, :2], shoulders, atol=1e-3)
    seen = told.visibility[0, [L.LEFT_SHOULDER, L.RIGHT_SHOULDER]]
    assert numbers[1, 2] == pytest.approx(seen.min(), abs=1e-3) != pytest.approx(seen.max())
    assert numbers[20].tolist() == [0.0, 0.0, 0.0]


def test_mot_holds_the_angles_in_degrees(
    analysis: formcheck.Analysis, written: dict[str, Path]
) -> None:
    head, _, body = written["mot"].read_text().partition("endheader\n")
    assert "inDegrees=yes" in head.split("\n")
    names, *rows = body.rstrip("\n").split("\n")
    table = np.array([[float(cell) for cell in row.split("\t")] for row in rows])
    assert f"nRows={len(rows)}" in head
    assert f"nColumns={table.shape[1]}" in head
    assert names.split("\t")[:2] == ["time", "trunk_inclination"]
    for name in ("elbow_flexion_right_deg", "trunk_inclination_deg", "back_curvature_deg"):
        column = table[:, 1 + ANGLES.index(name)]
        np.testing.assert_allclose(column, analysis.result.columns[name], atol=1e-4)
        assert not np.isnan(column).all()


def test_c3d_is_read_by_c3d(analysis: formcheck.Analysis, tmp_path: Path) -> None:
    c3d = pytest.importorskip("c3d", reason="comes with formcheck[c3d]")
    told = missing(analysis.landmarks, slice(3, 9), L.NOSE)
    write = writer_for(tmp_path / "set.c3d", None).write
    assert write is not None
    write(tmp_path / "set.c3d", told, analysis.result)
    with (tmp_path / "set.c3d").open("rb") as file:
        with warnings.catch_warnings():
            # That it has no analog data and no descriptions of its points.
            warnings.simplefilter("ignore")
            reader = c3d.Reader(file)
        points = np.array([points for _, points, _ in reader.read_frames()])
    assert reader.point_rate == pytest.approx(15.0, abs=0.01)
    assert [label.strip() for label in reader.point_labels] == list(NAMES)
    assert reader.get("POINT:UNITS").string_value.strip() == "m"
    np.testing.assert_array_equal(np.flatnonzero(points[:, L.NOSE, 3] == -1.0), range(3, 9))
    known = np.isfinite(told.world_m).all(axis=-1)
    expected = (told.world_m * (1.0, -1.0, -1.0))[known]
    np.testing.assert_allclose(points[..., :3][known], expected, atol=1e-6)


def test_c3d_is_read_by_ezc3d(analysis: formcheck.Analysis, tmp_path: Path) -> None:
    pytest.importorskip("c3d", reason="comes with formcheck[c3d]")
    ezc3d = pytest.importorskip("ezc3d", reason="what OpenSim reads C3D with; in no extra")
    analysis.export(tmp_path / "set.c3d")
    points = ezc3d.c3d(str(tmp_path / "set.c3d"))["data"]["points"][:3].transpose(2, 1, 0)
    expected = analysis.landmarks.world_m * (1.0, -1.0, -1.0)
    np.testing.assert_allclose(points, expected, atol=1e-6)


def test_without_c3d_one_sentence_says_what_to_install(
    analysis: formcheck.Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "c3d", None)
    with pytest.raises(MissingPackageError, match=r"formcheck\[c3d\]"):
        analysis.export(tmp_path / "set.c3d")
    assert not list(tmp_path.iterdir())


def test_even_times_are_left_as_they_are() -> None:
    times = np.round(np.arange(50) / 29.97, 3)
    values = np.random.default_rng(1).normal(size=(50, 3, 2))
    even = evenly(times, values)
    assert even.rate_hz == pytest.approx(29.97, abs=0.01)
    assert even.values is values
    assert even.remark == ""


def test_a_frame_an_hour_is_a_rate_too() -> None:
    for times_s in (np.arange(5) * 3600.0, np.array([0.0, 1.0, 1.5, 2.0]) * 3600.0):
        even = evenly(times_s, np.ones((len(times_s), 1)))
        assert 0.0 < even.rate_hz < 0.001
        assert np.isfinite(even.times_s).all()
        assert len(even.times_s) == 5


def test_uneven_times_are_resampled_and_long_gaps_stay_missing() -> None:
    times = np.delete(np.arange(90) / 30.0, [10, *range(40, 60)])
    values = np.stack([3.0 * times, np.full(len(times), np.nan)], axis=1)
    even = evenly(times, values)
    assert "30 a second" in even.remark
    np.testing.assert_allclose(even.times_s, np.arange(90) / 30.0)
    gone = np.isnan(even.values[:, 0])
    np.testing.assert_array_equal(np.flatnonzero(gone), range(40, 60))
    np.testing.assert_allclose(even.values[~gone, 0], 3.0 * even.times_s[~gone], atol=1e-9)
    assert np.isnan(even.values[:, 1]).all()


def test_what_has_no_rate_is_refused() -> None:
    with pytest.raises(OutputError, match="frame rate"):
        evenly(np.zeros(1), np.zeros((1, 1)))
    with pytest.raises(OutputError, match="frames"):
        evenly(np.array([0.0, 0.001, 0.002, 1e6]), np.zeros((4, 1)))


def test_poses_without_depth_are_not_written_in_space(
    analysis: formcheck.Analysis, tmp_path: Path
) -> None:
    flat = replace(analysis.landmarks, world_m=np.full_like(analysis.landmarks.world_m, math.nan))
    write = writer_for(tmp_path / "set.trc", None).write
    assert write is not None
    with pytest.raises(OutputError, match="only in the picture"):
        write(tmp_path / "set.trc", flat, analysis.result)


def test_the_name_tells_the_format_or_it_has_to_be_said(tmp_path: Path) -> None:
    assert writer_for(tmp_path / "a.C3D", None).name == "c3d"
    assert writer_for(tmp_path / "a.txt", "trc").name == "trc"
    assert set(WRITTEN) == {"trc", "mot", "c3d", "openpose"}
    assert len({each.name for each in FORMATS}) == len(FORMATS)
    with pytest.raises(UsageError, match="--to"):
        writer_for(tmp_path / "a.txt", None)
    with pytest.raises(UsageError, match="Known"):
        writer_for(tmp_path / "a.trc", "movement")


def test_openpose_never_mixes_with_what_is_there(
    analysis: formcheck.Analysis, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="new folder"):
        analysis.export(tmp_path, "openpose")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["trc", "mot"])
def test_a_name_with_line_breaks_breaks_no_header(
    name: str, analysis: formcheck.Analysis, written: dict[str, Path], tmp_path: Path
) -> None:
    analysis.export(tmp_path / f"a\n\tb.{name}")
    lines = (tmp_path / f"a\n\tb.{name}").read_text("utf-8").split("\n")
    assert lines[1:] == written[name].read_text("utf-8").split("\n")[1:]
    assert "a b" in lines[0]


def test_a_folder_that_cannot_be_finished_is_not_there(
    analysis: formcheck.Analysis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OutputError, match="too long"):
        analysis.export(tmp_path / ("y" * 250), "openpose")
    assert list(tmp_path.iterdir()) == []
    before = Path.write_text

    def full(self: Path, *rest: Any, **words: Any) -> int:
        if "_000000000003_" in self.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        return before(self, *rest, **words)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OutputError, match="No space left"):
        analysis.export(tmp_path / "poses", "openpose")
    assert list(tmp_path.iterdir()) == []
