"""Loads: kept in kilograms, shown in the unit they were entered in."""

from __future__ import annotations

import math
import re
from typing import Final, Literal

from formcheck.errors import UsageError

LoadUnit = Literal["kg", "lb"]

KG_PER_LB: Final = 0.45359237
"""Exact, by the international agreement of 1959."""

MAX_KG: Final = 1000.0
"""More is a slip of the finger: the heaviest deadlift on record is about half of it."""

_PATTERN: Final = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(kg|lbs?)?\s*", re.IGNORECASE)


def to_kg(value: float, unit: LoadUnit) -> float:
    """Return a load in kilograms."""
    return value * KG_PER_LB if unit == "lb" else value


def from_kg(value_kg: float, unit: LoadUnit) -> float:
    """Return a load of kilograms in another unit."""
    return value_kg / KG_PER_LB if unit == "lb" else value_kg


def parse_load(text: str, unit: LoadUnit) -> tuple[float, LoadUnit]:
    """Return kilograms and the unit of a load as people write it: ``60``, ``62,5 kg``, ``135lb``.

    Parameters
    ----------
    text : str
    unit : {"kg", "lb"}
        The unit of a bare number.

    Raises
    ------
    UsageError
        When it is no load.
    """
    match = _PATTERN.fullmatch(text)
    if match is None:
        raise UsageError(f"{text!r} is no load.", "Write it like 60, 62.5kg or 135lb.")
    named = (match.group(2) or unit).lower()
    entered: LoadUnit = "lb" if named.startswith("lb") else "kg"
    value_kg = to_kg(float(match.group(1).replace(",", ".")), entered)
    if value_kg > MAX_KG:
        raise UsageError(f"{text!r} is more than {MAX_KG:g} kg.", "Check the number and the unit.")
    return value_kg, entered


def show_load(value_kg: float, unit: LoadUnit) -> str:
    """Return a load in words, e.g. ``62.5 kg``; a dash when it is not known."""
    if math.isnan(value_kg):
        return "–"
    return f"{round(from_kg(value_kg, unit), 1):g} {unit}"
