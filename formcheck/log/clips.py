"""What is known of a clip: which it is, when it was filmed, and what was corrected in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from formcheck.errors import SourceOpenError
from formcheck.log.entries import Correction, SetContent, TrainingSet
from formcheck.log.moments import Moment
from formcheck.review import files
from formcheck.review.corrections import Corrections

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


REVIEW: Final = "review"
"""The kind of a correction that holds what was said of the whole recording."""


def as_logged(said: Corrections, made_s: float) -> tuple[Correction, ...]:
    """Return corrections as every set of the recording keeps them; none when nothing was judged."""
    return (Correction(made_s, REVIEW, said.to_dict()),) if said.judged else ()


def corrections_for(
    recording: Path, sets: Iterable[TrainingSet], contents: Iterable[SetContent]
) -> Corrections:
    """Return what stands corrected in a recording.

    What lies beside the recording, or beside the clip it was made from, is newest and counts; when
    both are gone, what the log took over from there.

    Raises
    ------
    SourceOpenError
        When there is a file of corrections that cannot be understood.
    """
    sources = {Path(item.source) for item in sets if Path(item.source).is_absolute()}
    for clip in (recording, *sorted(sources)):
        if files.path_for(clip).exists():
            return files.load(clip)
    logged = [made for content in contents for made in content.corrections if made.kind == REVIEW]
    if not logged:
        return Corrections()
    newest = max(logged, key=lambda made: made.made_s)
    try:
        return Corrections.from_dict(newest.details)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise SourceOpenError(
            f"The corrections the training log keeps of {recording.name} cannot be read.",
            "Open the recording in the window and correct it anew.",
        ) from error
