"""Where the lifter's own neutral comes from, and how sure it is."""

from __future__ import annotations

import math

import pytest

from formcheck.config import NeutralOptions
from formcheck.measures.neutral import Candidate, Neutral, NeutralFinder


def look(time_s: float, total: float, trunk: float = 30.0, hip_deg: float = math.nan) -> Candidate:
    halves = 0.4 * total, 0.6 * total
    return Candidate(time_s, (total, *halves), trunk, hip_deg, halves)


def feed(
    finder: NeutralFinder, totals: list[float], start_s: float = 0.0, trunk: float = 30.0
) -> list[Neutral]:
    found = [finder.push(look(start_s + i / 30.0, t, trunk)) for i, t in enumerate(totals)]
    return [item for item in found if item is not None]


def test_the_last_still_posture_before_the_pull() -> None:
    finder = NeutralFinder(NeutralOptions(), None)
    feed(finder, [40.0] * 30)
    feed(finder, [20.0, 21.0, 19.0] * 12, start_s=2.0)
    assert finder.neutral is None
    found = finder.pull_started(3.3, 30.0)
    assert found == finder.neutral
    assert found is not None
    assert found.sure
    assert found.total_deg == pytest.approx(20.0, abs=0.6)
    assert found.total_deg == pytest.approx(found.lumbar_deg + found.thoracic_deg)
    assert found.lumbar_deg == pytest.approx(8.0, abs=0.4)


@pytest.mark.parametrize(("total", "hip_deg", "taken"), [(20.0, 110.0, False), (5.0, 110.0, True),
                                                         (20.0, 10.0, True)])  # fmt: skip
def test_a_round_set_up_in_the_hinge_is_no_neutral(
    total: float, hip_deg: float, *, taken: bool
) -> None:
    finder = NeutralFinder(NeutralOptions(), None)
    for i in range(60):
        finder.push(look(i / 30.0, total, hip_deg=hip_deg))
    found = finder.pull_started(2.0, 30.0)
    assert (found is not None) is taken
    assert (finder.rep_done(0.5, 2.0) is None) or taken


def test_a_neutral_held_on_purpose_knows_so_and_its_posture() -> None:
    finder = NeutralFinder(NeutralOptions(ask_s=1.0), None)
    finder.ask(0.0)
    told = [finder.push(look(i / 30.0, 20.0, hip_deg=110.0)) for i in range(45)]
    (found,) = [one for one in told if one is not None]
    assert (found.asked, found.hip_deg) == (True, 110.0)
    assert found.shape == (8.0, 12.0)


def test_it_is_found_once() -> None:
    finder = NeutralFinder(NeutralOptions(), None)
    feed(finder, [20.0] * 30)
    assert finder.pull_started(1.0, 30.0) is not None
    assert finder.pull_started(2.0, 30.0) is None
    assert finder.rep_done(1.0, 2.0) is None
    assert feed(finder, [50.0] * 40, start_s=2.0) == []
    assert finder.neutral is not None
    assert finder.neutral.total_deg == pytest.approx(20.0)


def test_another_posture_or_an_old_one_is_no_set_up() -> None:
    upright = NeutralFinder(NeutralOptions(), None)
    feed(upright, [20.0] * 30, trunk=85.0)
    moved = upright.pull_started(1.0, 30.0)
    assert moved is None or not moved.sure
    old = NeutralFinder(NeutralOptions(), None)
    feed(old, [20.0] * 30)
    assert old.pull_started(20.0, 30.0) is None


def test_moving_about_is_not_still() -> None:
    finder = NeutralFinder(NeutralOptions(), None)
    feed(finder, [10.0 if i % 2 else 40.0 for i in range(40)])
    found = finder.pull_started(1.32, 30.0)
    assert found is not None
    assert not found.sure


def test_a_clip_cut_tight_takes_what_came_just_before() -> None:
    finder = NeutralFinder(NeutralOptions(), None)
    feed(finder, [25.0] * 6)
    found = finder.pull_started(0.2, 30.0)
    assert found is not None
    assert (found.sure, found.total_deg) == (False, pytest.approx(25.0))


def test_with_nothing_before_the_straightest_quarter_of_the_rep() -> None:
    finder = NeutralFinder(NeutralOptions(), None)
    feed(finder, [math.nan] * 20)
    assert finder.pull_started(0.6, 30.0) is None
    feed(finder, [18.0] * 20 + [45.0] * 30, start_s=1.0)
    found = finder.rep_done(1.0, 3.0)
    assert found is not None
    assert not found.sure
    assert found.total_deg == pytest.approx(18.0, abs=1.0)


def test_a_rep_without_a_back_gives_nothing() -> None:
    finder = NeutralFinder(NeutralOptions(), None)
    feed(finder, [math.nan] * 90)
    assert finder.rep_done(0.0, 3.0) is None


def test_the_moment_the_user_names() -> None:
    finder = NeutralFinder(NeutralOptions(), 2.0)
    found = feed(finder, [50.0] * 45 + [22.0] * 30 + [50.0] * 45)
    assert [(item.sure, item.total_deg) for item in found] == [(True, pytest.approx(22.0, abs=1))]
    # Pulls reveal nothing when the user has spoken.
    assert finder.pull_started(3.0, 30.0) is None


def test_a_named_moment_in_which_nothing_is_seen_takes_what_comes_next() -> None:
    finder = NeutralFinder(NeutralOptions(), 1.0)
    found = feed(finder, [math.nan] * 90 + [17.0] * 10)
    assert [item.total_deg for item in found] == [pytest.approx(17.0)]


def test_what_came_after_a_named_moment_without_sight_was_not_held_on_purpose() -> None:
    seen = NeutralFinder(NeutralOptions(), 1.0)
    (held,) = feed(seen, [20.0] * 60)
    assert held.asked
    unseen = NeutralFinder(NeutralOptions(), 1.0)
    (taken,) = feed(unseen, [20.0] * 9, start_s=5.0)
    assert taken.total_deg == pytest.approx(20.0)
    assert not taken.asked


def test_a_neutral_asked_for_replaces_the_one_there_was() -> None:
    finder = NeutralFinder(NeutralOptions(ask_s=1.0), None)
    feed(finder, [5.0] * 40)
    finder.pull_started(1.2, 30.0)
    assert finder.neutral is not None
    finder.ask(2.0)
    told = [finder.push(look(2.0 + i / 30.0, 12.0)) for i in range(45)]
    (found,) = [one for one in told if one is not None]
    assert (found.total_deg, found.sure) == (12.0, True)
    assert finder.neutral is found
    assert not finder.wanted


def test_too_little_seen_keeps_the_neutral_there_was() -> None:
    finder = NeutralFinder(NeutralOptions(ask_s=1.0), None)
    feed(finder, [5.0] * 40)
    kept = finder.pull_started(1.2, 30.0)
    finder.ask(2.0)
    told = [finder.push(look(2.0 + i / 30.0, math.nan)) for i in range(45)]
    assert not any(told)
    assert finder.neutral is kept


def test_a_neutral_of_another_day_serves_where_no_set_up_was_seen() -> None:
    earlier = Neutral(3.0, 1.0, 2.0)
    seen = NeutralFinder(NeutralOptions(), None, earlier)
    feed(seen, [5.0] * 40)
    found = seen.pull_started(1.2, 30.0)
    assert found is not None
    assert found.total_deg == pytest.approx(5.0)
    unseen = NeutralFinder(NeutralOptions(), None, earlier)
    assert unseen.pull_started(0.1, 30.0) is earlier
    told_later = NeutralFinder(NeutralOptions(), None)
    told_later.recall(earlier)
    assert told_later.pull_started(0.1, 30.0) is earlier
