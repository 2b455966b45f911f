"""Which part of a clip is on show, and where in it a time lies; shared by timeline and curves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

EDGE: Final = 12
"""Pixels left free at both ends, so that marks at the very ends are whole."""

_SHORTEST_S: Final = 0.5
_STEP: Final = 1.25
_REVEAL_SHARE: Final = 0.1


class TimeAxis(QObject):
    """The span of a clip that is on show.

    Signals
    -------
    changed
        Length or span are not what they were.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.end_s = 0.0
        self.first_s = 0.0
        self.last_s = 0.0

    @property
    def zoomed(self) -> bool:
        """Whether less than the whole clip is on show."""
        return self.last_s - self.first_s < self.end_s - 1e-9

    def set_length(self, end_s: float) -> None:
        """Start with a new clip, all of it on show."""
        self.end_s = end_s
        self.show_all()

    def show_all(self) -> None:
        """Show the whole clip."""
        self._set(0.0, self.end_s)

    def x_of(self, time_s: float, width: float) -> float:
        """Return where a time lies in a widget of a width, in pixels."""
        span = self.last_s - self.first_s
        room = width - 2 * EDGE
        return EDGE + room * ((time_s - self.first_s) / span if span else 0.0)

    def time_at(self, x: float, width: float) -> float:
        """Return the time that lies at a place, within the clip."""
        room = max(1.0, width - 2 * EDGE)
        time_s = self.first_s + (x - EDGE) / room * (self.last_s - self.first_s)
        return min(max(0.0, time_s), self.end_s)

    def seconds_per_pixel(self, width: float) -> float:
        """Return how long a pixel is."""
        return (self.last_s - self.first_s) / max(1.0, width - 2 * EDGE)

    def zoom(self, steps: float, around_s: float) -> None:
        """Show less (positive) or more, keeping a time where it is."""
        span = self.last_s - self.first_s
        wanted = min(max(span / _STEP**steps, min(_SHORTEST_S, self.end_s)), self.end_s)
        share = (around_s - self.first_s) / span if span else 0.0
        self._set(around_s - share * wanted, around_s + (1.0 - share) * wanted)

    def pan(self, seconds: float) -> None:
        """Move the span on show."""
        self._set(self.first_s + seconds, self.last_s + seconds)

    def show_span(self, first_s: float, last_s: float) -> None:
        """Show a span with a margin."""
        margin = 0.4 * (last_s - first_s)
        self._set(first_s - margin, last_s + margin)

    def reveal(self, time_s: float) -> None:
        """Bring a time into sight when it is not."""
        if self.first_s <= time_s <= self.last_s:
            return
        span = self.last_s - self.first_s
        self._set(time_s - _REVEAL_SHARE * span, time_s + (1.0 - _REVEAL_SHARE) * span)

    def _set(self, first_s: float, last_s: float) -> None:
        span = min(last_s - first_s, self.end_s)
        first_s = min(max(0.0, first_s), self.end_s - span)
        self.first_s, self.last_s = first_s, first_s + span
        self.changed.emit()
