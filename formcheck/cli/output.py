"""Printing: results on standard output, everything said about them on standard error."""

from __future__ import annotations

import sys
from typing import Final

from rich.console import Console

from formcheck.errors import FormCheckError

_PIPE_WIDTH: Final = 132
"""Columns of a table that goes into a file or pipe, which have no width of their own."""


def console() -> Console:
    """Return the console for results."""
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return Console(highlight=False, markup=False, emoji=False, width=width)


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
