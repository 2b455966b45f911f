"""Posture in, joints out: the articulated spine, shoulder girdle and limbs.

The spine has three lumbar and five thoracic segments above the pelvis. Flexion is added to the
body's own standing curve, so zero means "as this person stands".
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from studio.anatomy import LUMBAR_SEGMENTS, LUMBAR_SHARE, THORACIC_SHARE, Body
from studio.transforms import Matrix, Vector, frame_from, pitch, roll, turn, unit, vec

SIDES = (("left", 1.0), ("right", -1.0))
HEAD_POINTS = {
    "nose": (0.112, 0.0, -0.020),
    "left_eye_inner": (0.090, 0.018, 0.014),
    "left_eye": (0.088, 0.032, 0.014),
    "left_eye_outer": (0.078, 0.046, 0.014),
    "right_eye_inner": (0.090, -0.018, 0.014),
    "right_eye": (0.088, -0.032, 0.014),
    "right_eye_outer": (0.078, -0.046, 0.014),
    "left_ear": (0.002, 0.078, 0.002),
    "right_ear": (0.002, -0.078, 0.002),
    "mouth_left": (0.083, 0.025, -0.062),
    "mouth_right": (0.083, -0.025, -0.062),
}


@dataclass(frozen=True)
class Hand:
    """Where a hand goes.

    Attributes
    ----------
    target : (3,) wrist position wished for; shortened along the arm when out of reach
    pole : (3,) direction in which the elbow points
    grip : (3,) direction of the handle inside the fist, thumb end positive
    """

    target: Vector
    pole: Vector
    grip: Vector


@dataclass(frozen=True)
class Posture:
    """Everything that moves; angles in degrees, lengths in metres.

    Attributes
    ----------
    hip : (3,) middle of the hip joints in the world
    pelvis_deg : forward pitch of the pelvis against standing
    lumbar_deg, thoracic_deg : flexion added to the standing curve (extension negative)
    twist_deg, side_bend_deg : whole-spine axial turn (left positive) and bend (right positive)
    neck_deg : flexion of neck and head against the upper back (extension negative)
    protraction_deg, elevation_deg : clavicle angles (left, right); 0 = relaxed standing
    hands : (left, right)
    ankles : (left, right) world positions
    knee_poles : (left, right) directions in which the knees point
    heading_deg : turn of the whole pelvis about the vertical (left positive)
    foot_turn_deg : out-turn of the feet
    foot_pitch_deg : (left, right) forward tip of the feet, for kneeling and walking
    """

    hip: Vector
    pelvis_deg: float
    lumbar_deg: float
    thoracic_deg: float
    hands: tuple[Hand, Hand]
    ankles: tuple[Vector, Vector]
    knee_poles: tuple[Vector, Vector] = field(
        default_factory=lambda: (vec(1, 0.14, 0), vec(1, -0.14, 0))
    )
    twist_deg: float = 0.0
    side_bend_deg: float = 0.0
    neck_deg: float = 0.0
    protraction_deg: tuple[float, float] = (0.0, 0.0)
    elevation_deg: tuple[float, float] = (0.0, 0.0)
    heading_deg: float = 0.0
    foot_turn_deg: float = 10.0
    foot_pitch_deg: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Skeleton:
    """Solved joints.

    Attributes
    ----------
    joints : name → (3,) world metres. Limb joints are ``left_elbow`` and so on; ``left_gleno`` is
        the ball joint, ``left_acromion`` the bony tip, ``left_shoulder`` the skin on top of it,
        where annotators (and a landmark network, by least squares over six bodies and seven
        yaws) put the shoulder; ``left_grip`` the middle of the fist; ``hip`` the mid-hip
    spine : (9, 3) from the lumbosacral joint to C7
    frames : name → (3, 3) columns x forward, y left, z up of pelvis, chest, neck, head
    spine_frames : one frame a spine segment
    """

    joints: dict[str, Vector]
    spine: Vector
    frames: dict[str, Matrix]
    spine_frames: tuple[Matrix, ...]
    posture: Posture

    def __getitem__(self, name: str) -> Vector:
        return self.joints[name]


def two_bone(start: Vector, end: Vector, first: float, second: float, pole: Vector) -> Vector:
    """Return the middle joint of a two-bone chain that bends towards ``pole``."""
    along = end - start
    reach = float(np.linalg.norm(along))
    axis = along / max(reach, 1e-9)
    foot = (first**2 - second**2 + reach**2) / (2 * max(reach, 1e-9))
    height = np.sqrt(max(0.0, first**2 - foot**2))
    return start + axis * foot + unit(pole - axis * float(pole @ axis)) * height


def clamp_reach(start: Vector, end: Vector, reach: float) -> Vector:
    """Return ``end`` pulled in so that it lies within ``reach`` of ``start``."""
    offset = end - start
    length = float(np.linalg.norm(offset))
    return end if length <= reach else start + offset * (reach / length)


def spine_bends(body: Body, lumbar_deg: float, thoracic_deg: float) -> list[float]:
    """Return the bend of each spine joint, sacrum upwards, degrees."""
    added = [lumbar_deg * s for s in LUMBAR_SHARE] + [thoracic_deg * s for s in THORACIC_SHARE]
    return [n + a for n, a in zip(body.neutral_bends_deg, added, strict=True)]


def sacrum_offset(body: Body) -> Vector:
    """Return the lumbosacral joint seen from the mid-hip, in the pelvis frame."""
    return vec(-0.040, 0.0, 0.098) * body.scale


def trunk_chord(body: Body, lumbar_deg: float, thoracic_deg: float) -> Vector:
    """Return C7 seen from the mid-hip in the pelvis frame (no twist, no side bend)."""
    position, frame = sacrum_offset(body), np.eye(3)
    for i, bend in enumerate(spine_bends(body, lumbar_deg, thoracic_deg)):
        frame = frame @ pitch(bend)
        length = body.lumbar_m if i < LUMBAR_SEGMENTS else body.thoracic_m
        position = position + frame @ vec(0, 0, length)
    return position


def pelvis_for_inclination(
    body: Body, inclination_deg: float, lumbar_deg: float, thoracic_deg: float
) -> float:
    """Return the pelvis pitch that puts the hip→C7 chord at ``inclination_deg`` (90 upright)."""
    chord = trunk_chord(body, lumbar_deg, thoracic_deg)
    own = np.degrees(np.arctan2(chord[0], chord[2]))
    return float(90.0 - inclination_deg - own)


def _spine(body: Body, posture: Posture, pelvis: Matrix) -> tuple[Vector, list[Matrix]]:
    position = posture.hip + pelvis @ sacrum_offset(body)
    frame, points, frames = pelvis, [position], []
    bends = spine_bends(body, posture.lumbar_deg, posture.thoracic_deg)
    for i, bend in enumerate(bends):
        turned = turn(posture.twist_deg / len(bends)) @ roll(posture.side_bend_deg / len(bends))
        frame = frame @ pitch(bend) @ turned
        length = body.lumbar_m if i < LUMBAR_SEGMENTS else body.thoracic_m
        position = position + frame @ vec(0, 0, length)
        points.append(position)
        frames.append(frame)
    return np.array(points), frames


def _head(body: Body, posture: Posture, c7: Vector, top: Matrix) -> tuple[dict, dict]:
    standing = sum(body.neutral_bends_deg) + pelvis_for_inclination(body, 90.0, 0.0, 0.0)
    neck = top @ pitch(14.0 + posture.neck_deg * 0.55)
    head = neck @ pitch(-14.0 - standing + posture.neck_deg * 0.45)
    size = 0.56 + 0.5 * body.scale
    atlas = c7 + neck @ vec(0.018, 0, 0.098) * body.scale
    centre = atlas + head @ vec(0.016, 0, 0.062) * size
    joints = {"atlas": atlas, "head": centre}
    for name, offset in HEAD_POINTS.items():
        joints[name] = centre + head @ np.array(offset) * size
    return joints, {"neck": neck, "head": head}


def girdle(
    body: Body, chest: Matrix, base: Vector, sign: float, protraction: float, elevation: float
) -> dict[str, Vector]:
    """Place one side of the shoulder girdle on the upper thorax.

    Parameters
    ----------
    chest, base : frame and origin of the upper thoracic segment
    sign : +1 left, −1 right
    protraction, elevation : clavicle angles in degrees, 0 = relaxed
    """
    s = body.scale
    sternal = base + chest @ vec(0.098, sign * 0.022, 0.012) * s
    azimuth, lift = np.radians(-20.0 + protraction), np.radians(7.0 + elevation)
    bone = vec(np.sin(azimuth) * np.cos(lift), sign * np.cos(azimuth) * np.cos(lift), np.sin(lift))
    end = sternal + chest @ bone * body.clavicle_m
    acromion = end + chest @ vec(-0.004, sign * 0.020, 0.004) * s
    gleno = end + chest @ vec(0.006, sign * 0.014, -0.032) * s
    return {
        "sternal": sternal,
        "clavicle": end,
        "acromion": acromion,
        "gleno": gleno,
        "shoulder": end + chest @ vec(0.002, sign * 0.028, 0.0215) * s,
        "scapula": base
        + chest
        @ vec(-0.030, sign * (0.080 + 0.0016 * protraction), -0.070 + 0.0016 * elevation)
        * s,
    }


def solve(body: Body, posture: Posture) -> Skeleton:
    """Place every joint of ``body`` in ``posture``."""
    pelvis = turn(posture.heading_deg) @ pitch(posture.pelvis_deg)
    joints: dict[str, Vector] = {"hip": posture.hip}
    spine, frames = _spine(body, posture, pelvis)
    joints["c7"], joints["sacrum"] = spine[-1], spine[0]
    joints["thoracolumbar"] = spine[LUMBAR_SEGMENTS]
    head, head_frames = _head(body, posture, spine[-1], frames[-1])
    joints.update(head)
    chest = frames[6]
    for i, (side, sign) in enumerate(SIDES):
        parts = girdle(
            body, chest, spine[6], sign, posture.protraction_deg[i], posture.elevation_deg[i]
        )
        joints.update({f"{side}_{name}": point for name, point in parts.items()})
        joints.update(_arm(body, side, parts["gleno"], posture.hands[i]))
        hip = posture.hip + pelvis @ vec(0, sign * 0.088, 0) * body.scale * (0.5 + 0.5 * body.hips)
        joints.update(
            _leg(body, side, sign, hip, posture.ankles[i], posture.knee_poles[i], posture, i)
        )
    all_frames = {"pelvis": pelvis, "chest": chest, **head_frames}
    return Skeleton(joints, spine, all_frames, tuple(frames), posture)


def _arm(body: Body, side: str, gleno: Vector, hand: Hand) -> dict[str, Vector]:
    wrist = clamp_reach(gleno, hand.target, (body.upper_arm_m + body.forearm_m) * 0.998)
    elbow = two_bone(gleno, wrist, body.upper_arm_m, body.forearm_m, hand.pole)
    fore = unit(wrist - elbow)
    frame = hand_frame(fore, hand.grip, side)
    out = {"elbow": elbow, "wrist": wrist, "grip": wrist + fore * body.grip_m}
    palm = -frame[:, 0]
    thumb = frame[:, 1] * (1.0 if side == "left" else -1.0)
    s = body.scale
    out["index"] = wrist + (fore * 0.088 + thumb * 0.028) * s
    out["pinky"] = wrist + (fore * 0.082 - thumb * 0.030) * s
    out["thumb"] = wrist + (fore * 0.060 + palm * 0.030 + thumb * 0.030) * s
    return {f"{side}_{name}": point for name, point in out.items()}


def hand_frame(fore: Vector, grip: Vector, side: str) -> Matrix:
    """Return the hand's frame: z along the forearm, y along the handle, −x out of the palm.

    ``grip`` points towards the thumb; a left and a right hand are mirror images.
    """
    y = grip if side == "left" else -np.asarray(grip)
    return frame_from(fore, np.cross(y, fore))


def _leg(
    body: Body,
    side: str,
    sign: float,
    hip: Vector,
    ankle: Vector,
    pole: Vector,
    posture: Posture,
    index: int,
) -> dict[str, Vector]:
    ankle = clamp_reach(hip, ankle, (body.thigh_m + body.shank_m) * 0.999)
    knee = two_bone(hip, ankle, body.thigh_m, body.shank_m, pole)
    foot = foot_frame(posture, sign, index)
    s = body.scale
    out = {
        "hip": hip,
        "knee": knee,
        "ankle": ankle,
        "heel": ankle + foot @ vec(-0.055, 0, -0.062) * s,
        "foot_index": ankle + foot @ vec(0.155, 0.0, -0.070) * s,
    }
    return {f"{side}_{name}": point for name, point in out.items()}


def foot_frame(posture: Posture, sign: float, index: int) -> Matrix:
    """Return the frame of a foot (x to the toes, z up)."""
    yaw = posture.heading_deg + sign * posture.foot_turn_deg
    return turn(yaw) @ pitch(posture.foot_pitch_deg[index])
