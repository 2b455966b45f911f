"""Writing: half a second at a time, and a disk that fails is told once and stops nothing."""

from __future__ import annotations

import errno
import os
import stat
import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest

from formcheck.config import CameraOptions, Config, FlagOptions
from formcheck.errors import OutputError
from formcheck.recording import disk
from formcheck.recording.frames import store
from formcheck.recording.header import RecordingHeader, bearing, describe
from formcheck.recording.reader import RecordingReader
from formcheck.recording.recorder import Recorder, new_path
from formcheck.recording.writer import BLOCK_S, RecordingWriter
from formcheck.types import SourceInfo
from support.recordings import record
from support.sets import plain_set
from support.skeletons import Figure, build

POSE = store(build(Figure(mask_height=60)))
GUARD_S = 30.0


def wait_for(condition: object, what: str) -> None:
    """Wait until something another thread does is done."""
    pause = threading.Event()
    for _ in range(int(GUARD_S / 0.01)):
        if condition():  # type: ignore[operator]
            return
        pause.wait(0.01)
    pytest.fail(f"{what} did not happen within {GUARD_S} s")


def readable_until(path: Path) -> float:
    try:
        with RecordingReader(path) as reader:
            return reader.last_s
    except OSError:
        raise
    except Exception:  # noqa: BLE001 - not there yet
        return -1.0


def test_what_is_older_than_a_block_is_in_the_file_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "set.fcrec"
    with RecordingWriter(path, RecordingHeader()) as writer:
        for number in range(50):
            time_s = number / 20
            writer.add(time_s, POSE, (640, 480))
            if number > 10 and number % 10 == 9:
                wait_for(lambda now=time_s: readable_until(path) > now - BLOCK_S - 0.05, "writing")
    assert readable_until(path) == 49 / 20


def test_frames_without_a_lifter_and_of_another_size(tmp_path: Path) -> None:
    path = tmp_path / "set.fcrec"
    with RecordingWriter(path, RecordingHeader()) as writer:
        writer.add(0.0, None, (640, 480))
        writer.add(0.1, POSE, (640, 480))
        writer.add(0.2, None, (320, 240))
    with RecordingReader(path) as reader:
        assert [(each.size, each.pose is None) for each in reader] == [
            ((640, 480), True), ((640, 480), False), ((320, 240), True),
        ]  # fmt: skip


def test_time_rises(tmp_path: Path) -> None:
    with RecordingWriter(tmp_path / "set.fcrec", RecordingHeader()) as writer:
        writer.add(0.5, None, (640, 480))
        with pytest.raises(ValueError, match="time_s"):
            writer.add(0.5, None, (640, 480))


def test_no_file_is_ever_replaced(tmp_path: Path) -> None:
    path = tmp_path / "set.fcrec"
    path.write_text("mine")
    with pytest.raises(OutputError, match="exists already"):
        RecordingWriter(path, RecordingHeader())
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "read-only"),
        (errno.EACCES, "may not write"),
        (errno.ENOSPC, "disk is full"),
        (errno.ENOENT, "does not exist"),
    ],
)
def test_a_session_goes_on_where_no_recording_can_be_made(
    number: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> int:
        raise OSError(number, os.strerror(number))

    failures: list[OutputError] = []
    frames = plain_set(count=1, masks=True).poses()
    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "open", refuse)
        result, _ = record(tmp_path / "set.fcrec", frames, failures=failures)
    assert len(result.reps) == 1
    assert len(failures) == 1
    assert words in failures[0].hint


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_disk_that_fills_up_is_told_once_and_changes_no_number(
    after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = plain_set(count=2, masks=True).poses()
    expected, _ = record(tmp_path / "whole.fcrec", frames)
    written = 0
    real_write = os.write

    def write(descriptor: int, data: memoryview) -> int:
        nonlocal written
        if threading.current_thread().name != "formcheck-recording":
            return real_write(descriptor, data)
        written += 1
        if written > after + 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real_write(descriptor, data[: len(data) // 2] if written > after else data)

    failures: list[OutputError] = []
    path = tmp_path / "full.fcrec"
    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "write", write)
        result, _ = record(path, frames, failures=failures)
    assert repr(result.reps) == repr(expected.reps)
    assert repr(result.flags) == repr(expected.flags)
    assert len(failures) == 1
    assert "disk is full" in failures[0].hint
    if after > 1:
        with RecordingReader(path) as reader:
            assert not reader.complete
            assert len(list(reader)) > 0


def test_a_disk_that_stands_still_holds_up_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = threading.Event()
    real_write = os.write

    def write(descriptor: int, data: memoryview) -> int:
        stuck.wait(GUARD_S)
        return real_write(descriptor, data)

    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "write", write)
        patch.setattr(disk, "MAX_WAITING", 5)
        writer = RecordingWriter(tmp_path / "set.fcrec", RecordingHeader())
        for number in range(200):
            writer.add(number / 10, POSE, (640, 480))
        assert writer.error is not None
        assert "too slow" in writer.error.message
        stuck.set()
        writer.close()


def test_no_thread_is_left(tmp_path: Path) -> None:
    writer = RecordingWriter(tmp_path / "set.fcrec", RecordingHeader())
    writer.add(0.0, None, (640, 480))
    writer.close()
    writer.close()
    assert not [each for each in threading.enumerate() if each.name == "formcheck-recording"]
    with RecordingReader(writer.path) as reader:
        assert reader.complete


def test_a_recording_that_is_not_wanted_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "set.fcrec"
    with Recorder(path, RecordingHeader(), pytest.fail) as recorder:
        assert path.exists()
        recorder.discard()
    assert not path.exists()


def test_what_a_camera_is_asked_for_bears_on_no_number() -> None:
    asked = CameraOptions(size="640x480", frames_per_s=60.0, exposure_ms=2.0)
    assert bearing(Config(camera=asked)) == bearing(Config())
    assert bearing(Config(flags=FlagOptions(hold_s=0.5))) != bearing(Config())


def test_the_header_tells_no_folder() -> None:
    info = SourceInfo("/home/somebody/secret/set.mp4", 640, 480, fps_nominal=25.0)
    header = describe(info, Config(), exercise="seated_row", neutral_s=1.5, tags={"load": "40"})
    assert header.source == "set.mp4"
    assert (header.exercise, header.neutral_s, header.tags) == ("seated_row", 1.5, {"load": "40"})
    assert header.config["reps"]["min_rep_s"] == Config().reps.min_rep_s
    assert len(header.model_sha256) == 64


def test_new_names_are_new(tmp_path: Path) -> None:
    moment = datetime(2031, 5, 4, 18, 30, 7)
    first = new_path(tmp_path, moment)
    assert first.name == "2031-05-04 18.30.07.fcrec"
    first.touch()
    assert new_path(tmp_path, moment).name == "2031-05-04 18.30.07 (2).fcrec"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_recording_is_readable_to_its_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        with RecordingWriter(tmp_path / "a.fcrec", RecordingHeader()):
            pass
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "a.fcrec").stat().st_mode) == 0o600
