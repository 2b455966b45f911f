"""The exercises FormCheck knows: one TOML file each, beside this module, and the user's own."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources

from formcheck.errors import ConfigError, UnknownExerciseError
from formcheck.exercises.spec import ExerciseSpec, parse_exercise

_own: dict[str, ExerciseSpec] = {}


@cache
def _bundled() -> dict[str, ExerciseSpec]:
    found = {}
    for item in sorted(resources.files("formcheck.exercises").iterdir(), key=lambda p: p.name):
        if item.name.endswith(".toml"):
            spec = parse_exercise(item.read_text("utf-8"), item.name)
            found[spec.name] = spec
    return {spec.name: _completed(spec, found, spec.name) for spec in found.values()}


def _completed(spec: ExerciseSpec, known: dict[str, ExerciseSpec], origin: str) -> ExerciseSpec:
    if not spec.variant_of:
        return spec
    if spec.variant_of not in known or known[spec.variant_of].variant_of:
        raise ConfigError(
            f"{origin}: there is no exercise '{spec.variant_of}' to be a variant of.",
            "Run 'formcheck exercises' for the list.",
        )
    return spec.with_kind(known[spec.variant_of])


def set_own(texts: Iterable[tuple[str, str]]) -> None:
    """Replace the user's own exercises by those in these files, each (file name, text).

    An own exercise with the name of a bundled one takes its place.

    Raises
    ------
    ConfigError
        Naming the file, the line where it can be told, and what is wrong with it.
    """
    global _own
    # By one assignment: other threads look names up meanwhile.
    _own = read_own(texts)


def read_own(texts: Iterable[tuple[str, str]]) -> dict[str, ExerciseSpec]:
    """Return what :func:`set_own` would take, by name; it raises the same."""
    # Parsed before any is completed: a variant's file may come before that of its kind.
    parsed = [(origin, parse_exercise(text, origin)) for origin, text in texts]
    known = _bundled() | {spec.name: spec for _, spec in parsed}
    return {spec.name: _completed(spec, known, origin) for origin, spec in parsed}


def bundled() -> tuple[ExerciseSpec, ...]:
    """Return the exercises that come with FormCheck, whatever the user has put in their place."""
    return tuple(_bundled().values())


def is_bundled(name: str) -> bool:
    """Return whether an exercise of this name comes with FormCheck."""
    return name in _bundled()


def own_title(name: str) -> str:
    """Return the title of one of the user's own exercises; empty for any other name."""
    spec = _own.get(name)
    return spec.title if spec else ""


def names() -> tuple[str, ...]:
    """Return the names of all exercises, sorted."""
    return tuple(sorted({**_bundled(), **_own}))


def recognisable() -> tuple[ExerciseSpec, ...]:
    """Return the exercises that can be told by looking: no variants, none a user must name."""
    specs = (get(name) for name in names())
    return tuple(spec for spec in specs if not spec.variant_of and spec.confirm > 0)


def get(name: str) -> ExerciseSpec:
    """Return one exercise by name; spaces and hyphens may stand for underscores.

    Raises
    ------
    UnknownExerciseError
        Naming the nearest exercise.
    """
    key = name.strip().lower().replace(" ", "_").replace("-", "_")
    # An accent may be a letter of its own, as in names of files on a Mac.
    known = {**_bundled(), **_own}
    for each in (key, unicodedata.normalize("NFKC", key)):
        if each in known:
            return known[each]
    near = difflib.get_close_matches(key, names(), n=1, cutoff=0.4)
    hint = f"Did you mean '{near[0]}'?" if near else "Run 'formcheck exercises' for the list."
    raise UnknownExerciseError(f"There is no exercise named '{name}'.", hint)
