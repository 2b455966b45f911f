"""Constructed lifters: every angle is set by construction, so tests know the truth in the head.

A stick figure is built in the lifter's own axes (forward, up, left; in trunk lengths), turned by
the camera's yaw and projected without perspective.  Its back is a curve of known turning; the
mask is that curve's body with a soft edge.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np

from formcheck.measures.spine import LOW_END, NECK_BASE, THORACOLUMBAR
from formcheck.skeleton import LANDMARK_COUNT, PAIRS, Landmark, Side
from formcheck.types import FloatArray, Pose

L = Landmark
SIZE = (640, 480)
UPPER_ARM, FOREARM, NECK, THIGH, SHANK = 0.58, 0.50, 0.30, 0.82, 0.80
SHOULDER_HALF, HIP_HALF = 0.33, 0.18
METRES = 0.5
"""Length of the trunk in metres, for the world landmarks."""


@dataclass(frozen=True)
class Back:
    """A dorsal curve by its turning: flexion positive, absolute, in degrees.

    ``lumbar_deg`` is turned between the lower end and the thoracolumbar level, ``thoracic_deg``
    from there to the upper end; in between the tangent changes smoothly (a quadratic).
    """

    lumbar_deg: float = -6.0
    thoracic_deg: float = 10.0
    depth: float = 0.20

    @property
    def total_deg(self) -> float:
        return self.lumbar_deg + self.thoracic_deg

    def offset(self, along: FloatArray) -> FloatArray:
        """Return the dorsal offset in trunk lengths."""
        start = self.total_deg / 2.0
        angles = np.polyfit(
            [LOW_END, THORACOLUMBAR, NECK_BASE],
            [start, start - self.lumbar_deg, start - self.total_deg],
            2,
        )
        fine = np.linspace(-0.4, 1.5, 1901)
        slope = np.tan(np.radians(np.clip(np.polyval(angles, fine), -75.0, 75.0)))
        height = np.concatenate([[0.0], np.cumsum(0.5 * (slope[1:] + slope[:-1]) * 0.001)])
        height -= np.interp((LOW_END + NECK_BASE) / 2.0, fine, height)
        return self.depth + np.interp(along, fine, height)


@dataclass(frozen=True)
class Arc:
    """A dorsal curve that is part of a circle, turning by ``turning_deg`` between the ends."""

    turning_deg: float
    depth: float = 0.20

    def offset(self, along: FloatArray) -> FloatArray:
        """Return the dorsal offset in trunk lengths."""
        if abs(self.turning_deg) < 1e-9:
            return np.full_like(along, self.depth)
        radius = (NECK_BASE - LOW_END) / 2.0 / math.sin(math.radians(self.turning_deg) / 2.0)
        middle = (LOW_END + NECK_BASE) / 2.0
        rise = np.sqrt(np.maximum(radius**2 - (along - middle) ** 2, 0.0)) - abs(radius)
        return self.depth + math.copysign(1.0, radius) * rise


@dataclass(frozen=True)
class Figure:
    """One posture.  Angles in degrees.

    ``upper_arm_deg`` is 0 hanging straight down, 90 straight back, -90 straight forward;
    ``elbow_deg`` is the flexion that bends the forearm forward and up; ``shrug`` and ``retract``
    shift both shoulders along and behind the trunk line, in trunk lengths; ``yaw_deg`` turns the
    front towards the camera.
    """

    trunk_deg: float = 90.0
    upper_arm_deg: float = 0.0
    elbow_deg: float = 5.0
    neck_deg: float = 0.0
    seated: bool = False
    yaw_deg: float = 0.0
    facing: Side = "right"
    shrug: float = 0.0
    retract: float = 0.0
    back: Back | Arc = Back()
    size: tuple[int, int] = SIZE
    trunk_px: float = 130.0
    hip_px: tuple[float, float] = (300.0, 260.0)
    far_visibility: float = 0.3
    mask_height: int | None = 480


def build(figure: Figure) -> Pose:
    """Return the pose of a posture, with a mask unless ``mask_height`` is None."""
    points = _points(figure)
    picture = points @ _axes(figure)
    xy = picture[:, :2] * figure.trunk_px + figure.hip_px
    visibility = np.full(LANDMARK_COUNT, 0.97)
    far = "LEFT" if figure.facing == "right" else "RIGHT"
    if abs(figure.yaw_deg) < 45.0:
        for part in ("ELBOW", "WRIST", "PINKY", "INDEX", "THUMB", "EAR", "EYE"):
            visibility[L[f"{far}_{part}"]] = figure.far_visibility
    mask = None if figure.mask_height is None else _mask(figure, xy)
    depth = picture[:, 2] * figure.trunk_px
    return Pose(xy, depth, visibility, picture * METRES, figure.size, mask)


def _axes(figure: Figure) -> FloatArray:
    """Return where forward, up and left point in the picture (x right, y down, z away)."""
    yaw = math.radians(figure.yaw_deg)
    s, c = math.sin(yaw), math.cos(yaw)
    sign = 1.0 if figure.facing == "right" else -1.0
    return np.array([[sign * c, 0.0, -s], [0.0, -1.0, 0.0], [s, 0.0, sign * c]])


def _arm_direction(angle_deg: float) -> FloatArray:
    a = math.radians(angle_deg)
    return np.array([-math.sin(a), -math.cos(a), 0.0])


def _lean(angle_deg: float) -> FloatArray:
    a = math.radians(angle_deg)
    return np.array([math.cos(a), math.sin(a), 0.0])


def _points(figure: Figure) -> FloatArray:
    """Return the landmarks in trunk lengths from the mid-hip: forward, up, left."""
    points = np.zeros((LANDMARK_COUNT, 3))
    trunk, behind = _lean(figure.trunk_deg), _lean(figure.trunk_deg + 90.0)
    neck = _lean(figure.trunk_deg - figure.neck_deg)
    gaze = _lean(figure.trunk_deg - figure.neck_deg - 90.0)
    shoulder = trunk * (1.0 + figure.shrug) + behind * figure.retract
    ear = trunk + NECK * neck
    elbow = shoulder + UPPER_ARM * _arm_direction(figure.upper_arm_deg)
    wrist = elbow + FOREARM * _arm_direction(figure.upper_arm_deg - figure.elbow_deg)
    hand = elbow + 1.12 * (wrist - elbow)
    thigh = np.array([1.0, 0.02, 0.0]) if figure.seated else np.array([0.1, -0.99, 0.0])
    knee = THIGH * thigh
    ankle = knee + SHANK * np.array([-0.05, -1.0, 0.0])
    places = {
        "SHOULDER": (shoulder, SHOULDER_HALF), "ELBOW": (elbow, SHOULDER_HALF),
        "WRIST": (wrist, SHOULDER_HALF), "PINKY": (hand, SHOULDER_HALF),
        "INDEX": (hand, SHOULDER_HALF), "THUMB": (hand, SHOULDER_HALF),
        "HIP": (np.zeros(3), HIP_HALF), "KNEE": (knee, HIP_HALF), "ANKLE": (ankle, HIP_HALF),
        "HEEL": (ankle + np.array([-0.08, -0.05, 0.0]), HIP_HALF),
        "FOOT_INDEX": (ankle + np.array([0.3, -0.08, 0.0]), HIP_HALF), "EAR": (ear, 0.12),
        "EYE": (ear + 0.12 * gaze, 0.05), "EYE_INNER": (ear + 0.13 * gaze, 0.03),
        "EYE_OUTER": (ear + 0.10 * gaze, 0.07),
    }  # fmt: skip
    for part, (place, half) in places.items():
        across = np.array([0.0, 0.0, half])
        points[L[f"LEFT_{part}"]], points[L[f"RIGHT_{part}"]] = place + across, place - across
    points[L.NOSE] = ear + 0.2 * gaze
    points[[L.MOUTH_LEFT, L.MOUTH_RIGHT]] = ear + 0.16 * gaze - 0.08 * neck
    return points


def _mask(figure: Figure, xy: FloatArray) -> np.ndarray:
    """Return the person probability: trunk with the known back, arms, legs, head; soft edge."""
    height = figure.mask_height or figure.size[1]
    scale = height / figure.size[1]
    canvas = np.zeros((height, round(figure.size[0] * scale)), np.uint8)
    shift = 6
    factor = scale * 2**shift

    def fixed(points: FloatArray) -> np.ndarray:
        return np.round(points * factor).astype(np.int32)

    trunk_px = figure.trunk_px
    hip = np.asarray(figure.hip_px)
    up, dorsal = (v[:2] for v in (np.stack([_lean(figure.trunk_deg),
                  _lean(figure.trunk_deg + 90.0)]) @ _axes(figure)))  # fmt: skip
    along = np.linspace(-0.15, 1.12, 128)
    outline = hip + trunk_px * (np.outer(along, up) + np.outer(figure.back.offset(along), dorsal))
    belly = hip + trunk_px * (np.outer([1.12, -0.15], up) - 0.2 * dorsal)
    cv2.fillPoly(canvas, [fixed(np.vstack([outline, belly]))], 255, cv2.LINE_AA, shift)
    for side in ("LEFT", "RIGHT"):
        limbs = (("SHOULDER", "ELBOW", "WRIST"), ("HIP", "KNEE", "ANKLE"))
        for parts, width in zip(limbs, (0.11, 0.2), strict=True):
            chain = fixed(xy[[L[f"{side}_{part}"] for part in parts]])
            thick = max(1, round(width * trunk_px * scale))
            cv2.polylines(canvas, [chain], False, 255, thick, cv2.LINE_AA, shift)
    head = fixed((xy[L.LEFT_EAR] + xy[L.RIGHT_EAR] + xy[L.NOSE]) / 3.0)
    cv2.circle(canvas, head.tolist(), round(0.15 * trunk_px * factor), 255, -1, cv2.LINE_AA, shift)
    return cv2.GaussianBlur(canvas.astype(np.float32) / np.float32(255.0), (0, 0), 1.3)


def mirror(pose: Pose) -> Pose:
    """Return the pose seen in a mirror: left and right exchanged, picture and mask flipped."""
    scale = 1.0 if pose.mask is None else pose.mask_scale
    width = pose.size[0] if pose.mask is None else pose.mask.shape[1]
    xy, world = swap_sides(pose.xy), swap_sides(pose.world)
    xy[:, 0] = (width - 1) * scale - xy[:, 0]
    world[:, 0] *= -1.0
    mask = None if pose.mask is None else np.ascontiguousarray(pose.mask[:, ::-1])
    return Pose(xy, swap_sides(pose.depth), swap_sides(pose.visibility), world, pose.size, mask)


def moved(pose: Pose, shift: tuple[float, float] = (0.0, 0.0), scale: float = 1.0) -> Pose:
    """Return the landmarks shifted (pixels) and scaled about the origin; without the mask."""
    return replace(pose, xy=pose.xy * scale + shift, depth=pose.depth * scale, mask=None)


def rotated(pose: Pose, angle_deg: float) -> Pose:
    """Return the landmarks turned in the picture about its middle; without the mask."""
    a = math.radians(angle_deg)
    turn = np.array([[math.cos(a), math.sin(a)], [-math.sin(a), math.cos(a)]])
    middle = np.array(pose.size) / 2.0
    return replace(pose, xy=(pose.xy - middle) @ turn + middle, mask=None)


def swap_sides(values: FloatArray) -> FloatArray:
    """Return a copy of ``(33, ...)`` values with every left/right pair exchanged."""
    order = np.arange(LANDMARK_COUNT)
    for left, right in PAIRS:
        order[left], order[right] = right, left
    swapped: FloatArray = values[order]
    return swapped
