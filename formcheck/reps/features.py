"""What recognition knows of one pull: numbers that tell exercises apart."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from formcheck.exercises.families import LIKENESS, NONE, PULL, families
from formcheck.measures.limbs import ArmPosture
from formcheck.reps.cycle_numbers import cycle_numbers
from formcheck.reps.lanes import arm_place, followed
from formcheck.reps.sample import Sample, column, trunk_in_picture
from formcheck.reps.segmentation import PullCycle
from formcheck.types import NAN, FloatArray

EDGE_S = 0.15
"""The extended and the contracted arm are medians over so long around their moment."""

EDGE_SHARE = 0.12
"""...or over this share of the pull and its return: a fast pull is over in two edges."""

SEEN_HAND = 0.5
"""A hand's travel is asked only where its arm is so visible in the median."""

STEEP_DEG = 75.0


def features(samples: list[Sample], cycle: PullCycle) -> dict[str, float]:
    """Return the features of a pull (``formcheck.exercises.spec.FEATURES``); NaN where unknown.

    Lengths are in % of trunk length, forward is where the lifter faces, travel is from extended
    to contracted.  ``samples`` cover the pull.
    """
    pull = [s for s in samples if s.found and cycle.start_s <= s.time_s <= cycle.peak_s]
    whole = [s for s in samples if s.found and cycle.start_s <= s.time_s <= cycle.end_s]
    if cycle.signal == "elbow":
        pull, whole = _without_hands(pull), _without_hands(whole)
    edge_s = min(EDGE_S, EDGE_SHARE * (cycle.end_s - cycle.start_s))
    extended = _near(whole, cycle.start_s, edge_s) or pull[:1]
    contracted = _near(whole, cycle.peak_s, edge_s) or pull[-1:]
    arm = cycle.arm
    forward = _forward(extended, arm), _forward(contracted, arm)
    up = -_arm(extended, arm, "hand_y"), -_arm(contracted, arm, "hand_y")
    bend = _bend(extended, arm), _bend(contracted, arm)
    hip = _girdle(extended, "hip_y"), _girdle(contracted, "hip_y")
    apart = _girdle(extended, "apart"), _girdle(contracted, "apart")
    back = [s for s in whole if s.time_s >= cycle.peak_s]
    return {
        "trunk_inclination_deg": _median(column(pull, "trunk_deg")),
        "trunk_tilt_deg": 90.0 - abs(90.0 - _median(column(pull, "trunk_deg"))),
        "trunk_travel_deg": _spread(trunk_in_picture(back)),
        "trunk_upright_pct": 100.0 * _girdle(pull, "upright"),
        "upright_travel_pct": 100.0
        * (_girdle(contracted, "upright") - _girdle(extended, "upright")),
        "thigh_drop_deg": _median(column(pull, "thigh_deg")),
        "hand_forward_extended_pct": 100.0 * forward[0],
        "hand_up_extended_pct": 100.0 * up[0],
        "hand_forward_contracted_pct": 100.0 * forward[1],
        "hand_up_contracted_pct": 100.0 * up[1],
        "hand_forward_travel_pct": 100.0 * (forward[1] - forward[0]),
        "hand_up_travel_pct": 100.0 * (up[1] - up[0]),
        "elbow_up_contracted_pct": -100.0 * _arm(contracted, arm, "elbow_y"),
        "elbow_travel_deg": bend[1] - bend[0],
        "hands_apart_extended_pct": 100.0 * apart[0],
        "hands_apart_contracted_pct": 100.0 * apart[1],
        "hands_apart_travel_pct": 100.0 * (apart[1] - apart[0]),
        "body_rise_pct": 100.0 * (hip[0] - hip[1]),
        "hip_travel_deg": _girdle(extended, "hip_deg") - _girdle(contracted, "hip_deg"),
        "knee_extended_deg": _girdle(extended, "knee_deg"),
        "hip_travel_pct": 100.0 * _hip_travel(whole),
        "stride_travel_pct": 100.0 * _spread(_girdles(whole, "stride")),
        "shoulder_rise_pct": 100.0 * _shoulder_rise(extended, contracted),
        "hands_travel_pct": 100.0 * _hands_travel(whole),
        "other_arm_pct": 100.0 * _other_way(extended, contracted, arm),
        **_likeness(whole, cycle),
        "view_yaw_deg": _median(column(whole, "yaw_deg")),
    }


def _likeness(samples: list[Sample], cycle: PullCycle) -> dict[str, float]:
    """Return how much the cycle is like each family of pulls, %; NaN where arms do not work."""
    unknown = dict.fromkeys(LIKENESS, NAN)
    if cycle.signal in ("shrug", "hinge") or not samples:
        return unknown
    arm = cycle.arm if cycle.arm >= 0 else working_arm(samples)
    numbers = cycle_numbers(samples, arm, (cycle.start_s, cycle.peak_s, cycle.end_s))
    shares = families().shares(numbers) if np.isfinite(numbers).all() else {}
    known = {f"{name}_like_pct": 100.0 * share for name, share in shares.items() if name != NONE}
    if known:
        known[PULL] = sum(known.values())
    return unknown | known


def _without_hands(samples: list[Sample]) -> list[Sample]:
    """Return samples that know of arms no more than where the elbows are: the hands are hidden."""

    def elbow(arm: ArmPosture) -> ArmPosture:
        return ArmPosture(elbow_x=arm.elbow_x, elbow_y=arm.elbow_y)

    return [
        replace(s, arms=(elbow(s.arms[0]), elbow(s.arms[1])), girdle=s.girdle._replace(apart=NAN))
        for s in samples
    ]


def working_arm(samples: list[Sample]) -> int:
    """Return the arm that was followed most, 0 left or 1 right."""
    sides = [sample.side for sample in samples if sample.side]
    return 0 if sum(sides) < 0 else 1


def _near(samples: list[Sample], time_s: float, edge_s: float) -> list[Sample]:
    return [s for s in samples if abs(s.time_s - time_s) <= edge_s]


def _arm(samples: list[Sample], arm: int, name: str) -> float:
    return _median(np.array([getattr(a, name) for a in followed(samples, arm)]))


def _bend(samples: list[Sample], arm: int) -> float:
    return 0.5 * (_arm(samples, arm, "elbow_deg") + _arm(samples, arm, "bend_deg"))


def _girdles(samples: list[Sample], name: str) -> FloatArray:
    return np.array([getattr(s.girdle, name) for s in samples])


def _girdle(samples: list[Sample], name: str) -> float:
    return _median(_girdles(samples, name))


def _shoulder_rise(extended: list[Sample], contracted: list[Sample]) -> float:
    """Return how far the shoulders rise, from the hips and towards the ears.

    Hips wander with the pose, ears with a nod; each errs by itself, so the mean errs less.
    """
    rises = [_girdle(contracted, "rise") - _girdle(extended, "rise"),
             _girdle(extended, "ear") - _girdle(contracted, "ear")]  # fmt: skip
    return _median(np.array(rises))


def _forward(samples: list[Sample], arm: int) -> float:
    """Return how far the hand is before the shoulder, from the picture and the depth.

    The picture tells it from the side, depth the more the camera stands in front or behind.
    """
    values = []
    for s, hand in zip(samples, followed(samples, arm), strict=True):
        if not abs(s.yaw_deg) <= STEEP_DEG:
            continue
        yaw = math.radians(s.yaw_deg)
        across, away = s.facing * hand.hand_x, hand.hand_away
        values.append(math.cos(yaw) * across - math.sin(yaw) * away)
    return _median(np.array(values))


def _other_way(extended: list[Sample], contracted: list[Sample], arm: int) -> float:
    """Return the other arm's way as a share of this one's.

    Also where it is hidden: the pose model lets a hidden arm go as far as it goes in truth (0.75
    to 1.6 times, rendered clips), and one that rests stay (a third of the other's way at most,
    rendered and real clips).
    """
    if arm < 0 or not (extended and contracted):
        return NAN
    other = 1 - arm
    way = []
    for k in (arm, other):
        ends = [np.median([arm_place(s.arms[k])[0] for s in part], axis=0)
                for part in (extended, contracted)]  # fmt: skip
        way.append(float(np.linalg.norm(ends[1] - ends[0])))
    return way[1] / max(way[0], 1e-6)


def _hands_travel(samples: list[Sample]) -> float:
    """Return how far the hand that moves more goes by its shoulder, of those that are seen."""
    ways = []
    for arms in zip(*(s.arms for s in samples), strict=True):
        if np.median([arm.seen for arm in arms]) < SEEN_HAND:
            continue
        places = np.array([(arm.hand_x, arm.hand_y) for arm in arms])
        known = places[np.isfinite(places).all(axis=1)]
        if len(known):
            low, high = np.percentile(known, (10, 90), axis=0)
            ways.append(math.hypot(*(high - low)))
    return max(ways, default=NAN)


def _hip_travel(samples: list[Sample]) -> float:
    places = np.stack([_girdles(samples, "hip_x"), _girdles(samples, "hip_y")], axis=1)
    known = places[np.isfinite(places).all(axis=1)]
    return float(np.hypot(*np.ptp(known, axis=0))) if len(known) else NAN


def _spread(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    if len(known) < 4:
        return NAN
    return float(np.percentile(known, 95) - np.percentile(known, 5))


def _median(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else NAN
