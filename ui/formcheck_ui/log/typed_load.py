"""The load a lifter typed in last, remembered between starts."""

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
        self._settings.setValue(_KEY, [lifter, date.today().isoformat(), text.strip()])

    def of(self, lifter: str) -> str:
        """Return the load this lifter typed in last, empty where it was another one's."""
        whose, _, text = self._kept()
        return text if whose == lifter else ""

    @property
    def of_today(self) -> bool:
        """Whether it was typed in today."""
        return self._kept()[1] == date.today().isoformat()

    def _kept(self) -> tuple[str, str, str]:
        kept = self._settings.value(_KEY)
        if not isinstance(kept, list) or len(kept) != 3:
            return "", "", ""
        return str(kept[0]), str(kept[1]), str(kept[2])
