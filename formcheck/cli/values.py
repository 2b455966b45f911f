"""Kinds of values on the command line: each is refused in one sentence where it cannot be."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from formcheck.sources.address import is_address


class FileName(click.ParamType):  # type: ignore[type-arg]  # generic only in newer ones
    """A path that the system can look at, whether anything is there or not."""

    name = "file"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | None:
        """Return the path with the user's folder in the place of ``~``."""
        text = os.fspath(value)
        if not text:
            self.fail("An empty name is no file.", param, ctx)
        try:
            path = Path(text).expanduser()
            path.stat()
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            pass
        except OSError as error:
            self.fail(f"{_short(text)}: {error.strerror}.", param, ctx)
        except (ValueError, RuntimeError) as error:
            self.fail(f"{_short(text)}: {error}.", param, ctx)
        return path

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Leave it to the shell, which completes the names of files itself."""
        return [CompletionItem(incomplete, type="file")]


class ClipName(FileName):
    """A path or an address, as a text."""

    name = "clip"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text, which names a file that can be looked at if it is no address."""
        return value if is_address(value) else str(super().convert(value, param, ctx))


class AnyText(click.ParamType):  # type: ignore[type-arg]
    """A text, as the training log and the exercises have it; bytes that are none are refused."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text; what a locale without such letters took for bytes is read as UTF-8."""
        text = str(value)
        try:
            return text.encode("utf-8", "surrogateescape").decode()
        except UnicodeError:
            self.fail(f"{_short(ascii(text))} is no text in UTF-8.", param, ctx)


class Number(click.FloatRange):
    """A number in a range; ``nan`` and ``inf`` are none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the number."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value!r} is no number.", param, ctx)
        return number


FILE = FileName()
CLIP = ClipName()
TEXT = AnyText()
ROW = click.IntRange(1, 2**62)
"""The number of something in the training log."""


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77]}..."
