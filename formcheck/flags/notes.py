"""What is kept of a rep for the reps that follow it."""

from __future__ import annotations

from formcheck.flags.course import UNKNOWN_OWN, Own
from formcheck.flags.rep_view import RepNote, RepView
from formcheck.flags.stroke_readings import pull_speed
from formcheck.types import NAN


def note_of(view: RepView) -> RepNote:
    """Return what later reps are compared with."""
    return RepNote(
        view.rep,
        {w.name: w.size for w in view.seen},
        {w.name: w.home for w in view.seen},
        pull_speed(view),
        _own(view),
    )


def _own(view: RepView) -> Own:
    if view.follower is None or view.follower.course.wild:
        return UNKNOWN_OWN
    course = view.follower.course
    return Own(course.uneven or NAN, course.late)
