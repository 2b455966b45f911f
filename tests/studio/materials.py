"""Material numbers, and the table of colours and surface constants the shader reads."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Material(IntEnum):
    """What a vertex is made of."""

    BODY = 0  # bare skin or cloth, decided a pixel from the garment fields
    SKIN = 1
    TOP = 2
    BOTTOM = 3
    SOCK = 4
    SHOE = 5
    SOLE = 6
    HAIR = 7
    EYE_WHITE = 8
    IRIS = 9
    LIP = 10
    BROW = 11
    BELT = 12
    IRON = 13
    CHROME = 14
    STEEL = 15
    LEATHER = 16
    RUBBER = 17
    ROPE = 18
    WOOD = 19
    ACCENT = 20
    ACCENT_2 = 21
    WHITE = 22
    LAMP = 23
    BAND = 24
    FLOOR = 25
    WALL = 26
    MIRROR = 27


class Pattern(IntEnum):
    """Procedural surface detail."""

    PLAIN = 0
    SKIN = 1
    CLOTH = 2
    HAIR = 3
    SCUFFED = 4
    GLOW = 5
    WOOD = 6


SOFTEN = 0.14  # share of grey mixed into every colour: the tone curve adds saturation
COL_RGB, COL_GLOSS, COL_POWER, COL_WRAP, COL_PATTERN, COL_BUMP = 0, 3, 4, 5, 6, 7

_DEFAULTS: dict[Material, tuple[tuple[int, int, int], float, float, float, Pattern, float]] = {
    Material.BODY: ((200, 150, 120), 0.10, 22, 0.25, Pattern.SKIN, 0.10),
    Material.SKIN: ((200, 150, 120), 0.10, 22, 0.25, Pattern.SKIN, 0.10),
    Material.TOP: ((40, 80, 140), 0.03, 10, 0.12, Pattern.CLOTH, 0.5),
    Material.BOTTOM: ((30, 30, 34), 0.04, 12, 0.12, Pattern.CLOTH, 0.5),
    Material.SOCK: ((225, 225, 225), 0.02, 8, 0.15, Pattern.CLOTH, 0.4),
    Material.SHOE: ((60, 60, 66), 0.10, 20, 0.05, Pattern.CLOTH, 0.3),
    Material.SOLE: ((228, 228, 226), 0.05, 10, 0.05, Pattern.PLAIN, 0.0),
    Material.HAIR: ((40, 28, 20), 0.16, 26, 0.10, Pattern.HAIR, 0.9),
    Material.EYE_WHITE: ((225, 220, 214), 0.3, 60, 0.1, Pattern.PLAIN, 0.0),
    Material.IRIS: ((48, 34, 24), 0.5, 80, 0.0, Pattern.PLAIN, 0.0),
    Material.LIP: ((172, 112, 98), 0.12, 30, 0.2, Pattern.PLAIN, 0.0),
    Material.BROW: ((40, 28, 20), 0.02, 10, 0.1, Pattern.HAIR, 0.4),
    Material.BELT: ((70, 42, 26), 0.14, 25, 0.05, Pattern.SCUFFED, 0.2),
    Material.IRON: ((34, 35, 37), 0.16, 18, 0.0, Pattern.SCUFFED, 0.25),
    Material.CHROME: ((118, 121, 126), 0.55, 50, 0.0, Pattern.PLAIN, 0.0),
    Material.STEEL: ((58, 61, 66), 0.22, 26, 0.0, Pattern.SCUFFED, 0.10),
    Material.LEATHER: ((30, 30, 33), 0.18, 24, 0.0, Pattern.SCUFFED, 0.15),
    Material.RUBBER: ((24, 24, 26), 0.06, 10, 0.0, Pattern.SCUFFED, 0.2),
    Material.ROPE: ((38, 36, 34), 0.03, 8, 0.1, Pattern.HAIR, 0.8),
    Material.WOOD: ((164, 124, 82), 0.08, 14, 0.0, Pattern.WOOD, 0.2),
    Material.ACCENT: ((150, 44, 40), 0.15, 22, 0.0, Pattern.SCUFFED, 0.08),
    Material.ACCENT_2: ((196, 152, 52), 0.12, 20, 0.0, Pattern.SCUFFED, 0.08),
    Material.WHITE: ((214, 214, 210), 0.08, 14, 0.0, Pattern.SCUFFED, 0.05),
    Material.LAMP: ((255, 250, 238), 0.0, 1, 0.0, Pattern.GLOW, 0.0),
    Material.BAND: ((190, 60, 70), 0.08, 14, 0.1, Pattern.PLAIN, 0.0),
    Material.FLOOR: ((62, 63, 66), 0.08, 12, 0.0, Pattern.PLAIN, 0.0),
    Material.WALL: ((170, 170, 166), 0.02, 6, 0.0, Pattern.PLAIN, 0.0),
    Material.MIRROR: ((120, 128, 134), 0.5, 60, 0.0, Pattern.PLAIN, 0.0),
}


def linear(rgb: tuple[int, int, int] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn 8-bit sRGB into linear light 0…1."""
    light = (np.asarray(rgb, dtype=float) / 255.0) ** 2.2
    return light + SOFTEN * (light.mean() - light)


def material_table(
    colours: dict[Material, tuple[int, int, int]] | None = None,
) -> NDArray[np.float64]:
    """Return ``(materials, 8)``: linear r, g, b, gloss, power, wrap, pattern, bump.

    ``colours`` overrides the 8-bit sRGB colour of single materials.
    """
    table = np.zeros((len(Material), 8))
    for material, (rgb, gloss, power, wrap, pattern, bump) in _DEFAULTS.items():
        chosen = (colours or {}).get(material, rgb)
        table[material] = [*linear(chosen), gloss, power, wrap, float(pattern), bump]
    return table
