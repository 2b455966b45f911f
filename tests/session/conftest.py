"""What holds for every test of a session."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail any test that leaves one of our threads alive when it ends."""
    yield
    left = [thread.name for thread in threading.enumerate() if thread.name.startswith("formcheck")]
    assert left == []
