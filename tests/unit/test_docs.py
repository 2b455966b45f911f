"""The documentation names what there is."""

from __future__ import annotations

import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from formcheck import errors
from formcheck.cli import guard
from formcheck.cli.main import COMMANDS, cli
from formcheck.exercises.registry import get, names
from formcheck.flags.codes import FLAGS
from formcheck.report.schema import JSON_SCHEMA
from formcheck.types import Reason

OPTIONAL = {"unjudged", "score"}
"""Explained in words of their own."""

CHECKOUT = Path(__file__).parents[2]
DOCS = sorted((CHECKOUT / "docs").rglob("*.md"))
COMMANDS_PAGE = (CHECKOUT / "docs" / "commands.md").read_text(encoding="utf-8")
FAULTS = (CHECKOUT / "docs" / "faults.md").read_text(encoding="utf-8")
HOW_WELL = (CHECKOUT / "docs" / "how-well.md").read_text(encoding="utf-8")
DEVELOPERS = (CHECKOUT / "docs" / "developers.md").read_text(encoding="utf-8")
TOLD = {code for name in names() for code in get(name).flags}


@pytest.mark.parametrize("code", FLAGS)
def test_every_flag_is_explained(code: str) -> None:
    assert f"`{code}`" in FAULTS


def test_every_fault_that_is_told_is_shown_beside_a_good_rep() -> None:
    shown = re.findall(
        r"^## (.+)\n\n`(\w+)` · “(.+)”\n\n!\[.+\]\(images/faults/(\w+)\.webp\)",
        FAULTS,
        re.MULTILINE,
    )
    assert {code for _, code, _, _ in shown} == TOLD
    for title, code, cue, picture in shown:
        assert (title, cue, picture) == (FLAGS[code].title, FLAGS[code].cue, code)


def test_what_is_not_told_yet_is_what_no_exercise_lists() -> None:
    table = FAULTS.split("## Not told yet")[1]
    listed = [
        re.findall(r"`(\w+)`", line.split("|")[1]) for line in table.splitlines() if "| `" in line
    ]
    assert {code for codes in listed for code in codes} == set(FLAGS) - TOLD


def test_faults_that_are_in_no_exercise_wait_and_the_page_of_measures_counts_the_others() -> None:
    page = (CHECKOUT / "docs" / "flags.md").read_text(encoding="utf-8")
    shown, waiting = (
        set(re.findall(r"`(\w+)`", page.split(f"| {head} |")[1].split("\n\n")[0]))
        for head in ("shown on", "waiting")
    )
    assert shown == TOLD
    assert waiting - {"tune", "validate"} == set(FLAGS) - TOLD
    assert f"| {len(TOLD)} faults and a score" in HOW_WELL


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason])
def test_every_reason_is_explained(reason: Reason) -> None:
    assert f"`{reason}`" in COMMANDS_PAGE


@pytest.mark.parametrize("part", ["source", "reps", "flags"])
def test_every_field_of_the_report_is_explained(part: str) -> None:
    schema = JSON_SCHEMA["properties"][part]
    fields = schema.get("items", schema)["properties"].keys() - OPTIONAL
    row = next(
        line for line in COMMANDS_PAGE.splitlines() if re.match(rf"\| `{part}(\[\])?` \|", line)
    )
    assert [name for name in fields if f"`{name}`" not in row] == []


def test_every_exit_code_is_explained() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {kind.exit_code for kind in kinds if issubclass(kind, errors.FormCheckError)}
    codes |= {value for name, value in vars(guard).items() if name.startswith("EXIT_")}
    assert [code for code in sorted(codes) if f"| {code} |" not in COMMANDS_PAGE] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_explained(name: str) -> None:
    assert f"`formcheck {name}" in COMMANDS_PAGE


def test_the_places_that_are_named_for_changes_exist() -> None:
    """A path stands from the checkout, or within the packages that a change begins in."""
    roots = ("", "formcheck", "ui/formcheck_ui", "formcheck/flags", "tests", "tests/unit")
    named = set(re.findall(r"`([\w/*]+(?:/|\.py|\.md))`", DEVELOPERS))
    assert len(named) > 20
    assert [name for name in sorted(named) if not any(_found(root, name) for root in roots)] == []


def _found(root: str, name: str) -> bool:
    return any((CHECKOUT / root).glob(name.rstrip("/")))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_how_the_help_of_each_begins(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert (command.help or "").startswith(COMMANDS[name][1].rstrip("."))


def test_the_list_of_commands_waits_for_no_library() -> None:
    code = (
        "import sys\nfrom formcheck.cli.main import main\nassert main(['--help']) == 0\n"
        "assert not {'numpy', 'cv2', 'scipy', 'rich.table'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


def test_every_page_is_in_the_documentation_that_is_built() -> None:
    navigation = (CHECKOUT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = [page.relative_to(CHECKOUT / "docs").as_posix() for page in DOCS]
    assert [page for page in pages if page not in navigation] == []


def test_the_reference_names_what_there_is() -> None:
    text = (CHECKOUT / "docs" / "reference.md").read_text(encoding="utf-8")
    for name in re.findall(r"^::: (\S+)", text, re.MULTILINE):
        module = pkgutil.resolve_name(name)
        assert module.__doc__
        members = re.search(rf"^::: {re.escape(name)}\n.*\n +members: \[(.*)\]", text, re.MULTILINE)
        for member in members.group(1).split(", ") if members else ():
            assert hasattr(module, member), member
