"""The head and its hair, meshed once for each lifter in the head's own frame.

Frame: origin between the ears, x forward, y left, z up, metres at 1.75 m stature.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from studio.anatomy import Body
from studio.clothes import vertex_normals
from studio.materials import Material
from studio.mesh import Mesh, plain_mesh
from studio.meshing import mesh_solid
from studio.noise import fractal_many
from studio.sdf import Solid
from studio.transforms import pitch, turn, vec

SKIN, EYE, HAIR, CAP = 0, 1, 2, 3
HEAD_PART = 4
Array = NDArray[np.float64]


def _skull(solid: Solid, body: Body) -> None:
    jaw = 1.0 - 0.10 * (body.chest > 0)
    solid.ellipsoid(vec(-0.014, 0, 0.042), (0.095, 0.074, 0.086), blend=0.02)
    solid.ellipsoid(vec(0.030, 0, 0.000), (0.060, 0.060, 0.082), blend=0.05)
    solid.ellipsoid(vec(0.034, 0, -0.058), (0.047, 0.047 * jaw, 0.046), blend=0.04)
    solid.ellipsoid(vec(0.070, 0, -0.088), (0.016, 0.019 * jaw, 0.014), blend=0.03)
    for sign in (1.0, -1.0):
        solid.capsule(
            vec(0.056, sign * 0.030 * jaw, -0.082),
            vec(0.010, sign * 0.056 * jaw, -0.048),
            0.017,
            0.016,
            blend=0.035,
        )
        solid.ellipsoid(vec(0.062, sign * 0.042, -0.022), (0.020, 0.020, 0.017), blend=0.03)


def _features(solid: Solid) -> None:
    for sign in (1.0, -1.0):
        solid.ellipsoid(
            vec(0.090, sign * 0.031, 0.012), (0.017, 0.017, 0.012), blend=0.018, cut=True
        )
        solid.capsule(
            vec(0.083, sign * 0.014, 0.031),
            vec(0.072, sign * 0.048, 0.031),
            0.010,
            0.008,
            blend=0.016,
        )
    solid.capsule(vec(0.083, 0, 0.020), vec(0.102, 0, -0.018), 0.0075, 0.0110, blend=0.014)
    for sign in (1.0, -1.0):
        solid.ellipsoid(vec(0.094, sign * 0.010, -0.026), (0.012, 0.008, 0.008), blend=0.010)
    solid.capsule(vec(0.079, 0.017, -0.056), vec(0.079, -0.017, -0.056), 0.008, 0.008, blend=0.012)
    solid.capsule(
        vec(0.078, 0.014, -0.068), vec(0.078, -0.014, -0.068), 0.0085, 0.0085, blend=0.012
    )
    solid.capsule(
        vec(0.090, 0.014, -0.062), vec(0.090, -0.014, -0.062), 0.0022, 0.0022, blend=0.004, cut=True
    )


def _eyes_and_ears(solid: Solid) -> None:
    for sign in (1.0, -1.0):
        frame = turn(-sign * 20) @ pitch(-10)
        solid.tag = SKIN
        solid.ellipsoid(
            vec(-0.004, sign * 0.075, -0.004), (0.018, 0.008, 0.031), frame=frame, blend=0.010
        )
        solid.ellipsoid(
            vec(0.002, sign * 0.084, 0.000),
            (0.009, 0.006, 0.017),
            frame=frame,
            blend=0.006,
            cut=True,
        )
        solid.tag = EYE
        solid.ellipsoid(vec(0.0765, sign * 0.031, 0.010), (0.0105, 0.0125, 0.0068), blend=0.001)


def _hair_volumes(solid: Solid, style: str) -> None:
    solid.tag = HAIR
    if style == "afro":
        solid.ellipsoid(vec(-0.022, 0, 0.074), (0.118, 0.106, 0.098), blend=0.02)
    elif style in ("bun", "ponytail", "long", "bob"):
        solid.ellipsoid(vec(-0.022, 0, 0.046), (0.101, 0.082, 0.092), blend=0.02)
    if style == "bun":
        solid.ellipsoid(vec(-0.118, 0, 0.082), (0.040, 0.042, 0.040), blend=0.012)
    if style == "ponytail":
        solid.ellipsoid(vec(-0.118, 0, 0.060), (0.026, 0.022, 0.024), blend=0.012)
    if style == "bob":
        for sign in (1.0, -1.0):
            solid.ellipsoid(vec(-0.020, sign * 0.072, -0.022), (0.060, 0.020, 0.075), blend=0.03)
        solid.ellipsoid(vec(-0.075, 0, -0.030), (0.042, 0.072, 0.075), blend=0.04)
    if style == "long":
        for sign in (1.0, -1.0):
            solid.ellipsoid(vec(-0.030, sign * 0.072, -0.010), (0.052, 0.018, 0.062), blend=0.03)
        solid.ellipsoid(vec(-0.080, 0, -0.020), (0.040, 0.068, 0.068), blend=0.04)
    if style == "cap":
        solid.tag = CAP
        solid.ellipsoid(vec(-0.010, 0, 0.060), (0.103, 0.083, 0.080), blend=0.01)
        solid.ellipsoid(vec(0.112, 0, 0.052), (0.062, 0.058, 0.008), frame=pitch(12), blend=0.016)


def _hairline(points: Array) -> Array:
    """Signed distance inside the scalp, metres (positive = hair grows here)."""
    x, y, z = points.T
    wave = 0.005 * np.sin(80 * y + 15 * x) + 0.004 * np.sin(120 * z + 60 * x)
    front = z - (0.082 - 0.75 * np.clip(0.070 - x, 0.0, 0.090)) + wave
    nape = z + 0.052 - 0.40 * np.clip(x + 0.085, 0.0, 0.1) + 0.6 * wave
    sideburn = np.where((x > 0.002) & (x < 0.034) & (np.abs(y) > 0.05), z - 0.000, -1.0)
    behind = np.where(x < 0.006, 0.05, -1.0)
    field = np.minimum(np.maximum(np.maximum(front, behind), sideburn), nape)
    ear = (np.abs(y) > 0.0685) & (np.abs(x + 0.004) < 0.026) & (np.abs(z + 0.004) < 0.036)
    return np.where(ear, -0.02, field)


def _beard_field(points: Array) -> Array:
    x, y, z = points.T
    jaw = np.minimum(-0.030 - z + 0.5 * np.clip(0.05 - x, 0, 0.06), x - 0.004)
    moustache = np.minimum(0.008 - np.abs(z + 0.045), 0.034 - np.abs(y))
    chin = np.maximum(jaw - 0.45 * np.clip(x - 0.062, 0, 1) * (z > -0.07), moustache)
    lips = (np.abs(z + 0.062) < 0.012) & (np.abs(y) < 0.025) & (x > 0.07)
    return np.where(lips, -0.01, np.where(x > 0.03, chin, jaw))


def _paint_face(points: Array, material: NDArray) -> None:
    x, y, z = points.T
    skin = material == Material.SKIN
    arch = 0.034 - 0.10 * np.abs(np.abs(y) - 0.030)
    brow = skin & (x > 0.066) & (np.abs(z - arch) < 0.0055) & (np.abs(np.abs(y) - 0.032) < 0.020)
    lip = skin & (x > 0.072) & (np.abs(z + 0.062) < 0.011 - 6.0 * y * y) & (np.abs(y) < 0.026)
    material[brow] = Material.BROW
    material[lip] = Material.LIP
    centre = (np.abs(y) - 0.031) ** 2 + (z - 0.010) ** 2
    material[(material == Material.EYE_WHITE) & (centre < 0.0066**2)] = Material.IRIS


@lru_cache(maxsize=32)
def head_mesh(body: Body, cell: float = 0.0030) -> Mesh:
    """Mesh head, face and the hair that does not swing."""
    solid = Solid(tag=SKIN)
    _skull(solid, body)
    _features(solid)
    _eyes_and_ears(solid)
    _hair_volumes(solid, body.hair)
    surface = mesh_solid(solid, cell)
    points, tag = surface.points.copy(), surface.table[surface.owner, 21].astype(int)
    material = np.full(len(points), Material.SKIN, np.int16)
    for source, target in (
        (EYE, Material.EYE_WHITE),
        (HAIR, Material.HAIR),
        (CAP, Material.ACCENT),
    ):
        material[tag == source] = target
    hairline = _hairline(points)
    if body.hair not in ("bald", "cap"):
        material[(material == Material.SKIN) & (hairline > 0)] = Material.HAIR
        thick = {"short": 0.011, "buzz": 0.003, "afro": 0.022}.get(body.hair, 0.007)
        strands = fractal_many(points * np.array([160.0, 160.0, 60.0]), 2)
        rise = np.clip(hairline / 0.02, 0, 1) * (material == Material.HAIR) * thick
        points += surface.normals * (rise * (1.0 + 0.35 * strands))[:, None]
    elif body.hair == "cap":
        material[(material == Material.SKIN) & (hairline > 0) & (points[:, 0] < 0.01)] = (
            Material.HAIR
        )
    if body.beard:
        beard = _beard_field(points)
        grown = (material == Material.SKIN) & (beard > 0)
        material[grown] = Material.HAIR
        points += surface.normals * (np.clip(beard / 0.02, 0, 1) * grown * 0.006)[:, None]
    _paint_face(points, material)
    normals = vertex_normals(points, surface.faces)
    mesh = plain_mesh(points, normals, surface.faces, material, part=HEAD_PART)
    mesh.occlusion[:] = surface.occlusion
    return mesh
