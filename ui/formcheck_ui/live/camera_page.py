"""Choose a camera by looking through it: names on the left, its picture on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from formcheck.sources.address import phone_address, remember_login
from formcheck.types import ByteArray
from formcheck_ui import theme
from formcheck_ui.panels.card import label
from formcheck_ui.video_view import VideoView

_LIST_WIDE: Final = 330
_SPEC: Final = Qt.ItemDataRole.UserRole


class CameraPage(QWidget):
    """The cameras, the phone's address, and what the chosen one sees.

    Signals
    -------
    looked_at
        The number, name or address of the camera that is chosen now.
    film_wanted
        The same, to be filmed with.
    left
        The user goes back without a camera.
    refresh_wanted
        The list may be out of date.
    """

    looked_at = Signal(object)
    film_wanted = Signal(object)
    left = Signal()
    refresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("start")
        self._build_list()
        self._build_phone()
        self.view = VideoView()
        self.view.setAccessibleName(self.tr("What the camera sees"))
        self.film_button = QPushButton(self.tr("Film with this camera"))
        self.film_button.setProperty("primary", "true")
        self.back_button = QPushButton(self.tr("Back"))
        self.refresh_button = QPushButton(self.tr("Look for cameras again"))
        for button in (self.film_button, self.back_button, self.refresh_button):
            button.setAccessibleName(button.text())
            button.setMinimumSize(QSize(0, 38))
        self.film_button.clicked.connect(self._film)
        self.back_button.clicked.connect(self.left)
        self.refresh_button.clicked.connect(self.refresh_wanted)
        self._lay_out()

    def show_cameras(self, names: Sequence[str], addresses: Sequence[str]) -> None:
        """Offer the computer's cameras and the addresses used before; choose the first."""
        chosen = self.spec()
        self.list.blockSignals(True)
        self.list.clear()
        for number, name in enumerate(names):
            self._add(name, number)
        for address in addresses:
            self._add(address, address)
        self._none.setVisible(not names)
        rows = [self.list.item(row).data(_SPEC) for row in range(self.list.count())]
        self.list.setCurrentRow(rows.index(chosen) if chosen in rows else min(0, len(rows) - 1))
        self.list.blockSignals(False)
        self._choose()

    def choose(self, spec: str | int) -> None:
        """Choose a camera that is listed, or list an address and choose it."""
        rows = [self.list.item(row).data(_SPEC) for row in range(self.list.count())]
        if spec not in rows:
            self._add(str(spec), spec)
            rows.append(spec)
        self.list.setCurrentRow(rows.index(spec))

    def spec(self) -> str | int | None:
        """Return the chosen camera, None while there is none."""
        if self.list.currentRow() < 0:
            return None
        spec: str | int = self.list.currentItem().data(_SPEC)
        return spec

    def show_picture(self, image: ByteArray) -> None:
        """Show what the camera sees."""
        self.view.show_picture(image, None, None)

    def show_waiting(self) -> None:
        """Say that the camera is being opened."""
        self._show_message(self.tr("Opening the camera…"))

    def show_failure(self, message: str, hint: str) -> None:
        """Say why there is no picture, and what to do."""
        self._show_message("\n".join(filter(None, (message, hint))))

    def refresh(self) -> None:
        """Take the theme's colours."""
        tokens = theme.tokens()
        self.setStyleSheet(f"QWidget#start {{ background: {tokens.canvas}; }}")
        for text, colour in (
            (self._title, tokens.on_canvas),
            (self._none, tokens.on_canvas),
            (self._phone_title, tokens.on_canvas),
            (self._how, tokens.on_canvas_muted),
        ):
            text.setStyleSheet(f"color: {colour};")

    def _show_message(self, text: str) -> None:
        self.view.clear()
        self.view.show_message(text)
        self.view.setAccessibleDescription(text)

    def _build_list(self) -> None:
        self._title = label(self.tr("Cameras of this computer"), "title")
        self.list = QListWidget()
        self.list.setObjectName("pages")
        self.list.setAccessibleName(self.tr("Cameras"))
        self.list.currentRowChanged.connect(lambda _row: self._choose())
        self.list.itemActivated.connect(lambda _item: self._film())
        self._none = label(self.tr("No camera was found. Plug one in, or use your phone."), "value")
        self._none.setWordWrap(True)

    def _build_phone(self) -> None:
        self._phone_title = label(self.tr("Your phone as camera"), "title")
        self.address = QLineEdit()
        self.address.setPlaceholderText("192.168.0.7:8080")
        self.address.setAccessibleName(self.tr("Address of the phone's camera"))
        self.address.setClearButtonEnabled(True)
        self.address.setMinimumHeight(34)
        self.look_button = QPushButton(self.tr("Connect"))
        self.look_button.setAccessibleName(self.tr("Connect to the phone's camera"))
        self.look_button.setMinimumHeight(34)
        self.address.returnPressed.connect(self._look)
        self.look_button.clicked.connect(self._look)
        self._how: QLabel = label(
            self.tr(
                "Start a camera app on the phone that streams to your network (MJPEG or RTSP), "
                "and type the address it shows. Phone and computer must be in the same Wi-Fi."
            ),
            "muted",
        )
        self._how.setWordWrap(True)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self._title)
        left.addWidget(self.list, 1)
        left.addWidget(self._none)
        left.addWidget(self.refresh_button)
        left.addSpacing(14)
        left.addWidget(self._phone_title)
        row = QHBoxLayout()
        row.addWidget(self.address, 1)
        row.addWidget(self.look_button)
        left.addLayout(row)
        left.addWidget(self._how)
        side = QWidget()
        side.setFixedWidth(_LIST_WIDE)
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.view, 1)
        bottom = QHBoxLayout()
        bottom.addWidget(self.back_button)
        bottom.addStretch(1)
        bottom.addWidget(self.film_button)
        right.addLayout(bottom)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(18)
        whole.addWidget(side)
        whole.addLayout(right, 1)
        self.refresh()

    def _add(self, text: str, spec: str | int) -> None:
        item = QListWidgetItem(text, self.list)
        item.setData(_SPEC, spec)
        item.setToolTip(text)
        item.setSizeHint(QSize(0, 2 * self.fontMetrics().height() + 8))

    def _choose(self) -> None:
        spec = self.spec()
        self.film_button.setEnabled(spec is not None)
        if spec is None:
            self._show_message("")
        else:
            self.looked_at.emit(spec)

    def _look(self) -> None:
        address = remember_login(phone_address(self.address.text()))
        if address:
            self.address.setText(address)
            self.choose(address)

    def _film(self) -> None:
        spec = self.spec()
        if spec is not None:
            self.film_wanted.emit(spec)
