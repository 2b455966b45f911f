"""The corrections of the open clip: applied, undone, measured anew and kept beside the clip."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from formcheck.config import Config
from formcheck.errors import FormCheckError
from formcheck.findings import Findings
from formcheck.review import edits, files
from formcheck.review.correct import Corrected, Found, correct
from formcheck.review.corrections import Corrections, RepMark, Verdict
from formcheck.review.drawings import Drawing
from formcheck.review.meter import RepMeter
from formcheck.review.score import Score, score, together
from formcheck.types import Flag

log = logging.getLogger(__name__)

_SAVE_AFTER_MS: Final = 400
_Change = Callable[[tuple[RepMark, ...]], tuple[RepMark, ...]]


class _Replace(QUndoCommand):
    """Go from one state of the corrections to another; both are small and frozen."""

    def __init__(
        self, desk: ReviewDesk, text: str, before: Corrections, after: Corrections
    ) -> None:
        super().__init__(text)
        self._desk, self._before, self._after = desk, before, after

    def redo(self) -> None:
        self._desk.take(self._after)

    def undo(self) -> None:
        self._desk.take(self._before)


class ReviewDesk(QObject):
    """Hold what the user says about the open clip.

    Signals
    -------
    changed
        Reps and flags are not what they were.
    saved
        The file in which the corrections are kept.
    failed
        Message and hint: a change that makes no sense, a file that cannot be written.
    """

    changed = Signal()
    saved = Signal(object)
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.corrections = Corrections()
        self.corrected = Corrected((), (), ())
        self._findings: Findings | None = None
        self._clip: Path | None = None
        self._found = Found()
        self._meter: RepMeter | None = None
        self._config = Config()
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(_SAVE_AFTER_MS)
        self._saving.timeout.connect(self._save)

    @property
    def ready(self) -> bool:
        """Whether a clip is analysed to its end and can be corrected."""
        return self._findings is not None

    @property
    def found(self) -> Found:
        """What the engine itself found."""
        return self._found

    @property
    def edited(self) -> frozenset[int]:
        """Numbers of the reps a person has set."""
        marks = enumerate(self.corrected.marks, 1)
        return frozenset(number for number, mark in marks if mark.edited)

    def begin(self, clip: Path, findings: Findings, exercise: str, config: Config) -> None:
        """Take up a clip that is analysed, with the corrections kept beside it."""
        self.close()
        self._clip, self._findings, self._config = clip, findings, config
        self._found = findings.found
        self._meter = _meter(findings, exercise, config)
        try:
            kept = files.load(clip)
        except FormCheckError as error:
            kept = Corrections()
            # What cannot be read must not be overwritten either.
            self._clip = None
            self.failed.emit(error.message, error.hint)
        if not kept.empty:
            self.saved.emit(files.path_for(clip))
        self.take(kept, keep=False)

    def close(self) -> None:
        """Let go of the clip; what was said last is kept first."""
        if self._saving.isActive():
            self._saving.stop()
            self._save()
        self._findings = self._clip = self._meter = None
        self._found, self.corrections = Found(), Corrections()
        self.corrected = Corrected((), (), ())
        self.stack.clear()

    def take(self, corrections: Corrections, *, keep: bool = True) -> None:
        """Let these corrections stand; commands call it, users :meth:`apply`."""
        before, self.corrections = self.corrections, corrections
        # What is drawn changes no rep, and to judge them takes 64 ms of a clip of 20 seconds.
        judged = not keep or replace(before, drawings=corrections.drawings) != corrections
        if judged:
            self.corrected = correct(self._found, corrections, self._meter, self._config)
        if self._findings is not None:
            self._findings.draw(corrections.drawings)
            if judged:
                self._findings.amend(self.corrected.reps, self.corrected.flags)
        if keep:
            self._saving.start()
        self.changed.emit()

    def delete(self, number: int) -> None:
        """Take a rep out."""
        self._edit(self.tr("Delete a rep"), lambda marks: edits.delete(marks, number))

    def add(self, time_s: float) -> None:
        """Put a rep in around a time."""
        around = self._meter.suggest(time_s) if self._meter else (time_s - 1.0, time_s + 1.0)
        self._edit(self.tr("Add a rep"), lambda marks: edits.add(marks, *around))

    def split(self, number: int, at_s: float) -> None:
        """Make two reps of one."""
        self._edit(self.tr("Split a rep"), lambda marks: edits.split(marks, number, at_s))

    def merge(self, number: int) -> None:
        """Join a rep with the next."""
        self._edit(self.tr("Join two reps"), lambda marks: edits.merge(marks, number))

    def move(self, number: int, start_s: float, end_s: float) -> None:
        """Give a rep new ends."""
        self._edit(
            self.tr("Move the ends of a rep"),
            lambda marks: edits.move(marks, number, start_s, end_s),
        )

    def judge(self, flag: Flag, verdict: Verdict | None) -> None:
        """Say that a flag is right or wrong, or take that back."""
        if self.corrections.verdict(flag) == "missed":
            # An added flag is not judged but taken away again.
            verdict = None if verdict == "wrong" else "missed"
        self._apply(self.tr("Judge a flag"), self.corrections.with_verdict(flag, verdict))

    def add_flag(self, code: str, start_s: float, end_s: float) -> None:
        """Add a flag the engine did not raise."""
        nan = float("nan")
        flag = Flag(code, "warning", start_s, start_s, nan, nan, "", 0, end_s)
        self._apply(self.tr("Add a flag"), self.corrections.with_verdict(flag, "missed"))

    def set_reviewed(self, *, reviewed: bool) -> None:
        """Say that the whole clip was looked through."""
        if reviewed != self.corrections.reviewed:
            self._apply(
                self.tr("Look through the clip"), replace(self.corrections, reviewed=reviewed)
            )

    def draw(self, text: str, drawings: tuple[Drawing, ...]) -> None:
        """Let these drawings stand; the text names the change to whoever takes it back."""
        self._apply(text, replace(self.corrections, drawings=drawings))

    def score(self) -> Score:
        """Return how right the engine was on this clip."""
        return score(self._found, self.corrections)

    def score_with(self, others: list[Path]) -> Score:
        """Return the score over this clip and others that were corrected before."""
        rest = [each for each in others if each != self._clip]
        return together([self.score(), *files.scores(rest)])

    def _edit(self, text: str, change: _Change) -> None:
        try:
            marks = change(self.corrected.marks)
        except FormCheckError as error:
            self.failed.emit(error.message, error.hint)
            return
        self._apply(text, replace(self.corrections, reps=marks))

    def _apply(self, text: str, after: Corrections) -> None:
        if self.ready and after != self.corrections:
            self.stack.push(_Replace(self, text, self.corrections, after))

    def _save(self) -> None:
        if self._clip is None:
            return
        try:
            path = files.save(self._clip, self.corrections, self.score())
        except FormCheckError as error:
            log.warning("corrections not kept: %s", error.message)
            self.failed.emit(error.message, error.hint)
        else:
            self.saved.emit(path)


def _meter(findings: Findings, exercise: str, config: Config) -> RepMeter | None:
    from formcheck.exercises import registry

    samples = findings.samples
    if not samples:
        return None
    spec = registry.get(exercise) if exercise in registry.names() else None
    return RepMeter(samples, spec, config)
