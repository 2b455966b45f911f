"""The picture with what was found in it, and the one cue that matters now, large."""

from __future__ import annotations

import time
from collections import deque
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from formcheck.overlay.scene import Scene
from formcheck.types import ByteArray
from formcheck_ui import plates, theme
from formcheck_ui.fit import Fit, fit_rect
from formcheck_ui.overlay_painter import Mapping, paint_scene
from formcheck_ui.plates import Cue
from formcheck_ui.replay.ghost import Ghost, paint_ghost
from formcheck_ui.replay.lens import Lens
from formcheck_ui.rest_card import RestCard, paint_rest

_CLICK_PX: Final = 6
_POINT_MS: Final = 1500
_PAINTS_KEPT: Final = 300


class VideoView(QWidget):
    """Show one picture at a time with its scene.

    One paint event draws the layers back to front: background, picture, mask, skeleton, back
    line, cue, message.  ``paint_ms`` keeps how long the last of them took.

    Signals
    -------
    pointed
        The point of the picture, in its pixels, that was clicked on.
    """

    pointed = Signal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 120)
        # Where the keys go while something is on show, rather than to the first button.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._image: ByteArray | None = None
        self._scene: Scene | None = None
        self._cue: Cue | None = None
        self._message = ""
        self._mirror = False
        self._chip = self._big = self._tape = self._past = self._goal = ""
        self._rest: RestCard | None = None
        self._lost = False
        self._trouble = ("", "")
        self._chip_share = plates.CHIP_HEIGHT
        self._cue_share = plates.CUE_HEIGHT
        self._lens = Lens()
        self._ghost: Ghost | None = None
        self._held: QPointF | None = None
        self._pressed: QPointF | None = None
        self._point: tuple[float, float] | None = None
        self._point_gone = QTimer(self)
        self._point_gone.setSingleShot(True)
        self._point_gone.setInterval(_POINT_MS)
        self._point_gone.timeout.connect(lambda: self.show_point(None))
        self.paint_ms: deque[float] = deque(maxlen=_PAINTS_KEPT)
        self.painted = 0
        self.foot = 0
        """Height in pixels of what covers the lower edge, above which the cue stands."""

    def sizeHint(self) -> QSize:
        """Return the size of a small 16:9 picture."""
        return QSize(854, 480)

    def show_picture(self, image: ByteArray, scene: Scene | None, cue: Cue | None) -> None:
        """Show a BGR picture, which must not be written to afterwards, with its scene."""
        self._image, self._scene, self._cue, self._message = image, scene, cue, ""
        self.setAccessibleDescription(self._in_words())
        self.update()

    def show_message(self, message: str) -> None:
        """Show a message over the darkened picture; an empty one takes it away."""
        self._message = message
        self.update()

    def show_chip(self, text: str, *, large: bool = False) -> None:
        """Show what the session waits for, in a corner, legible from across the room."""
        self._chip, self._chip_share = (
            text,
            plates.CHIP_HEIGHT_LARGE if large else plates.CHIP_HEIGHT,
        )
        self.update()

    def show_big(self, text: str) -> None:
        """Show a number across the picture, for a countdown; an empty text takes it away."""
        self._big = text
        self.update()

    def show_trouble(self, title: str, remedy: str) -> None:
        """Show across the picture what is wrong and what to do; empty takes it away."""
        if (title, remedy) != self._trouble:
            self._trouble = title, remedy
            self.update()

    @property
    def trouble(self) -> tuple[str, str]:
        """What is wrong and what to do, as it stands across the picture."""
        return self._trouble

    def show_tape(self, text: str, *, lost: bool = False) -> None:
        """Show in a corner how long a recording has been going on; empty for none.

        ``lost`` says that nothing is recorded though it was asked for.
        """
        if (text, lost) != (self._tape, self._lost):
            self._tape, self._lost = text, lost
            self.update()

    def show_past(self, title: str) -> None:
        """Frame the picture as one of the past, with a title; empty for the present."""
        self._past = title
        self.update()

    def show_rest(self, card: RestCard | None) -> None:
        """Lay the card between two sets over the picture; None takes it away."""
        self._rest = card
        self.setAccessibleDescription(self._in_words())
        self.update()

    def show_goal(self, text: str) -> None:
        """Show along the lower edge who lifts what; an empty text takes it away."""
        if text != self._goal:
            self._goal = text
            self.update()

    @property
    def rest(self) -> RestCard | None:
        """The card over the picture, None while there is none."""
        return None if self._past or self._big else self._rest

    @property
    def goal(self) -> str:
        """What stands along the lower edge."""
        return self._goal

    def show_point(self, point: tuple[float, float] | None) -> None:
        """Show for a moment which point of the picture, in its pixels, is meant."""
        self._point = point
        if point is not None:
            self._point_gone.start()
        self.update()

    @property
    def point(self) -> tuple[float, float] | None:
        """The point that is shown, None for none."""
        return self._point

    @property
    def tape(self) -> str:
        """What stands beside the recording's sign."""
        return self._tape

    @property
    def past(self) -> str:
        """What of the past is on show, empty for the present."""
        return self._past

    @property
    def chip(self) -> str:
        """What stands in the corner."""
        return self._chip

    @property
    def big(self) -> str:
        """What stands across the picture."""
        return self._big

    def set_distance(self, *, near: bool) -> None:
        """Choose the cue's size for somebody at the desk or across the room."""
        self._cue_share = plates.CUE_HEIGHT_NEAR if near else plates.CUE_HEIGHT

    def clear(self) -> None:
        """Show nothing."""
        self._image = self._scene = self._cue = None
        self._message = self._chip = self._big = self._tape = self._past = self._goal = ""
        self._rest = None
        self._lost = False
        self._trouble = ("", "")
        self.update()

    def set_mirror(self, mirror: bool) -> None:
        """Show the picture as a mirror does; text and sides keep their meaning."""
        self._mirror = mirror
        self.update()

    def show_ghost(self, ghost: Ghost | None) -> None:
        """Lay a second lifter over the picture; None takes it away."""
        if ghost is not self._ghost:
            self._ghost = ghost
            self.update()

    @property
    def ghost(self) -> Ghost | None:
        """The second lifter over the picture."""
        return self._ghost

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        """Draw the picture larger (positive) or smaller around a place, by default the middle."""
        if self._image is not None:
            place = QPointF(self.rect().center()) if at is None else at
            whole = self._whole(self._image)
            now, room = self._lens.apply(whole, self._room()), self._room()
            self._lens.scale(steps, (place.x(), place.y()), now, whole, room)
            self.update()

    def look(self, zoom: float, middle: tuple[float, float]) -> None:
        """Show a part of the picture, its middle in shares of the picture as it was filmed."""
        across, down = middle
        self._lens.look(zoom, (1.0 - across if self._mirror else across, down))
        self.update()

    @property
    def whole_width(self) -> float:
        """How wide the picture is drawn when all of it is in sight, 0 without one."""
        return self._whole(self._image).width if self._image is not None else 0.0

    @property
    def magnified(self) -> float:
        """How many times larger than the whole picture it is drawn."""
        return self._lens.zoom

    def reset_zoom(self) -> None:
        """Show the whole picture again."""
        self._lens.reset()
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl around the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(event.angleDelta().y() / 120.0, event.position())
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an enlarged picture."""
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = event.position() if left else None
        self._held = event.position() if self._lens.closer else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw an enlarged picture along."""
        if self._held is not None and self._image is not None:
            way = event.position() - self._held
            self._held = event.position()
            self._lens.move(way.x(), way.y(), self._fit(self._image), self._room())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the picture; a click without a way points at something in it."""
        pressed, self._pressed = self._pressed, None
        if pressed is not None and (pixels := self.pixels) is not None:
            way, there = event.position() - pressed, event.position()
            inside = pixels.fit.share(there.x(), there.y()) is not None
            if way.manhattanLength() <= _CLICK_PX and inside:
                self.pointed.emit(*pixels.scene_point(there))
        self._held = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole picture again."""
        self.reset_zoom()

    @property
    def scene(self) -> Scene | None:
        """What is drawn over the picture."""
        return self._scene

    @property
    def pixels(self) -> Mapping | None:
        """The way from the picture's pixels to the widget and back, None without a picture."""
        if self._image is None:
            return None
        size = (self._image.shape[1], self._image.shape[0])
        return Mapping(size, self._fit(self._image), mirror=self._mirror)

    @property
    def has_picture(self) -> bool:
        """Whether a picture is on show."""
        return self._image is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all layers."""
        begun_s = time.perf_counter()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.tokens().canvas))
        if self._image is not None:
            fit = self._fit(self._image)
            self._paint_picture(painter, self._image, fit)
            if self._ghost is not None:
                paint_ghost(painter, self._ghost, fit, mirror=self._mirror)
            if self._scene is not None:
                paint_scene(
                    painter, self._scene, Mapping(self._scene.size, fit, mirror=self._mirror)
                )
        self._paint_foreground(painter, QSizeF(self.size()))
        if self._image is not None:
            self._paint_signs(painter)
        if self._big:
            plates.paint_big(painter, QSizeF(self.size()), self._big)
        if self._trouble[0]:
            plates.paint_trouble(painter, QSizeF(self.size()), *self._trouble)
        if self._message:
            plates.paint_message(painter, QSizeF(self.size()), self._message)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour(theme.tokens().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
        self.painted += 1
        self.paint_ms.append((time.perf_counter() - begun_s) * 1000.0)

    def _paint_foreground(self, painter: QPainter, size: QSizeF) -> None:
        """Draw the card between two sets, or else the goal and above it what to mend now."""
        if self.rest is not None:
            paint_rest(painter, size, self.rest, mirror=self._mirror)
            return
        if self._goal and self._image is not None:
            size.setHeight(plates.paint_goal(painter, size, self._goal))
        size.setHeight(size.height() - self.foot)
        if self._cue is not None:
            plates.paint_cue(painter, size, self._cue, self._cue_share)

    def _room(self) -> tuple[float, float]:
        return float(self.width()), float(self.height())

    def _whole(self, image: ByteArray) -> Fit:
        return fit_rect((image.shape[1], image.shape[0]), self._room())

    def _fit(self, image: ByteArray) -> Fit:
        return self._lens.apply(self._whole(image), self._room())

    def _paint_picture(self, painter: QPainter, image: ByteArray, fit: Fit) -> None:
        # No copy: the array stays alive in self, and nobody writes to it.
        wrapped = QImage(
            image.data,
            image.shape[1],
            image.shape[0],
            image.strides[0],
            QImage.Format.Format_BGR888,
        )
        target = QRectF(fit.x, fit.y, fit.width, fit.height)
        if not self._mirror:
            painter.drawImage(target, wrapped)
            return
        painter.save()
        painter.translate(2 * fit.x + fit.width, 0)
        painter.scale(-1, 1)
        painter.drawImage(target, wrapped)
        painter.restore()

    def _paint_signs(self, painter: QPainter) -> None:
        """Draw what stands in the corners: the state, the recording, the past."""
        size = QSizeF(self.size())
        if self._chip:
            taken = (
                plates.tape_width(painter, size, self._tape) if self._tape or self._lost else 0.0
            )
            plates.paint_chip(painter, size, self._chip, self._chip_share, taken)
        if self._tape or self._lost:
            plates.paint_tape(painter, size, self._tape, lost=self._lost)
        if self._point is not None and (pixels := self.pixels) is not None:
            plates.paint_point(painter, size, QPointF(*pixels.place(self._point)))
        if self._past:
            plates.paint_past(painter, size, self._past)

    def _in_words(self) -> str:
        if self.rest is not None:
            return self.rest.in_words
        if self._cue is None:
            return ""
        return f"{self._cue.title}. {self._cue.cue}."
