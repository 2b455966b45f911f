"""``formcheck demo``: the bundled sample, in the window or as a table."""

from __future__ import annotations

import click

from formcheck.assets import sample_path
from formcheck.cli.analyze import Outputs, run_analysis
from formcheck.cli.output import say
from formcheck.cli.window import has_display, show_window
from formcheck.config_file import load_config
from formcheck.run import Request


@click.command()
def demo() -> int:
    """Play the bundled sample with feedback (without a display: print its table)."""
    sample = sample_path()
    if has_display():
        return show_window(open_path=sample, demo=True)
    say(f"There is no display: analysing {sample.name} instead of playing it.")
    return run_analysis(str(sample), Request(load_config()), Outputs())
