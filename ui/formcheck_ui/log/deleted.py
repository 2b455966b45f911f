"""What was deleted, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from formcheck.log.removal import Removed


def deleted(done: Removed) -> str:
    """Return what a deletion took away, and what it could not."""
    said = QCoreApplication.translate(
        "log",
        "Deleted for good. Workouts: {0}, sets: {1}, reps: {2}, recordings: {3}, backups: {4}.",
    ).format(done.workouts, done.sets, done.reps, len(done.recordings), done.copies)
    if done.left:
        left = ", ".join(path.name for path in done.left)
        said += " " + QCoreApplication.translate(
            "log", "Could not be deleted; please delete it yourself: {0}."
        ).format(left)
    return said
