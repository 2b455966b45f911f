"""The user's own exercises: TOML files in a folder of their own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import platformdirs

from formcheck.errors import ConfigError
from formcheck.exercises import registry

FOLDER_VARIABLE: Final = "FORMCHECK_EXERCISES"


def own_folder() -> Path:
    """Return where own exercises lie; it need not exist.  ``FORMCHECK_EXERCISES`` names another."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    return Path(platformdirs.user_config_dir("formcheck", appauthor=False)) / "exercises"


def load_own_exercises(folder: Path | None = None) -> int:
    """Add the exercises of a folder to those FormCheck knows; return how many there are.

    Raises
    ------
    ConfigError
        When a file cannot be read, or naming its line and what is wrong with it.
    """
    place = own_folder() if folder is None else folder
    texts = []
    for path in sorted(place.glob("*.toml")):
        try:
            texts.append((str(path), path.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(
                f"The exercise file {path} cannot be read.", "It must be a text file in UTF-8."
            ) from error
    registry.set_own(texts)
    return len(texts)
