"""Errors a user can act on.

Every error the product raises on purpose is a ``FormCheckError``: one sentence that says
what happened and one hint that says what to do.  Libraries raise; only the command line prints
and picks an exit code, only the window shows a message.
"""

from __future__ import annotations

from typing import ClassVar


class FormCheckError(Exception):
    """Tell the user what happened and what to do about it.

    Parameters
    ----------
    message : str
        One sentence without a final newline: what happened.
    hint : str, optional
        One sentence: what the user can do about it.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(FormCheckError):
    """A request that cannot be understood (exit code 2)."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting that is unknown, malformed or out of range (exit code 2)."""


class UnknownExerciseError(UsageError):
    """An exercise name that is not in the registry (exit code 2)."""


class MissingPackageError(UsageError):
    """Something that needs a package which is installed on request alone (exit code 2)."""


class SourceOpenError(FormCheckError):
    """A file, folder, stream or camera that cannot be opened or decoded (exit code 3)."""

    exit_code = 3


class CameraError(SourceOpenError):
    """A camera that is absent, busy or gone (exit code 3)."""


class StreamError(SourceOpenError):
    """A network stream that cannot be reached or stays silent (exit code 3)."""


class LoginError(StreamError):
    """A network camera that asks for a name and a password (exit code 3)."""


class NobodyFoundError(FormCheckError):
    """A recording in which no person was found (exit code 4)."""

    exit_code = 4


class ModelError(FormCheckError):
    """A pose model that is missing, altered or cannot be loaded (exit code 5)."""

    exit_code = 5


class OutputError(FormCheckError):
    """A result that cannot be written: disk full, read-only folder (exit code 6)."""

    exit_code = 6


class LogError(FormCheckError):
    """A training log that cannot be opened, read or written (exit code 7)."""

    exit_code = 7


class LogDamagedError(LogError):
    """A training log whose file is damaged; ``formcheck history recover`` mends it (code 7)."""
