"""In a corner of a clip's picture: enlarge it, see all of it, give it the whole screen, draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from formcheck_ui import icons, theme
from formcheck_ui.panels.card import icon_button
from formcheck_ui.replay.corner_bar import CornerBar
from formcheck_ui.video_view import VideoView

_BUTTONS: Final = (
    ("hand_path", "path"), ("draw", "pencil"), ("zoom_out", "less"), ("zoom_reset", "whole"),
    ("zoom_in", "add"), ("full_screen", "full"),
)  # fmt: skip


class ZoomBar(CornerBar):
    """Buttons over the upper right corner of a picture.

    Parameters
    ----------
    actions : mapping of str to QAction
    view : VideoView
        The picture.
    """

    def __init__(self, actions: Mapping[str, QAction], view: VideoView) -> None:
        super().__init__(view)
        self._picture = view
        self.buttons = add_buttons(self, actions, _BUTTONS)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands of looking closer do."""
        view = self._picture
        return {
            "zoom_in": lambda: view.zoom(1),
            "zoom_out": lambda: view.zoom(-1),
            "zoom_reset": view.reset_zoom,
        }


def add_buttons(
    bar: CornerBar, actions: Mapping[str, QAction], names: Sequence[tuple[str, str]]
) -> dict[str, QToolButton]:
    """Put commands on a bar, each with an icon, and return their buttons."""
    tokens = theme.tokens()
    colour, off = theme.colour(tokens.text), theme.colour(tokens.strong_border)
    made: dict[str, QToolButton] = {}
    for name, icon in names:
        actions[name].setIcon(icons.icon(icon, colour, off))
        made[name] = icon_button(actions[name])
        bar.row.addWidget(made[name])
    return made
