"""Multipart streams as cameras send them, in any pieces."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.sources.multipart import MultipartReader, boundary_of

PARTS = [b"\xff\xd8first\r\n--no\r\n\xff\xd9", b"", b"\xff\xd8" + bytes(range(256)) + b"\xff\xd9"]


def _stream(with_length: bool) -> bytes:
    data = b"preamble to be skipped\r\n"
    for part in PARTS:
        length = b"CONTENT-length: %d\r\n" % len(part) if with_length else b""
        data += b"--edge\r\nContent-Type: image/jpeg\r\n" + length + b"\r\n" + part + b"\r\n"
    return data + b"--edge\r\n"


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("multipart/x-mixed-replace; boundary=frame", "frame"),
        ("multipart/x-mixed-replace;boundary=--frame", "frame"),
        ('Multipart/X-Mixed-Replace; charset=x; Boundary="my frame"', "my frame"),
        ("multipart/x-mixed-replace", None),
        ("text/html; boundary=frame", None),
        ("", None),
    ],
)
def test_the_boundary_is_found(content_type: str, expected: str | None) -> None:
    assert boundary_of(content_type) == expected


@given(cuts=st.lists(st.integers(0, 600), max_size=12), with_length=st.booleans())
def test_any_pieces_give_the_same_parts(cuts: list[int], with_length: bool) -> None:
    data, reader = _stream(with_length), MultipartReader("edge")
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    parts = [
        part for start, end in itertools.pairwise(edges) for part in reader.feed(data[start:end])
    ]
    assert parts == PARTS


def test_a_part_comes_out_as_soon_as_its_length_is_there() -> None:
    reader = MultipartReader("edge")
    assert reader.feed(b"--edge\r\nContent-Length: 3\r\n\r\nab") == []
    assert reader.feed(b"c") == [b"abc"]
