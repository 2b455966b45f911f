"""A folder of clips, gone through one after the other."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from formcheck.recording.shelf import SUFFIX
from formcheck.sources import VIDEO_SUFFIXES


@cache
def suffixes() -> tuple[str, ...]:
    """Return what a clip's name ends with; others can be opened one by one all the same."""
    # Loaded when a user opens something: the window is to stand without it.
    from formcheck.formats import FORMATS

    return (*VIDEO_SUFFIXES, SUFFIX, *(it.suffix for it in FORMATS if it.read and it.suffix))


class ClipFolder:
    """Which clips lie beside the open one, in the order of the numbers in their names.

    A coach opens a folder and walks through it; a clip opened by itself has no neighbours.
    """

    def __init__(self) -> None:
        self.clips: tuple[Path, ...] = ()
        self._place = 0
        self._on_show: tuple[tuple[Path, ...], int] = ((), 0)

    @property
    def number(self) -> int:
        """Number of the open clip within the folder, from 1; 0 where there is no folder."""
        return self._place + 1 if self.clips else 0

    def enter(self, path: Path, *more: Path) -> Path:
        """Return what is to be opened for what was named, and know its neighbours from now on.

        Of a folder that holds clips it is the first of them; a folder of pictures, and a file,
        are opened as they are.  A clip of the folder that is open keeps the folder open.  Several
        that were named together are walked like a folder.
        """
        if more:
            found = [clip for each in (path, *more) for clip in clips_in(each) or (each,)]
            self.clips, self._place = tuple(sorted(found, key=_order)), 0
            return self.clips[0]
        if path in self.clips:
            self._place = self.clips.index(path)
            return path
        self.clips, self._place = clips_in(path), 0
        return self.clips[0] if self.clips else path

    def arrive(self) -> None:
        """Know that what was named last is on show now."""
        self._on_show = self.clips, self._place

    def stay(self) -> None:
        """Go back to the clip on show: what was named since could not be opened."""
        self.clips, self._place = self._on_show

    def neighbour(self, steps: int) -> Path | None:
        """Return the clip some steps on or back, None beyond the ends."""
        place = self._place + steps
        return self.clips[place] if self.clips and 0 <= place < len(self.clips) else None


def clips_in(folder: Path) -> tuple[Path, ...]:
    """Return the clips of a folder; none where it is no folder or may not be read."""
    try:
        found = [
            each
            for each in folder.iterdir()
            if each.suffix.lower() in suffixes() and not each.name.startswith(".")
        ]
    except OSError:
        return ()
    return tuple(sorted(found, key=_order))


def _order(path: Path) -> list[tuple[int, str]]:
    """Return a key by which set2 comes before set10."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]
