"""What a command of the window is, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["file", "camera", "play", "view", "review", "help"]


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One command; ``keys`` in portable notation, the first one is shown."""

    id: str
    text: str
    keys: tuple[str, ...]
    group: Group
    icon: str = ""
    checkable: bool = False
