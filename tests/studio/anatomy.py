"""Who the lifter is: stature, build, hair and clothes, and the bone lengths that follow."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal

RGB = tuple[int, int, int]
Hair = Literal["short", "buzz", "bald", "afro", "bun", "ponytail", "long", "bob", "cap"]
Top = Literal["tight", "tee", "tank", "long_sleeve", "hoodie"]
Bottom = Literal["shorts", "leggings", "joggers"]

LUMBAR_SEGMENTS = 3
THORACIC_SEGMENTS = 5
LUMBAR_SHARE = (0.36, 0.34, 0.30)  # how lumbar flexion is spread over its joints
THORACIC_SHARE = (0.26, 0.23, 0.20, 0.17, 0.14)
LORDOSIS_SHARE = (0.30, 0.45, 0.25)  # the standing curve, sacrum upwards
KYPHOSIS_SHARE = (0.08, 0.20, 0.27, 0.26, 0.19)


@dataclass(frozen=True)
class Body:
    """A lifter.

    Attributes
    ----------
    height_m : stature
    build : girth of trunk and limbs relative to an athletic adult (0.85 slim … 1.25 heavy)
    muscle : size of the muscle bellies, 0.7 … 1.3
    belly : extra depth of the abdomen, metres
    shoulders, hips : breadth relative to the average man
    chest : volume of the breasts, 0 … 1
    lordosis_deg, kyphosis_deg : the standing curves; flexion is counted from them
    loose : how far the top hangs off the skin, 0 tight … 1 baggy
    """

    name: str = "anders"
    height_m: float = 1.78
    build: float = 1.0
    muscle: float = 1.0
    belly: float = 0.0
    shoulders: float = 1.0
    hips: float = 1.0
    chest: float = 0.0
    lordosis_deg: float = 20.0
    kyphosis_deg: float = 24.0
    skin: RGB = (198, 148, 118)
    hair: Hair = "short"
    hair_rgb: RGB = (44, 30, 21)
    beard: bool = False
    top: Top = "tee"
    top_rgb: RGB = (38, 84, 138)
    bottom: Bottom = "shorts"
    bottom_rgb: RGB = (30, 31, 35)
    shoe_rgb: RGB = (58, 60, 66)
    sock_rgb: RGB = (222, 222, 220)
    loose: float = 0.35
    belt: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)

    @cached_property
    def scale(self) -> float:
        """Stature relative to the 1.75 m reference whose lengths are written below."""
        return self.height_m / 1.75

    @cached_property
    def lumbar_m(self) -> float:
        """Length of one lumbar segment."""
        return 0.061 * self.scale

    @cached_property
    def thoracic_m(self) -> float:
        """Length of one thoracic segment."""
        return 0.058 * self.scale

    @cached_property
    def neutral_bends_deg(self) -> tuple[float, ...]:
        """Standing bend of each spine joint, sacrum upwards (flexion positive)."""
        lumbar = [-self.lordosis_deg * s for s in LORDOSIS_SHARE]
        thoracic = [self.kyphosis_deg * s for s in KYPHOSIS_SHARE]
        return (*lumbar, *thoracic)

    @cached_property
    def upper_arm_m(self) -> float:
        """Shoulder to elbow."""
        return 0.298 * self.scale

    @cached_property
    def forearm_m(self) -> float:
        """Elbow to wrist."""
        return 0.256 * self.scale

    @cached_property
    def grip_m(self) -> float:
        """Wrist to the middle of what the fist holds."""
        return 0.078 * self.scale

    @cached_property
    def thigh_m(self) -> float:
        """Hip to knee."""
        return 0.428 * self.scale

    @cached_property
    def shank_m(self) -> float:
        """Knee to ankle."""
        return 0.422 * self.scale

    @cached_property
    def ankle_m(self) -> float:
        """Height of the ankle above the floor."""
        return 0.088 * self.scale

    @cached_property
    def clavicle_m(self) -> float:
        """Sternum end to acromial end of the collar bone."""
        return 0.150 * self.scale * self.shoulders

    @cached_property
    def sleeve(self) -> float:
        """Share of the whole arm that the top covers (0.5 = elbow)."""
        return {"tight": 0.24, "tee": 0.30, "tank": -0.2, "long_sleeve": 0.97, "hoodie": 0.99}[
            self.top
        ]

    @cached_property
    def trouser(self) -> float:
        """Share of the whole leg that the bottom covers (0.5 = knee)."""
        return {"shorts": 0.40, "leggings": 0.95, "joggers": 0.97}[self.bottom]


ROSTER: tuple[Body, ...] = (
    Body(),
    Body(
        "bea",
        1.66,
        0.88,
        0.82,
        0.0,
        0.86,
        1.04,
        0.75,
        24,
        22,
        (224, 178, 150),
        "ponytail",
        (92, 58, 32),
        False,
        "tight",
        (30, 30, 36),
        "leggings",
        (58, 40, 78),
        (214, 214, 218),
        (30, 30, 34),
        0.05,
    ),
    Body(
        "chidi",
        1.88,
        1.06,
        1.22,
        0.0,
        1.06,
        0.97,
        0.0,
        18,
        22,
        (92, 58, 40),
        "buzz",
        (20, 16, 14),
        True,
        "tank",
        (196, 196, 192),
        "shorts",
        (36, 44, 66),
        (150, 30, 34),
        (30, 30, 32),
        0.30,
    ),
    Body(
        "dora",
        1.70,
        0.97,
        0.92,
        0.015,
        0.90,
        1.08,
        0.85,
        26,
        26,
        (208, 160, 128),
        "long",
        (58, 34, 22),
        False,
        "tee",
        (158, 52, 62),
        "leggings",
        (28, 29, 33),
        (190, 190, 196),
        (225, 225, 225),
        0.45,
    ),
    Body(
        "emil",
        1.82,
        1.10,
        0.95,
        0.055,
        1.0,
        1.05,
        0.0,
        16,
        30,
        (214, 166, 140),
        "bald",
        (90, 72, 56),
        True,
        "hoodie",
        (84, 88, 94),
        "joggers",
        (40, 42, 48),
        (34, 36, 42),
        (60, 60, 64),
        0.85,
    ),
    Body(
        "farah",
        1.60,
        0.94,
        0.88,
        0.01,
        0.88,
        1.05,
        0.7,
        22,
        24,
        (176, 126, 92),
        "bun",
        (26, 20, 18),
        False,
        "long_sleeve",
        (46, 108, 100),
        "leggings",
        (30, 30, 34),
        (224, 224, 224),
        (40, 40, 40),
        0.15,
    ),
    Body(
        "goran",
        1.75,
        1.12,
        1.18,
        0.03,
        1.04,
        1.0,
        0.0,
        19,
        27,
        (204, 152, 124),
        "short",
        (96, 70, 44),
        True,
        "tee",
        (42, 44, 46),
        "shorts",
        (88, 86, 80),
        (206, 206, 206),
        (228, 228, 228),
        0.40,
        True,
    ),
    Body(
        "hana",
        1.63,
        0.86,
        0.80,
        0.0,
        0.84,
        1.0,
        0.55,
        21,
        20,
        (226, 186, 156),
        "bob",
        (22, 19, 20),
        False,
        "tank",
        (222, 214, 206),
        "leggings",
        (70, 74, 84),
        (236, 190, 200),
        (240, 240, 240),
        0.12,
    ),
    Body(
        "ivo",
        1.93,
        0.92,
        0.88,
        0.0,
        0.98,
        0.95,
        0.0,
        17,
        31,
        (118, 78, 54),
        "afro",
        (24, 18, 15),
        False,
        "long_sleeve",
        (176, 116, 40),
        "joggers",
        (52, 54, 60),
        (228, 228, 226),
        (30, 30, 30),
        0.55,
    ),
    Body(
        "jolana",
        1.72,
        1.16,
        0.98,
        0.05,
        0.94,
        1.12,
        1.0,
        27,
        29,
        (218, 170, 144),
        "ponytail",
        (168, 126, 70),
        False,
        "tee",
        (96, 76, 122),
        "shorts",
        (34, 35, 40),
        (70, 140, 150),
        (232, 232, 232),
        0.6,
        True,
    ),
    Body(
        "kenji",
        1.69,
        0.98,
        1.08,
        0.0,
        1.0,
        0.96,
        0.0,
        18,
        23,
        (212, 164, 126),
        "cap",
        (24, 21, 21),
        False,
        "tight",
        (128, 30, 34),
        "shorts",
        (26, 27, 30),
        (32, 32, 36),
        (30, 30, 32),
        0.05,
    ),
    Body(
        "lars",
        1.80,
        1.02,
        0.90,
        0.02,
        0.98,
        1.0,
        0.0,
        15,
        33,
        (222, 174, 150),
        "short",
        (150, 146, 142),
        False,
        "hoodie",
        (34, 52, 80),
        "joggers",
        (92, 94, 98),
        (180, 180, 182),
        (220, 220, 220),
        0.7,
    ),
)
"""Twelve lifters; the dataset splits draw from disjoint parts of the list and vary each one."""
