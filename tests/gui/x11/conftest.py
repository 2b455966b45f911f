"""Hands on a real X server, or a reason why not."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from formcheck.assets import sample_path
from gui.x11.hands import Hands, missing, x_server
from support.mjpeg_server import jpeg
from support.numbered import STILL_S, numbered, numbered_clip

MakeHands = Callable[..., Hands]


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


@pytest.fixture(scope="session")
def filmed() -> list[tuple[float, bytes]]:
    """Return what a camera sees of a set: times and JPEG pictures."""
    return [(at, jpeg(image)) for at, image in numbered(sample_path(), still_s=STILL_S)]


@pytest.fixture
def film(filmed: list[tuple[float, bytes]], tmp_path: Path) -> str:
    """Return a file with what a camera on loopback is to show."""
    path = tmp_path / "film.pickle"
    path.write_bytes(pickle.dumps(filmed))
    return str(path)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Return a clip of the set."""
    return numbered_clip(tmp_path / "set.mp4", sample_path())
