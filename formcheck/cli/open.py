"""``formcheck open``: replay a clip in the window."""

from __future__ import annotations

from pathlib import Path

import click

from formcheck.cli.options import exercise_option
from formcheck.cli.values import FILE
from formcheck.cli.window import show_window
from formcheck.errors import SourceOpenError


@click.command(name="open")
@click.argument("clip", type=FILE)
@exercise_option
def open_command(clip: Path, *, exercise: str | None) -> int:
    """Replay CLIP in the window, with feedback."""
    if not clip.exists():
        raise SourceOpenError(f"{clip} does not exist.", "Check the spelling of the path.")
    return show_window(open_path=clip, exercise=exercise)
