"""The training log in the window: whose sets are kept, and five pages beside the running camera."""

from __future__ import annotations

import math
from functools import cached_property
from typing import Final, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QSettings, QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from formcheck.errors import FormCheckError, LogDamagedError
from formcheck.guidance.today import PlannedItem
from formcheck.log.entries import Lifter
from formcheck.log.keeping import Keeping
from formcheck.log.loads import parse_load
from formcheck.log.moments import Moment
from formcheck.log.place import default_log_path
from formcheck.log.recovery import recover
from formcheck.log.store import TrainingLog
from formcheck_ui.log.context import Context
from formcheck_ui.log.history_page import HistoryPage
from formcheck_ui.log.lifters_page import LiftersPage
from formcheck_ui.log.routines_page import RoutinesPage
from formcheck_ui.log.today_page import TodayPage
from formcheck_ui.log.trends_page import TrendsPage
from formcheck_ui.log.typed_load import TypedLoad
from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.panels.card import label, name_parts

_KEEP = "log/keep"
_WHO = "log/lifter"

_PAGES: Final = {
    "today": QT_TRANSLATE_NOOP("LogPanel", "Today"),
    "history": QT_TRANSLATE_NOOP("LogPanel", "History"),
    "trends": QT_TRANSLATE_NOOP("LogPanel", "Trends"),
    "routines": QT_TRANSLATE_NOOP("LogPanel", "Routines"),
    "lifters": QT_TRANSLATE_NOOP("LogPanel", "Lifters"),
}
"""The pages in the order of the list: the property that makes each when it is first needed (they
are a fifth of what the window takes to stand, and may never be opened), and its title."""

_PageT = TypeVar("_PageT", bound=QWidget)


class Page(Protocol):
    """What every page can do."""

    def show_context(self, context: Context) -> None:
        """Show what the log holds now."""
        ...


class LogPanel(QWidget):
    """Today, history, trends, routines, lifters.

    Parameters
    ----------
    settings : QSettings
        Remembers the lifter, and whether their sets are kept.

    Signals
    -------
    left
        The user goes back to the picture, or to the window's start.
    keeping_changed
        Whose sets are kept from now on, or with which load, has changed.
    film_wanted
        The set that the plan asks for next is to be filmed.
    watch_wanted
        A set is to be watched: its file, and where its first rep begins, seconds.
    """

    left = Signal()
    keeping_changed = Signal()
    film_wanted = Signal()
    watch_wanted = Signal(object, float)

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self.setObjectName("central")
        self.setWindowTitle(self.tr("Training log"))
        self.setMinimumSize(640, 300)
        self._settings = settings
        self._log: TrainingLog | None = None
        self._planned_load = self._restored_load = ""
        self._typed = TypedLoad(settings)
        self.lifter, self.load = QComboBox(), QLineEdit()
        self.keep = QPushButton()
        self.message = label("")
        self.recover_button = QPushButton(self.tr("Recover the log"))
        self.recover_button.clicked.connect(self._recover)
        self.list, self.pages = QListWidget(), QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.lifter.setAccessibleName(self.tr("Lifter"))
        self.lifter.setMinimumWidth(180)
        self.load.setAccessibleName(self.tr("Load of the next set"))
        self.load.setPlaceholderText(self.tr("load, e.g. 60"))
        self.load.setToolTip(self.tr("What the plan asks for, until you enter another load."))
        self.load.setFixedWidth(140)
        self.keep.setCheckable(True)
        self.message.setWordWrap(True)
        bar = QFrame()
        bar.setObjectName("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 8, 14, 8)
        back = self.back_button = QPushButton(self.tr("Back"))
        back.setAccessibleName(back.text())
        back.setToolTip(self.tr("Close the log and go back to where you were (Esc)"))
        back.clicked.connect(self.left)
        for part in (back, label(self.tr("Lifter"), "muted"), self.lifter, self.load, self.keep):
            row.addWidget(part)
        row.addWidget(self.message, 1)
        row.addWidget(self.recover_button)
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setObjectName("pages")
        self.list.setFixedWidth(150)
        for title in _PAGES.values():
            item = QListWidgetItem(QCoreApplication.translate("LogPanel", title))
            item.setSizeHint(QSize(0, 2 * self.fontMetrics().height() + 6))
            self.list.addItem(item)
        middle = QHBoxLayout()
        middle.setContentsMargins(12, 12, 12, 12)
        middle.setSpacing(12)
        middle.addWidget(self.list)
        middle.addWidget(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(middle, 1)
        name_parts(self)

    @cached_property
    def today(self) -> TodayPage:
        """What is planned for today."""
        page = self._added(TodayPage())
        page.film_wanted.connect(self.film_wanted)
        page.routines_wanted.connect(lambda: self._choose_page("routines"))
        return page

    @cached_property
    def history(self) -> HistoryPage:
        """The sets that were kept."""
        page = self._added(HistoryPage())
        page.failed.connect(self.tell)
        page.changed.connect(self.refresh)
        page.told.connect(lambda words: self.tell(words, ""))
        page.watch_wanted.connect(self.watch_wanted)
        return page

    @cached_property
    def trends(self) -> TrendsPage:
        """How figures go over the workouts."""
        return self._added(TrendsPage())

    @cached_property
    def routines(self) -> RoutinesPage:
        """What to do on which day."""
        page = self._added(RoutinesPage())
        page.failed.connect(self.tell)
        page.changed.connect(self.refresh)
        return page

    @cached_property
    def lifters(self) -> LiftersPage:
        """Who is in the log."""
        page = self._added(LiftersPage())
        page.failed.connect(self.tell)
        page.changed.connect(self._lifters_changed)
        page.told.connect(lambda words: self.tell(words, ""))
        return page

    def _added(self, page: _PageT) -> _PageT:
        self.pages.addWidget(page)
        name_parts(page)
        return page

    def _connect(self) -> None:
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(self.show_page)
        self.lifter.currentIndexChanged.connect(self._lifter_changed)
        self.keep.toggled.connect(self._keep_changed)
        self.load.textEdited.connect(self._load_typed)
        # What is half typed is said to nobody.
        self.load.editingFinished.connect(self.keeping_changed)

    def open(self) -> None:
        """Show what the log holds now."""
        self._open_log()
        self.show()
        self.show_page(self.list.currentRow())
        self.list.setFocus()

    def refresh(self) -> None:
        """Read the log again and show the page on top."""
        if self._log is not None:
            self.show_page(self.list.currentRow())

    def show_page(self, number: int) -> None:
        """Show a page with the log as it is now."""
        name = list(_PAGES)[number]
        page: QWidget = getattr(self, name)
        self.pages.setCurrentWidget(page)
        if self._log is None:
            return
        try:
            shown: Page = getattr(self, name)
            shown.show_context(Context(self._log, self.chosen, Moment.now()))
        except FormCheckError as error:
            self.tell(error.message, error.hint)
        else:
            if name == "today":
                self._take_planned_load()

    def _choose_page(self, name: str) -> None:
        self.list.setCurrentRow(list(_PAGES).index(name))

    @property
    def chosen(self) -> Lifter | None:
        """The lifter who is looked at."""
        data = self.lifter.currentData()
        return data if isinstance(data, Lifter) else None

    def keeping(self) -> Keeping | None:
        """Return whose sets are kept, with the load that is entered; None for nobody's."""
        if not self.keep.isChecked():
            return None
        self._open_log()
        lifter = self.chosen
        if lifter is None:
            return None
        load_kg, unit = math.nan, lifter.unit
        if self.load.text().strip():
            try:
                load_kg, unit = parse_load(self.load.text(), lifter.unit)
            except FormCheckError as error:
                self.tell(error.message, error.hint)
        return Keeping(lifter.id, "live", load_kg=load_kg, unit=unit)

    def plan_line(self) -> PlannedItem | None:
        """Return what the plan asks for next; None without a plan or when it is done."""
        if self._log is None or self.chosen is None:
            return None
        try:
            self.today.make_plan(Context(self._log, self.chosen, Moment.now()))
        except FormCheckError as error:
            self.tell(error.message, error.hint)
            return None
        self._take_planned_load()
        return self.today.plan.next_item if self.today.plan is not None else None

    def ready(self) -> None:
        """Read who is in the log, without showing the panel."""
        self._open_log()

    def choose_lifter(self, index: int) -> None:
        """Choose a lifter by place in the list, each with the load that is their own."""
        self._restored_load = self.load.text()
        self.lifter.setCurrentIndex(index)

    def enter_load(self, text: str) -> None:
        """Take a load as if it had been typed in."""
        self.load.setText(text)
        self._load_typed(text)
        self.keeping_changed.emit()

    def _take_planned_load(self) -> None:
        """Enter the load the plan asks for next, unless another one was typed in today.

        Whoever lifts has no hand free to do it between two sets.
        """
        planned, typed = self.today.next_load, self.load.text().strip()
        old = typed == self._typed.of(self._who) and not self._typed.is_of_today(self._who)
        if typed in ("", self._planned_load) or (old and planned):
            self._planned_load = planned
            self.load.setText(planned)

    @property
    def _who(self) -> str:
        return self.chosen.name if self.chosen else ""

    def _load_typed(self, text: str) -> None:
        self._restored_load = ""
        self._typed.keep(self._who, text)

    def tell(self, message: str, hint: str) -> None:
        """Say something in the bar."""
        self.message.setText(f"{message} {hint}".strip())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the log's file go."""
        self.close_log()
        super().closeEvent(event)

    def close_log(self) -> None:
        """Close the log; it is opened again when it is needed."""
        log, self._log = self._log, None
        if log is not None:
            if "history" in vars(self):
                self.history.let_go()
            log.close()

    def restore(self) -> bool:
        """Take up whether sets were kept last time; return whether they are."""
        wanted = str(self._settings.value(_KEEP, "")) == "yes"
        if wanted:
            self._open_log()
        self.keep.setChecked(wanted and self.chosen is not None)
        self._show_keep()
        return self.keep.isChecked()

    def _open_log(self) -> None:
        if self._log is not None:
            return
        self.recover_button.hide()
        try:
            self._log = TrainingLog.open()
        except FormCheckError as error:
            self.tell(error.message, error.hint)
            self.recover_button.setVisible(isinstance(error, LogDamagedError))
            return
        self.message.clear()
        self._fill_lifters(str(self._settings.value(_WHO, "")))
        if self.chosen is None:
            self._choose_page("lifters")
        self.refresh()

    def _fill_lifters(self, wanted: str) -> None:
        if self._log is None:
            return
        self.lifter.blockSignals(True)
        self.lifter.clear()
        for lifter in self._log.lifters.all():
            self.lifter.addItem(lifter.name, lifter)
        self.lifter.setCurrentIndex(max(self.lifter.findText(wanted), 0))
        self.lifter.blockSignals(False)
        self._lifter_changed()

    def _lifters_changed(self, name: str) -> None:
        self._fill_lifters(name)
        self.refresh()

    def _lifter_changed(self) -> None:
        lifter = self.chosen
        if self.load.text() in (self._planned_load, self._restored_load):
            # Nobody typed it just now: whoever lifted before may not leave it to the next one.
            self._restored_load = self._typed.of(self._who)
            self.load.setText(self._restored_load)
        self._settings.setValue(_WHO, lifter.name if lifter else "")
        self.keep.setEnabled(lifter is not None)
        if lifter is None:
            self.keep.setChecked(False)
        self._show_keep()
        self.refresh()
        self.keeping_changed.emit()

    def _keep_changed(self) -> None:
        self._settings.setValue(_KEEP, "yes" if self.keep.isChecked() else "no")
        self._show_keep()
        self.keeping_changed.emit()

    def _show_keep(self) -> None:
        name = self.chosen.name if self.chosen else ""
        if self.keep.isChecked():
            words = self.tr("✓ {0}'s sets are saved").format(name)
        else:
            words = self.tr("Save the sets") if name else self.tr("Sets are not saved")
        self.keep.setText(words)
        self.keep.setAccessibleName(words)

    def _recover(self) -> None:
        try:
            done = recover(default_log_path())
        except FormCheckError as error:
            self.tell(error.message, error.hint)
            return
        self._open_log()
        saved = done.saved.sets + done.from_backups.sets
        told = [str(done.kept_as or "")]
        told += [self.tr("Could not be read: {0}").format(what) for what in done.unread]
        self.tell(self.tr("Sets recovered: {0}.").format(saved), "\n".join(filter(None, told)))
