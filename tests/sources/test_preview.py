"""Small pictures are there at once, in bounded memory, and say which frame they are of."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.errors import SourceOpenError
from formcheck.sources.image_folder import ImageFolder, SeekableFolder
from formcheck.sources.preview import PreviewStore
from formcheck.sources.seekable import SeekableClip
from formcheck.types import Frame
from support.clipmaker import make_clip, number_of, numbered


def test_a_small_picture_is_of_the_frame_it_says() -> None:
    store = PreviewStore(height=64)
    for index in range(20):
        store.add(Frame(index, index / 10, numbered(index)))
    found = store.at(0.75)
    assert found is not None
    assert (found.index, found.time_s) == (7, 0.7)
    assert number_of(found.image) == 7
    assert not found.image.flags.writeable


def test_large_frames_are_made_small() -> None:
    store = PreviewStore(height=90)
    store.add(Frame(0, 0.0, np.zeros((720, 1280, 3), np.uint8)))
    found = store.at(0.0)
    assert found is not None
    assert found.size == (160, 90)


def test_there_is_none_before_the_first_nor_far_after_the_last() -> None:
    store = PreviewStore()
    assert store.at(0.0) is None
    store.add(Frame(3, 1.0, numbered(3)))
    assert store.at(0.9) is None
    assert store.at(1.2) is not None
    assert store.at(9.0) is None


def test_memory_is_bounded_and_the_whole_length_stays_covered() -> None:
    store = PreviewStore(height=64, budget_bytes=20_000)
    for index in range(400):
        store.add(Frame(index, index / 100, numbered(index % 16)))
    assert store._bytes <= 20_000
    assert len(store) >= 4
    assert all(store.at(time_s) is not None for time_s in np.arange(0.0, 4.0, 0.05))


def test_decoding_ends_when_the_frame_is_no_longer_wanted(tmp_path: Path) -> None:
    path = make_clip(
        tmp_path / "set.mp4", [numbered(n % 16) for n in range(60)], options={"g": "60"}
    )
    with SeekableClip(path) as clip:
        asked: list[int] = []

        def until_ten() -> bool:
            asked.append(0)
            return len(asked) < 10

        assert not clip.is_near(50)
        assert clip.reach(50, until_ten) is None
        assert len(asked) == 10
        found = clip.reach(9, lambda: True)
        assert found is not None
        assert number_of(found.image) == 9
        assert clip.is_near(9)
        assert clip.is_near(10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(12):
        cv2.imwrite(str(tmp_path / f"shot{number}.png"), numbered(number))
    (tmp_path / "shot5.png").write_bytes(b"no picture")
    return tmp_path


def test_a_folder_is_shown_as_it_is_analysed(folder: Path) -> None:
    clip = SeekableFolder(folder)
    with ImageFolder(folder) as source:
        for frame in source:
            place = clip.index_at(frame.time_s)
            shown = clip.frame(place)
            assert shown.time_s == pytest.approx(frame.time_s)
            assert number_of(shown.image) == number_of(frame.image)
    assert len(clip) == 12
    assert number_of(clip.frame(5).image) == 4, "the one before stands for a damaged one"


def test_a_folders_numbers_are_checked(folder: Path) -> None:
    clip = SeekableFolder(folder, max_height=32)
    assert clip.frame(0).size == (64, 32)
    with pytest.raises(IndexError):
        clip.frame(12)


def test_a_folder_without_pictures_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SourceOpenError) as caught:
        SeekableFolder(tmp_path)
    assert caught.value.hint
