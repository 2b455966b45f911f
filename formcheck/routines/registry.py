"""The routines there are: those that come with FormCheck, and the user's own over them."""

from __future__ import annotations

import difflib
import os
from importlib import resources
from pathlib import Path
from typing import Final

import platformdirs

from formcheck.errors import ConfigError, UsageError
from formcheck.files.reading import UnreadableError, read_text
from formcheck.files.writing import output_error, write_text
from formcheck.routines.spec import Routine, parse_routine

FOLDER_VARIABLE: Final = "FORMCHECK_ROUTINES"


def own_folder() -> Path:
    """Return where the user's own routines lie; the folder need not exist.

    ``FORMCHECK_ROUTINES`` names another.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_config_dir("formcheck", appauthor=False)) / "routines"


def bundled() -> dict[str, Routine]:
    """Return the routines that come with FormCheck by name."""
    found = (parse_routine(text, file) for file, text in _bundled_texts().items())
    return {routine.name: routine for routine in found}


def _bundled_texts() -> dict[str, str]:
    folder = resources.files("formcheck.routines.bundled")
    files = sorted((item for item in folder.iterdir()), key=lambda item: item.name)
    return {
        item.name: item.read_text(encoding="utf-8") for item in files if item.name.endswith(".toml")
    }


def routines() -> dict[str, Routine]:
    """Return all routines by name; an own one replaces a bundled one of the same name.

    Raises
    ------
    ConfigError
        When an own file cannot be read or understood; says which and where.
    """
    found = bundled()
    folder = own_folder()
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            text = read_text(path)
        except (OSError, UnreadableError) as error:
            raise ConfigError(
                f"The routine {path} cannot be read.", "It must be a text file in UTF-8."
            ) from error
        routine = parse_routine(text, str(path), own=True)
        found[routine.name] = routine
    return found


def get(name: str) -> Routine:
    """Return a routine by name.

    Raises
    ------
    UsageError
        When there is no such routine; names the nearest.
    ConfigError
        When an own file is wrong.
    """
    known = routines()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"Did you mean '{near[0]}'?" if near else "'formcheck plan list' shows which there are."
    raise UsageError(f"There is no routine named '{name}'.", hint)


def copy_to_own(name: str, new_name: str) -> Path:
    """Write an editable copy of a bundled routine under another name and return its file.

    Raises
    ------
    UsageError
        When there is no such bundled routine, or the new name is taken.
    ConfigError
        When the new name is none.
    OutputError
        When the file cannot be written.
    """
    texts = {parse_routine(text, file).name: text for file, text in _bundled_texts().items()}
    if name not in texts:
        raise UsageError(
            f"No routine named '{name}' comes with FormCheck.", f"Known: {', '.join(texts)}."
        )
    if new_name in routines():
        raise UsageError(f"There is already a routine named '{new_name}'.", "Choose another name.")
    text = texts[name].replace(f'name = "{name}"', f'name = "{new_name}"', 1)
    parse_routine(text, new_name)
    folder = own_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(folder, error) from error
    path = folder / f"{new_name}.toml"
    write_text(path, text)
    return path
