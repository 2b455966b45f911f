"""Every source against what :class:`formcheck.sources.base.FrameSource` promises.

A new source is one more entry in ``SOURCES``.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.errors import CameraError, SourceOpenError, StreamError
from formcheck.recording.header import RecordingHeader
from formcheck.recording.source import RecordedSource
from formcheck.recording.source import open_source as open_recorded
from formcheck.recording.writer import RecordingWriter
from formcheck.sources import open_source
from formcheck.sources.base import FrameSource
from formcheck.sources.webcam import Webcam
from formcheck.types import Frame
from support.clipmaker import make_clip, numbered
from support.fakes import HandshakeSource, MadeUpSource
from support.mjpeg_server import MjpegServer
from support.paced import PacedSource
from support.rtsp_server import RtspServer

COUNT = 12
GUARD_S = 30.0
"""A hang is called a hang after this long; nothing is measured against it."""

Opener = Callable[[Path, ExitStack], FrameSource]


def _pictures(count: int = COUNT) -> list[np.ndarray]:
    return [numbered(number) for number in range(count)]


def _video(folder: Path, stack: ExitStack) -> FrameSource:
    return open_source(make_clip(folder / "clip.mp4", _pictures()))


def _uneven_video(folder: Path, stack: ExitStack) -> FrameSource:
    times = list(itertools.accumulate([0.0] + [0.01, 0.2, 0.033] * 4))[:COUNT]
    return open_source(make_clip(folder / "uneven.mp4", _pictures(), times_s=times))


def _portrait_video(folder: Path, stack: ExitStack) -> FrameSource:
    return open_source(make_clip(folder / "turned.mp4", _pictures(), rotation=90))


def _folder(folder: Path, stack: ExitStack) -> FrameSource:
    for number, image in enumerate(_pictures()):
        cv2.imwrite(str(folder / f"frame{number}.png"), image)
    return open_source(folder)


def _paced(folder: Path, stack: ExitStack) -> FrameSource:
    return PacedSource(_video(folder, stack), speed=20)


def _webcam(folder: Path, stack: ExitStack) -> FrameSource:
    clip = str(make_clip(folder / "camera.mp4", _pictures(200)))
    return Webcam(0, open_device=lambda index, backend: cv2.VideoCapture(clip))


def _mjpeg(folder: Path, stack: ExitStack) -> FrameSource:
    return open_source(stack.enter_context(MjpegServer(_pictures(), fps=200)).url)


def _mjpeg_without_length(folder: Path, stack: ExitStack) -> FrameSource:
    server = MjpegServer(_pictures(), fps=200, content_length=False)
    return open_source(stack.enter_context(server).url)


def _rtsp(folder: Path, stack: ExitStack) -> FrameSource:
    return open_source(stack.enter_context(RtspServer(_pictures(), fps=60)).url)


def _recording(folder: Path, stack: ExitStack) -> FrameSource:
    with RecordingWriter(folder / "set.fcrec", RecordingHeader()) as writer:
        for number in range(COUNT):
            writer.add(number / 15, None, (128, 64))
    return RecordedSource(folder / "set.fcrec")


def _trc(folder: Path, stack: ExitStack) -> FrameSource:
    names = ("LShoulder", "LElbow", "LWrist", "LHip")
    place = "\t".join(f"0.{n}\t1.{n}\t0" for n in range(len(names)))
    rows = "\n".join(f"{n}\t{2.0 + n / 15}\t{place}" for n in range(COUNT))
    (folder / "set.trc").write_text(
        f"PathFileType\t4\nNumFrames\tUnits\n{COUNT}\tm\nFrame#\tTime\t"
        + "\t\t\t".join(names)
        + f"\n\n{rows}\n"
    )
    return open_recorded(folder / "set.trc")


def _openpose(folder: Path, stack: ExitStack) -> FrameSource:
    person = [float(value) for n in range(25) for value in (100, 10 * n, 1)]
    text = json.dumps({"people": [{"pose_keypoints_2d": person}]})
    for number in range(COUNT):
        (folder / f"set_{number:012d}_keypoints.json").write_text(text)
    return open_recorded(folder)


def _made_up(folder: Path, stack: ExitStack) -> FrameSource:
    return MadeUpSource(COUNT)


def _handshake(folder: Path, stack: ExitStack) -> FrameSource:
    source = HandshakeSource(MadeUpSource(COUNT))
    for _ in range(COUNT):
        source._turns.release()
    return source


SOURCES: dict[str, Opener] = {
    "video": _video,
    "uneven video": _uneven_video,
    "portrait video": _portrait_video,
    "folder": _folder,
    "paced video": _paced,
    "recording": _recording,
    "trc": _trc,
    "openpose": _openpose,
    "webcam": _webcam,
    "mjpeg": _mjpeg,
    "mjpeg without length": _mjpeg_without_length,
    "rtsp": _rtsp,
    "stand-in": _made_up,
    "handshake stand-in": _handshake,
}


@pytest.fixture(params=SOURCES.values(), ids=SOURCES.keys())
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FrameSource]:
    with ExitStack() as stack:
        opened = request.param(tmp_path, stack)
        stack.callback(opened.close)
        yield opened


def _some(source: FrameSource) -> list[Frame]:
    return list(itertools.islice(source, COUNT))


def test_it_is_a_frame_source(source: FrameSource) -> None:
    assert isinstance(source, FrameSource)
    assert source.live == source.info.live


def test_time_begins_at_zero_and_rises(source: FrameSource) -> None:
    frames = _some(source)
    times = np.array([frame.time_s for frame in frames])
    assert len(frames) == COUNT
    assert times[0] == 0.0
    assert (np.diff(times) > 0).all()
    assert [frame.index for frame in frames] == list(range(COUNT))


def test_pictures_are_bgr_of_the_size_told_and_read_only(source: FrameSource) -> None:
    info = source.info
    for frame in _some(source):
        assert frame.size == (info.width, info.height)
        assert frame.image.dtype == np.uint8
        assert frame.image.flags.c_contiguous
        with pytest.raises(ValueError, match="read-only"):
            frame.image[0, 0, 0] = 1


def test_a_kept_picture_does_not_change(source: FrameSource) -> None:
    frames = iter(source)
    first = next(frames)
    before = first.image.copy()
    list(itertools.islice(frames, COUNT - 1))
    np.testing.assert_array_equal(first.image, before)


def test_it_counts_what_it_delivered(source: FrameSource) -> None:
    assert len(_some(source)) == source.info.frames_decoded


def test_it_is_iterated_once(source: FrameSource) -> None:
    next(iter(source))
    with pytest.raises(RuntimeError, match="once"):
        iter(source)


def test_closing_twice_is_allowed_and_ends_the_iteration(source: FrameSource) -> None:
    frames = iter(source)
    next(frames)
    source.close()
    source.close()
    assert len(list(frames)) <= 1


def test_a_closed_source_yields_nothing(source: FrameSource) -> None:
    source.close()
    assert list(source) == []


def test_leaving_the_block_closes_it(source: FrameSource) -> None:
    with source as entered:
        assert entered is source
    assert list(source) == []


def test_closing_from_another_thread_ends_the_iteration(source: FrameSource) -> None:
    reading, failures = threading.Event(), []

    def read() -> None:
        try:
            for _ in source:
                reading.set()
        except BaseException as error:  # noqa: BLE001 - looked at by the test
            failures.append(error)
        finally:
            reading.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    assert reading.wait(GUARD_S)
    source.close()
    reader.join(GUARD_S)
    assert not reader.is_alive()
    # The camera's stand-in is a clip, which may have run out just before.
    assert all(isinstance(failure, CameraError) for failure in failures)


def test_no_thread_of_ours_is_left(source: FrameSource) -> None:
    _some(source)
    source.close()
    for thread in threading.enumerate():
        if thread.name.startswith("formcheck"):
            thread.join(GUARD_S)
            assert not thread.is_alive()


BAD_SPECS = {
    "missing file": ("nowhere/clip.mp4", SourceOpenError, "no file"),
    "missing camera": ("97", CameraError, "no camera 97"),
    "unknown camera name": ("Nobody's Camera", CameraError, "no camera or file"),
    "nothing": ("", SourceOpenError, "named"),
    "strange scheme": ("gopher://host/x", SourceOpenError, "gopher://"),
    "port without a server": ("http://127.0.0.1:1/video", StreamError, "Nothing answers"),
    "rtsp port without a server": ("rtsp://127.0.0.1:1/x", StreamError, "Nothing answers"),
}


@pytest.mark.parametrize(("spec", "kind", "words"), BAD_SPECS.values(), ids=BAD_SPECS.keys())
def test_a_bad_spec_is_an_error_with_a_hint(
    spec: str, kind: type[SourceOpenError], words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(kind, match=words) as caught:
        open_source(spec)
    assert type(caught.value) is kind
    assert caught.value.hint
    assert caught.value.exit_code == 3
    # Libraries below must not talk to the user's terminal.
    assert capfd.readouterr() == ("", "")
