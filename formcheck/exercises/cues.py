"""What tells the lifter how to mend a fault: the exercise's own words, else the fault's."""

from __future__ import annotations

from functools import cache

from formcheck.exercises import registry
from formcheck.flags.codes import FLAGS


def cue(code: str, exercise: str) -> str:
    """Return the cue of a fault in an exercise, by its name.

    In one that is not known, or not yet, it is the general one; empty for a fault without any.
    """
    own = (registry.get(exercise).cues or {}) if exercise in registry.names() else {}
    general = FLAGS[code].cue if code in FLAGS else ""
    return own.get(code, general)


@cache
def bundled_cues() -> frozenset[str]:
    """Return the cues that come with FormCheck, which can be translated; a user's own are not."""
    general = {spec.cue for spec in FLAGS.values()}
    return frozenset(general.union(*((spec.cues or {}).values() for spec in registry.bundled())))
