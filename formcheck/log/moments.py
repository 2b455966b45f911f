"""Moments of the wall clock: seconds that never jump, and the day the lifter would name."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from formcheck.errors import UsageError

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with the local clock's offset at that moment.

    Attributes
    ----------
    utc_s : float
        Seconds of the Unix clock. Lengths of time are differences of these, so a change to or from
        daylight-saving time neither stretches nor shrinks a set or a rest.
    utc_offset_s : int
        What the local clock was ahead of UTC then; with it the day and hour stay those the lifter
        saw, also when the log is read in another time zone.
    """

    utc_s: float
    utc_offset_s: int

    @classmethod
    def now(cls) -> Moment:
        """Return the present moment of this computer's clock and time zone."""
        return cls.at(time.time())

    @classmethod
    def at(cls, utc_s: float) -> Moment:
        """Return a moment of the Unix clock with this computer's local offset at that time."""
        try:
            offset = (_EPOCH + timedelta(seconds=utc_s)).astimezone().utcoffset()
        except ValueError:
            # A zone of a day or more, as only TZ can name one.
            offset = None
        return cls(utc_s, int(offset.total_seconds()) if offset is not None else 0)

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Return the moment of an ISO date and time, local unless it names an offset.

        Raises
        ------
        UsageError
            When the text is no date or time.
        """
        try:
            when = datetime.fromisoformat(text).astimezone()
            if not 1900 <= when.year < 3000:
                raise ValueError(text)
            return cls.at(when.timestamp())
        except (ValueError, OverflowError, OSError) as error:
            raise UsageError(
                f"{text!r} is no date and time.", 'Write it like "2026-03-21 18:30".'
            ) from error

    @property
    def local(self) -> datetime:
        """The date and time the local clock showed."""
        zone = timezone(timedelta(seconds=self.utc_offset_s))
        # Not fromtimestamp, which on Windows knows no moment before 1970.
        return (_EPOCH + timedelta(seconds=self.utc_s)).astimezone(zone)

    @property
    def day(self) -> date:
        """The local date."""
        return self.local.date()

    def later(self, seconds: float) -> Moment:
        """Return the moment so many seconds later, on the same clock."""
        return Moment(self.utc_s + seconds, self.utc_offset_s)
