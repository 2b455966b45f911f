"""What differs between two answers, by more than landmarks of another processor would move them."""

from __future__ import annotations

from typing import Any, Final

TOLERANCES: Final = {"s": 0.1, "deg": 1.5, "pct": 1.5, "": 0.08}
"""By the unit at the end of a name; without a unit a share, 0 to 1, or a score."""


def differences(old: Any, new: Any, where: str = "") -> list[str]:
    """Return every place where two answers differ by more than its tolerance."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        return [line for key in old for line in differences(old[key], new[key], f"{where}.{key}")]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = enumerate(zip(old, new, strict=True))
        return [line for i, (a, b) in pairs for line in differences(a, b, f"{where}[{i}]")]
    if isinstance(old, float | int) and isinstance(new, float | int) and type(old) is not bool:
        unit = where.rsplit("_", 1)[-1] if "_" in where else ""
        within = abs(old - new) <= TOLERANCES.get(unit, TOLERANCES[""])
        return [] if within else [f"{where}: {old} became {new}"]
    return [] if old == new else [f"{where}: {old} became {new}"]
