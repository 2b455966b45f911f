"""``formcheck doctor``: what is installed, what is missing, and how to mend it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import click
from rich.text import Text

from formcheck.cli import checks
from formcheck.cli.checks import Finding
from formcheck.cli.output import console
from formcheck.errors import FormCheckError

_MARKS = {"ok": ("ok  ", "green"), "note": ("note", "yellow"), "bad": ("BAD ", "bold red")}

_CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    checks.python,
    checks.packages,
    checks.one_opencv,
    checks.model,
    checks.sample,
    checks.system_libraries,
    checks.window,
    checks.cameras,
    checks.sound,
    checks.folders,
)


@click.command()
def doctor() -> int:
    """Check the installation and say how to mend what is wrong."""
    found = [finding for check in _CHECKS for finding in run_check(check)]
    output = console()
    for finding in found:
        mark, style = _MARKS[finding.level]
        output.print(Text(mark, style), Text(f"{finding.topic}: {finding.detail}"))
        if finding.mend:
            output.print(Text(f"       → {finding.mend}"))
    bad = sum(finding.level == "bad" for finding in found)
    output.print(Text(f"{bad} to mend." if bad else "All is well."))
    return 1 if bad else 0


def run_check(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """Return a check's findings; one that breaks is a finding itself, not the end of the visit."""
    try:
        return list(check())
    except FormCheckError as error:
        return [Finding("bad", check.__name__, error.message, error.hint)]
    except Exception as error:  # noqa: BLE001  whatever is broken here is what doctor is for
        python = sys.executable
        return [
            Finding(
                "bad",
                check.__name__.replace("_", " "),
                f"the check itself failed: {type(error).__name__}: {error}",
                f"Reinstall: {python} -m pip install --force-reinstall formcheck",
            )
        ]
