"""Choose which curves stand under the timeline; the choice is remembered."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSettings, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from formcheck_ui.replay.curves import CURVES, DEFAULT

_KEY = "replay/curves"


class CurveMenu(QToolButton):
    """A button with a list of curves to tick.

    Signals
    -------
    changed
        Other curves are wanted.
    """

    changed = Signal()

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.setText(self.tr("Curves"))
        self.setAccessibleName(self.tr("Choose the curves"))
        self.setToolTip(self.tr("Which curves stand under the timeline"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("bar", "true")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        menu.setAccessibleName(self.accessibleName())
        self.setMenu(menu)
        chosen = self._remembered()
        self.choices: dict[str, QAction] = {}
        for spec in CURVES:
            action = QAction(QCoreApplication.translate("curves", spec.text), menu)
            action.setCheckable(True)
            action.setChecked(spec.measure in chosen)
            action.triggered.connect(self._on_ticked)
            menu.addAction(action)
            self.choices[spec.measure] = action

    def set_most(self, most: int) -> None:
        """Let no more curves be ticked than there is room for; what is ticked can be unticked."""
        full = len(self.chosen()) >= most
        hint = self.tr("No more curves fit; untick one, or make the window taller.") if full else ""
        self.menu().setToolTipsVisible(full)
        for action in self.choices.values():
            action.setEnabled(action.isChecked() or not full)
            action.setToolTip("" if action.isChecked() else hint)

    def chosen(self) -> tuple[str, ...]:
        """Return the measures of the curves that are wanted, in the order they stand in."""
        return tuple(name for name, action in self.choices.items() if action.isChecked())

    def _remembered(self) -> frozenset[str]:
        kept = self._settings.value(_KEY)
        return frozenset(str(kept).split(",")) if kept is not None else frozenset(DEFAULT)

    def _on_ticked(self) -> None:
        self._settings.setValue(_KEY, ",".join(self.chosen()))
        self.changed.emit()
