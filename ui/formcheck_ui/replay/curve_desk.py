"""The curves under the timeline: which are shown, when they are drawn anew, how high they are."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from formcheck_ui.replay.curve_menu import CurveMenu
from formcheck_ui.replay.curves import CURVES, Curve
from formcheck_ui.replay.plots import PlotStack
from formcheck_ui.shell import Shell

if TYPE_CHECKING:
    from formcheck_ui.replay.compare_desk import CompareDesk

_REFRESH_S: Final = 0.5
"""While a clip is analysed the curves grow this often."""

_TAKEN: Final = 440
_SHARE: Final = 0.55
"""Of the window's height this much goes to bars, buttons, timeline and the smallest picture; of
the rest the curves may take their share."""


class CurveDesk(QObject):
    """Own the curves and their menu, and give them what is known."""

    def __init__(self, window: Shell, compare: CompareDesk) -> None:
        super().__init__(window)
        self._window = window
        self._compare = compare
        self._drawn_s = 0.0
        transport = window.transport
        self.plots = PlotStack(transport.timeline.axis)
        transport.body.insertWidget(1, self.plots)
        self.menu = CurveMenu(window.settings)
        self.plots.sought.connect(window.controller.seek)
        self.menu.changed.connect(lambda: self.draw(force=True))
        compare.curves_changed.connect(self._draw_ghosts)

    def draw(self, *, force: bool = False) -> None:
        """Give the curves what is known by now."""
        recording = self._window.controller.recording
        now_s = time.monotonic()
        if recording is None or (not force and now_s - self._drawn_s < _REFRESH_S):
            return
        self._drawn_s = now_s
        names = self._names()
        self.menu.set_most(self.plots.most)
        times, columns = recording.series(names)
        specs = [spec for spec in CURVES if spec.measure in names]
        curves = [Curve(spec, times, columns[spec.measure]) for spec in specs]
        self.plots.setVisible(bool(curves))
        self._draw_ghosts()
        self.plots.set_content(curves, recording.reps, recording.flags, recording.analysed_until_s)

    def fit(self, height: int) -> None:
        """Keep to a share of the window's height."""
        shown = self._names()
        self.plots.set_room(round(_SHARE * (height - _TAKEN)))
        self.menu.set_most(self.plots.most)
        if self._names() != shown:
            self.draw(force=True)

    def _names(self) -> tuple[str, ...]:
        """Return the measures that are shown: those ticked, as far as there is room for them."""
        return self.menu.chosen()[: self.plots.most]

    def _draw_ghosts(self) -> None:
        self.plots.set_ghosts(self._compare.curves(self._names()))
