"""``formcheck live``: a camera, in the window or as lines on the terminal."""

from __future__ import annotations

import math
import os
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from formcheck.cli.keeping import LiveKeeper, Wish, as_wish, hearing, keep_options, with_history
from formcheck.cli.naming import words
from formcheck.cli.options import (
    as_camera,
    config_option,
    exercise_option,
    strictness_option,
    with_strictness,
)
from formcheck.cli.output import console, harmless, printing, say
from formcheck.cli.recording import record_option, recording_to
from formcheck.cli.stopping import stopping_on_interrupt, stopping_on_q
from formcheck.cli.window import has_display, show_window
from formcheck.config_file import CONFIG_VARIABLE, load_config
from formcheck.errors import FormCheckError, NobodyFoundError, OutputError, UsageError
from formcheck.recording.writer import check_new
from formcheck.report import table
from formcheck.report.words import Words
from formcheck.run import Request, make_session
from formcheck.session_seams import Listener, SessionState
from formcheck.sources import open_source
from formcheck.sources.address import without_login
from formcheck.types import (
    Event,
    ExerciseRecognised,
    FlagCleared,
    FlagRaised,
    HoldBegan,
    HoldEnded,
    NeutralCaptured,
    RepCompleted,
    RepRevoked,
    SessionResult,
)

_STATE_LINES: Final = {
    SessionState.WARMING_UP: "Warming up …",
    SessionState.RUNNING: "Watching. Press q or Ctrl-C to stop.",
    SessionState.STALLED: "The camera is silent; waiting for it …",
    SessionState.RECONNECTING: "The camera was lost; connecting again …",
}


@click.command()
@click.option(
    "--camera", callback=as_camera,
    metavar="N|NAME|URL", default="0", show_default=True,
    help="A camera's number or name, or the address of a stream (a phone, for instance).",
)  # fmt: skip
@exercise_option
@config_option
@strictness_option
@record_option
@keep_options
@click.option("--no-window", is_flag=True, help="Print reps and flags instead of a window.")
def live(
    camera: str | int,
    *,
    exercise: str | None,
    config_path: Path | None,
    strictness: str | None,
    record_path: Path | None,
    lifter: str | None,
    load: str | None,
    rpe: float | None,
    note: str,
    no_window: bool,
) -> int:
    """Watch a camera and tell reps and faults as they happen."""
    request = Request(with_strictness(load_config(config_path), strictness), exercise)
    if no_window or not has_display():
        return run_headless(camera, request, record_path, as_wish(lifter, load, rpe, note))
    window_has_its_own = (
        ("--record", record_path), ("--lifter", lifter), ("--strictness", strictness),
    )  # fmt: skip
    for name, given in window_has_its_own:
        if given is not None:
            raise UsageError(f"{name} goes with --no-window.", "Add --no-window.")
    if config_path is not None:
        # The window reads its settings by itself.
        os.environ[CONFIG_VARIABLE] = str(config_path.absolute())
    return show_window(camera=camera, exercise=exercise)


def run_headless(
    camera: str | int,
    request: Request,
    record_path: Path | None = None,
    wish: Wish | None = None,
) -> int:
    """Print what happens until Ctrl-C, q or the stream's end, then the table.

    Raises
    ------
    FormCheckError
        When the camera cannot be opened or is lost, or nobody was seen.
    """
    if record_path is not None:
        check_new(record_path)
    keeper = None if wish is None else LiveKeeper(wish, without_login(str(camera)), record_path)
    with (
        open_source(camera, camera=request.config.camera) as source,
        recording_to(record_path, source, request) as recorder,
    ):
        listener = hearing(LineListener(words()), keeper.listen() if keeper else None)
        session = make_session(source, with_history(request, wish), listener, recorder)
        try:
            with stopping_on_interrupt(session.stop), stopping_on_q(session.stop):
                result = session.run()
        except FormCheckError:
            if session.result is not None and session.result.reps:
                show(session.result)
            raise
        finally:
            if recorder is not None:
                recorder.finish(session.result)
            if keeper is not None:
                keeper.finish(session.result)
    if result.detection_fraction == 0:
        raise NobodyFoundError(
            "Nobody was seen by the camera.", "Stand so that the whole body is in the picture."
        )
    show(result)
    return OutputError.exit_code if recorder is not None and recorder.failed else 0


def show(result: SessionResult) -> None:
    """Print the table; that the session was stopped is how it ends, and no remark."""
    with printing():
        console().print(table.render(replace(result, stopped_early=False), words()))


class LineListener(Listener):
    """Print each event of a session on a line of its own, as it happens."""

    def __init__(self, names: Words) -> None:
        self._names = names

    def on_event(self, event: Event) -> None:
        """Print an event."""
        line = event_line(event, self._names)
        if line:
            with printing():
                print(harmless(line), flush=True)

    def on_state(self, state: SessionState) -> None:
        """Tell what the session waits for."""
        if state in _STATE_LINES:
            say(_STATE_LINES[state])


def event_line(event: Event, names: Words) -> str:
    """Return an event in words, with its time; empty for what nobody needs to read."""
    at = f"{event.time_s:8.1f} s  "
    match event:
        case RepCompleted(rep=rep):
            return (
                f"{at}rep {rep.index}: pull {_seconds(rep.concentric_s)}, "
                f"lower {_seconds(rep.eccentric_s)}"
            )
        case RepRevoked(index=index):
            return f"{at}rep {index} taken back"
        case FlagRaised(flag=flag):
            return f"{at}! {names.flag(flag.code)} ({flag.value:.1f} {flag.unit})".replace(
                " (nan )", ""
            )
        case FlagCleared(flag=flag):
            return f"{at}  {names.flag(flag.code)} is over"
        case ExerciseRecognised(guess=guess):
            return f"{at}exercise: {names.exercise(guess.name)}"
        case NeutralCaptured():
            return f"{at}neutral posture taken"
        case HoldBegan(index=index):
            return f"{at}hold {index} is on"
        case HoldEnded(hold=hold):
            return f"{at}hold {hold.index}: held for {hold.duration_s:.1f} s"


def _seconds(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.1f} s"
