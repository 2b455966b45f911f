"""The triangle mesh that everything drawable becomes, and simple shapes for props."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from studio.materials import Material
from studio.transforms import Matrix, Vector, across, unit, vec

GARMENTS = 4  # top, bottom, sock, belt


@dataclass(frozen=True)
class Mesh:
    """Triangles with what the shader needs at each vertex.

    Attributes
    ----------
    points, normals : (V, 3) world metres, outward unit vectors
    faces : (F, 3) counter-clockwise seen from outside
    material : (V,) :class:`Material`
    occlusion : (V,) ambient visibility 0…1
    local : (V, 3) coordinates fixed to the part, metres, for surface detail
    garment : (V, 4) signed cover of top, bottom, sock and belt in metres along the surface
        (positive = covered); only read where ``material`` is BODY
    part : (V,) 0 anything, 1 trunk, 2 arm, 3 leg, 4 head; selects the silhouette of the truth
    """

    points: NDArray[np.float64]
    normals: NDArray[np.float64]
    faces: NDArray[np.int32]
    material: NDArray[np.int16]
    occlusion: NDArray[np.float64]
    local: NDArray[np.float64]
    garment: NDArray[np.float64]
    part: NDArray[np.uint8]

    def moved(self, rotation: Matrix, shift: Vector) -> Mesh:
        """Return the mesh rotated, then shifted (texture coordinates stay with the part)."""
        return replace(
            self, points=self.points @ rotation.T + shift, normals=self.normals @ rotation.T
        )

    def mirrored(self) -> Mesh:
        """Return the mesh reflected in the x-z plane (left becomes right)."""
        flip = np.array([1.0, -1.0, 1.0])
        return replace(
            self,
            points=self.points * flip,
            normals=self.normals * flip,
            faces=np.ascontiguousarray(self.faces[:, ::-1]),
        )


def plain_mesh(
    points: ArrayLike,
    normals: ArrayLike,
    faces: ArrayLike,
    material: Material | NDArray,
    *,
    part: int = 0,
) -> Mesh:
    """Build a mesh without garments, textured by its own coordinates."""
    points = np.asarray(points, dtype=float)
    count = len(points)
    return Mesh(
        points,
        np.asarray(normals, dtype=float),
        np.ascontiguousarray(faces, np.int32),
        np.broadcast_to(np.asarray(material, np.int16), (count,)).copy(),
        np.ones(count),
        points.copy(),
        np.full((count, GARMENTS), -1.0),
        np.full(count, part, np.uint8),
    )


def join(meshes: list[Mesh]) -> Mesh:
    """Concatenate meshes."""
    starts = np.cumsum([0] + [len(m.points) for m in meshes])
    faces = np.concatenate([m.faces + s for m, s in zip(meshes, starts, strict=False)])
    return Mesh(
        *(np.concatenate([getattr(m, name) for m in meshes]) for name in ("points", "normals")),
        faces.astype(np.int32),
        *(
            np.concatenate([getattr(m, name) for m in meshes])
            for name in ("material", "occlusion", "local", "garment", "part")
        ),
    )


def box(low: ArrayLike, high: ArrayLike, material: Material, frame: Matrix | None = None) -> Mesh:
    """Make a box between two corners, optionally rotated about its centre."""
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    middle, half = (low + high) / 2, (high - low) / 2
    points, normals, faces = [], [], []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            u, v = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
            n = np.eye(3)[axis] * sign
            start = len(points)
            points += [(n + a * u + b * v) * half for a, b in _CORNERS]
            normals += [n] * 4
            quad = [(0, 1, 2), (0, 2, 3)] if sign > 0 else [(0, 2, 1), (0, 3, 2)]
            faces += [tuple(start + i for i in tri) for tri in quad]
    mesh = plain_mesh(points, normals, faces, material)
    return mesh.moved(np.eye(3) if frame is None else frame, middle)


_CORNERS = [(-1, -1), (1, -1), (1, 1), (-1, 1)]


def tube(a: ArrayLike, b: ArrayLike, radius: float, material: Material, sides: int = 20) -> Mesh:
    """Make a capped cylinder from ``a`` to ``b``."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    axis = unit(b - a)
    u = across(vec(0, 0, 1) if abs(axis[2]) < 0.9 else vec(1, 0, 0), axis)
    v = np.cross(axis, u)
    angle = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = np.cos(angle)[:, None] * u + np.sin(angle)[:, None] * v
    i = np.arange(sides)
    j = (i + 1) % sides
    wall = np.concatenate(
        [np.column_stack([i, j, j + sides]), np.column_stack([i, j + sides, i + sides])]
    )
    points = [a + ring * radius, b + ring * radius]
    normals = [ring, ring]
    faces = [wall]
    for centre, sign in ((a, -1.0), (b, 1.0)):
        start = sum(len(p) for p in points)
        points.append(np.vstack([centre + ring * radius, centre]))
        normals.append(np.tile(axis * sign, (sides + 1, 1)))
        fan = np.column_stack([i, j, np.full(sides, sides)])
        faces.append(start + (fan if sign > 0 else fan[:, ::-1]))
    return plain_mesh(np.vstack(points), np.vstack(normals), np.vstack(faces), material)


def disc(centre: ArrayLike, axis: ArrayLike, radius: float, thick: float, rim: float) -> Mesh:
    """Make a bumper plate: a rubber ring of width ``rim`` with a recessed face and steel hub."""
    centre, axis = np.asarray(centre, dtype=float), unit(axis)
    parts = [
        tube(
            centre - axis * thick / 2,
            centre + axis * thick / 2,
            radius - 0.004,
            Material.RUBBER,
            48,
        )
    ]
    for sign in (1.0, -1.0):
        face = centre + sign * axis * thick / 2
        lift = sign * axis
        parts.append(tube(face, face + lift * 0.006, radius - 0.018, Material.IRON, 48))
        parts.append(tube(face, face + lift * 0.009, radius - rim, Material.RUBBER, 48))
        parts.append(tube(face, face + lift * 0.012, 0.055, Material.STEEL, 24))
        parts.append(tube(face, face + lift * 0.016, 0.028, Material.CHROME, 20))
    return join(parts)
