"""Write the man page and the shell completions from the commands as they are: ``make commands``.

With ``--check`` nothing is written, and it ends with 1 where one of them is not as it would be.
The page leaves its date away, so that it changes only with the program; the completions are those
of the click that is installed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
from click.shell_completion import get_completion_class

from formcheck.cli.main import COMMANDS, cli
from formcheck.version import __version__

ROOT: Final = Path(__file__).resolve().parents[1]
MAN_PAGE: Final = ROOT / "packaging" / "man" / "formcheck.1"
COMPLETION: Final = ROOT / "packaging" / "completion"
SHELLS: Final = ("bash", "zsh", "fish")
VARIABLES: Final = {
    "FORMCHECK_CONFIG": "The file of settings, instead of the one in the user's folder.",
    "FORMCHECK_EXERCISES": "The folder of the user's own exercises.",
    "FORMCHECK_ROUTINES": "The folder of the user's own routines.",
    "FORMCHECK_RECORDINGS": "The folder into which the window records.",
    "FORMCHECK_LOG": "The file of the training log.",
    "FORMCHECK_DEBUG": "With 1, a failure is shown with its details.",
}


def roff(text: str) -> str:
    """Return a text as roff sets it: nothing in it is a request, and every letter is ASCII."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    text = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)
    return re.sub(r"^\.", r"\\&.", text, flags=re.MULTILINE)


def _placeholder(param: click.Parameter) -> str:
    if param.metavar:
        return param.metavar
    if isinstance(param.type, click.Choice):
        return "|".join(str(choice) for choice in param.type.choices)
    if isinstance(param, click.Argument):
        return (param.name or "").upper() + ("..." if param.nargs == -1 else "")
    return param.type.name.split()[0].upper()


def _option(option: click.Option) -> Iterator[str]:
    value = "" if option.is_flag or option.count else f" \\fI{roff(_placeholder(option))}\\fR"
    yield ".TP"
    yield ", ".join(
        f"\\fB{roff(name)}\\fR{value}" for name in (*option.opts, *option.secondary_opts)
    )
    yield roff(" ".join((option.help or "").split()))


def _paragraphs(help_text: str) -> Iterator[str]:
    for number, part in enumerate(re.split(r"\n\s*\n", help_text.strip())):
        if number:
            yield ".PP"
        yield roff(" ".join(part.split()))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    """Tell of one command and of those below it."""
    arguments = [_placeholder(p) for p in command.params if isinstance(p, click.Argument)]
    options = [p for p in command.params if isinstance(p, click.Option) and not p.hidden]
    usage = " ".join([*(["[OPTIONS]"] if options else []), *arguments])
    yield f'.SS "{roff(f"{context.command_path} {usage}".strip())}"'
    yield from _paragraphs(command.help or "")
    for option in options:
        yield from _option(option)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from _command(below, click.Context(below, parent=context, info_name=name))


def _exit_codes() -> Iterator[str]:
    """Tell the exit codes as the page of commands does."""
    guide = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    table = guide.split("## Exit codes")[1].split("\n## ")[0]
    for code, meaning in re.findall(r"^\| (\d+) \| (.*) \|$", table, re.MULTILINE):
        yield from (".TP", f"\\fB{code}\\fR", roff(meaning.replace("`", "")))


def man_page() -> str:
    """Return the page, all commands in it."""
    context = click.Context(cli, info_name="formcheck")
    lines = [
        f'.TH FORMCHECK 1 "" "FormCheck {__version__}" "User Commands"',
        ".SH NAME",
        roff("formcheck - counts and judges pulls and deadlifts from one ordinary camera"),
        ".SH SYNOPSIS",
        "\\fBformcheck\\fR [\\fICOMMAND\\fR] [\\fIOPTIONS\\fR]",
        ".SH DESCRIPTION",
        *_paragraphs(cli.help or ""),
        ".SH COMMANDS",
    ]
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None, name
        lines += _command(command, click.Context(command, parent=context, info_name=name))
    lines += [".SH EXIT STATUS", *_exit_codes(), ".SH ENVIRONMENT"]
    for variable, meaning in VARIABLES.items():
        lines += [".TP", f"\\fB{variable}\\fR", roff(meaning)]
    return "\n".join(lines) + "\n"


def completion(shell: str) -> str:
    """Return what makes a shell ask FormCheck for the words that fit."""
    kind = get_completion_class(shell)
    assert kind is not None, shell
    return kind(cli, {}, "formcheck", "_FORMCHECK_COMPLETE").source().strip() + "\n"


def files() -> dict[Path, str]:
    """Return what belongs into each file."""
    shells = {COMPLETION / f"formcheck.{shell}": completion(shell) for shell in SHELLS}
    return {MAN_PAGE: man_page(), **shells}


def main() -> int:
    """Write all of them, or tell which are out of date."""
    check = sys.argv[1:] == ["--check"]
    old = 0
    for path, text in files().items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        old += 1
        print(f"{path.relative_to(ROOT)} {'is not as the commands are' if check else 'written'}")
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return int(check and old > 0)


if __name__ == "__main__":
    sys.exit(main())
