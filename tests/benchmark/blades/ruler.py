"""The arm as a ruler: where the shoulder must be, from the hand, the elbow and the arm's lengths.

The pose model sees hands and elbows better than the shoulder, and upper arm and forearm keep their
lengths.  From the wrist the shoulder is as far as the arm is long (less by what the elbow bends);
from the elbow it lies on a circle, and on another round the hip, which the blade hardly changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from formcheck.types import FloatArray

STRAIGHT_DEG: Final = 35.0
"""An elbow that is bent less is straight enough to learn the lengths on, as the product has it."""

STEPS: Final = 8
"""Gauss-Newton steps; four are enough on every frame tried."""


@dataclass(frozen=True, slots=True)
class Arm:
    """The near arm and the trunk in the picture, px: one row a frame, shape (T, 2).

    ``ahead`` is 1 when the lifter looks to the right of the picture, else -1.
    """

    shoulder: FloatArray
    elbow: FloatArray
    wrist: FloatArray
    hip: FloatArray
    top: FloatArray
    ahead: float

    @property
    def trunk(self) -> FloatArray:
        """Length of the trunk, shape (T,)."""
        length: FloatArray = np.linalg.norm(self.top - self.hip, axis=1)
        return length

    @property
    def up(self) -> FloatArray:
        """Unit vector from the hips along the trunk, shape (T, 2)."""
        return (self.top - self.hip) / self.trunk[:, None]

    @property
    def back(self) -> FloatArray:
        """Unit vector out of the back, shape (T, 2); y grows downwards."""
        up = self.up
        return self.ahead * np.stack([up[:, 1], -up[:, 0]], axis=1)

    def across(self, points: FloatArray) -> FloatArray:
        """Return points in the trunk's own frame, % of its usual length: (backwards, upwards)."""
        reach = points - self.hip
        own = np.stack([(reach * self.back).sum(1), (reach * self.up).sum(1)], axis=1)
        return 100.0 * own / np.nanmedian(self.trunk)


@dataclass(frozen=True, slots=True)
class Errors:
    """How far each part is off, share of trunk length: what weighs it against the others."""

    elbow: float = 0.04
    hip: float = 0.02
    landmark: float = 0.06
    wrist: float = 0.02


USUAL: Final = Errors()


def bend_deg(arm: Arm) -> FloatArray:
    """Return the elbow's flexion in the picture, degrees, 0 straight."""
    upper, fore = arm.elbow - arm.shoulder, arm.wrist - arm.elbow
    cross = upper[:, 0] * fore[:, 1] - upper[:, 1] * fore[:, 0]
    return np.abs(np.degrees(np.arctan2(cross, (upper * fore).sum(1))))


def lengths(arm: Arm) -> tuple[float, float, float]:
    """Return upper arm, forearm and hip to shoulder, px: learnt where the arm is straight."""
    straight = bend_deg(arm) < STRAIGHT_DEG
    if straight.sum() < 3:
        straight = np.ones(len(straight), bool)
    upper = np.linalg.norm(arm.elbow - arm.shoulder, axis=1)[straight]
    fore = np.linalg.norm(arm.wrist - arm.elbow, axis=1)[straight]
    side = np.linalg.norm(arm.shoulder - arm.hip, axis=1)[straight]
    return float(np.median(upper)), float(np.median(fore)), float(np.median(side))


def shoulders(arm: Arm, errors: Errors = USUAL) -> FloatArray:
    """Return where the shoulder must be, px, shape (T, 2): circles and landmark, weighted."""
    upper, fore, side = lengths(arm)
    trunk = float(np.nanmedian(arm.trunk))
    bent = np.radians(bend_deg(arm))
    chord = np.sqrt(upper**2 + fore**2 + 2 * upper * fore * np.cos(bent))
    # A bent elbow's angle is a landmark's; a straight arm is as long as it is.
    loose = errors.wrist + 0.5 * upper * fore * np.abs(np.sin(bent)) * np.radians(8.0) / (
        np.maximum(chord, 1.0) * trunk
    )
    circles = (
        (arm.elbow, np.full(len(chord), upper), np.full(len(chord), errors.elbow)),
        (arm.wrist, chord, loose),
        (arm.hip, np.full(len(chord), side), np.full(len(chord), errors.hip)),
    )
    found = arm.shoulder.astype(float).copy()
    for _ in range(STEPS):
        normal = np.tile(np.eye(2) / errors.landmark**2, (len(chord), 1, 1))
        pull = (arm.shoulder - found) / errors.landmark**2
        for centre, radius, sigma in circles:
            reach = found - centre
            far = np.maximum(np.linalg.norm(reach, axis=1), 1e-6)
            along = reach / far[:, None]
            weight = 1.0 / sigma**2
            normal += weight[:, None, None] * along[:, :, None] * along[:, None, :]
            pull += (weight * (radius - far))[:, None] * along
        found += np.linalg.solve(normal, pull[:, :, None])[:, :, 0]
    return found
