"""The clips that were opened last, remembered between starts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSettings

KEPT: Final = 8
_KEY: Final = "replay/recent"


class RecentClips:
    """The last clips, newest first; those that are gone are not offered."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def paths(self) -> list[Path]:
        """Return the clips that are still there."""
        return [path for path in self._all() if path.exists()]

    def add(self, path: Path) -> None:
        """Put a clip first."""
        chosen = path.absolute()
        others = [each for each in self._all() if each != chosen]
        kept = [str(each) for each in (chosen, *others)][:KEPT]
        self._settings.setValue(_KEY, kept)

    def _all(self) -> list[Path]:
        kept = self._settings.value(_KEY)
        # A list of one comes back from an ini file as a plain text.
        names = [kept] if isinstance(kept, str) else list(kept or [])
        return [Path(str(name)) for name in names]
