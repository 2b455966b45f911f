"""Hands on a real X server, or a reason why not."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from formcheck.assets import sample_path
from gui.x11.hands import Hands, missing, x_server
from support.mjpeg_server import jpeg
from support.numbered import STILL_S, numbered, numbered_clip

MakeHands = Callable[..., Hands]

SHORT_S = 9.0
"""The second of the bundled clip's reps is over after 8.65 s (samples/row-rounding.json)."""


@pytest.fixture
def make_hands(tmp_path: Path) -> Iterator[MakeHands]:
    """Return a function that starts the window on an X server of its own."""
    if missing():
        pytest.skip(missing())
    made: list[Hands] = []
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    with x_server() as display:

        def make(*arguments: str) -> Hands:
            made.append(Hands(display, folder, *arguments))
            return made[-1]

        yield make
        for hands in made:
            hands.end()


def _film(path: Path, until_s: float) -> str:
    seen = numbered(sample_path(), still_s=STILL_S, until_s=until_s)
    path.write_bytes(pickle.dumps([(at, jpeg(image)) for at, image in seen]))
    return str(path)


@pytest.fixture
def film(tmp_path: Path) -> str:
    """Return a file with what a camera on loopback is to show of a set: times, JPEG pictures."""
    return _film(tmp_path / "film.pickle", math.inf)


@pytest.fixture
def short_film(tmp_path: Path) -> str:
    """Return a file with the first reps of the set alone, which takes half as long to film."""
    return _film(tmp_path / "short.pickle", SHORT_S)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Return a clip of the set."""
    return numbered_clip(tmp_path / "set.mp4", sample_path())
