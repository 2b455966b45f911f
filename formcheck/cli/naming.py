"""The English names of everything that has a code."""

from __future__ import annotations

from formcheck.exercises import registry as exercises
from formcheck.flags.codes import FLAGS
from formcheck.measures.registry import MEASURES
from formcheck.report.words import Words


def words() -> Words:
    """Return the names of all flags, measures and exercises."""
    return Words(
        flags={code: spec.title for code, spec in FLAGS.items()},
        measures={name: spec.label for name, spec in MEASURES.items()},
        exercises={name: exercises.get(name).title for name in exercises.names()},
    )
