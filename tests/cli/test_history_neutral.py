"""The neutral and the greatest flexion that were kept of a lifter serve another day."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.cli.keeping import ClipKeeper, Wish, with_history
from formcheck.config import Config
from formcheck.errors import FormCheckError
from formcheck.log.entries import Posture
from formcheck.log.store import TrainingLog
from formcheck.measures.back import FLAT_STD_DEG, OWN_STD_DEG, reference_for
from formcheck.measures.maximum import Maximum
from formcheck.measures.neutral import Neutral
from formcheck.run import Request
from support.results import make_result


@pytest.fixture
def anna(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Wish:
    """A lifter with a neutral in seated rows."""
    monkeypatch.setenv("FORMCHECK_LOG", str(tmp_path / "log.sqlite"))
    with TrainingLog.open() as log:
        lifter = log.lifters.add("Anna")
        posture = Posture("seated_row", "neutral", 12.0, 5.0, 7.0, 1.7e9, 0)
        log.postures.set_neutral(lifter.id, posture)
    return Wish("Anna")


def test_it_is_taken_for_the_exercise_that_was_named(anna: Wish) -> None:
    earlier = with_history(Request(Config(), "seated row"), anna).earlier
    assert earlier is not None
    assert (earlier.total_deg, earlier.lumbar_deg, earlier.thoracic_deg) == (12.0, 5.0, 7.0)


def held(*, asked: bool, hip_deg: float = 95.0) -> Posture:
    """A neutral in the hinge, held when asked or merely seen."""
    return Posture(
        "seated_row", "neutral", 30.0, 12.0, 18.0, 1.7e9, 0, asked=asked, hip_deg=hip_deg,
        lumbar_shape_deg=4.0, thoracic_shape_deg=-1.0,
    )  # fmt: skip


def kept_neutrals(anna: Wish, *kept: Posture) -> Neutral:
    """Return what is known another day of a lifter of whom these were kept, one after the other."""
    with TrainingLog.open() as log:
        lifter = log.lifters.find("Anna")
        for posture in kept:
            log.postures.set_neutral(lifter.id, posture)
    earlier = with_history(Request(Config(), "seated_row"), anna).earlier
    assert earlier is not None
    return earlier


def test_one_that_was_held_in_the_hinge_serves_there_another_day(anna: Wish) -> None:
    earlier = kept_neutrals(anna, held(asked=True))
    assert (earlier.hip_deg, earlier.shape) == (95.0, (4.0, -1.0))
    reference = reference_for(earlier)
    assert 0.0 < reference.lumbar_deg < 4.0
    assert not reference.own
    assert OWN_STD_DEG < reference.std_deg < FLAT_STD_DEG


def test_one_that_was_merely_seen_is_no_reference_in_the_hinge(anna: Wish) -> None:
    assert reference_for(kept_neutrals(anna, held(asked=False))) == reference_for(None)


def test_what_was_held_on_purpose_is_not_displaced_by_what_was_seen_later(anna: Wish) -> None:
    seen = replace(held(asked=False), total_deg=40.0)
    assert kept_neutrals(anna, held(asked=True), seen).total_deg == 30.0
    again = replace(held(asked=True), total_deg=33.0)
    assert kept_neutrals(anna, again).total_deg == 33.0


def test_a_shape_that_was_lost_is_no_reference(anna: Wish) -> None:
    spoilt = replace(held(asked=True), lumbar_shape_deg=float("nan"))
    assert reference_for(kept_neutrals(anna, spoilt)) == reference_for(None)


@pytest.mark.parametrize("exercise", [None, "face_pull"])
def test_not_for_another_exercise_nor_for_one_to_be_recognised(
    anna: Wish, exercise: str | None
) -> None:
    assert with_history(Request(Config(), exercise), anna).earlier is None


def test_without_a_lifter_nothing_is_looked_up() -> None:
    request = Request(Config(), "seated_row")
    assert with_history(request, None) is request


def test_an_unknown_lifter_is_a_clear_error(anna: Wish) -> None:
    with pytest.raises(FormCheckError):
        with_history(Request(Config(), "seated_row"), Wish("Bob"))


class Engine:
    """What a clip's engine knows of the lifter when the clip is over."""

    sample = None

    def __init__(self, maximum: Maximum | None) -> None:
        self.maximum = maximum


def kept_after(tmp_path: Path, anna: Wish, maximum: Maximum | None) -> Maximum | None:
    """Keep a clip in which the engine found a maximum; return what is known another day."""
    clip = tmp_path / "bend.mp4"
    clip.write_bytes(b"a clip")
    keeper = ClipKeeper(anna, clip, None)
    keeper.engine = Engine(maximum)
    result = make_result()
    keeper.store(result, Config(), quiet=True)
    return with_history(Request(Config(), result.exercise.name), anna).maximum


def test_a_maximum_that_was_shown_is_known_another_day(anna: Wish, tmp_path: Path) -> None:
    known = kept_after(tmp_path, anna, Maximum(52.0, 20.0, 32.0, 3.0, of_before=False))
    assert known is not None
    assert (known.total_deg, known.lumbar_deg, known.thoracic_deg) == (52.0, 20.0, 32.0)
    assert known.of_before


@pytest.mark.parametrize("maximum", [None, Maximum(52.0, 20.0, 32.0)])
def test_no_maximum_or_one_of_another_day_is_not_kept_anew(
    anna: Wish, tmp_path: Path, maximum: Maximum | None
) -> None:
    assert kept_after(tmp_path, anna, maximum) is None
