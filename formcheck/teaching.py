"""Show it to me: an exercise FormCheck does not know, from a recording of some reps to its file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from formcheck.config import Config
from formcheck.errors import UsageError
from formcheck.exercises.spec import ExerciseSpec
from formcheck.exercises.writing import to_toml
from formcheck.own_exercises import keep_own, place_for
from formcheck.reps.sample import Sample
from formcheck.reps.teaching import FEWEST, SHOWN, count, teach

MOST: Final = 30
"""No set that is shown is longer."""

LONGEST_TITLE: Final = 60
"""Letters of a heading and of a name: 240 bytes in UTF-8 at most, and files may have 255."""

TAKEN: Final = frozenset(
    {"auto", "unknown", "con", "prn", "aux", "nul"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
)
"""Names that would not be an exercise's: ``--exercise auto`` has it recognised, an exercise that
was not is ``unknown``, and Windows takes files of the others for devices."""

__all__ = ["FEWEST", "MOST", "SHOWN", "Lesson", "key_of", "show_exercise", "title_of"]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of showing an exercise.

    Attributes
    ----------
    spec : ExerciseSpec
        The exercise; a variant where it cannot be told from one of FormCheck's own by looking.
    path : Path
        Its file.
    shown, named, unnamed : int
        How many reps were shown; how many of them are counted where the exercise is named, and
        where nothing is.
    recognised : bool
        Whether it is the exercise that is recognised where nothing is named.
    """

    spec: ExerciseSpec
    path: Path
    shown: int
    named: int
    unnamed: int
    recognised: bool


def title_of(text: str) -> str:
    """Return what a user calls an exercise as a heading.

    Raises
    ------
    UsageError
        When it is empty, too long or cannot be printed.
    """
    title = " ".join(text.split())
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        raise UsageError(
            "The exercise has no name that can be shown.",
            f"Give it one of 1 to {LONGEST_TITLE} letters.",
        )
    return title


def key_of(text: str) -> str:
    """Return the name by which an exercise is known, from what a user calls it.

    Raises
    ------
    UsageError
        When no name can be made of it.

    Examples
    --------
    >>> key_of("Cable curl (rope)")
    'cable_curl_rope'
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    key = re.sub(r"\W+", "_", plain).strip("_")
    if not key.isidentifier():
        raise UsageError(
            f"'{text}' cannot be the name of an exercise.", "It must begin with a letter."
        )
    if len(key) > LONGEST_TITLE:
        raise UsageError(
            "The name of the exercise is too long.", f"Give it one of 1 to {LONGEST_TITLE} letters."
        )
    if key in TAKEN:
        raise UsageError(f"The name '{key}' means something else.", "Give it another name.")
    return key


def show_exercise(
    samples: Sequence[Sample],
    name: str,
    config: Config,
    *,
    title: str = "",
    shown: int = SHOWN,
    replace: bool = False,
) -> Lesson:
    """Write the file of an exercise that was shown, and count what was shown by it.

    Parameters
    ----------
    samples : sequence of Sample
        What the engine measured, one a frame.
    name : str
        What the user calls it.
    config : Config
    title : str, optional
        The heading, where it is another.
    shown : int
        How many reps were shown.
    replace : bool
        Whether an own exercise of this name may be replaced.

    Raises
    ------
    UsageError
        When there is such an exercise already, or these reps were not counted.
    ConfigError
        When another of the user's own files is broken, or would be.
    OutputError
        When the file cannot be written.
    """
    key, heading = key_of(name), title_of(title or name)
    spec, named = teach(samples, key, heading, config.reps, shown=shown)
    # After what takes a while: another window may have taken the name meanwhile.
    path = place_for(key, replace=replace)
    keep_own(key, to_toml(spec), path)
    reps, done = count(samples, None, config.reps)
    return Lesson(spec, path, shown, named, len(reps), done == key)
