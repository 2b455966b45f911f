"""Lights of a scene: one key with a soft shadow, fill, rim, and sky and floor bounce."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.transforms import Vector, unit

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Lighting:
    """Lights given relative to the camera, so that a look survives a change of yaw.

    Attributes
    ----------
    key_azimuth_deg : where the key stands, seen from above: 0 behind the camera, positive to the
        right of the picture, 180 behind the lifter
    key_height_deg : elevation of the key
    key, fill, rim, sky : strengths (linear light)
    tint : colour of the key; the sky gets the opposite, weaker
    softness_m : blur of the shadow edge
    exposure : multiplies everything before the tone curve
    """

    key_azimuth_deg: float = -38.0
    key_height_deg: float = 58.0
    key: float = 1.9
    fill: float = 0.35
    rim: float = 0.75
    sky: float = 0.62
    tint: Triple = (1.0, 0.95, 0.88)
    softness_m: float = 0.06
    exposure: float = 1.0

    def table(self, camera_axes: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return rows (direction to the light, rgb): key, fill, rim, sky, ground."""
        toward = -camera_axes[2].copy()
        toward[2] = 0.0
        toward = unit(toward)
        right = unit(np.array([camera_axes[0][0], camera_axes[0][1], 0.0]))
        tint = np.array(self.tint)
        cool = 1.0 + 0.4 * (1.0 - tint / tint.mean())

        def direction(azimuth: float, height: float) -> Vector:
            a, h = np.radians(azimuth), np.radians(height)
            flat = toward * np.cos(a) + right * np.sin(a)
            return unit(flat * np.cos(h) + np.array([0, 0, np.sin(h)]))

        up = np.array([0.0, 0.0, 1.0])
        return np.array(
            [
                [*direction(self.key_azimuth_deg, self.key_height_deg), *(self.key * tint)],
                [*direction(self.key_azimuth_deg + 110, 25), *(self.fill * cool)],
                [*direction(self.key_azimuth_deg + 190, 40), *(self.rim * np.ones(3))],
                [*up, *(self.sky * cool)],
                [*-up, *(0.34 * self.sky * tint)],
            ]
        )


LOOKS: dict[str, Lighting] = {
    "studio": Lighting(),
    "flat": Lighting(key=0.5, fill=0.4, rim=0.1, sky=1.25, softness_m=0.15),
    "side": Lighting(key_azimuth_deg=70, key=2.2, fill=0.2, rim=0.4, sky=0.42),
    "warm": Lighting(key=2.0, tint=(1.0, 0.86, 0.68), sky=0.5, key_azimuth_deg=25),
    "ceiling": Lighting(
        key_azimuth_deg=-10, key_height_deg=78, key=1.7, sky=0.75, rim=0.3, softness_m=0.1
    ),
    "backlit": Lighting(
        key_azimuth_deg=160, key_height_deg=48, key=2.2, fill=0.3, rim=0.2, sky=0.55
    ),
    "dim": Lighting(key=1.0, fill=0.15, rim=0.35, sky=0.30, exposure=0.85, tint=(1.0, 0.9, 0.78)),
}
