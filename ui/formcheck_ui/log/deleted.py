"""What was deleted, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from formcheck.log.removal import Removed


def deleted(done: Removed) -> str:
    """Return what a deletion took away, and what it could not."""
    said = QCoreApplication.translate(
        "log",
        "Deleted for good: {0} workouts, {1} sets, {2} reps, {3} recordings, {4} log copies.",
    ).format(done.workouts, done.sets, done.reps, len(done.recordings), done.copies)
    if done.left:
        left = ", ".join(path.name for path in done.left)
        said += " " + QCoreApplication.translate(
            "log", "Could not be deleted, do it yourself: {0}."
        ).format(left)
    return said
