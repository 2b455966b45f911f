"""Poses of other programs as a source: what the engine makes of them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import formcheck
from formcheck.config import Config
from formcheck.errors import MissingPackageError, SourceOpenError
from formcheck.formats import reader_of
from formcheck.formats.base import Imported
from formcheck.formats.points import NAMES, imported
from formcheck.recording.clip import open_clip
from formcheck.recording.source import ImportedSource, RecordedEstimator, open_source
from formcheck.skeleton import LANDMARK_COUNT
from formcheck.skeleton import Landmark as L
from formcheck.types import REASONS, Landmarks, Reason
from support.record_golden import load
from support.recordings import record

HALPE_26 = (
    "Hip", "RHip", "RKnee", "RAnkle", "RBigToe", "RSmallToe", "RHeel", "LHip", "LKnee", "LAnkle",
    "LBigToe", "LSmallToe", "LHeel", "Neck", "Head", "Nose", "RShoulder", "RElbow", "RWrist",
    "LShoulder", "LElbow", "LWrist",
)  # fmt: skip
"""What Sports2D tracks, in its order: no ears, no eyes."""


def read(path: Path, rate_hz: float | None = None) -> Imported:
    form = reader_of(path)
    assert form is not None
    assert form.read is not None
    return form.read(path, rate_hz)


def analysed(path: Path, rate_hz: float | None = None) -> formcheck.Analysis:
    return formcheck.analyze(path, exercise="bent_over_row", config=Config(), rate_hz=rate_hz)


def counted(analysis: formcheck.Analysis) -> list[float]:
    return [rep.peak_s for rep in analysis.result.reps]


def as_sports2d(path: Path, landmarks: Landmarks, *, metres: bool) -> Path:
    """Write a TRC file as Sports2D does: metres by its header, z the same for good."""
    xy = landmarks.xy_px
    points = np.full((len(xy), len(HALPE_26), 3), 0.0)
    for place, name in enumerate(HALPE_26):
        if name in NAMES:
            points[:, place, :2] = xy[:, NAMES.index(name)]
            points[:, place, 2] = 0.1 * (-1.0 if name.startswith("L") else 1.0) if metres else 0.0
    if metres:
        points[..., :2] = (points[..., :2] - (400.0, 500.0)) * (0.004, -0.004)
    rate, count = 15, len(xy)
    names = "\t\t\t".join(HALPE_26)
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame"
        "\tOrigNumFrames",
        f"{rate}\t{rate}\t{count}\t{len(HALPE_26)}\tm\t{rate}\t0\t{count}",
        f"Frame#\tTime\t{names}\t\t\t",
        "\t\t" + "\t".join(f"X{n}\tY{n}\tZ{n}" for n in range(1, len(HALPE_26) + 1)),
    ]
    for number, (time_s, row) in enumerate(zip(landmarks.times_s, points, strict=True)):
        lines.append("\t".join(map(str, [number, time_s, *row.ravel().tolist()])))
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture(scope="session")
def without_outline(tmp_path_factory: pytest.TempPathFactory) -> formcheck.Analysis:
    """Return what the engine makes of the same poses when only their outline is taken away."""
    frames = [
        (time_s, None if pose is None else replace(pose, mask=None))
        for time_s, pose in load("row-rounding")
    ]
    path = tmp_path_factory.mktemp("bare") / "set.fcrec"
    record(path, frames, exercise="bent_over_row")
    return formcheck.open(path)


@pytest.mark.parametrize(
    ("name", "most_deg"),
    [("trc", 6.0), ("openpose", 0.01)],
)
def test_it_is_counted_and_measured_as_the_recording_is(
    name: str,
    most_deg: float,
    analysis: formcheck.Analysis,
    without_outline: formcheck.Analysis,
    written: dict[str, Path],
) -> None:
    """Of TRC the landmarks in space make the picture, which the pose model places otherwise."""
    found = analysed(written[name], 15.0)
    assert len(counted(found)) == len(counted(analysis)) == 5
    np.testing.assert_allclose(counted(found), counted(without_outline), atol=0.4)
    for measure in ("elbow_flexion_right_deg", "trunk_inclination_deg"):
        angle = found.result.columns[measure]
        off = np.abs(angle - without_outline.result.columns[measure])
        assert np.isfinite(off).mean() > 0.9
        assert np.nanmedian(off) < most_deg, measure


@pytest.mark.parametrize("name", ["trc", "openpose"])
def test_what_needs_an_outline_is_missing_with_its_reason(
    name: str, written: dict[str, Path]
) -> None:
    found = analysed(written[name], 15.0).result
    assert np.isnan(found.columns["back_curvature_deg"]).all()
    whys = {REASONS[code] for code in found.whys["back_curvature_deg"]}
    assert whys == {Reason.NO_OUTLINE}
    assert found.view.kind == "side"
    assert (found.view.facing, found.view.near_side) == ("right", "right")


@pytest.mark.parametrize("metres", [False, True], ids=["pixels", "metres"])
def test_sports2d_is_read_though_it_calls_pixels_metres(
    metres: bool, analysis: formcheck.Analysis, tmp_path: Path
) -> None:
    path = as_sports2d(tmp_path / "set.trc", analysis.landmarks, metres=metres)
    back = read(path).landmarks
    assert np.isnan(back.world_m).all(), "one z for good is no depth"
    found = analysed(path)
    assert len(counted(found)) == 5
    assert (found.result.view.facing, found.result.view.near_side) == ("right", "right")


def test_a_lifter_in_metres_stands_upright_in_the_picture(written: dict[str, Path]) -> None:
    xy = read(written["trc"]).landmarks.xy_px
    assert (xy[:, L.NOSE, 1] < xy[:, L.LEFT_HIP, 1]).all()
    assert (xy[:, L.LEFT_HIP, 1] < xy[:, L.LEFT_ANKLE, 1]).all()
    assert np.nanmin(xy) >= 0.0


def test_it_is_opened_by_the_opener_of_recordings(written: dict[str, Path]) -> None:
    with open_source(written["trc"]) as source:
        assert isinstance(source, ImportedSource)
        estimator = RecordedEstimator()
        poses = [estimator.estimate(frame) for frame in source]
    assert all(pose is not None and pose.mask is None for pose in poses)
    clip = open_clip(written["openpose"])
    assert len(clip.times_s) == len(poses)
    clip.close()


def test_a_recording_of_it_names_no_pose_model(written: dict[str, Path], tmp_path: Path) -> None:
    found = analysed(written["trc"])
    assert found.provenance.model == "imported from trc"
    assert found.provenance.model_sha256 == ""
    found.save(tmp_path / "again.fcrec")
    assert len(counted(formcheck.open(tmp_path / "again.fcrec"))) == 5


def test_names_are_known_in_many_spellings() -> None:
    for spelling in ("RShoulder", "right_shoulder", "Right Shoulder", "shoulder_r", "rshoulder",
                     "shoulder-right", "R.Shoulder"):  # fmt: skip
        names = [spelling, "RElbow", "hand_r", "right_hip", "thing"]
        points = np.random.default_rng(2).uniform(0.0, 400.0, (4, 5, 2))
        back = imported(Path("x.trc"), np.arange(4.0), names, points).landmarks
        np.testing.assert_array_equal(back.xy_px[:, L.RIGHT_SHOULDER], points[:, 0])
        np.testing.assert_array_equal(back.xy_px[:, L.RIGHT_WRIST], points[:, 2])


def test_every_marker_we_write_is_the_landmark_it_was() -> None:
    points = np.random.default_rng(3).uniform(0.0, 400.0, (2, LANDMARK_COUNT, 2))
    back = imported(Path("x.trc"), np.arange(2.0), NAMES, points).landmarks
    np.testing.assert_array_equal(back.xy_px, points)


def test_a_hidden_hip_lies_where_its_twin_is_and_is_not_seen() -> None:
    points = np.random.default_rng(4).uniform(0.0, 400.0, (2, LANDMARK_COUNT, 2))
    points[1, [L.LEFT_HIP, L.LEFT_WRIST]] = np.nan
    back = imported(Path("x.trc"), np.arange(2.0), NAMES, points).landmarks
    np.testing.assert_array_equal(back.xy_px[1, L.LEFT_HIP], points[1, L.RIGHT_HIP])
    assert back.visibility[1, L.LEFT_HIP] == 0.0
    assert np.isnan(back.xy_px[1, L.LEFT_WRIST]).all()


def folder_of(path: Path, frames: dict[int, list[np.ndarray]]) -> Path:
    """Write OpenPose JSON: for each frame number the people in it."""
    path.mkdir()
    for number, people in frames.items():
        told = [{"pose_keypoints_2d": person.ravel().tolist()} for person in people]
        name = path / f"clip_{number:012d}_keypoints.json"
        name.write_text(json.dumps({"version": 1.3, "people": told}))
    return path


def somebody(x: float, height: float, count: int = 25) -> np.ndarray:
    person = np.full((count, 3), 0.9)
    person[:, 0] = x
    person[:, 1] = np.linspace(100.0, 100.0 + height, count)
    return person


def test_of_several_people_the_largest_is_followed(tmp_path: Path) -> None:
    lifter = [somebody(300.0 + 2.0 * k, 400.0) for k in range(4)]
    # Someone who comes nearer and looks larger is somebody else still.
    other = [somebody(900.0, 200.0 + 300.0 * k) for k in range(4)]
    frames = {k: [lifter[k], other[k]][:: 1 if k % 2 else -1] for k in range(4)}
    back = read(folder_of(tmp_path / "p", frames)).landmarks
    np.testing.assert_allclose(back.xy_px[:, L.NOSE, 0], [300.0, 302.0, 304.0, 306.0])


def test_frames_without_anybody_or_without_a_file_keep_their_time(tmp_path: Path) -> None:
    frames = {k: [somebody(300.0, 400.0)] for k in (7, 8, 11)} | {9: []}
    back = read(folder_of(tmp_path / "p", frames), 20.0).landmarks
    np.testing.assert_allclose(back.times_s, [0.0, 0.05, 0.1, 0.2])
    assert back.reasons == ("", "", "nobody", "")


def test_the_18_points_of_coco_are_read(tmp_path: Path) -> None:
    person = somebody(300.0, 400.0, 18)
    person[4, :2] = 321.0, 234.0
    back = read(folder_of(tmp_path / "p", {k: [person] for k in range(3)})).landmarks
    np.testing.assert_allclose(back.xy_px[0, L.RIGHT_WRIST], (321.0, 234.0))
    assert np.isnan(back.xy_px[:, L.LEFT_HEEL]).all()


def test_a_folder_of_pictures_has_a_rate_too(tmp_path: Path) -> None:
    import cv2

    for number in range(3):
        cv2.imwrite(str(tmp_path / f"{number}.png"), np.zeros((32, 32, 3), np.uint8))
    with open_source(tmp_path, rate_hz=10.0) as source:
        assert [frame.time_s for frame in source] == [0.0, 0.1, 0.2]


def data_set(path: Path, landmarks: Landmarks, *, space: str = "xy", unit: str = "seconds") -> Path:
    """Write a data set as movement does: two individuals, the first of whom is hardly seen."""
    h5py = pytest.importorskip("h5py", reason="comes with formcheck[netcdf]")
    xy = landmarks.xy_px[:, :, : len(space)]
    if len(space) > 2:
        xy = np.concatenate([xy, xy[..., :1]], axis=-1)
    position = np.full((len(xy), len(space), LANDMARK_COUNT, 2), np.nan)
    position[..., 1] = xy.transpose(0, 2, 1)
    confidence = np.full((len(xy), LANDMARK_COUNT, 2), np.nan)
    confidence[..., 1] = landmarks.visibility
    with h5py.File(path, "w") as file:
        file.attrs["time_unit"] = unit
        file["time"] = landmarks.times_s if unit == "seconds" else np.arange(len(xy))
        file["position"], file["confidence"] = position, confidence
        for axis, names in (
            ("space", space),
            ("individuals", "ab"),
            ("keypoints", landmarks.names),
        ):
            file.create_dataset(axis, data=list(names), dtype=h5py.string_dtype())
    return path


def test_a_data_set_of_movement_is_read(analysis: formcheck.Analysis, tmp_path: Path) -> None:
    told = analysis.landmarks
    path = data_set(tmp_path / "set.nc", told)
    back = read(path).landmarks
    np.testing.assert_allclose(back.xy_px, told.xy_px)
    np.testing.assert_allclose(back.visibility, told.visibility)
    np.testing.assert_allclose(back.times_s, told.times_s - told.times_s[0])
    assert len(counted(analysed(path))) == 5


def test_a_data_set_in_frames_needs_a_rate(analysis: formcheck.Analysis, tmp_path: Path) -> None:
    path = data_set(tmp_path / "set.nc", analysis.landmarks, unit="frames")
    with pytest.raises(SourceOpenError, match="--rate"):
        read(path)
    assert read(path, 15.0).landmarks.times_s[1] == pytest.approx(1 / 15)


def test_a_data_set_in_space_is_refused(analysis: formcheck.Analysis, tmp_path: Path) -> None:
    path = data_set(tmp_path / "set.nc", analysis.landmarks, space="xyz")
    with pytest.raises(SourceOpenError, match="x, y, z"):
        read(path)


def test_without_h5py_one_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "h5py", None)
    (tmp_path / "set.nc").write_bytes(b"CDF")
    with pytest.raises(MissingPackageError, match=r"formcheck\[netcdf\]"):
        open_source(tmp_path / "set.nc")


def test_a_file_cut_short_is_read_as_far_as_it_goes(
    written: dict[str, Path], tmp_path: Path
) -> None:
    text = written["trc"].read_text()
    (tmp_path / "cut.trc").write_text(text[: len(text) // 2])
    back = read(tmp_path / "cut.trc")
    assert back.truncated
    assert 100 < len(back.landmarks.times_s) < 200


def test_a_copied_folder_is_the_same(written: dict[str, Path], tmp_path: Path) -> None:
    shutil.copytree(written["openpose"], tmp_path / "copy")
    one, other = read(written["openpose"]), read(tmp_path / "copy")
    np.testing.assert_array_equal(one.landmarks.xy_px, other.landmarks.xy_px)
    assert one.size == other.size
