"""``formcheck analyze``: a clip becomes a table of reps, and JSON, CSV or video if wanted."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import click

from formcheck.cli.about import about_clip
from formcheck.cli.guard import EXIT_INTERRUPTED
from formcheck.cli.keeping import ClipKeeper, Wish, as_wish, hearing, keep_options, with_history
from formcheck.cli.naming import words
from formcheck.cli.options import (
    AUTO,
    as_neutral,
    config_option,
    exercise_option,
    rate_option,
    strictness_option,
    with_strictness,
)
from formcheck.cli.output import console, printing, say
from formcheck.cli.progress import AnalysisListener
from formcheck.cli.recording import record_option, recording_to
from formcheck.cli.stopping import stopping_on_interrupt
from formcheck.cli.values import CLIP, FILE, TEXT, Number
from formcheck.config_file import load_config
from formcheck.errors import FormCheckError, OutputError, UsageError
from formcheck.files.writing import check_writable, is_stream
from formcheck.recording.writer import check_new
from formcheck.report import csv_report, json_report, table
from formcheck.report.about import NOTHING, About
from formcheck.run import Request, make_session, nobody_found, open_recording
from formcheck.types import SessionResult, SourceInfo

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where results go besides the table; ``json`` may be ``-`` for standard output."""

    json: str | None = None
    csv: Path | None = None
    video: Path | None = None
    record: Path | None = None
    quiet: bool = False

    @property
    def json_on_stdout(self) -> bool:
        """Whether standard output belongs to the JSON alone."""
        return self.json == STDOUT


@click.command()
@click.argument("clip", type=CLIP)
@exercise_option
@click.option("--json", "json_target", metavar="FILE|-", help="Write the report as JSON.")
@click.option(
    "--csv", "csv_path", type=FILE, metavar="FILE",
    help="Write every measure of every frame as CSV.",
)  # fmt: skip
@click.option(
    "--video", "video_path", type=FILE, metavar="FILE",
    help="Write the clip with skeleton, back line and flags drawn in.",
)  # fmt: skip
@record_option
@rate_option
@click.option(
    "--neutral", callback=as_neutral, metavar="auto|SECONDS", default=AUTO, show_default=True,
    help="When you hold your position, back flat: auto, or seconds from the start.",
)  # fmt: skip
@click.option(
    "--maximum", type=Number(min=0), metavar="SECONDS",
    help="When the lifter bends as far as is comfortable, in seconds from the start; with "
    "--lifter and --exercise it is kept.",
)  # fmt: skip
@keep_options
@click.option("--when", type=TEXT, metavar="TIME", help='With --lifter: when it was filmed, e.g. '
              '"2026-03-21 18:30"; without it, when the file was last changed.')  # fmt: skip
@strictness_option
@config_option
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def analyze(
    clip: str,
    *,
    exercise: str | None,
    json_target: str | None,
    csv_path: Path | None,
    video_path: Path | None,
    record_path: Path | None,
    rate_hz: float | None,
    neutral: float | None,
    maximum: float | None,
    lifter: str | None,
    load: str | None,
    rpe: float | None,
    note: str,
    when: str | None,
    strictness: str | None,
    config_path: Path | None,
    quiet: bool,
) -> int:
    """Count and judge the reps in CLIP.

    CLIP is a video file, a folder of pictures, a recording, or poses of another program: TRC, a
    folder of OpenPose JSON, or a data set of movement (.nc).
    """
    outputs = Outputs(json_target, csv_path, video_path, record_path, quiet)
    check_outputs(clip, outputs)
    wish = as_wish(lifter, load, rpe, note, when)
    config = with_strictness(load_config(config_path), strictness)
    request = Request(config, exercise, neutral, maximum_s=maximum)
    return run_analysis(clip, request, outputs, wish, rate_hz)


def check_outputs(clip: str, outputs: Outputs) -> None:
    """Refuse, before any work, outputs that cannot be written or would overwrite each other.

    Raises
    ------
    UsageError
        When two of them, or one and the clip, are the same file.
    OutputError
        When one cannot be written.
    """
    json_path = None if outputs.json in (None, STDOUT) else Path(str(outputs.json))
    seen = {os.path.realpath(clip): "the clip itself"}
    for name, path in (
        ("--json", json_path),
        ("--csv", outputs.csv),
        ("--video", outputs.video),
        ("--record", outputs.record),
    ):
        if path is None:
            continue
        place = os.path.realpath(path)
        if place in seen and not is_stream(path):
            raise UsageError(f"{name} {path} is also {seen[place]}.", "Name another file.")
        seen[place] = f"the file of {name}"
        check_writable(path)
    if outputs.record is not None:
        check_new(outputs.record)


def run_analysis(
    clip: str,
    request: Request,
    outputs: Outputs,
    wish: Wish | None = None,
    rate_hz: float | None = None,
) -> int:
    """Analyse a clip, write and keep what was asked for and return the exit code.

    ``rate_hz`` is frames a second of what tells no times.

    Raises
    ------
    FormCheckError
        When the clip cannot be opened, nobody is in it, or a result cannot be written.
    """
    show_progress = not outputs.quiet and sys.stderr.isatty()
    with contextlib.ExitStack() as stack:
        shrunk = request.config if outputs.video is None else None
        source = stack.enter_context(open_recording(clip, rate_hz, shrunk=shrunk))
        # A lifter who is not known is told before a file is begun.
        keeper = None if wish is None else ClipKeeper(wish, Path(clip), outputs.record)
        asked = with_history(request, wish)
        listener = stack.enter_context(
            AnalysisListener(source.info, bar=show_progress, video=outputs.video)
        )
        recorder = stack.enter_context(recording_to(outputs.record, source, request))
        session = make_session(source, asked, hearing(listener, keeper), recorder)
        if keeper is not None:
            keeper.engine = session.engine
        interruption = stack.enter_context(stopping_on_interrupt(session.stop))
        try:
            result = session.run()
        except FormCheckError:
            if recorder is not None:
                recorder.finish(session.result)
            if session.result is not None and session.result.reps:
                show(session.result, outputs)
            raise
        if recorder is not None:
            recorder.finish(result)
        if interruption.asked:
            listener.discard_video()
            if recorder is not None:
                recorder.discard()
    if interruption.asked:
        show(result, outputs)
        say("formcheck: interrupted; this is what was analysed so far, and no file was written.")
        return EXIT_INTERRUPTED
    about = about_clip(Path(clip), result, wish) if outputs.csv is not None else NOTHING
    finish(result, outputs, about)
    if keeper is not None:
        keeper.store(result, request.config, quiet=outputs.quiet)
    return OutputError.exit_code if recorder is not None and recorder.failed else 0


def finish(result: SessionResult, outputs: Outputs, about: About = NOTHING) -> None:
    """Write and show a whole analysis, then complain about a clip without anybody in it."""
    if outputs.json is not None and not outputs.json_on_stdout:
        json_report.write_json(result, Path(outputs.json))
    if outputs.csv is not None:
        csv_report.write_csv(result, outputs.csv, about)
    if outputs.json_on_stdout or result.detection_fraction > 0:
        show(result, outputs)
    for note in (damage_note(result.source), slow_motion_note(result.source)):
        if note and not outputs.quiet:
            say(note)
    if result.detection_fraction == 0:
        raise nobody_found(result.source.path, result)


def show(result: SessionResult, outputs: Outputs) -> None:
    """Print a result on standard output: as JSON, as a table, or not at all."""
    with printing():
        if outputs.json_on_stdout:
            sys.stdout.write(json_report.dumps(result))
        elif not outputs.quiet:
            console().print(table.render(result, words()))


def slow_motion_note(info: SourceInfo) -> str:
    """Return one line about a file in slow motion, empty for any other."""
    if info.slowed == 1.0:
        return ""
    return (
        f"Note: the file is in slow motion, {info.slowed:.3g} times slower than life. "
        "It is judged as fast as it was lifted, and so are all times."
    )


def damage_note(info: SourceInfo) -> str:
    """Return one line about damage in the file, empty when there was none."""
    troubles = []
    if info.truncated:
        troubles.append("it ends before its own index does")
    if info.frames_corrupt:
        troubles.append(f"{info.frames_corrupt} damaged pictures were skipped")
    if info.times_repaired:
        troubles.append(f"{info.times_repaired} time stamps were repaired")
    return f"Note: the file is damaged: {'; '.join(troubles)}." if troubles else ""
