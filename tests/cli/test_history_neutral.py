"""The neutral that was kept of a lifter serves another day."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.cli.engine import Request
from formcheck.cli.keeping import Wish, with_history
from formcheck.config import Config
from formcheck.errors import FormCheckError
from formcheck.log.entries import Posture
from formcheck.log.store import TrainingLog


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
