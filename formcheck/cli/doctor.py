"""``formcheck doctor``: what is installed, what is missing, and how to mend it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import click
import platformdirs
from rich.text import Text

from formcheck.assets import model_bytes, model_entries, sample_path
from formcheck.cli.output import console
from formcheck.cli.system_libraries import missing_packages
from formcheck.cli.window import has_display, run_python, window_failure
from formcheck.config_file import user_config_path
from formcheck.errors import FormCheckError
from formcheck.extras import is_bundled
from formcheck.version import __version__

Level = Literal["ok", "note", "bad"]

_PACKAGES: Final = {
    # As FormCheck loads it, which goes without the plotting library.
    "formcheck.pose.landmarker": "mediapipe",
    "numpy": "numpy",
    "scipy": "scipy",
    "av": "av",
    "PySide6": "PySide6-Essentials",
    "rich": "rich",
    "click": "click",
    "platformdirs": "platformdirs",
    "cv2_enumerate_cameras": "cv2-enumerate-cameras",
    "miniaudio": "miniaudio",
    "msgspec": "msgspec",
    "zstandard": "zstandard",
    "tomlkit": "tomlkit",
}
_OPENCV: Final = (
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
    "opencv-python",
    "opencv-python-headless",
)
_VOICE_PROBE: Final = (
    "import sys\n"
    "from formcheck_ui.voice.system_speech import open_speech\n"
    "sys.exit(0 if open_speech().name else 'none found')\n"
)
_TONES_PROBE: Final = (
    "import sys\n"
    "from formcheck_ui.voice.player import open_sounds\n"
    "sounds = open_sounds()\n"
    "found = sounds.name\n"
    "sounds.close()\n"
    "sys.exit(0 if found else 'none found')\n"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the visit; ``mend`` says what to do about it."""

    level: Level
    topic: str
    detail: str
    mend: str = ""


def python() -> Iterator[Finding]:
    """Name the interpreter; an unfit one cannot get this far."""
    detail = f"{platform.python_version()} on {platform.platform(terse=True)}, {sys.executable}"
    yield Finding("ok", "FormCheck", __version__)
    yield Finding("ok", "Python", detail)


def packages() -> Iterator[Finding]:
    """Check that every package FormCheck needs is installed and can be imported."""
    for module, distribution in _PACKAGES.items():
        try:
            version = importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            yield _broken_package(distribution, "is not installed")
            continue
        failure = _import_failure(module)
        if failure:
            yield _broken_package(distribution, f"{version} cannot be imported: {failure}")
        else:
            yield Finding("ok", distribution, version)


def _broken_package(distribution: str, trouble: str) -> Finding:
    return Finding("bad", distribution, trouble, _reinstall(distribution))


def _reinstall(distribution: str) -> str:
    """Say how to have a package's files as they should be."""
    if is_bundled():
        return "Install FormCheck again: its folder is damaged."
    return f"{sys.executable} -m pip install --force-reinstall {distribution}"


def _import_failure(module: str) -> str:
    """Return why a module cannot be imported, in a process of its own; empty when it can."""
    return run_python(f"import {module}")


def opencv_distributions() -> list[str]:
    """Return the installed distributions that provide ``cv2``."""
    installed = {
        (distribution.name or "").lower().replace("_", "-"): distribution.version
        for distribution in importlib.metadata.distributions()
    }
    return [f"{name} {installed[name]}" for name in _OPENCV if name in installed]


def one_opencv() -> Iterator[Finding]:
    """Check that exactly one distribution provides ``cv2``; two overwrite each other's files."""
    found = opencv_distributions()
    if len(found) > 1:
        names = " ".join(item.split()[0] for item in found)
        pip = f"{sys.executable} -m pip"
        yield Finding(
            "bad",
            "OpenCV",
            f"{len(found)} packages provide cv2 and damage each other: {', '.join(found)}",
            f"{pip} uninstall -y {names} && {pip} install opencv-contrib-python",
        )
    elif not found or _import_failure("cv2"):
        yield _broken_package("opencv-contrib-python", "is missing or broken")
    else:
        yield Finding("ok", "OpenCV", found[0])


def model() -> Iterator[Finding]:
    """Check the pose model's bytes."""
    for name, entry in model_entries().items():
        model_bytes(name)
        yield Finding("ok", "pose model", f"{name} ({entry.version}), checksum right")


def sample() -> Iterator[Finding]:
    """Check that the sample clip is there."""
    yield Finding("ok", "sample clip", str(sample_path()))


def system_libraries() -> Iterator[Finding]:
    """Check the shared libraries that the wheels expect from Linux."""
    missing = missing_packages(x11="DISPLAY" in os.environ, wayland="WAYLAND_DISPLAY" in os.environ)
    if missing:
        names = " ".join(missing)
        yield Finding(
            "bad", "system libraries", f"missing: {names}", f"sudo apt-get install {names} (Debian)"
        )
    elif sys.platform.startswith("linux"):
        yield Finding("ok", "system libraries", "all found")


def window() -> Iterator[Finding]:
    """Check that Qt can open a window here, in a process of its own because Qt may abort it."""
    display = has_display()
    failure = window_failure(**({} if display else {"QT_QPA_PLATFORM": "offscreen"}))
    if failure:
        yield Finding("bad", "window", failure, "Install what is missing above, then try again.")
    elif display:
        yield Finding("ok", "window", "Qt opens one on this display")
    else:
        yield Finding(
            "note",
            "window",
            "Qt works, but there is no display",
            "Run it on a desktop, or use formcheck analyze and formcheck live --no-window.",
        )


def cameras() -> Iterator[Finding]:
    """List the cameras; none is no fault, since clips can be analysed without."""
    from formcheck.sources.cameras import list_cameras

    found = list_cameras()
    for camera in found:
        detail = f"{camera.index}: {camera.name}"
        if camera.forbidden:
            mend = "sudo usermod -a -G video $USER, then log in again"
            yield Finding("bad", "camera", f"{detail} may not be opened by your user", mend)
        else:
            yield Finding("ok", "camera", detail)
    if not found:
        yield Finding(
            "note",
            "camera",
            "none found",
            "Plug one in, or use a phone: formcheck live --camera http://PHONE:8080/video",
        )


def sound() -> Iterator[Finding]:
    """Look for a voice and a loudspeaker; without them filming goes on in silence."""
    linux = sys.platform.startswith("linux")
    voice = "sudo apt-get install espeak-ng (Debian)" if linux else "Add a voice in the system."
    for topic, probe, mend in (
        ("voice", _VOICE_PROBE, voice),
        ("loudspeaker", _TONES_PROBE, "Plug one in, or start the sound server (PipeWire)."),
    ):
        failure = run_python(probe)
        if failure:
            yield Finding("note", topic, failure, mend)
        else:
            yield Finding("ok", topic, "found")


def folders() -> Iterator[Finding]:
    """Check that the folders FormCheck writes to can be written."""
    yield Finding("ok", "settings file", _whether_there(user_config_path()))
    wanted = {"log folder": Path(platformdirs.user_log_dir("formcheck", appauthor=False))}
    try:
        wanted["temporary folder"] = Path(tempfile.gettempdir())
    except OSError as error:
        mend = "Name one that you may write to with TMPDIR."
        yield Finding("bad", "temporary folder", str(error), mend)
    for topic, folder in wanted.items():
        # Looked at and not tried out: a visit leaves nothing behind.
        nearest = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
        if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
            yield Finding("ok", topic, str(folder))
        else:
            yield Finding(
                "bad", topic, f"{folder} cannot be written", "Make it writable for your user."
            )


def _whether_there(path: Path) -> str:
    return str(path) if path.exists() else f"{path} (not there: defaults are used)"


_MARKS = {"ok": ("ok  ", "green"), "note": ("note", "yellow"), "bad": ("BAD ", "bold red")}

_CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    python,
    packages,
    one_opencv,
    model,
    sample,
    system_libraries,
    window,
    cameras,
    sound,
    folders,
)


@click.command()
def doctor() -> int:
    """Check the installation and say how to mend what is wrong."""
    found = [finding for check in _CHECKS for finding in run_check(check)]
    output = console()
    for finding in found:
        mark, style = _MARKS[finding.level]
        output.print(Text(mark, style), Text(f"{finding.topic}: {finding.detail}"))
        if finding.mend:
            output.print(Text(f"       → {finding.mend}"))
    bad = sum(finding.level == "bad" for finding in found)
    output.print(Text(f"{bad} to mend." if bad else "All is well."))
    return 1 if bad else 0


def run_check(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """Return a check's findings; one that breaks is a finding itself, not the end of the visit."""
    try:
        return list(check())
    except FormCheckError as error:
        return [Finding("bad", check.__name__, error.message, error.hint)]
    except Exception as error:  # noqa: BLE001  whatever is broken here is what doctor is for
        return [
            Finding(
                "bad",
                check.__name__.replace("_", " "),
                f"the check itself failed: {type(error).__name__}: {error}",
                f"Reinstall: {_reinstall('formcheck')}",
            )
        ]
