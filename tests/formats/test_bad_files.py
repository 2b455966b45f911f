"""Whatever is wrong with a file is one sentence, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import SourceOpenError
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


@pytest.mark.parametrize("rate", [0.0, -1.0, 1e9, float("nan")])
def test_a_rate_that_cannot_be(rate: float, tmp_path: Path) -> None:
    text = json.dumps({"people": [{"pose_keypoints_2d": PERSON.ravel().tolist()}]})
    (tmp_path / "a_000000000000_keypoints.json").write_text(text)
    with pytest.raises(SourceOpenError, match="frames a second"):
        open_source(tmp_path, rate_hz=rate)
