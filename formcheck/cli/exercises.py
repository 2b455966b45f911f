"""``formcheck exercises``: what can be counted and judged."""

from __future__ import annotations

import click
from rich.table import Table

from formcheck.cli.output import console
from formcheck.exercises import registry


@click.command()
def exercises() -> None:
    """List the exercises FormCheck knows."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("name", "exercise", "what counts"):
        table.add_column(title, no_wrap=title == "name")
    for name in registry.names():
        spec = registry.get(name)
        table.add_row(spec.name, spec.title, spec.summary)
    console().print(table)
