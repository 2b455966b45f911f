"""Cameras that are absent, busy, forbidden, unplugged, black or hang.

No camera is needed: the device behind ``cv2.VideoCapture`` is scripted, and where OpenCV's own
object matters a clip plays the camera.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from formcheck.config import CameraOptions
from formcheck.errors import CameraError
from formcheck.session import Session
from formcheck.sources import webcam
from formcheck.sources.cameras import Camera, describe, find_camera, list_cameras
from formcheck.sources.webcam import CameraLimits, Webcam
from support.clipmaker import make_clip, numbered
from support.fakes import Recorder, ScriptedEngine, opener

GUARD_S = 30.0
SHORT = CameraLimits(
    open_s=20, silent_s=20, failing_s=0.05, black_s=0.05, close_s=20, give_up_s=0.0, retry_s=0.02
)
DESK = Camera(0, "Desk Cam", "", cv2.CAP_ANY)
BRIGHT = np.full((48, 64, 3), 90, np.uint8)
BLACK = np.zeros((48, 64, 3), np.uint8)


class ScriptedDevice:
    """Deliver what a function gives for each picture; None is a failed read."""

    def __init__(self, script: Callable[[int], Any], opened: bool = True) -> None:
        self._script = script
        self._opened = opened
        self._number = -1
        self._pause = threading.Event()
        self.threads: list[int] = []
        self.settings: dict[int, float] = {}
        self.released = 0

    def isOpened(self) -> bool:
        return self._opened

    def set(self, prop: int, value: float) -> bool:
        self.settings[prop] = value
        return False

    def grab(self) -> bool:
        self.threads.append(threading.get_ident())
        self._pause.wait(0.001)
        self._number += 1
        self._image = self._script(self._number)
        return self._image is not None

    def retrieve(self) -> tuple[bool, Any]:
        return True, self._image

    def release(self) -> None:
        self.threads.append(threading.get_ident())
        self.released += 1


def _open(device: ScriptedDevice, spec: int | str = 0, limits: CameraLimits = SHORT) -> Webcam:
    return Webcam(spec, limits=limits, open_device=lambda index, backend: device)


def _until(count: int, then: Any = None) -> Callable[[int], Any]:
    return lambda number: BRIGHT if number < count else then


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Camera:
    """One camera on this computer."""
    monkeypatch.setattr(webcam, "list_cameras", lambda: (DESK,))
    return DESK


def test_one_thread_does_all_with_the_device_and_releases_it_once() -> None:
    device = ScriptedDevice(lambda number: BRIGHT)
    with _open(device) as source:
        next(iter(source))
    source.close()
    assert device.released == 1
    assert len(set(device.threads)) == 1
    assert threading.get_ident() not in device.threads


def test_it_asks_for_a_size_and_takes_what_it_gets() -> None:
    device = ScriptedDevice(lambda number: BRIGHT)
    with _open(device) as source:
        assert (source.info.width, source.info.height) == (64, 48)
    assert device.settings[cv2.CAP_PROP_FRAME_WIDTH] == 1280
    assert device.settings[cv2.CAP_PROP_FRAME_HEIGHT] == 720


@pytest.mark.parametrize(
    ("backend", "manual", "exposure", "automatic"),
    [(cv2.CAP_V4L2, 1.0, 80.0, 3.0), (cv2.CAP_DSHOW, 0.25, -7.0, 0.75)],
)
def test_it_asks_for_what_the_user_wants_and_gives_the_exposure_back(
    monkeypatch: pytest.MonkeyPatch, backend: int, manual: float, exposure: float, automatic: float
) -> None:
    monkeypatch.setattr(webcam, "list_cameras", lambda: (replace(DESK, backend=backend),))
    device = ScriptedDevice(lambda number: BRIGHT)
    options = CameraOptions(size="640x480", frames_per_s=60.0, exposure_ms=8.0)
    source = Webcam(0, options=options, limits=SHORT, open_device=lambda *_: device)
    told = dict(device.settings)
    source.close()
    assert told[cv2.CAP_PROP_FRAME_WIDTH] == 640.0
    assert told[cv2.CAP_PROP_FRAME_HEIGHT] == 480.0
    assert told[cv2.CAP_PROP_FPS] == 60.0
    assert told[cv2.CAP_PROP_AUTO_EXPOSURE] == manual
    assert told[cv2.CAP_PROP_EXPOSURE] == exposure
    assert device.settings[cv2.CAP_PROP_AUTO_EXPOSURE] == automatic


def test_it_leaves_rate_and_exposure_alone_unless_asked(desk: Camera) -> None:
    device = ScriptedDevice(lambda number: BRIGHT)
    _open(device).close()
    asked = {cv2.CAP_PROP_FPS, cv2.CAP_PROP_AUTO_EXPOSURE, cv2.CAP_PROP_EXPOSURE}
    assert not asked & device.settings.keys()


@pytest.mark.parametrize("shape", [(48, 64), (48, 64, 4), (48, 64, 3)])
def test_grey_and_four_channel_pictures_become_bgr(shape: tuple[int, ...]) -> None:
    with _open(ScriptedDevice(lambda number: np.full(shape, 90, np.uint8))) as source:
        assert next(iter(source)).image.shape == (48, 64, 3)


def test_a_camera_that_is_not_there() -> None:
    device = ScriptedDevice(lambda number: None, opened=False)
    with pytest.raises(CameraError, match="There is no camera 3") as caught:
        _open(device, 3)
    assert caught.value.hint
    assert device.released == 1


def test_a_busy_camera(desk: Camera) -> None:
    with pytest.raises(CameraError, match="Desk Cam cannot be opened: another program"):
        _open(ScriptedDevice(lambda number: None, opened=False))


def test_a_forbidden_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    forbidden = replace(DESK, path="/dev/a-camera-that-is-not-there")
    monkeypatch.setattr(webcam, "list_cameras", lambda: (forbidden,))
    with pytest.raises(CameraError, match="may not be used by this account") as caught:
        _open(ScriptedDevice(lambda number: None, opened=False))
    assert "group" in caught.value.hint


def test_a_camera_that_opens_and_delivers_nothing(desk: Camera) -> None:
    with pytest.raises(CameraError, match="delivers no picture"):
        _open(ScriptedDevice(lambda number: None))


def test_a_camera_plugged_in_again_goes_on(desk: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = replace(DESK, index=4)
    monkeypatch.setattr(webcam, "list_cameras", lambda: (elsewhere,))
    back = threading.Event()
    opened: list[int] = []

    def open_device(index: int, backend: int) -> ScriptedDevice:
        opened.append(index)
        if len(opened) == 1:
            return ScriptedDevice(_until(20))
        if not back.is_set():
            return ScriptedDevice(lambda number: None, opened=False)
        return ScriptedDevice(lambda number: np.full((96, 128, 3), 90, np.uint8))

    states: list[str] = []

    def hear(state: str) -> None:
        states.append(state)
        back.set()

    limits = replace(SHORT, give_up_s=20)
    with Webcam("Desk", limits=limits, open_device=open_device) as source:
        source.on_state = hear
        frames = []
        for frame in source:
            frames.append(frame)
            if "running" in states:
                break
    assert states == ["reconnecting", "running"]
    assert opened[-1] == 4, "it came back under another number"
    assert frames[-1].image.shape == (48, 64, 3), "in the size it began with"
    times = [frame.time_s for frame in frames]
    assert times == sorted(set(times))


def test_a_camera_unplugged_on_the_way(desk: Camera) -> None:
    frames = []
    with (
        _open(ScriptedDevice(_until(20))) as source,
        pytest.raises(CameraError, match="Desk Cam was unplugged"),
    ):
        frames.extend(source)
    assert frames


def test_a_few_failed_reads_are_forgiven() -> None:
    script = [BRIGHT, None, None, BRIGHT]
    device = ScriptedDevice(lambda number: script[min(number, 3)])
    with _open(device, limits=replace(SHORT, failing_s=20)) as source:
        frames = iter(source)
        assert [next(frames).index for _ in range(3)] == [0, 1, 2]


def test_only_black_pictures(desk: Camera) -> None:
    with (
        _open(ScriptedDevice(lambda number: BLACK)) as source,
        pytest.raises(CameraError, match="only black pictures") as caught,
    ):
        list(source)
    assert "cover" in caught.value.hint


def test_a_dark_start_and_lights_out_later_are_no_error() -> None:
    seen_bright, black_s = threading.Event(), 0.4
    device = ScriptedDevice(
        lambda number: BRIGHT if number >= 3 and not seen_bright.is_set() else BLACK
    )
    with _open(device, limits=replace(SHORT, black_s=black_s)) as source:
        for frame in source:
            if frame.image.max() > 0:
                seen_bright.set()
            if frame.time_s > 2 * black_s:
                break
    assert seen_bright.is_set()


@pytest.fixture
def hang() -> Iterator[threading.Event]:
    """A driver that does not return until the test is over."""
    release = threading.Event()
    yield release
    release.set()
    for thread in threading.enumerate():
        if thread.name == "formcheck-camera":
            thread.join(GUARD_S)


def test_a_driver_that_hangs_on_opening(hang: threading.Event) -> None:
    device = ScriptedDevice(lambda number: BRIGHT)

    def open_device(index: int, backend: int) -> ScriptedDevice:
        hang.wait(GUARD_S)
        return device

    limits = replace(SHORT, open_s=0.02, close_s=0.01)
    with pytest.raises(CameraError, match="does not answer"):
        Webcam(0, limits=limits, open_device=open_device)


def test_a_driver_that_hangs_on_the_way(hang: threading.Event) -> None:
    def script(number: int) -> Any:
        if number == 5:
            hang.wait(GUARD_S)
        return BRIGHT

    device = ScriptedDevice(script)
    limits = replace(SHORT, silent_s=0.02, close_s=0.01)
    with _open(device, limits=limits) as source, pytest.raises(CameraError, match="not answer"):
        list(source)
    assert device.released == 0
    hang.set()
    source._thread.join(GUARD_S)
    # The device is given back as soon as its driver lets go.
    assert device.released == 1


def test_a_driver_that_fails_is_said_in_words(desk: Camera) -> None:
    def script(number: int) -> Any:
        raise cv2.error("something deep inside")

    with pytest.raises(CameraError, match="Desk Cam failed"):
        _open(ScriptedDevice(script))


def test_opencvs_own_object_reads_and_runs_out(tmp_path: Path) -> None:
    clip = str(make_clip(tmp_path / "camera.mp4", [numbered(n + 1) for n in range(30)]))
    source = Webcam(0, limits=SHORT, open_device=lambda index, backend: cv2.VideoCapture(clip))
    with source, pytest.raises(CameraError, match="unplugged"):
        list(source)
    assert source.info.frames_decoded > 0


def test_a_set_is_not_lost_when_the_camera_is_unplugged(desk: Camera) -> None:
    plugged = threading.Event()
    device = ScriptedDevice(lambda number: None if plugged.is_set() else BRIGHT)

    def unplug(frame: Any) -> None:
        if frame.index >= 25:
            plugged.set()

    session = Session(_open(device), opener(), ScriptedEngine(10), Recorder(unplug))
    with pytest.raises(CameraError, match="unplugged"):
        session.run()
    assert session.result is not None
    assert session.result.stopped_early
    assert len(session.result.times_s) > 0
    assert device.released == 1


CAMERAS = (
    Camera(0, "Integrated Camera", "", 200),
    Camera(2, "Logitech BRIO", "", 200),
    Camera(4, "Logitech C920", "", 200),
)


@pytest.mark.parametrize(
    ("spec", "index"),
    [(0, 0), (2, 2), ("Logitech BRIO", 2), ("brio", 2), ("INTEGRATED", 0), ("c920", 4)],
)
def test_a_camera_is_found_by_number_name_or_part(spec: int | str, index: int) -> None:
    assert find_camera(spec, CAMERAS).index == index


def test_a_number_that_is_not_listed_is_tried_all_the_same() -> None:
    assert find_camera(7, CAMERAS) == Camera(7, "camera 7", "", cv2.CAP_ANY)


def test_an_ambiguous_and_an_unknown_name() -> None:
    with pytest.raises(CameraError, match="More than one") as caught:
        find_camera("logitech", CAMERAS)
    assert "2 (Logitech BRIO)" in caught.value.hint
    with pytest.raises(CameraError, match="no camera") as caught:
        find_camera("Logitek BRIO", CAMERAS)
    assert caught.value.hint == "Did you mean 'Logitech BRIO'?"
    with pytest.raises(CameraError) as caught:
        find_camera("zzz", ())
    assert "No camera was found" in caught.value.hint


def test_listing_never_fails() -> None:
    cameras = list_cameras()
    assert all(camera.name for camera in cameras)
    assert describe(cameras)
