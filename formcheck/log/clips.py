"""What tells one clip from another, and when it was filmed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from formcheck.log.moments import Moment

_EDGE_BYTES: Final = 65536


def clip_key(clip: Path) -> str:
    """Return what tells one recording from another, wherever it is moved: its size and edges."""
    digest = hashlib.sha256()
    if clip.is_dir():
        for item in sorted(clip.iterdir()):
            digest.update(f"{item.name} {item.stat().st_size}\n".encode())
        return digest.hexdigest()
    size = clip.stat().st_size
    digest.update(str(size).encode())
    with clip.open("rb") as file:
        digest.update(file.read(_EDGE_BYTES))
        file.seek(max(0, size - _EDGE_BYTES))
        digest.update(file.read(_EDGE_BYTES))
    return digest.hexdigest()


def filmed_at(clip: Path, length_s: float) -> Moment:
    """Return when a recording began, as far as its file tells: its last change less its length."""
    return Moment.at(clip.stat().st_mtime - length_s)
