"""What people type for a phone's camera, made an address."""

from __future__ import annotations

import re
from typing import Final

_HOST: Final = re.compile(r"^[\w.-]+\.[\w.-]+(:\d+)?(/.*)?$|^[\w-]+:\d+(/.*)?$")
_SCHEME: Final = re.compile(r"^[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def phone_address(typed: str) -> str:
    """Return the address that is meant; what is none comes back as it is.

    ``192.168.0.7:8080`` becomes ``http://192.168.0.7:8080/video``, where most camera apps serve
    their pictures.
    """
    text = typed.strip()
    if _SCHEME.match(text) or not _HOST.match(text):
        return text
    path = "" if "/" in text else "/video"
    return f"http://{text}{path}"
