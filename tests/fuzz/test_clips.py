"""Clips with flipped bits and clips cut short: shown, refused in words, or nobody in them."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck import run
from formcheck.cli.main import main
from formcheck.types import Frame, Pose
from fuzz.budget import budget
from support.clipmaker import make_clip
from support.fakes import ScriptedEstimator
from support.sets import plain_set

KINDS = {
    "h264.mp4": {"codec": "libx264"},
    "fast.mp4": {"codec": "libx264", "container_options": {"movflags": "faststart"}},
    "mpeg4.avi": {"codec": "mpeg4"},
    "mjpeg.mkv": {"codec": "mjpeg", "pixel_format": "yuvj420p"},
    "h264.ts": {"codec": "libx264"},
    "sound.mov": {"codec": "mpeg4", "sound": True},
}


class Standing(ScriptedEstimator):
    """See somebody standing in every picture."""

    posed = plain_set().poses([0.0])[0][1]

    def estimate(self, frame: Frame) -> Pose | None:
        scale = frame.size[0] / self.posed.size[0]
        return replace(self.posed, xy=self.posed.xy * scale, size=frame.size)


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return a tiny clip of each kind; noise, so that every byte matters."""
    folder = tmp_path_factory.mktemp("clips")
    pictures = list(np.random.default_rng(4).integers(0, 256, (12, 48, 64, 3), np.uint8))
    return {
        name: make_clip(folder / name, pictures, **how).read_bytes()  # type: ignore[arg-type]
        for name, how in KINDS.items()
    }


def _spoilt(data: bytes, keep: float, flips: list[float]) -> bytes:
    spoilt = bytearray(data[: round(len(data) * keep)])
    for place in flips if spoilt else []:
        bit = int(place * 8 * len(spoilt))
        spoilt[bit // 8] ^= 1 << bit % 8
    return bytes(spoilt)


@budget(70)
@given(
    kind=st.sampled_from(list(KINDS)),
    keep=st.just(1.0) | st.floats(0.0, 1.0),
    flips=st.lists(st.floats(0.0, 0.9999) | st.floats(0.0, 0.02) | st.floats(0.95, 0.9999)),
    seen=st.booleans(),
)
def test_a_spoilt_clip_ends_in_order(
    clips: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    kind: str,
    keep: float,
    flips: list[float],
    seen: bool,
) -> None:
    path = tmp_path_factory.getbasetemp() / kind
    path.write_bytes(_spoilt(clips[kind], keep, flips))
    told = io.StringIO()
    with (
        mock.patch.object(run, "default_estimator", return_value=_opens(seen)),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(told),
    ):
        code = main(["analyze", str(path), "--quiet"])
    assert code in (0, 3, 4), told.getvalue()
    assert "Traceback" not in told.getvalue()


def _opens(seen: bool) -> Callable[[], ScriptedEstimator]:
    return Standing if seen else lambda: ScriptedEstimator(lambda _: False)


def test_pictures_that_nothing_decodes_are_said_to_be_so(
    clips: dict[str, bytes], tmp_path: Path
) -> None:
    """Found by flipping bits: a picture without a decoder has no width to compare."""
    (tmp_path / "a.mp4").write_bytes(clips["h264.mp4"].replace(b"avc1", b"zzzz"))
    assert main(["analyze", str(tmp_path / "a.mp4"), "--quiet"]) == 3


def test_the_clips_are_sound_as_they_are(clips: dict[str, bytes], tmp_path: Path) -> None:
    for name, data in clips.items():
        (tmp_path / name).write_bytes(data)
        with mock.patch.object(run, "default_estimator", return_value=Standing):
            assert main(["analyze", str(tmp_path / name), "--quiet"]) == 0
