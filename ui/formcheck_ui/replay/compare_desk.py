"""Compare two reps: beside each other or one over the other, in step by their phases.

The first rep is the chosen one of the open clip, and its picture is the window's own.  The second
has a player of its own and, from another clip, an analysis of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QWidget

from formcheck.errors import FormCheckError
from formcheck.findings import Findings
from formcheck.overlay.scene import Layers
from formcheck.replay_scene import scene_at
from formcheck.review.alignment import InStep, onto
from formcheck.types import FloatArray, Frame, FrameResult, Rep
from formcheck_ui import words
from formcheck_ui.player_thread import PlayerThread
from formcheck_ui.presenter import Presenter
from formcheck_ui.replay.body_size import EqualSize, Side
from formcheck_ui.replay.compare_bar import CompareBar
from formcheck_ui.replay.ghost import Ghost
from formcheck_ui.replay.shift_bar import ShiftBar
from formcheck_ui.session_thread import SessionThread
from formcheck_ui.set_numbers import SetNumbers
from formcheck_ui.shell import Shell
from formcheck_ui.video_view import VideoView

_LEAST_PANE: Final = 160
"""Pixels to which either picture may shrink, so that two of them fit the smallest window."""

_QUEUED: Final = Qt.ConnectionType.QueuedConnection


class CompareDesk(QObject):
    """Own the second picture, its player and, for another clip, its analysis.

    Signals
    -------
    failed
        Message and hint.
    rep_wanted
        The number of the rep of the open clip that is to be compared.
    curves_changed
        :meth:`curves` gives something else than before.
    """

    failed = Signal(str, str)
    rep_wanted = Signal(int)
    curves_changed = Signal()

    def __init__(self, window: Shell, presenter: Presenter) -> None:
        super().__init__(window)
        self._window, self._presenter = window, presenter
        self._player: PlayerThread | None = None
        self._session: SessionThread | None = None
        self._findings: Findings | None = None
        self._path: Path | None = None
        self._left = self._right = 0
        self._shown: Frame | None = None
        self._build()
        window.controller.clip_frame.connect(self._on_left_frame)

    @property
    def on(self) -> bool:
        """Whether two reps are compared."""
        return self._player is not None

    @property
    def right(self) -> int:
        """Number of the second rep."""
        return self._right

    @property
    def shown(self) -> Frame | None:
        """The second picture's frame."""
        return self._shown

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what the commands of moving the second rep by hand do."""
        return self.shift.handlers()

    def begin(self, left: int) -> bool:
        """Compare a rep of the open clip with the one that differs most in its faults."""
        control = self._window.controller
        reps = self._own_reps()
        if control.path is None or control.recording is None or not reps:
            self.failed.emit(
                self.tr("There is no rep to compare."),
                self.tr("Wait until a rep is counted, or add one by hand."),
            )
            return False
        self._left = left or reps[0].index
        self._open(control.path, control.recording)
        self._right = _contrast(reps, self._left)
        self._show()
        return True

    def end(self) -> None:
        """Compare no longer; wait until nothing runs."""
        if not self.on:
            return
        self._drop()
        self._shown = None
        self.shift.offer(on=False)
        for each in (self.bar, self.view):
            each.hide()
        self.view.clear()
        self._window.view.show_chip("")
        self._window.view.show_ghost(None)
        self.curves_changed.emit()

    def curves(self, names: Sequence[str]) -> dict[str, tuple[FloatArray, FloatArray]]:
        """Return measures of the second rep at the times of the first, in step by phase.

        Parameters
        ----------
        names : sequence of str
            Measures.

        Returns
        -------
        dict
            By measure times in seconds of the open clip and values, each of shape (n,), NaN where
            not judged; empty while nothing is compared.
        """
        if not self.on or self._findings is None:
            return {}
        step = self._in_step(self._findings)
        if step is None:
            return {}
        times, columns = self._findings.series(names)
        inside = (times >= step.second.start_s) & (times <= step.second.end_s)
        placed = step.firsts_at(times[inside])
        return {name: (placed, values[inside]) for name, values in columns.items()}

    def choose_left(self, number: int) -> None:
        """Take another rep of the open clip as the first one."""
        if self.on and number and number != self._left:
            self._left = number
            self.shift.reset()
            self._show()

    def choose_right(self, number: int) -> None:
        """Take another second rep."""
        self._right = number
        self.shift.reset()
        self._show()

    def open_other(self, path: Path) -> None:
        """Compare with another clip, which is analysed meanwhile."""
        self._drop()
        findings = Findings()
        self._open(path, findings)
        self.bar.show_source(path.name)
        self._right = 0
        exercise = self._window.top_bar.chosen_exercise()
        session = SessionThread(
            self._window.services, str(path), exercise, recording=findings, parent=self
        )
        session.progressed.connect(self._on_progress, _QUEUED)
        session.failed.connect(self._on_failed, _QUEUED)
        session.finished.connect(self._on_analysed, _QUEUED)
        self._session = session
        session.start()
        self.view.show_message(self.tr("Analysing…"))

    def refresh(self, *_: object) -> None:
        """Take over what a review has changed."""
        if self.on:
            self._show()

    def _build(self) -> None:
        window = self._window
        self.bar = CompareBar()
        self.view = VideoView()
        self.view.setAccessibleName(self.tr("Second picture"))
        self.view.set_distance(near=True)
        self.shift = ShiftBar(window.commands, self.view)
        self.shift.changed.connect(self.refresh)
        window.commands["hand_path"].toggled.connect(self.refresh)
        self._equal = EqualSize(window.view, self.view)
        place = window.middle.indexOf(window.pages)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        window.middle.removeWidget(window.pages)
        for pane in (window.pages, self.view):
            # Two pictures of one size, whatever else is in the stack and would like more room.
            pane.setMinimumWidth(_LEAST_PANE)
            policy = pane.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            pane.setSizePolicy(policy)
        row.addWidget(window.pages, 1)
        row.addWidget(self.view, 1)
        window.middle.insertWidget(place, box, 1)
        window.middle.insertWidget(place, self.bar)
        self.bar.left_chosen.connect(self.rep_wanted)
        self.bar.right_chosen.connect(self.choose_right)
        self.bar.other_wanted.connect(self._ask_other)
        self.bar.own_wanted.connect(self._back_to_own)
        self.bar.ghost_toggled.connect(lambda _: self._show())
        self.bar.same_size_toggled.connect(lambda _: self._resize())
        self.bar.hide()
        self.view.hide()

    def _open(self, path: Path, findings: Findings) -> None:
        self._path, self._findings = path, findings
        self.shift.reset()
        self.shift.offer(on=True)
        player = PlayerThread(self._window.services, path, self)
        player.opened.connect(self._follow, _QUEUED)
        # Before it is open the second rep's curves cannot be laid in step.
        player.opened.connect(self.curves_changed, _QUEUED)
        player.arrived.connect(self._on_right_frame, _QUEUED)
        player.failed.connect(self._on_failed, _QUEUED)
        self._player = player
        player.start()

    def _drop(self) -> None:
        for thread in (self._player, self._session):
            if thread is not None:
                thread.stop()
                thread.wait()
                thread.deleteLater()
        self._player = self._session = None
        self._findings = self._path = None
        self.bar.show_source("")
        self._resize()

    def _back_to_own(self) -> None:
        self._drop()
        self.view.show_message("")
        if not self.begin(self._left):
            self.end()

    def _own_reps(self) -> tuple[Rep, ...]:
        recording = self._window.controller.recording
        return recording.reps if recording is not None else ()

    def _show(self) -> None:
        """Lay out the two sides for what is chosen."""
        if not self.on or self._findings is None:
            return
        own, others = self._own_reps(), self._findings.reps
        self._left = min(self._left, len(own))
        if others and not 1 <= self._right <= len(others):
            self._right = 1
        self.bar.show_reps(own, others)
        self.bar.show_chosen(self._left, self._right)
        self.bar.show()
        ghost = self.bar.ghost.isChecked()
        self.view.setVisible(not ghost)
        self.bar.show_figures(_rep(own, self._left), _rep(others, self._right))
        chip, second = _chip(own, self._left), _chip(others, self._right)
        if ghost and second:
            chip = self.tr("{0} · pale: {1}").format(chip, second)
        self._window.view.show_chip(chip)
        self.view.show_chip(_chip(others, self._right))
        if not ghost:
            self._window.view.show_ghost(None)
        self.curves_changed.emit()
        self._follow()

    def _follow(self) -> None:
        """Ask for the second frame that belongs to the first's phase."""
        player, findings = self._player, self._findings
        playback = self._window.controller.playback
        clip = player.clip if player is not None else None
        if player is None or clip is None or findings is None or playback is None:
            return
        step = self._in_step(findings)
        if step is not None:
            # Whole frames, whatever the clip's frame rate does.
            there = clip.index_at(step.second_at(playback.time_s) - step.later_s)
            player.request(min(max(0, there + self.shift.frames), len(clip) - 1))

    def _in_step(self, findings: Findings) -> InStep | None:
        """Return how the two reps are laid beside each other, None while there are not two."""
        left, right = _rep(self._own_reps(), self._left), _rep(findings.reps, self._right)
        clip = self._player.clip if self._player is not None else None
        if left is None or right is None or clip is None:
            return None
        # Of a recording the first frame need not be at 0.
        frame_s = float(clip.times_s[-1] - clip.times_s[0]) / max(1, len(clip) - 1)
        return InStep(left, right, self.shift.frames * frame_s, self.shift.by_phase)

    def _on_left_frame(self, frame: Frame) -> None:
        if self.on:
            self._follow()

    def _on_right_frame(self) -> None:
        frame = self._player.take() if self._player is not None else None
        if frame is None or self._findings is None:
            return
        self._shown = frame
        result = self._findings.at(frame.time_s)
        if self.bar.ghost.isChecked():
            self._window.view.show_ghost(self._ghost(frame, result))
            return
        self._window.view.show_ghost(None)
        scene = scene_at(self._findings, frame.time_s, frame.size, layers=self._layers())
        self.view.show_picture(frame.image, scene, None)
        self._resize()

    def _resize(self) -> None:
        """Draw both lifters equally large where that is wanted, or all of both pictures."""
        wanted = self.on and self.bar.same_size.isChecked() and not self.bar.ghost.isChecked()
        self._equal.draw(self._sides() if wanted else ())

    def _sides(self) -> tuple[Side, ...]:
        """Return the reps that are compared, each with what was found in its clip."""
        both = ((self._window.controller.recording, self._left), (self._findings, self._right))
        return tuple(
            (findings, rep)
            for findings, number in both
            if findings is not None and (rep := _rep(findings.reps, number)) is not None
        )

    def _ghost(self, frame: Frame, result: FrameResult | None) -> Ghost | None:
        recording, own = self._window.controller.recording, self._presenter.frame
        now = recording.at(own.time_s) if recording is not None and own is not None else None
        if result is None or now is None or result.pose is None or now.pose is None:
            return None
        turned = (
            "unknown" not in (result.view.kind, now.view.kind)
            and result.view.facing != now.view.facing
        )
        way = onto(result.pose, now.pose, mirrored=turned)
        if way is None:
            return None
        # The picture on show may be smaller than the frame the pose was found in.
        way = way.copy()
        way[:, :2] *= result.pose.size[0] / frame.size[0]
        return Ghost(frame.image, way, now.pose.size)

    def _layers(self) -> Layers:
        on = {n: self._window.commands[n].isChecked() for n in ("skeleton", "contour", "mask")}
        return Layers(labels=False, path=self._window.commands["hand_path"].isChecked(), **on)

    def _on_progress(self) -> None:
        if self._findings is not None and self._findings.reps:
            self.view.show_message("")
            self._show()

    def _on_analysed(self) -> None:
        session, path, findings = self._session, self._path, self._findings
        if session is None or path is None or findings is None or not findings.complete:
            return
        if session.result is not None:
            from formcheck.export.kept import apply_kept

            name, config = session.result.exercise.name, self._window.services.config()
            try:
                apply_kept(path, findings, name, config)
            except FormCheckError as error:
                self.failed.emit(error.message, error.hint)
        text = "" if findings.reps else self.tr("No rep was counted in this clip.")
        self.view.show_message(text)
        self._show()

    def _on_failed(self, message: str, hint: str) -> None:
        self.failed.emit(message, hint)
        self.view.show_message("")

    def _ask_other(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Compare with another clip"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.open_other(Path(name)))
        # Not open(): that makes it modal, and the window deaf to the mouse once it is closed.
        dialog.show()


def _rep(reps: tuple[Rep, ...], number: int) -> Rep | None:
    return next((rep for rep in reps if rep.index == number), None)


def _chip(reps: tuple[Rep, ...], number: int) -> str:
    name = SetNumbers.of(reps).name(number)
    return words.first_large(name) if _rep(reps, number) is not None else ""


def _contrast(reps: tuple[Rep, ...], number: int) -> int:
    """Return the rep that tells most beside another: a clean one beside a faulty, or reversed."""
    chosen = _rep(reps, number)
    others = [rep for rep in reps if rep.index != number]
    if not others:
        return number
    faulty = chosen is not None and bool(chosen.flags)
    best = min(others, key=lambda rep: len(rep.flags)) if faulty else max(
        others, key=lambda rep: len(rep.flags)
    )  # fmt: skip
    return best.index
