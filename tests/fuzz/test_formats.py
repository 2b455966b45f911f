"""Poses of other programs, damaged."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import formcheck
from formcheck.config import Config
from formcheck.errors import FormCheckError
from formcheck.formats.points import NAMES
from fuzz.budget import budget
from fuzz.values import damaged, odd_values
from support.skeletons import Figure, build


def read_all(path: Path) -> None:
    """Read whatever it is through the engine: it works, or says in one sentence why not."""
    told = "something"
    try:
        formcheck.analyze(path, config=Config())
    except FormCheckError as error:
        told = str(error)
    assert told
    assert "\n" not in told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


@pytest.fixture(scope="module")
def whole(folder: Path) -> bytes:
    """Return a TRC file of a second."""
    world = build(Figure(mask_height=None)).world * (1.0, -1.0, -1.0)
    cells = "\t".join(f"{value:.3f}" for value in world.ravel())
    rows = [f"{n}\t{n / 30:.4f}\t{cells}\n" for n in range(1, 31)]
    names = "\t\t\t".join(NAMES)
    head = f"PathFileType\t4\nNumFrames\tUnits\n30\tm\nFrame#\tTime\t{names}\n\tX1\n"
    return (head + "".join(rows)).encode()


@budget(60)
@given(data=st.data())
def test_damaged_trc(folder: Path, whole: bytes, data: st.DataObject) -> None:
    path = folder / "a.trc"
    path.write_bytes(data.draw(damaged(whole)))
    read_all(path)


@budget(40)
@given(seed=st.integers(0, 2**32 - 1))
def test_trc_with_odd_cells(folder: Path, whole: bytes, seed: int) -> None:
    chance = random.Random(seed)
    lines = whole.decode().split("\n")
    for _ in range(chance.randint(1, 30)):
        row = chance.randrange(5, len(lines) - 1)
        cells = lines[row].split("\t")
        odd = ["", "nan", "-0", "1e6", "-1e9", "0", "7", "\u0663", " 1 "]
        cells[chance.randrange(len(cells))] = chance.choice(odd)
        lines[row] = "\t".join(cells)
    path = folder / "b.trc"
    path.write_text("\n".join(lines), encoding="utf-8")
    read_all(path)


@budget(60)
@given(data=st.data())
def test_openpose_of_any_values(folder: Path, data: st.DataObject) -> None:
    people = [{"pose_keypoints_2d": [300.0, 20.0, 1.0, 310.0, 400.0, 0.5] * 9}]
    good = json.dumps({"people": people}).encode()
    place = folder / "poses"
    place.mkdir(exist_ok=True)
    for number in range(3):
        (place / f"a_{number}_keypoints.json").write_bytes(good)
    bad = st.one_of(damaged(good), odd_values().map(lambda value: json.dumps(value).encode()))
    (place / "a_3_keypoints.json").write_bytes(data.draw(bad))
    read_all(place)
