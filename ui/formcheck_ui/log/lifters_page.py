"""Lifters: add them, change them, take their data out, delete it for good."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from formcheck.errors import FormCheckError
from formcheck.log import exporting
from formcheck.log.entries import LEVELS, UNITS, Lifter
from formcheck.log.removal import remove_lifter
from formcheck.routines.catalogue import EQUIPMENT
from formcheck_ui.log import words
from formcheck_ui.log.context import Context
from formcheck_ui.log.words import deleted
from formcheck_ui.panels.card import Card, beside, label


class LiftersPage(QWidget):
    """One lifter's details, and a new one.

    Signals
    -------
    failed
        Message and hint.
    told
        What was done, in words.
    changed
        The name of the lifter to show next; empty for any.
    """

    failed = Signal(str, str)
    told = Signal(str)
    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context: Context | None = None
        self._sure = False
        self.new_name = QLineEdit()
        self.new_name.setPlaceholderText(self.tr("Name"))
        self.new_name.setAccessibleName(self.tr("Name of a new lifter"))
        self.new_name.returnPressed.connect(self._add)
        self.add_button = QPushButton(self.tr("Add a lifter"))
        self.add_button.clicked.connect(self._add)
        self.name, self.level, self.unit = QLineEdit(), QComboBox(), QComboBox()
        self.level.addItems([words.level(name) for name in LEVELS])
        self.unit.addItems(UNITS)
        self.equipment = {name: QCheckBox(words.equipment(name)) for name in EQUIPMENT}
        self.save_button = QPushButton(self.tr("Save"))
        self.save_button.setProperty("primary", "true")
        self.save_button.clicked.connect(self._save)
        self.export_button = QPushButton(self.tr("Export…"))
        self.export_button.clicked.connect(self._export)
        self.delete_button = QPushButton()
        self.delete_button.clicked.connect(self._delete)
        self.details = Card(self.tr("Lifter"))
        self._lay_out()

    def _lay_out(self) -> None:
        new = Card(self.tr("New lifter"))
        line = QHBoxLayout()
        line.addWidget(self.new_name, 1)
        line.addWidget(self.add_button)
        new.body.addLayout(line)
        form = QFormLayout()
        for text, field in (
            (self.tr("Name"), self.name),
            (self.tr("Level"), self.level),
            (self.tr("Weight unit"), self.unit),
        ):
            field.setAccessibleName(text)
            form.addRow(beside(field, text), field)
        owned = QGridLayout()
        for place, box in enumerate(self.equipment.values()):
            owned.addWidget(box, place // 4, place % 4)
        form.addRow(label(self.tr("Equipment")), owned)
        hint = label(self.tr("Tick what you have; tick nothing if you have all of it."), "muted")
        form.addRow(label(""), hint)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.export_button)
        buttons.addStretch(1)
        buttons.addWidget(self.delete_button)
        self.details.body.addLayout(form)
        self.details.body.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.details)
        column.addWidget(new)
        column.addStretch(1)

    def show_context(self, context: Context) -> None:
        """Show the lifter's details."""
        self._context, self._sure = context, False
        lifter = context.lifter
        self.details.setVisible(lifter is not None)
        if lifter is None:
            return
        self.name.setText(lifter.name)
        self.level.setCurrentIndex(LEVELS.index(lifter.level))
        self.unit.setCurrentText(lifter.unit)
        for name, box in self.equipment.items():
            box.setChecked(name in lifter.equipment)
        self.delete_button.setText(self.tr("Delete {0} for good…").format(lifter.name))

    @property
    def _lifter(self) -> Lifter | None:
        return self._context.lifter if self._context is not None else None

    def _add(self) -> None:
        if self._context is None:
            return
        try:
            added = self._context.log.lifters.add(self.new_name.text())
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
            return
        self.new_name.clear()
        self.changed.emit(added.name)

    def _save(self) -> None:
        if self._context is None or self._lifter is None:
            return
        try:
            saved = self._context.log.lifters.change(
                self._lifter.id,
                name=self.name.text(),
                level=LEVELS[self.level.currentIndex()],
                unit=UNITS[self.unit.currentIndex()],
                equipment=[name for name, box in self.equipment.items() if box.isChecked()],
            )
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
            return
        self.changed.emit(saved.name)

    def _export(self) -> None:
        """Ask for a file without stopping anything that runs."""
        dialog = QFileDialog(self, self.tr("Export"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["JSON (*.json)", "CSV (*.csv)"])
        dialog.setDefaultSuffix("json")
        dialog.setModal(False)
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Not open(): that makes it modal whatever was said before.
        dialog.show()

    def export_to(self, path: Path) -> None:
        """Write all that is kept of the lifter, as CSV or JSON by the file's ending."""
        if self._context is None or self._lifter is None:
            return
        write = exporting.write_csv if path.suffix.lower() == ".csv" else exporting.write_json
        try:
            write(self._context.log, (self._lifter,), path)
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
        else:
            self.told.emit(self.tr("Wrote {0}.").format(path))

    def _delete(self) -> None:
        """Ask once more on the button itself, then delete."""
        lifter = self._lifter
        if self._context is None or lifter is None:
            return
        if not self._sure:
            self._sure = True
            self.delete_button.setText(
                self.tr("Really delete {0} with every set and backup?").format(lifter.name)
            )
            return
        try:
            done = remove_lifter(self._context.log, lifter.id)
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
            return
        self.told.emit(deleted(done))
        self.changed.emit("")
