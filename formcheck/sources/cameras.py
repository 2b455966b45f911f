"""The cameras of this computer, by name."""

from __future__ import annotations

import difflib
import os
import sys
from dataclasses import dataclass
from typing import Final

import cv2

from formcheck.errors import CameraError

_BACKENDS: Final = {
    "linux": (cv2.CAP_V4L2,),
    "win32": (cv2.CAP_MSMF, cv2.CAP_DSHOW),
    "darwin": (cv2.CAP_AVFOUNDATION,),
}
"""One backend a platform: with all of them the same camera is listed several times."""

_SHOWN: Final = 80
"""Letters of a name that no camera has, as far as it is told: a line of a terminal."""


@dataclass(frozen=True, slots=True)
class Camera:
    """One camera.

    Attributes
    ----------
    index : int
        Number within its backend.
    name : str
        As the system calls it.
    path : str
        Device path; empty where the system has none.
    backend : int
        OpenCV's number of the backend that ``index`` belongs to.
    """

    index: int
    name: str
    path: str
    backend: int

    @property
    def forbidden(self) -> bool:
        """Whether the system lets no program of this user open it."""
        return self.path.startswith("/dev/") and not os.access(self.path, os.R_OK | os.W_OK)


def list_cameras() -> tuple[Camera, ...]:
    """Return the cameras, by number; empty when there is none or they cannot be listed."""
    import cv2_enumerate_cameras as lister

    for backend in _BACKENDS.get(sys.platform, ()):
        if backend not in lister.supported_backends:
            continue
        try:
            found = lister.enumerate_cameras(backend)
        except (OSError, RuntimeError):
            continue
        if found:
            cameras = (Camera(c.index, str(c.name), str(c.path or ""), backend) for c in found)
            return tuple(sorted(cameras, key=lambda camera: camera.index))
    return ()


def find_camera(spec: int | str, cameras: tuple[Camera, ...]) -> Camera:
    """Return the camera with this number, name, or part of a name (letter case ignored).

    A number that is not listed is handed to OpenCV all the same: some cameras cannot be listed.

    Raises
    ------
    CameraError
        When no name or several names match.
    """
    if isinstance(spec, int):
        unlisted = Camera(spec, f"camera {spec}", "", cv2.CAP_ANY)
        return next((camera for camera in cameras if camera.index == spec), unlisted)
    wanted = spec.casefold()
    exact = [camera for camera in cameras if camera.name.casefold() == wanted]
    matches = exact or [camera for camera in cameras if wanted in camera.name.casefold()]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise CameraError(f"More than one camera is called {spec!r}.", _choose(tuple(matches)))
    shown = spec if len(spec) <= _SHOWN else f"{spec[:_SHOWN]}…"
    raise CameraError(f"There is no camera or file called {shown!r}.", _nearest(spec, cameras))


def describe(cameras: tuple[Camera, ...]) -> str:
    """Return one sentence that lists the cameras."""
    if not cameras:
        return "No camera was found: plug one in, or use a phone by its address."
    return "Cameras here: " + ", ".join(f"{c.index} ({c.name})" for c in cameras) + "."


def _choose(cameras: tuple[Camera, ...]) -> str:
    return "Use its number. " + describe(cameras)


def _nearest(spec: str, cameras: tuple[Camera, ...]) -> str:
    near = difflib.get_close_matches(spec, [camera.name for camera in cameras], n=1)
    return f"Did you mean {near[0]!r}?" if near else describe(cameras)
