"""What the engine says: of a frame, as it happens, and of a whole recording."""

from __future__ import annotations

from dataclasses import dataclass, field

from formcheck.types.faults import Flag
from formcheck.types.pictures import BackContour, Pose, SourceInfo, View
from formcheck.types.reps import DoneSet, Hold, Phase, Rep
from formcheck.types.values import NAN, ByteArray, FloatArray, Measurement, Reason


@dataclass(frozen=True, slots=True)
class ExerciseGuess:
    """The exercise and how sure we are; ``name`` is ``"unknown"`` while unsure."""

    name: str = "unknown"
    confidence: float = 0.0
    fixed_by_user: bool = False


@dataclass(frozen=True, slots=True)
class RepCompleted:
    """A rep was counted."""

    time_s: float
    rep: Rep


@dataclass(frozen=True, slots=True)
class RepRevoked:
    """The rep with this 1-based index was taken back."""

    time_s: float
    index: int


@dataclass(frozen=True, slots=True)
class FlagRaised:
    """A flag went up."""

    time_s: float
    flag: Flag


@dataclass(frozen=True, slots=True)
class FlagCleared:
    """A flag went down; the flag now has its end."""

    time_s: float
    flag: Flag


@dataclass(frozen=True, slots=True)
class ExerciseRecognised:
    """The exercise became known or changed."""

    time_s: float
    guess: ExerciseGuess


@dataclass(frozen=True, slots=True)
class NeutralCaptured:
    """The lifter's own neutral back curvature became known (degrees, absolute).

    ``sure`` says that it was seen in a still set-up or at a moment the user named, ``asked`` that
    the lifter held it on purpose.  ``hip_deg`` is the hip flexion then and ``lumbar_shape_deg`` and
    ``thoracic_shape_deg`` the back's own shape (:class:`formcheck.measures.neutral.Neutral`), NaN
    where unknown.
    """

    time_s: float
    total_deg: float
    lumbar_deg: float
    thoracic_deg: float
    sure: bool = True
    asked: bool = False
    hip_deg: float = NAN
    lumbar_shape_deg: float = NAN
    thoracic_shape_deg: float = NAN


@dataclass(frozen=True, slots=True)
class HoldBegan:
    """A hold has lasted long enough to be one; it began at ``start_s``."""

    time_s: float
    index: int
    start_s: float


@dataclass(frozen=True, slots=True)
class HoldEnded:
    """A hold that had begun is over."""

    time_s: float
    hold: Hold


Event = (
    RepCompleted
    | RepRevoked
    | FlagRaised
    | FlagCleared
    | ExerciseRecognised
    | NeutralCaptured
    | HoldBegan
    | HoldEnded
)


@dataclass(frozen=True, slots=True)
class FrameResult:
    """Everything the engine says about one frame.

    ``measures`` holds one :class:`Measurement` for every name in
    ``formcheck.measures.registry.MEASURES``, always all of them.  ``hold_s`` is for how long the
    hold that is under way has lasted, NaN outside any.
    """

    index: int
    time_s: float
    pose: Pose | None
    measures: dict[str, Measurement]
    contour: BackContour | None
    view: View
    exercise: ExerciseGuess
    phase: Phase
    rep_count: int
    active_flags: tuple[Flag, ...]
    events: tuple[Event, ...]
    hold_s: float = NAN


@dataclass(frozen=True, slots=True)
class SessionResult:
    """A whole recording, analysed.

    ``times_s`` has shape (T,); ``columns``, ``qualities`` and ``stds`` (standard errors, NaN where
    none is stated) hold one (T,) array a measure.
    ``reasons`` names, for each measure that has no value in some frame, the commonest reason;
    ``whys`` hold one (T,) array a measure that says it frame by frame: positions in
    :data:`REASONS`, 0 where there is a value.  ``missing`` holds the share of all frames, 0 to 1,
    in which a measure has no value.  Of a camera the arrays are those of the last minutes.
    """

    source: SourceInfo
    exercise: ExerciseGuess
    view: View
    detection_fraction: float
    reps: tuple[Rep, ...]
    flags: tuple[Flag, ...]
    times_s: FloatArray
    columns: dict[str, FloatArray]
    qualities: dict[str, FloatArray]
    phases: tuple[Phase, ...]
    stopped_early: bool = False
    reasons: dict[str, Reason] = field(default_factory=dict)
    stds: dict[str, FloatArray] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    sets: tuple[DoneSet, ...] = ()
    whys: dict[str, ByteArray] = field(default_factory=dict)
    missing: dict[str, float] = field(default_factory=dict)

    def exercise_at(self, time_s: float) -> str:
        """Return what was lifted at a moment: in the set that had begun last, else in the first."""
        begun = [each for each in self.sets if each.start_s <= time_s] or self.sets[:1]
        return begun[-1].exercise if begun else self.exercise.name
