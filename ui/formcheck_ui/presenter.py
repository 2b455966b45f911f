"""From results to panels: what each part of the window shows for a frame, event or state."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QObject, Signal

from formcheck.overlay.scene import Layers, build_scene
from formcheck.replay_scene import scene_at
from formcheck.session_seams import SessionState
from formcheck.types import (
    Event,
    FlagCleared,
    FlagRaised,
    Frame,
    FrameResult,
    Rep,
    RepCompleted,
    RepRevoked,
)
from formcheck_ui import score_words, words
from formcheck_ui.panels.tempo_bar import Tempo, TempoTracker, tempo_in_rep
from formcheck_ui.plates import cue_for
from formcheck_ui.session_thread import Live, painted_delay_ms
from formcheck_ui.set_numbers import SetNumbers
from formcheck_ui.shell import Shell
from formcheck_ui.states import BUSY, LIVE, REPLAY, State

_TOLD_LARGE = frozenset({State.WAITING, State.RESTING})
"""States the lifter must be able to read from where she stands."""

_SET_OVER = frozenset({State.RESTING, State.STOPPING, State.IDLE, State.FAILED})
"""States in which a live set is told as a whole."""

_SHORT_S: Final = 1.0
_SHORT: Final = 0.02
"""A clip is told to end early when more than this is missing, in seconds and as a share: the
source's own limits (video_file), for sound may outlast the picture by a little."""


class Presenter(QObject):
    """Listen to the controller and fill the window's panels; holds no widget of its own."""

    # What a second screen is to show too: picture, scene and cue.
    pictured = Signal(object, object, object)

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self._tempo = TempoTracker()
        self._reps: list[Rep] = []
        self._firsts: list[int] = []
        self._frame: Frame | None = None
        self._live: Live | None = None
        self.looking_back = False
        """Whether the picture is left to the look back while the camera runs."""
        for name in ("skeleton", "contour", "mask"):
            window.commands[name].setChecked(True)
        control = window.controller
        control.state_changed.connect(self._on_state)
        control.live_frame.connect(self._on_live)
        control.clip_frame.connect(self._on_clip_frame)
        control.clip_opened.connect(self._on_clip_opened)
        control.happened.connect(self._on_event)
        control.judged_again.connect(self._begin_judging)
        control.analysed.connect(self._on_analysed)
        control.link_changed.connect(self._on_link)
        control.played.connect(self._on_played)
        control.failed.connect(self._on_failed)
        window.flags_panel.model.lifted_at = window.lifted.at
        self._on_state(control.state)

    @property
    def frame(self) -> Frame | None:
        """The clip's frame on show."""
        return self._frame

    @property
    def live_reps(self) -> tuple[Rep, ...]:
        """The reps of the camera's session so far."""
        return tuple(self._reps)

    def show_past(self, frame: Frame, result: FrameResult | None) -> None:
        """Show a small picture of a moment ago."""
        self._show_picture(frame, result)

    def redraw(self) -> None:
        """Draw the present picture again, for instance after a layer was switched."""
        if self._live is not None:
            self._show_picture(self._live.frame, self._live.result)
        elif self._frame is not None:
            self._on_clip_frame(self._frame)

    def _layers(self) -> Layers:
        commands = self._window.commands
        return Layers(
            skeleton=commands["skeleton"].isChecked(),
            contour=commands["contour"].isChecked(),
            mask=commands["mask"].isChecked(),
            labels=False,
            path=commands["hand_path"].isChecked(),
        )

    def _on_state(self, state: State) -> None:
        window, control = self._window, self._window.controller
        replay = control.path is not None
        starting = state is State.STARTING
        if starting:
            self._begin(replay=replay)
        window.rep_panel.show_state(words.state(state))
        running = state in LIVE or (starting and not replay)
        window.top_bar.show_running(running=running, busy=state is State.STOPPING)
        window.transport.setVisible(state in REPLAY)
        window.top_bar.show_toggles(shown=state in BUSY)
        window.view.show_chip(words.state(state) if state in _TOLD_LARGE else "")
        window.view.set_distance(near=replay)
        if state is State.IN_SET:
            self._firsts.append(len(self._reps) + 1)
            self._tell_reps()
        if state is State.IN_SET and control.reps_in_set == 0:
            window.rep_panel.show_score("")
        elif state in _SET_OVER:
            self._tell_score()
        for name in ("open", "camera"):
            window.commands[name].setEnabled(state is not State.STOPPING)
        window.commands["close_clip"].setEnabled(state in REPLAY)
        if state in BUSY:
            window.pages.setCurrentWidget(window.view)
        if state is State.IDLE or (state is State.FAILED and not window.view.has_picture):
            self._end()
        if starting:
            window.view.setFocus()
            message = self.tr("Opening the clip…") if replay else self.tr("Starting the camera…")
            window.view.show_message(message)

    def _begin(self, *, replay: bool) -> None:
        """Empty all panels for a new source."""
        window = self._window
        window.banner.hide()
        window.setWindowTitle("FormCheck")
        window.view.clear()
        self._begin_judging()
        window.flags_panel.model.newest_first = not replay
        window.readouts.clear()
        window.strip.clear()
        window.strip.message.setText("")
        self._tempo = TempoTracker()
        self._reps.clear()
        self._firsts.clear()
        self.looking_back = False
        self._frame = self._live = None

    def _begin_judging(self) -> None:
        """Show nothing of what was found before."""
        self._empty_side()
        self._window.flags_panel.show_empty(
            self.tr("Faults appear here in words, as they happen.")
            if self._window.controller.path is None
            else self.tr("Still looking: no flags so far.")
        )

    def _empty_side(self) -> None:
        """Show no numbers of what is not on show."""
        window = self._window
        window.flags_panel.model.clear()
        window.tempo_panel.bar.set_tempo(Tempo())
        window.rep_panel.show_count(0, counting=False)
        window.rep_panel.show_exercise("", "")
        window.rep_panel.show_score("")

    def _end(self) -> None:
        """Go back to the start page; count and flags of a set just filmed stay to be read."""
        window = self._window
        if window.controller.path is not None:
            self._empty_side()
        self._frame = self._live = None
        window.view.clear()
        window.pages.setCurrentWidget(window.start_page)
        window.start_page.camera_button.setFocus()
        window.setWindowTitle("FormCheck")
        window.readouts.clear()
        window.strip.clear()
        window.strip.message.setText("")
        window.rep_panel.show_exercise("", "")

    def _on_link(self, state: SessionState) -> None:
        messages = {
            SessionState.WARMING_UP: self.tr("Warming up: the pose model is being loaded…"),
            SessionState.RUNNING: "",
            SessionState.STALLED: self.tr("The camera sends no picture; waiting for it…"),
            SessionState.RECONNECTING: self.tr("The camera was lost; connecting again…"),
            SessionState.FINISHED: "",
        }
        message = messages[state]
        self._window.strip.message.setText(message)
        if self._window.controller.path is None:
            # What is lost stands across the picture with its remedy (live.watch_desk).
            warming = state is SessionState.WARMING_UP
            self._window.view.show_message(message if warming else "")

    def _on_live(self, live: Live) -> None:
        window = self._window
        self._live = live
        result = live.result
        if not self.looking_back:
            self._show_picture(live.frame, result)
        self._show_result(result)
        for flag in result.active_flags:
            window.flags_panel.model.put(flag)
        self._show_live_count(result)
        last = self._reps[-1] if self._reps else None
        window.tempo_panel.bar.set_tempo(self._tempo.push(result, last))
        window.strip.show_live(live.stats, painted_delay_ms(live))

    def _show_live_count(self, result: FrameResult) -> None:
        """Show the seconds of a hold while it runs and until its set is over, else the reps."""
        panel, control = self._window.rep_panel, self._window.controller
        if not math.isnan(result.hold_s):
            panel.show_hold(result.hold_s, running=True)
        elif not math.isnan(control.held_s):
            panel.show_hold(control.held_s, running=False)
        else:
            counting = control.state is not State.WAITING
            panel.show_count(control.reps_in_set, counting=counting)

    def _on_clip_opened(self) -> None:
        window, playback = self._window, self._window.controller.playback
        if playback is None:
            return
        window.view.show_message("")
        if window.controller.following:
            window.view.show_chip(self.tr("Looking at the first pictures…"))
        window.transport.timeline.set_length(playback.end_s)
        window.transport.show_progress(0.0)
        window.transport.show_speed(playback.speed)
        if window.controller.path is not None:
            window.setWindowTitle(f"{window.controller.path.name} – FormCheck")
        self._tell_length(playback.end_s)

    def _tell_length(self, there_s: float) -> None:
        """Say when a clip ends long before it says it does."""
        info = self._window.controller.clip_info
        if info is None or not info.duration_s - there_s > max(_SHORT_S, _SHORT * info.duration_s):
            return
        self._window.banner.tell(
            self.tr("Only {0} of this clip's {1} can be played.").format(
                words.clock(there_s), words.clock(info.duration_s)
            ),
            self.tr("The file ends too early; copy it again from the camera."),
            "warning",
        )

    def _on_clip_frame(self, frame: Frame) -> None:
        self._frame = frame
        recording = self._window.controller.recording
        result = recording.at(frame.time_s) if recording is not None else None
        self._show_picture(frame, result)
        if result is None:
            self._window.readouts.clear()
            self._show_known_so_far(frame.time_s)
            return
        self._show_result(result)
        self._show_replayed_rep(result)

    def _show_known_so_far(self, now_s: float) -> None:
        """Show at a place ahead of the analysis, pale, the count of what is known before it."""
        window = self._window
        self._show_count_at(now_s, known=False)
        window.rep_panel.show_exercise(self.tr("Not analysed yet"), "")
        window.tempo_panel.bar.set_tempo(Tempo())
        window.flags_panel.set_now(now_s)

    def _show_replayed_rep(self, result: FrameResult) -> None:
        """Show count and tempo at the head; in a replay the rep is known from its start on."""
        window, recording = self._window, self._window.controller.recording
        if recording is None:
            return
        now_s = result.time_s
        done = [rep for rep in recording.reps if rep.end_s <= now_s]
        current = next((rep for rep in recording.reps if rep.start_s <= now_s < rep.end_s), None)
        held = next((each for each in recording.holds if each.start_s <= now_s < each.end_s), None)
        if held is not None:
            window.rep_panel.show_hold(now_s - held.start_s, running=True)
        elif not math.isnan(result.hold_s):
            window.rep_panel.show_hold(result.hold_s, running=True)
        else:
            self._show_count_at(now_s, known=True)
        last = done[-1] if done else None
        window.tempo_panel.bar.set_tempo(tempo_in_rep(current, now_s, last))
        window.flags_panel.set_now(now_s)

    def _show_count_at(self, now_s: float, *, known: bool) -> None:
        """Show the count of the set that is on at a time, or of the one before it."""
        recording = self._window.controller.recording
        reps = recording.reps if recording is not None else ()
        begun = [rep for rep in reps if (rep.start_s if known else rep.end_s) <= now_s]
        numbers = SetNumbers.of(reps)
        in_set, count = numbers.place(begun[-1].index) if begun else (1, 0)
        self._window.rep_panel.show_count(
            count, counting=known and count > 0, in_set=in_set if numbers.several else 0
        )

    def _on_played(self) -> None:
        window, playback = self._window, self._window.controller.playback
        if playback is None:
            return
        frames = playback.frames
        window.transport.show_time(playback.time_s, playback.end_s, playback.index, frames)
        window.transport.show_playing(playing=playback.playing, ended=playback.ended)
        window.transport.show_speed(playback.speed)

    def _on_analysed(self, share: float) -> None:
        window, recording = self._window, self._window.controller.recording
        if recording is None:
            return
        window.view.show_chip("")
        window.transport.show_progress(share)
        window.transport.timeline.set_content(
            recording.reps, recording.flags, recording.analysed_until_s, recording.holds
        )
        window.flags_panel.model.set_reps(recording.reps)
        for flag in recording.flags:
            window.flags_panel.model.put(flag)
        if recording.complete:
            window.flags_panel.show_empty(self.tr("No flags in this clip."))
        stats = window.controller.analysis_stats()
        if stats is not None:
            window.strip.show_analysis(stats)
        if self._frame is not None and not (
            window.controller.playback and window.controller.playback.playing
        ):
            self._on_clip_frame(self._frame)
        result = window.controller.result
        if recording.complete and result is not None and result.detection_fraction == 0.0:
            window.banner.tell(
                self.tr("Nobody was found in this clip."),
                self.tr("The whole body has to be in the picture, in enough light."),
                "warning",
            )

    def _on_event(self, event: Event) -> None:
        if isinstance(event, RepCompleted):
            self._reps.append(event.rep)
        elif isinstance(event, RepRevoked):
            self._reps = [rep for rep in self._reps if rep.index != event.index]
        elif isinstance(event, FlagRaised | FlagCleared):
            self._window.flags_panel.model.put(event.flag)
        if self._window.controller.path is None:
            self._tell_reps()
        self._tell_score()

    def _tell_reps(self) -> None:
        """Let the list of flags name the camera's reps by their sets."""
        self._window.flags_panel.model.set_reps(self._reps, SetNumbers(self._firsts))

    def _tell_score(self) -> None:
        """Say how good the camera's last rep was; once its set is over, how good the set."""
        control = self._window.controller
        if control.path is not None:
            return
        # A fault may be told after its rep: the score follows.
        flags = self._window.flags_panel.model.told
        text = score_words.last_rep(self._reps[-1], flags) if self._reps else ""
        if control.state in _SET_OVER and control.reps_in_set:
            done = self._reps[-control.reps_in_set :]
            before = done[0].index - 1 if done else 0
            text = score_words.of_set(done, flags, before=before) or text
        self._window.rep_panel.show_score(text)

    def _on_failed(self, message: str, hint: str) -> None:
        self._window.banner.tell(message, hint)
        self._window.view.show_message("")

    def _show_picture(self, frame: Frame, result: FrameResult | None) -> None:
        scene = cue = None
        recording, layers = self._window.controller.recording, self._layers()
        if recording is not None:
            scene = scene_at(recording, frame.time_s, frame.size, layers=layers)
        elif result is not None:
            size = result.pose.size if result.pose is not None else frame.size
            scene = build_scene(result, size, layers=layers)
        if result is not None:
            lifted = self._window.lifted.at(result.time_s)
            cue = cue_for(result.active_flags, result.measures, lifted)
        self._window.view.show_picture(frame.image, scene, cue)
        self.pictured.emit(frame.image, scene, cue)

    def _show_result(self, result: FrameResult) -> None:
        window, guess = self._window, words.exercise_guess(result.exercise)
        window.readouts.show_measures(result.measures, result.view)
        window.rep_panel.show_exercise(guess, words.phase(result.phase))
        window.strip.show_view(words.view(result.view))
