"""Between two sets: the card over the picture; at the end what the session came to."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QObject

from formcheck.overlay.scene import Layers, Scene, build_scene
from formcheck.types import Frame, FrameResult
from formcheck_ui import score_words, words
from formcheck_ui.controller import Controller
from formcheck_ui.live import phrases
from formcheck_ui.live.set_book import FilmedSet, Goal, SetBook
from formcheck_ui.panels.overview import Overview, Row
from formcheck_ui.rest_card import RestCard
from formcheck_ui.states import BUSY, LIVE, State
from formcheck_ui.video_view import VideoView


class RestDesk(QObject):
    """Show the card while the lifter rests, the goal while he lifts, the overview at the end.

    Parameters
    ----------
    control : Controller
    book : SetBook
        The sets of the session.
    view : VideoView
        Where the card stands.
    overview : Overview
        Where the sets stand when the camera has been stopped.
    say : callable
        Speaks a message to somebody across the room.
    """

    def __init__(
        self,
        control: Controller,
        book: SetBook,
        view: VideoView,
        overview: Overview,
        say: Callable[[str], None],
    ) -> None:
        super().__init__(view)
        self._control, self._book, self._view = control, book, view
        self._overview, self._say = overview, say
        self._goal = Goal()
        self._kept = ""
        self._wanted = True
        book.goal = lambda: self._goal
        book.ended.connect(lambda _filmed: self._show())
        book.recognised.connect(lambda _name: self._show())
        control.state_changed.connect(self._on_state)

    def configure(self, *, shown: bool) -> None:
        """Show the card, or leave the picture free."""
        self._wanted = shown
        self._show()

    @property
    def goal(self) -> Goal:
        """What is to be lifted now."""
        return self._goal

    def set_goal(self, goal: Goal) -> None:
        """Take what is to be lifted now."""
        if goal != self._goal:
            self._goal = goal
            self._show()

    def tell_kept(self, *, saved: bool, trouble: str = "") -> None:
        """Say that the set is in the training log, or why it is not."""
        self._kept = trouble or phrases.message("not_saved")
        if saved:
            name = self._book.sets[-1].goal.lifter if self._book.sets else ""
            self._kept = phrases.message("saved_for", name) if name else phrases.message("saved")
        self._say(phrases.message("saved") if saved else self._kept)
        self._show()

    def _on_state(self, state: State) -> None:
        if state is State.RESTING:
            saved = "saving" if self._control.reps_in_set else "hold_not_saved"
            self._kept = phrases.message(saved if self._goal.kept else "choose_lifter")
        self._show()
        if state is State.STARTING:
            self._overview.show_sets("", ())
        elif state not in BUSY and self._control.path is None and self._book.sets:
            self._show_overview()

    def _show(self) -> None:
        """Show what there is to be shown now."""
        state, view = self._control.state, self._view
        resting = state is State.RESTING and self._wanted and bool(self._book.sets)
        view.show_rest(self._card(self._book.sets[-1]) if resting else None)
        goal = self._lifted if state is State.IN_SET else self._goal
        view.show_goal(in_words(goal) if state in LIVE else "")

    @property
    def _lifted(self) -> Goal:
        """What is lifted now: the plan's set, or another one that was begun instead."""
        goal = self._goal.of(self._book.exercise)
        if not goal.kept or goal.exercise:
            return goal
        number = goal.number or len(self._book.sets) + 1
        return replace(goal, exercise=_exercise(self._book.exercise), number=number)

    def _card(self, filmed: FilmedSet) -> RestCard:
        goal = filmed.goal
        flag = filmed.mend.flag if filmed.mend else None
        coming = in_words(self._goal, lifter=False)
        frame, scene = _moment(filmed)
        return RestCard(
            title=_title(filmed),
            score=_score(filmed),
            reps=_reps(filmed, goal),
            short=0 < len(filmed.reps) < goal.least_reps,
            mend=words.flag_cue(flag.code, filmed.exercise) if flag else _clean(filmed),
            seen=_seen(filmed),
            next=phrases.message("next", coming) if coming else "",
            kept=self._kept,
            picture=frame.image if frame is not None else None,
            scene=scene,
        )

    def _show_overview(self) -> None:
        rows = [
            Row(
                f"{each.number}",
                _exercise(each.exercise),
                each.goal.load,
                _done(each),
                score_words.number(each.score),
                words.flag_title(each.mend.flag.code) if each.mend else _clean(each),
            )
            for each in self._book.sets
        ]
        reps = sum(len(each.reps) for each in self._book.sets)
        self._overview.show_sets(self.tr("Sets: {0} · Reps: {1}").format(len(rows), reps), rows)


def in_words(goal: Goal, *, lifter: bool = True) -> str:
    """Return a goal in one line, e.g. ``Anna · Seated row · 60 kg · Set 2 of 3 · 8–12 reps``."""
    number = ""
    if goal.number:
        number = phrases.message("set_number", goal.number)
        if goal.sets:
            number = phrases.message("set_of", goal.number, goal.sets)
    return _joined(
        (
            goal.lifter if lifter else "",
            goal.exercise,
            goal.load,
            number,
            phrases.message("target", goal.reps) if goal.reps else "",
        )
    )


def _joined(parts: Iterable[str]) -> str:
    # A line may break between two parts, not within one.
    return "\u00a0· ".join(part.replace(" ", "\u00a0") for part in parts if part)


def _title(filmed: FilmedSet) -> str:
    goal = filmed.goal
    number = phrases.message("set_number", filmed.number)
    if goal.number and goal.sets:
        number = phrases.message("set_of", goal.number, goal.sets)
    return _joined((number, _exercise(filmed.exercise), goal.load))


def _exercise(name: str) -> str:
    return words.exercise(name) if name and name != "unknown" else ""


def _score(filmed: FilmedSet) -> str:
    if not filmed.reps:
        return ""
    if math.isnan(filmed.score):
        return phrases.message("no_score")
    return phrases.message("score", score_words.number(filmed.score))


def _reps(filmed: FilmedSet, goal: Goal) -> str:
    if not filmed.reps and not math.isnan(filmed.held_s):
        return phrases.message("held", int(filmed.held_s))
    if goal.reps:
        return phrases.message("reps_of", len(filmed.reps), goal.reps)
    return phrases.message("reps", len(filmed.reps))


def _done(filmed: FilmedSet) -> str:
    """Return the reps of a set, or how long it was held, under a heading that says so."""
    if not filmed.reps and not math.isnan(filmed.held_s):
        return words.seconds(filmed.held_s)
    return f"{len(filmed.reps)} / {filmed.goal.reps}" if filmed.goal.reps else f"{len(filmed.reps)}"


def _clean(filmed: FilmedSet) -> str:
    """Return that nothing is wrong, where something was judged."""
    return "" if math.isnan(filmed.score) else phrases.message("clean")


def _seen(filmed: FilmedSet) -> str:
    """Return the fault, in which reps it stood, and how bad it was."""
    if filmed.mend is None:
        return ""
    flag = filmed.mend.flag
    numbers = ", ".join(map(str, filmed.numbers_to_mend))
    return _joined(
        (
            words.flag_title(flag.code),
            phrases.message("in_reps", numbers),
            words.flag_value(flag),
        )
    )


def _moment(filmed: FilmedSet) -> tuple[Frame | None, Scene | None]:
    if filmed.moment is None:
        return None, None
    frame, result = filmed.moment
    return frame, _scene(frame, result)


def _scene(frame: Frame, result: FrameResult | None) -> Scene | None:
    if result is None:
        return None
    size = result.pose.size if result.pose is not None else frame.size
    layers = Layers(skeleton=True, contour=True, mask=False, labels=False)
    return build_scene(result, size, layers=layers)
