"""The annotated video keeps every frame, its time stamp and its size."""

from __future__ import annotations

import math
import os
from pathlib import Path

import av
import numpy as np
import pytest

from formcheck.errors import OutputError
from formcheck.report import video as video_module
from formcheck.report.video import TIME_BASE, annotated_video, even_sized
from formcheck.types import ExerciseGuess, Frame, FrameResult, View

# Variable frame rate, as a phone writes it.
TIMES_S = [0.0, 0.033, 0.067, 0.150, 0.151, 0.400, 1.0]


def make_frame(index: int, time_s: float, size: tuple[int, int] = (64, 48)) -> Frame:
    image = np.full((size[1], size[0], 3), 20 * index, np.uint8)
    return Frame(index, time_s, image)


def make_frame_result(index: int, time_s: float) -> FrameResult:
    return FrameResult(index, time_s, None, {}, None, View(), ExerciseGuess(), "unknown", 0, (), ())


def brighter(frame: Frame, result: FrameResult) -> np.ndarray:
    assert frame.index == result.index
    return frame.image + np.uint8(100)


def write(path: Path, size: tuple[int, int] = (64, 48), fps: float = 30.0) -> None:
    with annotated_video(path, brighter, fps_nominal=fps) as video:
        for index, time_s in enumerate(TIMES_S):
            video.append(make_frame(index, time_s, size), make_frame_result(index, time_s))


@pytest.mark.parametrize("encoder", ["the best", "mpeg4"])
@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".mov", ".MP4"])
def test_time_stamps_are_the_sources(
    tmp_path: Path, suffix: str, encoder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if encoder != "the best":
        # What is left to who has an FFmpeg without x264.
        monkeypatch.setattr(video_module, "_ENCODERS", (encoder,))
    path = tmp_path / f"out{suffix}"
    write(path)
    with av.open(str(path)) as container:
        assert container.streams.video[0].codec_context.name in {"h264", "mpeg4"}
        decoded = list(container.decode(video=0))
    # Matroska counts in milliseconds.
    tolerance = 0.0011 if suffix == ".mkv" else 2 * float(TIME_BASE)
    assert [frame.time for frame in decoded] == pytest.approx(TIMES_S, abs=tolerance)
    levels = [frame.to_ndarray(format="gray").mean() for frame in decoded]
    assert levels == sorted(levels)
    assert levels[0] > 80, "the painter's picture is written, not the bare frame"


def test_odd_sizes_are_padded_and_unknown_rates_allowed(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    write(path, size=(33, 47), fps=math.nan)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (34, 48)


def test_even_sized_repeats_the_edge() -> None:
    image = np.arange(9, dtype=np.uint8).repeat(3).reshape(3, 3, 3)
    padded = even_sized(image)
    assert padded.shape == (4, 4, 3)
    assert (padded[3] == padded[2]).all()
    assert even_sized(padded) is padded


def test_an_unknown_format_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no video format") as caught:
        write(tmp_path / "out.gif")
    assert ".mp4" in caught.value.hint


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write(tmp_path / "nowhere" / "out.mp4")
    assert "does not exist" in caught.value.hint


def test_no_frame_means_no_file(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match="no frame"),
        annotated_video(tmp_path / "out.mp4", brighter),
    ):
        pass
    assert os.listdir(tmp_path) == []


def test_a_failure_in_mid_set_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), annotated_video(path, brighter) as video:
        video.append(make_frame(0, 0.0), make_frame_result(0, 0.0))
        raise ZeroDivisionError
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.mp4"]
