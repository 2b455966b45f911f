"""Routines: what there is, what one asks for, and the one the lifter trains by."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
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

from formcheck.errors import FormCheckError
from formcheck.log.entries import LEVELS, Lifter
from formcheck.routines import registry
from formcheck.routines.spec import Day, Item, Routine
from formcheck_ui import theme
from formcheck_ui.log import words
from formcheck_ui.log.context import Context
from formcheck_ui.log.today_page import span
from formcheck_ui.panels.card import Card


class RoutinesPage(QWidget):
    """Choose a routine, or copy one to change it.

    Signals
    -------
    failed
        Message and hint.
    changed
        Another routine was chosen.
    """

    failed = Signal(str, str)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context: Context | None = None
        self._routines: dict[str, Routine] = {}
        self._used = ""
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Routines"))
        self.list.setObjectName("pages")
        self.list.setFixedWidth(230)
        self.list.currentRowChanged.connect(self._show_chosen)
        self.page = QLabel()
        self.page.setTextFormat(Qt.TextFormat.RichText)
        self.page.setWordWrap(True)
        self.page.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.use_button = QPushButton(self.tr("Start this routine today"))
        self.use_button.setProperty("primary", "true")
        self.use_button.clicked.connect(self._use)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the copy"))
        self.name.setPlaceholderText(self.tr("name of your copy"))
        self.copy_button = QPushButton(self.tr("Make a copy to edit"))
        self.copy_button.clicked.connect(self._copy)
        self._lay_out()

    def _lay_out(self) -> None:
        card = Card("")
        card.body.addWidget(self.page, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.use_button)
        buttons.addStretch(1)
        buttons.addWidget(self.name)
        buttons.addWidget(self.copy_button)
        card.body.addLayout(buttons)
        column = QVBoxLayout()
        column.addWidget(card, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addLayout(column, 1)

    def show_context(self, context: Context) -> None:
        """Show the routines; the lifter's own is chosen.

        Raises
        ------
        FormCheckError
            When an own routine is wrong; says where.
        """
        self._context = context
        use = context.log.routine_uses.current(context.lifter.id) if context.lifter else None
        self._used = use.routine if use else ""
        before = self.chosen
        # The easiest first: a beginner is not to begin with what stands first by the alphabet.
        self._routines = dict(
            sorted(registry.routines().items(), key=lambda item: LEVELS.index(item[1].level))
        )
        self.list.blockSignals(True)
        self.list.clear()
        for routine in self._routines.values():
            mark = "✓ " if routine.name == self._used else ""
            item = QListWidgetItem(f"{mark}{words.routine(routine)}")
            item.setSizeHint(QSize(0, 2 * self.fontMetrics().height() + 6))
            item.setData(Qt.ItemDataRole.UserRole, routine.name)
            self.list.addItem(item)
        self.list.blockSignals(False)
        names = list(self._routines)
        first = self._used or self._fitting(context.lifter)
        wanted = before if before in names else first
        self.list.setCurrentRow(names.index(wanted) if wanted in names else 0)
        self._show_chosen()

    def _fitting(self, lifter: Lifter | None) -> str:
        """Return the first routine of a lifter's level."""
        level = lifter.level if lifter is not None else LEVELS[0]
        fitting = (routine.name for routine in self._routines.values() if routine.level == level)
        return next(fitting, "")

    @property
    def chosen(self) -> str:
        """The name of the routine on show; empty without one."""
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def choose(self, name: str) -> None:
        """Show a routine."""
        self.list.setCurrentRow(list(self._routines).index(name))

    def _show_chosen(self) -> None:
        routine = self._routines.get(self.chosen)
        lifter = self._context.lifter if self._context else None
        used = routine is not None and routine.name == self._used
        self.use_button.setEnabled(routine is not None and lifter is not None and not used)
        bundled = routine is not None and not routine.own
        self.copy_button.setVisible(bundled)
        self.name.setVisible(bundled)
        if routine is not None:
            self.page.setText(self._words(routine))

    def _words(self, routine: Routine) -> str:
        weeks = self.tr(", %n week(s)", "", routine.weeks) if routine.weeks else ""
        times = self.tr("{0}× a week").format(span(routine.times_a_week))
        muted = theme.tokens().muted
        days = "".join(self._day(day) for day in routine.days)
        return (
            f"<h3>{words.routine(routine)}</h3>"
            f'<p style="color:{muted}">{words.level(routine.level)}, {times}{weeks}</p>'
            f"<p>{words.summary(routine)}</p>{days}"
        )

    def _day(self, day: Day) -> str:
        weekday = f" ({words.weekday(day.weekday)})" if day.weekday else ""
        rows = "".join(
            f"<tr><td>{words.exercise(item.exercise.name)}&nbsp;&nbsp;</td>"
            f"<td>{span(item.sets)} × {span(item.reps)}&nbsp;&nbsp;</td>"
            f"<td>{self._remarks(item)}</td></tr>"
            for item in day.items
        )
        return f"<p><b>{words.day(day)}{weekday}</b></p><table cellpadding=3>{rows}</table>"

    def _remarks(self, item: Item) -> str:
        remarks = [self.tr("lower in {0} s").format(span(item.lowering_s))]
        if item.from_week > 1:
            remarks.append(self.tr("from week {0}").format(item.from_week))
        if item.superset:
            remarks.append(self.tr("superset {0}").format(item.superset))
        if item.drops:
            remarks.append(self.tr("drop set at the end"))
        return ", ".join(remarks)

    def _use(self) -> None:
        context = self._context
        if context is None or context.lifter is None:
            return
        try:
            context.log.routine_uses.choose(context.lifter.id, self.chosen, context.now)
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
        else:
            self.changed.emit()

    def _copy(self) -> None:
        try:
            path = registry.copy_to_own(self.chosen, self.name.text().strip())
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
            return
        self.name.clear()
        self.changed.emit()
        self.choose(path.stem)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
