"""A folder of pictures: order, times, gaps, sizes."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest

from formcheck.sources.image_folder import ImageFolder
from support.clipmaker import number_of, numbered


def _fill(folder: Path, names: list[str]) -> None:
    for number, name in enumerate(names):
        cv2.imwrite(str(folder / name), numbered(number))


def test_numbers_in_names_make_the_order(tmp_path: Path) -> None:
    _fill(tmp_path, ["f8.png", "f9.png", "f10.png", "f11.JPG"])
    (tmp_path / "notes.txt").write_text("not a picture")
    with ImageFolder(tmp_path, fps=10) as source:
        frames = list(source)
        assert source.info.frames == source.info.frames_decoded == 4
        assert source.info.duration_s == pytest.approx(0.4)
    assert [number_of(frame.image) for frame in frames] == [0, 1, 2, 3]
    assert [frame.time_s for frame in frames] == pytest.approx([0, 0.1, 0.2, 0.3])


def test_a_broken_picture_keeps_its_place_in_time(tmp_path: Path) -> None:
    _fill(tmp_path, ["0.png", "1.png", "2.png", "3.png"])
    (tmp_path / "0.png").write_bytes(b"")
    (tmp_path / "2.png").write_text("broken")
    with ImageFolder(tmp_path, fps=10) as source:
        frames = list(source)
        assert source.info.frames_corrupt == 2
    assert [number_of(frame.image) for frame in frames] == [1, 3]
    assert [frame.time_s for frame in frames] == pytest.approx([0, 0.2])
    assert [frame.index for frame in frames] == [0, 1]


def test_another_size_is_brought_to_the_first(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "0.png"), numbered(5, 128, 64))
    cv2.imwrite(str(tmp_path / "1.png"), numbered(6, 256, 128))
    frames = list(ImageFolder(tmp_path))
    assert {frame.size for frame in frames} == {(128, 64)}
    assert number_of(frames[1].image) == 6


def test_the_rate_must_be_positive(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="fps"):
        ImageFolder(tmp_path, fps=0)
