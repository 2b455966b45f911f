"""Video files of every awkward kind, each made by the test itself."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from formcheck.assets import model_bytes, sample_path
from formcheck.cli.analyze import slow_motion_note
from formcheck.config import PoseOptions
from formcheck.errors import SourceOpenError
from formcheck.pose.mediapipe import MediaPipeEstimator
from formcheck.sources import open_source
from formcheck.sources.seekable import SeekableClip
from formcheck.sources.video_file import VideoFile
from formcheck.types import Frame, SourceInfo
from support.clipmaker import (
    corner_names,
    corners,
    damage,
    make_changing,
    make_clip,
    make_sound,
    number_of,
    numbered,
    truncate,
)

UPRIGHT = ("red", "green", "blue", "yellow")

TURNED = {
    # What the eye sees after the stored picture has been turned clockwise by so much.
    0: UPRIGHT,
    90: ("blue", "red", "yellow", "green"),
    180: ("yellow", "blue", "green", "red"),
    270: ("green", "yellow", "red", "blue"),
}

MIRRORED = {
    # Mirrored left and right first; checked against what ffmpeg's own player logic makes of it.
    0: ("green", "red", "yellow", "blue"),
    90: ("red", "blue", "green", "yellow"),
    180: ("blue", "yellow", "red", "green"),
    270: ("yellow", "green", "blue", "red"),
}


def _read(path: Path, **options: int) -> tuple[list[Frame], SourceInfo]:
    with VideoFile(path, **options) as source:
        frames = list(source)
        return frames, source.info


def _noise(count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(1)
    return [rng.integers(0, 255, (64, 128, 3), np.uint8) for _ in range(count)]


def test_uneven_times_are_those_of_the_container(tmp_path: Path) -> None:
    times = [0, 0.033, 0.066, 0.2, 0.21, 0.5, 0.533]
    clip = make_clip(tmp_path / "a.mp4", map(numbered, range(7)), times_s=times)
    frames, info = _read(clip)
    assert [frame.time_s for frame in frames] == pytest.approx(times, abs=1e-4)
    assert [number_of(frame.image) for frame in frames] == list(range(7))
    assert (info.frames, info.frames_decoded, info.times_repaired) == (7, 7, 0)
    assert info.duration_s >= 0.533


@pytest.mark.parametrize(
    ("filmed_fps", "slowed"),
    [
        ("120.000000", 4.0),
        ("30.000000", 1.0),
        ("29.5", 1.0),
        ("inf", 1.0),
        ("960", 1.0),
        ("soon", 1.0),
    ],
)
def test_slow_motion_is_told_in_the_time_of_life(
    tmp_path: Path, filmed_fps: str, slowed: float
) -> None:
    images = [numbered(k) for k in range(12)]
    said = {"com.android.capture.fps": filmed_fps}
    path = make_clip(tmp_path / "slow.mp4", images, fps=30, metadata=said)
    with VideoFile(path) as source:
        frames = list(source)
        info = source.info
    assert info.slowed == pytest.approx(slowed, rel=0.01)
    assert info.fps_nominal == pytest.approx(30.0 * slowed, rel=0.01)
    assert info.duration_s == pytest.approx(0.4 / slowed, rel=0.1)
    times = [frame.time_s for frame in frames]
    assert np.diff(times) == pytest.approx(np.full(11, 1 / (30.0 * slowed)), rel=0.02)
    with SeekableClip(path) as clip:
        assert clip.times_s == pytest.approx(times)
        assert number_of(clip.frame(7).image) == 7
    assert ("slow motion" in slow_motion_note(info)) == (slowed > 1.0)


def test_a_late_start_is_zero(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mkv", map(numbered, range(3)), times_s=[7.0, 7.1, 7.3])
    frames, _ = _read(clip)
    assert [frame.time_s for frame in frames] == pytest.approx([0, 0.1, 0.3], abs=1e-3)


def test_a_stream_without_times_gets_the_announced_rate(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.h264", map(numbered, range(10)), options={"bf": "2"})
    frames, info = _read(clip)
    gaps = np.diff([frame.time_s for frame in frames])
    assert gaps == pytest.approx(np.full(9, 1 / info.fps_nominal))
    assert info.times_repaired == 10


@pytest.mark.parametrize("mirrored", [False, True], ids=["", "mirrored"])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotation_tags_are_applied(tmp_path: Path, rotation: int, mirrored: bool) -> None:
    clip = make_clip(tmp_path / "a.mp4", [corners()] * 3, rotation=rotation, mirrored=mirrored)
    frames, info = _read(clip)
    expected = MIRRORED if mirrored else TURNED
    assert {corner_names(frame.image) for frame in frames} == {expected[rotation]}
    assert (info.width, info.height) == ((64, 96) if rotation in (90, 270) else (96, 64))
    assert frames[0].size == (info.width, info.height)
    assert all(frame.image.flags.c_contiguous for frame in frames)
    if not mirrored:
        assert info.rotation == rotation


@pytest.mark.parametrize(
    ("size", "suffix", "codec", "pixels"),
    [
        ((97, 63), "mp4", "libx264", "yuv444p"),
        ((96, 64), "mp4", "libx264", "yuv422p"),
        ((96, 64), "mp4", "libx264", "yuv420p10le"),
        ((97, 63), "mkv", "ffv1", "bgr0"),
        ((97, 63), "avi", "mjpeg", "yuvj444p"),
        ((64, 96), "mp4", "libx264", "yuv420p"),
        ((96, 64), "webm", "libvpx-vp9", "yuv420p"),
        ((96, 64), "ts", "mpeg4", "yuv420p"),
        ((96, 64), "mp4", "libx264", "gray"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value[0]}x{value[1]}",
)
def test_sizes_and_pixel_formats(
    tmp_path: Path, size: tuple[int, int], suffix: str, codec: str, pixels: str
) -> None:
    clip = make_clip(
        tmp_path / f"a.{suffix}", [corners(*size)] * 4, codec=codec, pixel_format=pixels
    )
    frames, info = _read(clip)
    assert (info.width, info.height) == size
    assert {frame.image.shape for frame in frames} == {(size[1], size[0], 3)}
    if pixels != "gray":
        assert {corner_names(frame.image) for frame in frames} == {UPRIGHT}


def test_pixels_that_are_not_square_are_made_so(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", [corners(90, 64)] * 3, aspect=Fraction(4, 3))
    frames, info = _read(clip)
    assert frames[0].size == (info.width, info.height) == (120, 64)


def test_a_picture_inside_the_sound_is_no_video(tmp_path: Path) -> None:
    frames, _ = _read(make_clip(tmp_path / "a.mp4", [corners()] * 3, sound=True))
    assert len(frames) == 3


def test_frames_can_be_reduced_while_they_are_decoded(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", [corners(960, 640)] * 3, rotation=90)
    frames, info = _read(clip, image_height=300)
    assert (info.width, info.height) == (640, 960)
    assert frames[0].size == (640, 960)
    assert frames[0].image.shape == (300, 200, 3)
    assert corner_names(frames[0].image) == TURNED[90]
    frames, _ = _read(clip, image_height=2000)
    assert frames[0].size == (640, 960)


@pytest.mark.parametrize("codec", ["libx264", "mpeg4", "mjpeg"])
def test_damage_is_stepped_over_and_counted(tmp_path: Path, codec: str) -> None:
    pixels = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    clip = make_clip(
        tmp_path / "a.mp4", _noise(60), codec=codec, pixel_format=pixels, options={"g": "10"}
    )
    frames, info = _read(damage(clip, 0.5, 2000))
    assert info.frames_corrupt > 0
    assert 50 <= len(frames) < 60
    # The times of the sound ones stay where they were: nothing closes up.
    assert frames[-1].time_s == pytest.approx(59 / 30, abs=1e-3)
    assert not info.truncated


def test_pictures_the_container_marks_as_damaged_are_left_out(tmp_path: Path) -> None:
    # A transport stream knows which packets arrived whole; the decoder shows the others too.
    clip = damage(make_clip(tmp_path / "a.ts", _noise(60), options={"g": "10"}), 0.5, 3000)
    with av.open(str(clip)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.pts is not None]
        first = min(packet.pts for packet in packets)
        marked = {(packet.pts - first) / 90_000 for packet in packets if packet.is_corrupt}
    assert marked
    frames, info = _read(clip)
    times = np.array([frame.time_s for frame in frames])
    assert all(np.abs(times - time_s).min() > 0.01 for time_s in marked)
    assert info.frames_corrupt >= len(marked)


def test_a_file_that_breaks_off_delivers_what_it_has(tmp_path: Path) -> None:
    clip = make_clip(
        tmp_path / "a.mp4",
        _noise(60),
        options={"g": "10"},
        container_options={"movflags": "faststart"},
    )
    frames, info = _read(truncate(clip, 0.6))
    assert 20 <= len(frames) < 60
    assert info.truncated
    assert info.frames == 60
    assert info.frames_decoded == len(frames)


def test_a_whole_file_is_not_called_truncated(tmp_path: Path) -> None:
    for suffix in ("mp4", "mkv", "avi", "ts"):
        _, info = _read(make_clip(tmp_path / f"a.{suffix}", _noise(90)))
        assert (info.frames_decoded, info.truncated, info.frames_corrupt) == (90, False, 0)
        assert info.duration_s == pytest.approx(3.0, abs=0.05)


@pytest.mark.parametrize("opened", [VideoFile, SeekableClip])
@pytest.mark.parametrize("suffix", ["mkv", "avi", "mov"])
def test_a_clip_that_changes_its_size_goes_on(
    tmp_path: Path, suffix: str, opened: Callable[[Path], VideoFile | SeekableClip]
) -> None:
    sizes = [(96, 64), (96, 64), (48, 96), (192, 128)]
    clip = make_changing(tmp_path / f"a.{suffix}", [corners(*size) for size in sizes])
    with opened(clip) as source:
        if isinstance(source, VideoFile):
            images = [frame.image for frame in source]
            assert (source.info.frames_corrupt, source.info.truncated) == (0, False)
        else:
            images = [source.frame(index).image for index in range(4)]
    assert {image.shape for image in images} == {(64, 96, 3)}
    # On its side the same picture is shown whole, as tall as the others and no wider.
    assert corner_names(images[2][:, 32:64]) == UPRIGHT
    assert not images[2][:, :30].any()
    assert corner_names(images[3]) == UPRIGHT


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "ts"])
def test_times_that_begin_below_0_are_not_damage(tmp_path: Path, suffix: str) -> None:
    clip = make_clip(
        tmp_path / f"a.{suffix}",
        [numbered(number) for number in range(30)],
        times_s=[number / 30 - 0.5 for number in range(30)],
        codec="mpeg4",
        container_options={"avoid_negative_ts": "disabled"},
    )
    frames, info = _read(clip)
    # MP4 says that what lies below 0 is not to be shown.
    assert [number_of(frame.image) for frame in frames] == list(range(30))[-len(frames) :]
    assert len(frames) == (15 if suffix == "mp4" else 30)
    assert frames[0].time_s == 0.0
    assert (info.frames_corrupt, info.times_repaired, info.truncated) == (0, 0, False)


def test_the_description(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "a.mp4", [corners()] * 50, fps=25)
    with VideoFile(clip) as source:
        info = source.info
        assert (info.path, info.frames, info.frames_decoded) == (str(clip), 50, 0)
        assert (info.fps_nominal, info.live) == (25.0, False)
        assert info.duration_s == pytest.approx(2.0)


def _text(path: Path) -> Path:
    path.write_text("this is not a video\n" * 20)
    return path


def _random(path: Path) -> Path:
    path.write_bytes(np.random.default_rng(5).integers(0, 256, 50_000, np.uint8).tobytes())
    return path


def _empty(path: Path) -> Path:
    path.touch()
    return path


def _no_index(path: Path) -> Path:
    return truncate(make_clip(path, map(numbered, range(60))), 0.5)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _folder_of_text(path: Path) -> Path:
    path.mkdir()
    (path / "notes.txt").write_text("no picture")
    return path


def _folder_of_broken(path: Path) -> Path:
    path.mkdir()
    (path / "a.png").write_text("no picture")
    (path / "b.jpg").touch()
    return path


def _without_a_size(path: Path) -> Path:
    """Pictures begin again and again and none says how large it is."""
    path.write_bytes(b"\0\0\0\1" * 500)
    return path


def _of_no_known_kind(path: Path) -> Path:
    data = make_clip(path, map(numbered, range(5))).read_bytes()
    path.write_bytes(data.replace(b"avc1", b"zzzz"))
    return path


def _misspelt(path: Path) -> Path:
    path.touch()
    return path.with_name(path.name.replace("clip", "clpi"))


def _missing_folder(path: Path) -> Path:
    return path.parent / "nowhere" / path.name


BAD_FILES: dict[str, tuple[Callable[[Path], Path], str, str]] = {
    "empty": (_empty, "is empty", "Copy it again"),
    "text": (_text, "is a text file", "video"),
    "noise": (_random, "not a video, or is damaged", "player"),
    "sound": (lambda path: make_sound(path), "sound but no picture", "video"),
    "no index": (_no_index, "incomplete", "Copy it again"),
    "folder": (_folder, "no pictures in the folder", "folder"),
    "folder of text": (_folder_of_text, "no pictures in the folder", "PNG"),
    "folder of broken": (_folder_of_broken, "Not one picture", "PNG"),
    "without a size": (_without_a_size, "not a video, or is damaged", "player"),
    "of no known kind": (_of_no_known_kind, "compressed in a way", "Convert"),
    "misspelt": (_misspelt, "no file", "Did you mean"),
    "missing folder": (_missing_folder, "no file", "no folder"),
}


@pytest.mark.parametrize(("make", "message", "hint"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_said_in_words(
    tmp_path: Path,
    make: Callable[[Path], Path],
    message: str,
    hint: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    path = make(tmp_path / "clip.mp4")
    capfd.readouterr()
    with pytest.raises(SourceOpenError) as caught:
        open_source(path)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder everybody may enter; those of pytest are its user's alone."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
def test_a_folder_that_may_not_be_entered(open_folder: Path) -> None:
    inner = open_folder / "inner"
    inner.mkdir(mode=0o700)
    clip = make_clip(inner / "clip.mp4", [corners()] * 2)
    inner.chmod(0o000)
    with _ordinary_user(), pytest.raises(SourceOpenError, match="may not be read"):
        open_source(clip)
    inner.chmod(0o700)


@contextmanager
def _ordinary_user() -> Iterator[None]:
    """Lay down the superuser's rights for a while: no file is forbidden to it."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_a_forbidden_one_is_said_in_words(open_folder: Path, kind: str) -> None:
    path = open_folder / "clip.mp4"
    make_clip(path, [corners()] * 2) if kind == "file" else path.mkdir()
    path.chmod(0o000)
    with _ordinary_user(), pytest.raises(SourceOpenError, match="may not be read") as caught:
        open_source(path)
    assert "permissions" in caught.value.hint
    path.chmod(0o700)


def test_damage_makes_no_noise_on_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    clip = damage(make_clip(tmp_path / "a.mp4", _noise(60), options={"g": "10"}), 0.5, 2000)
    capfd.readouterr()
    _read(clip)
    assert capfd.readouterr() == ("", "")


def test_names_beyond_ascii(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "Übung – 引く.mp4", [corners()] * 2)
    frames, _ = _read(clip)
    assert len(frames) == 2


def test_a_pose_is_the_same_whoever_reduces_its_picture() -> None:
    wanted = PoseOptions(analysis_height_px=240)
    poses = []
    for height in (None, 240):
        with (
            VideoFile(sample_path(), image_height=height) as source,
            MediaPipeEstimator(wanted, model_bytes()) as estimator,
        ):
            poses.append(estimator.estimate(next(iter(source))))
    whole, reduced = poses
    assert whole is not None
    assert reduced is not None
    assert reduced.size == whole.size
    np.testing.assert_array_equal(reduced.xy, whole.xy)
