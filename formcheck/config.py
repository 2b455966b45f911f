"""Every number a user may tune, once: default, range, unit and help.

A section is a frozen dataclass whose fields are made by :func:`option`.  The same table feeds
the TOML file (``formcheck.config_file``), the settings dialog and the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


def option(default: float, low: float, high: float, unit: str, help: str) -> Any:
    """Declare one number: its default, inclusive range, unit and one line of help."""
    return field(
        default=default, metadata={"low": low, "high": high, "unit": unit, "help": help}
    )


class Section:
    """A group of options; checks ranges when made."""

    def __post_init__(self) -> None:
        for item in fields(self):  # type: ignore[arg-type]
            value, low, high = getattr(self, item.name), item.metadata["low"], item.metadata["high"]
            if not low <= value <= high:
                raise ValueError(
                    f"{item.name} = {value} is outside {low}…{high} {item.metadata['unit']}".strip()
                )


@dataclass(frozen=True)
class PoseOptions(Section):
    """How a frame becomes landmarks."""

    analysis_height_px: int = option(480, 240, 2160, "px", "Frames taller than this are reduced before pose estimation.")
    people: int = option(1, 1, 4, "", "How many people are looked for; more costs time and keeps the lifter apart from others.")
    min_confidence: float = option(0.5, 0.1, 0.95, "", "Detection, presence and tracking confidence asked of the pose model.")


@dataclass(frozen=True)
class Config:
    """All options."""

    pose: PoseOptions = field(default_factory=PoseOptions)
