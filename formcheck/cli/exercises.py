"""``formcheck exercises``: what can be counted and judged."""

from __future__ import annotations

import click
from rich.padding import Padding
from rich.table import Table

from formcheck.cli.output import console
from formcheck.cli.values import TEXT
from formcheck.exercises import registry
from formcheck.exercises.description import rules
from formcheck.own_exercises import load_own_exercises


@click.command()
@click.option(
    "--show", "name", type=TEXT, metavar="NAME", help="Print one exercise's rules in words."
)
def exercises(name: str | None) -> None:
    """List the exercises FormCheck knows, and your own."""
    load_own_exercises()
    if name is not None:
        _show(name)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("name", "exercise", "recognised as", "what counts"):
        table.add_column(title, no_wrap=title == "name")
    for key in registry.names():
        spec = registry.get(key)
        table.add_row(spec.name, spec.title, spec.variant_of or "itself", spec.summary)
    console().print(table)


def _show(name: str) -> None:
    spec = registry.get(name)
    page = console()
    page.print(f"{spec.title} ({spec.name})", style="bold")
    for heading, lines in rules(spec):
        if lines:
            page.print(heading, style="bold")
        for line in lines:
            page.print(Padding(line, (0, 0, 0, 2)), highlight=False)
