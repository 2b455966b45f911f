"""The live side at work: what the lifter sees, hears and tells while the camera runs."""

from __future__ import annotations

import math
import sys
import time
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from formcheck.config import Config
from formcheck.scoring.score import rep_score
from formcheck.scoring.set_statistics import set_statistics
from formcheck.types import Event, FlagRaised, FrameResult, NeutralCaptured, RepCompleted
from formcheck_ui import words
from formcheck_ui.i18n.language import language_in_use
from formcheck_ui.live import lighting, phrases
from formcheck_ui.live.announcer import Announcer, Mouth
from formcheck_ui.live.gesture import RaisedHand
from formcheck_ui.live.pacing import Countdown, Metronome
from formcheck_ui.live.rest_clock import RestClock
from formcheck_ui.live.setup_check import SetupAdvice, SetupCheck
from formcheck_ui.presenter import Presenter
from formcheck_ui.session_thread import Live
from formcheck_ui.shell import Shell
from formcheck_ui.states import LIVE, State
from formcheck_ui.voice.tones import Tone
from formcheck_ui.voice.voice import Kind, Voice

_LOOK_EVERY_S: Final = 0.5
_BEAT_MS: Final = 15
_HAND_SHOWN: Final = 0.25
_ANNOUNCE_EVERY_S: Final = 3.0
_CORRECTION_S: Final = 3.0


class Guide(QObject):
    """Listen to the controller while a camera runs; helps set up, speaks, counts down, paces.

    Signals
    -------
    troubled
        ``"speech"`` or ``"sounds"``: there is none; comes from the voice's threads.
    countdown_begun
        The lifter has called a set.
    """

    troubled = Signal(str)
    countdown_begun = Signal()

    def __init__(self, window: Shell, presenter: Presenter) -> None:
        super().__init__(window)
        self._window, self._presenter = window, presenter
        self._control = window.controller
        services = window.services
        self._voice = Voice(services.open_speech, services.open_sounds, self.troubled.emit)
        self._config = services.config()
        sound = self._config.sound
        self.mouth = Mouth(self._voice, sound, language_in_use())
        self._announcer = Announcer(sound)
        self._rest = RestClock(self._config.live.rest_s)
        self._missing: list[str] = []
        self._countdown: Countdown | None = None
        self._now_s = self._corrected_until_s = 0.0
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.setInterval(_BEAT_MS)
        self._beat.timeout.connect(self._on_beat)
        self._reset()
        self.troubled.connect(self._on_trouble, Qt.ConnectionType.QueuedConnection)
        self._control.state_changed.connect(self._on_state)
        self._control.live_frame.connect(self._on_live)
        self._control.happened.connect(self._on_event)

    def configure(self, config: Config) -> None:
        """Take the user's options, also while the camera runs."""
        self._config = config
        self.mouth.options = self._announcer.options = config.sound
        self.mouth.language = language_in_use()
        self._rest.planned_s = config.live.rest_s
        self._metronome = Metronome(config.tempo)
        self._window.show_setup(shown=self._helping)
        self._pace()

    def toggle_set(self) -> None:
        """Begin a set after a countdown, break the countdown off, or end the set."""
        if self._control.state not in LIVE:
            return
        if self._countdown is not None:
            self._countdown = None
            self._window.view.show_big("")
        elif self._control.state is State.IN_SET:
            self._control.end_set()
        else:
            self._countdown = Countdown(self._now_s, self._config.live.countdown_s)
            self.countdown_begun.emit()
            self._window.view.show_chip("")

    def ask_neutral(self) -> None:
        """Have the lifter hold the working position, back flat, which is then taken as neutral."""
        if self._control.state in LIVE:
            self._neutral_asked = True
            self._control.ask_neutral()
            self.mouth.play(Tone.COUNTDOWN)
            self._say_and_show("neutral_asked")

    def _say_and_show(self, code: str) -> None:
        self.mouth.say(Kind.TOLD, phrases.message(code))
        self._window.strip.message.setText(phrases.message(code))

    def tell(self, text: str) -> None:
        """Say something the lifter ought to know."""
        self.mouth.say(Kind.TOLD, text)

    def note(self, text: str) -> None:
        """Show and say for a moment what a key has changed."""
        if self._control.state in LIVE:
            self._corrected_until_s = self._now_s + _CORRECTION_S
            self._window.view.show_chip(text, large=True)
            self._announce(text)
            self.tell(text)

    def try_out(self) -> None:
        """Let the user hear what a rep and a cue will sound like."""
        self.mouth.play(Tone.WARNING)
        self.mouth.say(Kind.CUE, f"3. {words.flag_cue('rounded_back', '')}")

    def shut_down(self) -> None:
        """Fall silent and leave no thread."""
        self._beat.stop()
        self._voice.close()

    @property
    def _helping(self) -> bool:
        """Whether the set-up is being judged."""
        return self._control.state is State.WAITING and self._config.live.setup_help

    def _reset(self) -> None:
        self._check = SetupCheck()
        self._advice = SetupAdvice()
        self._hand = RaisedHand()
        self._metronome = Metronome(self._config.tempo)
        self._countdown = None
        self._called = self._neutral_asked = False
        self._now_s = self._corrected_until_s = 0.0
        self._looked_s = -_LOOK_EVERY_S
        self._announced_s = -_ANNOUNCE_EVERY_S
        self._beat_from_s = 0.0
        self._beaten_s = 0.0
        self._rest.end()

    def _on_state(self, state: State) -> None:
        if state is State.STARTING:
            self._reset()
            if self._control.path is None:
                self._voice.prepare()
        elif state is State.WAITING:
            # Not sooner: while the camera starts the strip tells of that.
            self._tell_missing()
        elif state is State.IN_SET:
            self._begin_set()
        elif state is State.RESTING:
            self._end_set()
        elif state not in LIVE:
            self._voice.hush()
            self._countdown = None
            self._window.view.show_big("")
        self._window.show_setup(shown=self._helping)
        self._pace()

    def _begin_set(self) -> None:
        self._rest.end()
        self._countdown = None
        # A rep may begin the set before the countdown is over.
        self._window.view.show_big("")
        told = self._announcer.begin_set(called=self._called)
        self._called = False
        self.mouth.tell(told)
        self._window.view.show_chip("")

    def _end_set(self) -> None:
        self._rest.begin(self._now_s)
        self._advice = SetupAdvice()
        self.mouth.tell(self._announcer.end_set(self._control.reps_in_set, self._control.held_s))

    def _on_live(self, live: Live) -> None:
        result = live.result
        self._now_s = result.time_s
        if self._helping:
            self._judge_setup(live)
        self._watch_hand(result)
        self._count_down()
        self.mouth.tell(self._announcer.holding(result.hold_s))
        if self._now_s < self._corrected_until_s:
            return
        if self._control.state is State.RESTING:
            self._show_rest()
        elif self._corrected_until_s > 0.0:
            self._corrected_until_s = 0.0
            self._window.view.show_chip("")
        elif self._control.state is State.IN_SET and self._beat.isActive():
            self._show_part()

    def _judge_setup(self, live: Live) -> None:
        result = live.result
        if result.time_s - self._looked_s >= _LOOK_EVERY_S:
            self._looked_s = result.time_s
            mask = result.pose.mask if result.pose is not None else None
            self._check.see(lighting.look(live.frame.image, mask))
        setup = self._check.push(result)
        self._window.setup_panel.show_setup(setup)
        if self._countdown is None and self._now_s >= self._corrected_until_s:
            advice = phrases.advice(setup) or words.state(State.WAITING)
            self._window.view.show_chip(advice)
        told = self._advice.push(result.time_s, setup)
        if told is not None and self._config.sound.setup:
            text = phrases.remedy(told) if told.code != "ready" else phrases.message("ready")
            self.mouth.say(Kind.SETUP, text)

    def _watch_hand(self, result: FrameResult) -> None:
        if not self._config.live.raised_hand:
            return
        if self._hand.push(result.time_s, result.pose):
            self.mouth.play(Tone.GOOD)
            self.toggle_set()
        elif self._hand.progress >= _HAND_SHOWN:
            self._window.view.show_chip(phrases.message("hand"))

    def _count_down(self) -> None:
        if self._countdown is None:
            return
        told = self._countdown.push(self._now_s)
        if told is None:
            return
        if told:
            self._window.view.show_big(str(told))
            self.mouth.play(Tone.COUNTDOWN)
            self.mouth.say(Kind.TOLD, str(told))
            return
        self._window.view.show_big("")
        self._called = True
        self._control.begin_set()

    def _show_rest(self) -> None:
        if not self._rest.running:
            return
        if self._countdown is None and self._hand.progress < _HAND_SHOWN:
            self._window.view.show_chip(self._rest.in_words(self._now_s), large=True)
        if self._rest.is_over(self._now_s):
            self.mouth.tell(self._announcer.rest_over())

    def _show_part(self) -> None:
        name, left_s = self._metronome.part_at(time.monotonic() - self._beat_from_s)
        self._window.view.show_chip(f"{phrases.part(name)}  {left_s:.0f}", large=True)

    def _pace(self) -> None:
        """Let the metronome tick while a set is on."""
        wanted = self._config.live.metronome and self._control.state is State.IN_SET
        if wanted and not self._beat.isActive():
            self._beat_from_s, self._beaten_s = time.monotonic(), 0.0
            self._beat.start()
        elif not wanted and self._beat.isActive():
            self._beat.stop()
            self._window.view.show_chip("")

    def _on_beat(self) -> None:
        now_s = time.monotonic() - self._beat_from_s
        due = self._metronome.due(self._beaten_s, now_s)
        self._beaten_s = now_s
        if due:
            # After a hold-up only the newest: beats that come late together are no beat.
            self.mouth.beat(accent=due[-1].accent)

    def _on_event(self, event: Event) -> None:
        if self._control.path is not None:
            return
        if code := self._announcer.correction(event):
            self._show_for_a_moment(phrases.message(code, self._control.reps_in_set))
        lifted = self._window.lifted.at(event.time_s)
        self.mouth.tell(self._announcer.push(event, self._control.reps_in_set, lifted))
        if isinstance(event, RepCompleted) and self._config.live.speed:
            self._show_speed()
        if isinstance(event, NeutralCaptured) and self._neutral_asked:
            self._neutral_asked = False
            self.mouth.play(Tone.GOOD)
            self._say_and_show("neutral_taken")
        if isinstance(event, FlagRaised) and self._now_s - self._announced_s >= _ANNOUNCE_EVERY_S:
            self._announced_s = self._now_s
            flag = event.flag
            self._announce(f"{words.flag_title(flag.code)}. {words.flag_cue(flag.code, lifted)}")

    def _show_speed(self) -> None:
        """Let the speed of the last pull stand over the picture until the set is over."""
        count = self._control.reps_in_set
        done = self._presenter.live_reps[-count:] if count else ()
        if done and self._control.state is State.IN_SET and not math.isnan(done[-1].concentric_s):
            scores = [rep_score(rep, ()) for rep in done]
            loss, shown = set_statistics(done, scores).loss_pct, words.number(done[-1].concentric_s)
            known = math.isfinite(loss)
            text = phrases.message("pull_loss", shown, f"{loss:.0f}") if known else ""
            self._window.view.show_chip(text or phrases.message("pull", shown), large=True)

    def _show_for_a_moment(self, text: str) -> None:
        """Show what has changed, large enough for the lifter."""
        self._corrected_until_s = self._now_s + _CORRECTION_S
        self._window.view.show_chip(text, large=True)
        self._window.strip.message.setText(text)
        self._announce(text)

    def _announce(self, text: str) -> None:
        """Tell a screen reader."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._window, text))

    def _on_trouble(self, what: str) -> None:
        self._missing.append(what)
        if self._control.state in LIVE:
            self._tell_missing()

    def _tell_missing(self) -> None:
        """Say once a session, in the strip, what cannot be heard on this computer."""
        wanted = {"speech": self._config.sound.speech, "sounds": self._config.sound.tones}
        missing = [what for what in self._missing if wanted[what]]
        if missing:
            linux = missing[0] == "speech" and sys.platform.startswith("linux")
            text = phrases.message("speech_linux" if linux else missing[0])
            self._window.strip.message.setText(text)
