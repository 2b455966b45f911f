"""What the command line knows of a recording, to be named in what it writes."""

from __future__ import annotations

from pathlib import Path

from formcheck.cli.keeping import Wish
from formcheck.log.clips import filmed_at
from formcheck.log.loads import parse_load, show_load
from formcheck.log.store import TrainingLog
from formcheck.report.about import About
from formcheck.types import SessionResult


def about_clip(clip: Path, result: SessionResult, wish: Wish | None = None) -> About:
    """Return a clip's name and date, with the lifter and load the user named."""
    length_s = float(result.times_s[-1]) if len(result.times_s) else 0.0
    began = wish.when if wish is not None else None
    if began is None and clip.exists():
        began = filmed_at(clip, length_s)
    return About(
        clip.name,
        wish.lifter if wish is not None else "",
        _load(wish) if wish is not None else "",
        began.day.isoformat() if began is not None else "",
    )


def _load(wish: Wish) -> str:
    """Return the load with its unit, the lifter's own where none was typed; empty for none."""
    if wish.load is None:
        return ""
    with TrainingLog.open() as log:
        return show_load(*parse_load(wish.load, log.lifters.find(wish.lifter).unit))
