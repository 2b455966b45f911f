"""``formcheck export``: poses and angles of a clip in a format that other programs read."""

from __future__ import annotations

import os
from pathlib import Path

import click

from formcheck import api
from formcheck.cli.options import config_option, exercise_option, rate_option
from formcheck.cli.output import say
from formcheck.cli.progress import progress_bar
from formcheck.cli.values import CLIP, FILE
from formcheck.config_file import load_config
from formcheck.errors import UsageError
from formcheck.formats import WRITTEN, writer_for


@click.command()
@click.argument("clip", type=CLIP)
@click.option(
    "-o", "--output", "output", required=True, type=FILE, metavar="PATH",
    help="The file to write; of openpose a new folder.",
)  # fmt: skip
@click.option(
    "--to", "name", type=click.Choice(WRITTEN),
    help="The format, where the name of the file does not tell it.",
)  # fmt: skip
@exercise_option
@rate_option
@config_option
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def export(
    clip: str,
    *,
    output: Path,
    name: str | None,
    exercise: str | None,
    rate_hz: float | None,
    config_path: Path | None,
    quiet: bool,
) -> int:
    """Write poses or angles of CLIP for other programs.

    trc and c3d: landmarks in space; openpose: landmarks in the picture; mot: angles. A table of
    every measure is written by formcheck analyze --csv.
    """
    form = writer_for(output, name)
    if os.path.realpath(output) == os.path.realpath(clip):
        raise UsageError(f"{output} is the clip itself.", "Name another file.")
    form.check(output)
    with progress_bar("analysing", shown=False if quiet else None) as bar:
        task = bar.add_task("analysing", total=1.0)
        analysis = api.analyze(
            clip, exercise=exercise, config=load_config(config_path), rate_hz=rate_hz,
            progress=lambda share: bar.update(task, completed=share),
        )  # fmt: skip
    remark = analysis.export(output, form.name)
    if remark and not quiet:
        say(f"Note: {remark}")
    return 0
