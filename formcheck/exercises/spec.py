"""What an exercise is, read from its TOML file."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from typing import Any, Final

from formcheck.errors import ConfigError
from formcheck.flags.codes import FLAGS

FEATURES: Final = (
    "trunk_inclination_deg",
    "thigh_drop_deg",
    "hand_forward_extended_pct",
    "hand_up_extended_pct",
    "hand_forward_contracted_pct",
    "hand_up_contracted_pct",
    "hand_forward_travel_pct",
    "hand_up_travel_pct",
    "hip_travel_pct",
)
"""What recognition knows of one pull."""

UNSEEN = 0.8
"""Membership of a feature that could not be measured: it speaks neither for nor against."""


@dataclass(frozen=True, slots=True)
class Band:
    """A range with soft edges."""

    low: float
    high: float
    softness: float

    def membership(self, value: float) -> float:
        """Return 1 inside the range, falling like a bell outside, :data:`UNSEEN` for NaN."""
        if math.isnan(value):
            return UNSEEN
        outside = max(self.low - value, value - self.high, 0.0)
        return math.exp(-0.5 * (outside / self.softness) ** 2)


@dataclass(frozen=True, slots=True)
class ExerciseSpec:
    """One exercise as data.

    ``bands`` maps features to the range they keep in this exercise; ``flags`` are the codes of
    the faults that apply to it.
    """

    name: str
    title: str
    summary: str
    camera: str
    lowering_s: float
    trunk_swing_deg: float
    bands: dict[str, Band]
    flags: tuple[str, ...]

    def match(self, features: dict[str, float]) -> float:
        """Return how well a pull fits, 0 to 1: its worst feature's membership."""
        return min(band.membership(features[name]) for name, band in self.bands.items())

    def leniency(self, features: dict[str, float]) -> float:
        """Return how well a pull fits on the whole, 0 to 1: the mean membership."""
        values = [band.membership(features[name]) for name, band in self.bands.items()]
        return sum(values) / len(values)


def parse_exercise(text: str, origin: str) -> ExerciseSpec:
    """Read one exercise file.

    Raises
    ------
    ConfigError
        Naming the file and what is wrong with it.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise ConfigError(
            f"{origin} is not valid TOML: {err}.", "Mend or remove the file."
        ) from err
    try:
        return _spec(table)
    except KeyError as err:
        raise ConfigError(f"{origin} lacks {err}.", "Compare with a bundled exercise.") from err
    except (TypeError, ValueError) as err:
        raise ConfigError(f"{origin}: {err}.", "Compare with a bundled exercise.") from err


def _spec(table: dict[str, Any]) -> ExerciseSpec:
    bands = {name: _band(name, edges) for name, edges in table["recognition"].items()}
    flags = tuple(table["flags"]["apply"])
    unknown = [code for code in flags if code not in FLAGS]
    if unknown:
        raise ValueError(f"unknown flags {', '.join(unknown)}")
    standards = table["standards"]
    return ExerciseSpec(
        name=str(table["name"]),
        title=str(table["title"]),
        summary=str(table["summary"]),
        camera=str(table["camera"]),
        lowering_s=float(standards["lowering_s"]),
        trunk_swing_deg=float(standards["trunk_swing_deg"]),
        bands=bands,
        flags=flags,
    )


def _band(name: str, edges: Any) -> Band:
    if name not in FEATURES:
        raise ValueError(f"unknown feature {name}")
    low, high, softness = (float(edge) for edge in edges)
    if not (low < high and softness > 0.0):
        raise ValueError(f"{name}: expected [low, high, softness] with low < high")
    return Band(low, high, softness)
