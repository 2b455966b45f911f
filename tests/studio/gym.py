"""Things that stand around in a gym and never move."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from studio.materials import Material
from studio.mesh import Mesh, box, disc, join, tube
from studio.transforms import Vector, turn, vec


@dataclass(frozen=True)
class Item:
    """A piece of gym furniture: its kind, where it stands and how it is turned."""

    kind: str
    x: float
    y: float
    turn_deg: float = 0.0


def power_rack(colour: Material = Material.STEEL) -> Mesh:
    """Make a rack with four uprights, cross members and a loaded bar at chest height."""
    parts = []
    for x in (-0.55, 0.55):
        for y in (-0.55, 0.55):
            parts.append(box((x - 0.035, y - 0.035, 0), (x + 0.035, y + 0.035, 2.25), colour))
    for z in (0.05, 2.22):
        for s in (-0.55, 0.55):
            parts.append(box((s - 0.03, -0.55, z - 0.03), (s + 0.03, 0.55, z + 0.03), colour))
            parts.append(box((-0.55, s - 0.03, z - 0.03), (0.55, s + 0.03, z + 0.03), colour))
    parts.append(tube((0.60, -1.05, 1.38), (0.60, 1.05, 1.38), 0.014, Material.CHROME, 14))
    for y in (-0.78, 0.78):
        parts.append(disc((0.60, y, 1.38), (0, 1, 0), 0.225, 0.05, 0.05))
    return join(parts)


def dumbbell_rack() -> Mesh:
    """Make a three-tier rack with pairs of dumbbells."""
    parts = []
    for x in (-0.95, 0.95):
        parts.append(box((x - 0.03, -0.25, 0), (x + 0.03, 0.25, 0.06), Material.STEEL))
        parts.append(box((x - 0.03, -0.05, 0), (x + 0.03, 0.03, 1.08), Material.STEEL))
    for tier, (y, z) in enumerate(((0.12, 0.30), (0.02, 0.65), (-0.08, 1.0))):
        parts.append(box((-1.0, y - 0.15, z - 0.02), (1.0, y + 0.15, z), Material.STEEL))
        for i in range(8):
            x, r = -0.87 + 0.25 * i, 0.085 - 0.014 * tier
            for sign in (-1, 1):
                a, b = vec(x, y + sign * 0.05, z + r), vec(x, y + sign * 0.14, z + r)
                parts.append(tube(a, b, r, Material.RUBBER, 8))
            parts.append(
                tube((x, y - 0.06, z + r), (x, y + 0.06, z + r), 0.016, Material.CHROME, 8)
            )
    return join(parts)


def plate_tree() -> Mesh:
    """Make a stand with weight plates."""
    parts = [box((-0.04, -0.04, 0), (0.04, 0.04, 1.25), Material.STEEL)]
    parts.append(box((-0.35, -0.3, 0), (0.35, 0.3, 0.05), Material.STEEL))
    for z, r in ((0.35, 0.225), (0.78, 0.19), (1.15, 0.14)):
        for sign in (-1, 1):
            parts.append(disc((sign * 0.12, 0, z), (1, 0, 0), r, 0.07, 0.05))
            parts.append(tube((0, 0, z), (sign * 0.28, 0, z), 0.02, Material.CHROME, 10))
    return join(parts)


def bench(back_deg: float = 0.0, seat_m: float = 0.44) -> Mesh:
    """Make a bench along x, its back raised by ``back_deg`` towards +x."""
    c, s = np.cos(np.radians(back_deg)), np.sin(np.radians(back_deg))
    frame = np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])
    middle = vec(0.05, 0, seat_m - 0.045) + frame @ vec(0.42, 0, 0)
    half = vec(0.42, 0.14, 0.04)
    parts = [box(middle - half, middle + half, Material.LEATHER, frame)]
    parts.append(
        box((-0.36, -0.14, seat_m - 0.085), (0.02, 0.14, seat_m - 0.005), Material.LEATHER)
    )
    parts.append(box((-0.35, -0.03, seat_m - 0.14), (0.75, 0.03, seat_m - 0.085), Material.STEEL))
    for x in (-0.30, 0.70):
        parts.append(box((x - 0.03, -0.03, 0), (x + 0.03, 0.03, seat_m - 0.10), Material.STEEL))
        parts.append(box((x - 0.03, -0.26, 0), (x + 0.03, 0.26, 0.05), Material.STEEL))
    if back_deg > 5:
        top = middle + frame @ vec(0.2, 0, -0.05)
        parts.append(tube(top, (top[0] + 0.1, 0, 0.1), 0.025, Material.STEEL, 10))
    return join(parts)


def kettlebells() -> Mesh:
    """Make a row of kettlebells on the floor."""
    parts = []
    for i, r in enumerate((0.09, 0.10, 0.11, 0.12)):
        x = 0.32 * i - 0.48
        colour = (Material.IRON, Material.ACCENT, Material.IRON, Material.ACCENT_2)[i]
        for k in range(5):
            w = r * np.sqrt(max(0.05, 1 - ((k - 2) / 2.6) ** 2))
            z = r + (k - 2) * r * 0.38
            parts.append(tube((x, 0, z - r * 0.2), (x, 0, z + r * 0.2), w, colour, 18))
        for sign in (-1, 1):
            parts.append(
                tube(
                    (x + sign * 0.05, 0, 1.7 * r), (x + sign * 0.045, 0, 2.5 * r), 0.014, colour, 8
                )
            )
        parts.append(tube((x - 0.045, 0, 2.5 * r), (x + 0.045, 0, 2.5 * r), 0.015, colour, 8))
    return join(parts)


def cable_tower(pulley_m: float = 1.6) -> Mesh:
    """Make a cable column with a weight stack; the pulley sits at ``pulley_m``, facing −x."""
    parts = [
        box((0.0, -0.34, 0), (0.62, 0.34, 0.05), Material.STEEL),
        box((0.03, -0.30, 0.05), (0.11, -0.23, 2.2), Material.STEEL),
        box((0.03, 0.23, 0.05), (0.11, 0.30, 2.2), Material.STEEL),
        box((0.03, -0.30, 2.14), (0.55, 0.30, 2.22), Material.STEEL),
        box((0.48, -0.05, 0.05), (0.55, 0.05, 2.2), Material.STEEL),
        tube((0.02, 0, 0.08), (0.02, 0, 2.14), 0.018, Material.CHROME, 12),
        box((-0.03, -0.05, pulley_m - 0.09), (0.06, 0.05, pulley_m + 0.09), Material.ACCENT),
        tube((-0.05, -0.018, pulley_m), (-0.05, 0.018, pulley_m), 0.05, Material.RUBBER, 20),
    ]
    for i in range(14):
        z = 0.12 + 0.062 * i
        parts.append(box((0.20, -0.14, z), (0.38, 0.14, z + 0.055), Material.IRON))
    parts += [
        tube((0.29, y, 0.05), (0.29, y, 2.14), 0.012, Material.CHROME, 8) for y in (-0.09, 0.09)
    ]
    return join(parts)


def crate_stack() -> Mesh:
    """Make plyometric boxes and a medicine-ball tower."""
    parts = [
        box((-0.38, -0.25, 0), (0.38, 0.25, 0.50), Material.WOOD),
        box((-0.30, -0.2, 0.50), (0.30, 0.2, 0.86), Material.WOOD),
    ]
    return join(parts)


def mirror() -> Mesh:
    """Make a framed wall mirror (a grey sheen, no true reflection)."""
    return join(
        [
            box((-1.2, -0.02, 0.35), (1.2, 0.02, 2.15), Material.MIRROR),
            box((-1.24, -0.03, 0.31), (1.24, 0.01, 0.35), Material.STEEL),
            box((-1.24, -0.03, 2.15), (1.24, 0.01, 2.19), Material.STEEL),
        ]
    )


def storage() -> Mesh:
    """Make shelves with towels, mats and bottles."""
    parts = []
    for x in (-0.6, 0.6):
        parts.append(box((x - 0.02, -0.2, 0), (x + 0.02, 0.2, 1.8), Material.WOOD))
    for k, z in enumerate((0.1, 0.55, 1.0, 1.45)):
        parts.append(box((-0.6, -0.2, z), (0.6, 0.2, z + 0.03), Material.WOOD))
        for i in range(4):
            x = -0.42 + 0.28 * i
            colour = (Material.WHITE, Material.ACCENT, Material.BAND, Material.ACCENT_2)[
                (i + k) % 4
            ]
            if (i + k) % 3:
                parts.append(tube((x, -0.15, z + 0.10), (x, 0.15, z + 0.10), 0.07, colour, 16))
            else:
                parts.append(box((x - 0.09, -0.12, z + 0.03), (x + 0.09, 0.12, z + 0.22), colour))
    return join(parts)


KINDS = {
    "power_rack": power_rack,
    "red_rack": lambda: power_rack(Material.ACCENT),
    "dumbbell_rack": dumbbell_rack,
    "plate_tree": plate_tree,
    "bench": bench,
    "incline_bench": lambda: bench(40.0),
    "kettlebells": kettlebells,
    "cable_tower": cable_tower,
    "crates": crate_stack,
    "mirror": mirror,
    "storage": storage,
}


def place(item: Item) -> Mesh:
    """Return ``item`` as a mesh where it stands."""
    return KINDS[item.kind]().moved(turn(item.turn_deg), vec(item.x, item.y, 0.0))


def stand(mesh: Mesh, where: Vector, turn_deg: float = 0.0) -> Mesh:
    """Move a mesh to ``where`` and turn it about the vertical."""
    return mesh.moved(turn(turn_deg), where)
