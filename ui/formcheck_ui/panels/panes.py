"""Picture and side next to each other: to be drawn wider, put away and brought back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

SIDE_LEAST: Final = 330
"""Narrower the gauges and the table of reps are cut."""

BESIDE_LEAST: Final = 388
_BESIDE: Final = 470
"""So much the fewest and all of the buttons under the timeline need."""

_SHARES: Final = {"live": (0.27, 520), "review": (0.33, 640)}
"""Share of the width for the side and its most in pixels: a table of reps needs more than a count;
most pictures are limited by their height."""

_PICTURE_LEAST: Final = 258
_PICTURE_AT_ONCE: Final = 360
"""An upright picture of 16:9 that is 640 pixels high."""

_GAP: Final = 12


class Panes(QSplitter):
    """The picture's pane, one beside it for what stands under a wide picture, and the side.

    What the user drags is remembered for filming and for review, each as a share of the width; a
    pane dragged to nothing is put away.

    Parameters
    ----------
    picture, side : QWidget
    settings : QSettings
        Where the widths are kept.

    Signals
    -------
    changed
        The user has moved or put away a pane.
    """

    changed = Signal()

    def __init__(self, picture: QWidget, side: QWidget, settings: QSettings) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._settings = settings
        self._mode = "live"
        self._beside = QWidget()
        self._column = QVBoxLayout(self._beside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addStretch(1)
        self._beside.setMinimumWidth(BESIDE_LEAST)
        self._beside.hide()
        picture.setMinimumWidth(_PICTURE_LEAST)
        side.setMinimumWidth(SIDE_LEAST)
        for place, pane in enumerate((picture, self._beside, side)):
            self.addWidget(pane)
            self.setCollapsible(place, pane is side)
            self.setStretchFactor(place, int(pane is picture))
        self.setHandleWidth(_GAP)
        self.splitterMoved.connect(lambda _place, _index: self._keep())

    @property
    def side_shown(self) -> bool:
        """Whether the side has not been put away."""
        return self.sizes()[2] > 0

    def show_mode(self, *, reviewing: bool) -> None:
        """Give the side the width it has while filming, or in review."""
        self._mode = "review" if reviewing else "live"
        self._fit()

    def toggle_side(self) -> None:
        """Put the side away, or bring it back."""
        share = self._share()
        self._settings.setValue(self._key, -abs(share) if self.side_shown else abs(share))
        self._fit()
        self.changed.emit()

    def put_beside(self, below: QWidget, home: QVBoxLayout, *, wanted: bool) -> bool:
        """Take what stands under the picture beside it, where there is room; return whether so.

        An upright picture is limited by its height.  Else it goes back to its home, at the end.
        """
        need = _PICTURE_LEAST + BESIDE_LEAST + 2 * _GAP + (SIDE_LEAST if self._share() > 0 else 0)
        beside = wanted and self._wide >= need
        if beside and self._column.indexOf(below) < 0:
            self._column.insertWidget(0, below)
        elif not beside and self._column.indexOf(below) >= 0:
            home.addWidget(below)
        self._beside.setVisible(beside)
        self._fit()
        return beside

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the side's share."""
        super().resizeEvent(event)
        self._fit()

    @property
    def _wide(self) -> int:
        return self.contentsRect().width()

    @property
    def _key(self) -> str:
        return f"panes/{self._mode}"

    def _share(self) -> float:
        """Return the side's share of the width; negative while it is put away."""
        try:
            share = float(str(self._settings.value(self._key, 0.0)))
        except ValueError:
            share = 0.0
        # Settings can be edited, and spoilt.
        known = 0.0 < abs(share) <= 1.0
        return share if known else _SHARES[self._mode][0]

    def _fit(self) -> None:
        share, wide = self._share(), self._wide
        chosen = self._settings.contains(self._key)
        most = wide if chosen else _SHARES[self._mode][1]
        side = min(max(SIDE_LEAST, round(share * wide)), most) if share > 0.0 else 0
        beside, gaps = 0, _GAP
        if self._beside.isVisibleTo(self):
            gaps *= 2
            beside = min(max(BESIDE_LEAST, wide - side - gaps - _PICTURE_AT_ONCE), _BESIDE)
            # Side and buttons make way down to what they need before the picture does.
            side = max(min(side, wide - gaps - beside - _PICTURE_LEAST), SIDE_LEAST if side else 0)
        picture = max(wide - side - beside - gaps, _PICTURE_LEAST)
        self.setSizes([picture, beside, side])

    def _keep(self) -> None:
        """Remember what was dragged."""
        side, wide = self.sizes()[2], max(self._wide, 1)
        share = side / wide if side else -abs(self._share())
        self._settings.setValue(self._key, share)
        self.changed.emit()
