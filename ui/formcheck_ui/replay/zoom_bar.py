"""In a corner of a clip's picture: enlarge it, see all of it, give it the whole screen, draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtGui import QAction

from formcheck_ui.replay.corner_bar import CornerBar
from formcheck_ui.video_view import VideoView

_LOOK: Final = (
    ("hand_path", "path"), ("zoom_out", "less"), ("zoom_reset", "whole"), ("zoom_in", "add"),
    ("full_screen", "full"),
)  # fmt: skip
_DRAW: Final = (
    ("draw_line", "line"), ("draw_arrow", "arrow"), ("draw_angle", "angle"), ("draw_text", "text"),
    ("drawing_from", "from-here"), ("drawing_until", "until-here"), ("drawing_delete", "delete"),
    ("undo", "undo"),
)  # fmt: skip


class ZoomBar(CornerBar):
    """Buttons over the upper right corner of a picture; while something is drawn, its tools.

    Parameters
    ----------
    actions : mapping of str to QAction
    view : VideoView
        The picture.
    """

    def __init__(self, actions: Mapping[str, QAction], view: VideoView) -> None:
        super().__init__(view)
        self._picture = view
        for names in (_DRAW, _LOOK, (("draw", "pencil"),)):
            self.add(actions, names)
        self.show_tools(shown=False)

    def show_tools(self, *, shown: bool) -> None:
        """Offer the tools of drawing instead of the others: a small picture has room for one."""
        for names, there in ((_DRAW, shown), (_LOOK, not shown)):
            for name, _ in names:
                self.buttons[name].setVisible(there)
        self.place()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands of looking closer do."""
        view = self._picture
        return {
            "zoom_in": lambda: view.zoom(1),
            "zoom_out": lambda: view.zoom(-1),
            "zoom_reset": view.reset_zoom,
        }
