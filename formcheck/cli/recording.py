"""``--record``: keep a session's poses, so that it can be judged again without its video."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import click

from formcheck.cli.output import say
from formcheck.cli.values import FILE
from formcheck.errors import OutputError
from formcheck.recording.recorder import Recorder
from formcheck.run import Request, make_recorder
from formcheck.sources.base import FrameSource

record_option = click.option(
    "--record",
    "record_path",
    type=FILE,
    metavar="FILE",
    help="Record landmarks and outlines (no picture), to be judged again with formcheck rescore.",
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
    with make_recorder(path, source, request, _tell) as recorder:
        yield recorder


def _tell(error: OutputError) -> None:
    say(f"formcheck: {error.message}")
    say(f"  The session goes on without a recording. {error.hint}".rstrip())
