"""Domain types that travel between the stages.

Conventions, for every type here: seconds come from the source's own time stamps; pixels have
their origin at the top left of the *upright* frame, x to the right, y down; degrees outward;
missing is NaN with a reason beside it, never zero.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from formcheck.skeleton import LANDMARK_COUNT, Side

FloatArray = NDArray[np.float64]
ByteArray = NDArray[np.uint8]

ViewKind = Literal["side", "oblique", "front", "back", "unknown"]
Phase = Literal["unknown", "extended", "concentric", "contracted", "eccentric"]
Severity = Literal["hint", "warning", "alert"]
NAN = math.nan


class Reason(StrEnum):
    """Why a measure cannot be judged; the window and the report turn the code into words."""

    NONE = ""
    NOBODY = "nobody"
    OUT_OF_FRAME = "out_of_frame"
    LOW_VISIBILITY = "low_visibility"
    VIEW = "view"
    CONTOUR_HIDDEN = "contour_hidden"
    CONTOUR_UNSURE = "contour_unsure"
    NO_NEUTRAL = "no_neutral"
    NOT_APPLICABLE = "not_applicable"
    TOO_SHORT = "too_short"
    JUMPED = "jumped"
    TRUNK_MOVED = "trunk_moved"
    PERSON_UNSURE = "person_unsure"
    NO_SCALE = "no_scale"
    NO_MAXIMUM = "no_maximum"


REASONS = tuple(Reason)
"""All reasons; a position in it is a reason in one byte."""


class Measurement(NamedTuple):
    """One measured number with its quality.

    Attributes
    ----------
    value : float
        In the unit the measure's name ends with; NaN when it cannot be judged.
    quality : float
        0 (worthless) to 1 (as good as this measure gets).
    reason : Reason
        Why the value is NaN; ``Reason.NONE`` when it is not.
    std : float
        Standard error in the unit of the value; NaN when the measure states none.
    """

    value: float
    quality: float = 1.0
    reason: Reason = Reason.NONE
    std: float = NAN

    @classmethod
    def missing(cls, reason: Reason, quality: float = 0.0) -> Measurement:
        """Return a measurement that abstains for a reason."""
        return cls(NAN, quality, reason)

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.value)


@dataclass(frozen=True, slots=True)
class Frame:
    """One upright picture.

    Attributes
    ----------
    index : int
        Position in the source, from 0, counting frames delivered.
    time_s : float
        Presentation time, strictly rising, 0 near the start of the source.
    image : ndarray of uint8, shape (H, W, 3)
        BGR, C-contiguous, read-only.
    """

    index: int
    time_s: float
    image: ByteArray

    def __post_init__(self) -> None:
        if self.image.dtype != np.uint8 or self.image.ndim != 3 or self.image.shape[2] != 3:
            raise ValueError(
                f"image: expected uint8 (H, W, 3), got {self.image.dtype} {self.image.shape}"
            )
        self.image.setflags(write=False)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source says of itself before (and, for counts, after) it is read.

    ``width`` and ``height`` are those of the upright picture.  ``fps_nominal``, ``duration_s``
    and ``frames`` are NaN / -1 where a live source cannot know.  ``frames_corrupt`` counts
    damaged packets and pictures that were left out, ``frames_skipped`` pictures of a live source
    passed over undecoded because newer ones had come, ``times_repaired`` time stamps that were
    missing or did not rise; ``truncated`` says that a file ended before its own index does.
    ``slowed`` is how many times slower than life a slow-motion file plays; all times are of life.
    """

    path: str
    width: int
    height: int
    rotation: int = 0
    duration_s: float = NAN
    frames: int = -1
    frames_decoded: int = 0
    fps_nominal: float = NAN
    live: bool = False
    frames_corrupt: int = 0
    frames_skipped: int = 0
    times_repaired: int = 0
    truncated: bool = False
    slowed: float = 1.0


@dataclass(frozen=True, slots=True)
class Pose:
    """One person in one frame.

    Attributes
    ----------
    xy : ndarray, shape (33, 2)
        Landmarks in pixels of the upright frame; NaN where unknown.
    depth : ndarray, shape (33,)
        Depth towards (negative) or away from (positive) the camera, pixels, hips at zero.
    visibility : ndarray, shape (33,)
        0 to 1: probability that the landmark is in the frame and not hidden.
    world : ndarray, shape (33, 3)
        Metres, origin between the hips, x right, y down, z away from the camera.
    size : tuple of int
        Width and height of the upright frame.
    mask : ndarray of float32, shape (h, w), optional
        Person probability at analysis size (``h <= height``), 0 to 1.
    """

    xy: FloatArray
    depth: FloatArray
    visibility: FloatArray
    world: FloatArray
    size: tuple[int, int]
    mask: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        expected = {
            "xy": (LANDMARK_COUNT, 2),
            "depth": (LANDMARK_COUNT,),
            "visibility": (LANDMARK_COUNT,),
            "world": (LANDMARK_COUNT, 3),
        }
        wrong = [
            f"{name}: expected {shape}, got {getattr(self, name).shape}"
            for name, shape in expected.items()
            if getattr(self, name).shape != shape
        ]
        if wrong:
            raise ValueError("; ".join(wrong))

    @property
    def mask_scale(self) -> float:
        """Frame pixels per mask pixel; NaN without a mask."""
        return NAN if self.mask is None else self.size[1] / self.mask.shape[0]


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera stands.

    ``yaw_deg`` is 0 for a pure side view, positive towards the lifter's front (90 = frontal),
    negative towards the back (-90 = from behind); NaN when unknown.  ``near_side`` is the
    lifter's side that faces the camera; ``facing`` is where the lifter looks in the picture.
    """

    kind: ViewKind = "unknown"
    yaw_deg: float = NAN
    near_side: Side = "left"
    facing: Literal["left", "right"] = "left"
    quality: float = 0.0


@dataclass(frozen=True, slots=True)
class BackContour:
    """The dorsal contour of one frame, from the sacrum (first) to the neck base (last).

    ``points`` are frame pixels, shape (n, 2), of the fitted smooth curve; ``curvature_deg`` is
    the local turning per trunk length in degrees, flexion positive; ``raw`` are the mask
    crossings the curve was fitted to, shape (m, 2), and ``used`` says which of them were.
    """

    points: FloatArray
    curvature_deg: FloatArray
    raw: FloatArray
    used: NDArray[np.bool_]
    quality: float


@dataclass(frozen=True, slots=True)
class ExerciseGuess:
    """The exercise and how sure we are; ``name`` is ``"unknown"`` while unsure."""

    name: str = "unknown"
    confidence: float = 0.0
    fixed_by_user: bool = False


class FlagPeak(NamedTuple):
    """What a lasting fault came to within one rep: its worst value there, when, and how bad."""

    rep: int
    value: float
    at_s: float
    severity: Severity


@dataclass(frozen=True, slots=True)
class Flag:
    """One fault, from the moment it was seen to the moment it was gone.

    ``end_s`` is NaN while the flag is up.  ``value`` is the worst so far, in ``unit``, reached at
    ``peak_s`` (NaN where that is not known); ``rep`` is the 1-based number of the rep it belongs
    to, 0 outside any rep.  A fault that lasts over several reps has a peak in each that is over,
    and its rep is the worst of them: value, severity and ``peak_s`` are those of that rep.
    ``raised_s`` is when it was first told (start plus hold time).
    """

    code: str
    severity: Severity
    start_s: float
    raised_s: float
    value: float
    threshold: float
    unit: str
    rep: int = 0
    end_s: float = NAN
    peak_s: float = NAN
    peaks: tuple[FlagPeak, ...] = ()

    @property
    def active(self) -> bool:
        """Whether the fault is still going on."""
        return math.isnan(self.end_s)

    @property
    def worst_s(self) -> float:
        """When the fault is to be looked at: where it was worst, or began if that is not known."""
        return self.start_s if math.isnan(self.peak_s) else self.peak_s

    def with_peak(self, peak: FlagPeak) -> Flag:
        """Return a copy that knows what the fault came to in one more rep."""
        others = tuple(each for each in self.peaks if each.rep != peak.rep)
        return replace(self, peaks=(*others, peak))._at(max((*others, peak), key=_how_bad))

    def within(self, rep: int) -> Flag:
        """Return the fault as it is in one of the reps it reaches into.

        Without a value where it lasts over several reps and was not seen in this one.
        """
        peak = next((each for each in self.peaks if each.rep == rep), None)
        if peak is not None:
            return self._at(peak)
        unseen = self.peaks and self.rep != rep
        return replace(self, rep=rep, value=NAN, peak_s=NAN) if unseen else self

    def renumbered(self, numbers: Mapping[int, int]) -> Flag:
        """Return a copy whose reps go by these numbers; those that are not among them are gone."""
        peaks = tuple(
            each._replace(rep=numbers[each.rep]) for each in self.peaks if each.rep in numbers
        )
        moved = replace(self, rep=numbers.get(self.rep, 0), peaks=peaks)
        # Its own rep is the worst, also while that one is not over and has no peak yet.
        return moved if moved.rep or not peaks else moved._at(max(peaks, key=_how_bad))

    def _at(self, peak: FlagPeak) -> Flag:
        return replace(
            self, rep=peak.rep, value=peak.value, severity=peak.severity, peak_s=peak.at_s
        )


def _how_bad(peak: FlagPeak) -> tuple[float, int]:
    """Return what the worst of peaks has most of; of equal ones the first."""
    return peak.value, -peak.rep


@dataclass(frozen=True, slots=True)
class RepCurvature:
    """Back curvature over one rep, degrees against own neutral (flexion positive)."""

    max: float = NAN
    mean: float = NAN
    lumbar_max: float = NAN
    thoracic_max: float = NAN
    quality: float = 0.0
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class RepScapula:
    """The shoulder blade that faces the camera in one pull; NaN with a reason when not judged.

    ``range_pct`` is how far it travels backwards, ``peak_pct`` how far behind its place with long
    arms it gets (both % of trunk length, standard error ``std_pct``); ``held_s`` for how long it
    stays in the top fifth of its range; ``lead_s`` by how much it has done 20 % of its way before
    the elbow has (negative: elbow first); ``elevation_pct`` how much higher the shoulder is at
    contraction than at the start.
    """

    range_pct: float = NAN
    peak_pct: float = NAN
    std_pct: float = NAN
    held_s: float = NAN
    lead_s: float = NAN
    lead_std_s: float = NAN
    elevation_pct: float = NAN
    elevation_std_pct: float = NAN
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class RepArm:
    """The working upper arm at contraction; NaN with a reason when not judged.

    ``elbow_height_pct`` is the elbow over its shoulder (% of trunk length), ``rotation_deg`` the
    outward rotation (90: forearm upright over a level upper arm), each with its standard error.
    """

    elbow_height_pct: float = NAN
    elbow_height_std_pct: float = NAN
    rotation_deg: float = NAN
    rotation_std_deg: float = NAN
    elbow_reason: Reason = Reason.NONE
    rotation_reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class Rep:
    """One repetition; NaN for what cannot be judged.

    ``rom`` is the excursion of the exercise's signal relative to the set's best rep (1 = full);
    ``trunk_inclination_deg`` the mean over the rep, ``trunk_swing_deg`` its change in the pull;
    ``retraction_pct`` and ``elevation_pct`` the range in % of trunk length within the pull.
    ``set_index`` is the number of its set (:class:`DoneSet`), 0 where no engine has told it.
    """

    index: int
    start_s: float
    peak_s: float
    end_s: float
    complete: bool
    side: Literal["left", "right", "both"]
    concentric_s: float
    pause_s: float
    eccentric_s: float
    rom: float
    trunk_inclination_deg: float = NAN
    trunk_swing_deg: float = NAN
    back_curvature: RepCurvature = field(default_factory=RepCurvature)
    retraction_pct: float = NAN
    elevation_pct: float = NAN
    smoothness_concentric: float = NAN
    smoothness_eccentric: float = NAN
    flags: tuple[str, ...] = ()
    scapula: RepScapula = field(default_factory=RepScapula)
    arm: RepArm = field(default_factory=RepArm)
    set_index: int = 0

    def with_flags(self, codes: tuple[str, ...]) -> Rep:
        """Return a copy that carries the codes of the flags raised in it."""
        return replace(self, flags=codes)


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


HoldEnd = Literal["left", "lost", "cut"]


@dataclass(frozen=True, slots=True)
class Hold:
    """One isometric hold; NaN for what cannot be judged.

    ``index`` counts from 1.  ``ended`` says how it ended: the lifter ``left`` the zone, was
    ``lost`` from sight for longer than is bridged, or the recording was ``cut`` within it.
    ``quality`` is the share of its frames in which the signal was seen, ``bridged_s`` how long it
    was out of sight altogether.  ``level`` is the signal at its best, ``sank`` how far it got from
    there by the end (0 or more), ``wobble`` its standard deviation about a straight line, all in
    the signal's ``unit``.
    """

    index: int
    start_s: float
    end_s: float
    quality: float = 0.0
    bridged_s: float = 0.0
    level: float = NAN
    sank: float = NAN
    wobble: float = NAN
    unit: str = ""
    ended: HoldEnd = "left"

    @property
    def duration_s(self) -> float:
        """How long it lasted, what was bridged included."""
        return self.end_s - self.start_s


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


SetRelation = Literal["straight", "superset", "drop", "change_of_side"]


@dataclass(frozen=True, slots=True)
class DoneSet:
    """One set of a session, and how it stands to the one before.

    ``index`` counts from 1; ``reps`` are the numbers of its reps, ``exercise`` is ``"unknown"``
    where it was not named; ``rest_s`` is the time since the last rep of the set before, NaN for
    the first.  A ``drop`` set is one of the same exercise after a short rest: the camera does not
    see the load.
    """

    index: int
    exercise: str
    side: Literal["left", "right", "both"]
    reps: tuple[int, ...]
    start_s: float
    end_s: float
    rest_s: float = NAN
    relation: SetRelation = "straight"


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
