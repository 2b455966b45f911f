"""History: the sets there are, a calendar of the days, and one set looked at closely."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCalendarWidget,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from formcheck.config_file import load_config
from formcheck.errors import FormCheckError, UsageError
from formcheck.log.contents import codes_in
from formcheck.log.entries import SetContent, TrainingSet
from formcheck.log.loads import parse_load
from formcheck.log.relations import relate
from formcheck.log.removal import remove_set
from formcheck_ui import theme, words
from formcheck_ui.log.context import Context
from formcheck_ui.log.rescorer import Rescorer
from formcheck_ui.log.set_model import COLUMNS, SetModel
from formcheck_ui.log.words import deleted, exercise, load
from formcheck_ui.panels.card import Card, beside

if TYPE_CHECKING:
    from formcheck.log.rescoring import SetChange


class HistoryPage(QWidget):
    """All sets of a lifter.

    Signals
    -------
    failed
        Message and hint.
    changed
        Something in the log was changed here.
    told
        What was done, in words.
    watch_wanted
        The clip or recording of a set, and the second in it at which its first rep begins.
    """

    failed = Signal(str, str)
    told = Signal(str)
    changed = Signal()
    watch_wanted = Signal(object, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context: Context | None = None
        self._days: frozenset[str] = frozenset()
        self._filling = False
        self.model = SetModel()
        self.table = self._make_table()
        self.calendar = self._make_calendar()
        self.details = Card(self.tr("Set"))
        self.reps = QLabel()
        self.reps.setTextFormat(Qt.TextFormat.RichText)
        self.load, self.rpe, self.notes = QLineEdit(), QLineEdit(), QLineEdit()
        self.save_button = QPushButton(self.tr("Save"))
        self.save_button.clicked.connect(self._save)
        self.delete_button = QPushButton(self.tr("Delete for good…"))
        self.delete_button.clicked.connect(self._delete)
        # Two sentences of buttons side by side would be wider than the calendar above.
        self.judge_button = QPushButton("↻")
        self.judge_button.setAccessibleName(self.tr("Analyse again"))
        self.judge_button.setToolTip(
            self.tr("Analyse the recording again, with today's rules and settings.")
        )
        self.judge_button.clicked.connect(self._judge)
        self.watch_button = QPushButton(self.tr("Watch this set"))
        self.watch_button.clicked.connect(self._watch)
        self._watched: tuple[Path, float] | None = None
        self._rescorer: Rescorer | None = None
        self._sure = False
        self._build_details()
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.calendar)
        column.addWidget(self.details, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.table, 1)
        row.addLayout(column)

    def _make_table(self) -> QTableView:
        made = QTableView()
        made.setAccessibleName(self.tr("Sets"))
        made.setModel(self.model)
        made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setAlternatingRowColors(True)
        made.setShowGrid(False)
        made.setTabKeyNavigation(False)
        # The last column takes what is left, and its tip tells it whole.
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.verticalHeader().hide()
        header = made.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, wide in enumerate((88, 50, 132, 46, 66, 68, 42)):
            # A heading is longer in some languages than what stands below it.
            made.setColumnWidth(column, max(wide, header.sectionSizeHint(column)))
        # Names of exercises have the room they need: of those in sight, for a year has thousands.
        header.setResizeContentsPrecision(0)
        header.setSectionResizeMode(_EXERCISE, QHeaderView.ResizeMode.ResizeToContents)
        made.setWordWrap(False)
        made.selectionModel().currentRowChanged.connect(self._chosen)
        return made

    def _make_calendar(self) -> QCalendarWidget:
        made = QCalendarWidget()
        made.setAccessibleName(self.tr("Days of training"))
        made.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        made.setFixedHeight(230)
        made.setMinimumWidth(310)
        plain = QTextCharFormat()
        plain.setForeground(self.palette().text())
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            made.setWeekdayTextFormat(weekend, plain)
        tokens = theme.tokens()
        made.setStyleSheet(
            f"QWidget#qt_calendar_navigationbar {{ background: {tokens.panel}; }}"
            f"QAbstractItemView {{ background: {tokens.panel}; border: 0; }}"
        )
        made.clicked.connect(self._go_to_day)
        return made

    def _build_details(self) -> None:
        self.load.setPlaceholderText(self.tr("60, 62.5kg, 135lb"))
        self.rpe.setPlaceholderText(self.tr("1 to 10"))
        form = QFormLayout()
        names = (self.tr("Load"), self.tr("RPE"), self.tr("Notes"))
        for text, field in zip(names, (self.load, self.rpe, self.notes), strict=True):
            field.setAccessibleName(text)
            form.addRow(beside(field, text), field)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.judge_button)
        buttons.addStretch(1)
        buttons.addWidget(self.delete_button)
        self.reps.setAccessibleName(self.tr("Set"))
        self.reps.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reps.setWordWrap(True)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.reps)
        # The card's own colour, not that of a page.
        for part in (scroll.viewport(), self.reps):
            part.setAutoFillBackground(False)
            part.setStyleSheet("background: transparent;")
        self.details.body.addWidget(scroll, 1)
        self.details.body.addWidget(self.watch_button)
        self.details.body.addLayout(form)
        self.details.body.addLayout(buttons)

    def show_context(self, context: Context) -> None:
        """Show a lifter's sets, the newest chosen."""
        self._context = context
        before = self.chosen
        lifter_id = context.lifter.id if context.lifter else None
        self.model.show_log(context.log, lifter_id)
        self._mark_days(context.log.workouts.days(lifter_id) if lifter_id else frozenset())
        row = self.model.row_of(before.id) if before is not None else 0
        self._filling = True
        if self.model.rowCount():
            self.table.selectRow(max(row, 0))
        self._filling = False
        self._show_details()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the calendar, and columns that stand beside the table too, to cut nothing."""
        super().resizeEvent(event)
        self.calendar.setVisible(self.height() >= _ROOM_FOR_CALENDAR)
        for column in _BESIDE_TOO:
            self.table.setColumnHidden(column, self.width() < _ROOM_FOR_COLUMNS)

    @property
    def chosen(self) -> TrainingSet | None:
        """The set looked at; None without one."""
        return self.model.at(self.table.currentIndex().row())

    def let_go(self) -> None:
        """Forget the log, which is about to be closed; what is being judged is waited for."""
        if self._rescorer is not None:
            self._rescorer.wait()
        self._context = None
        self.model.let_go()

    def _mark_days(self, days: frozenset[str]) -> None:
        """Mark the days of training; a year of them takes its time, so only what has changed."""
        mark = QTextCharFormat()
        mark.setFontWeight(800)
        mark.setBackground(theme.colour(theme.tokens().accent))
        mark.setForeground(theme.colour(theme.tokens().on_accent))
        for gone in self._days - days:
            self.calendar.setDateTextFormat(QDate.fromString(gone, _DAY), QTextCharFormat())
        for come in days - self._days:
            self.calendar.setDateTextFormat(QDate.fromString(come, _DAY), mark)
        self._days = days

    def _go_to_day(self, day: QDate) -> None:
        """Choose the first set of a day."""
        row = self.model.row_of_day(day.toString(_DAY))
        if row >= 0:
            self.table.selectRow(row)

    def _chosen(self, _now: QModelIndex, _before: QModelIndex) -> None:
        if not self._filling:
            self._show_details()

    def _show_details(self) -> None:
        item = self.chosen
        self._sure = False
        self.delete_button.setText(self.tr("Delete for good…"))
        for field in (self.load, self.rpe, self.notes, self.save_button, self.delete_button):
            field.setEnabled(item is not None)
        recorded = item is not None and bool(item.landmarks) and Path(item.landmarks).is_file()
        self.judge_button.setEnabled(recorded and self._rescorer is None)
        self._watched = None
        self.watch_button.hide()
        if item is None or self._context is None:
            self.reps.setText(self.tr("No set is in the log yet."))
            for field in (self.load, self.rpe, self.notes):
                field.clear()
            return
        content = self._context.log.sets.content(item.id)
        self.reps.setText(self._page(item, content))
        pictures = next((path for path in _pictures(item) if path.is_file()), None)
        if pictures is not None:
            self._watched = pictures, content.reps[0].start_s if content.reps else 0.0
            self.watch_button.show()
        known = not math.isnan(item.load_kg)
        shown = load(item.load_kg, item.unit) if known else ""
        self.load.setText(shown)
        self.rpe.setText("" if math.isnan(item.rpe) else words.number(item.rpe, "g"))
        self.notes.setText(item.notes)

    def _page(self, item: TrainingSet, content: SetContent) -> str:
        """Return a set's reps as a small table."""
        muted = theme.tokens().muted
        head = "".join(
            f'<td align="right" style="color:{muted}">{text}&nbsp;&nbsp;</td>'
            for text in (
                self.tr("Rep"), self.tr("Pull"), self.tr("Lower"), self.tr("Range"),
                self.tr("Back"),
            )
        )  # fmt: skip
        rows = []
        for rep in content.reps[:_SHOWN_REPS]:
            flags = ", ".join(words.flag_title(code) for code in codes_in(rep, content.flags))
            cells = (
                str(rep.number),
                _number(rep.value("concentric_s"), "{:.1f}&nbsp;s"),
                _number(rep.value("eccentric_s"), "{:.1f}&nbsp;s"),
                _number(100 * rep.value("rom"), "{:.0f}&nbsp;%"),
                _number(rep.value("back_curvature_max"), "{:+.0f}°"),
            )
            rows.append("".join(f'<td align="right">{cell}&nbsp;&nbsp;</td>' for cell in cells))
            # Beside five numbers there is no room for names.
            rows += [f"<td></td><td colspan=4>{flags}</td>"] if flags else []
        more = len(content.reps) - _SHOWN_REPS
        rest = "" if more <= 0 else f"<p>{self.tr('More reps: {0}').format(more)}</p>"
        table = "".join(f"<tr>{row}</tr>" for row in (head, *rows))
        day = f"{item.started.local:%Y-%m-%d %H:%M}"
        return f"<b>{exercise(item.exercise)}</b> · {day}<table cellpadding=1>{table}</table>{rest}"

    def _watch(self) -> None:
        if self._watched is not None:
            self.watch_wanted.emit(*self._watched)

    def _save(self) -> None:
        item = self.chosen
        if item is None or self._context is None or self._context.lifter is None:
            return
        log = self._context.log
        try:
            with log.writing():
                load_kg, unit = math.nan, item.unit
                if self.load.text().strip():
                    load_kg, unit = parse_load(self.load.text(), self._context.lifter.unit)
                rpe = _as_rpe(self.rpe.text())
                log.sets.annotate(item.id, rpe=None if math.isnan(rpe) else rpe)
                log.sets.update(
                    item.id, load_kg=load_kg, unit=unit, rpe=rpe, notes=self.notes.text().strip()
                )
                relate(log, item.workout_id)
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
        else:
            self.changed.emit()

    def _judge(self) -> None:
        """Judge the set again without stopping anything that runs."""
        item, context = self.chosen, self._context
        if item is None or context is None or self._rescorer is not None:
            return
        self._rescorer = Rescorer(context.log.path, item.id, load_config(None), self)
        self._rescorer.judged.connect(self._judged)
        self._rescorer.failed.connect(self.failed)
        self._rescorer.finished.connect(self._judging_ended)
        self.judge_button.setEnabled(False)
        self.told.emit(self.tr("Analysing again…"))
        self._rescorer.start()

    def _judged(self, change: SetChange) -> None:
        told, item = change.changes, change.set
        self.changed.emit()
        if not change.any:
            self.told.emit(self.tr("Analysed again: nothing has changed."))
            return
        self.told.emit(
            self.tr("Analysed again. Reps: {0} (+{1}, −{2}), flags: +{3}, −{4}.").format(
                item.reps, len(told.reps_new), len(told.reps_lost),
                len(told.flags_new), len(told.flags_gone),
            )
        )  # fmt: skip

    def _judging_ended(self) -> None:
        if self._rescorer is not None:
            self._rescorer.deleteLater()
        self._rescorer = None
        self._show_details()

    def _delete(self) -> None:
        """Ask once more on the button itself, then delete."""
        item = self.chosen
        if item is None or self._context is None:
            return
        if not self._sure:
            self._sure = True
            self.delete_button.setText(self.tr("Really delete this set?"))
            return
        try:
            done = remove_set(self._context.log, item.id)
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
        else:
            self.changed.emit()
            self.told.emit(deleted(done))


_EXERCISE: Final = COLUMNS.index("Exercise")

_ROOM_FOR_CALENDAR: Final = 580
"""Height of the page in pixels: 230 for the calendar, 260 for fields and buttons, five reps."""

_ROOM_FOR_COLUMNS: Final = 1000
_BESIDE_TOO: Final = (1, 6)
"""Time of day and RPE."""

_SHOWN_REPS: Final = 15
_DAY: Final = "yyyy-MM-dd"


def _pictures(item: TrainingSet) -> tuple[Path, ...]:
    """Return where a set can be watched: its clip, or its recording."""
    clip = item.source if item.origin == "clip" else ""
    return tuple(Path(name) for name in (clip, item.landmarks) if name)


def _number(value: float, form: str) -> str:
    return words.local(form.format(value)) if math.isfinite(value) else "–"


def _as_rpe(text: str) -> float:
    """Return an RPE as typed; NaN for none.

    Raises
    ------
    UsageError
        When it is no number.
    """
    if not text.strip():
        return math.nan
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise UsageError(f"{text!r} is no RPE.", "It goes from 1 to 10.") from error
