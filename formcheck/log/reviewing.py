"""What a person corrected in a recording, as the log keeps it with the sets that came of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from formcheck.errors import SourceOpenError
from formcheck.log.entries import Correction, SetContent, TrainingSet
from formcheck.review import files
from formcheck.review.corrections import Corrections

REVIEW: Final = "review"
"""The kind of a correction that holds what was said of the whole recording."""


def as_logged(said: Corrections, made_s: float) -> tuple[Correction, ...]:
    """Return corrections as every set of the recording keeps them; none when nothing was said."""
    return () if said.empty else (Correction(made_s, REVIEW, said.to_dict()),)


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
