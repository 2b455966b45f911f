"""The named skeleton: 33 pose landmarks, the edges between them and their left/right pairs."""

from __future__ import annotations

from enum import IntEnum
from typing import Final, Literal, get_args

Side = Literal["left", "right"]


class Landmark(IntEnum):
    """Index of each landmark in a ``(33, ...)`` array; left and right are the lifter's."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


LANDMARK_COUNT: Final = len(Landmark)

L = Landmark

EDGES: Final[tuple[tuple[Landmark, Landmark], ...]] = (
    (L.LEFT_SHOULDER, L.RIGHT_SHOULDER),
    (L.LEFT_HIP, L.RIGHT_HIP),
    (L.LEFT_SHOULDER, L.LEFT_HIP),
    (L.RIGHT_SHOULDER, L.RIGHT_HIP),
    (L.LEFT_SHOULDER, L.LEFT_ELBOW),
    (L.LEFT_ELBOW, L.LEFT_WRIST),
    (L.RIGHT_SHOULDER, L.RIGHT_ELBOW),
    (L.RIGHT_ELBOW, L.RIGHT_WRIST),
    (L.LEFT_HIP, L.LEFT_KNEE),
    (L.LEFT_KNEE, L.LEFT_ANKLE),
    (L.RIGHT_HIP, L.RIGHT_KNEE),
    (L.RIGHT_KNEE, L.RIGHT_ANKLE),
    (L.LEFT_ANKLE, L.LEFT_FOOT_INDEX),
    (L.RIGHT_ANKLE, L.RIGHT_FOOT_INDEX),
    (L.LEFT_SHOULDER, L.LEFT_EAR),
    (L.RIGHT_SHOULDER, L.RIGHT_EAR),
)
"""Edges worth drawing: trunk, arms, legs, feet and neck; face and fingers are left out."""

PAIRS: Final[tuple[tuple[Landmark, Landmark], ...]] = tuple(
    (landmark, Landmark[landmark.name.replace("LEFT", "RIGHT")])
    for landmark in Landmark
    if "LEFT" in landmark.name
)
"""Each left landmark with its right counterpart."""


def of_side(part: str, side: Side) -> Landmark:
    """Return the landmark of a body part on the lifter's side, e.g. ``("elbow", "left")``."""
    return _OF_SIDE[part, side]


_OF_SIDE: Final = {
    (name.split("_", 1)[1].lower(), side): landmark
    for name, landmark in Landmark.__members__.items()
    for side in get_args(Side)
    if name.startswith(side.upper())
}


def other(side: Side) -> Side:
    """Return the opposite side."""
    return "right" if side == "left" else "left"
