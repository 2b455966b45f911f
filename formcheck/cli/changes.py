"""What changed from one judgement of a recording to another, as lines on the terminal."""

from __future__ import annotations

from formcheck.recording.judgement import Changes, ToldFlag
from formcheck.report.words import Words


def change_lines(changes: Changes, names: Words) -> list[str]:
    """Return one line for each change: the exercise, reps lost and new, flags gone and new."""
    told = []
    if changes.exercise is not None:
        before, now = (names.exercise(name) for name in changes.exercise)
        told.append(f"exercise: {before} → {now}")
    for mark, reps in (("−", changes.reps_lost), ("+", changes.reps_new)):
        told += [f"{mark} rep {rep.start_s:.1f}–{rep.end_s:.1f} s" for rep in reps]
    for mark, flags in (("−", changes.flags_gone), ("+", changes.flags_new)):
        told += [f"{mark} {_flag(flag, names)}" for flag in flags]
    return told


def _flag(flag: ToldFlag, names: Words) -> str:
    where = f" (rep {flag.rep})" if flag.rep else ""
    return f"{names.flag(flag.code)}{where}"
