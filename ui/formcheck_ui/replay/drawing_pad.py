"""A pad over the picture on which lines, arrows, angles and words are drawn, moved and mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from formcheck.overlay.palette import HALO, STYLES, WHITE, Role
from formcheck.review.drawings import POINTS, SHOWN_S, Drawing, Kind, Point
from formcheck_ui import theme
from formcheck_ui.replay.drawing_places import MIDDLE, hit, plate_of, point_under, points_of
from formcheck_ui.replay.note_field import NoteField
from formcheck_ui.video_view import VideoView

_DRAG_PX: Final = 6
"""Let go no farther away a press was a click, as on the picture itself (``video_view``)."""

_KNOB_PX: Final = 5.5
"""Radius of a chosen drawing's knobs: seen, and smaller than where they can be taken hold of."""

_STEP: Final = 0.01
"""How far a key moves a drawing, in shares of the picture: 4 to 10 pixels."""

_WAYS: Final = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ALT: Final = Qt.KeyboardModifier.AltModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier


class DrawingPad(QWidget):
    """Lies over a picture while something is drawn; where nothing is, the picture has the mouse.

    A line or an arrow is dragged, or clicked at both ends; an angle takes three clicks, its corner
    the second; a text is typed where it was clicked.  Then the pointer chooses again, and what was
    drawn is chosen.  Without a mouse Enter puts a drawing into the middle, or chooses the next one,
    Alt and an arrow move it, with Shift its last point alone.

    Parameters
    ----------
    view : VideoView
        The picture.

    Signals
    -------
    edited
        A drawing (None for a new one), what it becomes (None: nothing) and whether that is done,
        not on the way.
    begun
        Something is about to be drawn or moved.
    changed
        Another tool or drawing is chosen.
    """

    edited = Signal(object, object, bool)
    begun = Signal()
    changed = Signal()

    def __init__(self, view: VideoView) -> None:
        super().__init__(view)
        self._view = view
        self.tool: Kind | None = None
        self.chosen: Drawing | None = None
        self._drawings: tuple[Drawing, ...] = ()
        self._now_s = 0.0
        self._points: list[Point] = []
        self._pressed: QPointF | None = None
        self._held: tuple[Drawing, int | None, Point] | None = None
        self._moved: Drawing | None = None
        self._written: Drawing | None = None
        self.field = NoteField(self)
        self.field.finished.connect(self._on_written)
        self.setAccessibleName(self.tr("Drawings on the picture"))
        self.setAccessibleDescription(
            self.tr("Enter puts a drawing into the middle; Alt and an arrow move it.")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        view.installEventFilter(self)
        self.hide()
        self.lower()

    def show_moment(self, drawings: Sequence[Drawing], now_s: float) -> None:
        """Take up the clip's drawings and the moment on show, seconds."""
        before, self._drawings, self._now_s = self._drawings, tuple(drawings), now_s
        if self.chosen is not None and self.chosen not in self._drawings:
            # A change that was taken back leaves as many; the same one stays chosen.
            same = self.chosen in before and len(before) == len(self._drawings)
            self.choose(self._drawings[before.index(self.chosen)] if same else None)
        self.update()

    def take(self, tool: Kind | None) -> None:
        """Draw this from now on; with None choose and move what is there."""
        self._let_go()
        self.tool = tool
        if tool is not None:
            self.choose(None)
        self.setCursor(Qt.CursorShape.ArrowCursor if tool is None else Qt.CursorShape.CrossCursor)
        self.changed.emit()

    def choose(self, drawing: Drawing | None) -> None:
        """Let keys and buttons mean this drawing."""
        if drawing != self.chosen:
            self.chosen = drawing
            self.update()
            self.changed.emit()

    def escape(self) -> bool:
        """Give up what is being drawn, else the tool; return whether there was either."""
        if self._let_go():
            return True
        had = self.tool is not None
        self.take(None)
        return had

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the picture."""
        if event.type() is QEvent.Type.Resize:
            self.resize(self._view.size())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Keep Alt and the arrows for the chosen drawing."""
        override = event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._moves(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Draw and move without a mouse."""
        if event.key() in _ENTER:
            self._press_enter()
        elif self._moves(event) and (old := self.chosen) is not None:
            way, last = _WAYS[Qt.Key(event.key())], len(old.points) - 1
            if event.modifiers() & _SHIFT:
                x, y = old.points[last]
                self._finish(old, _with_point(old, last, (x + way[0], y + way[1])))
            else:
                self._finish(old, old.moved(*way))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drawing, go on with it, or take hold of one; else leave it to the picture."""
        at = point_under(self._view, event.position())
        if event.button() is not Qt.MouseButton.LeftButton or at is None:
            event.ignore()
            return
        self.field.finish()
        self._pressed = event.position()
        if self.tool is None:
            found = hit(self._view, self._shown(), event.position())
            self.choose(None if found is None else found[0])
            self._held = None if found is None else (*found, at)
            if found is None:
                event.ignore()
            else:
                self.begun.emit()
            return
        self.begun.emit()
        if self.tool == "text":
            self._write(None, at)
        else:
            self._put(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what it would become."""
        at = point_under(self._view, event.position())
        if at is None or not (self._held or self._points):
            self._show_hold(event.position())
            event.ignore()
        elif self._held is not None:
            drawing, place, start = self._held
            if place is None:
                self._moved = drawing.moved(at[0] - start[0], at[1] - start[1])
            else:
                self._moved = _with_point(drawing, place, at)
            self.edited.emit(drawing, self._moved, False)
        else:
            self._show_draft(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what was dragged."""
        pressed, self._pressed = self._pressed, None
        held, self._held = self._held, None
        moved, self._moved = self._moved, None
        at = point_under(self._view, event.position())
        if held is not None:
            if moved is not None and moved != held[0]:
                self._finish(held[0], moved)
        elif self._points and pressed is not None and at is not None:
            if (event.position() - pressed).manhattanLength() > _DRAG_PX:
                self._put(at)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Mend a text; anything else is a click more."""
        found = hit(self._view, self._shown(), event.position())
        if self.tool is None and found is not None and found[0].kind == "text":
            self._held = None
            self._write(found[0], found[0].points[0])
        else:
            self.mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the knobs of the chosen drawing; it itself is part of the picture's scene."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing = self._moved or self.chosen
        if drawing is not None and drawing.shown_at(self._now_s):
            painter.setPen(QPen(QColor(*HALO), 1.5))
            painter.setBrush(QColor(*WHITE))
            if drawing.kind == "text":
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(*STYLES[Role.DRAWING].colour), 2))
                painter.drawRect(plate_of(self._view, drawing, self.font()))
            else:
                for place in points_of(self._view, drawing):
                    painter.drawEllipse(place, _KNOB_PX, _KNOB_PX)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour(theme.tokens().accent), 2))
            painter.drawRect(QRectF(self.rect().adjusted(1, 1, -1, -1)))
        painter.end()

    def _shown(self) -> list[Drawing]:
        """Return the drawings on show, the chosen one first and then from the newest on."""
        shown = [each for each in reversed(self._drawings) if each.shown_at(self._now_s)]
        return sorted(shown, key=lambda each: each != self.chosen)

    def _show_hold(self, at: QPointF) -> None:
        if self.tool is None:
            over = hit(self._view, self._shown(), at) is not None
            shape = Qt.CursorShape
            self.setCursor(shape.SizeAllCursor if over else shape.ArrowCursor)

    def _show_draft(self, at: Point) -> None:
        points = (*self._points, at)
        # An angle is a line until its corner is set.
        full = self.tool is not None and len(points) == POINTS[self.tool]
        self.edited.emit(None, self._new(self.tool if full else "line", points), False)

    def _put(self, at: Point) -> None:
        """Set the next point; the last one ends the drawing."""
        self._points.append(at)
        if self.tool is None or len(self._points) < POINTS[self.tool]:
            return
        made = self._new(self.tool, tuple(self._points))
        if made is None:
            # Twice on one place: a slip of the hand.
            self._points.pop()
            return
        self._points.clear()
        self._finish(None, made)

    def _new(self, kind: Kind | None, points: tuple[Point, ...], text: str = "") -> Drawing | None:
        """Return a drawing that begins now, None where there is none of these points."""
        try:
            assert kind is not None
            return Drawing(kind, points, self._now_s, self._now_s + SHOWN_S, text)
        except ValueError:
            return None

    def _finish(self, old: Drawing | None, new: Drawing | None) -> None:
        if self.tool is not None:
            self.take(None)
        self.edited.emit(old, new, True)
        self.choose(new)

    def _write(self, old: Drawing | None, at: Point) -> None:
        """Let a text be typed at a place, or one that is there be mended."""
        self._written = old
        if old is not None:
            self.edited.emit(old, None, False)
        self.field.open(self._view, at, "" if old is None else old.text)

    def _on_written(self, text: str, at: Point) -> None:
        old, self._written = self._written, None
        if self.isVisible():
            self.setFocus()
        new = self._new("text", (at,), text)
        if old is not None and new is not None:
            new = replace(old, text=text)
        if (old, new) == (None, None) or old == new:
            self.edited.emit(None, None, False)
            self.take(None)
        else:
            self._finish(old, new)

    def _let_go(self) -> bool:
        """Give up what is being drawn, moved or written; return whether anything was."""
        busy = bool(self._points or self._held or not self.field.isHidden())
        self._points.clear()
        self._held = self._moved = self._written = None
        self.field.close_up()
        if busy:
            self.edited.emit(None, None, False)
        return busy

    def _moves(self, event: QKeyEvent) -> bool:
        chosen = self.chosen
        on_show = chosen is not None and chosen.shown_at(self._now_s)
        return on_show and event.key() in _WAYS and bool(event.modifiers() & _ALT)

    def _press_enter(self) -> None:
        if self.tool == "text":
            self.begun.emit()
            self._write(None, MIDDLE["text"][0])
        elif self.tool is not None:
            self.begun.emit()
            self._points.clear()
            self._finish(None, self._new(self.tool, MIDDLE[self.tool]))
        elif shown := [each for each in self._drawings if each.shown_at(self._now_s)]:
            place = shown.index(self.chosen) + 1 if self.chosen in shown else 0
            self.choose(shown[place % len(shown)])


def _with_point(drawing: Drawing, place: int, at: Point) -> Drawing:
    """Return a drawing with a point moved, unchanged where two points would coincide."""
    try:
        return drawing.with_point(place, at)
    except ValueError:
        return drawing
