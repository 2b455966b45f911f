"""The picture with what was found in it, and the one cue that matters now, large."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from formcheck.overlay.palette import HALO, SEVERITY_COLOURS
from formcheck.overlay.scene import Scene
from formcheck.types import ByteArray, Severity
from formcheck_ui import badges, icons, theme
from formcheck_ui.fit import Fit, fit_rect
from formcheck_ui.overlay_painter import Mapping, paint_scene
from formcheck_ui.replay.ghost import Ghost, paint_ghost
from formcheck_ui.replay.lens import Lens

_CUE_HEIGHT: Final = 0.16
"""Height of the cue's plate as a share of the view's, for a lifter across the room."""

_CUE_HEIGHT_NEAR: Final = 0.115
"""The same for somebody at the desk."""

_CHIP_HEIGHT: Final = 0.085
_CHIP_HEIGHT_LARGE: Final = 0.14
_BIG_HEIGHT: Final = 0.6

_PAINTS_KEPT: Final = 300


@dataclass(frozen=True, slots=True)
class Cue:
    """What to do (large) and what was seen (small)."""

    severity: Severity
    cue: str
    title: str


class VideoView(QWidget):
    """Show one picture at a time with its scene.

    One paint event draws the layers back to front: background, picture, mask, skeleton, back
    line, cue, message.  ``paint_ms`` keeps how long the last of them took.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Picture"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 240)
        # Where the keys go while something is on show, rather than to the first button.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._image: ByteArray | None = None
        self._scene: Scene | None = None
        self._cue: Cue | None = None
        self._message = ""
        self._mirror = False
        self._chip = self._big = self._tape = self._past = ""
        self._lost = False
        self._chip_share = _CHIP_HEIGHT
        self._cue_share = _CUE_HEIGHT
        self._lens = Lens()
        self._ghost: Ghost | None = None
        self._held: QPointF | None = None
        self.paint_ms: deque[float] = deque(maxlen=_PAINTS_KEPT)
        self.painted = 0

    def sizeHint(self) -> QSize:
        """Return the size of a small 16:9 picture."""
        return QSize(854, 480)

    def show_picture(self, image: ByteArray, scene: Scene | None, cue: Cue | None) -> None:
        """Show a BGR picture, which must not be written to afterwards, with its scene."""
        self._image, self._scene, self._cue, self._message = image, scene, cue, ""
        self.setAccessibleDescription(self._in_words())
        self.update()

    def set_scene(self, scene: Scene | None, cue: Cue | None) -> None:
        """Exchange what is drawn over the present picture."""
        self._scene, self._cue = scene, cue
        self.update()

    def show_message(self, message: str) -> None:
        """Show a message over the darkened picture; an empty one takes it away."""
        self._message = message
        self.update()

    def show_chip(self, text: str, *, large: bool = False) -> None:
        """Show what the session waits for, in a corner, legible from across the room."""
        self._chip, self._chip_share = text, _CHIP_HEIGHT_LARGE if large else _CHIP_HEIGHT
        self.update()

    def show_big(self, text: str) -> None:
        """Show a number across the picture, for a countdown; an empty text takes it away."""
        self._big = text
        self.update()

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
        self._cue_share = _CUE_HEIGHT_NEAR if near else _CUE_HEIGHT

    def clear(self) -> None:
        """Show nothing."""
        self._image = self._scene = self._cue = None
        self._message = self._chip = self._big = self._tape = self._past = ""
        self._lost = False
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
        """Let go of the picture."""
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
                paint_scene(painter, self._scene, self._mapping(self._scene, fit))
        if self._cue is not None:
            self._paint_cue(painter, self._cue)
        if self._image is not None:
            self._paint_signs(painter)
        if self._big:
            self._paint_big(painter)
        if self._message:
            self._paint_message(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour(theme.tokens().accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
        self.painted += 1
        self.paint_ms.append((time.perf_counter() - begun_s) * 1000.0)

    def _room(self) -> tuple[float, float]:
        return float(self.width()), float(self.height())

    def _whole(self, image: ByteArray) -> Fit:
        return fit_rect((image.shape[1], image.shape[0]), self._room())

    def _fit(self, image: ByteArray) -> Fit:
        return self._lens.apply(self._whole(image), self._room())

    def _mapping(self, scene: Scene, fit: Fit) -> Mapping:
        return Mapping(scene.size, fit, mirror=self._mirror)

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

    def _paint_cue(self, painter: QPainter, cue: Cue) -> None:
        """Draw a plate at the bottom, legible from across the room."""
        height = max(64.0, self.height() * self._cue_share)
        margin = height * 0.16
        colour = QColor(*SEVERITY_COLOURS[cue.severity])
        large, small = QFont(self.font()), QFont(self.font())
        large.setPixelSize(round(height * 0.46))
        large.setWeight(QFont.Weight.Bold)
        small.setPixelSize(round(height * 0.24))
        room = self.width() - height - 4 * margin
        _shrink(large, cue.cue, room)
        text = max(
            QFontMetricsF(large).horizontalAdvance(cue.cue),
            QFontMetricsF(small).horizontalAdvance(cue.title),
        )
        top = self.height() - height - margin
        plate = QRectF(margin, top, height + text + 2 * margin, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*HALO, 235))
        painter.drawRoundedRect(plate, 10, 10)
        icon = QRectF(margin * 2, top + height * 0.17, height * 0.66, height * 0.66)
        icons.draw(painter, cue.severity, icon, colour, QColor(*HALO))
        left = height + margin * 1.6
        painter.setPen(QColor("#ffffff"))
        painter.setFont(large)
        painter.drawText(QRectF(left, top + height * 0.07, room, height * 0.56), _LEFT, cue.cue)
        painter.setPen(colour.lighter(120))
        painter.setFont(small)
        painter.drawText(QRectF(left, top + height * 0.61, room, height * 0.32), _LEFT, cue.title)

    def _paint_signs(self, painter: QPainter) -> None:
        """Draw what stands in the corners: the state, the recording, the past."""
        size = QSizeF(self.size())
        if self._chip:
            self._paint_chip(painter)
        if self._tape or self._lost:
            badges.paint_tape(painter, size, self._tape, lost=self._lost)
        if self._past:
            badges.paint_past(painter, size, self._past)

    def _paint_chip(self, painter: QPainter) -> None:
        height = max(34.0, self.height() * self._chip_share)
        font = QFont(self.font())
        font.setPixelSize(round(height * 0.52))
        font.setWeight(QFont.Weight.DemiBold)
        _shrink(font, self._chip, self.width() - 1.4 * height)
        wide = QFontMetricsF(font).horizontalAdvance(self._chip)
        plate = QRectF(height * 0.25, height * 0.25, wide + height * 0.8, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(*HALO, 215))
        painter.drawRoundedRect(plate, 8, 8)
        painter.setFont(font)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._chip)

    def _paint_big(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPixelSize(round(self.height() * _BIG_HEIGHT))
        font.setWeight(QFont.Weight.Black)
        path = QPainterPath()
        wide = QFontMetricsF(font).horizontalAdvance(self._big)
        high = QFontMetricsF(font).capHeight()
        path.addText((self.width() - wide) / 2, (self.height() + high) / 2, font, self._big)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(*HALO, 220), self.height() * 0.03))
        painter.drawPath(path)
        painter.fillPath(path, QColor("#ffffff"))

    def _paint_message(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), QColor(*HALO, 150))
        font = QFont(self.font())
        font.setPixelSize(max(18, self.height() // 22))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(theme.tokens().on_canvas))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._message)

    def _in_words(self) -> str:
        if self._cue is None:
            return ""
        return f"{self._cue.title}. {self._cue.cue}."


_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _shrink(font: QFont, text: str, room: float) -> None:
    """Make a font smaller until a text fits."""
    wide = QFontMetricsF(font).horizontalAdvance(text)
    if wide > room > 0:
        font.setPixelSize(max(12, int(font.pixelSize() * room / wide)))
