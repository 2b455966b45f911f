"""``formcheck``: the commands and their common start."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem

from formcheck.cli.guard import (
    quieten_libraries,
    quieten_warnings,
    run_guarded,
    say_what_settings_lack,
)
from formcheck.cli.output import open_missing_streams, survive_any_text
from formcheck.errors import FormCheckError
from formcheck.version import __version__


class LazyGroup(click.Group):
    """A group that knows where its commands are.

    Parameters
    ----------
    commands_at : dict of str to tuple of str
        For each command ``module:attribute`` and a sentence, in the order of the help page.
    """

    def __init__(self, *args: Any, commands_at: dict[str, tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(self._commands_at)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or None when there is no such."""
        if cmd_name not in self._commands_at:
            return None
        module, _, attribute = self._commands_at[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them, which takes two seconds for them all."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in self._commands_at.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Name the commands that begin so, without importing them either."""
        fitting = [name for name in self._commands_at if name.startswith(incomplete)]
        items = [CompletionItem(name, help=self._commands_at[name][1]) for name in fitting]
        return items + click.Command.shell_complete(self, ctx, incomplete)


COMMANDS = {
    "analyze": ("formcheck.cli.analyze:analyze", "Count and judge the reps in CLIP."),
    "batch": ("formcheck.cli.batch:batch", "Analyse many clips."),
    "report": ("formcheck.cli.report:report", "Write a report of CLIP as one HTML file."),
    "export": (
        "formcheck.cli.export:export",
        "Write poses or angles of CLIP for other programs.",
    ),
    "live": ("formcheck.cli.live:live", "Watch a camera and tell reps and faults as they happen."),
    "rescore": ("formcheck.cli.rescore:rescore", "Judge recordings again and tell what changed."),
    "history": ("formcheck.cli.history:history", "Show the training log."),
    "plan": ("formcheck.cli.plan:plan", "Show the routines and today's plan."),
    "lifters": ("formcheck.cli.lifters:lifters", "Show, add and change the lifters."),
    "open": ("formcheck.cli.open:open_command", "Replay CLIP in the window, with feedback."),
    "demo": ("formcheck.cli.open:demo", "Play the bundled sample with feedback."),
    "doctor": ("formcheck.cli.doctor:doctor", "Check the installation."),
    "exercises": ("formcheck.cli.exercises:exercises", "List the exercises FormCheck knows."),
}
"""Where each command is, and what the list of commands says of it: how its own help begins."""


@click.group(
    cls=LazyGroup,
    commands_at=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="formcheck")
@click.pass_context
def cli(context: click.Context) -> int:
    """Count reps and tell faults in rows, face pulls, pulldowns, pull-ups and deadlifts.

    Without a command the window opens.
    """
    if context.invoked_subcommand is not None:
        return 0
    from formcheck.cli.window import show_window

    return show_window()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        The arguments without the program's name; None takes those of the process.
    """
    open_missing_streams()
    survive_any_text()
    quieten_libraries()
    if arguments is None:
        quieten_warnings()
    chosen = list(sys.argv[1:] if arguments is None else arguments)
    say_what_settings_lack(quiet="--quiet" in chosen)
    return run_guarded(lambda: _run(chosen))


def _run(arguments: list[str]) -> object:
    try:
        os.getcwd()
    except OSError as error:
        raise FormCheckError(
            "The folder this was started in is not there any more.", "Change to another folder."
        ) from error
    return cli.main(arguments, prog_name="formcheck", standalone_mode=False)
