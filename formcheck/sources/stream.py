"""Frames of a network camera, or of a phone used as one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from formcheck.errors import StreamError
from formcheck.sources.address import remember_login, split_address, with_login
from formcheck.sources.base import SingleUse, SourceState
from formcheck.sources.fitting import fitted
from formcheck.sources.http_link import HttpLink, NotMultipart
from formcheck.sources.libav_link import LibavLink
from formcheck.sources.link import Arrival, Link, LinkAborted, LinkSilent, StreamLimits
from formcheck.types import Frame, SourceInfo

_STALE_S: Final = 1.0
"""Time between connecting and reading after which pictures have piled up on the way."""

_FRESH_S: Final = 0.008
"""A read that takes longer had to wait for the camera: its picture is a new one."""

_MAX_BACKLOG: Final = 600
_CLOCK_SLACK_S: Final = 0.5
_MIN_STEP_S: Final = 0.001


class ArrivalClock:
    """Stamp pictures with the time since the first one arrived, strictly rising.

    A camera's own times, where it sends them, keep the gaps even although the network does not;
    they are tied to the arrival when a connection begins and again when the two drift apart.
    """

    def __init__(self) -> None:
        self._first: float | None = None
        self._offset: float | None = None
        self._last = 0.0

    def restart(self) -> None:
        """Forget the camera's clock: a new connection has a new one."""
        self._offset = None

    def stamp(self, arrival_s: float, media_s: float | None) -> float:
        """Return the time of a picture that arrived at ``arrival_s`` (monotonic clock)."""
        at_s = arrival_s
        if media_s is not None:
            if self._offset is None or abs(media_s + self._offset - at_s) > _CLOCK_SLACK_S:
                self._offset = at_s - media_s
            at_s = media_s + self._offset
        if self._first is None:
            self._first = at_s
            return 0.0
        self._last = max(at_s - self._first, self._last + _MIN_STEP_S)
        return self._last


class StreamSource(SingleUse):
    """Read a stream; stay silent through stalls, reconnect when it is lost.

    MJPEG over HTTP, RTSP over TCP, and whatever else libav reads from an ``http`` address.
    Times are those of arrival (see :class:`ArrivalClock`); they go on rising over a
    reconnection.  A picture of another size than the first is fitted into the first one's.

    Parameters
    ----------
    url : str
        Address; ``user:password@`` before the host logs in, and is remembered for the next time
        in this run.
    limits : StreamLimits
        Longest times.

    Attributes
    ----------
    on_state : callable
        Told ``"stalled"``, ``"reconnecting"`` and ``"running"``, in the reading thread.

    Raises
    ------
    SourceOpenError
        When it is no address.
    StreamError
        When the first picture does not come; while iterating, when the stream stays away.
    """

    live = True

    def __init__(self, url: str, *, limits: StreamLimits | None = None) -> None:
        super().__init__()
        split_address(url)
        shown = remember_login(url)
        self._url = with_login(shown)
        self._limits = limits or StreamLimits()
        self._clock = ArrivalClock()
        self._state: SourceState = "running"
        self._corrupt_before = self._skipped_before = 0
        self._link: Link | None = None
        self.on_state: Callable[[SourceState], None] = lambda state: None
        try:
            self._first = self._connect()
        except BaseException:
            self._drop_link()
            raise
        self._connected_s = time.monotonic()
        height, width = self._first.image.shape[:2]
        self._info = SourceInfo(shown, width, height, live=True)

    def _frames(self) -> Iterator[Frame]:
        index, size = 0, (self._info.width, self._info.height)
        arrival: Arrival | None = self._first
        del self._first
        try:
            if time.monotonic() - self._connected_s > _STALE_S:
                arrival = self._skip_backlog()
            while arrival is not None and not self._closing.is_set():
                time_s = self._clock.stamp(time.monotonic(), arrival.media_s)
                self._info = replace(
                    self._info,
                    frames_decoded=index + 1,
                    frames_corrupt=self._corrupt,
                    frames_skipped=self._skipped,
                )
                yield Frame(index, time_s, fitted(arrival.image, size))
                arrival, index = self._next(), index + 1
        finally:
            self._drop_link()

    def _skip_backlog(self) -> Arrival | None:
        """Drop what piled up on the way while nobody read (the pose model was loading)."""
        for _ in range(_MAX_BACKLOG):
            begun_s = time.monotonic()
            arrival = self._next()
            if arrival is None or time.monotonic() - begun_s > _FRESH_S:
                break
        return arrival

    @property
    def _corrupt(self) -> int:
        return self._corrupt_before + (self._link.corrupt if self._link else 0)

    @property
    def _skipped(self) -> int:
        return self._skipped_before + (self._link.skipped if self._link else 0)

    def _next(self) -> Arrival | None:
        """Return the next picture, through stalls and reconnections; None when closed."""
        last_s = time.monotonic()
        while not self._closing.is_set():
            assert self._link is not None
            try:
                arrival = self._link.read(self._limits.stalled_s)
            except LinkAborted:
                return None
            except LinkSilent:
                if time.monotonic() - last_s < self._limits.lost_s:
                    self._tell("stalled")
                    continue
                return self._reconnect(last_s)
            except StreamError:
                return self._reconnect(last_s)
            self._tell("running")
            return arrival
        return None

    def _reconnect(self, last_s: float) -> Arrival | None:
        """Try again and again, with growing pauses, until the time is over."""
        self._tell("reconnecting")
        pause_s = 0.0
        while not self._closing.wait(pause_s):
            self._drop_link()
            self._clock.restart()
            try:
                arrival = self._connect()
            except LinkAborted:
                return None
            except StreamError as error:
                if time.monotonic() - last_s > self._limits.give_up_s:
                    raise self._stays_away(last_s) from error
            else:
                self._tell("running")
                return arrival
            pause_s = min(max(self._limits.backoff_s, 2 * pause_s), self._limits.backoff_max_s)
        return None

    def _connect(self) -> Arrival:
        """Make a connection and wait for its first picture."""
        link: HttpLink | LibavLink
        if self._url.lower().startswith("rtsp"):
            link = self._adopt(LibavLink(self._url, self._limits.stalled_s))
            link.connect(self._limits.connect_s)
        else:
            link = self._adopt(HttpLink(self._url))
            try:
                link.connect(self._limits.connect_s)
            except NotMultipart:
                link.close()
                link = self._adopt(LibavLink(self._url, self._limits.stalled_s))
                link.connect(self._limits.connect_s)
        return self._first_of(link)

    def _first_of(self, link: Link) -> Arrival:
        deadline = time.monotonic() + self._limits.first_frame_s
        while time.monotonic() < deadline:
            try:
                return link.read(self._limits.stalled_s)
            except LinkSilent:
                continue
        raise StreamError(
            "The camera is connected but sends no picture.",
            "Start the stream on the camera or phone again.",
        )

    def _adopt(self, link: HttpLink | LibavLink) -> HttpLink | LibavLink:
        self._link = link
        # close() may have come between: it saw the link before.
        if self._closing.is_set():
            link.abort()
        return link

    def _drop_link(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            self._corrupt_before += link.corrupt
            self._skipped_before += link.skipped
            link.close()

    def _tell(self, state: SourceState) -> None:
        if state != self._state:
            self._state = state
            self.on_state(state)

    def _stays_away(self, last_s: float) -> StreamError:
        away_s = round(time.monotonic() - last_s)
        return StreamError(
            f"The camera stream was lost and did not come back within {away_s} s.",
            "Check the camera's battery, its program and the network, then start again.",
        )

    def _release(self) -> None:
        # The reading thread closes the link; here only what it waits for is ended.
        link = self._link
        if link is not None:
            link.abort()
            if not self._iterated:
                self._drop_link()
