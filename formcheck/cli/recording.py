"""``--record``: keep a session's poses, so that it can be judged again without its video."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from formcheck.cli.engine import Request, as_recorded
from formcheck.cli.output import say
from formcheck.cli.values import FILE
from formcheck.errors import OutputError
from formcheck.recording.header import describe
from formcheck.recording.recorder import Recorder
from formcheck.sources.base import FrameSource

record_option = click.option(
    "--record",
    "record_path",
    type=FILE,
    metavar="FILE",
    help="Record landmarks and outlines (no picture), to be judged again with formcheck rescore.",
)


def check_new(path: Path) -> None:
    """Refuse to replace a file by a recording.

    Raises
    ------
    OutputError
        When there is one already.
    """
    if path.exists():
        raise OutputError(
            f"{path} exists already.", "A recording never replaces another: name a new file."
        )


@contextlib.contextmanager
def recording_to(
    path: Path | None, source: FrameSource, request: Request
) -> Iterator[Recorder | None]:
    """Record what is analysed in this block; None where no path is given.

    Trouble with the file is told in one message, and the analysis goes on.
    """
    if path is None:
        yield None
        return
    asked = as_recorded(source, request)
    header = describe(source.info, asked.config, exercise=asked.exercise, neutral_s=asked.neutral_s)
    with Recorder(path, header, _tell) as recorder:
        yield recorder


def _tell(error: OutputError) -> None:
    say(f"formcheck: {error.message}")
    say(f"  The session goes on without a recording. {error.hint}".rstrip())
