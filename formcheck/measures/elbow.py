"""Flexion of both elbows, with what the picture misses of the one that faces the camera."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from formcheck.measures.arms import elbow_flexion
from formcheck.measures.learned import Stand
from formcheck.measures.smoothing import OneEuroFilter
from formcheck.skeleton import Side, other
from formcheck.types import Measurement, Pose, View

CUTOFF_HZ: Final = 4.0
"""What a picture misses of an elbow changes as fast as the arm moves."""

UNSEEN_DEPTH_STD_DEG: Final = 30.0
"""How far the flexion that the picture shows is usually off the elbow's own: arms that point at
the camera look straighter or more bent than they are.  Root mean square over `tune`."""


class ElbowMeasurer:
    """Tell how far each elbow is bent, in space.

    The picture shows an arm's shadow.  For the near arm the learned estimator adds what is missing
    and says how sure it is; for the far one, and without an estimator, the picture's own angle is
    told and its error is wide.
    """

    def __init__(self) -> None:
        self._missing = OneEuroFilter(CUTOFF_HZ, 0.0)

    def push(
        self, time_s: float, pose: Pose, view: View, trunk_px: float, stand: Stand | None
    ) -> dict[Side, Measurement]:
        """Return each side's flexion in degrees, 0 for a straight arm."""
        near: Side = view.near_side
        elbows = {side: elbow_flexion(pose, side, trunk_px) for side in (near, other(near))}
        told = {side: _widened(each) for side, each in elbows.items()}
        shown = elbows[near]
        if stand is not None and shown.known:
            added = float(self._missing.push(time_s, np.array([stand.elbow_deg]))[0])
            value = min(max(shown.value + added, 0.0), 180.0)
            told[near] = shown._replace(value=value, std=stand.elbow_std)
        return told


def _widened(shown: Measurement) -> Measurement:
    return shown._replace(std=math.hypot(shown.std, UNSEEN_DEPTH_STD_DEG))
