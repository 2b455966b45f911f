"""The clip as a line: reps with their phases, flags, what is analysed, where the head is.

The ends of the chosen rep can be dragged.
"""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from formcheck.overlay.palette import BLUE, GREEN, SEVERITY_COLOURS, SKY
from formcheck.types import Flag, Hold, Rep
from formcheck_ui import icons, theme, words
from formcheck_ui.panels.card import font, use
from formcheck_ui.panels.drag import Drag
from formcheck_ui.panels.set_lines import paint_sets
from formcheck_ui.replay.axis import EDGE, TimeAxis
from formcheck_ui.replay.plots import wheel_over_time
from formcheck_ui.set_numbers import SetNumbers

_GRIP_PX: Final = 7
_FLAGS_TOP: Final = 9
_LANE: Final = 17
_LANES: Final = 2
_REPS_TOP: Final = 46
_SETS_LINE: Final = _REPS_TOP - 4
_REP_HEIGHT: Final = 24
_RULER_TOP: Final = 74
_HEIGHT: Final = 96
_ICON: Final = 15
_TICKS: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800)
_TICK_PX: Final = 70
INK: Final = "#06121b"
"""On the light colours of reps and holds, in every theme."""


class Timeline(QWidget):
    """Show a recording over time; click or drag to go there.

    Signals
    -------
    sought
        A time in seconds the user asked for.
    rep_pressed
        The 1-based number of a rep that was clicked.
    rep_opened
        The 1-based number of a rep that was double-clicked.
    bounds_dragged
        Number of the chosen rep, its new start and its new end in seconds.
    """

    sought = Signal(float)
    rep_pressed = Signal(int)
    rep_opened = Signal(int)
    bounds_dragged = Signal(int, float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Timeline"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.axis = TimeAxis(self)
        self.axis.changed.connect(self.update)
        self._end_s = 0.0
        self._time_s = 0.0
        self._analysed_s = 0.0
        self._reps: tuple[Rep, ...] = ()
        self._numbers = SetNumbers()
        self._flags: tuple[Flag, ...] = ()
        self._holds: tuple[Hold, ...] = ()
        self._chosen = 0
        self._drag: Drag | None = None
        self._drawn: QPixmap | None = None
        self._drawn_for: tuple[object, ...] = ()

    def sizeHint(self) -> QSize:
        """Return room for flags, reps and the ruler."""
        return QSize(400, _HEIGHT)

    def set_length(self, end_s: float) -> None:
        """Start with a new clip."""
        self._end_s, self._time_s, self._analysed_s = end_s, 0.0, 0.0
        self._reps, self._flags, self._holds = (), (), ()
        self._numbers = SetNumbers()
        self._chosen, self._drag = 0, None
        self.axis.set_length(end_s)
        self.update()

    @property
    def dragging(self) -> bool:
        """Whether an end of a rep is being dragged."""
        return self._drag is not None

    def choose_rep(self, number: int) -> None:
        """Mark a rep, whose ends can then be dragged; 0 marks none."""
        if number != self._chosen:
            self._chosen = number
            self.update()

    def set_time(self, time_s: float) -> None:
        """Put the head somewhere."""
        if time_s != self._time_s:
            self._time_s = time_s
            self.setAccessibleDescription(
                self.tr("{0} of {1}").format(words.clock(time_s), words.clock(self._end_s))
            )
            self.update()

    def set_content(
        self,
        reps: tuple[Rep, ...],
        flags: tuple[Flag, ...],
        analysed_s: float,
        holds: tuple[Hold, ...] = (),
    ) -> None:
        """Show reps, flags and holds, and how far the analysis has come."""
        self._holds, self._numbers = holds, SetNumbers.of(reps)
        self._reps, self._flags, self._analysed_s = reps, flags, analysed_s
        self.update()

    def x_of(self, time_s: float) -> float:
        """Return where a time lies, in the widget's pixels."""
        return self.axis.x_of(time_s, self.width())

    def time_at(self, x: float) -> float:
        """Return the time that lies at a place."""
        return self.axis.time_at(x, self.width())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the place clicked, or take hold of an end of the chosen rep."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        self._drag = self._grip_at(event.position())
        if self._drag is None:
            pressed = self._rep_at(event.position())
            if pressed is not None:
                self.rep_pressed.emit(pressed.index)
            self.sought.emit(self.time_at(event.position().x()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask what there is to say about a rep."""
        self.mousePressEvent(event)
        pressed = self._rep_at(event.position())
        if pressed is not None and event.button() is Qt.MouseButton.LeftButton:
            self.rep_opened.emit(pressed.index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while it is dragged."""
        time_s = self.time_at(event.position().x())
        if self._drag is not None:
            self._drag = self._drag.moved(time_s)
            self.sought.emit(self._drag.held_s)
            self.update()
        elif event.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(time_s)
        else:
            grip = self._grip_at(event.position()) is not None
            shape = Qt.CursorShape.SizeHorCursor if grip else Qt.CursorShape.PointingHandCursor
            self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the end of a rep."""
        drag, self._drag = self._drag, None
        if drag is not None:
            self.bounds_dragged.emit(drag.number, drag.start_s, drag.end_s)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, move along without."""
        wheel_over_time(event, self.axis, self.width())

    def event(self, event: QEvent) -> bool:
        """Tell in words what lies under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.describe(event.pos().x()), self)
            return True
        return super().event(event)

    def describe(self, x: float) -> str:
        """Return what lies at a place, in words."""
        time_s, near_s = self.time_at(x), 8.0 * self.axis.seconds_per_pixel(self.width())
        lines = [words.clock(time_s)]
        inside = [rep for rep in self._reps if rep.start_s <= time_s <= rep.end_s]
        lines += [self._numbers.name(rep.index) for rep in inside]
        lines += [words.held(h.duration_s) for h in self._holds if h.start_s <= time_s <= h.end_s]
        lines += [
            f"{words.severity(flag.severity)}: {words.flag_title(flag.code)}"
            for flag in self._flags
            if flag.start_s - near_s <= time_s <= self._end_of(flag) + near_s
        ]
        return "\n".join(lines)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything, the head last.

        What does not move with the head is drawn once and copied: a long set has hundreds of
        marks, and the head moves with every frame, often into another rep.
        """
        scale = self.devicePixelRatioF()
        state = (
            self.size(), scale, theme.tokens(), self.axis.first_s, self.axis.last_s, self._reps,
            self._flags, self._holds, self._analysed_s, self._drag,
        )  # fmt: skip
        if self._drawn is None or state != self._drawn_for:
            self._drawn, self._drawn_for = self._draw_still(scale), state
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._end_s:
            painter.setClipRect(self._inside)
            self._paint_grips(painter)
            self._paint_now(painter)
            painter.setClipping(False)
            self._paint_head(painter)
        painter.end()

    def _draw_still(self, scale: float) -> QPixmap:
        pixmap = QPixmap(self.size() * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(theme.colour(theme.tokens().panel))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ruler(painter)
        painter.setClipRect(self._inside)
        self._paint_track(painter)
        if self._numbers.several:
            paint_sets(painter, self._reps, self.x_of, _SETS_LINE)
        for rep in self._reps:
            self._paint_rep(painter, rep)
        for hold in self._holds:
            self._paint_hold(painter, hold)
        for flag, lane in zip(self._flags, self.lanes(), strict=True):
            self._paint_flag(painter, flag, lane)
        painter.end()
        return pixmap

    @property
    def _inside(self) -> QRectF:
        return QRectF(EDGE - 8, 0, self.width() - 2 * EDGE + 16, self.height())

    def _paint_now(self, painter: QPainter) -> None:
        """Frame the rep the head is in."""
        painter.setPen(QPen(theme.colour(theme.tokens().text), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rep in self._reps:
            if rep.start_s <= self._time_s <= rep.end_s:
                painter.drawRoundedRect(self._box(rep), 5, 5)

    def lanes(self) -> list[int]:
        """Return the row each flag is drawn in, so that flags at the same time stay apart."""
        free_from = [-1e9] * _LANES
        chosen = []
        for flag in self._flags:
            left = self.x_of(flag.start_s)
            lane = next((each for each in range(_LANES) if free_from[each] <= left), _LANES - 1)
            free_from[lane] = max(left + _ICON, self.x_of(self._end_of(flag))) + 2
            chosen.append(lane)
        return chosen

    def _end_of(self, flag: Flag) -> float:
        return max(flag.start_s, self._analysed_s) if math.isnan(flag.end_s) else flag.end_s

    def _rep_at(self, place: QPointF) -> Rep | None:
        time_s = self.time_at(place.x())
        if not _REPS_TOP - 3 <= place.y() <= _REPS_TOP + _REP_HEIGHT + 3:
            return None
        return next((rep for rep in self._reps if rep.start_s <= time_s <= rep.end_s), None)

    def _grip_at(self, place: QPointF) -> Drag | None:
        """Return the hold on an end of the chosen rep under the pointer."""
        chosen = next((rep for rep in self._reps if rep.index == self._chosen), None)
        if chosen is None or not _REPS_TOP - 6 <= place.y() <= _REPS_TOP + _REP_HEIGHT + 6:
            return None
        for at_start, time_s in ((True, chosen.start_s), (False, chosen.end_s)):
            if abs(place.x() - self.x_of(time_s)) <= _GRIP_PX:
                return Drag(chosen.index, chosen.start_s, chosen.end_s, at_start)
        return None

    def _paint_grips(self, painter: QPainter) -> None:
        """Draw by what the ends of the chosen rep can be taken hold of."""
        painter.setPen(QPen(theme.colour(theme.tokens().panel), 1))
        painter.setBrush(theme.colour(theme.tokens().text))
        for box in (self._box(rep) for rep in self._reps if rep.index == self._chosen):
            for x in (box.left(), box.right()):
                painter.drawRoundedRect(QRectF(x - 3.5, box.top() - 4, 7, box.height() + 8), 3, 3)

    def _paint_track(self, painter: QPainter) -> None:
        left = self.x_of(0.0)
        track = QRectF(left, _REPS_TOP + _REP_HEIGHT / 2 - 3, self.x_of(self._end_s) - left, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.tokens().track))
        painter.drawRoundedRect(track, 3, 3)
        if self._analysed_s > 0:
            track.setRight(self.x_of(min(self._analysed_s, self._end_s)))
            painter.setBrush(theme.colour(theme.tokens().strong_border))
            painter.drawRoundedRect(track, 3, 3)

    def _box(self, rep: Rep) -> QRectF:
        """Return where a rep is drawn, with the ends it has while one is dragged."""
        start_s, end_s = rep.start_s, rep.end_s
        if self._drag is not None and self._drag.number == rep.index:
            start_s, end_s = self._drag.start_s, self._drag.end_s
        left, right = self.x_of(start_s) + 1, self.x_of(end_s) - 1
        return QRectF(left, _REPS_TOP, max(2.0, right - left), _REP_HEIGHT)

    def _paint_rep(self, painter: QPainter, rep: Rep) -> None:
        """Draw a rep: the pull dark, the lowering light, its number inside."""
        box = self._box(rep)
        colour = QColor(*SKY)
        pulled_s = rep.start_s + (rep.concentric_s if math.isfinite(rep.concentric_s) else 0.0)
        pull = QRectF(box)
        pull.setRight(min(box.right(), max(box.left() + 2, self.x_of(pulled_s))))
        shape = QPainterPath()
        shape.addRoundedRect(box, 5, 5)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(box, colour)
        painter.fillRect(pull, QColor(*BLUE))
        painter.restore()
        if box.width() > 14:
            # Beside the pull's dark blue, so that the digits always lie on the light colour.
            painter.setFont(font(self.font(), 13, QFont.Weight.Bold))
            painter.setPen(QColor(INK))
            room = QRectF(box)
            if box.right() - pull.right() > 14:
                room.setLeft(pull.right())
            else:
                painter.setPen(QColor("#ffffff"))
            number = self._numbers.within(rep.index)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(number))

    def _paint_hold(self, painter: QPainter, hold: Hold) -> None:
        """Draw a hold: a light box within the track as long as it lasted, its seconds inside."""
        left, right = self.x_of(hold.start_s), self.x_of(hold.end_s)
        box = QRectF(left, _REPS_TOP + 4, max(2.0, right - left), _REP_HEIGHT - 8)
        painter.setPen(QPen(QColor(INK), 1))
        painter.setBrush(QColor(*GREEN))
        painter.drawRoundedRect(box, 4, 4)
        text = words.seconds(hold.duration_s)
        painter.setFont(font(self.font(), 12, QFont.Weight.Bold))
        painter.setPen(QColor(INK))
        if painter.fontMetrics().horizontalAdvance(text) + 6 <= box.width():
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_flag(self, painter: QPainter, flag: Flag, lane: int) -> None:
        """Draw a flag: its severity's mark at its start and a bar as long as it lasted."""
        colour = QColor(*SEVERITY_COLOURS[flag.severity])
        left, right = self.x_of(flag.start_s), self.x_of(self._end_of(flag))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        top = _FLAGS_TOP + lane * _LANE
        bar = QRectF(left + _ICON / 2, top + _ICON / 2 - 2, right - left - _ICON / 2, 4)
        if bar.width() > 0:
            painter.drawRoundedRect(bar, 2, 2)
        icons.draw(painter, flag.severity, QRectF(left, top, _ICON, _ICON), colour)

    def _paint_ruler(self, painter: QPainter) -> None:
        if not self._end_s:
            return
        seconds_px = 1.0 / max(1e-9, self.axis.seconds_per_pixel(self.width()))
        step = next((each for each in _TICKS if each * seconds_px >= _TICK_PX), _TICKS[-1])
        painter.setFont(font(self.font(), 11))
        first, last = int(self.axis.first_s / step), int(self.axis.last_s / step + 1e-9)
        for number in range(first, last + 1):
            x = self.x_of(number * step)
            painter.setPen(QPen(theme.colour(theme.tokens().border), 1))
            painter.drawLine(QLineF(x, _REPS_TOP, x, _RULER_TOP + 4))
            use(painter, "muted")
            text = words.short_clock(number * step, step)
            painter.drawText(
                QRectF(x - 40, _RULER_TOP + 4, 80, 16), Qt.AlignmentFlag.AlignCenter, text
            )

    def _paint_head(self, painter: QPainter) -> None:
        x = self.x_of(self._time_s)
        colour = theme.colour(theme.tokens().text)
        painter.setPen(QPen(theme.colour(theme.tokens().panel), 5))
        painter.drawLine(QLineF(x, 4, x, _RULER_TOP + 4))
        painter.setPen(QPen(colour, 2))
        painter.drawLine(QLineF(x, 2, x, _RULER_TOP + 4))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(x - 6, 0), QPointF(x + 6, 0), QPointF(x, 9)]))
