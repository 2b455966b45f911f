"""What is seen before anything runs: what to do, and how to place the camera."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from formcheck.recording.shelf import Shelf
from formcheck_ui import icons, theme
from formcheck_ui.panels.overview import Overview
from formcheck_ui.panels.record_button import gigabytes

_RECENT: Final = 4
_ROOM_FOR_PICTURE: Final = 460
"""Height in pixels from which the picture stands above the words."""

_LONGEST: Final = 26


def megabytes(size_bytes: int) -> str:
    """Return a size for people."""
    return f"{size_bytes / 1e6:.0f} MB" if size_bytes < 1e9 else gigabytes(size_bytes)


def _shortened(name: str) -> str:
    """Return a name with its middle left out where it is long."""
    if len(name) <= _LONGEST:
        return name
    return f"{name[: _LONGEST // 2]}…{name[-_LONGEST // 2 + 1 :]}"


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(132, 112))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.draw(painter, "row", QRectF(11, 0, 110, 110), theme.colour("#56b4e9"))
        painter.end()


class StartPage(QWidget):
    """Two ways in and three lines of advice.

    Signals
    -------
    camera_wanted, cameras_wanted, clip_wanted, sample_wanted, tour_wanted
        The user pressed one of the buttons.
    shelf_wanted, again_wanted
        The user wants to see the folder of recordings; to replay what was filmed last.
    recent_chosen
        The path of a clip opened before.
    """

    camera_wanted = Signal()
    cameras_wanted = Signal()
    clip_wanted = Signal()
    sample_wanted = Signal()
    tour_wanted = Signal()
    shelf_wanted = Signal()
    again_wanted = Signal()
    recent_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("start")
        column = QVBoxLayout(self)
        column.setSpacing(10)
        self.overview = Overview()
        self.overview.filled.connect(self._make_room)
        column.addWidget(self.overview, 100)
        column.addStretch(3)
        self._picture = _Picture()
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = self._text(self.tr("Film a set or replay a clip"), 28, bold=True)
        column.addWidget(self._title)
        self._lead = self._text(
            self.tr("FormCheck counts reps and names faults as they happen."), 16
        )
        column.addWidget(self._lead)
        column.addSpacing(14)
        self.sample_button = QPushButton(self.tr("Try the sample"))
        self.sample_button.setAccessibleName(self.sample_button.text())
        self.sample_button.setToolTip(self.tr("Replay a set that comes with FormCheck"))
        self.sample_button.setMinimumSize(QSize(352, 44))
        self.sample_button.clicked.connect(self.sample_wanted)
        column.addWidget(self.sample_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._buttons())
        self.show_cameras(there=True)
        self.again_button = QPushButton(self.tr("Replay what was filmed last (P)"))
        self.again_button.setAccessibleName(self.tr("Replay what was filmed last"))
        self.again_button.clicked.connect(self.again_wanted)
        self.again_button.setMinimumSize(QSize(352, 44))
        self.again_button.hide()
        column.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        self._drop = self._text(self.tr("or drop a video here"), 14)
        column.addWidget(self._drop)
        self._recent = QHBoxLayout()
        self._recent.setSpacing(8)
        column.addLayout(self._recent)
        column.addStretch(2)
        self._advice = self._text(
            self.tr(
                "Camera at hip height, straight from your side, two to three metres away.\n"
                "Your whole body in the picture, light from the front, nobody else in view."
            ),
            14,
        )
        column.addWidget(self._advice)
        self.tour_button = QPushButton(self.tr("Show me around"))
        self.tour_button.setAccessibleName(self.tr("Show me around"))
        self.tour_button.setObjectName("link")
        self.tour_button.clicked.connect(self.tour_wanted)
        column.addWidget(self.tour_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.shelf_button = QPushButton()
        self.shelf_button.setObjectName("link")
        self.shelf_button.clicked.connect(self.shelf_wanted)
        self.shelf_button.hide()
        column.addWidget(self.shelf_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the picture's room to the words where there is little."""
        super().resizeEvent(event)
        high = self.height() >= _ROOM_FOR_PICTURE
        self._picture.setVisible(high and self.overview.isHidden())

    def _make_room(self, filled: bool) -> None:
        """Leave the words' room to the sets of a session that has just ended."""
        for part in (self._title, self._lead, self._drop, self._advice, self.tour_button):
            part.setVisible(not filled)
        if filled:
            # Whoever has just filmed needs no sample.
            self.sample_button.hide()
        self._picture.setVisible(not filled and self.height() >= _ROOM_FOR_PICTURE)

    def show_cameras(self, *, there: bool) -> None:
        """Put first what can be done at once: filming, or without a camera the sample."""
        self.sample_button.setVisible(not there)
        for button, first in ((self.camera_button, there), (self.sample_button, not there)):
            button.setProperty("primary", "true" if first else "false")
            button.style().unpolish(button)
            button.style().polish(button)
        if not there and self.camera_button.hasFocus():
            self.sample_button.setFocus()

    def show_recent(self, clips: Sequence[Path]) -> None:
        """Offer the clips opened last."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._recent.addStretch(1)
        for clip in clips[:_RECENT]:
            button = QPushButton(_shortened(clip.name))
            button.setAccessibleName(self.tr("Open {0} again").format(clip.name))
            button.setToolTip(str(clip))
            button.clicked.connect(lambda _=False, path=str(clip): self.recent_chosen.emit(path))
            self._recent.addWidget(button)
        self._recent.addStretch(1)

    def show_again(self, *, shown: bool) -> None:
        """Offer to replay what was filmed last."""
        self.again_button.setVisible(shown)

    def show_shelf(self, shelf: Shelf, record: QAction) -> None:
        """Say where recordings go and what they take, or that there will be none."""
        place = str(shelf.folder)
        text = self.tr("Nothing is recorded while you film; press R to record.")
        if record.isChecked():
            text = self.tr("Recorded in {0}: {1}.").format(place, megabytes(shelf.size_bytes))
            if shelf.free_bytes >= 0:
                text += " " + self.tr("{0} free.").format(gigabytes(shelf.free_bytes))
        self.shelf_button.setText(text)
        self.shelf_button.setAccessibleName(text)
        self.shelf_button.setToolTip(self.tr("Open the folder"))
        self.shelf_button.setVisible(shelf.folder != Path())

    def refresh(self) -> None:
        """Take the theme's colours."""
        tokens = theme.tokens()
        self.overview.refresh()
        self.setStyleSheet(f"QWidget#start {{ background: {tokens.canvas}; }}")
        for text, colour in (
            (self._title, tokens.on_canvas),
            (self._lead, tokens.on_canvas_muted),
            (self._drop, tokens.on_canvas_muted),
            (self._advice, tokens.on_canvas_muted),
        ):
            text.setStyleSheet(f"color: {colour};")

    def _text(self, words: str, pixels: int, *, bold: bool = False) -> QLabel:
        made = QLabel(words)
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        made.setWordWrap(True)
        chosen = made.font()
        chosen.setPixelSize(pixels)
        chosen.setBold(bold)
        made.setFont(chosen)
        return made

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        self.camera_button = QPushButton(self.tr("Start the camera"))
        self.camera_button.setProperty("primary", "true")
        self.camera_button.clicked.connect(self.camera_wanted)
        self.cameras_button = QPushButton(self.tr("Choose a camera…"))
        self.cameras_button.clicked.connect(self.cameras_wanted)
        self.clip_button = QPushButton(self.tr("Open a clip…"))
        self.clip_button.clicked.connect(self.clip_wanted)
        for button in (self.camera_button, self.cameras_button, self.clip_button):
            button.setAccessibleName(button.text())
            button.setMinimumSize(QSize(170, 44))
            row.addWidget(button)
        row.addStretch(1)
        return row
