"""The replay's desk: curves, marks, loop, review and everything else around an open clip.

It listens to the controller beside the presenter and owns the widgets that exist for clips alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout

from formcheck.types import Rep
from formcheck_ui import icons, theme
from formcheck_ui.full_screen import FullScreen
from formcheck_ui.panels.card import icon_button
from formcheck_ui.presenter import Presenter
from formcheck_ui.replay.clip_bar import ClipBar
from formcheck_ui.replay.compare_desk import CompareDesk
from formcheck_ui.replay.curve_desk import CurveDesk
from formcheck_ui.replay.drawing_desk import DrawingDesk
from formcheck_ui.replay.export_desk import ExportDesk
from formcheck_ui.replay.recent import RecentClips
from formcheck_ui.replay.review_desk import ReviewDesk
from formcheck_ui.replay.review_panel import ReviewPanel
from formcheck_ui.replay.side_tabs import SideTabs
from formcheck_ui.replay.verdict_bar import VerdictBar
from formcheck_ui.replay.zoom_bar import ZoomBar
from formcheck_ui.screen_room import NO_LIMIT
from formcheck_ui.shell import Shell
from formcheck_ui.states import REPLAY, State

_SLACK_S: Final = 0.05
_ROOM_FOR_FIGURES: Final = 560
"""Height of the window in pixels from which there is room for figures beside pictures and table."""
_ROOM_FOR_ALL: Final = 700
"""Likewise for how often the engine was right: at 640 the table of reps had two rows left."""
_ADDED_FLAG_S: Final = 0.5


class ReplayDesk(QObject):
    """Bring the replay's widgets into the window and keep them in step."""

    def __init__(self, window: Shell, presenter: Presenter, full_screen: FullScreen) -> None:
        super().__init__(window)
        self._window, self._presenter, self._full_screen = window, presenter, full_screen
        self._chosen = 0
        self._reps_shown = self._seen = False
        self.review = ReviewDesk(self)
        self.export = ExportDesk(window, lambda: self._chosen)
        self.compare = CompareDesk(window, presenter)
        self.recent = RecentClips(window.settings)
        self._build()
        self.drawing = DrawingDesk(window, presenter, self.review, self.zoom_bar)
        control = window.controller
        control.state_changed.connect(self._on_state)
        control.clip_opened.connect(self._on_clip_opened)
        control.judged_again.connect(self.close)
        control.analysed.connect(self._on_analysed)
        control.played.connect(self._on_played)
        self.review.changed.connect(self._on_reviewed)
        self.review.stack.indexChanged.connect(self._enable)
        self.review.saved.connect(self.bar.show_corrections)
        self.review.failed.connect(self._on_failed)
        self.export.failed.connect(self._on_failed)
        self.export.saved.connect(self.bar.show_saved)
        self.compare.failed.connect(self._on_failed)
        self.compare.rep_wanted.connect(self._go_to_rep)
        window.panes.changed.connect(lambda: self.fit(window.height()))
        full_screen.changed.connect(self._on_full_screen)
        self._on_state(control.state)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each of the replay's commands does."""
        review = self.review
        return {
            "open_folder": self._window.folder.choose,
            "previous_clip": lambda: self._window.folder.to(-1),
            "next_clip": lambda: self._window.folder.to(1),
            "export": self.export.open,
            "save_still": self.export.ask_still,
            **self.drawing.handlers(),
            **self.compare.handlers(),
            "compare": self._set_compare,
            "previous_rep": lambda: self._to_rep(-1),
            "next_rep": lambda: self._to_rep(1),
            "previous_flag": lambda: self._to_flag(-1),
            "next_flag": lambda: self._to_flag(1),
            "loop_rep": self._set_loop,
            "zoom_rep": self._zoom_rep,
            **self.zoom_bar.handlers(),
            "tab_feedback": lambda: self._show_tab("tab_feedback"),
            "tab_reps": lambda: self._show_tab("tab_reps"),
            "undo": review.stack.undo,
            "redo": review.stack.redo,
            "rep_add": lambda: review.add(self._now_s()),
            "rep_delete": lambda: review.delete(self._chosen),
            "rep_split": lambda: review.split(self._chosen, self._now_s()),
            "rep_merge": lambda: review.merge(self._chosen),
            "rep_start": lambda: self._move_end(start=True),
            "rep_end": lambda: self._move_end(start=False),
            "flag_right": lambda: self._judge(right=True),
            "flag_wrong": lambda: self._judge(right=False),
        }

    def fit(self, height: int) -> None:
        """Keep to the window's height: the pictures come before what is written about them."""
        window = self._window
        info = window.controller.clip_info
        over = self._full_screen.over
        upright = info is not None and info.height > info.width
        window.panes.put_beside(window.transport, window.middle, wanted=upright and not over)
        # Over the picture the timeline stands without curves.
        self._curve_desk.fit(0 if over else height)
        self.compare.bar.figures.setVisible(height >= _ROOM_FOR_FIGURES)
        self.panel.score.setVisible(height >= _ROOM_FOR_ALL)

    @property
    def chosen(self) -> int:
        """Number of the chosen rep, 0 while there is none."""
        return self._chosen

    def _build(self) -> None:
        window = self._window
        transport, timeline = window.transport, window.transport.timeline
        self._curve_desk = CurveDesk(window, self.compare)
        self.plots, self.curves = self._curve_desk.plots, self._curve_desk.menu
        self.loop_button = icon_button(window.commands["loop_rep"], 20)
        tokens = theme.tokens()
        colour, off = theme.colour(tokens.text), theme.colour(tokens.strong_border)
        window.commands["loop_rep"].setIcon(icons.icon("loop", colour, off))
        transport.add_tools(self.loop_button, self.curves)
        self.bar = ClipBar(window.commands)
        self.zoom_bar = ZoomBar(window.commands, window.view)
        self.tabs = SideTabs(window.commands)
        self.panel = ReviewPanel(window.commands)
        self.verdicts = VerdictBar(window.commands)
        window.middle.insertWidget(1, self.bar)
        side = window.side.layout()
        assert isinstance(side, QBoxLayout)
        side.insertWidget(0, self.tabs)
        side.insertWidget(1, self.panel, 3)
        side.setStretchFactor(window.flags_panel, 2)
        window.flags_panel.body.addWidget(self.verdicts)
        timeline.rep_pressed.connect(self._choose)
        timeline.rep_opened.connect(self._open_rep)
        timeline.bounds_dragged.connect(self.review.move)
        self.panel.rep_chosen.connect(self._go_to_rep)
        self.panel.reviewed.connect(lambda said: self.review.set_reviewed(reviewed=said))
        self.verdicts.missed.connect(self._add_flag)
        window.start_page.recent_chosen.connect(lambda path: window.open_clip(Path(path)))
        window.start_page.show_recent(self.recent.paths())

    def _on_full_screen(self) -> None:
        """Leave the picture free of what belongs beside it, or put it back."""
        over = self._full_screen.over
        # Not its visibility: that follows what is on show.
        self.bar.setMaximumHeight(0 if over else NO_LIMIT)
        # There are no curves over a picture to choose from.
        self._window.transport.leave_out(self.curves if over else None)
        self.fit(self._window.height())

    def _on_state(self, state: State) -> None:
        replay = state in REPLAY
        if state is State.STARTING or not replay:
            self.close()
        self._window.rep_panel.set_near(near=replay)
        for each in (self.bar, self.zoom_bar, self.tabs):
            each.setVisible(replay)
        self._show_tab("tab_reps" if replay and self._reps_shown else "tab_feedback")
        self._enable()
        self._stand_review()

    def close(self) -> None:
        """Let go of what was found of the clip; what was said last is kept."""
        self._seen = False
        self._window.commands["compare"].setChecked(False)
        self.compare.end()
        self.export.shut_down()
        self.review.close()
        self.fit(self._window.height())

    def _stand_review(self) -> None:
        """Once a clip has run to its end and is analysed, show its reps and faults together."""
        head = self._window.controller.playback
        if head is not None and head.ended and self.review.ready and not self._seen:
            self._seen = True
            self._show_tab("tab_reps")

    def _on_clip_opened(self) -> None:
        path = self._window.controller.path
        if path is None:
            return
        self._chosen = 0
        self.fit(self._window.height())
        self._window.folder.arrived()
        self._window.commands["loop_rep"].setChecked(False)
        self._window.view.reset_zoom()
        self.bar.show_clip(path.name)
        clips = self._window.folder.clips
        self.bar.show_place(clips.number, len(clips.clips))
        self.panel.show_reps((), (), frozenset())
        self.panel.show_rep(0)
        self.panel.show_score(self.review.score(), reviewed=False)
        self.recent.add(path)
        self._window.start_page.show_recent(self.recent.paths())
        self._curve_desk.draw(force=True)

    def _on_analysed(self, share: float) -> None:
        control = self._window.controller
        recording, result = control.recording, control.result
        if recording is None:
            return
        done = recording.complete and result is not None
        self._curve_desk.draw(force=done)
        if done and not self.review.ready and control.path is not None and result is not None:
            config = self._window.services.config()
            self.review.begin(control.path, recording, result.exercise.name, config)
        elif not done:
            lifted_at = self._window.lifted.at
            self.panel.show_reps(recording.reps, recording.flags, frozenset(), lifted_at)
        self._enable()
        self._stand_review()

    def _on_played(self) -> None:
        playback = self._window.controller.playback
        if playback is None:
            return
        self.plots.set_time(playback.time_s)
        self._window.transport.timeline.axis.reveal(playback.time_s)
        if self._window.transport.timeline.dragging:
            return
        inside = [r for r in self._reps() if r.start_s <= playback.time_s < r.end_s]
        if inside and playback.loop is None:
            self._choose(inside[0].index)

    def _on_reviewed(self) -> None:
        """Show reps and flags as they stand now."""
        window, recording = self._window, self._window.controller.recording
        if recording is None:
            return
        stand = self.review.corrected
        said = self.review.corrections.verdict
        wrong = [flag for flag in self.review.found.flags if said(flag) == "wrong"]
        shown = sorted([*stand.flags, *wrong], key=lambda flag: flag.raised_s)
        window.flags_panel.model.set_flags(shown, said)
        window.transport.timeline.set_content(
            stand.reps, recording.flags, recording.analysed_until_s, recording.holds
        )
        window.flags_panel.model.set_reps(stand.reps)
        self.panel.show_reps(stand.reps, stand.flags, self.review.edited, window.lifted.at)
        now_s = self._now_s()
        here = [rep.index for rep in stand.reps if rep.start_s <= now_s < rep.end_s]
        self._choose(here[0] if here else min(self._chosen, len(stand.reps)), force=True)
        self.panel.show_score(
            self.review.score_with(self.recent.paths()),
            reviewed=self.review.corrections.reviewed,
        )
        self._presenter.redraw()
        self.compare.refresh()
        self._curve_desk.draw(force=True)
        self._enable()

    def _on_failed(self, message: str, hint: str) -> None:
        self._window.banner.tell(message, hint, "hint")

    def _enable(self) -> None:
        """Offer only what can be done."""
        state = self._window.controller.state
        commands = self._window.commands
        replay, ready = state in REPLAY, self.review.ready
        self._window.folder.enable()
        for name in ("previous_rep", "next_rep", "previous_flag", "next_flag", "zoom_rep"):
            commands[name].setEnabled(replay)
        for name in ("rep_delete", "rep_split", "rep_merge", "rep_start", "rep_end"):
            commands[name].setEnabled(ready and self._chosen > 0)
        commands["compare"].setEnabled(replay and bool(self._reps()))
        commands["loop_rep"].setEnabled(replay and self._chosen > 0)
        for name in ("rep_add", "flag_right", "flag_wrong", "export", "save_still"):
            commands[name].setEnabled(ready)
        commands["undo"].setEnabled(self.review.stack.canUndo())
        commands["redo"].setEnabled(self.review.stack.canRedo())
        self.panel.checked.setEnabled(ready)
        self.verdicts.setEnabled(ready)

    def _show_tab(self, name: str) -> None:
        window = self._window
        reps = name == "tab_reps" and window.controller.state in REPLAY
        before, self._reps_shown = self._reps_shown, reps
        self.tabs.show_tab("tab_reps" if reps else "tab_feedback")
        window.set_reviewing(reviewing=reps)
        self.panel.setVisible(reps)
        self.verdicts.setVisible(reps)
        if reps or before:
            # Otherwise these belong to whoever films.
            for each in (window.rep_panel, window.tempo_panel, window.readouts):
                each.setVisible(not reps)

    def _reps(self) -> tuple[Rep, ...]:
        recording = self._window.controller.recording
        return recording.reps if recording is not None else ()

    def _rep(self, number: int) -> Rep | None:
        return next((each for each in self._reps() if each.index == number), None)

    def _now_s(self) -> float:
        playback = self._window.controller.playback
        return playback.time_s if playback is not None else 0.0

    def _choose(self, number: int, *, force: bool = False) -> None:
        if number == self._chosen and not force:
            return
        self._chosen = number
        self._window.transport.timeline.choose_rep(number)
        self.panel.show_rep(number)
        self.compare.choose_left(number)
        self._set_loop()
        self._enable()

    def _open_rep(self, number: int) -> None:
        """Show what there is to say about a rep."""
        self._choose(number)
        self._show_tab("tab_reps")

    def _go_to_rep(self, number: int) -> None:
        rep = self._rep(number)
        if rep is not None:
            self._choose(number)
            self._window.controller.seek(rep.start_s)

    def _to_rep(self, direction: int) -> None:
        self._walk([rep.start_s for rep in self._reps()], direction)

    def _to_flag(self, direction: int) -> None:
        recording = self._window.controller.recording
        if recording is not None:
            self._walk([flag.worst_s for flag in recording.flags], direction)

    def _walk(self, times: list[float], direction: int) -> None:
        playback = self._window.controller.playback
        if playback is None:
            return
        ahead = [each for each in times if (each - playback.time_s) * direction > _SLACK_S]
        if ahead:
            # A loop would pull the head back to where it came from.
            playback.loop = None
            self._window.controller.seek(min(ahead) if direction > 0 else max(ahead))
            self._set_loop()

    def _set_loop(self) -> None:
        """Play the chosen rep round and round, or go on again."""
        playback = self._window.controller.playback
        if playback is None:
            return
        wanted = self._window.commands["loop_rep"].isChecked()
        rep = self._rep(self._chosen)
        playback.loop = (rep.start_s, rep.end_s) if wanted and rep is not None else None

    def _set_compare(self) -> None:
        command = self._window.commands["compare"]
        if not command.isChecked():
            self.compare.end()
        elif not self.compare.begin(self._chosen):
            command.setChecked(False)
        elif self._chosen == 0:
            self._go_to_rep(1)

    def _zoom_rep(self) -> None:
        axis = self._window.transport.timeline.axis
        rep = self._rep(self._chosen)
        if axis.zoomed or rep is None:
            axis.show_all()
        else:
            axis.show_span(rep.start_s, rep.end_s)

    def _move_end(self, *, start: bool) -> None:
        rep = self._rep(self._chosen)
        if rep is not None:
            now_s = self._now_s()
            ends = (now_s, rep.end_s) if start else (rep.start_s, now_s)
            self.review.move(rep.index, *ends)

    def _judge(self, *, right: bool) -> None:
        flag = self._window.flags_panel.current
        if flag is None:
            self._on_failed(
                self.tr("No flag is chosen."), self.tr("Choose one in the list of flags.")
            )
            return
        self.review.judge(flag, "right" if right else "wrong")

    def _add_flag(self, code: str) -> None:
        now_s = self._now_s()
        self.review.add_flag(code, now_s, now_s + _ADDED_FLAG_S)
