"""What hands hold between sets, for pictures: a phone, a towel, a bottle."""

from __future__ import annotations

from studio.materials import Material
from studio.mesh import Mesh, box, tube
from studio.skeleton import SIDES, Skeleton
from studio.transforms import lerp, unit, vec
from tests.benchmark.counting.between import Standing

PHONE_M = vec(0.006, 0.038, 0.075)
"""Half its size."""


def things(doer: object, skeleton: Skeleton) -> list[Mesh]:
    """Return what somebody who does this holds."""
    if not isinstance(doer, Standing):
        return []
    grips = [skeleton[f"{side}_grip"] for side, _ in SIDES]
    mine = grips[doer.side]
    if doer.doing == "phone":
        return [box(mine - PHONE_M, mine + PHONE_M, Material.RUBBER)]
    if doer.doing == "bottle":
        return [tube(mine - vec(0, 0, 0.06), mine + vec(0.02, 0, 0.13), 0.034, Material.ACCENT)]
    if doer.doing == "towel":
        return _towel(grips[0], grips[1])
    return []


def _towel(left: object, right: object) -> list[Mesh]:
    """Return a rolled towel from hand to hand, sagging, with hanging ends."""
    a, b = lerp(left, left, 0.0), lerp(right, right, 0.0)
    middle = lerp(a, b, 0.5) - vec(0.0, 0.0, 0.04)
    out = unit(a - b) * 0.03
    ends = [tube(hand, hand + out * sign - vec(0, 0, 0.22), 0.035, Material.WHITE, 10)
            for hand, sign in ((a, 1.0), (b, -1.0))]  # fmt: skip
    return [tube(a, middle, 0.035, Material.WHITE, 10), tube(middle, b, 0.035, Material.WHITE, 10),
            *ends]  # fmt: skip
