"""Play, step and speed, with the timeline above them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QToolButton,
    QWidget,
)

from formcheck_ui import icons, theme, words
from formcheck_ui.actions import ACTIONS
from formcheck_ui.panels.card import Card, label
from formcheck_ui.panels.timeline import Timeline
from formcheck_ui.playback import SPEEDS

_BUTTONS: Final = ("previous_mark", "step_back", "play", "step_forward", "next_mark")
_STEPS: Final = 7
"""In so many steps everything makes way that is not needed at any width."""


class Transport(Card):
    """The replay's controls.

    Signals
    -------
    speed_chosen
        A speed from ``playback.SPEEDS``.
    """

    speed_chosen = Signal(float)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.body.setContentsMargins(8, 8, 8, 8)
        self.timeline = Timeline()
        self.body.addWidget(self.timeline)
        row = self._row = QHBoxLayout()
        row.setSpacing(6)
        self._busy = self._ended = False
        self._playing: bool | None = None
        self._buttons: dict[str, QToolButton] = {}
        self._play = actions["play"]
        for name in _BUTTONS:
            row.addWidget(self._make_button(name, actions[name]))
        row.addSpacing(10)
        self.clock = label("", "value")
        self.clock.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        row.addWidget(self.clock)
        self.frame = label("", "muted")
        row.addWidget(self.frame)
        row.addStretch(1)
        self._analysis = self._make_progress(row)
        row.addSpacing(10)
        self._extra: tuple[QWidget, ...] = ()
        self._left_out: QWidget | None = None
        self._tools = QHBoxLayout()
        self._tools.setSpacing(6)
        row.addLayout(self._tools)
        self.speed = self._make_speeds(row)
        self.body.addLayout(row)
        self.show_playing(playing=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is least missed rather than cut the time and the buttons."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as much as there is room for: what is not shown has a key, or stands elsewhere."""
        margins = self.body.contentsMargins()
        room = self.width() - margins.left() - margins.right() - 2 * self.frameWidth()
        for step in range(_STEPS):
            self._show_parts(step)
            # Not yet told of what has just been hidden.
            self._tools.invalidate()
            self._row.invalidate()
            if self._row.sizeHint().width() <= room:
                return

    def _show_parts(self, step: int) -> None:
        """Leave out more with every step; the last leaves buttons, time and speed."""
        self.progress.setVisible(self._busy and step < 1)
        self.frame.setVisible(step < 2)
        for tool in self._extra:
            tool.setVisible(step < 3 and tool is not self._left_out)
        # The timeline shows it too, in pale.
        self._analysis.setVisible(self._busy and step < 4)
        told = self._ended and step < 5
        style = Qt.ToolButtonStyle
        self._buttons["play"].setToolButtonStyle(
            style.ToolButtonTextBesideIcon if told else style.ToolButtonIconOnly
        )
        for name in ("previous_mark", "next_mark"):
            self._buttons[name].setVisible(step < 6)

    def show_playing(self, *, playing: bool, ended: bool = False) -> None:
        """Let the middle button say what it does: pause, play, or at the end play again."""
        if (playing, ended) == (self._playing, self._ended):
            return
        self._playing, self._ended = playing, ended
        button = self._buttons["play"]
        button.setText(self.tr("Play again") if ended else "")
        button.setAccessibleName(button.text() or self._play.text())
        button.setToolTip(self._play.toolTip().replace(self._play.text(), button.accessibleName()))
        self._draw_icons()
        self._fit()

    def _draw_icons(self) -> None:
        """Draw the icons in the theme's colours."""
        tokens = theme.tokens()
        colour, off = theme.colour(tokens.text), theme.colour(tokens.strong_border)
        for spec in ACTIONS:
            if spec.id in self._buttons:
                name = "pause" if spec.id == "play" and self._playing else spec.icon
                self._buttons[spec.id].setIcon(icons.icon(name, colour, off))

    def show_time(self, time_s: float, end_s: float, index: int, frames: int) -> None:
        """Show where the head is."""
        self.timeline.set_time(time_s)
        before = len(self.clock.text() + self.frame.text())
        self.clock.setText(f"{words.clock(time_s)} / {words.clock(end_s)}")
        self.frame.setText(self.tr("frame {0} of {1}").format(index + 1, frames))
        if len(self.clock.text() + self.frame.text()) != before:
            self._fit()

    def show_speed(self, speed: float) -> None:
        """Mark the speed in use."""
        place = self.speed.findData(speed)
        if place >= 0:
            self.speed.setCurrentIndex(place)

    def add_tools(self, *tools: QWidget) -> None:
        """Put more controls between progress and speed."""
        for tool in tools:
            self._tools.addWidget(tool)
        self._extra += tools

    def leave_out(self, tool: QWidget | None) -> None:
        """Do without one of the added tools; None for none."""
        self._left_out = tool
        self._fit()

    def show_progress(self, share: float) -> None:
        """Show how far the analysis has come; at the end the bar goes away."""
        self.progress.setValue(round(share * 100))
        self._analysis.setText(self.tr("Analysing {0} %").format(int(share * 100)))
        self._busy = share < 1.0
        self._fit()

    def _make_button(self, name: str, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(20, 20))
        button.setAccessibleName(action.text())
        button.setToolTip(action.toolTip())
        # A click must not take the focus: Space would then press this button for ever.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(action.trigger)
        if name in ("step_back", "step_forward"):
            button.setAutoRepeat(True)
        if name == "play":
            button.setMinimumWidth(54)
        self._buttons[name] = button
        return button

    def _make_progress(self, row: QHBoxLayout) -> QLabel:
        text = label("", "muted")
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(120)
        self.progress.setAccessibleName(self.tr("Analysis"))
        row.addWidget(text)
        row.addWidget(self.progress)
        return text

    def _make_speeds(self, row: QHBoxLayout) -> QComboBox:
        combo = QComboBox()
        for speed in SPEEDS:
            combo.addItem(f"{words.number(speed, 'g')}×", speed)
        combo.setAccessibleName(self.tr("Speed"))
        combo.view().setAccessibleName(combo.accessibleName())
        combo.setToolTip(self.tr("Speed (up and down arrow)"))
        combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        combo.setCurrentIndex(combo.findData(1.0))
        combo.activated.connect(lambda place: self.speed_chosen.emit(combo.itemData(place)))
        row.addWidget(combo)
        return combo
