"""A neutral from no rep is forgotten."""

from __future__ import annotations

from formcheck.config import NeutralOptions
from formcheck.measures.neutral import Candidate, NeutralFinder


def look(time_s: float) -> Candidate:
    return Candidate(time_s, (-5.0, -20.0, 15.0), 40.0, shape=(-20.0, 15.0))


def test_a_neutral_revealed_by_no_rep_is_forgotten() -> None:
    finder = NeutralFinder(NeutralOptions(), None)
    for i in range(20):
        finder.push(look(i / 30.0))
    assert finder.pull_started(0.6, 40.0) is not None
    finder.reject()
    assert finder.neutral is None


def test_a_neutral_the_user_named_stays() -> None:
    finder = NeutralFinder(NeutralOptions(), 0.3)
    for i in range(40):
        finder.push(look(i / 30.0))
    finder.reject()
    assert finder.neutral is not None
