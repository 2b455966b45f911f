"""Look closer at a part of the picture: how large it is drawn and which part is in the middle."""

from __future__ import annotations

from typing import Final

from formcheck_ui.fit import Fit

LARGEST: Final = 8.0
STEP: Final = 1.25


class Lens:
    """Zoom and pan, in shares of the picture as it is shown; a mirrored one is no exception."""

    def __init__(self) -> None:
        self.zoom = 1.0
        self._middle = (0.5, 0.5)

    @property
    def closer(self) -> bool:
        """Whether less than the whole picture may be in sight."""
        return self.zoom > 1.0

    def reset(self) -> None:
        """Show the whole picture."""
        self.zoom, self._middle = 1.0, (0.5, 0.5)

    def look(self, zoom: float, middle: tuple[float, float]) -> None:
        """Show a part of the picture so many times larger; its middle is in shares of it."""
        self.zoom, self._middle = min(max(1.0, zoom), LARGEST), middle

    def apply(self, whole: Fit, room: tuple[float, float]) -> Fit:
        """Return where the picture lies when ``whole`` is where all of it would fit."""
        if not self.closer:
            return whole
        wide, high = whole.width * self.zoom, whole.height * self.zoom
        return Fit(
            _held(room[0] / 2 - self._middle[0] * wide, wide, room[0]),
            _held(room[1] / 2 - self._middle[1] * high, high, room[1]),
            wide,
            high,
        )

    def scale(self, steps: float, at: tuple[float, float], now: Fit, whole: Fit,
              room: tuple[float, float]) -> None:  # fmt: skip
        """Draw larger (positive) or smaller, keeping what lies under a place where it is."""
        if now.width <= 0 or now.height <= 0:
            return
        share = ((at[0] - now.x) / now.width, (at[1] - now.y) / now.height)
        self.zoom = min(max(1.0, self.zoom * STEP**steps), LARGEST)
        wide, high = whole.width * self.zoom, whole.height * self.zoom
        corner = (at[0] - share[0] * wide, at[1] - share[1] * high)
        self._look(Fit(*corner, wide, high), room)

    def move(self, dx: float, dy: float, now: Fit, room: tuple[float, float]) -> None:
        """Draw the picture along with the pointer."""
        self._look(Fit(now.x + dx, now.y + dy, now.width, now.height), room)

    def _look(self, fit: Fit, room: tuple[float, float]) -> None:
        """Remember which part of the picture is in the middle of the room."""
        if fit.width <= 0 or fit.height <= 0:
            return
        x = _held(fit.x, fit.width, room[0])
        y = _held(fit.y, fit.height, room[1])
        self._middle = ((room[0] / 2 - x) / fit.width, (room[1] / 2 - y) / fit.height)


def _held(corner: float, length: float, room: float) -> float:
    """Return a corner such that the picture fills the room, or stands in its middle."""
    if length <= room:
        return (room - length) / 2
    return min(0.0, max(room - length, corner))
