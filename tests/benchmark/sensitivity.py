"""Which numbers matter: each constant moved by a quarter, and what changes on real sets.

Run ``make bench-sensitivity``.  Every measured number (a float by a public name) of the modules
``reps``, ``exercises`` and ``flags`` is made a quarter smaller and a quarter larger, one at a time;
counts of things, the limits a user may set and the bands of exercises are not.  Real sets go
through the engine again from their kept poses: how many are then counted differently, and how many
are told other faults?  One that changes nothing anywhere may go; one that changes much must have
its reason beside it.  Needs the real clips beside the checkout and kept poses
(``make bench-real``); writes ``docs/sensitivity.md``.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Final
from unittest.mock import patch

import formcheck.exercises
import formcheck.flags
import formcheck.reps
from formcheck.config import PoseOptions
from tests.benchmark.accuracy.clipset import pose_folder
from tests.benchmark.accuracy.poses import Recording, poses_of
from tests.benchmark.accuracy.report import ROOT
from tests.benchmark.accuracy.tables import markdown
from tests.benchmark.real.catalogue import CountClip, counts, folder
from tests.benchmark.real.command import is_kept
from tests.benchmark.real.play import play

PAGE: Final = ROOT / "docs" / "sensitivity.md"
QUARTER: Final = 0.25
SETS: Final = 6
LONGEST_S: Final = 6.0
"""Of so many real sets with kept poses the beginning is played: a run of all takes hours."""

HEAD: Final = ("constant", "value", "counted differently, −¼", "+¼", "other faults, −¼", "+¼")

Told = tuple[int, tuple[tuple[str, int], ...]]
"""Of one set: its complete reps, and how often each fault was told."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number by its module and name."""

    module: str
    name: str
    value: float

    @property
    def label(self) -> str:
        """Where it stands, as a reader finds it."""
        return f"{self.module.removeprefix('formcheck.').replace('.', '/')}.{self.name}"


def constants() -> list[Constant]:
    """Return the numbers of ``reps``, ``exercises`` and ``flags``, each where it was defined."""
    found = []
    for package in (formcheck.reps, formcheck.exercises, formcheck.flags):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            found += [
                Constant(info.name, name, value)
                for name, value in sorted(vars(module).items())
                if name.isupper() and type(value) is float and name in _defined(module)
            ]
    return found


@cache
def _defined(module: ModuleType) -> set[str]:
    """Return the names that a module gives a value itself, and not from another."""
    lines = Path(module.__file__ or "").read_text(encoding="utf-8").splitlines()
    heads = (line.partition("=")[0].partition(":")[0] for line in lines if "=" in line)
    return {name.strip() for head in heads for name in head.split(",") if head[:1].isupper()}


@contextmanager
def moved(constant: Constant, factor: float) -> Iterator[None]:
    """Let a constant have another value, in every module that took it from its own."""
    with ExitStack() as stack:
        ours = [it for it in sys.modules.items() if it[0].startswith("formcheck.")]
        for name, module in ours:
            taken = name == constant.module or constant.name not in _defined(module)
            if taken and vars(module).get(constant.name) == constant.value:
                stack.enter_context(patch.object(module, constant.name, constant.value * factor))
        yield


@cache
def beginning(video: Path) -> Recording:
    """Return the kept poses of a clip's first seconds."""
    whole = poses_of(video, pose_folder(), PoseOptions())
    count = int((whole.times_s <= LONGEST_S).sum())
    return Recording(whole.times_s[:count], whole.size, whole.poses[:count])


def told(clips: Sequence[CountClip]) -> list[Told]:
    """Return what is said of each set with nothing named."""
    out = []
    for clip in clips:
        played = play(beginning(clip.video))
        faults = Counter(flag.code for flag in played.flags)
        out.append((sum(rep.complete for rep in played.reps), tuple(sorted(faults.items()))))
    return out


def changes(constant: Constant, clips: Sequence[CountClip], before: Sequence[Told]) -> list[int]:
    """Return in how many sets count and faults change when it is smaller, and when larger."""
    count, faults = [], []
    for factor in (1.0 - QUARTER, 1.0 + QUARTER):
        with moved(constant, factor):
            after = told(clips)
        count.append(sum(a[0] != b[0] for a, b in zip(before, after, strict=True)))
        faults.append(sum(a[1] != b[1] for a, b in zip(before, after, strict=True)))
    return [*count, *faults]


def page(rows: Sequence[tuple[Constant, list[int]]], sets: int) -> str:
    """Return the page: what matters first, and how many change nothing."""
    order = sorted(rows, key=lambda row: (-max(row[1][:2]), -max(row[1]), row[0].label))
    mattering = [row for row in order if any(row[1])]
    still = [row[0].label for row in order if not any(row[1])]
    table = markdown(
        HEAD, [(f"`{c.label}`", f"{c.value:g}", *map(str, found)) for c, found in mattering]
    )
    return (
        "# Which numbers matter\n\n"
        f"Each of the {len(rows)} numbers of `reps`, `exercises` and `flags` was moved by a "
        f"quarter, one at a time (`make bench-sensitivity`), and {sets} real sets of six seconds "
        "at most went through the engine again, nothing named. The table tells in how many of "
        f"them the count or the faults that were told changed; {len(still)} numbers changed "
        "nothing there.\n\n"
        f"{table}\n\nNothing changed with: {', '.join(f'`{label}`' for label in still)}.\n"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Move every constant, print the page and write it."""
    parser = argparse.ArgumentParser(prog="bench-sensitivity", description="Which numbers matter.")
    parser.add_argument("--sets", type=int, default=SETS)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    args = parser.parse_args(argv)
    clips = [clip for clip in counts(folder()) if clip.reps and is_kept(clip)]
    clips = clips[:: max(1, len(clips) // args.sets)][: args.sets]
    if not clips:
        print("Skipped: no real sets with kept poses; run make bench-real PART=counting first.")
        return 0
    before, known = told(clips), constants()
    with ProcessPoolExecutor(args.jobs, get_context("spawn")) as pool:
        running = [pool.submit(changes, constant, clips, before) for constant in known]
        rows = [(constant, one.result()) for constant, one in zip(known, running, strict=True)]
    text = page(rows, len(clips))
    print(text)
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
