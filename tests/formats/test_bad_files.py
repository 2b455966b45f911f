"""Whatever is wrong with a file is one sentence, never a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.errors import SourceOpenError
from formcheck.formats import FORMATS, points
from formcheck.recording.source import open_source

HEAD = (
    "PathFileType\t4\t(X/Y/Z)\tx\nDataRate\tNumFrames\tUnits\n30\t{count}\t{unit}\n"
    "Frame#\tTime\t{names}\n\t\tX1\tY1\tZ1\n"
)
NAMES = "\t\t\t".join(("LShoulder", "LElbow", "LWrist", "LHip"))
ROW = "\t".join(f"{0.1 * n:.2f}\t{0.3 * n:.2f}\t0" for n in range(1, 5))


def trc(rows: list[str], *, unit: str = "m", names: str = NAMES) -> str:
    return HEAD.format(count=len(rows), unit=unit, names=names) + "\n".join(rows) + "\n"


GOOD = [f"{n}\t{n / 30:.4f}\t{ROW}" for n in range(1, 6)]

BAD_TRC = {
    "text": ("hello\n", "PathFileType"),
    "header alone": (trc([]), "PathFileType|whole frame"),
    "binary": ("\0\1\2PathFileType", "PathFileType"),
    "unit": (trc(GOOD, unit="furlong"), "unit"),
    "no names": (trc(GOOD, names=""), "no markers"),
    "other names": (trc(GOOD, names="\t\t\t".join("ABCD")), "shoulder"),
    "no number": (trc([*GOOD[:2], "3\t0.1\tabc" + "\t0" * 11, *GOOD[3:]]), "Line 8"),
    "times": (trc([GOOD[0], GOOD[0], GOOD[1]]), "Line 7 .* rise"),
    "time missing": (trc(["1\t\t" + ROW, *GOOD]), "rise"),
    "time huge": (trc([*GOOD, f"9\t1e8\t{ROW}"]), "cannot be"),
    "infinite": (trc([GOOD[0].replace("0.10", "inf"), *GOOD[1:]]), "no marker has"),
    "huge": (trc([GOOD[0].replace("0.10", "1e300"), *GOOD[1:]]), "no marker has"),
    "nobody": (trc([f"{n}\t{n / 30}" + "\t" * 12 for n in range(1, 6)]), "anybody"),
    "zeros": (trc([f"{n}\t{n / 30}" + "\t0" * 12 for n in range(1, 6)]), "anybody"),
    "rate": (trc([f"{n}\t{n * 1e-9}\t{ROW}" for n in range(5)]), "1e[+]09 frames a second"),
    "no rate": (trc([f"{n}\t{n * 1e-320}\t{ROW}" for n in range(5)]), "inf frames a second"),
    "commas": (trc([row.replace(".", ",") for row in GOOD]), "decimals have a point"),
    "more numbers": (trc([f"{row}\t1\t2\t3" for row in GOOD]), "Line 6 .* more numbers"),
    "one tab": (trc(GOOD, names=NAMES.replace("\t\t\t", "\t")), "more numbers"),
    "kilometres": (trc(GOOD, unit="m").replace("0.30", "99999"), "no picture|no person"),
}


def refused(path: Path, words: str) -> None:
    with pytest.raises(SourceOpenError, match=words) as caught:
        open_source(path)
    assert caught.value.exit_code == 3
    assert caught.value.hint
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("text", "words"), BAD_TRC.values(), ids=BAD_TRC.keys())
def test_a_bad_trc_file(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "bad.trc").write_text(text)
    refused(tmp_path / "bad.trc", words)


def test_the_good_one_is_good(tmp_path: Path) -> None:
    (tmp_path / "good.trc").write_text(trc(GOOD))
    with open_source(tmp_path / "good.trc") as source:
        assert len(list(source)) == 5


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00PathFileType"], ids=["empty", "no text"])
def test_no_text_at_all(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.trc").write_bytes(content)
    refused(tmp_path / "bad.trc", "bad.trc")


def test_a_marker_without_a_name_has_its_columns_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.trc").write_text(trc(GOOD))
    rows = ["\t".join([*row.split("\t")[:5], "9", "9", "9", *row.split("\t")[5:]]) for row in GOOD]
    names = NAMES.replace("LElbow", "\t\t\tLElbow")
    (tmp_path / "b.trc").write_text(trc(rows, names=names))
    one, other = (FORMATS[0].read(tmp_path / name, None) for name in ("a.trc", "b.trc"))
    np.testing.assert_array_equal(one.landmarks.xy_px, other.landmarks.xy_px)


def test_the_path_in_the_first_line_may_be_of_another_encoding(tmp_path: Path) -> None:
    text = trc(GOOD).replace("\tx\n", "\tC:\\Übung.trc\n")
    (tmp_path / "latin.trc").write_bytes(text.encode("latin-1"))
    with open_source(tmp_path / "latin.trc") as source:
        assert len(list(source)) == 5


PERSON = np.column_stack([np.full(25, 300.0), np.linspace(100, 500, 25), np.ones(25)])


def scaled(factor: float) -> str:
    numbers = (PERSON * (factor, factor, 1)).ravel().tolist()
    return json.dumps({"people": [{"pose_keypoints_2d": numbers}]})


BAD_JSON = {
    "empty": ("", "no whole file"),
    "cut": ('{"people": [{"pose_key', "no whole file"),
    "no people": ("[]", "no whole file"),
    "number": ('{"people": 3}', "no whole file"),
    "odd count": ('{"people": [{"pose_keypoints_2d": [1, 2]}]}', "no whole file"),
    "words": ('{"people": [{"pose_keypoints_2d": ["a", "b", "c"]}]}', "no whole file"),
    "deep": ("[" * 100_000, "no whole file"),
    "long number": ('{"people": [{"pose_keypoints_2d": [' + "9" * 5000 + ", 1, 1]}]}", "no whole"),
    "nobody": ('{"people": []}', "no points a person"),
    "hand": (json.dumps({"people": [{"pose_keypoints_2d": [1.0] * 63}]}), "21 points"),
    "shares": (scaled(0.001), "no pixels"),
    "huge": (scaled(1e9), "no picture"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "words"), BAD_JSON.values(), ids=BAD_JSON.keys())
def test_a_bad_file_of_openpose(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "a_000000000000_keypoints.json").write_text(text)
    refused(tmp_path, words)


@pytest.mark.parametrize("content", [b"", b"CDF\x01", b"\x89HDF\r\n\x1a\n" + b"\0" * 99])
def test_a_bad_data_set(content: bytes, tmp_path: Path) -> None:
    pytest.importorskip("h5py", reason="comes with formcheck[netcdf]")
    (tmp_path / "bad.nc").write_bytes(content)
    refused(tmp_path / "bad.nc", "movement")


@pytest.mark.parametrize("number", [10**14, 10**8])
def test_a_number_that_no_film_reaches_is_no_time(number: int, tmp_path: Path) -> None:
    for each in (0, number):
        (tmp_path / f"a_{each}_keypoints.json").write_text(scaled(1.0))
    with open_source(tmp_path) as source:
        assert source.info.duration_s == pytest.approx(1 / 30)


def dataset(path: Path, change: Callable[[Any], None]) -> None:
    """Write a data set of movement, changed."""
    h5py = pytest.importorskip("h5py", reason="comes with formcheck[netcdf]")
    names = ("left_shoulder", "left_elbow", "left_wrist", "left_hip")
    with h5py.File(path, "w") as file:
        for axis, values in (("space", "xy"), ("keypoints", names), ("individuals", "a")):
            file.create_dataset(axis, data=list(values), dtype=h5py.string_dtype())
        places = np.linspace(100.0, 500.0, 4) * np.ones((9, 2, 1))
        file["position"], file["time"] = places[..., np.newaxis], np.arange(9) / 30
        file.attrs["time_unit"] = "seconds"
        change(file)


def as_group(name: str) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        del file[name]
        file.create_group(name)

    return change


def at_times(first: float, step: float = 1 / 30) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        file["time"][:] = np.r_[first, np.arange(8) * step]

    return change


def of_frames(count: int) -> Callable[[Any], None]:
    def change(file: Any) -> None:
        del file["position"], file["time"]
        file.create_dataset("position", shape=(count, 2, 4, 1), dtype="f8", chunks=True)
        file.create_dataset("time", shape=(count,), dtype="f8", chunks=True)

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (as_group("space"), "no pose data set"),
        (as_group("keypoints"), "no pose data set"),
        (as_group("position"), "no pose data set"),
        (at_times(-np.inf), "no pose data set"),
        (at_times(-1e300), "1e[+]300 s apart"),
        (at_times(-1e-319, 1e-320), "frames a second cannot be"),
        (of_frames(1_000_001), "too much"),
        (of_frames(2**40), "too much"),
    ],
)
def test_a_data_set_that_cannot_be(
    change: Callable[[Any], None], words: str, tmp_path: Path
) -> None:
    dataset(tmp_path / "a.nc", lambda file: None)
    open_source(tmp_path / "a.nc").close()
    dataset(tmp_path / "b.nc", change)
    refused(tmp_path / "b.nc", words)


def test_more_frames_than_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points, "MOST_FRAMES", 4)
    (tmp_path / "a.trc").write_text(trc(GOOD))
    refused(tmp_path / "a.trc", "holds 5 frames, and 4 are read")


@pytest.mark.parametrize("rate", [0.0, -1.0, 1e9, float("nan")])
def test_a_rate_that_cannot_be(rate: float, tmp_path: Path) -> None:
    text = json.dumps({"people": [{"pose_keypoints_2d": PERSON.ravel().tolist()}]})
    (tmp_path / "a_000000000000_keypoints.json").write_text(text)
    with pytest.raises(SourceOpenError, match="frames a second"):
        open_source(tmp_path, rate_hz=rate)
