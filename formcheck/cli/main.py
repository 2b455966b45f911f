"""``formcheck``: the commands and their common start."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from formcheck import __version__
from formcheck.cli.guard import quieten_libraries, quieten_warnings, run_guarded
from formcheck.cli.lazy import LazyGroup
from formcheck.cli.output import open_missing_streams, survive_any_text
from formcheck.errors import FormCheckError

COMMANDS = {
    "analyze": "formcheck.cli.analyze:analyze",
    "report": "formcheck.cli.report:report",
    "live": "formcheck.cli.live:live",
    "rescore": "formcheck.cli.rescore:rescore",
    "history": "formcheck.cli.history:history",
    "plan": "formcheck.cli.plan:plan",
    "lifters": "formcheck.cli.lifters:lifters",
    "open": "formcheck.cli.open:open_command",
    "demo": "formcheck.cli.demo:demo",
    "doctor": "formcheck.cli.doctor:doctor",
    "exercises": "formcheck.cli.exercises:exercises",
}


@click.group(
    cls=LazyGroup,
    commands_at=COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="formcheck")
@click.pass_context
def cli(context: click.Context) -> int:
    """Measure back curvature and scapular movement in rows and face pulls.

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
    return run_guarded(lambda: _run(chosen))


def _run(arguments: list[str]) -> object:
    try:
        os.getcwd()
    except OSError as error:
        raise FormCheckError(
            "The folder this was started in is not there any more.", "Change to another folder."
        ) from error
    return cli.main(arguments, prog_name="formcheck", standalone_mode=False)


if __name__ == "__main__":
    sys.exit(main())
