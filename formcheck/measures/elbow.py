"""How elbows are bent and how high one is held, with what the picture misses of the near one."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from formcheck.measures.arms import elbow_flexion
from formcheck.measures.face_pull import elbow_height
from formcheck.measures.learned import Stand
from formcheck.measures.smoothing import OneEuroFilter
from formcheck.skeleton import Side, other
from formcheck.types import Measurement, Pose, View

CUTOFF_HZ: Final = 4.0
"""What a picture misses of an elbow changes as fast as the arm moves."""

UNSEEN_DEPTH_STD_DEG: Final = 30.0
"""How far the flexion that the picture shows is usually off the elbow's own: arms that point at
the camera look straighter or more bent than they are.  Root mean square over `tune`."""


class Elbows(NamedTuple):
    """Flexion of each side's elbow, degrees, and the height of the one that is followed.

    0 is a straight arm; ``shown`` is what the picture shows of it.  The height is over the
    shoulder, % of trunk length, up positive.
    """

    shown: dict[Side, Measurement]
    flexion: dict[Side, Measurement]
    height: Measurement


class ElbowMeasurer:
    """Tell how far each elbow is bent, in space, and how high the working one is held.

    The picture shows an arm's shadow, and landmarks of raised arms lie beside the joints.  For the
    near arm the learned estimator adds what is missing and says how sure it is; for the far one,
    and without an estimator, what the picture shows is told and its error is wide.
    """

    def __init__(self) -> None:
        self._missing = OneEuroFilter(CUTOFF_HZ, 0.0)

    def push(
        self,
        time_s: float,
        pose: Pose,
        view: View,
        side: Side,
        trunk_px: float,
        stand: Stand | None,
    ) -> Elbows:
        """Measure one frame; ``side`` is the arm that is followed."""
        near: Side = view.near_side
        shown = {each: elbow_flexion(pose, each, trunk_px) for each in (near, other(near))}
        told = {each: _widened(flexion) for each, flexion in shown.items()}
        height = elbow_height(pose, side, trunk_px)
        if stand is None:
            return Elbows(shown, told, height)
        missing = np.array([stand.elbow_deg, stand.height_pct])
        bent, raised = self._missing.push(time_s, missing).tolist()
        if shown[near].known:
            value = min(max(shown[near].value + bent, 0.0), 180.0)
            told[near] = shown[near]._replace(value=value, std=stand.elbow_std)
        if side == near and height.known:
            height = height._replace(value=height.value + raised, std=stand.height_std)
        return Elbows(shown, told, height)


def _widened(shown: Measurement) -> Measurement:
    return shown._replace(std=math.hypot(shown.std, UNSEEN_DEPTH_STD_DEG))
