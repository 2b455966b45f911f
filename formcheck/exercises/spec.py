"""What an exercise is, read from its TOML file."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, replace
from typing import Any, Final

from formcheck.errors import ConfigError
from formcheck.exercises.families import LIKENESS, PULL
from formcheck.exercises.hold import HoldRule, WrongHold, hold_rule
from formcheck.flags.codes import FLAGS, GONE
from formcheck.measures.registry import MEASURES

FEATURES: Final = {
    "trunk_inclination_deg": "trunk against the horizontal (90 upright, more leans back), degrees",
    "trunk_tilt_deg": "trunk against the horizontal, whichever way it faces, degrees",
    "trunk_upright_pct": "share of the trunk that is vertical, from any view, % (100 upright)",
    "upright_travel_pct": "how much more of the trunk is vertical in the end of the pull, %",
    "trunk_travel_deg": "how much the trunk moves on the way back, degrees",
    "thigh_drop_deg": "how far the thighs point down (90 standing, 0 seated), degrees",
    "hand_forward_extended_pct": "hand before the shoulder, arms long, % of trunk length",
    "hand_up_extended_pct": "hand above the shoulder, arms long, % of trunk length",
    "hand_forward_contracted_pct": "hand before the shoulder, contracted, % of trunk length",
    "hand_up_contracted_pct": "hand above the shoulder, contracted, % of trunk length",
    "hand_forward_travel_pct": "hand's way forward in the pull, % of trunk length",
    "hand_up_travel_pct": "hand's way up in the pull, % of trunk length",
    "elbow_up_contracted_pct": "elbow above the shoulder, contracted, % of trunk length",
    "elbow_travel_deg": "how much the elbow bends in the pull, degrees",
    "hands_apart_extended_pct": "distance between the hands, arms long, % of trunk length",
    "hands_apart_contracted_pct": "distance between the hands, contracted, % of trunk length",
    "hands_apart_travel_pct": "how far the hands part in the pull, % of trunk length",
    "body_rise_pct": "how far the hips rise in the pull, % of trunk length",
    "hip_travel_deg": "how much the hips straighten in the pull, degrees",
    "knee_extended_deg": "how bent the knees are where the pull begins, degrees",
    "hip_travel_pct": "how far the hips wander in the rep, % of trunk length",
    "stride_travel_pct": "how much the feet change their distance, % of trunk length",
    "shoulder_rise_pct": "how far the shoulders rise along the trunk, % of trunk length",
    "hands_travel_pct": "how far the hand that moves more goes by its shoulder, % of trunk length",
    "other_arm_pct": "the other arm's way, % of this one's",
    **LIKENESS,
    "view_yaw_deg": "the camera's yaw (0 side, 90 front, -90 back), degrees",
}
"""What recognition knows of one pull, in words."""

SIGNALS: Final = {
    "arm": "hand and elbow leave the extended arm's place and come back",
    "elbow": "the elbow rises and sinks, where plates hide the hand",
    "apart": "the hands part and come together",
    "shrug": "the shoulders rise and sink",
    "hinge": "hips and trunk straighten and bend, the arms long",
}
"""How the pulls of an exercise can be followed, in words."""

VIEWS: Final = ("side", "oblique", "front", "back")
PHASES: Final = ("extended", "contracted")

LONGEST_WORDS: Final = 300
"""Letters of a cue or of what a phase looks like; FormCheck's own have 39 and 65 at most."""

UNSEEN = 0.9
"""Membership of a feature that could not be measured: it speaks hardly for and hardly against."""


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

    Attributes
    ----------
    name, title, summary, camera : str
        Key, heading, what is done, and where to put the camera.
    variant_of : str
        The exercise this one cannot be told from by looking; empty for one of its own.  A variant
        is named by the user alone, and takes from its kind what it does not say itself.
    signals : tuple of str
        How a pull can be followed, keys of :data:`SIGNALS`.
    phases : dict
        What ``extended`` and ``contracted`` look like.
    lowering_s, trunk_swing_deg : float
        Standards: planned time of the lowering; trunk movement beyond which it is momentum.
    upright_deg : float
        Trunk inclination from which it is too upright for this exercise, degrees; NaN for none.
    hold_s : float
        Planned time of an isometric hold; 0 for an exercise done in reps.
    hold : HoldRule or None
        How its hold is told, in an exercise whose time counts; a variant does not take it over.
    measures, flags : tuple of str
        What is measured and judged, keys of the registries.
    views : tuple of str
        From where it can be filmed, best first.
    cues : dict
        Words for a fault that differ from the general ones.
    bands : dict
        Features and the range they keep in this exercise.
    required : tuple of str
        Features that must have been seen for the exercise to be named.
    confirm : int
        So many like pulls before it is named: small movements look like many things.  0: it is
        never named by looking, only by the user.
    strict : bool
        Whether a pull must be near in every feature also where the user has named the exercise.  A
        curl and a press are alike in most, and the trees that tell pulls know neither.
    """

    name: str
    title: str
    summary: str
    camera: str
    lowering_s: float
    trunk_swing_deg: float
    bands: dict[str, Band]
    flags: tuple[str, ...]
    variant_of: str = ""
    signals: tuple[str, ...] = ("arm",)
    phases: dict[str, str] | None = None
    hold_s: float = 0.0
    hold: HoldRule | None = None
    upright_deg: float = math.nan
    measures: tuple[str, ...] = ()
    views: tuple[str, ...] = ("side",)
    cues: dict[str, str] | None = None
    required: tuple[str, ...] = ()
    confirm: int = 1
    strict: bool = False

    @property
    def kind(self) -> str:
        """The name under which it can be recognised."""
        return self.variant_of or self.name

    @property
    def one_armed(self) -> bool:
        """Whether the other arm has to be still."""
        other = self.bands.get("other_arm_pct")
        return other is not None and other.high < 100.0

    @property
    def likeness(self) -> str:
        """The feature that tells how like its family a pull is; empty without one."""
        return next((n for n in self.bands if n in LIKENESS and n != PULL), "")

    @property
    def pull(self) -> bool:
        """Whether it is told by how like a pull a cycle is."""
        return any(name in LIKENESS for name in self.bands)

    def match(self, features: dict[str, float]) -> float:
        """Return how well a pull fits, 0 to 1: the product of all memberships."""
        if any(math.isnan(features[name]) for name in self.required):
            return 0.0
        return math.prod(band.membership(features[name]) for name, band in self.bands.items())

    def leniency(self, features: dict[str, float]) -> float:
        """Return how well a pull fits on the whole, 0 to 1: the mean membership."""
        values = [band.membership(features[name]) for name, band in self.bands.items()]
        return sum(values) / len(values)

    def with_kind(self, kind: ExerciseSpec) -> ExerciseSpec:
        """Return a variant with what it takes from its kind."""
        return replace(
            self,
            bands=self.bands or kind.bands,
            signals=self.signals or kind.signals,
            required=(),
            strict=self.strict or kind.strict,
            phases={**(kind.phases or {}), **(self.phases or {})},
            cues={**(kind.cues or {}), **(self.cues or {})},
            measures=self.measures or kind.measures,
            flags=self.flags or kind.flags,
            views=self.views or kind.views,
            upright_deg=kind.upright_deg if math.isnan(self.upright_deg) else self.upright_deg,
        )


def parse_exercise(text: str, origin: str) -> ExerciseSpec:
    """Read one exercise file.

    Raises
    ------
    ConfigError
        Naming the file, the line where it can be told, and what is wrong.
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
    except (_Wrong, WrongHold) as err:
        line = _line_of(text, err.key)
        raise ConfigError(f"{origin}{line}: {err}.", "Compare with a bundled exercise.") from err
    except (TypeError, ValueError) as err:
        raise ConfigError(f"{origin}: {err}.", "Compare with a bundled exercise.") from err


class _Wrong(ValueError):
    """A value that cannot be; ``key`` is what stands on its line."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key = key


def _line_of(text: str, key: str) -> str:
    for number, line in enumerate(text.splitlines(), start=1):
        if key in line.split("#")[0]:
            return f", line {number}"
    return ""


def _spec(table: dict[str, Any]) -> ExerciseSpec:
    variant = str(table.get("variant_of", ""))
    for key in ("standards", "recognition", "measures", "flags", "cues", "phases"):
        if not isinstance(table.get(key, {}), dict):
            raise _Wrong(key, f"{key} must be a table: [{key}] on a line of its own")
    standards = table["standards"]
    known = ("name", "title", "summary", "camera", "variant_of", "signals", "views", "confirm",
             "phases", "standards", "measures", "flags", "cues", "recognition", "hold")  # fmt: skip
    for key in table:
        if key not in known:
            raise _Wrong(key, f"unknown key {key}")
    recognition = {} if variant and "recognition" not in table else dict(table["recognition"])
    required = _known("required", recognition.pop("required", ()), FEATURES)
    strict = _yes("strict", recognition.pop("strict", False))
    if not variant and not recognition:
        raise _Wrong("recognition", "recognition names no feature, and anything would be it")
    flags = table.get("flags", {}) if variant else table["flags"]
    measures = table.get("measures", {})
    return ExerciseSpec(
        name=_name(table["name"]),
        title=str(table["title"]),
        summary=str(table["summary"]),
        camera=str(table["camera"]),
        lowering_s=_number("lowering_s", standards["lowering_s"]),
        trunk_swing_deg=_number("trunk_swing_deg", standards["trunk_swing_deg"]),
        hold_s=_number("hold_s", standards.get("hold_s", 0.0)),
        hold=None if "hold" not in table else hold_rule(table["hold"]),
        upright_deg=_number("upright_deg", standards.get("upright_deg", math.nan)),
        bands={name: _band(name, edges) for name, edges in recognition.items()},
        flags=_still_told(_known("apply", flags.get("apply", ()), (*FLAGS, *GONE))),
        variant_of=variant,
        signals=_known("signals", table.get("signals", () if variant else ("arm",)), SIGNALS),
        phases=_words("phases", table.get("phases", {}), PHASES),
        measures=_known("apply", measures.get("apply", ()), MEASURES),
        views=_known("views", table.get("views", () if variant else ("side",)), VIEWS),
        cues=_words("cues", table.get("cues", {}), (*FLAGS, *GONE)),
        required=required,
        confirm=int(_number("confirm", table.get("confirm", 1))),
        strict=strict,
    )


def _name(value: Any) -> str:
    name = str(value)
    if not name.isidentifier() or name != name.lower():
        raise _Wrong("name", f"name '{name}' must be lower-case words joined by underscores")
    return name


def _number(key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Wrong(key, f"{key} must be a number, not {value!r}")
    if value < 0.0:
        raise _Wrong(key, f"{key} must not be negative")
    return float(value)


def _yes(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(key, f"{key} must be true or false, not {value!r}")
    return value


def _known(key: str, values: Any, allowed: Any) -> tuple[str, ...]:
    if not isinstance(values, list | tuple):
        raise _Wrong(key, f"{key} must be a list")
    for value in values:
        if value not in allowed:
            raise _Wrong(f'"{value}"', f"unknown {key} {value}")
    return tuple(values)


def _still_told(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the faults without those that an earlier version told."""
    return tuple(code for code in codes if code not in GONE)


def _words(key: str, table: Any, allowed: Any) -> dict[str, str]:
    for name in table:
        if name not in allowed:
            raise _Wrong(name, f"unknown name {name} in {key}")
    return {name: _line(name, text) for name, text in table.items()}


def _line(key: str, value: Any) -> str:
    """Return words that can be shown and said on one line; a line break is a space in them."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or len(text) > LONGEST_WORDS or not text.isprintable():
        raise _Wrong(key, f"{key} must be 1 to {LONGEST_WORDS} letters in quotation marks")
    return text


def _band(name: str, edges: Any) -> Band:
    if name not in FEATURES:
        raise _Wrong(name, f"unknown feature {name}")
    if not isinstance(edges, list) or len(edges) != 3:
        raise _Wrong(name, f"{name}: expected [low, high, softness]")
    low, high, softness = (_edge(name, edge) for edge in edges)
    if not (low < high and softness > 0.0):
        raise _Wrong(name, f"{name}: expected [low, high, softness] with low < high")
    return Band(low, high, softness)


def _edge(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Wrong(name, f"{name}: {value!r} is no number")
    return float(value)
