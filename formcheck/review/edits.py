"""The ways to change the reps of a clip: each takes marks and returns new ones.

Numbers are 1-based, as on the screen.
"""

from __future__ import annotations

from typing import Final

from formcheck.errors import FormCheckError
from formcheck.review.corrections import RepMark

LEAST_S: Final = 0.2
"""Shorter than any pull; below it a rep is a slip of the mouse."""

Marks = tuple[RepMark, ...]


class EditError(FormCheckError):
    """A change that makes no sense where it was asked for."""


def delete(marks: Marks, number: int) -> Marks:
    """Take a rep out."""
    place = _place(marks, number)
    return (*marks[:place], *marks[place + 1 :])


def add(marks: Marks, start_s: float, end_s: float) -> Marks:
    """Put a rep in, cut where it would reach into its neighbours.

    Raises
    ------
    EditError
        When there is a rep already, or no room for one.
    """
    middle = 0.5 * (start_s + end_s)
    if any(mark.start_s < middle < mark.end_s for mark in marks):
        raise EditError("There is a rep already.", "Split it, or go to where none is marked.")
    before = max((mark.end_s for mark in marks if mark.end_s <= middle), default=0.0)
    after = min((mark.start_s for mark in marks if mark.start_s >= middle), default=end_s)
    made = RepMark(max(start_s, before, 0.0), min(end_s, after), edited=True)
    if made.end_s - made.start_s < LEAST_S:
        raise EditError("There is no room for a rep.", "Make its neighbours shorter first.")
    return tuple(sorted((*marks, made), key=lambda mark: mark.start_s))


def split(marks: Marks, number: int, at_s: float) -> Marks:
    """Make two reps of one.

    Raises
    ------
    EditError
        When a part would be too short.
    """
    place = _place(marks, number)
    whole = marks[place]
    if not whole.start_s + LEAST_S <= at_s <= whole.end_s - LEAST_S:
        raise EditError(
            "This rep cannot be split here.",
            "Play to where its second part begins, then split.",
        )
    parts = (RepMark(whole.start_s, at_s, edited=True), RepMark(at_s, whole.end_s, edited=True))
    return (*marks[:place], *parts, *marks[place + 1 :])


def merge(marks: Marks, number: int) -> Marks:
    """Make one rep of a rep and the one after it.

    Raises
    ------
    EditError
        When there is none after it.
    """
    place = _place(marks, number)
    if place + 1 >= len(marks):
        raise EditError("There is no rep after this one.", "Choose the first of the two.")
    made = RepMark(marks[place].start_s, marks[place + 1].end_s, edited=True)
    return (*marks[:place], made, *marks[place + 2 :])


def move(marks: Marks, number: int, start_s: float, end_s: float) -> Marks:
    """Give a rep new ends, not beyond its neighbours.

    Raises
    ------
    EditError
        When it would be too short.
    """
    place = _place(marks, number)
    first = marks[place - 1].end_s if place > 0 else 0.0
    last = marks[place + 1].start_s if place + 1 < len(marks) else float("inf")
    made = RepMark(max(start_s, first), min(end_s, last), edited=True)
    if made.end_s - made.start_s < LEAST_S:
        raise EditError(
            "This rep would be too short.", "A rep ends after it starts, and before the next."
        )
    return (*marks[:place], made, *marks[place + 1 :])


def _place(marks: Marks, number: int) -> int:
    if not 1 <= number <= len(marks):
        raise EditError("No rep is chosen.", "Click a rep in the timeline or in the table.")
    return number - 1
