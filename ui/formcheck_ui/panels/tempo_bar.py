"""Seconds of the pull and the lowering, against the planned lowering."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from formcheck.config import TempoOptions
from formcheck.overlay.palette import ORANGE, SKY
from formcheck.types import NAN, FrameResult, Phase, Rep
from formcheck_ui import icons, theme, words
from formcheck_ui.panels.card import Card, font, scale, use

_JUMP_S: Final = 1.0
"""A gap in time after which the stream is another place, not the next frame."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """Seconds of the pull and the lowering, now and in the last rep; NaN when there is none."""

    pull_s: float = NAN
    lower_s: float = NAN
    last_pull_s: float = NAN
    last_lower_s: float = NAN


class TempoTracker:
    """Follow a stream of results; time comes in with the results."""

    def __init__(self) -> None:
        self._phase: Phase = "unknown"
        self._since_s = NAN
        self._time_s = NAN
        self._pull_s = NAN

    def push(self, result: FrameResult, last: Rep | None) -> Tempo:
        """Take one frame's result and the last finished rep."""
        now_s, phase = result.time_s, result.phase
        if not 0.0 <= now_s - self._time_s <= _JUMP_S:
            # The first frame, or a jump in a replay: when this phase began is not known.
            self._phase, self._since_s, self._pull_s = phase, NAN, NAN
        elif phase != self._phase:
            if self._phase == "concentric":
                self._pull_s = now_s - self._since_s
            if phase in ("concentric", "extended"):
                self._pull_s = NAN
            self._phase, self._since_s = phase, now_s
        self._time_s = now_s
        return self._tempo(now_s, last)

    def _tempo(self, now_s: float, last: Rep | None) -> Tempo:
        lasting_s = now_s - self._since_s
        pulling, lowering = self._phase == "concentric", self._phase == "eccentric"
        return Tempo(
            pull_s=lasting_s if pulling else self._pull_s,
            lower_s=lasting_s if lowering else NAN,
            last_pull_s=NAN if last is None else last.concentric_s,
            last_lower_s=NAN if last is None else last.eccentric_s,
        )


def tempo_in_rep(rep: Rep | None, time_s: float, last: Rep | None) -> Tempo:
    """Return the tempo at a time within a rep whose phases are already known (replay)."""
    before = Tempo(
        last_pull_s=NAN if last is None else last.concentric_s,
        last_lower_s=NAN if last is None else last.eccentric_s,
    )
    if rep is None or math.isnan(rep.concentric_s):
        return before
    lowering_from_s = rep.end_s - rep.eccentric_s
    return Tempo(
        pull_s=min(max(0.0, time_s - rep.start_s), rep.concentric_s),
        lower_s=NAN if time_s < lowering_from_s else time_s - lowering_from_s,
        last_pull_s=before.last_pull_s,
        last_lower_s=before.last_lower_s,
    )


_SCALE_S: Final = 4.0
_SHORTEST_S: Final = 0.05
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TempoBar(QWidget):
    """Two bars; a tick on each is the last rep."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tempo = Tempo()
        self.set_plan(TempoOptions())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Tempo"))

    def sizeHint(self) -> QSize:
        """Return room for two bars and the scale."""
        return QSize(260, round(70 * scale()))

    def set_plan(self, plan: TempoOptions) -> None:
        """Take the planned tempo."""
        least_s = plan.lower_least_s
        self._plan_s = (least_s, max(least_s, plan.lower_most_s))
        self._scale_s = max(_SCALE_S, math.ceil(self._plan_s[1]) + 1.0)
        self.update()

    def set_tempo(self, tempo: Tempo) -> None:
        """Show a tempo."""
        if tempo != self._tempo:
            self._tempo = tempo
            self.setAccessibleDescription(self.in_words())
            self.update()

    def in_words(self) -> str:
        """Return what the bars show."""
        return self.tr("Pull {0}, lowering {1}; planned {2} to {3} seconds").format(
            words.seconds(_known(self._tempo.pull_s, self._tempo.last_pull_s)),
            words.seconds(_known(self._tempo.lower_s, self._tempo.last_lower_s)),
            *(words.number(each, "g") for each in self._plan_s),
        )

    def _wide(self) -> float:
        return self.width() / scale()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both rows and the planned range."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(scale(), scale())
        tempo = self._tempo
        self._row(painter, 0.0, self.tr("Pull"), tempo.pull_s, tempo.last_pull_s)
        self._plan(painter, 30.0)
        self._row(painter, 30.0, self.tr("Lower"), tempo.lower_s, tempo.last_lower_s)
        painter.setFont(font(self.font(), 11))
        use(painter, "muted")
        track = self._track(30.0)
        middle = track.left() + track.width() * sum(self._plan_s) / 2 / self._scale_s
        plan = (words.number(each, "g") for each in self._plan_s)
        goal = self.tr("goal {0}–{1} s").format(*plan)
        if tempo.last_lower_s < self._plan_s[0]:
            warned = self._warn(painter)
            middle = max(middle, warned + painter.fontMetrics().horizontalAdvance(goal) / 2 + 8)
            use(painter, "muted")
        painter.drawText(QRectF(middle - 60, 54, 120, 16), Qt.AlignmentFlag.AlignCenter, goal)
        painter.end()

    def _warn(self, painter: QPainter) -> float:
        """Say under the bars that the last lowering was too short; return where that ends."""
        icons.draw(painter, "warning", QRectF(0, 54, 15, 15), QColor(*ORANGE))
        use(painter, "text")
        text = self.tr("last: too fast")
        wide = painter.fontMetrics().horizontalAdvance(text)
        painter.drawText(QRectF(20, 53, wide + 4, 17), _LEFT, text)
        return 20.0 + wide

    def _track(self, top: float) -> QRectF:
        left = self._names_wide() + 8
        return QRectF(left, top + 6, self._wide() - left - 58, 14)

    def _names_wide(self) -> float:
        """Return the width of the longer of both names, which differ between languages."""
        metrics = QFontMetricsF(font(self.font(), 13, QFont.Weight.DemiBold))
        names = (self.tr("Pull"), self.tr("Lower"))
        return max(48.0, *(metrics.horizontalAdvance(name) for name in names))

    def _plan(self, painter: QPainter, top: float) -> None:
        track = self._track(top)
        left, right = (track.left() + track.width() * each / self._scale_s for each in self._plan_s)
        zone = QRectF(left, track.top() - 4, right - left, track.height() + 8)
        colour = theme.colour(theme.tokens().strong_border)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(zone, 4, 4)

    def _row(
        self,
        painter: QPainter,
        top: float,
        name: str,
        now_s: float,
        last_s: float,
    ) -> None:
        track = self._track(top)
        painter.setFont(font(self.font(), 13, QFont.Weight.DemiBold))
        use(painter, "text")
        painter.drawText(QRectF(0, top, self._names_wide() + 2, 26), _LEFT, name)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.tokens().track))
        painter.drawRoundedRect(track, 4, 4)
        shown_s = _known(now_s, last_s)
        if not math.isnan(now_s) and now_s > _SHORTEST_S:
            filled = QRectF(track)
            filled.setWidth(track.width() * min(1.0, now_s / self._scale_s))
            painter.setBrush(QColor(*SKY))
            painter.drawRoundedRect(filled, 4, 4)
        if not math.isnan(last_s):
            x = track.left() + track.width() * min(1.0, last_s / self._scale_s)
            painter.setPen(QPen(theme.colour(theme.tokens().text), 2))
            painter.drawLine(QLineF(x, track.top() - 3, x, track.bottom() + 3))
        painter.setFont(font(self.font(), 14, QFont.Weight.DemiBold))
        use(painter, "muted" if math.isnan(now_s) else "text")
        painter.drawText(QRectF(self._wide() - 56, top, 56, 26), _RIGHT, words.seconds(shown_s))


class TempoPanel(Card):
    """The tempo bars in a frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.bar = TempoBar()
        self.body.addWidget(self.bar)


def _known(value: float, otherwise: float) -> float:
    return otherwise if math.isnan(value) else value
