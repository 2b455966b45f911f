"""Pictures in streams as cameras send them, in any pieces and with anything between them."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.sources.jpegs import JpegReader
from support.clipmaker import number_of, numbered
from support.mjpeg_server import jpeg

PICTURES = [jpeg(numbered(number, 64, 32)) for number in range(3)]
SMALL = jpeg(np.zeros((8, 8, 3), np.uint8))
WITHIN = PICTURES[0][:2] + b"\xff\xe1" + (len(SMALL) + 8).to_bytes(2, "big") + b"Exif\0\0"
WITHIN += SMALL + PICTURES[0][2:]
"""A picture with a small one of itself in its head, as phones make them."""

EXIF = PICTURES[0][:2] + b"\xff\xe1\x00\x40Exif\0\0" + bytes(56) + PICTURES[0][2:]

BETWEEN = {
    "multipart": b"\r\n--edge\r\nContent-Type: image/jpeg\r\nContent-Length: 1\r\n\r\n",
    "bare line feeds": b"\n--edge\nContent-Type: image/jpeg\n\n",
    "zeros": bytes(50),
    "nothing": b"",
}


def _all(data: bytes, cuts: list[int] | None = None) -> list[bytes]:
    reader = JpegReader()
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts or []), len(data)]
    return [
        part for start, end in itertools.pairwise(edges) for part in reader.feed(data[start:end])
    ]


@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN.keys())
def test_pictures_come_out_whatever_stands_between(between: bytes) -> None:
    pictures = [WITHIN, *PICTURES]
    assert _all(between + between.join(pictures) + between) == pictures


@given(cuts=st.lists(st.integers(0, 4000), max_size=12))
def test_any_pieces_give_the_same_pictures(cuts: list[int]) -> None:
    assert _all(BETWEEN["multipart"].join([b"", WITHIN, *PICTURES]), cuts) == [WITHIN, *PICTURES]


@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN.keys())
@pytest.mark.parametrize("whole", [PICTURES[0], EXIF], ids=["plain", "with a head of its own"])
def test_a_picture_that_was_cut_anywhere_costs_none_of_the_others(
    whole: bytes, between: bytes
) -> None:
    for at in range(len(whole) - 2):
        *_, second, third = _all(between.join([b"", whole[:at], PICTURES[1], PICTURES[2]]))
        # Cut where its marks fit those of the next one, it comes out with it.
        assert second.endswith(PICTURES[1][2:]), at
        assert number_of(cv2.imdecode(np.frombuffer(second, np.uint8), cv2.IMREAD_COLOR)) == 1, at
        assert third == PICTURES[2], at


def test_a_picture_comes_out_as_soon_as_it_is_there() -> None:
    reader = JpegReader()
    assert reader.feed(PICTURES[0][:-1]) == []
    assert reader.feed(PICTURES[0][-1:]) == [PICTURES[0]]
