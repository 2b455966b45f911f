"""Ground truth of a rendered frame and clip, and the JSON that holds it (docs/studio.md)."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from studio import SCHEMA_VERSION
from studio.anatomy import Body
from studio.camera import Camera
from studio.exercises.base import idle_hands
from studio.figure import part_faces
from studio.flesh import SpineLine
from studio.mesh import Mesh
from studio.motion import State
from studio.raster import rasterise
from studio.skeleton import SIDES, Posture, Skeleton, pelvis_for_inclination, solve
from studio.transforms import joint_angle, vec

LANDMARKS = (
    "nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye",
    "right_eye_outer", "left_ear", "right_ear", "mouth_left", "mouth_right", "left_shoulder",
    "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_pinky",
    "right_pinky", "left_index", "right_index", "left_thumb", "right_thumb", "left_hip",
    "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle", "left_heel",
    "right_heel", "left_foot_index", "right_foot_index",
)  # fmt: skip
EXTRA_POINTS = (
    "left_acromion", "right_acromion", "left_gleno", "right_gleno", "c7", "thoracolumbar", "sacrum",
)  # fmt: skip
OUTLINE_POINTS = 41
FAULT_CODES = (
    "rounded_back", "arched_back", "rounding_growing", "shrug", "no_retraction",
    "late_retraction", "yank", "hitch", "bounce", "drop", "short_range", "trunk_swing",
    "uneven_sides", "lowering_too_fast", "partial",
)  # fmt: skip
PHASES = ("idle", "enter", "settle", "concentric", "pause", "eccentric", "rest", "leave")


@dataclass(frozen=True)
class Fault:
    """One known fault; ``size`` is in ``unit``; ``rep`` is −1 for the whole set."""

    code: str
    start_s: float
    end_s: float
    size: float
    unit: str
    rep: int = -1


@dataclass(frozen=True)
class RepTruth:
    """Times of one repetition; ``side`` is both, left or right."""

    index: int
    start_s: float
    peak_s: float
    end_s: float
    concentric_s: float
    pause_s: float
    eccentric_s: float
    side: str
    complete: bool


@dataclass
class ClipTruth:
    """Everything known about a clip.

    ``frames`` maps a column name to one value a frame, ``joints_px`` a joint to one pixel pair.
    """

    exercise: str
    view: str
    seed: int
    body: dict[str, Any]
    camera: dict[str, Any]
    scene: dict[str, Any]
    reps: list[RepTruth] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    frames: dict[str, list] = field(default_factory=dict)
    joints_px: dict[str, list] = field(default_factory=dict)
    fps: float = 30.0
    schema_version: int = SCHEMA_VERSION

    def save(self, target: Path) -> None:
        """Write the truth as JSON, atomically."""
        text = json.dumps(asdict(self), separators=(",", ":"))
        part = target.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        os.replace(part, target)


def standing(body: Body) -> Skeleton:
    """Return the lifter at ease: the reference for trunk length and girdle travel."""
    hip = vec(0, 0, body.ankle_m + body.thigh_m + body.shank_m - 0.005)
    posture = Posture(
        hip=hip,
        pelvis_deg=pelvis_for_inclination(body, 90.0, 0.0, 0.0),
        lumbar_deg=0.0,
        thoracic_deg=0.0,
        hands=idle_hands(),
        ankles=(vec(0, 0.1, body.ankle_m), vec(0, -0.1, body.ankle_m)),
    )
    return solve(body, posture)


def trunk_length(skeleton: Skeleton) -> float:
    """Return mid-hip to mid-shoulder, metres."""
    return float(np.linalg.norm(_middle(skeleton, "shoulder") - _middle(skeleton, "hip")))


def _middle(skeleton: Skeleton, name: str) -> NDArray[np.float64]:
    return (skeleton[f"left_{name}"] + skeleton[f"right_{name}"]) / 2


def _travel(skeleton: Skeleton, rest: Skeleton, side: str) -> NDArray[np.float64]:
    """Acromion displacement from rest in the thorax frame, metres (x forward, z up)."""

    def local(s: Skeleton) -> NDArray[np.float64]:
        return s.frames["chest"].T @ (s[f"{side}_acromion"] - s.spine[6])

    return local(skeleton) - local(rest)


def inclination(points: NDArray[np.float64]) -> float:
    """Angle of the row pair (hip, shoulder) to the horizontal, degrees, image y down."""
    dx, dy = points[1] - points[0]
    return float(np.degrees(np.arctan2(-dy, abs(dx))))


def frame_truth(skeleton: Skeleton, rest: Skeleton, state: State, camera: Camera) -> dict[str, Any]:
    """Return the columns of one frame except the outline (see docs/studio.md)."""
    posture = skeleton.posture
    hip, shoulder = _middle(skeleton, "hip"), _middle(skeleton, "shoulder")
    rise = shoulder - hip
    length = trunk_length(rest)
    names = LANDMARKS + EXTRA_POINTS
    pixels = camera.project([skeleton[n] for n in names])
    row: dict[str, Any] = {
        "time_s": round(state.time_s, 5),
        "phase": state.phase,
        "rep": state.rep,
        "lumbar_flexion_deg": posture.lumbar_deg,
        "thoracic_flexion_deg": posture.thoracic_deg,
        "neck_flexion_deg": posture.neck_deg,
        "pelvis_pitch_deg": posture.pelvis_deg,
        "trunk_inclination_deg": inclination(camera.project([hip, shoulder])),
        "trunk_inclination_3d_deg": float(
            np.degrees(np.arctan2(rise[2], np.hypot(rise[0], rise[1])))
        ),
    }
    for i, (side, _) in enumerate(SIDES):
        travel = _travel(skeleton, rest, side) / length * 100.0
        row[f"{side}_protraction_deg"] = posture.protraction_deg[i]
        row[f"{side}_elevation_deg"] = posture.elevation_deg[i]
        row[f"{side}_retraction_pct"] = -travel[0]
        row[f"{side}_elevation_pct"] = travel[2]
        row[f"{side}_pull"] = state.pull[i]
        row.update(_angles(skeleton, side))
    row = {k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()}
    row["joints_px"] = {
        n: [round(float(v), 1) for v in p] for n, p in zip(names, pixels, strict=True)
    }
    row["spine_px"] = np.round(camera.project(skeleton.spine), 1).tolist()
    return row


def _angles(skeleton: Skeleton, side: str) -> dict[str, float]:
    p = {n: skeleton[f"{side}_{n}"] for n in ("gleno", "elbow", "wrist", "hip", "knee", "ankle")}
    return {
        f"{side}_elbow_deg": joint_angle(p["gleno"], p["elbow"], p["wrist"]),
        f"{side}_shoulder_deg": joint_angle(p["hip"], p["gleno"], p["elbow"]),
        f"{side}_hip_deg": joint_angle(p["gleno"], p["hip"], p["knee"]),
        f"{side}_knee_deg": joint_angle(p["hip"], p["knee"], p["ankle"]),
    }


def silhouette(figure: Mesh, camera: Camera, *, scale: int = 2) -> NDArray[np.uint8]:
    """Return the mask (0/255) of the lifter without arms and props, ``scale`` × finer.

    The holes where the arms were taken off are filled.
    """
    faces = part_faces(figure, arms=False)
    hits = rasterise(figure.points, faces, camera.supersampled(scale), cull=False)
    mask = np.where(hits.face >= 0, 255, 0).astype(np.uint8)
    edges, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(mask, edges, -1, 255, cv2.FILLED)


def dorsal_outline(
    figure: Mesh, skeleton: Skeleton, camera: Camera, *, scale: int = 2
) -> NDArray[np.float64]:
    """Return the edge of the back in the image, ``(41, 2)`` px from the sacrum to C7.

    From points spread evenly over the spine a ray leaves perpendicular to the sacrum→C7 chord, on
    the dorsal side; the outline is where it last leaves the silhouette of trunk, head and legs
    before a gap. NaN where the ray starts outside the silhouette.
    """
    mask = silhouette(figure, camera, scale=scale)
    line = SpineLine(skeleton)
    points = np.array([line.at(u)[0] for u in np.linspace(0.0, 1.0, OUTLINE_POINTS)])
    pixels = camera.project(points) * scale
    chord = pixels[-1] - pixels[0]
    normal = np.array([-chord[1], chord[0]]) / max(float(np.linalg.norm(chord)), 1e-9)
    behind = camera.project([skeleton.spine[0] - skeleton.frames["pelvis"][:, 0] * 0.1])[0] * scale
    if (behind - pixels[0]) @ normal < 0:
        normal = -normal
    reach = np.arange(0.0, 0.9 * float(np.linalg.norm(chord)), 0.5)
    out = np.full((OUTLINE_POINTS, 2), np.nan)
    for i, start in enumerate(pixels):
        ray = start + normal * reach[:, None]
        inside = _sample(mask, ray)
        if inside[0]:
            gap = np.flatnonzero(~inside)
            out[i] = ray[gap[0] - 1 if len(gap) else -1] / scale
    return out


def _sample(mask: NDArray[np.uint8], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    values = cv2.remap(mask, points[None].astype(np.float32), None, cv2.INTER_LINEAR, borderValue=0)
    return np.ravel(values) > 127


def outline_column(outline: NDArray[np.float64]) -> list:
    """Turn an outline into JSON values (``None`` for NaN)."""
    return [None if np.isnan(p).any() else [round(float(v), 1) for v in p] for p in outline]
