"""The camera that was filmed with last, remembered between starts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSettings

from formcheck.sources.address import without_login

_KEY: Final = "cameras/last"


class LastCamera:
    """A camera's name, for its number changes with what is plugged in, or a stream's address."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def keep(self, name: str) -> None:
        """Remember a name or an address; name and password are kept nowhere."""
        self._settings.setValue(_KEY, without_login(name))

    @property
    def name(self) -> str:
        """The name or address, empty before the first."""
        return str(self._settings.value(_KEY) or "")
