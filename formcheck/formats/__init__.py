"""File formats of the field: poses and angles for other programs, and poses from them.

A format is one module with a ``FORMAT`` and its line in :data:`FORMATS`.  Formats read become a
source whose frames bring their poses (:class:`formcheck.recording.source.ImportedSource`).  What
is measured frame by frame as a table is a report, not a format (:mod:`formcheck.report`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from formcheck.errors import UsageError
from formcheck.formats import c3d, mot, movement, openpose, trc
from formcheck.formats.base import Format, Imported

__all__ = ["FORMATS", "WRITTEN", "Format", "Imported", "reader_of", "writer_for"]

FORMATS: Final[tuple[Format, ...]] = (
    trc.FORMAT, mot.FORMAT, c3d.FORMAT, openpose.FORMAT, movement.FORMAT,
)  # fmt: skip

WRITTEN: Final = tuple(each.name for each in FORMATS if each.write is not None)
"""Names of the formats that are written."""


def reader_of(path: Path) -> Format | None:
    """Return the format in which a path holds poses, None where it is none that is read."""
    return next((each for each in FORMATS if each.read is not None and each.fits(path)), None)


def writer_for(path: Path, name: str | None) -> Format:
    """Return the format of this name; where None the one that the path's ending tells.

    Raises
    ------
    UsageError
        When there is none.
    """
    for each in FORMATS:
        if each.write is not None and (
            each.name == name
            or (name is None and each.suffix and path.suffix.lower() == each.suffix)
        ):
            return each
    if name is None:
        raise UsageError(
            f"The name {path.name} does not tell the format.", f"Say --to {'|'.join(WRITTEN)}."
        )
    raise UsageError(f"There is no format named {name!r}.", f"Known: {', '.join(WRITTEN)}.")
