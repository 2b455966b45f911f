"""Every exercise a routine may name: what it needs, what can stand in for it, what comes next."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal, get_args

from formcheck.errors import UnknownExerciseError, UsageError
from formcheck.exercises import registry as counted

Equipment = Literal["barbell", "dumbbell", "cable", "machine", "band", "pull_up_bar", "bodyweight"]
Pattern = Literal["row", "pull_down", "rear", "shrug"]

EQUIPMENT: Final[tuple[Equipment, ...]] = get_args(Equipment)
ALWAYS_THERE: Final = frozenset({"bodyweight"})


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """An exercise as plans know it.

    Attributes
    ----------
    name, title : str
    pattern : str
        The movement it shares with those that can stand in for it.
    equipment : tuple of str
        Any one of these is enough.
    counted_as : tuple of str
        Names under which the camera may count the same movement, besides its own.
    muscles : tuple of str
    loadable : bool
        Whether its weight can be raised; if not, progress is more reps, then a harder exercise.
    easier, harder : str
        Name of the next step down and up; empty where there is none.
    sets, reps : tuple of int
        Least and most of the typical scheme; (0, 0) where there is none.
    """

    name: str
    title: str
    pattern: Pattern
    equipment: tuple[str, ...]
    counted_as: tuple[str, ...]
    muscles: tuple[str, ...]
    loadable: bool
    easier: str = ""
    harder: str = ""
    sets: tuple[int, int] = (0, 0)
    reps: tuple[int, int] = (0, 0)

    def possible_with(self, owned: Set[str]) -> bool:
        """Whether one of the pieces it needs is there; nothing said means everything is."""
        return not owned or bool((owned | ALWAYS_THERE) & set(self.equipment))

    def is_counted(self, name: str) -> bool:
        """Whether a set logged under a name may be one of this exercise."""
        return name == self.name or name in self.counted_as


@cache
def catalogue() -> dict[str, PlannedExercise]:
    """Return every exercise by name, in order of preference."""
    file = resources.files("formcheck.routines") / "catalogue.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    return {item["name"]: _exercise(item) for item in table["exercise"]}


def _exercise(item: dict[str, Any]) -> PlannedExercise:
    lists = ("equipment", "counted_as", "muscles", "sets", "reps")
    values: dict[str, Any] = {k: tuple(v) if k in lists else v for k, v in item.items()}
    return PlannedExercise(**values)


def find(name: str) -> PlannedExercise:
    """Return an exercise by name; spaces and hyphens may stand for underscores.

    Raises
    ------
    UnknownExerciseError
        Naming the nearest.
    """
    key = name.strip().lower().replace(" ", "_").replace("-", "_")
    if key in catalogue():
        return catalogue()[key]
    near = difflib.get_close_matches(key, catalogue(), n=1, cutoff=0.4)
    hint = f"Did you mean '{near[0]}'?" if near else f"Known: {', '.join(catalogue())}."
    raise UnknownExerciseError(f"No plan knows an exercise named '{name}'.", hint)


def title(name: str) -> str:
    """Return an exercise's name for people; a name that is not known stays as it is."""
    if name in catalogue():
        return catalogue()[name].title
    if name in counted.names():
        return counted.get(name).title
    return name.replace("_", " ").capitalize()


def substitute(
    wanted: PlannedExercise, owned: Set[str], instead: Iterable[str] = ()
) -> PlannedExercise | None:
    """Return what to do with the equipment there is: the exercise itself, or what comes nearest.

    First the alternatives the routine names itself, then the same pattern in the catalogue's
    order; None when nothing of the pattern is possible.
    """
    if wanted.possible_with(owned):
        return wanted
    named = [find(name) for name in instead]
    alike = [item for item in catalogue().values() if item.pattern == wanted.pattern]
    return next((item for item in [*named, *alike] if item.possible_with(owned)), None)


def check_equipment(names: Iterable[str]) -> frozenset[str]:
    """Return a set of equipment as users name it.

    Raises
    ------
    UsageError
        Naming the pieces that are known.
    """
    wanted = {name.strip().lower().replace(" ", "_").replace("-", "_") for name in names} - {""}
    unknown = sorted(wanted - set(EQUIPMENT))
    if unknown:
        raise UsageError(
            f"There is no equipment named {unknown[0]!r}.", f"Known: {', '.join(EQUIPMENT)}."
        )
    return frozenset(wanted)
