"""Have MediaPipe loaded without the plotting library that its drawing helpers ask for.

``mediapipe.tasks.python.vision`` brings matplotlib with all its figures, for two functions that
draw landmarks and that FormCheck never calls: 0.38 of the 0.45 s of the processor that loading
MediaPipe 1.2.3 takes (medians of three), which every first clip, camera and command waits for.
So an empty module stands in its place while MediaPipe is loaded.  Who calls those functions in
the same process all the same gets the real one, then.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final

_NAMES: Final = ("matplotlib", "matplotlib.pyplot")


class _Later(ModuleType):
    """Load the module of this name once something in it is asked for."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            # The importing itself looks for these, and must not load what it is kept from.
            raise AttributeError(name)
        _remove()
        return getattr(importlib.import_module(self.__name__), name)


@contextlib.contextmanager
def without_plots() -> Iterator[None]:
    """Keep matplotlib from being loaded meanwhile, unless it is there already."""
    if _NAMES[0] in sys.modules:
        yield
        return
    placed = [_Later(name) for name in _NAMES]
    vars(placed[0])["pyplot"] = placed[1]
    sys.modules.update(zip(_NAMES, placed, strict=True))
    try:
        yield
    finally:
        _remove()


def _remove() -> None:
    for name in _NAMES:
        if isinstance(sys.modules.get(name), _Later):
            del sys.modules[name]
