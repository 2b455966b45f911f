"""Find the bundled models and samples: in the installed package first, then in the checkout.

The bytes of a model are compared with ``models/manifest.toml`` each time they are read, so that a
truncated copy or a changed file is one clear message and not a failure deep in the estimator.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from formcheck.errors import FormCheckError, ModelError

DEFAULT_MODEL: Final = "pose_landmarker_full"
DEFAULT_SAMPLE: Final = "row-rounding"

_PACKAGE: Final = Path(__file__).resolve().parent
_ROOTS: Final = (_PACKAGE / "_data", _PACKAGE.parent)
_REINSTALL: Final = "Install FormCheck again, or restore models/ from the repository."


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One bundled model as the manifest describes it.

    ``path`` is where the file should lie; ``size`` is in bytes; ``sha256`` is lower-case hex.
    """

    name: str
    path: Path
    sha256: str
    size: int
    version: str
    licence: str


def asset_roots() -> tuple[Path, ...]:
    """Return the folders that may hold ``models/`` and ``samples/``, best first."""
    return _ROOTS


def _find(relative: str) -> Path | None:
    """Return the first existing file or folder at a relative path, or None."""
    candidates = (root / relative for root in asset_roots())
    return next((path for path in candidates if path.exists()), None)


def model_entries() -> dict[str, ModelEntry]:
    """Return every bundled model by name.

    Raises
    ------
    ModelError
        When the manifest is missing or cannot be understood.
    """
    manifest = _find("models/manifest.toml")
    if manifest is None:
        raise ModelError("The list of pose models (models/manifest.toml) is missing.", _REINSTALL)
    try:
        table = tomllib.loads(manifest.read_text(encoding="utf-8"))
        return {
            name: ModelEntry(
                name=name,
                path=manifest.parent / item["file"],
                sha256=item["sha256"].lower(),
                size=int(item["bytes"]),
                version=item["version"],
                licence=item["licence"],
            )
            for name, item in table["models"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"The list of pose models {manifest} cannot be read.", _REINSTALL
        ) from error


def model_bytes(name: str = DEFAULT_MODEL) -> bytes:
    """Return the bytes of a bundled model after checking them against the manifest.

    Bytes and not a path, because MediaPipe cannot open Windows paths with non-ASCII letters.

    Raises
    ------
    ModelError
        When the model is unknown, missing, truncated or altered.
    """
    entries = model_entries()
    if name not in entries:
        raise ModelError(
            f"There is no pose model named {name!r}.", f"Known models: {', '.join(entries)}."
        )
    entry = entries[name]
    try:
        data = entry.path.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f"The pose model {entry.path} is missing.", _REINSTALL) from error
    except OSError as error:
        raise ModelError(
            f"The pose model {entry.path} cannot be read ({error.strerror}).", _REINSTALL
        ) from error
    _check(entry, data)
    return data


def is_sample(path: Path) -> bool:
    """Whether a clip is one of those that come with FormCheck."""
    return any(path.parent == root / "samples" for root in asset_roots())


def _check(entry: ModelEntry, data: bytes) -> None:
    """Raise ModelError unless the bytes are the manifest's."""
    if len(data) != entry.size:
        raise ModelError(
            f"The pose model {entry.path} has {len(data):,} bytes instead of {entry.size:,}.",
            _REINSTALL,
        )
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise ModelError(
            f"The pose model {entry.path} was altered: its checksum is not the expected one.",
            _REINSTALL,
        )


def sample_path(name: str = DEFAULT_SAMPLE) -> Path:
    """Return the path of a bundled sample clip.

    Raises
    ------
    FormCheckError
        When no such sample is bundled.
    """
    path = _find(f"samples/{name}.mp4")
    if path is None:
        raise FormCheckError(
            f"The sample clip {name!r} is missing.",
            "Install FormCheck again, or restore samples/ from the repository.",
        )
    return path
