"""What blades and hands do in a repetition, each on its own course.

In the studio's own clips the blade goes with the hand, so that the hand's place tells the blade's.
Here a clean blade leads: it goes back while the elbow is still straight, the hand travelling with
it.  In half of the repetitions it does something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np

from studio.motion import Rep, Session, SetPlan, State
from studio.transforms import smootherstep

Kind = Literal["clean", "stays", "early", "late", "rises", "kept", "near_stays", "far_stays"]
UNCLEAN: Final[tuple[Kind, ...]] = (
    "stays", "late", "kept", "rises", "early", "kept", "near_stays", "late", "rises", "stays",
    "far_stays", "late", "kept", "rises", "stays", "kept", "late", "early", "rises",
)  # fmt: skip
"""What is not clean, in the order in which the clips take it."""

FAULTS: Final[dict[Kind, tuple[str, ...]]] = {
    "stays": ("no_retraction",),
    "near_stays": ("no_retraction",),
    "late": ("late_retraction",),
    "rises": ("no_retraction", "shrug"),
    "kept": ("protraction_lost",),
}
"""Faults of the blade that faces the camera."""

CODES: Final = ("no_retraction", "late_retraction", "protraction_lost", "shrug")


@dataclass(frozen=True)
class Course:
    """One repetition of a blade.

    Attributes
    ----------
    lead_s : the elbow stays straight for so long while a clean blade begins
    share : share of the full retraction that the blade reaches
    late_s : by how much a late blade begins after the elbow
    shrug_deg : rise of the collar bone that takes the blade's place
    """

    kind: Kind = "clean"
    lead_s: float = 0.3
    share: float = 1.0
    late_s: float = 0.45
    shrug_deg: float = 0.0


@dataclass(frozen=True)
class BladeSession(Session):
    """A session of one set in which every repetition's blades follow a course of their own.

    The pull of a repetition begins with the blade; its hands leave the extended position (against
    the shoulders) ``lead_s`` later.
    """

    courses: tuple[Course, ...] = ()
    near_side: str = "left"
    side: str = field(default="both")

    def state_at(self, t: float) -> State:
        """Return what the session prescribes at ``t`` seconds."""
        state = super().state_at(t)
        before = self.courses[state.rep - 1] if state.rep > 0 else None
        if state.rep < 0:
            begun = t > self.timed_reps[0][0]
            left = _stretched(self.courses[-1]) if begun else 0.0
            return replace(state, scapula=(left * state.ready,) * 2)
        start, rep = self.timed_reps[state.rep]
        course, local = self.courses[state.rep], t - start
        pull, blade, lift = _moment(course, rep, local)
        rest = _stretched(before) if before is not None else 0.0
        # A blade that was kept back goes forward only to be pulled back again.
        blade = max(blade, rest * (1.0 - _share(local, 0.0, course.lead_s + 0.3)))
        clean = _moment(replace(course, kind="clean", share=0.95), rep, local)[1]
        near, far = {"near_stays": (blade, clean), "far_stays": (clean, blade)}.get(
            course.kind, (blade, blade)
        )
        sides = (near, far) if self.near_side == "left" else (far, near)
        pulls = tuple(pull if given > 0.0 or _both(rep) else 0.0 for given in _works(rep))
        return replace(
            state,
            pull=(pulls[0], pulls[1]),
            scapula=tuple(s * w for s, w in zip(sides, _works(rep), strict=True)),
            shrug_deg=tuple(lift * w for w in _works(rep)),
        )


def _both(rep: Rep) -> bool:
    return rep.side == "both"


def _works(rep: Rep) -> tuple[float, float]:
    return float(rep.side != "right"), float(rep.side != "left")


def _share(t: float, begin: float, end: float) -> float:
    return float(smootherstep((t - begin) / max(end - begin, 1e-6)))


def _stretched(course: Course) -> float:
    """Return what is left of the retraction at the stretch after a repetition."""
    return 0.85 * course.share if course.kind == "kept" else 0.0


def _moment(course: Course, rep: Rep, t: float) -> tuple[float, float, float]:
    """Return (pull, blade's share, shrug in degrees) ``t`` seconds into a repetition."""
    top = rep.concentric_s
    low = top + rep.pause_s
    end = low + rep.eccentric_s
    lead = course.lead_s
    pull = _share(t, lead, top) - _share(t, low, end - 0.15)
    way = top - lead
    up, down = {
        "early": ((0.0, lead + 0.1), (end - 0.25, end + 0.15)),
        "late": ((lead + course.late_s, top + 0.7 * rep.pause_s), (low, low + 0.5 * (end - low))),
    }.get(course.kind, ((0.0, lead + 0.7 * way), (low + 0.3 * (end - low), end)))
    blade = course.share * (_share(t, *up) - (1 - _stretched(course)) * _share(t, *down))
    if course.kind == "kept":
        blade = _share(t, *up) * course.share
        blade += (_stretched(course) - course.share) * _share(t, *down)
    return pull, blade, course.shrug_deg * pull


def draw_courses(
    kinds: Sequence[Kind], rng: np.random.Generator
) -> tuple[tuple[Course, ...], tuple[Rep, ...]]:
    """Return a course and a repetition of each kind."""
    courses, reps = [], []
    for kind in kinds:
        lead = float(rng.uniform(0.45, 0.6) if kind == "early" else rng.uniform(0.2, 0.4))
        idle = kind in ("stays", "rises", "near_stays", "far_stays")
        share = float(rng.uniform(0.0, 0.12) if idle else rng.uniform(0.85, 1.0))
        way, late = float(rng.uniform(0.8, 1.0)), float(rng.uniform(0.4, 0.6))
        shrug = float(rng.uniform(14, 24)) if kind == "rises" else 0.0
        courses.append(Course(kind, lead, share, late, shrug))
        reps.append(
            Rep(
                concentric_s=lead + way,
                pause_s=float(rng.uniform(0.5, 0.6) if kind == "late" else rng.uniform(0.2, 0.4)),
                eccentric_s=float(rng.uniform(1.1, 1.4)),
                rest_s=float(rng.uniform(0.35, 0.5)),
                swing_deg=float(rng.uniform(0, 3)),
            )
        )
    return tuple(courses), tuple(reps)


def make_session(
    courses: tuple[Course, ...], reps: tuple[Rep, ...], near_side: str, side: str, seed: int
) -> BladeSession:
    """Return a set of these repetitions with a short way in and out."""
    plan = SetPlan(
        reps, idle_s=0.1, enter_s=0.4, settle_s=0.5, leave_s=0.5, outro_s=0.1,
        sway_deg=0.6, sway_seed=seed, side=side,  # type: ignore[arg-type]
    )  # fmt: skip
    return BladeSession((plan,), courses, near_side)
