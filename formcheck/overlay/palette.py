"""Colours and pen styles of everything drawn over a picture, as data.

The colours are Okabe and Ito's, which stay apart for people with any colour vision; they do not
follow the window's theme, because what they lie on is a picture.  No meaning hangs on a colour
alone: width, dashes, a mark and a word always say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Rgb = tuple[int, int, int]

BLUE: Final[Rgb] = (0x00, 0x72, 0xB2)
SKY: Final[Rgb] = (0x56, 0xB4, 0xE9)
GREEN: Final[Rgb] = (0x00, 0x9E, 0x73)
YELLOW: Final[Rgb] = (0xF0, 0xE4, 0x42)
ORANGE: Final[Rgb] = (0xE6, 0x9F, 0x00)
VERMILLION: Final[Rgb] = (0xD5, 0x5E, 0x00)
PURPLE: Final[Rgb] = (0xCC, 0x79, 0xA7)
WHITE: Final[Rgb] = (0xFF, 0xFF, 0xFF)
HALO: Final[Rgb] = (0x10, 0x14, 0x18)

SEVERITY_COLOURS: Final[dict[str, Rgb]] = {
    "hint": SKY,
    "warning": ORANGE,
    "alert": VERMILLION,
}
"""Colour of each severity of a flag."""

CURVATURE_RAMP: Final[tuple[Rgb, ...]] = (
    (0x2B, 0x8C, 0xC9),
    (0x8F, 0xCB, 0xEE),
    (0xF4, 0xF7, 0xF9),
    (0xF7, 0xEB, 0x8A),
    (0xF5, 0xC0, 0x42),
    (0xEC, 0x8F, 0x1A),
    VERMILLION,
)
"""From arched (blue) over straight (white) to rounded (vermillion)."""

STRAIGHT_LEVEL: Final = 2
"""Index of the colour of a straight back in ``CURVATURE_RAMP``."""


class Role(StrEnum):
    """What a stroke or point stands for; painters look up its style by it."""

    LIMB_NEAR = "limb_near"
    LIMB_FAR = "limb_far"
    LIMB_UNSURE = "limb_unsure"
    JOINT_NEAR = "joint_near"
    JOINT_FAR = "joint_far"
    CONTOUR = "contour"
    PATH = "path"
    PATH_AHEAD = "path_ahead"
    DRAWING = "drawing"
    FLAG = "flag"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Style:
    """How a role is drawn; ``width`` in thousandths of the picture's height."""

    colour: Rgb
    width: float
    dashed: bool = False
    halo: bool = False


STYLES: Final[dict[Role, Style]] = {
    Role.LIMB_NEAR: Style(SKY, 5.0, halo=True),
    Role.LIMB_FAR: Style((0x9D, 0xB8, 0xC8), 3.0),
    Role.LIMB_UNSURE: Style((0x8A, 0x94, 0x9C), 2.2, dashed=True),
    Role.JOINT_NEAR: Style(WHITE, 11.0, halo=True),
    Role.JOINT_FAR: Style((0x9D, 0xB8, 0xC8), 6.0),
    Role.CONTOUR: Style(WHITE, 8.0, halo=True),
    Role.PATH: Style(PURPLE, 5.0, halo=True),
    Role.PATH_AHEAD: Style(PURPLE, 2.2),
    Role.DRAWING: Style(YELLOW, 4.5, halo=True),
}
"""Pen of every role that is a line or a point."""

NOTE_HEIGHT: Final = 40.0
"""Letters of a note in thousandths of the picture's height: 29 pixels of 720 lines, 16 of the 400
that the smallest window has for a picture."""

NOTE_PAD: Final = 0.3
"""How far a note's plate goes beyond its letters, as a share of their height."""

LEAST_TEXT: Final = 11.0
"""Letters lower than so many pixels cannot be read."""

MASK_COLOUR: Final[Rgb] = SKY
MASK_OPACITY: Final = 0.22
