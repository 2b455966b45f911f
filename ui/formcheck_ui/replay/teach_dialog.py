"""Ask what the exercise that a clip shows is called, and how many reps of it there are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from formcheck.errors import FormCheckError
from formcheck.teaching import FEWEST, LONGEST_TITLE, MOST, SHOWN
from formcheck_ui.panels.card import label
from formcheck_ui.screen_room import WithinScreen

Check = Callable[[str, bool], None]
"""Raises a ``FormCheckError`` where an exercise cannot have a name, or may not be replaced."""


class TeachDialog(QDialog):
    """Name and number of reps of an exercise FormCheck does not know.

    Signals
    -------
    given
        The name, how many reps were shown, and whether one of that name may be replaced.
    """

    given = Signal(str, int, bool)

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Teach an exercise"))
        WithinScreen(self)
        told = label(
            self.tr(
                "FormCheck learns an exercise from this clip. It should show a few reps, all "
                "alike, and nothing else."
            ),
            "value",
        )
        told.setWordWrap(True)
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_TITLE)
        self.name.setAccessibleName(self.tr("Name of the exercise"))
        self.reps = QSpinBox()
        self.reps.setRange(FEWEST, MOST)
        self.reps.setValue(SHOWN)
        self.reps.setAccessibleName(self.tr("Reps in the clip"))
        self.replace = QCheckBox(self.tr("Replace my exercise of this name"))
        self.wrong = label("", "muted")
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setWordWrap(True)
        self.wrong.hide()
        form = QFormLayout()
        form.addRow(self.tr("Name of the exercise"), self.name)
        form.addRow(self.tr("Reps in the clip"), self.reps)
        form.addRow(self.replace)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Ok | standard.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(told)
        whole.addLayout(form)
        whole.addWidget(self.wrong)
        whole.addWidget(self.buttons)

    def accept(self) -> None:
        """Hand over what was said and close; stay, and say why, where the name will not do."""
        name, replace = self.name.text(), self.replace.isChecked()
        try:
            self._check(name, replace)
        except FormCheckError as error:
            self.wrong.setText(f"{error.message} {error.hint}")
            self.wrong.show()
            self.adjustSize()
            return
        self.given.emit(name, self.reps.value(), replace)
        super().accept()
