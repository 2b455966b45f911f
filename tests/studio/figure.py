"""The whole lifter as one mesh: dressed body, head, hands, shoes and swinging hair."""

from __future__ import annotations

import numpy as np

from studio.anatomy import Body
from studio.clothes import dress
from studio.extremities import fist_mesh, shoe_mesh
from studio.flesh import HAIR_GROUP, Region, body_solid
from studio.head import head_mesh
from studio.mesh import Mesh, join
from studio.meshing import mesh_solid
from studio.sdf import Solid
from studio.skeleton import SIDES, Skeleton, foot_frame, hand_frame
from studio.transforms import Vector, lerp, unit, vec

CELL_M = 0.011


def figure_mesh(body: Body, skeleton: Skeleton, cell: float = CELL_M) -> Mesh:
    """Mesh ``body`` in the posture of ``skeleton``, grid ``cell`` metres."""
    solid = body_solid(body, skeleton)
    _hair(solid, body, skeleton)
    parts = [dress(mesh_solid(solid, cell), body, skeleton), _placed_head(body, skeleton)]
    for i, (side, sign) in enumerate(SIDES):
        parts.append(_placed_fist(body, skeleton, side, i))
        shoe = shoe_mesh() if sign > 0 else shoe_mesh().mirrored()
        frame = foot_frame(skeleton.posture, sign, i) * body.scale
        parts.append(shoe.moved(frame, skeleton[f"{side}_ankle"]))
    return join(parts)


def _placed_head(body: Body, skeleton: Skeleton) -> Mesh:
    size = 0.56 + 0.5 * body.scale
    return head_mesh(body).moved(skeleton.frames["head"] * size, skeleton["head"])


def _placed_fist(body: Body, skeleton: Skeleton, side: str, index: int) -> Mesh:
    fore = unit(skeleton[f"{side}_wrist"] - skeleton[f"{side}_elbow"])
    frame = hand_frame(fore, skeleton.posture.hands[index].grip, side)
    mesh = fist_mesh() if side == "left" else fist_mesh().mirrored()
    return mesh.moved(frame * body.scale, skeleton[f"{side}_wrist"])


def _hair(solid: Solid, body: Body, skeleton: Skeleton) -> None:
    solid.tag, solid.group = Region.HAIR, HAIR_GROUP
    if body.hair == "ponytail":
        _chain(solid, _swinging(skeleton, vec(-0.125, 0.0, 0.060), 0.24), 0.026)
    elif body.hair == "long":
        for y in (-0.045, 0.0, 0.045):
            _chain(solid, _lying(skeleton, y), 0.030)


def _swinging(skeleton: Skeleton, anchor: Vector, length: float) -> list[Vector]:
    """A tail that leaves the head backwards and falls with gravity, clear of the neck."""
    head = skeleton.frames["head"]
    point = skeleton["head"] + head @ anchor
    direction, points = head @ vec(-1.0, 0.0, 0.1), [point]
    back = skeleton.frames["neck"] @ vec(-1, 0, 0)
    for _ in range(5):
        direction = unit(direction + 0.55 * vec(0, 0, -1) + 0.10 * back)
        point = point + direction * length / 5
        points.append(point)
    return points


def _lying(skeleton: Skeleton, y: float) -> list[Vector]:
    """A strand that lies on nape and upper back."""
    head, neck, chest = (skeleton.frames[n] for n in ("head", "neck", "chest"))
    start = skeleton["head"] + head @ vec(-0.085, y, -0.03)
    nape = lerp(skeleton["c7"], skeleton["head"], 0.35) + neck @ vec(-0.072, 1.15 * y, 0)
    back = skeleton.spine[7] + chest @ vec(-0.062, 1.35 * y, 0)
    return [start, nape, back, skeleton.spine[6] + chest @ vec(-0.068, 1.5 * y, 0.0)]


def _chain(solid: Solid, points: list[Vector], radius: float) -> None:
    count = len(points) - 1
    for i in range(count):
        r0, r1 = (radius * (1.0 - 0.55 * (k / count) ** 2) for k in (i, i + 1))
        solid.capsule(points[i], points[i + 1], r0, r1, blend=0.035)


def part_faces(mesh: Mesh, *, arms: bool = True) -> np.ndarray:
    """Return the faces of the figure, without the arms if ``arms`` is false."""
    if arms:
        return mesh.faces
    is_arm = mesh.part[mesh.faces[:, 0]] == 2
    return np.ascontiguousarray(mesh.faces[~is_arm])
