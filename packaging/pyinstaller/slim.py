"""What makes the bundle smaller than the wheels it is made from; ``formcheck.spec`` calls it."""

from __future__ import annotations

import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from fnmatch import fnmatch
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePath

CUTS = tomllib.loads(Path(__file__).with_name("cuts.toml").read_text(encoding="utf-8"))

_NAMED = runpy.run_path(str(Path(__file__).parents[2] / "formcheck/cli/system_libraries.py"))

SYSTEMS: dict[str, str] = _NAMED["BASE"] | _NAMED["X11"] | _NAMED["WAYLAND"] | CUTS["system"]
"""Libraries that are left to the system (Linux), and their Debian packages."""

Entry = tuple[str, str, str]
"""Place in the bundle, place on this computer, kind: as PyInstaller lists files."""

_LOAD = re.compile(r"^\s+LOAD\s+(0x[0-9a-f]+)\s+(0x[0-9a-f]+)", re.MULTILINE)
_NEEDED = re.compile(r"\(NEEDED\)\s+Shared library: \[(.+)\]")
_PAGE = 4096


def depends() -> str:
    """Return the packages that a ``.deb`` of the bundle depends on."""
    return ", ".join([*sorted(set(SYSTEMS.values())), _NAMED["FONT_PACKAGE"]])


def is_cut(place: str) -> bool:
    """Whether the list of cuts names a file of the bundle."""
    path = PurePath(place).as_posix()
    return path in SYSTEMS or any(fnmatch(path, pattern) for pattern in CUTS["files"])


def wanted(entries: Iterable[Entry]) -> list[Entry]:
    """Return the files that no cut names."""
    return [entry for entry in entries if not is_cut(entry[0])]


def asked_for(binaries: list[Entry]) -> list[Entry]:
    """Return the binaries without libraries that nothing that is left asks for (Linux).

    PyInstaller follows what a plug-in needs before the plug-in itself is cut.
    """
    waiting: dict[str, list[Entry]] = {}
    found: list[Entry] = []
    for entry in binaries:
        if _is_library(entry):
            # A library and links to it have the same name.
            waiting.setdefault(PurePath(entry[0]).name, []).append(entry)
        else:
            found.append(entry)
    for _, path, kind in found:
        if kind != "SYMLINK":
            # The loop goes on over what is added here.
            for name in _NEEDED.findall(_readelf("-d", path)):
                found += waiting.pop(name, [])
    return found


def _readelf(option: str, library: str) -> str:
    command = ["readelf", option, "--wide", library]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _is_library(entry: Entry) -> bool:
    """Whether a file is there only because another one is linked with it."""
    place, _, kind = entry
    folder = PurePath(place).parent.as_posix()
    return kind in ("BINARY", "SYMLINK") and (
        (folder == "." and not place.startswith("libpython"))
        or folder.endswith(".libs")
        or folder == "PySide6/Qt/lib"
    )


def brought(entries: Iterable[Entry]) -> list[Distribution]:
    """Return the distributions that any of these modules and files come from."""
    places = {PurePath(path) for _, path, _ in entries}
    return [
        each
        for each in distributions()
        if any(PurePath(each.locate_file(file)) in places for file in each.files or ())
    ]


def strip_all(folder: Path) -> None:
    """Take the symbols out of every library that can do without (Linux).

    ``strip`` ruins some of those that the makers of wheels have patched: their parts no longer
    begin on a page.  Those stay as they are.
    """
    for path in sorted(folder.rglob("*.so*")):
        if path.is_symlink():
            continue
        trial = path.with_suffix(".stripped")
        subprocess.run(["strip", "-o", trial, path], check=False, capture_output=True)
        if trial.exists() and _on_pages(trial) and trial.stat().st_size < path.stat().st_size:
            shutil.copymode(path, trial)
            trial.replace(path)
        else:
            trial.unlink(missing_ok=True)


def _on_pages(library: Path) -> bool:
    told = _readelf("-l", str(library))
    parts = [(int(a, 16), int(b, 16)) for a, b in _LOAD.findall(told)]
    return bool(parts) and all((address - offset) % _PAGE == 0 for offset, address in parts)


if __name__ == "__main__":
    sys.stdout.write(depends() + "\n")
