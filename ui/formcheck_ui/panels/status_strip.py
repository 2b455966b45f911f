"""The honest strip: how fast, how late, how many pictures were left out, how well it sees."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from formcheck.recording.shelf import TapeState
from formcheck.session_seams import SessionStats
from formcheck_ui import words
from formcheck_ui.panels.card import label


class StatusStrip(QFrame):
    """Figures along the lower edge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 4, 14, 4)
        self._row.setSpacing(6)
        self.message = label("", "muted")
        self._row.addWidget(self.message)
        self._row.addStretch(1)
        self._values: dict[str, tuple[QLabel, QLabel]] = {}
        self._add("view", self.tr("Camera"))
        self._add("tracking", self.tr("Tracking"))
        self._add("fps", self.tr("Frames"))
        self._add("delay", self.tr("Delay"))
        self._add("dropped", self.tr("Dropped"))
        self._add("recording", self.tr("Recording"))
        self.clear()

    def show_live(self, stats: SessionStats, delay_ms: float) -> None:
        """Show a camera's figures; the delay is from capture to painting."""
        self._set("fps", f"{stats.fps:.0f}/s" if math.isfinite(stats.fps) else "–")
        self._set("delay", f"{delay_ms:.0f} ms" if math.isfinite(delay_ms) else "–")
        share = stats.dropped / max(stats.decoded, 1)
        self._set("dropped", f"{stats.dropped} ({share:.0%})")
        self._show_tracking(stats.tracking_quality)

    def show_analysis(self, stats: SessionStats) -> None:
        """Show the figures of a clip's analysis, which is never late and drops nothing."""
        self._set("fps", f"{stats.fps:.0f}/s" if math.isfinite(stats.fps) else "–")
        self._show_tracking(stats.tracking_quality)

    def show_recording(self, tape: TapeState) -> None:
        """Show what the recording takes, and pictures the computer had no time for."""
        text = ""
        if tape.path is not None:
            text = f"{words.number(tape.size_bytes / 1e6)} MB"
            if tape.left_out:
                text += " · " + self.tr("%n picture(s) left out", "", tape.left_out)
        elif tape.trouble is not None:
            text = self.tr("failed")
        self._set("recording", text)
        value = self._values["recording"][1]
        value.setToolTip("" if tape.path is None else str(tape.path))

    def show_view(self, text: str) -> None:
        """Show where the camera stands."""
        self._set("view", text)

    def value(self, name: str) -> str:
        """Return the text of a figure."""
        return self._values[name][1].text()

    def clear(self) -> None:
        """Show no figures."""
        for name in self._values:
            self._set(name, "")

    def _show_tracking(self, share: float) -> None:
        self._set("tracking", f"{share:.0%}" if math.isfinite(share) else "–")

    def _add(self, name: str, text: str) -> None:
        heading, value = label(text, "muted"), label("", "value")
        self._row.addSpacing(14)
        self._row.addWidget(heading)
        self._row.addWidget(value)
        self._values[name] = (heading, value)

    def _set(self, name: str, text: str) -> None:
        heading, value = self._values[name]
        value.setText(text)
        heading.setVisible(bool(text))
        value.setVisible(bool(text))
