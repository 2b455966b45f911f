"""What a recording says of itself: who wrote it, from what, with which options."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from formcheck.assets import DEFAULT_MODEL, model_entries
from formcheck.config import Config
from formcheck.errors import ModelError
from formcheck.files.reading import UnreadableError, parse_json
from formcheck.formats import reader_of
from formcheck.own_exercises import definitions
from formcheck.recording.blocks import DamagedError
from formcheck.sources.address import without_login
from formcheck.types import SourceInfo
from formcheck.version import __version__

_ASIDE: Final = frozenset({"live", "camera", "record", "sound", "window"})
"""Sections of options that have no bearing on what is measured."""

_LARGEST: Final = 1e12
"""No number of a header is as large: times end at a day, rates at a thousand frames a second."""


@dataclass(frozen=True, slots=True)
class RecordingHeader:
    """The first block of a recording.

    Attributes
    ----------
    formcheck : str
        Version of the program that wrote it; empty where the header is damaged.
    created : str
        When, as ISO 8601 in UTC.
    source : str
        Name of the clip without its folder, or the camera's name or address.
    live : bool
        Whether it was filmed as it was recorded.
    fps_nominal : float
        Frames a second as the source tells; NaN when it does not.
    model, model_sha256 : str
        The pose model; of poses in another program's format that format's name, and no checksum.
    exercise : str
        The exercise the user chose; empty when it was to be recognised.
    neutral_s : float
        The moment the user named as neutral; NaN for none.
    config : dict
        The options the engine ran with, by section.
    own : dict of str to str
        Definitions (TOML) of the exercises that were the user's own, by name.
    tags : dict of str to str
        Whatever the writer wants to find again: lifter, load, planned set.
    """

    formcheck: str = ""
    created: str = ""
    source: str = ""
    live: bool = False
    fps_nominal: float = math.nan
    model: str = ""
    model_sha256: str = ""
    exercise: str = ""
    neutral_s: float = math.nan
    config: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def chosen_exercise(self) -> str | None:
        """The exercise the user chose, None when it was to be recognised."""
        return self.exercise or None

    @property
    def chosen_neutral_s(self) -> float | None:
        """The moment the user named as neutral, None for none."""
        return None if math.isnan(self.neutral_s) else self.neutral_s


def describe(
    info: SourceInfo,
    config: Config,
    *,
    exercise: str | None = None,
    neutral_s: float | None = None,
    tags: Mapping[str, str] | None = None,
) -> RecordingHeader:
    """Return the header for a session that begins now with the bundled pose model.

    Of the source's path only the name is kept: folders tell who somebody is.
    """
    form = reader_of(Path(info.path))
    name, checksum = _model() if form is None else (f"imported from {form.name}", "")
    return RecordingHeader(
        formcheck=__version__,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        source=without_login(info.path) if "://" in info.path else Path(info.path).name,
        live=info.live,
        fps_nominal=info.fps_nominal,
        model=name,
        model_sha256=checksum,
        exercise=exercise or "",
        neutral_s=math.nan if neutral_s is None else neutral_s,
        config=bearing(config),
        own=definitions(exercise),
        tags=dict(tags or {}),
    )


def bearing(config: Config) -> dict[str, Any]:
    """Return the options that have a bearing on what is measured, by section."""
    return {name: part for name, part in asdict(config).items() if name not in _ASIDE}


def to_bytes(header: RecordingHeader) -> bytes:
    """Return the header as JSON."""
    values = {
        name: None if isinstance(value, float) and math.isnan(value) else value
        for name, value in asdict(header).items()
    }
    text = json.dumps(values, ensure_ascii=False, allow_nan=False)
    # A name that is not UTF-8 is told by its escapes, which JSON reads back.
    return text.encode("utf-8", errors="backslashreplace")


def from_bytes(data: bytes) -> RecordingHeader:
    """Return a header; fields this version does not know are left out, missing ones default.

    Raises
    ------
    DamagedError
        When it is no JSON object.
    """
    try:
        table = parse_json(data)
    except UnreadableError as error:
        raise DamagedError("header") from error
    if not isinstance(table, dict):
        raise DamagedError("header")
    defaults = RecordingHeader()
    known = {
        item.name: _like(getattr(defaults, item.name), table[item.name])
        for item in fields(RecordingHeader)
        if item.name in table
    }
    if not known.get("neutral_s", math.nan) >= 0.0:
        known["neutral_s"] = math.nan
    return replace(defaults, **known)


def _like(default: Any, value: Any) -> Any:
    """Return a value of the default's kind; the default where it is of another."""
    if isinstance(default, float):
        known = isinstance(value, int | float) and abs(value) <= _LARGEST
        return float(value) if known else default
    return value if isinstance(value, type(default)) else default


def _model() -> tuple[str, str]:
    try:
        return DEFAULT_MODEL, model_entries()[DEFAULT_MODEL].sha256
    except (ModelError, KeyError):
        # A session with poses from elsewhere (a recording, a test) needs no model.
        return "", ""
