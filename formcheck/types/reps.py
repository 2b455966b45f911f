"""Repetitions, isometric holds and sets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from formcheck.types.values import NAN, Reason

Phase = Literal["unknown", "extended", "concentric", "contracted", "eccentric"]


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
    stays in the top fifth of its range; ``elevation_pct`` how much higher the shoulder is at
    contraction than at the start.
    """

    range_pct: float = NAN
    peak_pct: float = NAN
    std_pct: float = NAN
    held_s: float = NAN
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
