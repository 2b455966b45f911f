"""The count, readable from across the room, and what goes on beside it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from formcheck_ui.panels.card import Card, font, label, use

SHARE_OF_WINDOW: Final = 0.21
"""Height of the digits as a share of the window's: three metres away they are still read."""

SHARE_AT_DESK: Final = 0.09
"""The same while a clip is looked at, which nobody does from across the room."""

_DIGITS: Final = "0123456789"


class BigNumber(QWidget):
    """A number whose digits are a fixed share of the window's height."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value, self._unit = 0, ""
        self._dim = True
        self._share = SHARE_OF_WINDOW
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def value(self) -> int:
        """The number on show."""
        return self._value

    @property
    def text(self) -> str:
        """What is drawn."""
        return f"{self._value}{self._unit}"

    def set_value(self, value: int, *, dim: bool = False, unit: str = "") -> None:
        """Show a number; ``dim`` while it does not count anything yet."""
        if (value, dim, unit) != (self._value, self._dim, self._unit):
            self._value, self._dim, self._unit = value, dim, unit
            self.update()

    def follow(self, other: BigNumber) -> None:
        """Show the same as another one."""
        self.set_value(other._value, dim=other._dim, unit=other._unit)
        self.setAccessibleName(other.accessibleName())

    def digit_height(self) -> float:
        """Return the height of the digits in pixels."""
        return self._share * self.window().height()

    def set_share(self, share: float) -> None:
        """Choose the height of the digits as a share of the window's."""
        if share != self._share:
            self._share = share
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return room for two digits."""
        return QSize(260, round(self.digit_height() * 1.08))

    def minimumSizeHint(self) -> QSize:
        """Return the height the digits need."""
        return QSize(160, self.sizeHint().height())

    def digit_font(self) -> QFont:
        """Return the font whose digits have that height and fit the width."""
        chosen = font(self.font(), 100.0, QFont.Weight.Bold)
        metrics = QFontMetricsF(chosen)
        pixels = 100.0 * self.digit_height() / metrics.capHeight()
        wide = metrics.horizontalAdvance(self.text) * pixels / 100.0
        return font(self.font(), pixels * min(1.0, self.width() / max(wide, 1.0)), chosen.weight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the number."""
        painter = QPainter(self)
        chosen = self.digit_font()
        # A crowded panel may leave less than was asked for; digits are never cut.
        # Round ones stand out beyond the height of capitals; a pixel is left for soft edges.
        tall = QFontMetricsF(chosen).tightBoundingRect(_DIGITS).height()
        room = (self.height() - 2) / max(tall, 1.0)
        chosen = font(chosen, chosen.pixelSize() * min(1.0, room), chosen.weight())
        painter.setFont(chosen)
        use(painter, "strong_border" if self._dim else "text")
        text = self.text
        metrics = QFontMetricsF(chosen)
        x = (self.width() - metrics.horizontalAdvance(text)) / 2
        digits = metrics.tightBoundingRect(_DIGITS)
        y = (self.height() - digits.height()) / 2 - digits.top()
        painter.drawText(QPointF(x, y), text)
        painter.end()


class RepPanel(Card):
    """Count, state and phase, and how good the last rep or set was."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.body.setSpacing(2)
        top = QHBoxLayout()
        self._heading = label(self.tr("Reps"), "heading")
        self._state = label("", "muted")
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top.setSpacing(10)
        top.addWidget(self._heading)
        top.addWidget(self._state, 1)
        self.set_button = QPushButton()
        self.set_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_set_button(shown=False, running=False)
        top.addWidget(self.set_button)
        self.body.addLayout(top)
        self.number = BigNumber()
        self.number.setAccessibleName(self.tr("Reps"))
        self.body.addWidget(self.number)
        bottom = QHBoxLayout()
        self._exercise = label("", "muted")
        self._phase = label("", "value")
        self._phase.setAlignment(Qt.AlignmentFlag.AlignRight)
        bottom.addWidget(self._exercise, 1)
        bottom.addWidget(self._phase)
        self.body.addLayout(bottom)
        self.score = label("", "value")
        self.score.setWordWrap(True)
        self.score.setContentsMargins(0, 4, 0, 0)
        self.score.hide()
        self.body.addWidget(self.score)

    def show_count(self, count: int, *, counting: bool, in_set: int = 0) -> None:
        """Show the count; ``counting`` is False while no set has been seen.

        ``in_set`` is the number of the set where there are several, else 0.
        """
        self._head(self.tr("Set {0} · reps").format(in_set) if in_set else self.tr("Reps"))
        self.number.set_value(count, dim=not counting)
        self.number.setAccessibleDescription(self.tr("Reps: {0}").format(count))

    def show_hold(self, held_s: float, *, running: bool) -> None:
        """Show for how many whole seconds a hold has lasted, instead of the count."""
        seconds = int(held_s)
        self._head(self.tr("Seconds held"))
        self.number.set_value(seconds, dim=not running, unit="\u2009s")
        self.number.setAccessibleDescription(self.tr("Seconds held: {0}").format(seconds))

    def _head(self, text: str) -> None:
        """Say what the number counts."""
        if self._heading.text() != text:
            self._heading.setText(text)
            self.number.setAccessibleName(text)

    def show_score(self, text: str) -> None:
        """Show in words how good the last rep or the whole set was; nothing hides it."""
        self.score.setText(text)
        self.score.setVisible(bool(text))

    def set_near(self, *, near: bool) -> None:
        """Choose the count's size for somebody at the desk or across the room."""
        self.number.set_share(SHARE_AT_DESK if near else SHARE_OF_WINDOW)

    def show_state(self, text: str) -> None:
        """Show the session's state in words."""
        self._state.setText(text)

    def show_set_button(self, *, shown: bool, running: bool) -> None:
        """Offer to begin a set, or to end the one that is on, while a camera runs."""
        text = self.tr("End set") if running else self.tr("Begin set")
        self.set_button.setText(text)
        self.set_button.setAccessibleName(text)
        self.set_button.setVisible(shown)
        # No room for both; the number speaks for itself.
        self._heading.setVisible(not shown)

    def show_exercise(self, text: str, phase: str) -> None:
        """Show the exercise and the phase of the rep in words."""
        self._exercise.setText(text)
        self._phase.setText(phase)

    def window_resized(self) -> None:
        """Follow the window's new height."""
        self.number.updateGeometry()
        self.number.update()
