"""The Python interface says what the command line says, and says why where it says nothing."""

from __future__ import annotations

import copy
import gc
import io
import json
import math
import pickle
import subprocess
import sys
import tempfile
import threading
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

import formcheck
from formcheck import api, errors, run
from formcheck.analysis import Poses
from formcheck.assets import sample_path
from formcheck.cli.main import main
from formcheck.config import Config, FlagOptions
from formcheck.config_file import read_foreign
from formcheck.measures.registry import MEASURES
from formcheck.pose import default_estimator
from formcheck.recording.header import bearing
from formcheck.report import csv_report, json_report, rep_csv
from formcheck.report.about import About
from formcheck.sources.video_file import VideoFile
from support.clipmaker import make_clip
from support.replay import ReplayEstimator

CHECKOUT = Path(__file__).parents[2]
PROJECT = CHECKOUT / "pyproject.toml"
STRICT = {"flags": {"rounding_warn_deg": 8, "rounding_alert_deg": 60}}


def same(one: formcheck.Analysis, other: formcheck.Analysis) -> bool:
    """Whether two analyses hold the same numbers, to the last bit, and the same settings."""
    first, second = one.result, other.result
    tables = ("columns", "qualities", "stds", "whys")
    for name in tables:
        for measure, values in getattr(first, name).items():
            np.testing.assert_array_equal(values, getattr(second, name)[measure])
    np.testing.assert_array_equal(first.times_s, second.times_s)
    made = [repr(replace(each.provenance, created="")) for each in (one, other)]
    assert made[0] == made[1]
    parts = ("reps", "flags", "holds", "sets", "exercise", "view", "phases", "reasons", "missing")
    return all(repr(getattr(first, part)) == repr(getattr(second, part)) for part in parts)


def printed(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_it_says_what_analyze_says(
    analysis: formcheck.Analysis, clip: Path, tmp_path: Path
) -> None:
    report, recording = tmp_path / "set.json", tmp_path / "set.fcrec"
    options = ["--quiet", "--json", str(report), "--record", str(recording)]
    assert main(["analyze", str(clip), *options]) == 0
    assert analysis.to_dict() == printed(report)
    assert same(formcheck.open(recording), analysis)
    assert analysis.to_dict()["flags"] != []


def test_without_a_recording_analyze_says_nearly_the_same(
    analysis: formcheck.Analysis, clip: Path, tmp_path: Path
) -> None:
    assert main(["analyze", str(clip), "--quiet", "--json", str(tmp_path / "a.json")]) == 0
    told, here = printed(tmp_path / "a.json"), analysis.to_dict()
    assert [rep["flags"] for rep in told["reps"]] == [rep["flags"] for rep in here["reps"]]
    for one, other in zip(told["reps"], here["reps"], strict=True):
        assert one["start_s"] == pytest.approx(other["start_s"], abs=0.02)


def test_saved_and_opened_it_is_the_same(analysis: formcheck.Analysis, folder: Path) -> None:
    opened = formcheck.open("set.fcrec")
    assert same(opened, analysis)
    assert opened.provenance.created == analysis.provenance.created
    np.testing.assert_array_equal(opened.landmarks.xy_px, analysis.landmarks.xy_px)
    assert opened.result.source.path == "set.fcrec"


def test_rescored_it_says_what_rescore_says(analysis: formcheck.Analysis, folder: Path) -> None:
    Path("strict.toml").write_text("[flags]\nrounding_warn_deg = 8\nrounding_alert_deg = 60\n")
    options = ["--write", "--quiet", "--config", "strict.toml"]
    assert main(["rescore", "set.fcrec", *options]) == 0
    told = printed(Path("set.json"))
    assert formcheck.rescore("set.fcrec", "strict.toml").to_dict() == told
    again = formcheck.rescore(analysis, STRICT)
    assert again.result.source == analysis.result.source
    assert again.to_dict() | {"source": 0} == told | {"source": 0}
    assert again.to_dict()["flags"] != analysis.to_dict()["flags"]
    # Opened, a recording is judged by its own settings, also those it was judged again with.
    again.save("again.fcrec")
    assert same(formcheck.open("again.fcrec"), again)


def test_settings_are_taken_in_any_form(tmp_path: Path) -> None:
    flags = FlagOptions(rounding_warn_deg=8.0, rounding_alert_deg=60.0)
    path = tmp_path / "strict.toml"
    path.write_text("[flags]\nrounding_warn_deg = 8\nrounding_alert_deg = 60\n")
    swept = {"rounding_warn_deg": np.int64(8), "rounding_alert_deg": np.float32(60.0)}
    for form in (
        Config(flags=flags), STRICT, path, str(path), {"flags": swept},
        MappingProxyType({"flags": MappingProxyType(swept)}),
    ):  # fmt: skip
        assert api._settings(form) == Config(flags=flags)  # type: ignore[arg-type]
        json.dumps(bearing(api._settings(form)))  # type: ignore[arg-type]
    assert api._settings(None) == Config()


def test_settings_of_another_version_have_their_defaults() -> None:
    odd = {"flags": {"drop_s": "soon", "gone": 1, "hold_s": 0.5}, "no_section": {"a": 1}, "reps": 3}
    assert read_foreign(odd) == Config(flags=FlagOptions(hold_s=0.5))


def test_tables_have_the_cells_of_the_csv_files(analysis: formcheck.Analysis) -> None:
    pandas = pytest.importorskip("pandas")
    said = About("set.mp4")
    for table, text in (
        (analysis.frames(), csv_report.dumps(analysis.result, said)),
        (analysis.reps(), rep_csv.dumps(analysis.result, said)),
    ):
        written = pandas.read_csv(io.StringIO(text), keep_default_na=False, na_values={})
        assert list(table.columns) == list(written.columns)
        assert len(table) == len(written) > 0
        for name in table.columns:
            if table[name].dtype == "float64":
                cells = pandas.to_numeric(written[name].replace("", math.nan))
                np.testing.assert_allclose(table[name], cells.astype(float), atol=5.1e-5)
            else:
                cells = ["" if value is pandas.NA else value for value in table[name].tolist()]
                assert [str(value).lower() for value in cells] == [
                    str(value).lower() for value in written[name]
                ], name


def test_a_value_is_missing_exactly_where_there_is_a_reason(analysis: formcheck.Analysis) -> None:
    pytest.importorskip("pandas")
    table = analysis.frames()
    for name in MEASURES:
        assert (table[name].isna() == (table[f"{name}_reason"] != "")).all(), name
    assert table["back_curvature_deg"].notna().any()


@pytest.mark.parametrize("what", ["flags", "sets", "holds"])
def test_lists_have_the_fields_of_the_json_report(analysis: formcheck.Analysis, what: str) -> None:
    pandas = pytest.importorskip("pandas")
    table, told = getattr(analysis, what)(), analysis.to_dict()[what]
    assert len(table) == len(told)
    for row, fields in zip(table.to_dict("records"), told, strict=True):
        for name, value in row.items():
            known = fields.get(name)
            assert pandas.isna(value) if known is None else value == known, name


def test_a_recording_without_reps_has_typed_columns(analysis: formcheck.Analysis) -> None:
    pytest.importorskip("pandas")
    nothing = replace(analysis.result, reps=(), flags=(), sets=())
    empty = formcheck.Analysis(nothing, analysis.provenance, (), analysis.poses)
    for what in ("reps", "flags", "sets", "frames"):
        full, none = getattr(analysis, what)(), getattr(empty, what)()
        assert full.dtypes.to_dict() == none.dtypes.to_dict()
    assert empty.frames()["rep"].isna().all()
    pytest.importorskip("matplotlib")
    assert len(empty.plot().axes) == 4


def test_the_dataset_names_dimensions_units_and_where_it_comes_from(
    analysis: formcheck.Analysis,
) -> None:
    pytest.importorskip("xarray")
    data = analysis.to_xarray()
    count = len(analysis.result.times_s)
    assert dict(data.sizes) == {"time": count, "measure": len(MEASURES)}
    assert set(data.data_vars) == {"value", "std", "quality", "reason"}
    assert data["time"].attrs["units"] == "s"
    assert data["quality"].attrs["units"] == "1"
    units = dict(zip(data["measure"].values.tolist(), data["unit"].values.tolist(), strict=True))
    assert units == {name: spec.unit for name, spec in MEASURES.items()}
    assert data.attrs["formcheck"] == formcheck.__version__
    assert json.loads(data.attrs["settings"]) == analysis.provenance.config
    for name in ("back_curvature_deg", "hand_up_pct"):
        one = data.sel(measure=name)
        np.testing.assert_array_equal(one["value"], analysis.result.columns[name])
        assert (np.isnan(one["value"]) == (one["reason"] != "")).all()
    assert np.isnan(data.sel(measure="hand_up_pct")["std"]).all()


def test_landmarks_are_arrays_with_a_reason_where_there_are_none(
    analysis: formcheck.Analysis,
) -> None:
    points = analysis.landmarks
    count = len(analysis.result.times_s)
    assert points.xy_px.shape == (count, 33, 2)
    assert points.world_m.shape == (count, 33, 3)
    assert points.depth_px.shape == points.visibility.shape == (count, 33)
    np.testing.assert_array_equal(points.times_s, analysis.result.times_s)
    absent = np.array([reason != "" for reason in points.reasons])
    np.testing.assert_array_equal(np.isnan(points.xy_px).all(axis=(1, 2)), absent)
    assert points.names[13] == "left_elbow"
    for array in (points.times_s, points.xy_px, points.visibility):
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0.0


def test_the_figure_belongs_to_no_window(analysis: formcheck.Analysis) -> None:
    figures = pytest.importorskip("matplotlib.figure")
    drawn = analysis.plot(["elbow_flexion_deg", "view_yaw_deg"])
    assert isinstance(drawn, figures.Figure)
    assert [axes.get_ylabel() for axes in drawn.axes] == ["Elbow flexion\n(°)", "Camera yaw\n(°)"]
    assert "matplotlib.pyplot" not in sys.modules or drawn.canvas.manager is None
    with pytest.raises(errors.UsageError, match="no measure named 'elbow'"):
        analysis.plot(["elbow"])
    assert len(analysis.plot("elbow_flexion_deg").axes) == 1
    with pytest.raises(errors.UsageError, match="no measure named 'elbow'"):
        analysis.plot("elbow")


@pytest.mark.parametrize(
    ("kind", "words", "doing"),
    [
        (errors.SourceOpenError, "does not exist", lambda: formcheck.analyze("gone.mp4")),
        (errors.SourceOpenError, "text.mp4", lambda: formcheck.analyze("text.mp4")),
        (errors.SourceOpenError, "not a FormCheck recording", lambda: formcheck.open("set.mp4")),
        (errors.SourceOpenError, "gone.fcrec", lambda: formcheck.open("gone.fcrec")),
        (errors.SourceOpenError, "no name", lambda: formcheck.open("a\0.fcrec")),
        (errors.SourceOpenError, "gone.fcrec", lambda: formcheck.rescore("gone.fcrec")),
        (errors.UsageError, "stream", lambda: formcheck.analyze("http://localhost/video")),
        (errors.UnknownExerciseError, "ow", lambda: formcheck.analyze("set.mp4", exercise="ow")),
        (errors.UnknownExerciseError, "ow", lambda: formcheck.rescore("a.fcrec", exercise="ow")),
        (errors.ConfigError, "flag", lambda: formcheck.analyze("set.mp4", config={"flag": {}})),
        (errors.ConfigError, "no.toml", lambda: formcheck.analyze("set.mp4", config="no.toml")),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_error(
    folder: Path, kind: type[Exception], words: str, doing: Any
) -> None:
    Path("text.mp4").write_text("no video")
    with pytest.raises(kind, match=words) as caught:
        doing()
    assert isinstance(caught.value, formcheck.FormCheckError)
    assert "\n" not in str(caught.value)


def test_a_clip_without_anybody_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "default_estimator", lambda config: lambda: ReplayEstimator(()))
    with pytest.raises(errors.NobodyFoundError, match=r"set\.mp4"):
        formcheck.analyze("set.mp4")


def test_a_file_is_never_replaced(analysis: formcheck.Analysis, folder: Path) -> None:
    before = Path("set.fcrec").read_bytes()
    for name in ("set.fcrec", "set.mp4"):
        with pytest.raises(errors.OutputError, match="exists already"):
            analysis.save(name)
    assert Path("set.fcrec").read_bytes() == before
    with pytest.raises(errors.OutputError, match="cannot be written"):
        analysis.save("no/folder/set.fcrec")


@pytest.mark.parametrize(
    ("package", "extra", "method"),
    [
        ("pandas", "pandas", "reps"),
        ("pandas", "pandas", "flags"),
        ("pandas", "pandas", "frames"),
        ("xarray", "xarray", "to_xarray"),
        ("matplotlib.figure", "plot", "plot"),
    ],
)
def test_an_extra_that_is_missing_is_named(
    analysis: formcheck.Analysis, monkeypatch: pytest.MonkeyPatch, package: str, extra: str,
    method: str,
) -> None:  # fmt: skip
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(errors.MissingPackageError) as caught:
        getattr(analysis, method)()
    assert f'pip install "formcheck[{extra}]"' in str(caught.value)
    offered = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["optional-dependencies"]
    assert offered[extra][0].startswith(package.partition(".")[0])


def test_progress_rises_to_the_end_and_may_end_it(clip: Path) -> None:
    class EnoughError(Exception):
        pass

    shares: list[float] = []

    def until_a_tenth(share: float) -> None:
        shares.append(share)
        if share > 0.1:
            raise EnoughError

    before = threading.active_count()
    with pytest.raises(EnoughError):
        formcheck.analyze(clip, progress=until_a_tenth)
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] < 0.2
    assert threading.active_count() == before


def test_poses_go_with_the_analysis() -> None:
    poses = Poses.temporary()
    folder = poses.path.parent
    assert folder.is_dir()
    del poses
    gc.collect()
    assert not folder.exists()


def test_an_analysis_is_not_pickled_without_its_landmarks(
    analysis: formcheck.Analysis, folder: Path
) -> None:
    with pytest.raises(TypeError, match="save it"):
        pickle.dumps(analysis)
    assert copy.deepcopy(analysis).landmarks.xy_px.shape == analysis.landmarks.xy_px.shape
    opened = pickle.loads(pickle.dumps(formcheck.open("set.fcrec")))
    assert same(opened, analysis)
    assert opened.landmarks.names == analysis.landmarks.names


def test_without_a_temporary_folder_it_is_one_error(
    clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(errors.OutputError, match="gone"):
        formcheck.analyze(clip)


@pytest.mark.slow
def test_with_the_pose_model_two_at_once_say_what_analyze_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real model, on the first three seconds of the sample."""
    monkeypatch.setattr(run, "default_estimator", default_estimator)
    with VideoFile(sample_path()) as source:
        frames = [frame for frame, _ in zip(source, range(90), strict=False)]
    path = make_clip(
        tmp_path / "a.mp4", [each.image for each in frames], times_s=[f.time_s for f in frames]
    )
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(formcheck.analyze, [path, path])
    code = main(["analyze", str(path), "--quiet", "--json", str(tmp_path / "a.json"), "--record",
                 str(tmp_path / "a.fcrec")])  # fmt: skip
    assert code == 0
    assert one.to_dict() == other.to_dict() == printed(tmp_path / "a.json")
    assert json_report.to_dict(one.result)["detection_fraction"] == 1.0
    np.testing.assert_array_equal(one.landmarks.world_m, other.landmarks.world_m)


def test_to_import_it_costs_nothing() -> None:
    code = (
        "import sys, formcheck; heavy = {'numpy', 'cv2', 'scipy', 'click', 'typing'};"
        "assert not heavy & set(sys.modules) - set(sys.argv[1].split()), heavy & set(sys.modules);"
        "assert {'analyze', 'open', 'rescore', 'Analysis'} <= set(dir(formcheck));"
        "from formcheck import Config; assert Config; assert 'numpy' not in sys.modules;"
        "import formcheck.api; assert 'pandas' not in sys.modules;"
        "assert 'matplotlib' not in sys.modules and 'mediapipe' not in sys.modules"
    )
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(' '.join(sys.modules))"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    # In the checkout: there need not be an installed one.
    subprocess.run([sys.executable, "-c", code, bare.stdout], cwd=CHECKOUT, check=True)


def test_what_there_is_not_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'analyse'"):
        _ = formcheck.analyse  # type: ignore[attr-defined]
