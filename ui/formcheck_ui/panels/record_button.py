"""What is kept while filming: the button says it, and offers the other choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from formcheck.recording.shelf import Shelf
from formcheck_ui import icons, theme, words

_CHOICES: Final = ((False, False), (True, False), (True, True))
"""Whether landmarks and outline are kept, and whether the picture is."""


def gigabytes(size_bytes: int) -> str:
    """Return room on a disk for people."""
    return words.number(size_bytes / 1e9, ".0f" if size_bytes >= 1e10 else ".1f") + " GB"


class RecordButton(QToolButton):
    """Nothing, poses, or poses and video.

    Parameters
    ----------
    actions : mapping
        The window's commands; ``record`` and ``record_pictures`` hold the choice.
    parent : QWidget, optional

    Signals
    -------
    chosen
        Whether poses, and whether the video too, are wanted.
    """

    chosen = Signal(bool, bool)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._poses, self._pictures = actions["record"], actions["record_pictures"]
        self._running = False
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setProperty("bar", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(20, 20))
        menu = QMenu(self)
        self.setMenu(menu)
        self._room = QAction(menu)
        self._room.setEnabled(False)
        group = QActionGroup(menu)
        texts = (
            self.tr("Record nothing"),
            self.tr("Record poses (11 to 15 MB a minute)"),
            self.tr("Record poses and video (30 to 75 MB a minute)"),
        )
        self.choices: list[QAction] = []
        for text, wanted in zip(texts, _CHOICES, strict=True):
            action = QAction(text, group)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, kept=wanted: self.chosen.emit(*kept))
            menu.addAction(action)
            self.choices.append(action)
        menu.addSeparator()
        menu.addAction(self._room)
        for action in (self._poses, self._pictures):
            action.toggled.connect(lambda _on: self.refresh())
        self.refresh()

    @property
    def room(self) -> str:
        """What is said of the disk."""
        return self._room.text()

    def show_words(self, *, shown: bool) -> None:
        """Say beside the sign what is kept, or leave it to the tip where there is no room."""
        beside, alone = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon,
            Qt.ToolButtonStyle.ToolButtonIconOnly,
        )
        self.setToolButtonStyle(beside if shown else alone)

    def show_recording(self, *, running: bool) -> None:
        """Show whether something is being recorded just now."""
        self._running = running
        self.refresh()

    def show_shelf(self, shelf: Shelf) -> None:
        """Say how much room the disk has."""
        known = shelf.free_bytes >= 0
        text = self.tr("{0} free on the disk").format(gigabytes(shelf.free_bytes)) if known else ""
        self._room.setText(text)
        self._room.setVisible(known)
        self.refresh()

    def refresh(self) -> None:
        """Say what is kept, and take the theme's colours."""
        poses = self._poses.isChecked()
        place = _CHOICES.index((poses, poses and self._pictures.isChecked()))
        self.choices[place].setChecked(True)
        self.setText((self.tr("Off"), self.tr("Poses"), self.tr("Video"))[place])
        self.setAccessibleName(self.choices[place].text())
        self.setToolTip("\n".join(filter(None, (self.choices[place].text(), self.room))))
        # A full disc records, a ring will as soon as the camera runs, a struck one will not.
        name = "record" if self._running else "record-ready" if poses else "record-off"
        colour = "#d55e00" if self._running else theme.tokens().text
        self.setIcon(icons.icon(name, theme.colour(colour)))
