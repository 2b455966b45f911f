"""``formcheck exercises``: what can be counted and judged, and an exercise of your own shown."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import click
from rich.padding import Padding
from rich.table import Table

from formcheck.cli.guard import EXIT_INTERRUPTED
from formcheck.cli.keeping import hearing
from formcheck.cli.options import config_option
from formcheck.cli.output import console, counted, printing, say
from formcheck.cli.progress import AnalysisListener
from formcheck.cli.stopping import stopping_on_interrupt
from formcheck.cli.values import CLIP, TEXT
from formcheck.config import Config
from formcheck.config_file import load_config
from formcheck.exercises import registry
from formcheck.exercises.description import rules
from formcheck.own_exercises import load_own_exercises, place_for
from formcheck.reps.sample import Sample
from formcheck.run import Request, make_session, nobody_found, open_recording
from formcheck.session_seams import Engine, Listener, SessionStats
from formcheck.teaching import FEWEST, MOST, SHOWN, Lesson, key_of, show_exercise, title_of
from formcheck.types import Frame, FrameResult


@click.group(invoke_without_command=True)
@click.option(
    "--show", "name", type=TEXT, metavar="NAME", help="Print one exercise's rules in words."
)
@click.pass_context
def exercises(context: click.Context, name: str | None) -> None:
    """List the exercises FormCheck knows, and your own."""
    if context.invoked_subcommand is not None:
        return
    load_own_exercises()
    if name is not None:
        _show(name)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("name", "exercise", "recognised as", "what counts"):
        table.add_column(title, no_wrap=title == "name")
    for key in registry.names():
        spec = registry.get(key)
        table.add_row(spec.name, spec.title, spec.variant_of or "itself", spec.summary)
    console().print(table)


@exercises.command()
@click.argument("name", type=TEXT)
@click.argument("clip", type=CLIP)
@click.option(
    "--reps", type=click.IntRange(FEWEST, MOST), default=SHOWN, show_default=True, metavar="N",
    help="How many reps the clip shows.",
)  # fmt: skip
@click.option("--title", type=TEXT, default="", help="A heading that differs from the name.")
@click.option("--replace", is_flag=True, help="Replace your exercise of this name.")
@config_option
def teach(
    name: str, clip: str, *, reps: int, title: str, replace: bool, config_path: Path | None
) -> int:
    """Show FormCheck an exercise it does not know, and call it NAME.

    CLIP (a video file, a folder of pictures or a recording) shows some reps of it, all alike, and
    nothing else. What FormCheck finds in them becomes a file of your own, which you may edit.
    """
    config = load_config(config_path)
    title_of(title or name)
    place_for(key_of(name), replace=replace)
    samples = _watch(clip, config)
    if samples is None:
        say("formcheck: interrupted; no exercise was written.")
        return EXIT_INTERRUPTED
    lesson = show_exercise(samples, name, config, title=title, shown=reps, replace=replace)
    with printing():
        _show(lesson.spec.name)
        console().print(f"\n{_told(lesson)}")
    say(f"Written to {lesson.path}; edit it as you like.")
    return 0


class _Samples(Listener):
    """Keep what an engine measures."""

    def __init__(self) -> None:
        self.engine: Engine | None = None
        self.all: list[Sample] = []

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        if self.engine is not None and self.engine.sample is not None:
            self.all.append(self.engine.sample)


def _watch(clip: str, config: Config) -> list[Sample] | None:
    """Analyse a clip and return what was measured; None where the user interrupted it."""
    kept = _Samples()
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(open_recording(clip, shrunk=config))
        bar = stack.enter_context(
            AnalysisListener(source.info, bar=sys.stderr.isatty(), video=None)
        )
        session = make_session(source, Request(config), hearing(bar, kept))
        kept.engine = session.engine
        interruption = stack.enter_context(stopping_on_interrupt(session.stop))
        result = session.run()
    if interruption.asked:
        return None
    if result.detection_fraction == 0:
        raise nobody_found(clip, result)
    return kept.all


def _told(lesson: Lesson) -> str:
    """Return how what was shown is counted from now on."""
    spec = lesson.spec
    named = f"Of the {lesson.shown} reps {lesson.named} are counted with {spec.name} named"
    if spec.variant_of:
        kind = registry.get(spec.variant_of).title
        return (
            f"{named}. With nothing named they are counted as {kind}, from which they cannot be "
            "told by looking: name it with --exercise, or choose it in the window."
        )
    if lesson.recognised:
        return f"{named}, and {lesson.unnamed} with nothing named."
    return (
        f"{named}. With nothing named it is not recognised ({counted(lesson.unnamed, 'rep')}): "
        "name it with --exercise, or choose it in the window."
    )


def _show(name: str) -> None:
    spec = registry.get(name)
    page = console()
    page.print(f"{spec.title} ({spec.name})", style="bold")
    for heading, lines in rules(spec):
        if lines:
            page.print(heading, style="bold")
        for line in lines:
            page.print(Padding(line, (0, 0, 0, 2)), highlight=False)
