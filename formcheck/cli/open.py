"""``formcheck open`` and ``formcheck demo``: a clip or the bundled sample in the window."""

from __future__ import annotations

from pathlib import Path

import click

from formcheck.assets import sample_path
from formcheck.cli.options import exercise_option
from formcheck.cli.output import say
from formcheck.cli.values import FILE
from formcheck.cli.window import has_display, show_window
from formcheck.errors import SourceOpenError


@click.command(name="open")
@click.argument("clip", type=FILE)
@exercise_option
def open_command(clip: Path, *, exercise: str | None) -> int:
    """Replay CLIP in the window, with feedback."""
    if not clip.exists():
        raise SourceOpenError(f"{clip} does not exist.", "Check the spelling of the path.")
    return show_window(open_path=clip, exercise=exercise)


@click.command()
def demo() -> int:
    """Play the bundled sample with feedback (without a display: print its table)."""
    sample = sample_path()
    if has_display():
        return show_window(open_path=sample, demo=True)
    # Not before it is needed: it brings the engine.
    from formcheck.cli.analyze import Outputs, run_analysis
    from formcheck.config_file import load_config
    from formcheck.run import Request

    say(f"There is no display: analysing {sample.name} instead of playing it.")
    return run_analysis(str(sample), Request(load_config()), Outputs())
