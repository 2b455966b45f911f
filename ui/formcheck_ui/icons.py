"""Our icons: drawn on a 24 × 24 grid in one colour, tinted when they are used."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

_STROKE: Final = (
    'fill="none" stroke="{c}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
)

_SHAPES: Final[dict[str, str]] = {
    "play": '<path d="M7 4.5v15l13-7.5z" fill="{c}"/>',
    "pause": '<path d="M6 4.5h4.2v15H6zM13.8 4.5H18v15h-4.2z" fill="{c}"/>',
    "stop": '<rect x="5.5" y="5.5" width="13" height="13" rx="2" fill="{c}"/>',
    "step-back": '<path d="M15 6l-7 6 7 6z" fill="{c}"/><path d="M5.5 6v12" {s}/>',
    "step-forward": '<path d="M9 6l7 6-7 6z" fill="{c}"/><path d="M18.5 6v12" {s}/>',
    "mark-back": '<path d="M12.5 6.5L6 12l6.5 5.5zM20 6.5L13.5 12l6.5 5.5z" fill="{c}"/>'
    '<path d="M3.5 6v12" {s}/>',
    "mark-forward": '<path d="M11.5 6.5L18 12l-6.5 5.5zM4 6.5l6.5 5.5L4 17.5z" fill="{c}"/>'
    '<path d="M20.5 6v12" {s}/>',
    "open": '<path d="M3.5 18.5v-13h6l2 2.5h9v10.5z" {s}/>',
    "camera": '<rect x="3" y="6.5" width="12.5" height="11" rx="2" {s}/>'
    '<path d="M15.5 10.5l5.5-3v9l-5.5-3" {s}/>',
    "record": '<circle cx="12" cy="12" r="8" fill="{c}"/>',
    "record-ready": '<circle cx="12" cy="12" r="8" {s}/>'
    '<circle cx="12" cy="12" r="3.4" fill="{c}"/>',
    "record-off": '<circle cx="12" cy="12" r="8" {s}/><path d="M4.5 4.5l15 15" {s}/>',
    "hint": '<circle cx="12" cy="12" r="10" fill="{c}"/>'
    '<path d="M12 11v6M12 7.2v.1" stroke="{i}" stroke-width="2.4" stroke-linecap="round"/>',
    "warning": '<path d="M12 2.2L23 21.4H1z" fill="{c}" stroke="{c}" stroke-width="1.4" '
    'stroke-linejoin="round"/>'
    '<path d="M12 9.4v5M12 18v.1" stroke="{i}" stroke-width="2.4" stroke-linecap="round"/>',
    "alert": '<path d="M7.6 1.8h8.8l5.8 5.8v8.8l-5.8 5.8H7.6l-5.8-5.8V7.6z" fill="{c}"/>'
    '<path d="M12 6.6v6.4M12 17v.1" stroke="{i}" stroke-width="2.8" stroke-linecap="round"/>',
    "done": '<circle cx="12" cy="12" r="10.5" fill="{c}"/><path d="M7 12.4l3.4 3.6L17 8.8" '
    'fill="none" stroke="{i}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>',
    "change": '<path d="M12 1.5L22.5 12 12 22.5 1.5 12z" fill="{c}"/>'
    '<path d="M12 7v6M12 16.6v.1" stroke="{i}" stroke-width="2.6" stroke-linecap="round"/>',
    "pending": '<circle cx="12" cy="12" r="9" fill="none" stroke="{c}" stroke-width="2" '
    'stroke-dasharray="3 3.3"/>',
    "settings": '<circle cx="12" cy="12" r="3.2" {s}/><path d="M12 2.8v3M12 18.2v3M2.8 12h3'
    'M18.2 12h3M5.5 5.5l2.1 2.1M16.4 16.4l2.1 2.1M18.5 5.5l-2.1 2.1M7.6 16.4l-2.1 2.1" {s}/>',
    "voice": '<path d="M3.5 9.5h4l5-4.5v14l-5-4.5h-4z" fill="{c}"/>'
    '<path d="M15.8 8.6a4.8 4.8 0 0 1 0 6.8M18.6 5.8a8.8 8.8 0 0 1 0 12.4" {s}/>',
    "help": '<circle cx="12" cy="12" r="9.5" {s}/><path d="M9.3 9.4a2.8 2.8 0 1 1 4.1 2.5'
    'c-1 .55-1.4 1.1-1.4 2.1M12 17.2v.1" {s}/>',
    "log": '<path d="M4 19.5v-7M9.3 19.5V8M14.7 19.5v-9M20 19.5V4.5" {s}/>',
    "loop": '<path d="M17.5 8.5A7 7 0 1 0 19 12" {s}/><path d="M19 3.8v5.2h-5.2" {s}/>',
    "export": '<path d="M12 14.5V4M8 7.5L12 3.5l4 4" {s}/><path d="M5 12.5v7h14v-7" {s}/>',
    "compare": '<rect x="3" y="5" width="8" height="14" rx="1.5" {s}/>'
    '<rect x="13" y="5" width="8" height="14" rx="1.5" {s}/>',
    "undo": '<path d="M8 5L4 9l4 4" {s}/><path d="M4 9h9a6 5 0 0 1 0 10h-3" {s}/>',
    "redo": '<path d="M16 5l4 4-4 4" {s}/><path d="M20 9h-9a6 5 0 0 0 0 10h3" {s}/>',
    "add": '<path d="M12 5v14M5 12h14" {s}/>',
    "less": '<path d="M5 12h14" {s}/>',
    "whole": '<rect x="3.5" y="6" width="17" height="12" rx="1.5" {s}/>',
    "full": '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" {s}/>',
    "delete": '<path d="M4.5 7h15M9.5 7V4.5h5V7M7 7l1 12.5h8L17 7" {s}/>',
    "split": '<path d="M12 3v18" {s}/><path d="M8.5 8H3v8h5.5M15.5 8H21v8h-5.5" {s}/>',
    "merge": '<rect x="3" y="8" width="18" height="8" rx="1.5" {s}/>'
    '<path d="M9 12h6M12.5 9.8L15 12l-2.5 2.2" {s}/>',
    "pencil": '<path d="M4.5 19.5l1-4.2L16.2 4.6a1.9 1.9 0 0 1 2.7 0l.5.5a1.9 1.9 0 0 1 0 2.7'
    'L8.7 18.5z" {s}/><path d="M14 6.8l3.2 3.2" {s}/>',
    "path": '<path d="M4 19C9 18 4 11 9.5 10.5S13 16 16 13s-.5-6 2.5-7.5" {s}/>'
    '<circle cx="19" cy="5" r="2.4" fill="{c}"/>',
    "line": '<path d="M5 19L19 5" {s}/>',
    "arrow": '<path d="M5 19L19 5M11 5h8v8" {s}/>',
    "angle": '<path d="M19.5 5L5 18.5h14.5" {s}/><path d="M12.2 11.8a9.5 9.5 0 0 1 3 6.5" {s}/>',
    "text": '<path d="M5 8V5h14v3M12 5v14M9 19h6" {s}/>',
    "from-here": '<path d="M5 4v16M9 12h11M14 7l-5 5 5 5" {s}/>',
    "until-here": '<path d="M19 4v16M15 12H4M10 7l5 5-5 5" {s}/>',
    "pace": '<circle cx="12" cy="13.5" r="7.5" {s}/>'
    '<path d="M12 9.5v4l2.6 1.8M9.5 3h5M12 3v3" {s}/>',
    "earlier": '<path d="M14.5 5.5L8 12l6.5 6.5" {s}/>',
    "later": '<path d="M9.5 5.5L16 12l-6.5 6.5" {s}/>',
    "close": '<path d="M6 6l12 12M18 6L6 18" {s}/>',
    "row": '<g stroke-width="1.7" fill="none" stroke="{c}" stroke-linecap="round" '
    'stroke-linejoin="round"><circle cx="18.6" cy="4.4" r="2.1"/>'
    '<path d="M3.8 11.8L15 7.2l-.4 8.6"/><path d="M3.8 11.8l5.4 4.6-3 5.6h3.2"/>'
    '<circle cx="14.6" cy="17.4" r="2.6"/></g>',
}


def draw(
    painter: QPainter, name: str, rect: QRectF, colour: QColor, ink: QColor | None = None
) -> None:
    """Paint an icon into a rectangle; ``ink`` is the colour of a mark inside a filled shape.

    For the window's own thread.
    """
    _shape(name, colour.name(), (ink or QColor("#0a0e12")).name()).render(painter, rect)


@cache
def _shape(name: str, colour: str, ink: str) -> QSvgRenderer:
    """Return an icon read once: lists draw dozens with every frame."""
    body = _SHAPES[name].format(c=colour, s=_STROKE.format(c=colour), i=ink)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{body}</svg>'
    return QSvgRenderer(QByteArray(svg.encode()))


def icon(name: str, colour: QColor, disabled: QColor | None = None) -> QIcon:
    """Return an icon in a colour, sharp up to 300 % scaling."""
    made = QIcon()
    for size in (20, 40, 60):
        made.addPixmap(_pixmap(name, size, colour))
        if disabled is not None:
            made.addPixmap(_pixmap(name, size, disabled), QIcon.Mode.Disabled)
    return made


def _pixmap(name: str, size: int, colour: QColor) -> QPixmap:
    key = f"formcheck {name} {size} {colour.name()}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap
