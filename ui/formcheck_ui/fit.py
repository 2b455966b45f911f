"""Where a picture lies in a widget: pure geometry."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """A picture's place: its top left corner and size in the widget, in the widget's units."""

    x: float
    y: float
    width: float
    height: float

    def share(self, x: float, y: float) -> tuple[float, float] | None:
        """Return a point of the widget in shares of the picture; None beside it."""
        if self.width <= 0 or self.height <= 0:
            return None
        across, down = (x - self.x) / self.width, (y - self.y) / self.height
        return (across, down) if 0.0 <= across <= 1.0 and 0.0 <= down <= 1.0 else None


def fit_rect(picture: tuple[int, int], room: tuple[float, float]) -> Fit:
    """Return the largest rectangle of the picture's proportions, centred in the room.

    An empty picture or room gives an empty rectangle in the middle.
    """
    if min(*picture, *room) <= 0:
        return Fit(room[0] / 2.0, room[1] / 2.0, 0.0, 0.0)
    scale = min(room[0] / picture[0], room[1] / picture[1])
    width, height = picture[0] * scale, picture[1] * scale
    return Fit((room[0] - width) / 2.0, (room[1] - height) / 2.0, width, height)
