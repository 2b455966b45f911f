"""Dress the meshed body: where each garment ends, how far it stands off, how it hangs."""

from __future__ import annotations

import numba as nb
import numpy as np
from numpy.typing import NDArray

from studio.anatomy import Body
from studio.flesh import Region
from studio.materials import Material
from studio.mesh import GARMENTS, Mesh
from studio.meshing import Surface
from studio.noise import fractal_many
from studio.sdf import CACHED
from studio.skeleton import SIDES, Skeleton
from studio.transforms import Vector, unit

TOP, BOTTOM, SOCK, BELT = 0, 1, 2, 3
Array = NDArray[np.float64]
_PARTS = {
    Region.TRUNK: 1,
    Region.PELVIS: 1,
    Region.SHOULDER: 1,
    Region.NECK: 1,
    Region.HOOD: 1,
    Region.HAIR: 4,
    Region.UPPER_ARM: 2,
    Region.FOREARM: 2,
    Region.THIGH: 3,
    Region.SHANK: 3,
}
STAND_OFF_M = {"tight": 0.003, "tank": 0.005, "tee": 0.008, "long_sleeve": 0.008, "hoodie": 0.020}


@nb.njit(**CACHED)
def vertex_normals(points, faces):
    """Return area-weighted vertex normals of a mesh."""
    normals = np.zeros_like(points)
    for f in range(faces.shape[0]):
        a, b, c = faces[f, 0], faces[f, 1], faces[f, 2]
        ux, uy, uz = (
            points[b, 0] - points[a, 0],
            points[b, 1] - points[a, 1],
            points[b, 2] - points[a, 2],
        )
        vx, vy, vz = (
            points[c, 0] - points[a, 0],
            points[c, 1] - points[a, 1],
            points[c, 2] - points[a, 2],
        )
        nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
        for v in (a, b, c):
            normals[v, 0] += nx
            normals[v, 1] += ny
            normals[v, 2] += nz
    for v in range(points.shape[0]):
        size = np.sqrt(normals[v, 0] ** 2 + normals[v, 1] ** 2 + normals[v, 2] ** 2) + 1e-12
        # One by one: Numba compiles whole rows for five seconds.
        for k in range(3):
            normals[v, k] /= size
    return normals


def _along(points: Array, start: Vector, end: Vector) -> Array:
    """Distance of each point along the bone from ``start``, metres."""
    return (points - start) @ unit(end - start)


def _collar(points: Array, body: Body, skeleton: Skeleton) -> Array:
    """Signed height below the neckline, metres (positive = covered by the top)."""
    frame, c7 = skeleton.spine_frames[-1], skeleton["c7"]
    local = (points - c7) @ frame / body.scale
    line = 0.034 if body.top != "hoodie" else 0.075
    cover = line - (local[:, 2] + 0.52 * local[:, 0] - 0.10 * np.abs(local[:, 1]))
    if body.top == "tank":
        cover = np.minimum(cover - 0.012, _armhole(local))
    return cover * body.scale


def _armhole(local: Array) -> Array:
    """Cover of a tank top beside its wide arm holes (C7 frame)."""
    below_armpit = np.clip(-0.070 - local[:, 2], 0.0, None)
    return 0.126 + 0.9 * below_armpit - np.abs(local[:, 1])


def garment_fields(
    points: Array, region: NDArray, group: NDArray, body: Body, skeleton: Skeleton
) -> Array:
    """Return ``(V, 4)`` signed cover of top, bottom, sock and belt, metres."""
    cover = np.full((len(points), GARMENTS), -1.0)
    pelvis = (points - skeleton["hip"]) @ skeleton.frames["pelvis"]
    s = body.scale
    trunk = np.isin(
        region, (Region.TRUNK, Region.NECK, Region.HOOD, Region.SHOULDER, Region.PELVIS)
    )
    hem = {"tight": 0.075, "tank": 0.03, "tee": 0.015, "long_sleeve": 0.02, "hoodie": 0.0}[body.top]
    tucked = 0.085 if body.belt else hem
    ahead = np.clip(pelvis[:, 0] - (0.07 * body.build * s + body.belly), 0.0, None)
    hem_cover = pelvis[:, 2] - tucked * s - 2.2 * ahead
    cover[trunk, TOP] = np.minimum(_collar(points[trunk], body, skeleton), hem_cover[trunk])
    below_hem = np.where(pelvis[:, 2] < 0.2 * s, 0.02 - hem_cover, -1.0)
    cover[trunk, BOTTOM] = np.maximum(0.100 * s - pelvis[:, 2], below_hem)[trunk]
    if body.belt:
        cover[trunk, BELT] = 0.046 * s - np.abs(pelvis[trunk, 2] - 0.125 * s)
    sleeve_m = body.sleeve * (body.upper_arm_m + body.forearm_m)
    trouser_m = body.trouser * (body.thigh_m + body.shank_m)
    for i, (side, _) in enumerate(SIDES):
        gleno, elbow, wrist = (skeleton[f"{side}_{n}"] for n in ("gleno", "elbow", "wrist"))
        upper = (group == 1 + i) & (region == Region.UPPER_ARM)
        fore = (group == 1 + i) & (region == Region.FOREARM)
        cover[upper, TOP] = sleeve_m - _along(points[upper], gleno, elbow)
        cover[fore, TOP] = sleeve_m - body.upper_arm_m - _along(points[fore], elbow, wrist)
        near = (region == Region.SHOULDER) & (
            (points - skeleton["c7"]) @ (gleno - skeleton["c7"]) > 0
        )
        if body.top == "tank":
            cover[near, TOP] = np.minimum(cover[near, TOP], _collar(points[near], body, skeleton))
        else:
            cover[near, TOP] = np.minimum(
                cover[near, TOP], sleeve_m - _along(points[near], gleno, elbow)
            )
        hip, knee, ankle = (skeleton[f"{side}_{n}"] for n in ("hip", "knee", "ankle"))
        thigh = (group == 3 + i) & (region == Region.THIGH)
        shank = (group == 3 + i) & (region == Region.SHANK)
        cover[thigh, BOTTOM] = trouser_m - _along(points[thigh], hip, knee)
        cover[shank, BOTTOM] = trouser_m - body.thigh_m - _along(points[shank], knee, ankle)
        cover[shank, SOCK] = _along(points[shank], knee, ankle) - 0.80 * body.shank_m
        cover[thigh, TOP] = hem_cover[thigh]
    return cover


def _fade(cover: Array, width: float = 0.014) -> Array:
    """0 where bare, 1 where covered, smooth over ``width`` metres at the hem."""
    t = np.clip(cover / width, 0.0, 1.0)
    return t * t * (3 - 2 * t)


def _displace(
    points: Array, normals: Array, cover: Array, local: Array, body: Body, pelvis: Array
) -> Array:
    """Lift cloth off the skin, fold it, and let the top sag towards the floor."""
    top, bottom = _fade(cover[:, TOP]), _fade(cover[:, BOTTOM])
    folds = fractal_many(local * np.array([8.0, 8.0, 15.0]), 3)
    ridges = 1.0 - 2.0 * np.abs(folds)
    depth = 0.0012 + 0.0055 * body.loose
    on_arm = 0.55 if body.top == "hoodie" else 0.8
    damp = np.where(local[:, 0] > 2.0, on_arm, 1.0)  # limb coordinates start at 3 m
    lift = top * (STAND_OFF_M[body.top] * damp + depth * damp * ridges)
    baggy = {"shorts": 0.008, "leggings": 0.0025, "joggers": 0.012}[body.bottom]
    lift = np.maximum(lift, bottom * (baggy + 0.45 * baggy * ridges))
    lift += 0.007 * _fade(cover[:, BELT], 0.006) + 0.003 * _fade(cover[:, SOCK])
    moved = points + normals * lift[:, None]
    facing_down = np.clip(-normals[:, 2], 0.0, 1.0) ** 1.5
    waistward = np.clip(1.0 - (pelvis[:, 2] - 0.02) / 0.42, 0.0, 1.0)
    sag = top * facing_down * body.loose * waistward * (0.055 + 0.02 * folds)
    tight = 1.0 - _fade(0.09 - np.abs(pelvis[:, 2] - 0.12), 0.05) * float(body.belt)
    moved[:, 2] -= sag * tight
    return moved


def dress(surface: Surface, body: Body, skeleton: Skeleton) -> Mesh:
    """Turn the bare surface of :func:`studio.flesh.body_solid` into a dressed mesh."""
    region = surface.table[surface.owner, 21].astype(int)
    group = surface.table[surface.owner, 1].astype(int)
    points = surface.points
    cover = garment_fields(points, region, group, body, skeleton)
    local = _local_coordinates(points, region, group, skeleton)
    pelvis = (points - skeleton["hip"]) @ skeleton.frames["pelvis"] / body.scale
    moved = _displace(points, surface.normals, cover, local, body, pelvis)
    parts = np.vectorize({int(k): v for k, v in _PARTS.items()}.get, otypes=[np.uint8])(region)
    material = np.where(region == Region.HAIR, Material.HAIR, Material.BODY).astype(np.int16)
    return Mesh(
        moved,
        vertex_normals(moved, surface.faces),
        surface.faces,
        material,
        surface.occlusion,
        local,
        cover,
        parts,
    )


def _local_coordinates(points: Array, region: NDArray, group: NDArray, skeleton: Skeleton) -> Array:
    """Coordinates that travel with the body part, so folds do not swim."""
    chest, pelvis = skeleton.frames["chest"], skeleton.frames["pelvis"]
    height = np.clip(((points - skeleton["hip"]) @ pelvis)[:, 2] / 0.45, 0, 1)[:, None]
    low = (points - skeleton["hip"]) @ pelvis
    high = (points - skeleton.spine[6]) @ chest + np.array([0, 0, 0.4])
    local = low * (1 - height) + high * height
    for i, (side, _) in enumerate(SIDES):
        for r, (a, b) in {
            Region.UPPER_ARM: ("gleno", "elbow"),
            Region.FOREARM: ("elbow", "wrist"),
            Region.THIGH: ("hip", "knee"),
            Region.SHANK: ("knee", "ankle"),
        }.items():
            chosen = (region == r) & ((group == 1 + i) | (group == 3 + i))
            start, end = skeleton[f"{side}_{a}"], skeleton[f"{side}_{b}"]
            axis = unit(end - start)
            side_axis = unit(np.cross(axis, pelvis[:, 1]) + 1e-6)
            frame = np.column_stack([side_axis, np.cross(axis, side_axis), axis])
            local[chosen] = (points[chosen] - start) @ frame + 3.0 * (1 + r)
    return local
