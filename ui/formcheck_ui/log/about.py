"""Whose clip it is and with how much, to be named in what is exported of it."""

from __future__ import annotations

from pathlib import Path

from formcheck.errors import FormCheckError
from formcheck.log.clips import clip_key, filmed_at
from formcheck.log.entries import Lifter, TrainingSet
from formcheck.log.keeping import Keeping
from formcheck.log.loads import show_load
from formcheck.log.place import default_log_path
from formcheck.log.store import TrainingLog
from formcheck.report.about import About


def about_clip(clip: Path, length_s: float, said: Keeping | None) -> About:
    """Return what the training log knows of a clip.

    Parameters
    ----------
    clip : Path
    length_s : float
        Its length in seconds.
    said : Keeping or None
        Whose sets are kept now, among whose the clip is looked for; None for nobody's.
    """
    try:
        filmed = filmed_at(clip, length_s).day.isoformat()
    except OSError:
        return About(clip.name)
    if not default_log_path().exists():
        return About(clip.name, filmed=filmed)
    try:
        with TrainingLog.open() as log:
            # Whoever is chosen now need not be who is seen in a clip nobody has kept.
            return _known(log, clip, said) or About(clip.name, filmed=filmed)
    except (FormCheckError, OSError):
        # What cannot be read now does not stand in an export's way.
        return About(clip.name, filmed=filmed)


def _known(log: TrainingLog, clip: Path, said: Keeping | None) -> About | None:
    sets = log.sets.with_recording(str(clip))
    if not sets and said is not None:
        sets = log.sets.of_clip(said.lifter_id, clip_key(clip))
    if not sets:
        return None
    lifters = {_lifter(log, each).name: None for each in sets}
    loads = {show_load(each.load_kg, each.unit): None for each in sets if each.load_kg >= 0.0}
    filmed = sets[0].started.day.isoformat()
    return About(clip.name, ", ".join(lifters), ", ".join(loads), filmed)


def _lifter(log: TrainingLog, item: TrainingSet) -> Lifter:
    return log.lifters.get(log.workouts.get(item.workout_id).lifter_id)
