"""Does the camera stand well?  What to change, in order of importance, until it does.

Each check looks back over a second, so that one odd frame changes nothing.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal

import numpy as np

from formcheck.skeleton import Landmark as L
from formcheck.types import NAN, FloatArray, FrameResult, Measurement, Pose, Reason
from formcheck_ui.live.lighting import Lighting

Topic = Literal["person", "framing", "distance", "yaw", "tilt", "light", "contrast", "back"]


class Mark(Enum):
    """How one topic stands."""

    GOOD = "good"
    CHANGE = "change"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Check:
    """How one topic stands: ``code`` names the remedy, ``number`` goes into its sentence.

    ``reason`` is the engine's own, where the check is about a measure.
    """

    topic: Topic
    mark: Mark
    code: str = ""
    number: int = 0
    reason: Reason = Reason.NONE


@dataclass(frozen=True, slots=True)
class Setup:
    """All checks of one moment, the most important first."""

    checks: tuple[Check, ...]

    @property
    def worst(self) -> Check | None:
        """The first thing to change."""
        return next((each for each in self.checks if each.mark is Mark.CHANGE), None)

    @property
    def ready(self) -> bool:
        """Whether a set can begin: nothing to change, and the back seen."""
        return all(each.mark is Mark.GOOD or each.topic == "tilt" for each in self.checks) and (
            self.worst is None
        )


LOOK_BACK_S: Final = 1.0
_SEEN: Final = 0.5
_SHARE: Final = 0.6
"""Share of the frames in which something must be so."""

EDGE: Final = 0.015
"""A joint nearer to the picture's edge than this share of its size counts as cut off."""

TRUNK_FAR: Final = 0.14
"""Trunk in shares of the picture's height; at 480 lines the contour then is 67 pixels long,
somewhat above the least the engine accepts (``spine.min_trunk_px``)."""

TRUNK_NEAR: Final = 0.50
TRUNK_BEST: Final = 0.22
YAW_GOOD_DEG: Final = 15.0
"""Within this the benchmark's error of back curvature is lowest."""

TILT_DEG: Final = 7.0
_STRAIGHT_DEG: Final = 12.0
DARK: Final = 45.0
BACKLIT: Final = 90.0
BURNT_SHARE: Final = 0.35
ALIKE: Final = 24.0
STILL_DEG: Final = 4.0
_STILL_S: Final = 0.8

_TOP: Final = (L.NOSE, L.LEFT_EAR, L.RIGHT_EAR)
_FEET: Final = (L.LEFT_ANKLE, L.RIGHT_ANKLE)


@dataclass(frozen=True, slots=True)
class _Moment:
    time_s: float
    pose: bool
    jumped: bool
    unsure: bool
    trunk: float
    yaw_deg: float
    tilt_deg: float
    cut: str
    back: Measurement
    trunk_deg: float


class SetupCheck:
    """Judge how the camera stands from a stream of results."""

    def __init__(self) -> None:
        self._moments: deque[_Moment] = deque()
        self._lighting = Lighting()
        self._tilt = Check("tilt", Mark.OPEN, "stand_upright")

    def see(self, lighting: Lighting) -> None:
        """Take the lighting of a frame; now and then is enough."""
        self._lighting = lighting

    def push(self, result: FrameResult) -> Setup:
        """Take one frame's result and return the checks of the last second."""
        self._moments.append(_moment(result))
        while result.time_s - self._moments[0].time_s > LOOK_BACK_S:
            self._moments.popleft()
        person = self._person()
        if person.mark is not Mark.GOOD:
            rest: tuple[Topic, ...] = ("framing", "distance", "yaw", "tilt")
            waiting = (Check(topic, Mark.OPEN) for topic in rest)
            return Setup((person, *waiting, self._light(), *_open("contrast", "back")))
        return Setup(
            (
                person,
                self._framing(),
                self._distance(),
                self._yaw(),
                self._judge_tilt(),
                self._light(),
                self._contrast(),
                self._back(),
            )
        )

    def _person(self) -> Check:
        if _mostly((each.unsure for each in self._moments), 0.3):
            return Check("person", Mark.CHANGE, "unsure")
        if not _mostly(each.pose for each in self._moments):
            return Check("person", Mark.CHANGE, "nobody")
        if _mostly((each.jumped for each in self._moments), 0.3):
            return Check("person", Mark.CHANGE, "others")
        return Check("person", Mark.GOOD)

    def _framing(self) -> Check:
        for code in ("both_cut", "head_cut", "feet_cut", "left_cut", "right_cut"):
            if _mostly(each.cut == code for each in self._moments):
                return Check("framing", Mark.CHANGE, code)
        return Check("framing", Mark.GOOD)

    def _distance(self) -> Check:
        trunk = self._middle(lambda each: each.trunk)
        if math.isnan(trunk):
            return Check("distance", Mark.OPEN)
        if trunk < TRUNK_FAR:
            return Check("distance", Mark.CHANGE, "too_far", _tens(100 * (1 - trunk / TRUNK_BEST)))
        if trunk > TRUNK_NEAR:
            return Check("distance", Mark.CHANGE, "too_near")
        return Check("distance", Mark.GOOD)

    def _yaw(self) -> Check:
        yaw = self._middle(lambda each: each.yaw_deg)
        if math.isnan(yaw):
            return Check("yaw", Mark.OPEN)
        if abs(yaw) <= YAW_GOOD_DEG:
            return Check("yaw", Mark.GOOD)
        code = "yaw_front" if yaw > 0 else "yaw_behind"
        return Check("yaw", Mark.CHANGE, code, max(10, 5 * round(abs(yaw) / 5)))

    def _judge_tilt(self) -> Check:
        """Judge the tilt whenever the lifter stands straight, and keep what was found till then."""
        tilt = self._middle(lambda each: each.tilt_deg)
        if not math.isnan(tilt):
            level = abs(tilt) <= TILT_DEG
            number = round(abs(tilt))
            code = "tilt_left" if tilt > 0 else "tilt_right"
            self._tilt = (
                Check("tilt", Mark.GOOD) if level else Check("tilt", Mark.CHANGE, code, number)
            )
        return self._tilt

    def _light(self) -> Check:
        light = self._lighting
        if math.isnan(light.background):
            return Check("light", Mark.OPEN)
        seen = light.background if math.isnan(light.lifter) else light.lifter
        if seen < BACKLIT and light.background - seen > BACKLIT:
            return Check("light", Mark.CHANGE, "backlit")
        if seen < DARK:
            return Check("light", Mark.CHANGE, "dark")
        if light.burnt > BURNT_SHARE:
            return Check("light", Mark.CHANGE, "burnt")
        return Check("light", Mark.GOOD)

    def _contrast(self) -> Check:
        contrast = self._lighting.contrast
        if math.isnan(contrast):
            return Check("contrast", Mark.OPEN)
        if contrast < ALIKE:
            return Check("contrast", Mark.CHANGE, "alike")
        return Check("contrast", Mark.GOOD)

    def _back(self) -> Check:
        """Whether the engine sees the back, and has seen it held still."""
        backs = [each.back for each in self._moments]
        if not _mostly(each.known for each in backs):
            reasons = [each.reason for each in backs if not each.known]
            reason = max(set(reasons), key=reasons.count)
            # The other checks already say what is wrong with the view.
            mark = Mark.OPEN if reason is Reason.VIEW else Mark.CHANGE
            return Check("back", mark, "reason", reason=reason)
        span_s = self._moments[-1].time_s - self._moments[0].time_s
        turning = np.array([each.value for each in backs if each.known])
        lean = [each.trunk_deg for each in self._moments if not math.isnan(each.trunk_deg)]
        still = np.std(turning) <= STILL_DEG and bool(lean) and np.std(lean) <= STILL_DEG
        if span_s < _STILL_S or not still:
            return Check("back", Mark.OPEN, "hold_still")
        return Check("back", Mark.GOOD)

    def _middle(self, value: Callable[[_Moment], float]) -> float:
        known = [value(each) for each in self._moments if not math.isnan(value(each))]
        return float(np.median(known)) if len(known) >= _SHARE * len(self._moments) else NAN


def _open(*topics: Topic) -> tuple[Check, ...]:
    return tuple(Check(topic, Mark.OPEN) for topic in topics)


def _mostly(values: Iterable[bool], share: float = _SHARE) -> bool:
    known = list(values)
    return sum(known) >= share * len(known) > 0


def _tens(value: float) -> int:
    return max(10, 10 * round(value / 10))


def _moment(result: FrameResult) -> _Moment:
    pose = result.pose
    missing = Measurement.missing(Reason.NOBODY)
    back = result.measures.get("back_contour_deg", missing)
    lean = result.measures.get("trunk_inclination_deg", missing)
    return _Moment(
        time_s=result.time_s,
        pose=pose is not None,
        unsure=any(each.reason is Reason.PERSON_UNSURE for each in result.measures.values()),
        jumped=any(each.reason is Reason.JUMPED for each in result.measures.values()),
        trunk=NAN if pose is None else trunk_share(pose),
        yaw_deg=result.view.yaw_deg,
        tilt_deg=NAN if pose is None else tilt_of_upright(pose),
        cut="" if pose is None else cut_off(pose),
        back=back,
        trunk_deg=lean.value,
    )


def trunk_share(pose: Pose) -> float:
    """Return the trunk's length as a share of the picture's height; NaN when not seen."""
    return float(np.hypot(*(_shoulders(pose) - _hips(pose)))) / pose.size[1]


def cut_off(pose: Pose) -> str:
    """Return which part of the lifter is outside the picture, empty when none is."""
    width, height = pose.size
    xy = pose.xy / np.array([width, height])
    head = _least(xy[list(_TOP), 1]) < EDGE
    feet = _most(xy[list(_FEET), 1]) > 1.0 - EDGE
    if head or feet:
        return "both_cut" if head and feet else "head_cut" if head else "feet_cut"
    body = xy[[*_TOP, *_FEET, L.LEFT_HIP, L.RIGHT_HIP, L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 0]
    if _least(body) < EDGE:
        return "left_cut"
    return "right_cut" if _most(body) > 1.0 - EDGE else ""


def _least(values: FloatArray) -> float:
    known = values[~np.isnan(values)]
    return float(known.min()) if known.size else NAN


def _most(values: FloatArray) -> float:
    known = values[~np.isnan(values)]
    return float(known.max()) if known.size else NAN


def tilt_of_upright(pose: Pose) -> float:
    """Return how far a straight-standing lifter leans in the picture, in degrees.

    Positive to the right of the picture; NaN unless trunk and legs are in line, because only
    somebody who stands straight shows where up is.
    """
    ankles = pose.xy[list(_FEET)].mean(axis=0)
    trunk, legs = _shoulders(pose) - _hips(pose), _hips(pose) - ankles
    leans = [math.degrees(math.atan2(line[0], -line[1])) for line in (trunk, legs)]
    if not abs(leans[0] - leans[1]) <= _STRAIGHT_DEG:
        return NAN
    lean = math.degrees(math.atan2(*((trunk + legs) * (1.0, -1.0))))
    return lean if abs(lean) <= 40.0 else NAN


def _shoulders(pose: Pose) -> FloatArray:
    middle: FloatArray = pose.xy[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(axis=0)
    return middle


def _hips(pose: Pose) -> FloatArray:
    middle: FloatArray = pose.xy[[L.LEFT_HIP, L.RIGHT_HIP]].mean(axis=0)
    return middle


STEADY_S: Final = 1.5
"""A remedy is said when it has been the first for so long."""

AGAIN_S: Final = 8.0
"""...and again when it still is after so long."""


class SetupAdvice:
    """Choose what to say about the set-up: the first remedy, once it is steady; "ready" once."""

    def __init__(self) -> None:
        self._code = ""
        self._since_s = math.nan
        self._said_s = -math.inf
        self._was_ready = False

    def push(self, time_s: float, setup: Setup) -> Check | None:
        """Take the checks of a moment and return what is to be said now."""
        worst = setup.worst
        told = worst if worst is not None else _ready(setup)
        code = "" if told is None else f"{told.code}{told.reason}"
        if code != self._code:
            self._code, self._since_s, self._said_s = code, time_s, -math.inf
        if told is None or time_s - self._since_s < STEADY_S:
            return None
        if told.code == "ready":
            again = not self._was_ready
            self._was_ready = True
        else:
            again = time_s - self._said_s >= AGAIN_S
            self._was_ready = False
        if not again:
            return None
        self._said_s = time_s
        return told


def _ready(setup: Setup) -> Check | None:
    return Check("back", Mark.GOOD, "ready") if setup.ready else None
