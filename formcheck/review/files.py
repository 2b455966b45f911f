"""Corrections on disk: a small JSON beside the clip, written atomically."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from formcheck.errors import SourceOpenError
from formcheck.files.reading import UnreadableError, parse_json, read_text
from formcheck.files.writing import write_text
from formcheck.review.corrections import VERSION, Corrections
from formcheck.review.score import Score
from formcheck.version import __version__

SUFFIX: Final = ".formcheck.json"
_LARGEST_BYTES: Final = 4 * 2**20


def path_for(clip: Path) -> Path:
    """Return where the corrections of a clip (or of a folder of pictures) are kept."""
    return clip.with_name(clip.name + SUFFIX)


def save(clip: Path, corrections: Corrections, score: Score) -> Path:
    """Write the corrections of a clip and return the file; without any, remove the file.

    Raises
    ------
    OutputError
        When it cannot be written.
    """
    path = path_for(clip)
    if corrections.empty and not path.exists():
        return path
    data = {
        "schema_version": VERSION,
        "formcheck": __version__,
        "clip": clip.name,
        **corrections.to_dict(),
        "score": score.to_dict(),
    }
    write_text(path, json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
    return path


def load(clip: Path) -> Corrections:
    """Return the corrections kept beside a clip, empty ones when there are none.

    Raises
    ------
    SourceOpenError
        When there is a file that cannot be understood; it is left as it is.
    """
    path = path_for(clip)
    data = _read(path)
    if data is None:
        return Corrections()
    try:
        if int(data["schema_version"]) > VERSION:
            raise SourceOpenError(
                f"{path.name} was written by a newer FormCheck.", "Update FormCheck to read it."
            )
        return Corrections.from_dict(data)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _damaged(path) from error


def scores(clips: Iterable[Path]) -> list[Score]:
    """Return the scores kept beside clips; clips without a readable one are left out."""
    found = []
    for clip in clips:
        try:
            data = _read(path_for(clip))
            if data is not None:
                found.append(Score.from_dict(data["score"]))
        except (SourceOpenError, KeyError, TypeError, ValueError, AttributeError, OverflowError):
            continue
    return found


def _read(path: Path) -> dict[str, Any] | None:
    try:
        data = parse_json(read_text(path, _LARGEST_BYTES))
    except FileNotFoundError:
        return None
    except UnreadableError as error:
        raise _damaged(path) from error
    if not isinstance(data, dict):
        raise _damaged(path)
    return data


def _damaged(path: Path) -> SourceOpenError:
    return SourceOpenError(
        f"The corrections in {path.name} cannot be read.",
        "Mend or rename the file; the clip is shown without them.",
    )
