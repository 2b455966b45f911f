"""The field in which a text on the picture is typed, where it will stand."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QLineEdit, QWidget

from formcheck.review.drawings import MOST_LETTERS, Point
from formcheck_ui.overlay_painter import note_font
from formcheck_ui.video_view import VideoView

_ROOM_PX: Final = 60
"""Room beside the letters: the field's edges, and a few letters before it grows."""

_LEAST_PX: Final = 140
"""Room for the placeholder in every language."""


class NoteField(QLineEdit):
    """Grows with its text; Enter, or a click elsewhere, takes the text over.

    Signals
    -------
    finished
        The text, empty when nothing was typed, and its place in shares of the picture.
    """

    finished = Signal(str, object)

    def __init__(self, pad: QWidget) -> None:
        super().__init__(pad)
        self._pad = pad
        self._at: Point = (0.5, 0.5)
        self._middle = (0.0, 0.0)
        self.setAccessibleName(self.tr("Text on the picture"))
        self.setPlaceholderText(self.tr("Text"))
        self.setMaxLength(MOST_LETTERS)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.textChanged.connect(self._place)
        self.editingFinished.connect(self.finish)
        self.hide()

    def open(self, view: VideoView, at: Point, text: str) -> None:
        """Let a text be typed at a place in shares of the picture."""
        pixels = view.pixels
        if pixels is None:
            return
        self._at = at
        self._middle = pixels.place((at[0] * pixels.size[0], at[1] * pixels.size[1]))
        self.setFont(note_font(view.font(), pixels))
        self.setText(text)
        self._place()
        self.show()
        self.setFocus()

    def finish(self) -> None:
        """Take over what was typed."""
        if not self.isHidden():
            text = "".join(each if each.isprintable() else " " for each in self.text()).strip()
            self.close_up()
            self.finished.emit(text, self._at)

    def close_up(self) -> None:
        """Go away without a word."""
        # Hiding takes the focus, which would end the editing once more.
        self.blockSignals(True)
        self.hide()
        self.blockSignals(False)

    def _place(self) -> None:
        room, metrics = self._pad.size(), QFontMetricsF(self.font())
        wide = max(_LEAST_PX, metrics.horizontalAdvance(self.text()) + _ROOM_PX)
        width, height = round(min(wide, room.width())), self.sizeHint().height()
        x, y = round(self._middle[0] - width / 2), round(self._middle[1] - height / 2)
        left = max(0, min(x, room.width() - width))
        self.setGeometry(left, max(0, min(y, room.height() - height)), width, height)
