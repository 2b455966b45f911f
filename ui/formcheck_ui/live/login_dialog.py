"""Ask for a camera's name and password, which are kept nowhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from formcheck.sources.address import add_login, without_login
from formcheck_ui.panels.card import label
from formcheck_ui.screen_room import WithinScreen


class LoginDialog(QDialog):
    """Name and password for an address; they are used until the program ends.

    Signals
    -------
    given
        The address with the login in it.
    """

    given = Signal(str)

    def __init__(self, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.address = address
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("The camera asks for a login"))
        WithinScreen(self)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name"))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("Password"))
        asked = self.tr("{0} wants a name and a password. They are not stored.")
        told = label(asked.format(address), "value")
        told.setWordWrap(True)
        form = QFormLayout()
        form.addRow(self.tr("Name"), self.name)
        form.addRow(self.tr("Password"), self.password)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(told)
        whole.addLayout(form)
        whole.addWidget(self.buttons)

    @classmethod
    def ask(cls, address: str, parent: QWidget, answer: Callable[[str], object]) -> LoginDialog:
        """Ask once for an address: one that is asked for already answers who asks now.

        Parameters
        ----------
        address : str
        parent : QWidget
        answer : callable
            Is given the address with the login in it.
        """
        shown = without_login(address)
        for dialog in parent.findChildren(cls):
            if dialog.address == shown and dialog.isVisible():
                dialog.given.disconnect()
                break
        else:
            dialog = cls(shown, parent)
        dialog.given.connect(answer)
        dialog.show()
        dialog.raise_()
        return dialog

    def accept(self) -> None:
        """Hand the address over and close."""
        self.given.emit(add_login(self.address, self.name.text(), self.password.text()))
        super().accept()
