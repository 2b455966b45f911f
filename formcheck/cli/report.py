"""``formcheck report``: a clip becomes one HTML file to read, print or send."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import click

from formcheck.cli.about import about_clip
from formcheck.cli.guard import EXIT_INTERRUPTED
from formcheck.cli.options import (
    AUTO,
    SHOWINGS,
    as_neutral,
    config_option,
    exercise_option,
    face_option,
    no_pictures_option,
)
from formcheck.cli.output import counted, say
from formcheck.cli.progress import AnalysisListener
from formcheck.cli.stopping import stopping_on_interrupt
from formcheck.cli.values import CLIP, FILE
from formcheck.config_file import load_config
from formcheck.errors import SourceOpenError, UsageError
from formcheck.export.kept import apply_kept
from formcheck.export.look import Look
from formcheck.export.report import write_report
from formcheck.files.writing import check_writable
from formcheck.findings import Findings
from formcheck.run import Request, make_session, nobody_found, open_recording
from formcheck.session_seams import Engine, SessionStats
from formcheck.sources import open_at_will
from formcheck.sources.at_will import AtWill
from formcheck.types import Event, Frame, FrameResult, SessionResult


class _Keeper(AnalysisListener):
    """Follow an analysis and keep what was found in every frame."""

    engine: Engine | None = None
    findings: Findings

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        """Keep one frame's result."""
        sample = None if self.engine is None else self.engine.sample
        self.findings.append(result, frame.size, sample)
        super().on_frame(frame, result, stats)

    def on_event(self, event: Event) -> None:
        """Keep an event."""
        self.findings.tell(event)


@click.command()
@click.argument("clip", type=CLIP)
@click.option(
    "-o", "--output", "output", required=True, type=FILE, metavar="FILE",
    help="The HTML file to write.",
)  # fmt: skip
@face_option
@no_pictures_option
@exercise_option
@click.option(
    "--neutral", callback=as_neutral, metavar="auto|SECONDS", default=AUTO, show_default=True,
    help="When you hold your position, back flat: auto, or seconds from the start.",
)  # fmt: skip
@config_option
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def report(
    clip: str,
    *,
    output: Path,
    face: str,
    no_pictures: bool,
    exercise: str | None,
    neutral: float | None,
    config_path: Path | None,
    quiet: bool,
) -> int:
    """Write a report of CLIP as one HTML file, with curves, reps and a picture of each.

    Corrections made in the window are taken into account.
    """
    if os.path.realpath(output) == os.path.realpath(clip):
        raise UsageError(f"{output} is the clip itself.", "Name another file.")
    check_writable(output)
    request = Request(load_config(config_path), exercise, neutral)
    findings = Findings()
    result, interrupted = _analyse(clip, request, findings, quiet=quiet)
    if interrupted:
        say("formcheck: interrupted; no file was written.")
        return EXIT_INTERRUPTED
    if result.detection_fraction == 0:
        raise nobody_found(clip, result)
    apply_kept(Path(clip), findings, result.exercise.name, request.config)
    with contextlib.ExitStack() as stack:
        pictures = None if no_pictures else _pictures(Path(clip), stack)
        look = Look(SHOWINGS[face])
        about = about_clip(Path(clip), result)
        write_report(result, findings, output, about=about, clip=pictures, look=look)
    if not quiet:
        flags = counted(len(findings.flags), "flag")
        say(f"{output}: {counted(len(findings.reps), 'rep')}, {flags}")
    return 0


def _analyse(
    clip: str, request: Request, findings: Findings, *, quiet: bool
) -> tuple[SessionResult, bool]:
    bar = not quiet and sys.stderr.isatty()
    with contextlib.ExitStack() as stack:
        source = stack.enter_context(open_recording(clip, shrunk=request.config))
        listener = stack.enter_context(_Keeper(source.info, bar=bar, video=None))
        listener.findings = findings
        session = make_session(source, request, listener)
        listener.engine = session.engine
        interruption = stack.enter_context(stopping_on_interrupt(session.stop))
        result = session.run()
    findings.finish(result.reps, result.flags)
    return result, interruption.asked


def _pictures(clip: Path, stack: contextlib.ExitStack) -> AtWill | None:
    """Open the clip for its pictures; a recording of landmarks alone has none."""
    try:
        opened = open_at_will(clip)
    except SourceOpenError:
        return None
    stack.callback(opened.close)
    return opened
