"""``python -m studio``: render clips of a split, the samples, pictures for the documentation."""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from platformdirs import user_cache_path
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from studio import GENERATION

_CONSOLE = Console(stderr=True)


def default_folder(split: str) -> Path:
    """Return where the clips of a split are kept: the user's cache, never the repository."""
    return user_cache_path("formcheck") / f"studio-{GENERATION}" / split


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="studio", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    render = commands.add_parser("render", help="render clips of a split; finished ones are kept")
    render.add_argument("--split", choices=("tune", "validate", "blind"), default="tune")
    render.add_argument("--start", type=int, default=0, help="index of the first clip")
    render.add_argument("--count", type=int, default=8)
    render.add_argument("--out", type=Path, help="folder (default: the user's cache)")
    render.add_argument("--closing-note", action="store_true", help="needed for the split blind")
    render.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="clips at a time")
    samples = commands.add_parser("samples", help="render the clips that ship with the project")
    samples.add_argument("names", nargs="*", help="which (default: all)")
    samples.add_argument("--out", type=Path, default=Path("samples"))
    sheet = commands.add_parser("sheet", help="draw the contact sheet")
    sheet.add_argument("--out", type=Path, default=Path("docs/images/studio-contact-sheet.jpg"))
    images = commands.add_parser("loops", help="draw the faults and the places of the camera")
    images.add_argument("names", nargs="*", help="which faults or places (default: all)")
    images.add_argument("--out", type=Path, default=Path("docs/images"))
    return parser


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn(), console=_CONSOLE)


def _render_one(split: str, index: int, folder: Path, closing_note: bool) -> str:
    from studio.dataset import clip_spec, render

    return render(clip_spec(split, index), folder, closing_note=closing_note)[0].name


def _render(args: argparse.Namespace) -> int:
    from studio.dataset import clip_spec, is_done

    if args.split == "blind" and not args.closing_note:
        _CONSOLE.print("the split blind is for the closing note only: pass --closing-note")
        return 2
    folder = args.out or default_folder(args.split)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = range(args.start, args.start + args.count)
    todo = [i for i in wanted if not is_done(clip_spec(args.split, i), folder)]
    jobs = max(1, min(args.jobs, len(todo)))
    if jobs > 1:
        os.environ["NUMBA_NUM_THREADS"] = "1"
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its threads only spin on such small arrays
    _CONSOLE.print(f"{len(wanted) - len(todo)} of {len(wanted)} clips are there already: {folder}")
    failed = 0
    with _progress() as bar, ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        task = bar.add_task(f"rendering {args.split}", total=len(todo))
        running = {
            pool.submit(_render_one, args.split, i, folder, args.closing_note): i for i in todo
        }
        for done in as_completed(running):
            if (error := done.exception()) is not None:
                failed += 1
                _CONSOLE.print(f"clip {running[done]}: {error!r}")
            bar.advance(task)
    return 1 if failed else 0


def _samples(args: argparse.Namespace) -> int:
    from studio.samples import SAMPLES, render_sample

    unknown = sorted(set(args.names) - set(SAMPLES))
    if unknown:
        _CONSOLE.print(f"unknown sample {', '.join(unknown)}; there are {', '.join(SAMPLES)}")
        return 2
    with _progress() as bar:
        for name in args.names or SAMPLES:
            task = bar.add_task(name, total=None)
            render_sample(
                name,
                args.out,
                lambda done, total, t=task: bar.update(t, completed=done, total=total),
            )
    return 0


def _sheet(args: argparse.Namespace) -> int:
    from studio.sheet import contact_sheet

    args.out.parent.mkdir(parents=True, exist_ok=True)
    contact_sheet(args.out)
    return 0


def _loops(args: argparse.Namespace) -> int:
    from studio import loops, places

    known = {**loops.LOOPS, **places.PLACES}
    if unknown := sorted(set(args.names) - set(known)):
        _CONSOLE.print(f"unknown picture {', '.join(unknown)}; there are {', '.join(known)}")
        return 2
    wanted = args.names or list(known)
    loops.write(args.out / "faults", [name for name in wanted if name in loops.LOOPS])
    places.write(args.out / "places", [name for name in wanted if name in places.PLACES])
    return 0


def main(argv: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    args = _parser().parse_args(argv)
    commands = {"render": _render, "samples": _samples, "sheet": _sheet, "loops": _loops}
    return commands[args.command](args)


if __name__ == "__main__":
    sys.exit(main())
