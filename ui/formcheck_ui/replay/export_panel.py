"""Choose what to export and how the lifter is shown; a window of its own, never in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.panels.card import label
from formcheck_ui.screen_room import WithinScreen

if TYPE_CHECKING:
    from formcheck.export.export import What
    from formcheck.export.look import Showing

KINDS: Final[tuple[tuple[str, What, str, str], ...]] = (
    (
        "report",
        "report",
        QT_TRANSLATE_NOOP("export", "Report"),
        QT_TRANSLATE_NOOP(
            "export", "One HTML page with curves, reps and pictures: read, print, send"
        ),
    ),
    (
        "clip",
        "video",
        QT_TRANSLATE_NOOP("export", "Video of the clip"),
        QT_TRANSLATE_NOOP("export", "With back line, skeleton, count and flags drawn in"),
    ),
    (
        "rep",
        "video",
        QT_TRANSLATE_NOOP("export", "Video of the chosen rep"),
        QT_TRANSLATE_NOOP("export", "The same, of one rep alone"),
    ),
    (
        "still",
        "still",
        QT_TRANSLATE_NOOP("export", "This picture"),
        QT_TRANSLATE_NOOP("export", "The frame on show, in full size"),
    ),
    (
        "reps_csv",
        "reps_csv",
        QT_TRANSLATE_NOOP("export", "Table of reps"),
        QT_TRANSLATE_NOOP("export", "CSV, one row a rep, for a spreadsheet"),
    ),
    (
        "frames_csv",
        "frames_csv",
        QT_TRANSLATE_NOOP("export", "Table of frames"),
        QT_TRANSLATE_NOOP("export", "CSV, every measure of every frame with its quality"),
    ),
    (
        "json",
        "json",
        QT_TRANSLATE_NOOP("export", "Data"),
        QT_TRANSLATE_NOOP("export", "JSON, for other programs"),
    ),
)
"""Id, kind of file, title and explanation."""

LOOKS: Final[tuple[tuple[Showing, str], ...]] = (
    ("picture", QT_TRANSLATE_NOOP("export", "Show the lifter")),
    ("blurred", QT_TRANSLATE_NOOP("export", "Blur the head")),
    ("skeleton", QT_TRANSLATE_NOOP("export", "Skeleton only")),
)
_PICTURED: Final = frozenset({"report", "clip", "rep", "still"})


class ExportPanel(QDialog):
    """What, how, and how far it has come.

    Signals
    -------
    wanted
        The id of what is to be exported.
    stopped
        The user no longer wants it.
    open_wanted
        What was saved is to be opened with the system's own program.
    """

    wanted = Signal(str)
    stopped = Signal()
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export or share"))
        WithinScreen(self)
        self.setModal(False)
        self.setMinimumWidth(440)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(6)
        self.kinds = self._make_kinds(column)
        column.addSpacing(8)
        self.looks, self._look_row = self._make_looks(column)
        self.layers = QCheckBox(self.tr("Draw in what was found"))
        self.layers.setAccessibleName(self.layers.text())
        self.layers.setChecked(True)
        column.addWidget(self.layers)
        column.addSpacing(8)
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Export"))
        column.addWidget(self.progress)
        self.status = label("", "muted")
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        column.addWidget(self.status)
        self._make_buttons(column)
        self.show_idle("")
        self._on_kind()

    def chosen(self) -> str:
        """Return the id of what is chosen."""
        return KINDS[self.kinds.checkedId()][0]

    def choose(self, name: str) -> None:
        """Choose something by its id."""
        for button in self.kinds.buttons():
            button.setChecked(button.property("id") == name)
        self._on_kind()

    def showing(self) -> Showing:
        """Return how the lifter is shown."""
        return LOOKS[self.looks.checkedId()][0]

    def show_rep(self, number: int) -> None:
        """Offer the video of a rep only while one is chosen."""
        for button in self.kinds.buttons():
            if button.property("id") == "rep":
                button.setEnabled(number > 0)
                if not number and button.isChecked():
                    self.choose("clip")

    def show_busy(self, name: str) -> None:
        """Say what is being written."""
        self.progress.setValue(0)
        self.progress.show()
        self.save_button.setEnabled(False)
        self.open_button.hide()
        self.stop_button.show()
        self.status.setText(self.tr("Writing {0}…").format(name))

    def show_idle(self, text: str, *, saved: bool = False) -> None:
        """Say how it ended; what was saved can be opened from here."""
        self.open_button.setVisible(saved)
        self.progress.hide()
        self.save_button.setEnabled(True)
        self.stop_button.hide()
        self.status.setText(text)

    def _make_kinds(self, column: QVBoxLayout) -> QButtonGroup:
        group = QButtonGroup(self)
        rows = QGridLayout()
        rows.setHorizontalSpacing(18)
        rows.setVerticalSpacing(6)
        rows.setColumnStretch(1, 1)
        column.addLayout(rows)
        for number, (name, _, title, explanation) in enumerate(KINDS):
            button = QRadioButton(_tr(title))
            button.setProperty("id", name)
            button.setAccessibleName(_tr(title))
            button.setAccessibleDescription(_tr(explanation))
            button.setChecked(number == 0)
            group.addButton(button, number)
            rows.addWidget(button, number, 0)
            rows.addWidget(label(_tr(explanation), "muted"), number, 1)
        group.idToggled.connect(self._on_kind)
        return group

    def _make_looks(self, column: QVBoxLayout) -> tuple[QButtonGroup, QWidget]:
        group = QButtonGroup(self)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        for number, (_, title) in enumerate(LOOKS):
            button = QRadioButton(_tr(title))
            button.setAccessibleName(_tr(title))
            button.setChecked(number == 0)
            group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(box)
        return group, box

    def _make_buttons(self, column: QVBoxLayout) -> None:
        row = QHBoxLayout()
        row.addStretch(1)
        self.stop_button = QPushButton(self.tr("Stop"))
        self.stop_button.clicked.connect(self.stopped)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.clicked.connect(self.hide)
        self.save_button = QPushButton(self.tr("Save as…"))
        self.save_button.setProperty("primary", "true")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(lambda: self.wanted.emit(self.chosen()))
        self.open_button = QPushButton(self.tr("Open it"))
        self.open_button.clicked.connect(self.open_wanted)
        for button in (self.open_button, self.stop_button, self.close_button, self.save_button):
            button.setAccessibleName(button.text())
            row.addWidget(button)
        column.addLayout(row)

    def _on_kind(self) -> None:
        pictured = self.chosen() in _PICTURED
        self._look_row.setEnabled(pictured)
        self.layers.setEnabled(pictured)


def _tr(text: str) -> str:
    from PySide6.QtCore import QCoreApplication

    return QCoreApplication.translate("export", text)
