"""The exercises FormCheck knows: one TOML file each, beside this module."""

from __future__ import annotations

import difflib
from functools import cache
from importlib import resources

from formcheck.errors import UnknownExerciseError
from formcheck.exercises.spec import ExerciseSpec, parse_exercise


@cache
def _all() -> dict[str, ExerciseSpec]:
    found = {}
    for item in sorted(resources.files("formcheck.exercises").iterdir(), key=lambda p: p.name):
        if item.name.endswith(".toml"):
            spec = parse_exercise(item.read_text("utf-8"), item.name)
            found[spec.name] = spec
    return found


def names() -> tuple[str, ...]:
    """Return the names of all exercises, sorted."""
    return tuple(_all())


def get(name: str) -> ExerciseSpec:
    """Return one exercise by name; spaces and hyphens may stand for underscores.

    Raises
    ------
    UnknownExerciseError
        Naming the nearest exercise.
    """
    key = name.strip().lower().replace(" ", "_").replace("-", "_")
    if key in _all():
        return _all()[key]
    near = difflib.get_close_matches(key, names(), n=1, cutoff=0.4)
    hint = f"Did you mean '{near[0]}'?" if near else "Run 'formcheck exercises' for the list."
    raise UnknownExerciseError(f"There is no exercise named '{name}'.", hint)
