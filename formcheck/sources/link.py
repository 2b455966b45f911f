"""One connection to a network camera: what the kinds have in common."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from formcheck.errors import StreamError
from formcheck.types import ByteArray


class LinkAborted(Exception):
    """The connection was ended from our side."""


class LinkSilent(Exception):
    """Nothing came in the time allowed; the connection stands and may be read again."""


class Arrival(NamedTuple):
    """One picture; ``media_s`` is the camera's own time in seconds, None when it sends none."""

    image: ByteArray
    media_s: float | None


class Link(Protocol):
    """An open connection."""

    corrupt: int
    """Damaged pictures stepped over."""

    skipped: int
    """Pictures passed over because newer ones had come already."""

    def read(self, timeout_s: float) -> Arrival:
        """Return the next picture.

        Raises
        ------
        LinkSilent
            When none came in time.
        LinkAborted
            After :meth:`abort`.
        StreamError
            When the connection is lost.
        """
        ...

    def abort(self) -> None:
        """End a read under way, from another thread, and all later ones."""
        ...

    def close(self) -> None:
        """Release the connection; not while another thread reads."""
        ...


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """How long, in seconds, a stream may take over each step."""

    connect_s: float = 5.0
    """Reaching the camera and its answer, each."""

    first_frame_s: float = 8.0
    """The first picture after connecting."""

    stalled_s: float = 1.5
    """Silence after which the stream is called stalled."""

    lost_s: float = 4.0
    """Silence after which the connection is given up and made anew."""

    give_up_s: float = 20.0
    """Time without a picture after which the stream is given up."""

    backoff_s: float = 0.25
    """Pause before the second attempt to reconnect; it doubles up to :attr:`backoff_max_s`."""

    backoff_max_s: float = 2.0
    """Longest pause between two attempts."""


def resolve(host: str, port: int, timeout_s: float) -> list[tuple[int, tuple[str, int]]]:
    """Return ``(address family, address)`` of a host, waiting a bounded time.

    The system's look-up cannot be interrupted and may take half a minute when there is no
    network; a thread that is too late is left to end by itself.

    Raises
    ------
    StreamError
        When the host is unknown or the look-up takes too long.
    """
    found: list[tuple[int, tuple[str, int]]] = []

    def look_up() -> None:
        try:
            for family, *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                found.append((int(family), address))  # type: ignore[arg-type]
        except (OSError, UnicodeError):
            pass

    thread = threading.Thread(target=look_up, name="formcheck-resolve", daemon=True)
    thread.start()
    thread.join(timeout_s)
    if not found:
        raise StreamError(
            f"There is no computer or phone called {host} on this network.",
            "Check the address, and that both are on the same network.",
        )
    return list(found)
