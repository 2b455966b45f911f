"""Frames of a camera of this computer."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

import cv2
import numpy as np

from formcheck.config import CameraOptions
from formcheck.errors import CameraError
from formcheck.mailbox import ChannelClosed, ChannelTimeout, Mailbox
from formcheck.sources import cv2_quirks
from formcheck.sources.base import SingleUse, SourceState
from formcheck.sources.black import is_black
from formcheck.sources.cameras import Camera, describe, find_camera, list_cameras
from formcheck.sources.fitting import fitted
from formcheck.types import ByteArray, Frame, SourceInfo

_SIZE: Final = (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)

_EXPOSED: Final = {
    cv2.CAP_V4L2: (1.0, 3.0),
    cv2.CAP_DSHOW: (0.25, 0.75),
    cv2.CAP_MSMF: (0.25, 0.75),
}
"""What switches the automatic exposure off and on: V4L2's own menu entries (v4l2-controls.h), and
what OpenCV takes on Windows.  macOS's cameras offer no exposure through OpenCV."""

_SLICE_S: Final = 0.2
_RETRY_S: Final = 0.05


class Device(Protocol):
    """The part of ``cv2.VideoCapture`` a camera is read through."""

    def isOpened(self) -> bool:
        """Whether it could be opened."""
        ...

    def grab(self) -> bool:
        """Take the next picture from the device."""
        ...

    def retrieve(self) -> tuple[bool, Any]:
        """Decode the picture taken."""
        ...

    def set(self, prop: int, value: float) -> bool:
        """Ask for a setting."""
        ...

    def release(self) -> None:
        """Give the device back."""
        ...


@dataclass(frozen=True, slots=True)
class CameraLimits:
    """How long, in seconds, each step may take before the camera is given up."""

    open_s: float = 15.0
    """Opening and the first picture; some cameras need several seconds to start."""

    silent_s: float = 6.0
    """No answer at all: the driver hangs."""

    failing_s: float = 2.0
    """Every read fails: it was unplugged."""

    give_up_s: float = 20.0
    """Unplugged for so long, it is given up; until then it is looked for."""

    retry_s: float = 0.5
    """Pause between two looks for a camera that was unplugged."""

    black_s: float = 6.0
    """Only black pictures since the start."""

    close_s: float = 0.3
    """Waiting for a read that is under way when the camera is closed."""


class Webcam(SingleUse):
    """Read a camera through OpenCV, never blocking longer than the limits.

    Every call of the driver is made in one thread of the source's own, because no call of a
    driver can be interrupted: when one hangs, the source raises and leaves that thread behind
    (it ends, and releases the device, as soon as the driver returns).  Time is the monotonic
    clock when a picture was taken from the device, 0 at the first.

    A camera that goes away after it has delivered pictures is looked for by its name, and goes on
    when it is back.

    Parameters
    ----------
    spec : int or str
        Number, name or part of the name.
    options : CameraOptions
        Size, rate and exposure asked for; the camera may deliver others.
    limits : CameraLimits
        Longest times.
    open_device : callable
        Opens the device with a number and a backend: ``cv2.VideoCapture`` or a stand-in.

    Attributes
    ----------
    on_state : callable
        Told ``"reconnecting"`` and ``"running"``, in the reading thread.

    Raises
    ------
    CameraError
        When there is no such camera, it is in use or forbidden, or does not answer.
    """

    live = True

    def __init__(
        self,
        spec: int | str = 0,
        *,
        options: CameraOptions | None = None,
        limits: CameraLimits | None = None,
        open_device: Callable[[int, int], Device] = cv2.VideoCapture,
    ) -> None:
        super().__init__()
        cv2_quirks.prepare()
        self._cameras = list_cameras()
        self._camera = find_camera(spec, self._cameras)
        self._limits = limits or CameraLimits()
        self._options = options or CameraOptions()
        self._open_device = open_device
        self._last_s = float("-inf")
        self._away = False
        self._state: SourceState = "running"
        self.on_state: Callable[[SourceState], None] = lambda state: None
        self._frames_in: Mailbox[tuple[float, ByteArray]] = Mailbox()
        self._thread = threading.Thread(target=self._work, name="formcheck-camera", daemon=True)
        self._thread.start()
        try:
            self._first = self._take(self._limits.open_s)
        except BaseException:
            self.close()
            raise
        height, width = self._first[1].shape[:2]
        self._info = SourceInfo(self._camera.name, width, height, live=True)

    def _frames(self) -> Iterator[Frame]:
        index = 0
        first_s, image = self._first
        del self._first
        time_s, seen = 0.0, False
        while not self._closing.is_set():
            # Black from the start; one that is covered later the window tells (live/watch_desk.py).
            seen = seen or not is_black(image)
            if not seen and time_s > self._limits.black_s:
                raise self._only_black()
            self._info = replace(self._info, frames_decoded=index + 1)
            # A camera may come back with another size.
            yield Frame(index, time_s, fitted(image, (self._info.width, self._info.height)))
            try:
                at_s, image = self._take(self._limits.silent_s)
            except ChannelClosed:
                return
            # Two pictures may carry one stamp where the clock ticks in 16 ms (Windows).
            time_s, index = max(at_s - first_s, time_s + 0.001), index + 1

    def _take(self, timeout_s: float) -> tuple[float, ByteArray]:
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                taken = self._frames_in.get(min(_SLICE_S, timeout_s))
            except ChannelTimeout as error:
                if self._away:
                    self._tell("reconnecting")
                    # Its own time to give up runs in the camera's thread.
                    deadline = time.monotonic() + timeout_s
                elif time.monotonic() >= deadline:
                    raise CameraError(
                        f"{self._camera.name} does not answer.", "Unplug it and plug it in again."
                    ) from error
            else:
                self._tell("running")
                return taken

    def _tell(self, state: SourceState) -> None:
        if state != self._state:
            self._state = state
            self.on_state(state)

    def _work(self) -> None:
        """Open, read and release the device: all in this one thread."""
        try:
            self._serve()
        except CameraError as error:
            self._frames_in.close(error)
        except Exception as error:  # noqa: BLE001 - raised again, in words, by the reader
            failure = CameraError(f"{self._camera.name} failed: {error}", describe(self._cameras))
            failure.__cause__ = error
            self._frames_in.close(failure)
        else:
            self._frames_in.close()

    def _serve(self) -> None:
        """Read the device; when it went away, look for it until it is back or given up."""
        while True:
            try:
                device = self._open_device(self._camera.index, self._camera.backend)
                try:
                    return self._read(device)
                finally:
                    self._restore(device)
                    device.release()
            except (CameraError, cv2.error):
                if not self._was_lost():
                    raise
            if time.monotonic() - self._last_s > self._limits.give_up_s:
                raise self._gone(delivered=True)
            self._away = True
            if self._closing.wait(self._limits.retry_s):
                return
            self._camera = self._found_again()

    def _was_lost(self) -> bool:
        """Whether it has delivered pictures before."""
        return self._last_s > float("-inf")

    def _found_again(self) -> Camera:
        """Return the camera as it is listed now: it may have come back under another number."""
        named = [camera for camera in list_cameras() if camera.name == self._camera.name]
        return named[0] if len(named) == 1 else self._camera

    def _read(self, device: Device) -> None:
        if not device.isOpened():
            raise self._not_opened()
        self._configure(device)
        delivered = False
        failing_since = time.monotonic()
        while not self._closing.is_set():
            at_s, image = _grab(device)
            if image is not None:
                delivered, failing_since, self._last_s = True, at_s, at_s
                self._away = False
                self._frames_in.put((at_s, image))
            elif at_s - failing_since > self._limits.failing_s:
                raise self._gone(delivered)
            else:
                self._closing.wait(_RETRY_S)

    def _configure(self, device: Device) -> None:
        """Ask for what the user wants and no queue; a camera that refuses is used as it is."""
        if self._camera.backend == cv2.CAP_V4L2:
            # Uncompressed, most USB cameras manage ten pictures a second at this size.
            device.set(cv2.CAP_PROP_FOURCC, float(cv2.VideoWriter.fourcc(*"MJPG")))
        options = self._options
        for side, value in zip(_SIZE, options.size.split("x"), strict=True):
            device.set(side, float(value))
        if options.frames_per_s:
            device.set(cv2.CAP_PROP_FPS, options.frames_per_s)
        backend = self._camera.backend
        if options.exposure_ms and backend in _EXPOSED:
            device.set(cv2.CAP_PROP_AUTO_EXPOSURE, _EXPOSED[backend][0])
            device.set(cv2.CAP_PROP_EXPOSURE, _exposure(backend, options.exposure_ms))
        device.set(cv2.CAP_PROP_BUFFERSIZE, 1.0)

    def _restore(self, device: Device) -> None:
        """Give back the automatic exposure: a camera keeps what it was told for other programs."""
        if self._options.exposure_ms and self._camera.backend in _EXPOSED:
            device.set(cv2.CAP_PROP_AUTO_EXPOSURE, _EXPOSED[self._camera.backend][1])

    def _release(self) -> None:
        self._frames_in.close(discard=True)
        if self._thread is not threading.current_thread():
            self._thread.join(self._limits.close_s)

    def _not_opened(self) -> CameraError:
        camera: Camera = self._camera
        listed = camera in self._cameras
        if listed and camera.forbidden:
            return CameraError(
                f"{camera.name} may not be used by this account.",
                "Add yourself to the group 'video' and log in again.",
            )
        if listed:
            return CameraError(
                f"{camera.name} cannot be opened: another program is using it, or the system "
                "does not allow cameras.",
                "Close other programs that show the camera, and check the privacy settings.",
            )
        return CameraError(f"There is no camera {camera.index}.", describe(self._cameras))

    def _gone(self, delivered: bool) -> CameraError:
        if delivered:
            return CameraError(
                f"{self._camera.name} was unplugged or stopped.", "Plug it in and start again."
            )
        return CameraError(
            f"{self._camera.name} opens but delivers no picture.",
            "Close other programs that show the camera, or choose another one.",
        )

    def _only_black(self) -> CameraError:
        return CameraError(
            f"{self._camera.name} delivers only black pictures.",
            "Open its cover, and check that the system lets this program use the camera.",
        )


def _grab(device: Device) -> tuple[float, ByteArray | None]:
    """Take one picture; return the moment it was taken and None when there is none."""
    taken = device.grab()
    at_s = time.monotonic()
    ok, image = device.retrieve() if taken else (False, None)
    if not ok or image is None or image.size == 0:
        return at_s, None
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    return at_s, np.ascontiguousarray(image[..., :3], np.uint8)


def _exposure(backend: int, milliseconds: float) -> float:
    """Return an exposure in a backend's own unit: 100 µs for V4L2, log2 seconds for Windows'."""
    if backend == cv2.CAP_V4L2:
        return float(round(milliseconds * 10.0))
    return float(round(math.log2(milliseconds / 1000.0)))
