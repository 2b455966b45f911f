"""The user's own exercises: TOML files in a folder of their own, and what recordings bring."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import platformdirs

from formcheck.errors import ConfigError, UsageError
from formcheck.exercises import registry
from formcheck.exercises.spec import ExerciseSpec, parse_exercise
from formcheck.files.reading import TEXT_BYTES, UnreadableError, parse_toml, read_text
from formcheck.files.writing import output_error, write_text

FOLDER_VARIABLE: Final = "FORMCHECK_EXERCISES"

MOST_LENT: Final = 64
"""Recordings bring no more definitions than this, the oldest of which are forgotten first."""

_own: dict[str, str] = {}
_lent: dict[str, str] = {}
_using: Final = threading.RLock()
"""Held while they change: recordings are opened in several threads."""


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
    global _own, _lent
    place = own_folder() if folder is None else folder
    with _using:
        texts = [(str(path), _text(path)) for path in _files(place)]
        found = {_parsed(text, origin).name: text for origin, text in texts}
        lent = [(name, text) for name, text in _lent.items() if name not in found]
        try:
            registry.set_own([*texts, *lent])
        except ConfigError:
            # What recordings brought may miss its kind, and never keeps anybody from their own.
            registry.set_own(texts)
            _lent = {}
        _own = found
    return len(texts)


def known_exercise(name: str) -> str:
    """Return the registered name of an exercise, the user's own among them.

    Raises
    ------
    UnknownExerciseError
        When there is no such exercise; names the nearest.
    ConfigError
        When one of the user's own files is broken.
    """
    load_own_exercises()
    return registry.get(name).name


def place_for(name: str, *, replace: bool = False) -> Path:
    """Return the file in which an own exercise is to be kept.

    Raises
    ------
    UsageError
        When FormCheck has an exercise of this name, or the user has and it may not be replaced.
    OutputError
        When nothing can be written there.
    ConfigError
        When one of the user's own files is broken.
    """
    if registry.is_bundled(name):
        raise UsageError(
            f"'{name}' is one of FormCheck's own exercises.", "Give yours another name."
        )
    files = {_parsed(_text(path), str(path)).name: path for path in _files(own_folder())}
    path = files.get(name, own_folder() / f"{name}.toml")
    if name in files and not replace:
        raise UsageError(
            f"You have an exercise '{name}' already, in {path}.",
            "Give this one another name, or let it be replaced (--replace).",
        )
    if _there(path) and name not in files:
        raise UsageError(f"{path} holds another exercise.", "Give this one another name.")
    return path


def keep_own(name: str, text: str, path: Path) -> None:
    """Write the file of an own exercise, and know it from now on.

    Raises
    ------
    OutputError
        When it cannot be written.
    ConfigError
        When the text is no exercise of this name, or another of the user's files is broken, or
        would be: a variant of the one that is replaced.  Nothing is written then.
    """
    if _parsed(text, str(path)).name != name:
        raise ConfigError(f"{path} would not hold the exercise '{name}'.", "Give another name.")
    with _using:
        texts = {str(each): _text(each) for each in _files(path.parent)} | {str(path): text}
        try:
            registry.read_own(sorted(texts.items()))
        except ConfigError as error:
            raise ConfigError(
                f"Beside '{name}' your other exercises could not be read: {error.message}",
                "Give this one another name, or mend the other first.",
            ) from error
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise output_error(path, error) from error
        write_text(path, text)
        load_own_exercises()


def definitions(exercise: str | None) -> dict[str, str]:
    """Return the texts that a recording carries, by the exercise's name, so that it opens anywhere.

    Parameters
    ----------
    exercise : str or None
        The exercise that was chosen, whose own definition and its kind's are returned; None, where
        it is to be recognised, for all own ones.
    """
    try:
        load_own_exercises()
    except ConfigError:
        # What is wrong with a file is told when the session begins, which needs it.
        return {}
    if exercise is None:
        return dict(_own)
    known = _lent | _own
    names = {exercise}
    if exercise in registry.names():
        names.add(registry.get(exercise).kind)
    return {name: text for name, text in known.items() if name in names}


def lend(texts: Mapping[str, str]) -> None:
    """Know the exercises that a recording brings, beside those that others brought before it.

    One that is known here already, bundled or the user's own, is judged by what is known here; one
    that cannot be understood is passed over. The last :data:`MOST_LENT` are known.
    """
    with _using, contextlib.suppress(ConfigError):
        load_own_exercises()
        for name, text in list(texts.items())[:MOST_LENT]:
            if not isinstance(text, str) or len(text) > TEXT_BYTES:
                continue
            if name in _lent or name not in registry.names():
                _lend(name, text)


def _lend(name: str, text: str) -> None:
    global _lent
    try:
        if _parsed(text, name).name != name:
            return
    except ConfigError:
        return
    before = _lent
    kept = [each for each in before if each != name][1 - MOST_LENT :]
    _lent = {each: before[each] for each in kept} | {name: text}
    load_own_exercises()
    if name not in _lent:
        _lent = before
        load_own_exercises()


def _there(path: Path) -> bool:
    """Return whether a file is there; raise where none can be, whose folder need not exist yet."""
    try:
        there = path.exists()
        folder = next(each for each in path.parents if os.path.lexists(each))
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise output_error(path, error) from error
    return there


def _files(folder: Path) -> list[Path]:
    try:
        names = os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"The folder of your exercises, {folder}, cannot be read: "
            f"{getattr(error, 'strerror', None) or error}.",
            f"Change its permissions, or name another in {FOLDER_VARIABLE}.",
        ) from error
    # One that is being written has a point before its name.
    return sorted(folder / n for n in names if n.endswith(".toml") and not n.startswith("."))


def _text(path: Path) -> str:
    try:
        return read_text(path)
    except (OSError, UnreadableError) as error:
        raise ConfigError(
            f"The exercise file {path} cannot be read.", "It must be a text file in UTF-8."
        ) from error


def _parsed(text: str, origin: str) -> ExerciseSpec:
    """Return an exercise; whatever its text holds, what is wrong comes out as one kind of error."""
    hint = "Compare with a bundled exercise."
    try:
        parse_toml(text)
        return parse_exercise(text, origin)
    except UnreadableError as error:
        raise ConfigError(
            f"{origin} is not valid TOML: {error}.", "Mend or remove the file."
        ) from error
    except (TypeError, ValueError, AttributeError, KeyError, OverflowError) as error:
        raise ConfigError(f"{origin}: {error}.", hint) from error
