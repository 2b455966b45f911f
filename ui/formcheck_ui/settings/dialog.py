"""The settings: one page a subject, made from the table of options; changes hold at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from formcheck.config import Config
from formcheck.config_file import OptionRow
from formcheck_ui.panels.card import label
from formcheck_ui.screen_room import WithinScreen
from formcheck_ui.settings import labels
from formcheck_ui.settings.controls import Control, Value, make_control, set_value, value_of

_CALM_MS: Final = 250
_CONTROL_WIDE: Final = 160


class _Row:
    """An option's name, help, control and way back to its default."""

    def __init__(self, row: OptionRow, dialog: SettingsDialog) -> None:
        self.row = row
        self._kept = self._shown = row.default
        self.control: Control = make_control(row, dialog.note_change)
        self.box, self.rule = QWidget(), _line()
        grid = QGridLayout(self.box)
        grid.setContentsMargins(0, 4, 0, 6)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(0, 1)
        self.name = label(labels.name(row), "value")
        self.name.setBuddy(self.control)
        self.help = label(labels.help_text(row), "muted")
        self.help.setWordWrap(True)
        self.reset = QPushButton(dialog.tr("Default"))
        self.reset.setAccessibleName(dialog.tr("Default for {0}").format(self.name.text()))
        self.reset.clicked.connect(lambda: set_value(self.control, row.default))
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.help, 1, 0)
        self.control.setFixedWidth(_CONTROL_WIDE)
        grid.addWidget(self.control, 0, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.reset, 0, 2, 2, 1)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)

    def show(self, value: Value) -> None:
        """Show an option's value, which may have more digits than the control."""
        self._kept = value
        set_value(self.control, value)
        self._shown = value_of(self.control)
        self.mark()

    @property
    def value(self) -> Value:
        """The option's value: to the last digit the one it had, unless the user changed it."""
        now = value_of(self.control)
        return self._kept if now == self._shown else now

    def mark(self) -> None:
        """Offer the way back only where there is one."""
        self.reset.setVisible(self.value != self.row.default)

    def matches(self, words: list[str]) -> bool:
        """Whether every word occurs in name, key or help."""
        text = f"{self.name.text()} {self.row.key} {self.help.text()}".lower()
        return all(word in text for word in words)


class SettingsDialog(QDialog):
    """Change options beside the running window; nothing here waits for anything.

    Signals
    -------
    changed
        The new ``Config``, a moment after the last change.
    tried
        The user wants to hear what the voice sounds like.
    """

    changed = Signal(object)
    tried = Signal()

    def __init__(self, config: Config, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        WithinScreen(self)
        self.setModal(False)
        self.resize(860, 620)
        self._config = config
        self._quiet = False
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._tell)
        self._rows: dict[tuple[str, str], _Row] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the settings"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setObjectName("pages")
        self.list.setFixedWidth(170)
        self.list.setAccessibleName(self.tr("Pages"))
        self.pages = QStackedWidget()
        for page in labels.PAGES:
            item = QListWidgetItem(labels.tr(page.title), self.list)
            item.setSizeHint(QSize(0, 2 * self.fontMetrics().height() + 8))
            self.pages.addWidget(self._page(page))
        self.nothing = label("", "muted")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.pages.addWidget(self.nothing)
        self.list.currentRowChanged.connect(self._turn)
        self.list.setCurrentRow(0)
        self._filter("")
        self._lay_out()
        self.show_config(config)

    def show_config(self, config: Config) -> None:
        """Set every control; says nothing."""
        self._config, self._quiet = config, True
        for (section, key), row in self._rows.items():
            row.show(getattr(getattr(config, section), key))
        self._quiet = False

    def control(self, section: str, key: str) -> Control:
        """Return an option's control."""
        return self._rows[section, key].control

    def note_change(self) -> None:
        """Tell of a change soon, when nothing more changes."""
        if not self._quiet:
            for row in self._rows.values():
                row.mark()
            self._calm.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell what has not been told yet."""
        if self._calm.isActive():
            self._calm.stop()
            self._tell()
        super().closeEvent(event)

    def _tell(self) -> None:
        changes: dict[str, Any] = {}
        for section in {section for section, _ in self._rows}:
            values: dict[str, Any] = {
                key: row.value for (where, key), row in self._rows.items() if where == section
            }
            changes[section] = replace(getattr(self._config, section), **values)
        self._config = replace(self._config, **changes)
        self.changed.emit(self._config)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        whole = QHBoxLayout()
        whole.addLayout(left)
        whole.addWidget(self.pages, 1)
        close = QPushButton(self.tr("Close"))
        close.setAccessibleName(self.tr("Close the settings"))
        close.clicked.connect(self.close)
        bottom = QHBoxLayout()
        note = label(self.tr("Changes are saved at once."), "muted")
        bottom.addWidget(note)
        bottom.addStretch(1)
        bottom.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 14, 14, 14)
        column.addLayout(whole, 1)
        column.addLayout(bottom)

    def _page(self, page: labels.Page) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("central")
        column = QVBoxLayout(inner)
        column.setContentsMargins(10, 2, 14, 10)
        lead = label(labels.tr(page.lead), "muted")
        lead.setWordWrap(True)
        column.addWidget(lead)
        for row in labels.rows(page):
            made = self._rows[row.section, row.key] = _Row(row, self)
            column.addWidget(made.rule)
            column.addWidget(made.box)
        if "sound" in page.sections:
            column.addWidget(self._try_button())
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(labels.tr(page.title))
        return scroll

    def _try_button(self) -> QPushButton:
        button = QPushButton(self.tr("Try voice and tones"))
        button.setAccessibleName(button.text())
        button.clicked.connect(self.tried)
        return button

    def _turn(self, number: int) -> None:
        self.pages.setCurrentIndex(number)

    def _filter(self, text: str) -> None:
        """Show what matches, and turn to the first page on which something does."""
        words = text.lower().split()
        found = [False] * len(labels.PAGES)
        for (section, _), row in self._rows.items():
            fits = row.matches(words)
            number = next(n for n, page in enumerate(labels.PAGES) if section in page.sections)
            row.box.setVisible(fits)
            # Between two options: none above the first or below the last.
            row.rule.setVisible(fits and found[number])
            found[number] |= fits
        for number, any_found in enumerate(found):
            self.list.item(number).setHidden(not any_found)
        if any(found) and not found[max(0, self.list.currentRow())]:
            self.list.setCurrentRow(found.index(True))
        self.nothing.setText(self.tr("No setting is called “{0}”.").format(text.strip()))
        self.pages.setCurrentIndex(self.list.currentRow() if any(found) else len(found))


def _line() -> QLabel:
    made = QLabel()
    made.setObjectName("rule")
    made.setFixedHeight(1)
    return made
