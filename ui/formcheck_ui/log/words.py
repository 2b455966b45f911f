"""What the core says of training in codes and data, in the user's language.

The English texts stand where the data is: in the catalogue of exercises, the bundled routines, the
table of quantities, the sentences of advice. Here they are looked up; what the user wrote in a
routine of their own is found nowhere and stays as it is.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from formcheck.guidance import words as advice_words
from formcheck.guidance.advice import Advice
from formcheck.log.loads import LoadUnit, show_load
from formcheck.log.removal import Removed
from formcheck.routines.catalogue import catalogue
from formcheck.routines.spec import WEEKDAYS, Day, Routine
from formcheck.trends import Quantity
from formcheck_ui import words
from formcheck_ui.marking import QT_TRANSLATE_NOOP

LEVELS: Final[dict[str, str]] = {
    "beginner": QT_TRANSLATE_NOOP("training", "beginner"),
    "intermediate": QT_TRANSLATE_NOOP("training", "intermediate"),
    "advanced": QT_TRANSLATE_NOOP("training", "advanced"),
}

EQUIPMENT: Final[dict[str, str]] = {
    "barbell": QT_TRANSLATE_NOOP("training", "barbell"),
    "dumbbell": QT_TRANSLATE_NOOP("training", "dumbbells"),
    "cable": QT_TRANSLATE_NOOP("training", "cable"),
    "machine": QT_TRANSLATE_NOOP("training", "machine"),
    "band": QT_TRANSLATE_NOOP("training", "band"),
    "pull_up_bar": QT_TRANSLATE_NOOP("training", "pull-up bar"),
    "bodyweight": QT_TRANSLATE_NOOP("training", "bodyweight"),
}


def tr(text: str) -> str:
    """Return a text of the core's data on training in the user's language."""
    return QCoreApplication.translate("training", text)


def sentence(advice: Advice) -> str:
    """Return an advice in words."""
    return words.local(advice_words.sentence(advice, translate=tr, named=exercise))


def sources(advice: Advice) -> str:
    """Return where an advice's figures come from."""
    return advice_words.sources(advice, translate=tr)


def exercise(name: str) -> str:
    """Return what an exercise is called, whether a plan knows it or the camera counts it."""
    known = catalogue().get(name)
    return words.exercise(name) if known is None else tr(known.title)


def level(name: str) -> str:
    """Return the word for a level."""
    return tr(LEVELS[name])


def equipment(name: str) -> str:
    """Return the word for a piece of equipment."""
    return tr(EQUIPMENT[name])


def quantity(item: Quantity) -> str:
    """Return what a quantity is called."""
    return tr(item.title)


def unit(item: Quantity) -> str:
    """Return the unit behind a quantity's figures; empty where there is none."""
    return tr(item.unit) if item.unit else ""


def load(value_kg: float, unit: LoadUnit) -> str:
    """Return a load, e.g. ``62.5 kg``; a dash when it is not known."""
    return words.local(show_load(value_kg, unit))


def routine(item: Routine) -> str:
    """Return a routine's title."""
    return tr(item.title)


def summary(item: Routine) -> str:
    """Return what a routine is, in a sentence."""
    return tr(item.summary) if item.summary else ""


def day(item: Day) -> str:
    """Return the title of one of a routine's days."""
    return tr(item.title)


def weekday(name: str) -> str:
    """Return the name of a day of the week."""
    return QLocale().dayName(WEEKDAYS.index(name) + 1)


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
