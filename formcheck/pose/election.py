"""Who of several people is the lifter, while nobody has shown it by lifting."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from formcheck.pose.colours import colour_gap
from formcheck.pose.sighting import Sighting
from formcheck.skeleton import Side, of_side
from formcheck.types import FloatArray

ACTIVE_SHARE: Final = 0.3
"""How much of the vote is for who moves, the rest for who is large and in the middle."""

STILL: Final = 0.5
"""Mean change, in grey levels, below which nobody moves enough to make a difference."""

LEAD: Final = 1.35
"""A rival must have so many times the lifter's votes."""

YOUNG_S: Final = 2.5
"""So long after the first sighting the choice may be mended at once."""

STAYED_S: Final = 2.0
SAME_PERSON: Final = 0.7
FORGET_S: Final = 3.5

BENT_DEG: Final = 75.0
STRAIGHT_DEG: Final = 45.0
PROVEN_PULLS: Final = 2
SEEN: Final = 0.5


FAMILIAR: Final = 0.35
FAMILIAR_WEIGHT: Final = 2.0
"""A lifter who comes back is known by the colours of his torso, and counts twice."""


def votes(people: list[Sighting], familiar: FloatArray | None = None) -> list[float]:
    """Return how much speaks for each of the people of one frame being the lifter.

    Parameters
    ----------
    people : list of Sighting
    familiar : ndarray, optional
        The colours of a lifter who was here before.
    """
    most = max((person.activity for person in people), default=0.0)
    return [_votes(person, most, familiar) for person in people]


def _votes(person: Sighting, most: float, familiar: FloatArray | None) -> float:
    active = person.activity / most if most >= STILL else 1.0
    known = colour_gap(person.colours, familiar) <= FAMILIAR
    weight = FAMILIAR_WEIGHT if known else 1.0
    return weight * person.prominence * (1.0 - ACTIVE_SHARE + ACTIVE_SHARE * active)


@dataclass(slots=True)
class _Rival:
    """Somebody who outvotes the lifter, since when and where."""

    first: Sighting
    since_s: float
    last_s: float
    surveys: int = 1


class Election:
    """Watch the surveys for somebody who is more likely the lifter than the one followed."""

    def __init__(self) -> None:
        self._rivals: list[_Rival] = []

    def winner(
        self,
        time_s: float,
        lifter: Sighting,
        others: list[Sighting],
        familiar: FloatArray | None = None,
        *,
        young: bool,
    ) -> Sighting | None:
        """Return who should be followed instead; None to stay.

        Parameters
        ----------
        familiar : ndarray, optional
            The colours of a lifter who was here before.
        young : bool
            Whether the lifter is known so shortly that nothing is lost by changing: then one
            survey will do; later a rival must stay in one place for :data:`STAYED_S`.
        """
        lifter_votes, *other_votes = votes([lifter, *others], familiar)
        self._rivals = [r for r in self._rivals if time_s - r.last_s <= FORGET_S]
        best, best_votes = None, LEAD * lifter_votes
        for person, count in zip(others, other_votes, strict=True):
            if count <= LEAD * lifter_votes:
                continue
            stays = self._stays(time_s, person)
            if count > best_votes and (young or stays):
                best, best_votes = person, count
        return best

    def _stays(self, time_s: float, person: Sighting) -> bool:
        """Note a rival's sighting; return whether he has stayed where he is."""
        for rival in self._rivals:
            if person.apart(rival.first.place, rival.first.size_px) <= SAME_PERSON:
                rival.last_s, rival.surveys = time_s, rival.surveys + 1
                return time_s - rival.since_s >= STAYED_S and rival.surveys >= 3
        self._rivals.append(_Rival(person, time_s, time_s))
        return False


class PullWatch:
    """Count how often a person bends and straightens an arm: who does that is the lifter."""

    def __init__(self) -> None:
        self._pulls = {"left": 0, "right": 0}
        self._bent = {"left": False, "right": False}

    @property
    def proven(self) -> bool:
        """Whether one arm has been bent and straightened often enough."""
        return max(self._pulls.values()) >= PROVEN_PULLS

    def push(self, person: Sighting) -> None:
        """Take the next sighting of the same person, who stays in one place."""
        sides: tuple[Side, Side] = ("left", "right")
        for side in sides:
            flexion = _elbow_flexion_deg(person, side)
            if flexion >= BENT_DEG:
                self._bent[side] = True
            elif flexion <= STRAIGHT_DEG and self._bent[side]:
                self._bent[side] = False
                self._pulls[side] += 1


def _elbow_flexion_deg(person: Sighting, side: Side) -> float:
    """Return the elbow's flexion in the picture, degrees, 0 straight; NaN when not well seen."""
    arm = [of_side(part, side) for part in ("shoulder", "elbow", "wrist")]
    if not person.pose.visibility[arm].min() >= SEEN:
        return math.nan
    shoulder, elbow, wrist = person.pose.xy[arm]
    upper, fore = elbow - shoulder, wrist - elbow
    lengths = float(np.hypot(*upper) * np.hypot(*fore))
    if lengths < 1e-6:
        return math.nan
    return math.degrees(math.acos(float(np.clip(upper @ fore / lengths, -1.0, 1.0))))
