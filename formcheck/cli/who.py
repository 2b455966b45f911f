"""Whose part of the training log a command is about."""

from __future__ import annotations

import click

from formcheck.cli.values import TEXT
from formcheck.errors import UsageError
from formcheck.log.entries import Lifter
from formcheck.log.store import TrainingLog

lifter_option = click.option(
    "--lifter",
    "who",
    type=TEXT,
    metavar="NAME",
    help="Whose; may be left out when there is only one.",
)


def chosen_lifter(log: TrainingLog, who: str | None) -> Lifter:
    """Return the lifter a command is about.

    Raises
    ------
    UsageError
        When there is no such lifter, none at all, or several and none was named.
    """
    if who is not None:
        return log.lifters.find(who)
    lifters = log.lifters.all()
    if not lifters:
        raise UsageError(
            "There is no lifter in the training log yet.", "Add one: formcheck lifters add NAME."
        )
    if len(lifters) > 1:
        names = ", ".join(lifter.name for lifter in lifters)
        raise UsageError(f"There are several lifters: {names}.", "Name one with --lifter.")
    return lifters[0]
