"""What the engine says of a frame and of a whole recording."""

from __future__ import annotations

from dataclasses import dataclass, field

from formcheck.types.body import BackContour, Pose, View
from formcheck.types.events import Event, ExerciseGuess
from formcheck.types.faults import Flag
from formcheck.types.pictures import SourceInfo
from formcheck.types.reps import DoneSet, Hold, Phase, Rep
from formcheck.types.values import NAN, ByteArray, FloatArray, Measurement, Reason


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
