"""Which reps of a recording, judged again, belong to which of the sets a log keeps of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from formcheck.log.entries import SetContent
from formcheck.log.repmeasures import logged_rep
from formcheck.reps.sets import REST_S
from formcheck.types import Flag, Hold, Rep

Span = tuple[float, float]
"""From when to when a set's reps go, in the source's time; NaN without any."""


def span(content: SetContent) -> Span:
    """Return from when to when a set's reps go."""
    if not content.reps:
        return math.nan, math.nan
    return min(rep.start_s for rep in content.reps), max(rep.end_s for rep in content.reps)


def share_reps(reps: Sequence[Rep], spans: Mapping[int, Span]) -> dict[int, list[Rep]]:
    """Return each set's reps; those of no set are left out.

    A rep goes to the set it shares most time with, or else to the nearest within the gap that ends
    a set. A set without any rep so far, if it is the only one of the recording, takes the rest.

    Parameters
    ----------
    reps : sequence of Rep
    spans : mapping
        Where each set's reps were so far, by the set's id.
    """
    shared: dict[int, list[Rep]] = {set_id: [] for set_id in spans}
    empty = [set_id for set_id, found in spans.items() if math.isnan(found[0])]
    for rep in reps:
        gaps = {set_id: _gap(rep, found) for set_id, found in spans.items() if set_id not in empty}
        near = {set_id: gap for set_id, gap in gaps.items() if gap <= REST_S}
        if near:
            shared[min(near, key=lambda set_id: near[set_id])].append(rep)
        elif len(empty) == 1:
            shared[empty[0]].append(rep)
    return shared


def _gap(rep: Rep, found: Span) -> float:
    """Return the time between a rep and a set, below 0 where they share some."""
    return max(rep.start_s, found[0]) - min(rep.end_s, found[1])


def share_flags(flags: Sequence[Flag], reps: Mapping[int, Sequence[Rep]]) -> dict[int, list[Flag]]:
    """Return each set's flags: those of its reps, and those outside any rep after it began."""
    owner = {rep.index: set_id for set_id, mine in reps.items() for rep in mine}
    begun = sorted((mine[0].start_s, set_id) for set_id, mine in reps.items() if mine)
    shared: dict[int, list[Flag]] = {set_id: [] for set_id in reps}
    for flag in flags:
        home = owner.get(flag.rep)
        if flag.rep == 0 and begun:
            before = [set_id for start_s, set_id in begun if start_s <= flag.start_s]
            home = before[-1] if before else begun[0][1]
        if home is not None:
            shared[home].append(flag)
    return shared


def content_of(
    reps: Sequence[Rep], flags: Sequence[Flag], holds: Sequence[Hold] = ()
) -> SetContent:
    """Return what the log keeps of a set, its reps numbered from 1."""
    ordered = sorted(reps, key=lambda rep: rep.start_s)
    number_of = {rep.index: place for place, rep in enumerate(ordered, start=1)}
    return SetContent(
        tuple(logged_rep(rep, number_of[rep.index], holds) for rep in ordered),
        tuple(flag.renumbered(number_of) for flag in sorted(flags, key=lambda flag: flag.start_s)),
    )
