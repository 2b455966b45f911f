"""What decodes to far more than it takes, or never ends, is refused before it costs anything."""

from __future__ import annotations

import os
import struct
import sys
import threading
import time
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
import zstandard

from formcheck.cli.main import main
from formcheck.config_file import load_config
from formcheck.errors import ConfigError, SourceOpenError
from formcheck.files.reading import UnreadableError, read_bytes
from formcheck.recording import frames
from formcheck.recording.blocks import BlockKind, DamagedError, block, preamble
from formcheck.recording.frames import COLUMNS
from formcheck.recording.reader import RecordingReader, is_recording
from formcheck.recording.rescoring import find_recordings
from formcheck.sources import open_source
from formcheck.sources.container import MAX_PIXELS
from formcheck.sources.http_link import _decode
from formcheck.sources.image_folder import read_picture
from formcheck.sources.jpegs import JpegReader, TooLargeError
from support.clipmaker import make_clip

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


def huge_png(width: int, height: int) -> bytes:
    """Return a picture of these sides in a few hundred kilobytes, all black."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\0" * ((width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def claimed(jpeg: bytes, width: int, height: int) -> bytes:
    """Return a JPEG that claims other sides."""
    place = jpeg.index(b"\xff\xc0")
    return jpeg[: place + 5] + struct.pack(">HH", height, width) + jpeg[place + 9 :]


def test_a_picture_is_as_large_as_it_may_be_or_is_not_decoded(tmp_path: Path) -> None:
    assert int(os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"]) == MAX_PIXELS
    (tmp_path / "fits.png").write_bytes(huge_png(1024, 768))
    (tmp_path / "bomb.png").write_bytes(huge_png(20_000, 20_000))
    picture = read_picture(tmp_path / "fits.png")
    assert picture is not None
    assert picture.shape == (768, 1024, 3)
    assert read_picture(tmp_path / "bomb.png") is None


def test_a_picture_of_a_stream_too() -> None:
    _, data = cv2.imencode(".jpg", np.zeros((16, 16, 3), np.uint8))
    assert _decode(data.tobytes()) is not None
    assert _decode(claimed(data.tobytes(), 60_000, 60_000)) is None


def bomb(width: int, height: int, count: int, *, time_s: float = 0.0) -> bytes:
    """Return a block of frames whose masks are as large as told and compress to nothing."""
    rows = np.zeros(count, frames._ROW)
    packed = zstandard.ZstdCompressor().compress(bytes(width * height))
    for index, row in enumerate(rows):
        row["time_s"], row["found"], row["masked"] = time_s + index / 100, 1, 1
        row["shape"], row["box"], row["bytes"] = (height, width), (0, 0, width, height), len(packed)
    numbers = bytes(4 * COLUMNS * count)
    table = zstandard.ZstdCompressor().compress(rows.tobytes() + numbers)
    return struct.pack("<HHHI", 64, 48, count, len(table)) + table + packed * count


@pytest.mark.parametrize(
    "content",
    [bomb(8192, 4096, 16), bomb(20_000, 20_000, 1), bomb(4, 4, 1, time_s=1e300),
     bomb(4, 4, 1, time_s=float("nan")), bomb(4, 4, 1)[:2] + b"\xff\xff" + bomb(4, 4, 1)[4:],
     struct.pack("<HHHI", 0, 48, 1, 0), struct.pack("<HHHI", 60_000, 60_000, 1, 0)],
)  # fmt: skip
def test_a_block_that_would_fill_the_memory_is_damaged(content: bytes) -> None:
    if content[2:4] == b"\xff\xff":
        content = struct.pack("<HH", 65_535, 65_535) + content[4:]
    with pytest.raises(DamagedError):
        frames.decode(content)


def test_a_recording_of_nothing_but_sync_words_is_given_up_soon(tmp_path: Path) -> None:
    path = tmp_path / "a.fcrec"
    path.write_bytes(preamble() + b"FCBK" * 3_000_000)
    begun_s = time.monotonic()
    with pytest.raises(SourceOpenError):
        RecordingReader(path)
    assert time.monotonic() - begun_s < 5.0


def test_a_head_after_damage_is_still_found(tmp_path: Path) -> None:
    from formcheck.recording.blocks import find_blocks

    path = tmp_path / "a.fcrec"
    whole = block(BlockKind.EVENTS, b"{}")
    path.write_bytes(preamble() + b"FCBK" * 1000 + whole + b"x" * (2**20) + whole)
    with path.open("rb") as file:
        assert len(find_blocks(file, path.stat().st_size).blocks) == 2


@posix
def test_pipes_and_devices_are_no_input(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp4"
    os.mkfifo(pipe)
    os.mkfifo(tmp_path / "pipe.fcrec")
    (tmp_path / "album").mkdir()
    os.mkfifo(tmp_path / "album" / "a.png")

    def tried() -> None:
        with pytest.raises(SourceOpenError, match="no file"):
            open_source(pipe)
        with pytest.raises(SourceOpenError, match="no file"):
            RecordingReader(tmp_path / "pipe.fcrec")
        assert not is_recording(tmp_path / "pipe.fcrec")
        with pytest.raises(SourceOpenError, match="Not one picture"):
            open_source(tmp_path / "album")
        with pytest.raises(UnreadableError, match="regular"):
            read_bytes(pipe, 10)
        for path in (pipe, Path("/dev/zero")):
            with pytest.raises(ConfigError):
                load_config(path)
        done.append(True)

    done: list[bool] = []
    thread = threading.Thread(target=tried, daemon=True)
    thread.start()
    thread.join(20)
    assert done == [True]


def test_a_file_that_grows_beyond_its_size_is_not_read_on(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert read_bytes(tmp_path / "a", 100) == b"x" * 100
    with pytest.raises(UnreadableError, match="larger"):
        read_bytes(tmp_path / "a", 99)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_the_kernels_own_files_are_walked_past() -> None:
    with pytest.raises(SourceOpenError, match="no recordings"):
        find_recordings(["/proc/self"])


@posix
@pytest.mark.parametrize("name", ["18:30.mp4", "a:b.mp4", "pipe:1.mp4", "é 100%.mp4", "\udcff.mp4"])
def test_the_name_of_a_clip_is_never_a_protocol(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    pictures = [np.full((48, 64, 3), 10 * index, np.uint8) for index in range(5)]
    made = make_clip(tmp_path / "plain.mp4", pictures)
    os.rename(made, os.fsencode(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    with open_source(Path(name)) as source:
        assert len(list(source)) == 5
    from formcheck.sources.seekable import SeekableClip

    clip = SeekableClip(Path(name))
    assert len(clip) == 5
    clip.close()


@pytest.mark.timeout(30)
def test_a_play_list_opens_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "list.m3u8").write_text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n", encoding="utf-8"
    )
    with pytest.raises(SourceOpenError):
        open_source(tmp_path / "list.m3u8")


def test_a_picture_that_never_ends_is_none() -> None:
    reader = JpegReader()
    reader.feed(b"\xff\xd8\xff\xda\0\2")
    with pytest.raises(TooLargeError):
        for _ in range(9):
            reader.feed(bytes(8 << 20))


LONG_NAME, LONG_NUMBER = "x" * 400, "9" * 5000
VALUES: dict[int, list[tuple[str, ...]]] = {
    2: [
        ("analyze", ""), ("analyze", LONG_NAME), ("analyze", "~nobody-at-all/x.mp4"),
        ("analyze", "--maximum", "nan", "x"), ("analyze", "--maximum", "inf", "x"),
        ("analyze", "--rpe", "nan", "x"), ("analyze", "--neutral", "", "x"),
        ("analyze", "--when", "", "--lifter", "A", "x"), ("analyze", "http://h:99999/"),
        ("analyze", "--config", "/dev/zero", "x"), ("analyze", "--config", "loop", "x"),
        ("analyze", "--config", "deep.toml", "x"), ("analyze", "--config", "huge.toml", "x"),
        ("analyze", "loop"), ("analyze", "--csv", LONG_NAME, "x"), ("rescore", "loop"),
        ("rescore", ""), ("open", ""), ("report", "x", "-o", ""), ("history", "show", "-1"),
        ("history", "show", "9" * 30), ("history", "show", LONG_NUMBER),
        ("history", "delete", "--set", "9" * 30, "--yes"), ("history", "import", "/dev/zero"),
        ("history", "import", "pipe"), ("history", "import", "deep.json"),
        ("history", "note", "1", "--rpe", "nan"), ("history", "trend", "\udcff"),
        ("lifters", "add", ""), ("lifters", "add", "\udcff"), ("exercises", "--show", ""),
    ],
    3: [
        ("analyze", "/dev/null"), ("analyze", "/proc"), ("rescore", "/dev/zero"),
        ("rescore", "/proc/self/fdinfo"), ("live", "--no-window", "--camera", "²"),
        ("live", "--no-window", "--camera", LONG_NUMBER),
        ("live", "--no-window", "--camera", "http://h:99999/"),
        ("live", "--no-window", "--camera", ""),
    ],
    6: [("analyze", "--json", "", "x.mp4")],
}  # fmt: skip


@posix
@pytest.mark.parametrize(
    ("code", "arguments"),
    [(code, each) for code, some in VALUES.items() for each in some],
    ids=lambda value: ascii(value)[:60],
)
def test_no_value_on_the_command_line_is_a_bug(
    code: int,
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("FORMCHECK_LOG", str(tmp_path / "log.db"))
    Path("loop").symlink_to("loop")
    os.mkfifo("pipe")
    Path("deep.toml").write_text("a = " + "[" * 50_000, encoding="utf-8")
    Path("huge.toml").write_text("[pose]\na = 1" + "0" * 5000, encoding="utf-8")
    Path("deep.json").write_text("[" * 200_000, encoding="utf-8")
    assert main(arguments) == code
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("formcheck: ")
    assert not [line for line in told if line.startswith("Traceback")]


@pytest.mark.parametrize(("side", "opens"), [(16, True), (12_000, False)])
def test_a_picture_of_a_video_too(tmp_path: Path, side: int, opens: bool) -> None:
    _, data = cv2.imencode(".jpg", np.zeros((16, 16, 3), np.uint8))
    (tmp_path / "a.mjpeg").write_bytes(claimed(data.tobytes(), side, side) * 3)
    if opens:
        open_source(tmp_path / "a.mjpeg").close()
        return
    with pytest.raises(SourceOpenError):
        open_source(tmp_path / "a.mjpeg")
