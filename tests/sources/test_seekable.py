"""Any frame at will: the same pictures, numbers and times as reading from the start."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import SourceOpenError
from formcheck.sources.seekable import SeekableClip
from formcheck.sources.video_file import VideoFile
from support.clipmaker import corner_names, corners, make_clip, number_of, numbered, truncate

GROUPS = {"g": "12", "bf": "2"}
ORDER = (50, 3, 3, 49, 48, 47, 0, 59, 12, 11, 13, 24)


def clip_of(path: Path, count: int = 60, **options: object) -> Path:
    return make_clip(path, [numbered(n) for n in range(count)], options=GROUPS, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "avi"])
def test_frames_come_in_any_order(tmp_path: Path, suffix: str) -> None:
    path = clip_of(tmp_path / f"set.{suffix}")
    with SeekableClip(path) as clip:
        assert len(clip) == 60
        assert [number_of(clip.frame(index).image) for index in ORDER] == list(ORDER)


def test_times_are_those_of_the_analysis(tmp_path: Path) -> None:
    times = np.cumsum([0.0, *([1 / 30, 1 / 12, 1 / 60] * 10)])
    path = clip_of(tmp_path / "vfr.mp4", len(times), times_s=list(times))
    with VideoFile(path) as file:
        expected = [frame.time_s for frame in file]
    with SeekableClip(path) as clip:
        assert clip.times_s.tolist() == pytest.approx(expected)
        frame = clip.frame(17)
        assert frame.index == 17
        assert frame.time_s == pytest.approx(expected[17])


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_every_frame_is_upright(tmp_path: Path, rotation: int) -> None:
    path = make_clip(tmp_path / "turned.mp4", [corners()] * 8, rotation=rotation)
    with VideoFile(path) as file:
        upright = next(iter(file)).image
    with SeekableClip(path) as clip:
        image = clip.frame(5).image
        assert image.shape == upright.shape
        assert corner_names(image) == corner_names(upright)


def test_the_frame_on_show_at_a_time(tmp_path: Path) -> None:
    path = clip_of(tmp_path / "set.mp4", 30)
    with SeekableClip(path) as clip:
        assert [clip.index_at(t) for t in (-1.0, 0.0, 0.034, 0.5, 99.0)] == [0, 0, 1, 15, 29]


def test_frames_can_be_reduced_and_the_size_stays_told(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "large.mp4", [corners(192, 128)] * 3)
    with SeekableClip(path, max_height=64) as clip:
        assert clip.frame(2).size == (96, 64)
        assert (clip.info.width, clip.info.height) == (192, 128)


def test_a_file_that_breaks_off_shows_what_it_has(tmp_path: Path) -> None:
    path = truncate(clip_of(tmp_path / "broken.mkv", 120), 0.6)
    with VideoFile(path) as file:
        read = sum(1 for _ in file)
    with SeekableClip(path) as clip:
        assert 0 < read <= len(clip) < 120
        assert number_of(clip.frame(read - 1).image) == read - 1
        assert clip.frame(len(clip) - 1).image.shape == clip.frame(0).image.shape


def test_frames_are_read_only_and_numbers_checked(tmp_path: Path) -> None:
    with SeekableClip(clip_of(tmp_path / "set.mp4", 10)) as clip:
        assert not clip.frame(3).image.flags.writeable
        for wrong in (-1, 10):
            with pytest.raises(IndexError):
                clip.frame(wrong)


def test_a_file_that_is_no_video_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "text.mp4"
    path.write_text("no video\n" * 50)
    with pytest.raises(SourceOpenError) as caught:
        SeekableClip(path)
    assert caught.value.hint


def test_memory_of_kept_pictures_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from formcheck.sources import seekable

    monkeypatch.setattr(seekable, "_KEPT_BYTES", 100_000)
    with SeekableClip(clip_of(tmp_path / "set.mp4", 60)) as clip:
        for index in range(60):
            clip.frame(index)
        assert len(clip._kept) <= 100_000 // (128 * 64 * 3 // 2) + 1
        assert number_of(clip.frame(2).image) == 2


def test_a_closed_clip_leaves_nothing_to_the_end_of_the_program(tmp_path: Path) -> None:
    """What is decoded half-way would look for its library when that has gone."""
    clip = SeekableClip(clip_of(tmp_path / "set.mp4"))
    clip.frame(3)
    pictures = clip._pictures
    assert pictures.gi_frame is not None
    clip.close()
    assert pictures.gi_frame is None
    clip.close()
