"""The load each lifter typed in last, remembered between starts."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QSettings

_KEY: Final = "log/load"


class TypedLoad:
    """What was typed, by whom and on which day: on another day a plan knows better."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def keep(self, lifter: str, text: str) -> None:
        """Remember a lifter's load of today."""
        kept = self._kept()
        kept[lifter] = date.today().isoformat(), text.strip()
        # Who, when, how much, one lifter after the other: settings hold no tables.
        self._settings.setValue(
            _KEY, [part for who, (day, load) in kept.items() for part in (who, day, load)]
        )

    def of(self, lifter: str) -> str:
        """Return the load this lifter typed in last, empty where there is none."""
        return self._kept().get(lifter, ("", ""))[1]

    def is_of_today(self, lifter: str) -> bool:
        """Whether this lifter typed it in today."""
        return self._kept().get(lifter, ("", ""))[0] == date.today().isoformat()

    def _kept(self) -> dict[str, tuple[str, str]]:
        kept = self._settings.value(_KEY)
        if not isinstance(kept, list) or len(kept) % 3:
            return {}
        parts = iter(map(str, kept))
        return {who: (day, load) for who, day, load in zip(parts, parts, parts, strict=True)}
