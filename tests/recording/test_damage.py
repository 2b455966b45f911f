"""Whatever happens to a recording: what is whole is read, what is not is said, nothing crashes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import SourceOpenError
from formcheck.recording.blocks import MAGIC, BlockKind, DamagedError, block, preamble
from formcheck.recording.frames import MAX_FRAMES, decode, store
from formcheck.recording.header import RecordingHeader, from_bytes, to_bytes
from formcheck.recording.reader import RecordingReader, is_recording
from formcheck.recording.writer import RecordingWriter
from support.skeletons import Figure, build

COUNT = 40
BLOCK = 7
"""Frames in the longest block: half a second of ten a second, give or take one."""
HEADER = RecordingHeader(formcheck="1", source="set.mp4", fps_nominal=10.0)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a small recording of 40 frames, 4 seconds, 7 blocks of frames."""
    path = tmp_path_factory.mktemp("whole") / "set.fcrec"
    pose = store(build(Figure(mask_height=60)))
    with RecordingWriter(path, HEADER) as writer:
        for number in range(COUNT):
            writer.add(number / 10, pose if number % 5 else None, (640, 480))
    assert writer.error is None
    return path.read_bytes()


def times(path: Path) -> list[float]:
    with RecordingReader(path) as reader:
        return [frame.time_s for frame in reader]


def test_whole(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "set.fcrec"
    path.write_bytes(whole)
    with RecordingReader(path) as reader:
        frames = list(reader)
        assert [frame.time_s for frame in frames] == [number / 10 for number in range(COUNT)]
        assert [frame.pose is None for frame in frames] == [n % 5 == 0 for n in range(COUNT)]
        assert (reader.frames, reader.frames_lost, reader.complete) == (COUNT, 0, True)
        assert (reader.first_s, reader.last_s, reader.size) == (0.0, 3.9, (640, 480))
        assert (reader.header.source, reader.header.fps_nominal) == ("set.mp4", 10.0)
        # It may be read as often as wanted.
        assert len(list(reader)) == COUNT


def test_cut_anywhere_the_beginning_is_read(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "cut.fcrec"
    most = 0
    for length in [*range(0, len(whole), 61), len(whole) - 1]:
        path.write_bytes(whole[:length])
        try:
            found = times(path)
        except SourceOpenError:
            assert most == 0
            continue
        assert found == [number / 10 for number in range(len(found))]
        assert len(found) >= most
        most = len(found)
        with RecordingReader(path) as reader:
            assert not reader.complete
    assert most == COUNT


def test_one_wrong_bit_costs_at_most_a_block(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "flipped.fcrec"
    spots = np.random.default_rng(5).integers(0, 8 * len(whole), 150)
    for spot in [*range(0, 16 * 8, 5), *spots.tolist()]:
        data = bytearray(whole)
        data[spot // 8] ^= 1 << spot % 8
        path.write_bytes(data)
        try:
            with RecordingReader(path) as reader:
                found = [frame.time_s for frame in reader]
                lost = reader.frames_lost
        except SourceOpenError:
            assert spot // 8 < len(MAGIC)
            continue
        assert len(found) >= COUNT - BLOCK
        assert set(found) <= {number / 10 for number in range(COUNT)}
        assert found == sorted(found)
        # A damaged head takes its count with it, damaged content does not.
        assert lost in (0, COUNT - len(found))


def test_noise_in_the_middle_is_left_out(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "noise.fcrec"
    middle = len(whole) // 2
    noise = np.random.default_rng(1).bytes(400)
    path.write_bytes(whole[:middle] + noise + whole[middle + 400 :])
    found = times(path)
    assert COUNT > len(found) >= COUNT - 3 * BLOCK
    assert 0.0 in found
    assert 3.9 in found


def test_blocks_written_twice_are_read_once(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "twice.fcrec"
    path.write_bytes(whole + whole[16:])
    assert times(path) == [number / 10 for number in range(COUNT)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"These are no poses at all.", "not a FormCheck recording"),
        (MAGIC, "not a FormCheck recording"),
        (preamble(), "no frame"),
        (preamble() + block(BlockKind.HEADER, to_bytes(HEADER)), "no frame"),
        (preamble() + block(BlockKind.FRAMES, b"nonsense", 3), "no frame"),
    ],
)
def test_what_is_none_is_said(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "set.fcrec"
    path.write_bytes(data)
    assert is_recording(path)
    with pytest.raises(SourceOpenError, match=words) as caught:
        RecordingReader(path)
    assert caught.value.hint


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceOpenError, match="no file"):
        RecordingReader(tmp_path / "set.fcrec")
    with pytest.raises(SourceOpenError, match="folder"):
        RecordingReader(tmp_path)


def test_a_newer_format_is_said(
    whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "newer.fcrec"
    with monkeypatch.context() as patch:
        patch.setattr("formcheck.recording.blocks.MAJOR", 2)
        path.write_bytes(preamble() + whole[16:])
    with pytest.raises(SourceOpenError, match="newer FormCheck"):
        RecordingReader(path)


def test_unknown_blocks_and_header_fields_are_passed_over(whole: bytes, tmp_path: Path) -> None:
    path = tmp_path / "later.fcrec"
    strange = block(BlockKind.END, b"[]").replace(b"\x04", b"\x09", 1)
    header = block(BlockKind.HEADER, b'{"source": "x.mp4", "colour": "red", "live": 7}')
    path.write_bytes(preamble() + header + strange + whole[16:])
    with RecordingReader(path) as reader:
        assert reader.header.source == "x.mp4"
        assert reader.header.live is False
        assert len(list(reader)) == COUNT


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b"null"])
def test_a_header_that_is_none(data: bytes) -> None:
    with pytest.raises(DamagedError):
        from_bytes(data)


def test_frames_that_contradict_themselves_are_damage(whole: bytes) -> None:
    """What a check sum vouches for may still come from a faulty or hostile program."""
    random = np.random.default_rng(3)
    start = whole.index(b"FCBK", whole.index(b"FCBK") + 4) + 20
    content = whole[start : whole.index(b"FCBK", start)]
    assert 5 <= len(decode(content)) <= BLOCK
    with pytest.raises(DamagedError):
        decode(content[:4] + (MAX_FRAMES + 1).to_bytes(2, "little") + content[6:])
    for _ in range(200):
        data = bytearray(content)
        for spot in random.integers(0, len(data), 3):
            data[spot] = random.integers(0, 256)
        try:
            decode(bytes(data))
        except DamagedError:
            continue
