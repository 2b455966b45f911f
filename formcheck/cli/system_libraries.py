"""Which shared libraries the wheels expect from a Linux system, and who provides them on Debian.

The wheels of MediaPipe and Qt bring almost everything; these few come from the system.  The module
needs nothing but the standard library, so that the set-up script can run it before anything is
installed: ``python3 system_libraries.py [--x11] [--wayland]`` prints the missing Debian packages,
one a line.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

BASE: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLESv2.so.2": "libgles2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
"""What importing the libraries and a window without a display need: library → package."""

X11: Final = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What a window on a real X display needs besides."""

WAYLAND: Final = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
"""What a window on a Wayland desktop needs besides."""

FONT_PACKAGE: Final = "fonts-dejavu-core"
FONT_FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts")


def loads(library: str) -> bool:
    """Return whether the dynamic linker finds a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_fonts(folders: Iterable[str] = FONT_FOLDERS) -> bool:
    """Return whether any outline font is installed; Qt draws no text without one."""
    roots = (Path(folder).expanduser() for folder in folders)
    return any(
        path.suffix.lower() in {".ttf", ".otf", ".ttc"}
        for root in roots
        if root.is_dir()
        for path in root.rglob("*")
    )


def missing_libraries(
    *, x11: bool, wayland: bool = False, probe: Callable[[str], bool] = loads
) -> tuple[str, ...]:
    """Return the libraries that are missing; empty away from Linux."""
    if not sys.platform.startswith("linux"):
        return ()
    wanted = BASE | (X11 if x11 else {}) | (WAYLAND if wayland else {})
    return tuple(library for library in wanted if not probe(library))


def missing_packages(
    *, x11: bool, wayland: bool = False, probe: Callable[[str], bool] = loads
) -> tuple[str, ...]:
    """Return the Debian packages that would provide what is missing; empty away from Linux."""
    if not sys.platform.startswith("linux"):
        return ()
    provided = BASE | X11 | WAYLAND
    missing = missing_libraries(x11=x11, wayland=wayland, probe=probe)
    packages = [provided[library] for library in missing]
    return (*packages, *(() if has_fonts() else (FONT_PACKAGE,)))


if __name__ == "__main__":
    print("\n".join(missing_packages(x11="--x11" in sys.argv, wayland="--wayland" in sys.argv)))
