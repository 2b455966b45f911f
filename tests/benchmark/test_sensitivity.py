"""The run that moves every number: it finds them, moves them where they are used, and back."""

from __future__ import annotations

from formcheck.reps import counter, sets
from tests.benchmark.sensitivity import Constant, constants, moved, page


def test_each_number_is_found_once_where_it_is_defined() -> None:
    labels = [constant.label for constant in constants()]
    assert len(labels) == len(set(labels))
    assert "reps/sets.REST_S" in labels
    assert "reps/counter.REST_S" not in labels


def test_a_number_is_moved_wherever_it_is_used_and_back() -> None:
    (rest,) = (constant for constant in constants() if constant.label == "reps/sets.REST_S")
    with moved(rest, 1.25):
        assert sets.REST_S == counter.REST_S == 1.25 * rest.value
    assert sets.REST_S == counter.REST_S == rest.value


def test_what_matters_stands_first() -> None:
    still, little, much = (Constant("formcheck.reps.sets", name, 1.0) for name in "ABC")
    text = page([(still, [0, 0, 0, 0]), (little, [0, 0, 1, 0]), (much, [2, 0, 0, 0])], 6)
    assert text.index("sets.C") < text.index("sets.B") < text.index("Nothing changed with")
    assert "`reps/sets.A`" in text.split("Nothing changed with")[1]
