"""Equipment that moves with the hands."""

from __future__ import annotations

import numpy as np

from studio.materials import Material
from studio.mesh import Mesh, box, disc, tube
from studio.transforms import Vector, frame_from, lerp, unit, vec


def barbell(left: Vector, right: Vector, plate_m: float) -> list[Mesh]:
    """Make an Olympic bar through both fists with plates of radius ``plate_m``."""
    middle, axis = lerp(left, right, 0.5), unit(left - right)
    parts = [tube(middle - axis * 0.655, middle + axis * 0.655, 0.014, Material.CHROME, 16)]
    for sign in (1.0, -1.0):
        out = axis * sign
        parts += [
            tube(middle + out * 0.655, middle + out * 1.05, 0.025, Material.CHROME, 18),
            tube(middle + out * 0.640, middle + out * 0.660, 0.036, Material.CHROME, 18),
            disc(middle + out * 0.690, axis, plate_m, 0.056, 0.050),
            tube(middle + out * 0.730, middle + out * 0.755, 0.040, Material.STEEL, 18),
        ]
    return parts


def dumbbell(centre: Vector, axis: Vector, head_m: float) -> list[Mesh]:
    """Make a hex-style dumbbell whose handle lies in a fist."""
    axis = unit(axis)
    parts = [tube(centre - axis * 0.07, centre + axis * 0.07, 0.015, Material.CHROME, 14)]
    for sign in (1.0, -1.0):
        near, far = centre + axis * sign * 0.062, centre + axis * sign * 0.145
        parts.append(tube(near, far, head_m, Material.RUBBER, 6))
        parts.append(tube(near, far + axis * sign * 0.004, head_m * 0.55, Material.STEEL, 16))
    return parts


def t_bar(left: Vector, right: Vector, plate_m: float) -> list[Mesh]:
    """Make a landmine bar: pivot on the floor behind, V-handle, plates in front."""
    middle = lerp(left, right, 0.5)
    pivot = vec(middle[0] - 1.15, 0.0, 0.06)
    collar = middle + vec(0.0, 0.0, -0.05)
    along = unit(collar - pivot)
    end = collar + along * 0.42
    parts = [
        tube(pivot, end, 0.016, Material.CHROME, 16),
        disc(collar + along * 0.30, along, plate_m, 0.05, 0.045),
    ]
    parts += [tube(collar, grip, 0.012, Material.STEEL, 12) for grip in (left, right)]
    parts += [
        tube(g - vec(0.07, 0, 0), g + vec(0.07, 0, 0), 0.015, Material.RUBBER, 12)
        for g in (left, right)
    ]
    parts.append(box(pivot - 0.07, pivot + vec(0.07, 0.07, 0.03), Material.STEEL))
    return parts


def band_under_feet(left: Vector, right: Vector, stance_m: float) -> list[Mesh]:
    """Make an elastic band that runs from both hands to the soles."""
    parts = []
    for grip, sign in ((left, 1.0), (right, -1.0)):
        sole = vec(0.06, sign * stance_m * 1.2, 0.015)
        parts += [tube(grip, sole, 0.008, Material.BAND, 10), handle(grip, vec(0, 1, 0), 0.06)]
    parts.append(
        tube(
            vec(0.06, -stance_m * 1.2, 0.012),
            vec(0.06, stance_m * 1.2, 0.012),
            0.008,
            Material.BAND,
            10,
        )
    )
    return parts


def handle(centre: Vector, axis: Vector, half_m: float) -> Mesh:
    """Make a straight handle inside a fist."""
    axis = unit(axis)
    return tube(centre - axis * half_m, centre + axis * half_m, 0.015, Material.RUBBER, 14)


def cable(start: Vector, end: Vector) -> Mesh:
    """Make a taut steel cable."""
    return tube(start, end, 0.0045, Material.RUBBER, 8)


def rope(left: Vector, right: Vector, pulley: Vector) -> list[Mesh]:
    """Make a face-pull rope: cable from the pulley, one strand to each fist, knobs beyond."""
    middle = lerp(left, right, 0.5)
    spread = float(np.linalg.norm(left - right))
    length = np.sqrt(max(0.02, 0.30**2 - (spread / 2) ** 2))
    knot = middle + unit(pulley - middle) * max(length, 0.08)
    parts = [
        cable(pulley, knot),
        tube(knot - vec(0.02, 0, 0), knot + vec(0.03, 0, 0), 0.018, Material.CHROME, 12),
    ]
    for grip in (left, right):
        away = unit(grip - knot)
        parts.append(tube(knot, grip + away * 0.05, 0.014, Material.ROPE, 12))
        parts.append(tube(grip + away * 0.05, grip + away * 0.085, 0.026, Material.RUBBER, 14))
    return parts


def straight_bar(left: Vector, right: Vector, overhang_m: float = 0.16) -> list[Mesh]:
    """Make a cable bar through both fists, bent down a little at the ends."""
    axis = unit(left - right)
    a, b = right - axis * overhang_m * 0.5, left + axis * overhang_m * 0.5
    drop = vec(0, 0, -0.05)
    return [
        tube(a, b, 0.014, Material.CHROME, 14),
        tube(a, a - axis * overhang_m * 0.6 + drop, 0.015, Material.RUBBER, 14),
        tube(b, b + axis * overhang_m * 0.6 + drop, 0.015, Material.RUBBER, 14),
    ]


def oriented_box(centre: Vector, size: Vector, z: Vector, x: Vector, material: Material) -> Mesh:
    """Make a box of ``size`` whose z and x axes point as given."""
    half = np.asarray(size) / 2
    return box(centre - half, centre + half, material, frame_from(z, x))


def band(left: Vector, right: Vector) -> Mesh:
    """Make a stretched elastic band between two fists."""
    return tube(left, right, 0.009, Material.BAND, 10)
