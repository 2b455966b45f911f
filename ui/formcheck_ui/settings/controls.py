"""One control for each kind of option: a switch, a list of words, a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QLineEdit,
    QSpinBox,
)

from formcheck.config_file import OptionRow
from formcheck_ui import icons, theme
from formcheck_ui.settings import labels

_INDENT: Final = 9
"""Pixels before a number: with the 2 that Qt leaves as many as the theme leaves before words."""


class FolderEdit(QLineEdit):
    """A folder's path with a button to look for one."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(self.tr("default"))
        browse = self.addAction(
            icons.icon("open", theme.colour(theme.tokens().text)),
            QLineEdit.ActionPosition.TrailingPosition,
        )
        browse.setToolTip(self.tr("Choose a folder"))
        browse.triggered.connect(self._browse)

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a folder"), self.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._take)
        dialog.open()
        dialog.setWindowModality(Qt.WindowModality.NonModal)

    def _take(self, folder: str) -> None:
        self.setText(folder)
        self.editingFinished.emit()


Control = QCheckBox | QComboBox | QSpinBox | QDoubleSpinBox | FolderEdit
Value = float | str


def make_control(row: OptionRow, on_change: Callable[[], None]) -> Control:
    """Return the control for an option, named for screen readers."""
    made = _make(row, on_change)
    made.setAccessibleName(labels.name(row))
    made.setAccessibleDescription(labels.help_text(row))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.installEventFilter(_WheelGuard(made))
    return made


def value_of(control: Control) -> Value:
    """Return what a control is set to."""
    if isinstance(control, QCheckBox):
        return control.isChecked()
    if isinstance(control, QComboBox):
        return str(control.currentData())
    if isinstance(control, FolderEdit):
        return control.text().strip()
    return control.value()


def set_value(control: Control, value: Value) -> None:
    """Set a control."""
    if isinstance(control, QCheckBox):
        control.setChecked(bool(value))
    elif isinstance(control, QComboBox):
        control.setCurrentIndex(max(0, control.findData(value)))
    elif isinstance(control, FolderEdit):
        control.setText(str(value))
    elif isinstance(control, QSpinBox):
        control.setValue(round(float(value)))
    else:
        control.setValue(float(value))


def _make(row: OptionRow, on_change: Callable[[], None]) -> Control:
    if row.choices:
        combo = QComboBox()
        for word in row.choices:
            combo.addItem(labels.choice(word), word)
        combo.currentIndexChanged.connect(lambda _: on_change())
        combo.view().setAccessibleName(labels.name(row))
        return combo
    if row.folder:
        edit = FolderEdit()
        edit.editingFinished.connect(on_change)
        return edit
    if isinstance(row.default, bool):
        box = QCheckBox()
        box.toggled.connect(lambda _: on_change())
        return box
    return _number(row, on_change)


def _number(row: OptionRow, on_change: Callable[[], None]) -> QSpinBox | QDoubleSpinBox:
    spin: QSpinBox | QDoubleSpinBox
    if isinstance(row.default, int):
        whole = spin = QSpinBox()
        whole.setRange(int(row.low), int(row.high))
        whole.valueChanged.connect(lambda _: on_change())
    else:
        broken = spin = QDoubleSpinBox()
        step, digits = _step(row)
        broken.setDecimals(digits)
        broken.setRange(row.low, row.high)
        broken.setSingleStep(step)
        broken.valueChanged.connect(lambda _: on_change())
    if row.unit:
        spin.setSuffix(f" {labels.unit(row)}")
    # A style sheet's padding moves the arrows and not the text (Qt 6.11).
    spin.lineEdit().setTextMargins(_INDENT, 0, 0, 0)
    spin.setStepType(QAbstractSpinBox.StepType.DefaultStepType)
    spin.setKeyboardTracking(False)
    return spin


def _step(row: OptionRow) -> tuple[float, int]:
    """Return step and decimals that suit an option's range and default."""
    span = row.high - row.low
    step = 5.0 if span >= 300 else 1.0 if span >= 40 else 0.5 if span >= 4 else 0.05
    known = (f"{value:g}" for value in (row.default, row.low, row.high, step))
    return step, max(len(text.partition(".")[2]) for text in known)


class _WheelGuard(QObject):
    """Let the wheel scroll the page rather than change a number under the pointer."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.Wheel
            and isinstance(watched, Control)
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)
