"""``formcheck plan``: routines, and what of them is for today."""

from __future__ import annotations

import math
from typing import get_args

import click
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from formcheck.cli.lifters import chosen_lifter, lifter_option
from formcheck.cli.output import console, printing, say
from formcheck.cli.values import TEXT
from formcheck.errors import UsageError
from formcheck.guidance.advice import Advice
from formcheck.guidance.today import PlannedItem, Today, sets_advice, target_load_kg
from formcheck.guidance.today import today as plan_of
from formcheck.guidance.words import sentence, sources
from formcheck.log.entries import Feeling
from formcheck.log.loads import LoadUnit, show_load
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.routines import registry
from formcheck.routines.spec import Item, Routine

_FEELINGS = tuple(feeling for feeling in get_args(Feeling) if feeling)


@click.group(invoke_without_command=True)
@click.pass_context
def plan(context: click.Context) -> None:
    """Show the routines and today's plan, and choose a routine."""
    if context.invoked_subcommand is None:
        context.invoke(today)


@plan.command("list")
def list_command() -> None:
    """List the routines there are."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("name", "routine", "level", "times a week", ""):
        table.add_column(heading)
    for routine in registry.routines().values():
        own = "own" if routine.own else ""
        table.add_row(routine.name, routine.title, routine.level, _range(routine.times_a_week), own)
    with printing():
        console().print(table)
    say(f"Own routines lie in {registry.own_folder()}; formcheck plan copy makes one.")


@plan.command()
@click.argument("name", type=TEXT)
def show(name: str) -> None:
    """Show the routine called NAME."""
    with printing():
        console().print(routine_page(registry.get(name)))


@plan.command()
@click.argument("name", type=TEXT)
@lifter_option
def use(name: str, who: str | None) -> None:
    """Train by the routine called NAME from today on; "none" gives routines up."""
    routine = None if name == "none" else registry.get(name)
    with TrainingLog.open() as log:
        lifter = chosen_lifter(log, who)
        log.routine_uses.choose(lifter.id, routine.name if routine else "", Moment.now())
    if routine is None:
        say(f"{lifter.name} trains without a routine now.")
    else:
        say(f"{lifter.name} trains by {routine.title!r} from today on: formcheck plan today.")


@plan.command()
@click.argument("name", type=TEXT)
@click.argument("new_name", type=TEXT)
def copy(name: str, new_name: str) -> None:
    """Write a copy of the routine NAME, called NEW_NAME, that you can edit."""
    say(f"Edit {registry.copy_to_own(name, new_name)}, then: formcheck plan use {new_name}")


@plan.command()
@lifter_option
@click.option("--feeling", type=click.Choice(_FEELINGS), help="How you feel now.")
@click.option("--sources", "with_sources", is_flag=True, help="Say where each figure comes from.")
def today(who: str | None, feeling: Feeling | None, *, with_sources: bool) -> None:
    """Show what is planned for today, what is done of it, and what to aim at."""
    with TrainingLog.open() as log:
        lifter = chosen_lifter(log, who)
        used = log.routine_uses.current(lifter.id)
        if used is None:
            raise UsageError(
                f"{lifter.name} has not chosen a routine.",
                "Choose one: formcheck plan list, then formcheck plan use NAME.",
            )
        routine = registry.get(used.routine)
        found = plan_of(log, lifter, used, routine, Moment.now(), feeling or "")
    with printing():
        console().print(today_page(found, with_sources=with_sources))


def routine_page(routine: Routine) -> Group:
    """Return a routine: its days with their lines."""
    weeks = f", {routine.weeks} weeks" if routine.weeks else ""
    head = f"{routine.title} · {routine.level} · {_range(routine.times_a_week)} times a week{weeks}"
    parts: list[RenderableType] = [Text(head, style="bold"), Text(routine.summary)]
    for day in routine.days:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
        for heading in (_day_title(day.title, day.weekday), "sets × reps", "lower, s", ""):
            table.add_column(heading, header_style="bold")
        for item in day.items:
            table.add_row(item.exercise.title, _scheme(item), _range(item.lowering_s), _extra(item))
        parts.append(table)
    return Group(*parts)


def today_page(found: Today, *, with_sources: bool) -> Group:
    """Return today's plan with its advice."""
    week = f" · week {found.week}" if found.routine.weeks else ""
    head = f"{found.lifter.name} · {found.routine.title}{week} · {found.day.title}"
    parts: list[RenderableType] = [Text(head, style="bold")]
    if not found.due:
        parts.append(Text(f"Not today: this day is for {found.day.weekday.capitalize()}."))
    if found.over:
        parts.append(
            Text(f"Its {found.routine.weeks} weeks are over: repeat it, or choose the next one.")
        )
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("", "exercise", "sets × reps", "load", "done"):
        table.add_column(heading, header_style="bold")
    for line in found.items:
        table.add_row(*_line(line, following=line is found.next_item))
    parts.append(table)
    advice = [found.recovery, found.frequency, *(line.advice for line in found.items)]
    advice += [line.sides for line in found.items if line.sides is not None]
    advice += [item for item in sets_advice(found) if item.code == "sets_high"]
    parts += [Text(_told(item, with_sources=with_sources)) for item in advice]
    return Group(*parts)


def _line(line: PlannedItem, *, following: bool) -> list[str]:
    mark = "✓" if line.complete else ("→" if following else "")
    name = line.item.exercise.title
    if line.exercise is None:
        name += " (not possible with your equipment)"
    elif line.exercise is not line.item.exercise:
        name = f"{line.exercise.title} (for {name.lower()})"
    load = target_load_kg(line)
    shown = "" if math.isnan(load) else show_load(load, _unit(line))
    done = f"{len(line.done)} of {line.item.sets[0]}"
    if line.item.drops:
        done += f", drops {line.drops_done} of {line.item.drops}"
    return [mark, name, f"{_scheme(line.item)} {_extra(line.item)}".strip(), shown, done]


def _unit(line: PlannedItem) -> LoadUnit:
    return "lb" if line.advice.figures.get("unit") == "lb" else "kg"


def _told(advice: Advice, *, with_sources: bool) -> str:
    said = f"• {sentence(advice)}"
    return f"{said} [{sources(advice)}]" if with_sources else said


def _scheme(item: Item) -> str:
    return f"{_range(item.sets)} × {_range(item.reps)}"


def _extra(item: Item) -> str:
    remarks = []
    if item.from_week > 1:
        remarks.append(f"from week {item.from_week}")
    if item.superset:
        remarks.append(f"superset {item.superset}")
    if item.drops:
        remarks.append(f"{item.drops} drop set{'s' if item.drops > 1 else ''} at the end")
    return ", ".join(remarks)


def _day_title(title: str, weekday: str) -> str:
    return f"{title} ({weekday.capitalize()})" if weekday else title


def _range(values: tuple[float, float]) -> str:
    least, most = values
    return f"{least:g}" if least == most else f"{least:g}–{most:g}"
