"""The program's top: every way a command can end becomes one message and one exit code."""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
import platformdirs

from formcheck.cli.output import give_up_stdout, say, tell
from formcheck.errors import FormCheckError

EXIT_USAGE: Final = 2
EXIT_BUG: Final = 70
EXIT_INTERRUPTED: Final = 130
EXIT_BROKEN_PIPE: Final = 141

LOG_NAME: Final = "crash.log"


def run_guarded(command: Callable[[], object]) -> int:
    """Run a command and return the exit code; nothing it raises gets past here."""
    try:
        result = command()
    except FormCheckError as error:
        _show_when_debugging()
        tell(error)
        return error.exit_code
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return EXIT_INTERRUPTED
    except click.ClickException as error:
        return _usage(error)
    except KeyboardInterrupt:
        say("formcheck: interrupted.")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
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
    say(f"formcheck: {error.format_message()}")
    say(f"  See {command} --help.")
    return EXIT_USAGE


def _bug(error: Exception) -> int:
    """Tell a bug in one line and keep the traceback in a file."""
    text = f"{datetime.now(UTC).isoformat()}\n{''.join(traceback.format_exception(error))}\n"
    log = write_log(text)
    where = f"Please report it with the file {log}." if log else "Its details could not be kept."
    say(f"formcheck: this is a bug in FormCheck ({type(error).__name__}).")
    say(f"  {where}")
    return EXIT_BUG


def write_log(text: str) -> Path | None:
    """Append to the crash log and return its path; None when no folder can be written to."""
    own = Path(platformdirs.user_log_dir("formcheck", appauthor=False))
    for folder in (own, Path(tempfile.gettempdir()) / "formcheck"):
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / LOG_NAME).open("a", encoding="utf-8") as log:
                log.write(text)
            return folder / LOG_NAME
    return None


def _show_when_debugging() -> None:
    """Show the traceback of what is being handled when ``FORMCHECK_DEBUG=1``."""
    if os.environ.get("FORMCHECK_DEBUG") == "1":
        traceback.print_exc()


def quieten_libraries() -> None:
    """Keep libraries' log lines off the terminal unless debugging is asked for."""
    if os.environ.get("FORMCHECK_DEBUG") != "1":
        logging.getLogger().addHandler(logging.NullHandler())
        logging.getLogger("absl").setLevel(logging.CRITICAL)
        logging.getLogger("libav").setLevel(logging.CRITICAL)
