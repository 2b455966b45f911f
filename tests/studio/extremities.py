"""Fists and shoes, meshed once and moved as rigid parts."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from studio.materials import Material
from studio.mesh import Mesh, plain_mesh
from studio.meshing import mesh_solid
from studio.sdf import Solid
from studio.transforms import vec

ARM_PART, LEG_PART = 2, 3
FINGERS = ((0.030, 0.036), (0.010, 0.043), (-0.010, 0.041), (-0.029, 0.033))


@lru_cache(maxsize=2)
def fist_mesh(cell: float = 0.0045) -> Mesh:
    """Mesh a left fist: z from wrist to knuckles, y to the thumb side, −x out of the palm."""
    solid = Solid()
    solid.ellipsoid(vec(0.002, 0, 0.046), (0.016, 0.041, 0.046), blend=0.02)
    solid.capsule(vec(0, 0, -0.030), vec(0, 0, 0.020), 0.0265, 0.026, blend=0.03)
    for y, length in FINGERS:
        knuckle, middle = vec(0.002, y, 0.084), vec(-0.006, y, 0.084 + 0.38 * length)
        tip = vec(-0.036, y, 0.086 + 0.22 * length)
        solid.capsule(knuckle, middle, 0.0108, 0.0100, blend=0.006)
        solid.capsule(middle, tip, 0.0100, 0.0095, blend=0.005)
        solid.capsule(tip, vec(-0.038, y, 0.060), 0.0095, 0.0085, blend=0.005)
    solid.capsule(vec(-0.006, 0.034, 0.028), vec(-0.028, 0.043, 0.058), 0.0145, 0.0115, blend=0.012)
    solid.capsule(vec(-0.028, 0.043, 0.058), vec(-0.046, 0.020, 0.078), 0.0110, 0.0090, blend=0.006)
    surface = mesh_solid(solid, cell)
    mesh = plain_mesh(surface.points, surface.normals, surface.faces, Material.SKIN, part=ARM_PART)
    mesh.occlusion[:] = surface.occlusion
    return mesh


@lru_cache(maxsize=2)
def shoe_mesh(cell: float = 0.005) -> Mesh:
    """Mesh a training shoe: ankle at the origin, x to the toes, floor at z = −0.088."""
    floor = -0.088
    solid = Solid()
    solid.ellipsoid(vec(0.040, 0, floor + 0.040), (0.095, 0.037, 0.042), blend=0.03)
    solid.ellipsoid(vec(0.118, 0.002, floor + 0.030), (0.070, 0.047, 0.033), blend=0.04)
    solid.ellipsoid(vec(-0.040, 0, floor + 0.042), (0.044, 0.036, 0.048), blend=0.03)
    solid.capsule(vec(0.010, 0, floor + 0.055), vec(-0.006, 0, 0.012), 0.046, 0.044, blend=0.03)
    surface = mesh_solid(solid, cell)
    points = surface.points.copy()
    points[:, 2] = np.maximum(points[:, 2], floor + 0.001)
    height = points[:, 2] - floor
    material = np.full(len(points), Material.SHOE, np.int16)
    material[height < 0.026 + 0.010 * (points[:, 0] < -0.02)] = Material.SOLE
    material[height > 0.098] = Material.SOCK
    stripe = np.abs(points[:, 0] - 0.05 + 0.5 * (height - 0.05)) < 0.008
    material[stripe & (material == Material.SHOE) & (height < 0.075)] = Material.SOLE
    mesh = plain_mesh(points, surface.normals, surface.faces, material, part=LEG_PART)
    mesh.occlusion[:] = surface.occlusion
    return mesh
