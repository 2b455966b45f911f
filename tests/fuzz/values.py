"""Values, texts and bytes that nobody would write on purpose."""

from __future__ import annotations

import copy
import random
from typing import Any

from hypothesis import strategies as st

ODD = [
    0, -1, 1, 2**31, 2**63, -(2**63) - 1, 10**30, 1e300, -1e300, 1e-300, "", " ", "x", "\0",
    "\udcff", "=1+1", "x" * 5000, "9999-99-99", "2026-03-02", None, True, False, [], {}, [[]],
    {"": None}, float("inf"), float("nan"), "NaN", "none", "unknown", [1, 2, 3], ["a"],
    {"a": {"b": []}},
]  # fmt: skip


def odd_values() -> st.SearchStrategy[Any]:
    """Return what may stand for any JSON value."""
    leaves = st.one_of(
        st.sampled_from(ODD), st.integers(), st.floats(), st.text(max_size=20), st.booleans()
    )
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=6,
    )


def spoilt(tree: Any, seed: int, values: list[Any]) -> Any:
    """Return a copy of JSON values in which some were replaced, doubled or left out."""
    chance = random.Random(seed)
    whole = [copy.deepcopy(tree)]
    for value in values:
        container, key = _place(whole, chance)
        action = chance.randrange(4)
        if action == 0 and isinstance(container, dict):
            del container[key]
        elif action == 1 and isinstance(container, list) and container is not whole:
            container.append(copy.deepcopy(container[key]))
        else:
            # A copy: another value may go into it, even itself.
            container[key] = copy.deepcopy(value)
    return whole[0]


def _place(whole: list[Any], chance: random.Random) -> tuple[Any, Any]:
    container, key = whole, 0
    while True:
        inside = container[key]
        if not isinstance(inside, dict | list) or not inside or chance.random() < 0.08:
            return container, key
        key = (
            chance.choice(list(inside))
            if isinstance(inside, dict)
            else chance.randrange(len(inside))
        )
        container = inside


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Return bytes of which some were changed, cut off, doubled or put in."""
    data = bytearray(whole)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        match draw(st.integers(0, 3)):
            case 0:
                data[at : at + 1] = bytes([draw(st.integers(0, 255))])
            case 1:
                del data[at:]
            case 2:
                data[at:at] = data[at : at + draw(st.integers(1, 200))]
            case _:
                data[at : at + draw(st.integers(0, 20))] = draw(st.binary(max_size=20))
    return bytes(data)


@st.composite
def damaged_lines(draw: st.DrawFn, whole: str) -> str:
    """Return a text in which lines have other values, are missing, doubled or new."""
    lines = whole.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        name = lines[at].partition("=")[0].strip() or "x"
        match draw(st.integers(0, 4)):
            case 0:
                lines[at] = f"{name} = {draw(st.sampled_from(TOML))}"
            case 1:
                del lines[at : at + 1]
            case 2:
                lines.insert(at, lines[at])
            case 3:
                lines.insert(at, draw(st.text(max_size=20)))
            case _:
                lines[at] = f"[{name}]"
        lines = lines or ["x = 1"]
    return "\n".join(lines)


TOML = [
    "1", "-1", "1e300", "-1e300", "nan", "-inf", "inf", "true", '""', '"x"', "[]", "[[]]", "{}",
    "[1, 2, 3]", "[nan, nan, nan]", "[1e300, 2e300, 1]", '["x"]', "{a = 1}", "1979-05-27", "0x7f",
    "1" + "0" * 400, "1" + "0" * 5000, "[" * 2000, '"' + "x" * 3000 + '"', "[[1, 2], 3]",
    '[{a = 1}]', "07:32:00",
]  # fmt: skip
