"""Flesh on the bones: the primitives of trunk and limbs for one solved skeleton."""

from __future__ import annotations

import itertools
from enum import IntEnum

import numpy as np

from studio.anatomy import Body
from studio.sdf import Solid
from studio.skeleton import SIDES, Skeleton
from studio.transforms import Matrix, Vector, across, blend_rotations, lerp, unit, vec


class Region(IntEnum):
    """Which part of the body a primitive (and so a vertex) belongs to."""

    TRUNK = 0
    SHOULDER = 1
    UPPER_ARM = 2
    FOREARM = 3
    PELVIS = 4
    THIGH = 5
    SHANK = 6
    NECK = 7
    HAIR = 8
    HOOD = 9


ARM_GROUPS = {"left": 1, "right": 2}
LEG_GROUPS = {"left": 3, "right": 4}
HAIR_GROUP = 5

# (height along the spine 0…1, half width, half depth, skin behind the spine line), metres
STATIONS = (
    (-0.06, 0.150, 0.098, 0.066),
    (0.10, 0.136, 0.094, 0.060),
    (0.25, 0.126, 0.092, 0.055),
    (0.40, 0.131, 0.098, 0.052),
    (0.55, 0.146, 0.108, 0.052),
    (0.70, 0.156, 0.114, 0.053),
    (0.82, 0.148, 0.108, 0.052),
    (0.92, 0.098, 0.080, 0.044),
    (1.00, 0.058, 0.056, 0.040),
)


class SpineLine:
    """Positions and frames at any height along the spine (0 = sacrum, 1 = C7)."""

    def __init__(self, skeleton: Skeleton) -> None:
        lengths = np.linalg.norm(np.diff(skeleton.spine, axis=0), axis=1)
        self._heights = np.concatenate([[0.0], np.cumsum(lengths)]) / lengths.sum()
        self._points = skeleton.spine
        self._frames = skeleton.spine_frames

    def at(self, height: float) -> tuple[Vector, Matrix]:
        """Return the point and frame at ``height`` (extrapolated below 0)."""
        count = len(self._frames)
        i = int(np.clip(np.searchsorted(self._heights, height) - 1, 0, count - 1))
        span = self._heights[i + 1] - self._heights[i]
        t = (height - self._heights[i]) / span
        point = lerp(self._points[i], self._points[i + 1], t)
        neighbour = min(i + 1, count - 1) if t > 0.5 else max(i - 1, 0)
        frame = blend_rotations(self._frames[i], self._frames[neighbour], min(abs(t - 0.5), 0.5))
        return point, frame


def _trunk(solid: Solid, body: Body, line: SpineLine) -> None:
    solid.tag = Region.TRUNK
    s, g = body.scale, body.build
    sections = []
    for height, width, depth, back in STATIONS:
        point, frame = line.at(height)
        lower, upper = np.clip(1 - height * 1.6, 0, 1), np.clip(height * 1.6 - 0.6, 0, 1)
        breadth = 1 + (body.hips - 1) * lower + (body.shoulders - 1) * 0.8 * upper
        waist = 1 - 0.07 * body.chest * np.exp(-(((height - 0.32) / 0.16) ** 2))
        fat = body.belly * np.exp(-(((height - 0.22) / 0.22) ** 2))
        half_depth = depth * s * g**0.8 + fat * 0.5
        centre = point + frame @ vec(half_depth - back * s * g**0.4, 0, 0)
        sections.append(
            (centre, half_depth, (width * breadth * waist * g**0.85 * s) + fat * 0.3, frame)
        )
    for (a, da, wa, frame), (b, db, wb, _) in itertools.pairwise(sections):
        solid.flat_capsule(a, b, (da, db), frame[:, 1], (wa, wb), blend=0.05)


def _back_muscles(solid: Solid, body: Body, line: SpineLine) -> None:
    s, m = body.scale, body.muscle
    for _, sign in SIDES:
        previous = None
        for height, out in ((0.02, 0.030), (0.28, 0.036), (0.55, 0.034)):
            point, frame = line.at(height)
            here = point + frame @ vec(-0.032, sign * out, 0) * s
            if previous is not None:
                solid.capsule(previous, here, 0.026 * m * s, 0.025 * m * s, blend=0.03)
            previous = here


def _pelvis(solid: Solid, body: Body, skeleton: Skeleton) -> None:
    solid.tag = Region.PELVIS
    frame, hip = skeleton.frames["pelvis"], skeleton["hip"]
    s, g, w = body.scale, body.build, body.hips
    solid.ellipsoid(
        hip + frame @ vec(0.000, 0, 0.055) * s,
        (0.104 * g * s, 0.160 * w * g**0.8 * s, 0.085 * s),
        frame=frame,
        blend=0.06,
    )
    solid.ellipsoid(
        hip + frame @ vec(-0.002, 0, -0.012) * s,
        (0.094 * g * s, 0.158 * w * g**0.8 * s, 0.075 * s),
        frame=frame,
        blend=0.05,
    )
    seat = 0.5 + 0.5 * body.muscle
    for side, sign in SIDES:
        flexed = 1 - abs(
            float(unit(skeleton[f"{side}_knee"] - skeleton[f"{side}_hip"]) @ frame[:, 0])
        )
        bulge = 0.060 + 0.014 * flexed
        solid.ellipsoid(
            hip + frame @ vec(-bulge, sign * 0.062 * w, -0.018) * s,
            (0.076 * seat * g**0.6 * s, 0.086 * w * s, 0.092 * s),
            frame=frame,
            blend=0.085,
        )


def _chest(solid: Solid, body: Body, skeleton: Skeleton, line: SpineLine) -> None:
    s, m, g = body.scale, body.muscle, body.build
    solid.tag = Region.TRUNK
    point, frame = line.at(0.70)
    for side, sign in SIDES:
        solid.ellipsoid(
            point + frame @ vec(0.128 * g**0.6, sign * 0.072, 0.022) * s,
            (0.044 * m * s, 0.084 * s, 0.062 * s),
            frame=frame,
            blend=0.05,
        )
        if body.chest:
            r = (0.050 + 0.022 * body.chest) * s
            solid.ellipsoid(
                point + frame @ vec(0.150 * g**0.6, sign * 0.078, -0.020) * s,
                (r, r * 1.02, r * 1.05),
                frame=frame,
                blend=0.04,
            )
        _latissimus(solid, body, skeleton, line, side, sign)


def _latissimus(
    solid: Solid, body: Body, skeleton: Skeleton, line: SpineLine, side: str, sign: float
) -> None:
    s, m = body.scale, body.muscle
    point, frame = line.at(0.46)
    gleno, elbow = skeleton[f"{side}_gleno"], skeleton[f"{side}_elbow"]
    low = point + frame @ vec(0.018, sign * 0.112 * body.shoulders, 0) * s
    high = lerp(gleno, elbow, 0.16) + frame @ vec(-0.022, -sign * 0.030, -0.012) * s
    middle = lerp(low, high, 0.55) + frame @ vec(-0.012, sign * 0.018, 0) * s
    solid.capsule(low, middle, 0.034 * s, 0.040 * m * s, blend=0.06)
    solid.capsule(middle, high, 0.040 * m * s, 0.028 * m * s, blend=0.05)


def _shoulders(solid: Solid, body: Body, skeleton: Skeleton) -> None:
    s, m = body.scale, body.muscle
    chest, neck = skeleton.frames["chest"], skeleton.frames["neck"]
    for side, sign in SIDES:
        clavicle, gleno = skeleton[f"{side}_clavicle"], skeleton[f"{side}_gleno"]
        solid.tag = Region.TRUNK
        root = skeleton["c7"] + neck @ vec(0.000, sign * 0.028, 0.046) * s
        tip = clavicle + chest @ vec(-0.016, -sign * 0.014, -0.004) * s
        middle = lerp(root, tip, 0.5) + chest @ vec(-0.010, 0, -0.006) * s
        thick = (0.011 + 0.010 * m) * s
        solid.capsule(root, middle, thick, thick * 1.1, blend=0.05)
        solid.capsule(middle, tip, thick * 1.1, thick, blend=0.05)
        solid.capsule(
            skeleton[f"{side}_sternal"] + chest @ vec(-0.034, sign * 0.03, -0.01) * s,
            clavicle + chest @ vec(0, -sign * 0.01, -0.014) * s,
            0.044 * s,
            0.034 * s,
            blend=0.05,
        )
        tilt = chest @ np.array([[1, 0, 0], [0, 0.98, -sign * 0.2], [0, sign * 0.2, 0.98]])
        solid.ellipsoid(
            skeleton[f"{side}_scapula"],
            (0.025 * m**0.5 * s, 0.060 * s, 0.080 * s),
            frame=tilt,
            blend=0.055,
        )
        solid.tag = Region.SHOULDER
        elbow = skeleton[f"{side}_elbow"]
        along = unit(elbow - gleno)
        solid.ellipsoid(
            gleno + along * 0.020 * s + chest @ vec(0, sign * 0.006, 0.004) * s,
            ((0.048 + 0.010 * m) * s, (0.044 + 0.010 * m) * s, 0.060 * s),
            frame=chest,
            blend=0.045,
        )


def _arm(solid: Solid, body: Body, skeleton: Skeleton, side: str) -> None:
    solid.group = ARM_GROUPS[side]
    s, m, g = body.scale, body.muscle, body.build**0.7
    gleno, elbow = skeleton[f"{side}_gleno"], skeleton[f"{side}_elbow"]
    wrist = skeleton[f"{side}_wrist"]
    solid.joints[solid.group] = (*gleno, 0.055 * s, 0.15 * s)
    upper, fore = unit(elbow - gleno), unit(wrist - elbow)
    bend = wrist - gleno - upper * float((wrist - gleno) @ upper)
    front = (
        unit(bend) if np.linalg.norm(bend) > 0.02 else across(skeleton.frames["chest"][:, 0], upper)
    )
    flexed = 1 - 0.5 * (1 + float(upper @ fore))
    solid.tag = Region.UPPER_ARM
    solid.capsule(gleno, elbow, 0.046 * g * s, 0.036 * g * s)
    belly = (0.030 + 0.008 * m + 0.006 * flexed) * g * s
    solid.capsule(
        gleno + (upper * 0.115 + front * 0.014) * s,
        gleno + (upper * 0.205 + front * 0.015) * s,
        belly,
        belly * 0.94,
    )
    back = (0.029 + 0.008 * m) * g * s
    solid.capsule(
        gleno + (upper * 0.070 - front * 0.016) * s,
        gleno + (upper * 0.190 - front * 0.012) * s,
        back,
        back * 0.92,
    )
    solid.tag = Region.FOREARM
    swell = (0.034 + 0.007 * m) * g * s
    solid.capsule(elbow, elbow + fore * 0.085 * s, 0.035 * g * s, swell, blend=0.02)
    solid.capsule(elbow + fore * 0.075 * s, wrist, swell, 0.0255 * s, blend=0.02)


def _leg(solid: Solid, body: Body, skeleton: Skeleton, side: str) -> None:
    solid.group = LEG_GROUPS[side]
    s, m, g = body.scale, body.muscle**0.5, body.build**0.8
    hip, knee, ankle = (skeleton[f"{side}_{n}"] for n in ("hip", "knee", "ankle"))
    solid.joints[solid.group] = (*hip, 0.07 * s, 0.27 * s)
    down, shin = unit(knee - hip), unit(ankle - knee)
    pole = skeleton.posture.knee_poles[0 if side == "left" else 1]
    front = across(pole, down)
    wide = g * (0.5 + 0.5 * body.hips)
    solid.tag = Region.THIGH
    solid.capsule(hip, knee, 0.088 * wide * s, 0.050 * g * s, blend=0.04)
    solid.capsule(
        hip + (down * 0.09 + front * 0.022) * s,
        hip + (down * 0.31 + front * 0.016) * s,
        0.066 * wide * m * s,
        0.050 * g * m * s,
        blend=0.04,
    )
    solid.capsule(
        hip + (down * 0.10 - front * 0.020) * s,
        hip + (down * 0.30 - front * 0.014) * s,
        0.062 * wide * m * s,
        0.046 * g * m * s,
        blend=0.04,
    )
    solid.capsule(
        knee + front * 0.012 * s,
        knee + front * 0.012 * s + shin * 0.02 * s,
        0.045 * g * s,
        0.042 * g * s,
    )
    solid.tag = Region.SHANK
    solid.capsule(knee, knee + shin * 0.12 * s, 0.047 * g * s, 0.046 * g * s)
    solid.capsule(knee + shin * 0.10 * s, ankle, 0.046 * g * s, 0.035 * s)
    calf = across(pole, shin)
    frame = np.column_stack([calf, np.cross(shin, calf), shin])
    solid.ellipsoid(
        knee + (shin * 0.125 - calf * 0.024) * s,
        (0.042 * g * m * s, 0.045 * g * m * s, 0.100 * s),
        frame=frame,
        blend=0.04,
    )


def _neck(solid: Solid, body: Body, skeleton: Skeleton) -> None:
    solid.tag = Region.NECK
    s = body.scale
    neck, head = skeleton.frames["neck"], skeleton.frames["head"]
    thick = (0.050 + 0.006 * body.muscle - 0.004 * body.chest) * body.build**0.5 * s
    base = skeleton["c7"] + neck @ vec(0.014, 0, -0.020) * s
    top = skeleton["head"] + head @ vec(-0.012, 0, -0.040) * s
    solid.capsule(base, top, thick * 1.08, thick, blend=0.04)


def _hood(solid: Solid, body: Body, skeleton: Skeleton) -> None:
    solid.tag = Region.HOOD
    s, frame, c7 = body.scale, skeleton.frames["neck"], skeleton["c7"]
    for y, x, z, r in (
        (0, -0.062, 0.012, 0.040),
        (0.05, -0.040, 0.030, 0.036),
        (0.085, 0.010, 0.035, 0.030),
    ):
        for sign in (1.0, -1.0) if y else (1.0,):
            centre = c7 + frame @ vec(x, sign * y, z) * s
            solid.ellipsoid(centre, (r * s, 1.3 * r * s, 1.1 * r * s), frame=frame, blend=0.04)


def body_solid(body: Body, skeleton: Skeleton) -> Solid:
    """Build trunk, limbs and neck of ``body`` as one solid in world coordinates.

    Tags are :class:`Region`; groups 1 and 2 are the arms, 3 and 4 the legs (left first).
    """
    solid = Solid()
    line = SpineLine(skeleton)
    _trunk(solid, body, line)
    _back_muscles(solid, body, line)
    _pelvis(solid, body, skeleton)
    _chest(solid, body, skeleton, line)
    _shoulders(solid, body, skeleton)
    _neck(solid, body, skeleton)
    if body.top == "hoodie":
        _hood(solid, body, skeleton)
    for side, _ in SIDES:
        _arm(solid, body, skeleton, side)
        _leg(solid, body, skeleton, side)
    return solid
