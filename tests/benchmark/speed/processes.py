"""Time whole processes: what a command takes from its start to its end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took: seconds by the clock, seconds of processors, peak memory.

    ``peak_mib`` is of the largest single process.
    """

    wall_s: float
    cpu_s: float
    peak_mib: float


def timed(command: Sequence[str | Path]) -> Spent:
    """Run a command, its children included, and tell what it took.

    Raises
    ------
    RuntimeError
        When it ends with anything but 0.
    """
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "ui")))}
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Spent(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def bare(clip: Path) -> list[str | Path]:
    """Return the command of the bare loop."""
    return [sys.executable, "-m", "tests.benchmark.speed.bare", clip]


def formcheck(*arguments: str | Path) -> list[str | Path]:
    """Return a command of FormCheck."""
    return [sys.executable, "-m", "formcheck", *arguments]
