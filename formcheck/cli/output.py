"""Printing: results on standard output, everything said about them on standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.console import Console

from formcheck.errors import FormCheckError
from formcheck.files.writing import output_error

_PIPE_WIDTH: Final = 132
"""Columns of a table that goes into a file or pipe, which have no width of their own."""


def console() -> Console:
    """Return the console for results."""
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return Console(highlight=False, markup=False, emoji=False, width=width)


@contextlib.contextmanager
def printing() -> Iterator[None]:
    """Print results in this block, so that a full disk behind ``>`` is told like any other.

    Raises
    ------
    OutputError
        When standard output cannot be written.
    BrokenPipeError
        When its reader has gone, which is nobody's fault.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up_stdout()
        raise output_error(Path("Standard output"), error) from error


def give_up_stdout() -> None:
    """Keep the interpreter from complaining, as it exits, about what it could not write."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def progress_console() -> Console:
    """Return the console for progress, on standard error."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def say(text: str) -> None:
    """Print one line about the work to standard error."""
    print(text, file=sys.stderr, flush=True)


def tell(error: FormCheckError) -> None:
    """Print an error's one sentence, and its hint on a line of its own."""
    say(f"formcheck: {error.message}")
    if error.hint:
        say(f"  {error.hint}")


def survive_any_text() -> None:
    """Replace what a terminal's encoding lacks, instead of failing on a degree sign."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
