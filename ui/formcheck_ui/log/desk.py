"""What the window has for the training log: its commands, its keeper, its page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence

from formcheck.errors import FormCheckError
from formcheck.log.clips import clip_key, filmed_at
from formcheck.log.entries import Lifter, TrainingSet
from formcheck.log.keeping import Keeping
from formcheck.log.loads import show_load
from formcheck.log.place import default_log_path
from formcheck.log.store import TrainingLog
from formcheck.report.about import About
from formcheck_ui.live.desk import LiveDesk
from formcheck_ui.log.at_hand import AtHand, names_of
from formcheck_ui.log.keeper import WindowKeeper
from formcheck_ui.log.panel import LogPanel
from formcheck_ui.replay.desk import ReplayDesk
from formcheck_ui.shell import Shell
from formcheck_ui.states import LIVE, REPLAY, State

_CLOSED_MS: Final = 2000
"""How often the log is asked whether the set that has ended is closed, and what is next then."""


_KEYS: Final = ("open", "log", "quit", "camera", "settings", "shortcuts", "full_screen", "leave")
"""Commands whose keys hold beside the log too; the others' are the picture's."""


class LogDesk(QObject):
    """Own the training log's page and keep sets while it is told to.

    Nothing of the log is touched before the user opens it, or chose in an earlier run to keep sets.
    """

    def __init__(self, window: Shell, replay: ReplayDesk, live: LiveDesk) -> None:
        super().__init__(window)
        self._window, self._replay, self._live = window, replay, live
        self.log_panel = LogPanel(window.settings)
        self.log_panel.restore()
        self.log_panel.installEventFilter(self)
        window.sheets.addWidget(self.log_panel)
        self.log_panel.film_wanted.connect(self.film_next)
        self.log_panel.left.connect(lambda: self.show_log(shown=False))
        self.log_panel.watch_wanted.connect(self.watch)
        self._go_to: tuple[Path, float] | None = None
        window.controller.clip_opened.connect(self._on_clip_opened)
        self.keeper = WindowKeeper(window.controller, self.log_panel.keeping, self)
        self.keeper.kept.connect(self._on_kept)
        self.keeper.rested.connect(self._on_rested)
        self.keeper.failed.connect(self._on_failed)
        self.at_hand = AtHand(self.log_panel, self)
        self.log_panel.keeping_changed.connect(self._on_keeping)
        self._closing = QTimer(self)
        self._closing.setInterval(_CLOSED_MS)
        self._closing.timeout.connect(self._show_goal)
        window.controller.whose = self._whose
        replay.export.about = self._about
        window.controller.state_changed.connect(self._on_state)
        window.controller.analysed.connect(lambda _share: self._enable())
        self._on_state(window.controller.state)

    def _whose(self) -> int | None:
        """Return whose sets are kept, by number; None for nobody's."""
        said = self.log_panel.keeping()
        return None if said is None else said.lifter_id

    def _about(self, clip: Path) -> About:
        """Return what exports of a clip name."""
        playback = self._window.controller.playback
        length_s = playback.end_s if playback is not None else 0.0
        return about_clip(clip, length_s, self.log_panel.keeping())

    def handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each command does."""
        return {
            "log": lambda: self.show_log(shown=self._window.commands["log"].isChecked()),
            "keep_clip": self.keep_clip,
            "next_lifter": self.next_lifter,
            "load_more": lambda: self.change_load(1),
            "load_less": lambda: self.change_load(-1),
        }

    def show_log(self, *, shown: bool = True) -> None:
        """Show the log in the picture's place, or the picture again."""
        window = self._window
        page = self.log_panel if shown else window.panes
        window.commands["log"].setChecked(shown)
        if shown:
            window.sheets.setCurrentWidget(page)
            self.log_panel.open()
        elif window.sheets.currentWidget() is not page:
            window.sheets.setCurrentWidget(page)
            window.view.setFocus()

    def film_next(self) -> None:
        """Film the set the plan asks for next, for the lifter whose plan it is."""
        window, line = self._window, self.at_hand.line
        if line is not None:
            known = set(window.services.exercises())
            window.top_bar.plan_exercise(next((n for n in names_of(line) if n in known), None))
        self.log_panel.keep.setChecked(True)
        self.show_log(shown=False)
        filming = window.controller.filming
        if filming is None:
            window.start_camera()
        elif filming.exercise != window.top_bar.chosen_exercise():
            # A session counts to its end what it was begun with.
            window.start_camera(filming.spec)

    def watch(self, path: Path, start_s: float) -> None:
        """Open what a set was filmed in, where its first rep begins."""
        self._go_to = path, start_s
        self.show_log(shown=False)
        self._window.open_clip(path)

    def _on_clip_opened(self) -> None:
        wanted, self._go_to = self._go_to, None
        if wanted is not None and wanted[0] == self._window.controller.path:
            self._window.controller.seek(wanted[1])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the picture's keys from working on what is not on show."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            pressed = QKeySequence(event.keyCombination())
            known = (self._window.commands[name].shortcuts() for name in _KEYS)
            if not any(pressed in keys for keys in known):
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def next_lifter(self) -> None:
        """Keep the next lifter's sets; without any show where to add one."""
        name = self.at_hand.next_lifter()
        if not self.at_hand.has_lifters:
            self.show_log()
            self.log_panel.tell(self.tr("Add a lifter first."), "")
            return
        self._live.guide.note(name or self.tr("Nobody's sets are saved"))

    def change_load(self, steps: int) -> None:
        """Make the load of the next set more or less; without a lifter choose one."""
        if self.log_panel.keeping() is None:
            self.next_lifter()
        else:
            self._live.guide.note(self.at_hand.change_load(steps))

    def keep_clip(self) -> None:
        """Store the sets of the clip that is open; without a lifter show where to choose one."""
        controller = self._window.controller
        if controller.path is None or controller.result is None:
            return
        if self.log_panel.keeping() is None:
            self.show_log()
            self.log_panel.tell(
                self.tr("Whose sets are they?"),
                self.tr("Choose a lifter and press “Save the sets”."),
            )
            return
        try:
            length_s = controller.playback.end_s if controller.playback else 0.0
            started = filmed_at(controller.path, length_s)
            review = self._replay.review
            count = self.keeper.keep_clip(
                clip_key(controller.path), started, review.corrected, review.corrections
            )
        except FormCheckError as error:
            self._on_failed(error.message, error.hint)
            return
        except OSError as error:
            self._on_failed(str(error), "")
            return
        self._window.banner.tell(
            self.tr("Sets saved: {0}.").format(count)
            if count
            else self.tr("There are no reps to save."),
            self.tr("Filmed {0}, as far as the file tells.").format(
                started.local.strftime("%Y-%m-%d %H:%M")
            ),
            "hint",
        )

    def shut_down(self) -> None:
        """Wait for the last write and close the log."""
        self._closing.stop()
        self.keeper.finish()
        self.log_panel.close()
        self.log_panel.deleteLater()

    def _on_state(self, state: State) -> None:
        self._enable()
        if state is State.STARTING:
            self.show_log(shown=False)
        if state is not State.RESTING:
            self._closing.stop()
        if state in (State.STARTING, State.WAITING):
            self._show_goal()
        for name in ("next_lifter", "load_more", "load_less"):
            self._window.commands[name].setEnabled(state in LIVE)

    def _on_keeping(self) -> None:
        self.keeper.say()
        self._window.controller.change_lifter()
        self._show_goal()

    def _show_goal(self) -> None:
        """Tell the filming screen who lifts what."""
        window = self._window
        if window.controller.path is None:
            sets = self._live.book.sets
            exercise = window.top_bar.chosen_exercise() or (sets[-1].exercise if sets else "")
            goal = self.at_hand.goal(exercise=exercise, number=len(sets) + 1)
            before = self._live.rest.goal
            gone_on = (goal.exercise, goal.number) != (before.exercise, before.number)
            if gone_on and goal.lifter == before.lifter:
                # The plan has: the set that ended is closed. Another load says nothing of that.
                self._closing.stop()
            self._live.rest.set_goal(goal)

    def _enable(self) -> None:
        controller = self._window.controller
        ready = controller.state in REPLAY and controller.result is not None
        self._window.commands["keep_clip"].setEnabled(ready)

    def _on_rested(self, saved: bool, trouble: str) -> None:
        """Between two sets say that the one is saved and what the plan asks for next."""
        self._live.rest.tell_kept(saved=saved, trouble=trouble)
        self._show_goal()
        # The log closes a set only when no rep can belong to it any more.
        self._closing.start()
        self._on_kept(0)

    def _on_kept(self, count: int) -> None:
        if self.log_panel.isVisible():
            self.log_panel.refresh()

    def _on_failed(self, message: str, hint: str) -> None:
        self._window.banner.tell(message, hint, "warning")


def about_clip(clip: Path, length_s: float, said: Keeping | None) -> About:
    """Return what the training log knows of a clip.

    Parameters
    ----------
    clip : Path
    length_s : float
        Its length in seconds.
    said : Keeping or None
        Whose sets are kept now, among whose the clip is looked for; None for nobody's.
    """
    try:
        filmed = filmed_at(clip, length_s).day.isoformat()
    except OSError:
        return About(clip.name)
    if not default_log_path().exists():
        return About(clip.name, filmed=filmed)
    try:
        with TrainingLog.open() as log:
            # Whoever is chosen now need not be who is seen in a clip nobody has kept.
            return _known(log, clip, said) or About(clip.name, filmed=filmed)
    except (FormCheckError, OSError):
        # What cannot be read now does not stand in an export's way.
        return About(clip.name, filmed=filmed)


def _known(log: TrainingLog, clip: Path, said: Keeping | None) -> About | None:
    sets = log.sets.with_recording(str(clip))
    if not sets and said is not None:
        sets = log.sets.of_clip(said.lifter_id, clip_key(clip))
    if not sets:
        return None
    lifters = {_lifter(log, each).name: None for each in sets}
    loads = {show_load(each.load_kg, each.unit): None for each in sets if each.load_kg >= 0.0}
    filmed = sets[0].started.day.isoformat()
    return About(clip.name, ", ".join(lifters), ", ".join(loads), filmed)


def _lifter(log: TrainingLog, item: TrainingSet) -> Lifter:
    return log.lifters.get(log.workouts.get(item.workout_id).lifter_id)
