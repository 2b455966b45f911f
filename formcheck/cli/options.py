"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import contextlib
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from formcheck.cli.values import FILE, TEXT, Number
from formcheck.config import Config
from formcheck.errors import FormCheckError
from formcheck.exercises import registry
from formcheck.own_exercises import known_exercise, load_own_exercises
from formcheck.sources.address import named_camera

if TYPE_CHECKING:
    # It loads OpenCV, which the commands that draw nothing start without.
    from formcheck.export.look import Showing

AUTO = "auto"


def as_known_exercise(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> str | None:
    """Return the name of an exercise that there is, None where none is named."""
    return None if value is None else known_exercise(value)


def exercises_that_begin(_ctx: click.Context, _param: click.Parameter, begun: str) -> list[str]:
    """Return the names for a shell to complete; without the user's own where one is broken."""
    with contextlib.suppress(FormCheckError):
        load_own_exercises()
    return [name for name in (AUTO, *registry.names()) if name.startswith(begun)]


def as_exercise(ctx: click.Context, param: click.Parameter, value: str) -> str | None:
    """Return likewise, and None for ``auto``."""
    return as_known_exercise(ctx, param, None if value == AUTO else value)


def as_neutral(_ctx: click.Context, _param: click.Parameter, value: str) -> float | None:
    """Return the moment of the neutral posture in seconds, or None for ``auto``."""
    if value == AUTO:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        raise click.BadParameter(f"{value!r} is neither 'auto' nor a number of seconds from 0.")
    return seconds


def as_camera(_ctx: click.Context, _param: click.Parameter, value: str) -> str | int:
    """Return a camera's number as an int, a stream's address, or its name as it is."""
    return named_camera(value)


exercise_option = click.option(
    "--exercise",
    type=TEXT,
    callback=as_exercise,
    shell_complete=exercises_that_begin,
    default=AUTO,
    show_default=True,
    metavar="NAME|auto",
    help="The exercise (see formcheck exercises), or auto to have it recognised.",
)

config_option = click.option(
    "--config",
    "config_path",
    type=FILE,
    metavar="FILE",
    help="Settings in TOML instead of the user's own file.",
)

SHOWINGS: dict[str, Showing] = {"show": "picture", "blur": "blurred", "hide": "skeleton"}

face_option = click.option(
    "--face",
    type=click.Choice(tuple(SHOWINGS)),
    default="show",
    show_default=True,
    help="In the pictures: show the lifter, blur the head, or show the skeleton alone.",
)

no_pictures_option = click.option("--no-pictures", is_flag=True, help="Leave the pictures away.")

rate_option = click.option(
    "--rate",
    "rate_hz",
    type=Number(min=0.5, max=1000.0),
    metavar="N",
    help="Frames a second of what tells no times: pictures, OpenPose JSON; 30 if not given.",
)

strictness_option = click.option(
    "--strictness",
    type=click.Choice(["relaxed", "standard", "strict"]),
    help="How much form is let pass, instead of what the settings say.",
)


def with_strictness(config: Config, strictness: str | None) -> Config:
    """Return the settings at a strictness; as they are where None."""
    if strictness is None:
        return config
    return replace(config, flags=replace(config.flags, strictness=strictness))
