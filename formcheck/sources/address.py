"""Addresses of network cameras: what of them may be kept and shown, and what is no address.

The password of a camera is used and never kept: whatever stores, prints or logs an address takes
:func:`without_login`, and what was typed is remembered until the program ends and no longer.
"""

from __future__ import annotations

import contextlib
import os
import re
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

from formcheck.errors import SourceOpenError

_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://[^\s\"'<>]+", re.IGNORECASE)
_SECRET: Final = re.compile(
    r"(?<=[?&;])(?:user|usr|username|login|account|pass|pwd|passwd|password|psw|token|auth|key|"
    r"secret|session|sid)=[^&;#]*[&;]?",
    re.IGNORECASE,
)
"""Parts of a query in which cameras without a login of their own take name and password."""

_CAMERA: Final = re.compile(r"[0-9]{1,3}", re.ASCII)
_CLEAN: Final = re.compile(r"[^\x00-\x20\x7f\ud800-\udfff]+")

_HOST_LATER: Final = re.compile(r"[^?#]*@(?:\[|[\w-]+[.:])")
"""A path in which what looks like a host follows an @: the one before it was the password's."""

_HOST: Final = re.compile(r"[\w.-]+\.[\w.-]+(:\d+)?(/.*)?|[\w-]{2,}:\d+(/.*)?")

_logins: dict[str, str] = {}


def camera_number(text: str) -> int | None:
    """Return the number of a camera, None for what names one or is an address.

    Examples
    --------
    >>> camera_number("1"), camera_number("²"), camera_number("Logitech")
    (1, None, None)
    """
    return int(text) if _CAMERA.fullmatch(text) else None


def is_address(text: str) -> bool:
    """Whether a text is an address rather than a path or a camera's name.

    Examples
    --------
    >>> is_address("rtsp://10.0.0.7/1"), is_address("18:30.mp4")
    (True, False)
    """
    return re.match(r"[a-z][a-z0-9+.-]+://", text, re.IGNORECASE) is not None


def phone_address(typed: str) -> str:
    """Return the address that is meant; what is none comes back as it is.

    Most camera apps serve their pictures at ``/video``.

    Examples
    --------
    >>> phone_address("192.168.0.7:8080"), phone_address("pixel:8080/mjpeg")
    ('http://192.168.0.7:8080/video', 'http://pixel:8080/mjpeg')
    """
    text = typed.strip()
    if is_address(text) or not _HOST.fullmatch(text):
        return text
    return f"http://{text}{'' if '/' in text else '/video'}"


def named_camera(text: str) -> str | int:
    """Return a camera's number, or its address, or its name or path as it is.

    Examples
    --------
    >>> named_camera("0"), named_camera("10.0.0.7:81"), named_camera("desk.mp4")
    (0, 'http://10.0.0.7:81/video', 'desk.mp4')
    """
    number = camera_number(text)
    if number is not None:
        return number
    # Without a port it may as well be a file.
    return phone_address(text) if ":" in text and not os.path.exists(text) else text


def without_login(address: str) -> str:
    """Return an address without name and password; any other text comes back as it is.

    Examples
    --------
    >>> without_login("rtsp://me:p@ss@10.0.0.7:554/1?user=me&pwd=x&channel=2")
    'rtsp://10.0.0.7:554/1?channel=2'
    """
    # Behind one login there may be another, in what is no address and is told to be none.
    while (shown := _without_one(address)) != address:
        address = shown
    return shown


def _without_one(address: str) -> str:
    scheme, separator, rest = address.partition("://")
    if not separator:
        return address
    host, slash, path = rest.partition("/")
    hidden = "@" in path if "@" not in host else _HOST_LATER.match(path)
    if hidden and re.search(r":(?!\d*$)", host):
        # A password with a slash in it, which no address should have and people type.
        host, slash, path = rest.rpartition("@")[2].partition("/")
    host = host.rpartition("@")[2]
    return _SECRET.sub("", f"{scheme}{separator}{host}{slash}{path}").rstrip("?&;")


def without_logins(text: str) -> str:
    """Return a text, such as a traceback, with every address in it :func:`without_login`.

    Examples
    --------
    >>> without_logins("refused: 'rtsp://me:x@10.0.0.7/1'")
    "refused: 'rtsp://10.0.0.7/1'"
    """
    return _ADDRESS.sub(lambda found: without_login(found.group()), text)


def remember_login(address: str) -> str:
    """Keep an address's login until the program ends, and return what may be shown and stored.

    What is no address is not kept: what is shown of it may be that of a right one.
    """
    shown = without_login(address)
    if shown != address:
        with contextlib.suppress(SourceOpenError):
            split_address(address)
            _logins[shown] = address
    return shown


def with_login(address: str) -> str:
    """Return an address with the login it was last used with in this run, if there was one."""
    return _logins.get(address, address)


def add_login(address: str, name: str, password: str) -> str:
    """Return an address with a name and a password.

    Examples
    --------
    >>> add_login("http://10.0.0.7/video", "me", "p@ss")
    'http://me:p%40ss@10.0.0.7/video'
    """
    scheme, separator, rest = without_login(address).partition("://")
    return f"{scheme}{separator}{quote(name, safe='')}:{quote(password, safe='')}@{rest}"


def split_address(address: str) -> SplitResult:
    """Return the parts of an address that a connection can be tried with.

    Raises
    ------
    SourceOpenError
        When it names no host, a port that cannot be, or holds what no address may.
    """
    shown = without_login(address)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise _no_address(shown) from error
    if _CLEAN.fullmatch(address) is None or not parts.hostname or port == 0:
        raise _no_address(shown)
    return parts


def _no_address(shown: str) -> SourceOpenError:
    return SourceOpenError(
        f"{ascii(shown)[1:-1]} is no address a camera can have.",
        "Write it like http://192.168.0.7:8080/video, with a port from 1 to 65535.",
    )
