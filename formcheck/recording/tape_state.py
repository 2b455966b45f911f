"""How a recording goes, as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from formcheck.errors import OutputError


@dataclass(frozen=True, slots=True)
class TapeState:
    """How a recording goes.

    Attributes
    ----------
    path : Path or None
        The file being written; None while nothing is recorded.
    pictures : bool
        Whether the pictures are recorded too.
    since_s : float
        How long it has been going on.
    size_bytes : int
        What its files take on the disk.
    left_out : int
        Pictures the computer was too slow to record.
    trouble : OutputError or None
        Why nothing, or not all, is recorded though it was asked for.
    """

    path: Path | None = None
    pictures: bool = False
    since_s: float = 0.0
    size_bytes: int = 0
    left_out: int = 0
    trouble: OutputError | None = None
