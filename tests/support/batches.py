"""Batches of clips, in this process or in one that may be ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from formcheck.cli.main import main

CHECKOUT = Path(__file__).parents[2]
TIMEOUT_S = 120


class Inline(Executor):
    """Work in this process, at once: quick, and a test may look over its shoulder."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  what an executor does
            future.set_exception(error)
        return future

    def close(self) -> None:
        """Do nothing: nothing was opened."""

    def __enter__(self) -> Executor:
        return self


def batch(clips: Sequence[object], out: Path, *options: object) -> int:
    return main(["batch", *map(str, clips), "--out", str(out), "--no-tables", *map(str, options)])


def files_in(folder: Path) -> dict[str, bytes]:
    """Return all files that are the user's to see, but for recordings, which name their day."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".formcheck-batch" not in path.parts and path.suffix != ".fcrec"
    }


def start(folder: Path, *arguments: object) -> subprocess.Popen[str]:
    """Start a batch in a process group of its own."""
    paths = os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "ui")])
    return subprocess.Popen(
        [sys.executable, "-m", "formcheck", "batch", *map(str, arguments), "--no-tables"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": paths, "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def wait_until_all_have_ended(group: int) -> None:
    ends_s = time.monotonic() + TIMEOUT_S
    while time.monotonic() < ends_s:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    os.killpg(group, signal.SIGKILL)
    raise AssertionError("processes were left behind")


def named(reports: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield each report with its clip's name."""
    for path, text in reports.items():
        yield path.removeprefix("json/").removesuffix(".json"), text
