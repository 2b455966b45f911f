"""Write the project's icon in every size and form a desktop asks for: ``icons.py FOLDER``.

Qt draws it, which the environment of the bundle has anyway; no other program is needed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).parents[1] / "ui/formcheck_ui/images/formcheck.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
"""The sizes of the icon theme ``hicolor`` that desktops look for, in pixels."""

_OTHERS = {"formcheck.ico": 256, "formcheck.icns": 256}
"""Windows' and macOS' own files, and their pixels."""


def draw(size: int) -> QImage:
    """Return the icon as a square picture of so many pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    return image


def main() -> None:
    """Write all of them."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"formcheck-{size}.png": size for size in SIZES} | _OTHERS
    for name, size in files.items():
        if not draw(size).save(str(folder / name)):
            sys.exit(f"{name} could not be written.")


if __name__ == "__main__":
    main()
