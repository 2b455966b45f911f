"""The camera that was filmed with last, remembered between starts."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QSettings

_KEY: Final = "cameras/last"

_LOGIN: Final = re.compile(r"(?<=://)[^/?#]*@")
_QUERY: Final = re.compile(r"[?#].*$")
_SECRET: Final = re.compile(r"user|usr|login|pass|pwd|psw|token|auth|key|secret|sid", re.IGNORECASE)
"""Parts of a query in which cameras without a login of their own take name and password."""


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


def without_login(address: str) -> str:
    """Return an address without name and password; a camera's name comes back as it is.

    Examples
    --------
    >>> without_login("rtsp://me:secret@10.0.0.7:554/1?channel=2")
    'rtsp://10.0.0.7:554/1?channel=2'
    >>> without_login("http://10.0.0.7/video?user=me&pwd=secret")
    'http://10.0.0.7/video'
    """
    if "://" not in address:
        return address
    bare = _LOGIN.sub("", address)
    query = _QUERY.search(bare)
    if query is not None and _SECRET.search(query.group()):
        bare = bare[: query.start()]
    # A password with a slash in it, which no address should have and people type.
    scheme, _, rest = bare.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
