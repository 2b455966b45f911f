"""What the training log holds, as plain values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from formcheck.log.loads import LoadUnit
from formcheck.log.moments import Moment
from formcheck.recording.shelf import SUFFIX
from formcheck.types import NAN, Flag, Measurement, ViewKind

Level = Literal["beginner", "intermediate", "advanced"]
Feeling = Literal["", "fresh", "tired", "sore"]
SetState = Literal["running", "finished", "interrupted"]
Relation = Literal["straight", "superset", "drop"]
Origin = Literal["live", "clip", "import"]
RepSide = Literal["left", "right", "both"]
SummarySide = Literal["all", "left", "right"]
PostureKind = Literal["neutral", "maximum"]

LEVELS: tuple[Level, ...] = ("beginner", "intermediate", "advanced")
UNITS: tuple[LoadUnit, ...] = ("kg", "lb")

OF_SESSION: tuple[str, ...] = ("peak_s", "peaks")
"""What a session's flag knows and the log does not keep: when and in which reps it was how bad."""


@dataclass(frozen=True, slots=True)
class Lifter:
    """A person whose sets are kept; ``uid`` stays the same through export and import."""

    id: int
    uid: str
    name: str
    level: Level
    unit: LoadUnit
    created_s: float
    equipment: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Workout:
    """The sets of one lifter on one visit; ``day`` is the local date as ``YYYY-MM-DD``."""

    id: int
    uid: str
    lifter_id: int
    started_s: float
    utc_offset_s: int
    day: str
    feeling: Feeling = ""
    routine: str = ""
    routine_day: str = ""
    notes: str = ""

    @property
    def started(self) -> Moment:
        """When its first set began."""
        return Moment(self.started_s, self.utc_offset_s)


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """One set as the log keeps it.

    Attributes
    ----------
    position : int
        Place in its workout, from 1, in the order in which sets were stored.
    exercise : str
        Name of the exercise, ``"unknown"`` when it was not recognised.
    confidence : float
        Of the recognition, 0 to 1; NaN for an exercise named by the user.
    state : str
        ``running`` while it is filmed; ``interrupted`` when the program ended within it, with all
        that was stored up to then.
    relation : str
        To the set before: ``superset`` (another exercise, no rest), ``drop`` (same exercise, less
        load, no rest) or ``straight``.
    started_s, last_seen_s : float
        Unix clock; of its first rep's start and of the last moment known to belong to it.
    load_kg, rpe : float
        NaN when nobody said; ``unit`` is the one the load was entered in.
    reps, flagged_reps : int
        Complete reps, and how many of these carry a warning or an alert.
    view, yaw_deg, detection_fraction
        How it was filmed; NaN when not known.
    origin_key : str
        The same for the same stretch of the same clip, so that it is stored once only.
    source, recording : str
        Where the frames came from, and the file of landmarks beside the log; empty when there is
        none. Either may have been moved or deleted since.
    program : str
        The FormCheck version that judged it.
    """

    id: int
    uid: str
    workout_id: int
    position: int
    exercise: str
    state: SetState
    started_s: float
    last_seen_s: float
    utc_offset_s: int
    confidence: float = NAN
    relation: Relation = "straight"
    load_kg: float = NAN
    unit: LoadUnit = "kg"
    rpe: float = NAN
    notes: str = ""
    reps: int = 0
    flagged_reps: int = 0
    view: ViewKind = "unknown"
    yaw_deg: float = NAN
    detection_fraction: float = NAN
    origin: Origin = "live"
    origin_key: str = ""
    source: str = ""
    recording: str = ""
    program: str = ""

    @property
    def started(self) -> Moment:
        """When its first rep began."""
        return Moment(self.started_s, self.utc_offset_s)

    @property
    def landmarks(self) -> str:
        """The file to judge it again from: its recording, or its source where that is one itself.

        Empty when there is none.
        """
        return self.recording or (self.source if self.source.endswith(SUFFIX) else "")

    @property
    def named(self) -> bool:
        """Whether a person named its exercise; one that was recognised has a confidence."""
        return math.isnan(self.confidence) and self.exercise != "unknown"

    @property
    def length_s(self) -> float:
        """Seconds from its first rep to its end."""
        return max(0.0, self.last_seen_s - self.started_s)

    @property
    def volume_kg(self) -> float:
        """Load times complete reps; NaN when the load is not known."""
        return self.load_kg * self.reps


@dataclass(frozen=True, slots=True)
class LoggedRep:
    """One rep with everything measured in it.

    Times are those of the source, in seconds. ``measures`` is keyed by the names of
    :func:`formcheck.log.contents.rep_measures`; a measure that abstained is there with NaN and
    its reason.
    """

    number: int
    start_s: float
    peak_s: float
    end_s: float
    complete: bool
    side: RepSide
    measures: Mapping[str, Measurement] = field(default_factory=dict)

    def value(self, name: str) -> float:
        """Return a measure's value; NaN when it abstained or is not there."""
        found = self.measures.get(name)
        return found.value if found is not None else NAN


@dataclass(frozen=True, slots=True)
class Summary:
    """A measure over the complete reps of a set.

    ``count`` reps have a value; ``spread`` is their standard deviation (n - 1), NaN for one rep;
    ``low`` and ``high`` the extremes. ``side`` says which reps: ``all``, or those of one arm.
    """

    measure: str
    side: SummarySide
    count: int
    mean: float
    spread: float
    low: float
    high: float

    @property
    def error(self) -> float:
        """Standard error of the mean; NaN for one rep."""
        return self.spread / math.sqrt(self.count)


@dataclass(frozen=True, slots=True)
class Correction:
    """Something a person changed in a set: ``kind`` says what, ``details`` are JSON values."""

    made_s: float
    kind: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SetContent:
    """What happened in a set: its reps, flags and corrections."""

    reps: tuple[LoggedRep, ...] = ()
    flags: tuple[Flag, ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Posture:
    """A lifter's neutral, or greatest, back curvature in one exercise (degrees, absolute).

    ``total_deg``, ``lumbar_deg`` and ``thoracic_deg`` of a neutral are turnings as in
    :class:`formcheck.measures.neutral.Neutral`, of a maximum flexion against the neutral of that
    day (:class:`formcheck.measures.maximum.Maximum`); ``sure`` as there. ``view`` and ``yaw_deg``
    (NaN unknown) say how it was filmed. ``asked``, ``hip_deg`` and the ``_shape_deg`` are of a
    neutral alone, as in :class:`formcheck.types.NeutralCaptured`; NaN where not known.
    """

    exercise: str
    kind: PostureKind
    total_deg: float
    lumbar_deg: float
    thoracic_deg: float
    measured_s: float
    utc_offset_s: int
    view: ViewKind = "unknown"
    yaw_deg: float = NAN
    sure: bool = True
    asked: bool = False
    hip_deg: float = NAN
    lumbar_shape_deg: float = NAN
    thoracic_shape_deg: float = NAN


@dataclass(frozen=True, slots=True)
class RoutineUse:
    """A lifter's choice of a routine, and the local day from which its weeks count."""

    routine: str
    started_s: float
    day: str
