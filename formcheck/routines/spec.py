"""What a routine is, read from its TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from formcheck.errors import ConfigError, UnknownExerciseError
from formcheck.files.reading import UnreadableError, parse_toml
from formcheck.routines.catalogue import PlannedExercise, find

SCHEMA: Final = 1
WEEKDAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
LEVELS: Final = ("beginner", "intermediate", "advanced")

Range = tuple[float, float]
_MOST: Final = {"sets": 20.0, "reps": 100.0, "lowering_s": 20.0, "times_a_week": 7.0}


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of a day.

    Attributes
    ----------
    exercise : PlannedExercise
    instead : tuple of str
        Exercises that may be done in its place.
    sets, reps : tuple of int
        Least and most.
    lowering_s : tuple of float
        Least and most seconds of the lowering.
    from_week : int
        First week of the routine that has it, from 1.
    superset : str
        Items of a day with the same letter are done in turn, without rest; empty: on its own.
    drops : int
        How often the last set goes on at a lower load without rest.
    """

    exercise: PlannedExercise
    instead: tuple[str, ...]
    sets: tuple[int, int]
    reps: tuple[int, int]
    lowering_s: Range
    from_week: int = 1
    superset: str = ""
    drops: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a routine; ``weekday`` is empty when it may be any."""

    name: str
    title: str
    items: tuple[Item, ...]
    weekday: str = ""

    def items_in(self, week: int) -> tuple[Item, ...]:
        """Return what is done in a week, counted from 1."""
        return tuple(item for item in self.items if item.from_week <= week)


@dataclass(frozen=True, slots=True)
class Routine:
    """A routine; ``weeks`` is 0 for one that has no end; ``own`` is one of the user's."""

    name: str
    title: str
    level: str
    summary: str
    days: tuple[Day, ...]
    times_a_week: tuple[int, int]
    weeks: int = 0
    own: bool = False


def parse_routine(text: str, origin: str, *, own: bool = False) -> Routine:
    """Read one routine.

    Parameters
    ----------
    text : str
        TOML.
    origin : str
        Named in error messages.
    own : bool
        Whether it is the user's.

    Raises
    ------
    ConfigError
        Naming the file, and the line or the field that is wrong.
    """
    try:
        table = parse_toml(text)
    except UnreadableError as error:
        raise ConfigError(f"{origin} is not valid TOML: {error}.", "Mend that line.") from error
    try:
        return _routine(table, own=own)
    except KeyError as error:
        raise ConfigError(f"{origin} lacks {error}.", "Compare with a bundled routine.") from error
    except UnknownExerciseError as error:
        raise ConfigError(f"{origin}: {error.message}", error.hint) from error
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ConfigError(f"{origin}: {error}.", "Compare with a bundled routine.") from error


def _routine(table: Mapping[str, Any], *, own: bool) -> Routine:
    _only(table, {"schema", "name", "title", "level", "summary", "weeks", "times_a_week",
                  "lowering_s", "days"}, "the routine")  # fmt: skip
    if table["schema"] != SCHEMA:
        raise ValueError(f"schema {table['schema']} is not known; this FormCheck reads {SCHEMA}")
    if table["level"] not in LEVELS:
        raise ValueError(f"level must be one of {', '.join(LEVELS)}")
    lowering = _range(table, "lowering_s")
    days = tuple(_day(day, lowering) for day in table["days"])
    if not days or len({day.name for day in days}) != len(days):
        raise ValueError("it needs days with names of their own")
    return Routine(
        name=_name(table["name"]),
        title=str(table["title"]),
        level=table["level"],
        summary=str(table.get("summary", "")),
        days=days,
        times_a_week=_whole(table, "times_a_week"),
        weeks=int(table.get("weeks", 0)),
        own=own,
    )


def _day(table: Mapping[str, Any], lowering_s: Range) -> Day:
    _only(table, {"name", "title", "weekday", "items"}, "a day")
    weekday = str(table.get("weekday", ""))
    if weekday and weekday not in WEEKDAYS:
        raise ValueError(f"weekday must be one of {', '.join(WEEKDAYS)}")
    items = tuple(_item(item, lowering_s) for item in table["items"])
    if not items:
        raise ValueError(f"day {table['name']} is empty")
    return Day(_name(table["name"]), str(table["title"]), items, weekday)


def _item(table: Mapping[str, Any], lowering_s: Range) -> Item:
    _only(table, {"exercise", "instead", "sets", "reps", "lowering_s", "from_week", "superset",
                  "drops"}, "an item")  # fmt: skip
    exercise = find(str(table["exercise"]))
    instead = tuple(find(str(name)).name for name in table.get("instead", ()))
    from_week, drops = int(table.get("from_week", 1)), int(table.get("drops", 0))
    if from_week < 1 or not 0 <= drops <= 5:
        raise ValueError(f"{exercise.name}: from_week from 1, drops from 0 to 5")
    return Item(
        exercise=exercise,
        instead=instead,
        sets=_whole(table, "sets", exercise.sets),
        reps=_whole(table, "reps", exercise.reps),
        lowering_s=_range(table, "lowering_s") if "lowering_s" in table else lowering_s,
        from_week=from_week,
        superset=str(table.get("superset", "")),
        drops=drops,
    )


def _only(table: Mapping[str, Any], known: set[str], what: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise ValueError(f"{what} has no field named {unknown[0]}")


def _name(value: Any) -> str:
    name = str(value)
    if not name.replace("_", "").replace("-", "").isalnum():
        raise ValueError(f"{name!r} is no name: letters, digits, _ and - only")
    return name


def _range(table: Mapping[str, Any], key: str) -> Range:
    low, high = (float(value) for value in table[key])
    if not 0 < low <= high <= _MOST[key]:
        raise ValueError(f"{key} must be [least, most], above 0 and at most {_MOST[key]:g}")
    return low, high


def _whole(
    table: Mapping[str, Any], key: str, typical: tuple[int, int] = (0, 0)
) -> tuple[int, int]:
    """Return a range of whole numbers; what the file leaves out is the exercise's typical one."""
    if key not in table and typical != (0, 0):
        return typical
    low, high = _range(table, key)
    if low != int(low) or high != int(high):
        raise ValueError(f"{key} must be whole numbers")
    return int(low), int(high)
