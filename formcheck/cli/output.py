"""Printing: results on standard output, everything said about them on standard error."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from formcheck.errors import FormCheckError
from formcheck.files.writing import output_error

_UNWRITABLE: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.ENXIO})
_STEERING: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters but line feed and tab, and those that turn the direction of writing."""

_LONGEST_LINE: Final = 600
"""Letters of an error: six lines of a terminal hold two long paths; a quoted name has no bound."""

_PIPE_WIDTH: Final = 132
"""Columns of a table that goes into a file or pipe, which have no width of their own."""


def console() -> Console:
    """Return the console for results."""
    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return _Results(highlight=False, markup=False, emoji=False, width=width)


class _Results(Console):
    """A console whose reader may go away, which the program's top tells."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterator[Segment]:
        """Yield the pieces of a page, their texts harmless; styles are put around them later."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(harmless(piece.text), piece.style)

    def on_broken_pipe(self) -> None:
        """Raise the BrokenPipeError at hand; rich would end the process with 1."""
        raise


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


@contextlib.contextmanager
def stdout_told() -> Iterator[None]:
    """Tell of standard output what :func:`printing` tells, where a library printed.

    Raises
    ------
    OutputError
        When standard output cannot be written.
    BrokenPipeError
        When its reader has gone.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        closed = error.errno == errno.EBADF and isinstance(sys.stdout, _ClosedOutput)
        full = error.errno in _UNWRITABLE and not _can_print()
        if error.filename is None and (closed or full):
            give_up_stdout()
            raise output_error(Path("Standard output"), error) from error
        raise
    with printing():
        pass


def _can_print() -> bool:
    """Whether standard output can be written: the error at hand was another file's then.

    An empty line tells. A flush alone does not, for one that failed has nothing left to write.
    """
    try:
        print(flush=True)
    except (OSError, ValueError):
        return False
    return True


def give_up_stdout() -> None:
    """Keep the interpreter from complaining, as it exits, about what it could not write."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def progress_console() -> Console:
    """Return the console for progress, on standard error, which must be a terminal.

    It is not asked whether it is: while the pose model is loaded in its thread, standard error is
    held back (:mod:`formcheck.pose.quiet`) and looks like a file.
    """
    return Console(stderr=True, force_terminal=True, highlight=False, markup=False, emoji=False)


def harmless(text: str) -> str:
    r"""Return a text with what would steer a terminal written out: names come from anywhere.

    Examples
    --------
    >>> harmless("\x1b[2Jrow 40\N{NO-BREAK SPACE}kg")
    '\\x1b[2Jrow 40\xa0kg'
    """
    return _STEERING.sub(lambda found: ascii(found.group())[1:-1], text)


def counted(number: int, word: str) -> str:
    """Return a number with its word, e.g. ``3 reps``."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def say(text: str) -> None:
    """Print one line about the work to standard error; where nobody listens, it is not said."""
    with contextlib.suppress(OSError, ValueError):
        print(harmless(text), file=sys.stderr, flush=True)


def say_error(sentence: str) -> None:
    """Print what went wrong: one line that can be read, whatever it quotes."""
    line = " ".join(sentence.splitlines())
    if len(line) > _LONGEST_LINE:
        line = f"{line[: _LONGEST_LINE - 100]} … {line[-97:]}"
    say(f"formcheck: {line}")


def tell(error: FormCheckError) -> None:
    """Print an error's one sentence, and its hint on a line of its own."""
    say_error(error.message)
    if error.hint:
        say(f"  {error.hint}")


class _ClosedOutput(io.TextIOBase):
    """Stands for a standard output that was closed before the program began."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


def open_missing_streams() -> None:
    """Give the three standard streams a place where the caller closed them.

    The next file that is opened would take their number otherwise, and whatever a library prints
    would be written into it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  open to the end
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  likewise
    if sys.stdout is None:
        sys.stdout = _ClosedOutput()


def survive_any_text() -> None:
    """Replace what a terminal's encoding lacks, instead of failing on a degree sign."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
