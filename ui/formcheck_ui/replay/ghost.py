"""A second lifter laid transparently over the first."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QTransform

from formcheck.types import ByteArray, FloatArray
from formcheck_ui.fit import Fit

OPACITY = 0.5


@dataclass(frozen=True, slots=True)
class Ghost:
    """A BGR picture and the map (2, 3) from its pixels to those of the picture below.

    ``size`` is the width and height, in pixels, the map leads to.
    """

    image: ByteArray
    onto: FloatArray
    size: tuple[int, int]


def paint_ghost(painter: QPainter, ghost: Ghost, fit: Fit, *, mirror: bool) -> None:
    """Draw a ghost over a picture that lies where ``fit`` says."""
    image = ghost.image
    wrapped = QImage(
        image.data, image.shape[1], image.shape[0], image.strides[0], QImage.Format.Format_BGR888
    )
    (a, b, dx), (c, d, dy) = ghost.onto.tolist()
    painter.save()
    painter.setClipRect(QRectF(fit.x, fit.y, fit.width, fit.height))
    painter.setOpacity(OPACITY)
    if mirror:
        painter.translate(2 * fit.x + fit.width, 0)
        painter.scale(-1, 1)
    painter.translate(fit.x, fit.y)
    painter.scale(fit.width / ghost.size[0], fit.height / ghost.size[1])
    painter.setTransform(QTransform(a, c, b, d, dx, dy), True)
    painter.drawImage(0, 0, wrapped)
    painter.restore()
