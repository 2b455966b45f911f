"""The program's top: every way a command can end becomes one message and one exit code."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
import platformdirs

from formcheck.cli.output import give_up_stdout, say, say_error, stdout_told, tell
from formcheck.errors import FormCheckError
from formcheck.files.writing import PRIVATE_FILE, make_private_folder

EXIT_USAGE: Final = 2
EXIT_SOME: Final = 8
EXIT_NONE: Final = 9
EXIT_BUG: Final = 70
EXIT_INTERRUPTED: Final = 130
EXIT_BROKEN_PIPE: Final = 141

LOG_NAME: Final = "crash.log"

LOG_BYTES: Final = 256 * 1024
"""A crash log of this size is put aside for a new one; a traceback takes about 3 kB."""


def run_guarded(command: Callable[[], object]) -> int:
    """Run a command and return the exit code; nothing it raises gets past here."""
    try:
        with stdout_told():
            result = command()
    except FormCheckError as error:
        _show_when_debugging()
        tell(error)
        return error.exit_code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        return _usage(error)
    except click.Abort as error:
        # What click makes of a Ctrl-C is told; who answers no to a question knows it.
        if isinstance(error.__cause__, KeyboardInterrupt):
            say("formcheck: interrupted.")
        return EXIT_INTERRUPTED
    except KeyboardInterrupt:
        say("formcheck: interrupted.")
        return EXIT_INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # click, which leaves all other ends to us, exits where a pipe was closed.
        give_up_stdout()
        return EXIT_BROKEN_PIPE
    except Exception as error:  # noqa: BLE001  the program's top
        _show_when_debugging()
        return _bug(error)
    return result if isinstance(result, int) else 0


def _usage(error: click.ClickException) -> int:
    """Tell a usage error, naming the command whose help says more."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "formcheck"
    say_error(error.format_message())
    say(f"  See {command} --help.")
    return EXIT_USAGE


def _bug(error: Exception) -> int:
    """Tell a bug in one line and keep the traceback in a file."""
    if isinstance(error, MemoryError):
        say("formcheck: the memory of this computer is used up.")
        say("  Close other programs, or use a smaller clip.")
        return FormCheckError.exit_code
    text = f"{datetime.now(UTC).isoformat()}\n{''.join(traceback.format_exception(error))}\n"
    log = write_log(_without_logins(text))
    where = f"Please report it with the file {log}." if log else "Its details could not be kept."
    say(f"formcheck: this is a bug in FormCheck ({type(error).__name__}).")
    say(f"  {where}")
    return EXIT_BUG


def write_log(text: str) -> Path | None:
    """Append to the crash log and return its path; None when no folder can be written to."""
    for place in (_own_folder, _temporary_folder):
        with contextlib.suppress(OSError):
            folder = place()
            make_private_folder(folder)
            _refuse_foreign(folder)
            log = folder / LOG_NAME
            _rotate(log)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
            with open(os.open(log, flags, PRIVATE_FILE), "ab") as file:
                file.write(text.encode("utf-8", errors="backslashreplace"))
            # One of an older version was readable to everybody.
            log.chmod(PRIVATE_FILE)
            return log
    return None


def _own_folder() -> Path:
    return Path(platformdirs.user_log_dir("formcheck", appauthor=False))


def _temporary_folder() -> Path:
    return Path(tempfile.gettempdir()) / f"formcheck-{_user()}"


def _user() -> str:
    return str(os.getuid()) if sys.platform != "win32" else "user"


def _refuse_foreign(folder: Path) -> None:
    """Raise where a folder is somebody else's: the temporary one is open to everybody."""
    if sys.platform != "win32" and folder.lstat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user")


def _rotate(log: Path) -> None:
    """Put a full log aside, in the place of the one before."""
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size >= LOG_BYTES:
            log.replace(log.with_name(f"{LOG_NAME}.1"))


def _show_when_debugging() -> None:
    """Show the traceback of what is being handled when ``FORMCHECK_DEBUG=1``."""
    if os.environ.get("FORMCHECK_DEBUG") == "1":
        say(_without_logins(traceback.format_exc()))


def _without_logins(text: str) -> str:
    # Brings numpy with it, for which a list of commands would wait.
    from formcheck.sources.address import without_logins

    return without_logins(text)


def quieten_warnings() -> None:
    """Keep libraries' remarks on numbers off the terminal of a program of its own.

    Poses that cannot be make arithmetic of no meaning; what cannot be judged is told in words.
    """
    if os.environ.get("FORMCHECK_DEBUG") != "1":
        warnings.simplefilter("ignore")


def quieten_libraries() -> None:
    """Keep libraries' log lines off the terminal unless debugging is asked for."""
    if os.environ.get("FORMCHECK_DEBUG") != "1":
        logging.getLogger().addHandler(logging.NullHandler())
        logging.getLogger("absl").setLevel(logging.CRITICAL)
        logging.getLogger("libav").setLevel(logging.CRITICAL)


class _Sayer(logging.Handler):
    """Says each line of a log as the program's own."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print the line without its level."""
        say(record.getMessage())


_SAYER: Final = _Sayer(logging.WARNING)


def say_what_settings_lack(*, quiet: bool) -> None:
    """Print of each option in a file of settings that it is one no more; not where quiet."""
    log = logging.getLogger("formcheck.config_file")
    (log.removeHandler if quiet else log.addHandler)(_SAYER)
