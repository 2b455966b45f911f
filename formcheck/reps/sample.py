"""One frame's numbers as a rep remembers them, and the short memory that holds them."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from formcheck.measures.limbs import UNSEEN_ARM, UNSEEN_GIRDLE, ArmPosture, Girdle
from formcheck.measures.posture import UNSEEN as UNSEEN_POSTURE
from formcheck.types import NAN, FloatArray, Measurement, Reason

UNSEEN = Measurement.missing(Reason.NOBODY)
MEMORY_S = 40.0


@dataclass(frozen=True, slots=True)
class Sample:
    """The numbers of one frame; NaN where unknown.

    ``hand_x`` and ``hand_y`` are
    the working hand's place from the hips, ``elbow_x`` and ``elbow_y`` its elbow's from the
    shoulder, in trunk lengths along the picture's axes; ``hip_x`` and ``hip_y`` are the hips'
    place in frame pixels.  ``facing`` is 1 when the lifter looks to the right of the picture, else
    -1; ``chin_pct`` is the chin above the hands (% of trunk length); ``trunk_std`` is the error of
    ``trunk_deg``, the trunk's inclination; ``yaw_deg`` is the camera's (0 from the side, positive
    from the front).  ``arms`` (left, right) and ``girdle`` come from unfiltered landmarks.
    ``hip_deg`` is the near hip's flexion in the picture, ``hip_space_deg`` by the world landmarks;
    ``back_own`` says that the back is compared with the lifter's own neutral, known for certain.
    ``elbow_up`` (% of trunk length over the shoulder) and ``rotation`` (outward, degrees) are of
    the arm that is followed, with their errors; ``blade_back_std`` and ``blade_up_std`` are those
    of the shoulder's travel, which is of the ``near`` side (-1 left, 1 right).
    ``posture`` is :func:`formcheck.measures.posture.posture`.
    """

    time_s: float
    elbow_deg: float = NAN
    hand_x: float = NAN
    hand_y: float = NAN
    elbow_x: float = NAN
    elbow_y: float = NAN
    forward_pct: float = NAN
    up_pct: float = NAN
    trunk_px: float = NAN
    hip_x: float = NAN
    hip_y: float = NAN
    trunk_deg: float = NAN
    trunk_std: float = NAN
    thigh_deg: float = NAN
    back_deg: float = NAN
    lumbar_deg: float = NAN
    thoracic_deg: float = NAN
    back_std: float = NAN
    back_quality: float = 0.0
    back_reason: Reason = Reason.NONE
    shoulder_back_pct: float = NAN
    shoulder_up_pct: float = NAN
    chin_pct: float = NAN
    side: int = 0
    found: bool = False
    facing: int = 1
    yaw_deg: float = NAN
    arms: tuple[ArmPosture, ArmPosture] = (UNSEEN_ARM, UNSEEN_ARM)
    girdle: Girdle = UNSEEN_GIRDLE
    back_share_pct: float = NAN
    back_share_std: float = NAN
    hip_deg: float = NAN
    hip_space_deg: float = NAN
    back_own: bool = False
    knee_deg: float = NAN
    elbow_up: Measurement = UNSEEN
    rotation: Measurement = UNSEEN
    blade_back_std: float = NAN
    blade_up_std: float = NAN
    blade_reason: Reason = Reason.NONE
    near: int = 0
    posture: tuple[float, ...] = UNSEEN_POSTURE


class Memory:
    """The samples of the last :data:`MEMORY_S` seconds."""

    def __init__(self) -> None:
        self._samples: deque[Sample] = deque()

    def push(self, sample: Sample) -> None:
        """Remember a sample and forget old ones."""
        self._samples.append(sample)
        while sample.time_s - self._samples[0].time_s > MEMORY_S:
            self._samples.popleft()

    def between(self, start_s: float, end_s: float) -> list[Sample]:
        """Return the samples from start to end, both included, oldest first."""
        recent = takewhile(lambda s: s.time_s >= start_s, reversed(self._samples))
        return [s for s in recent if s.time_s <= end_s][::-1]


def column(samples: list[Sample], name: str) -> FloatArray:
    """Return one number of every sample, shape (n,)."""
    return np.array([getattr(sample, name) for sample in samples], dtype=np.float64)


def trunk_in_picture(samples: list[Sample]) -> FloatArray:
    """Return the trunk's angle of every sample, degrees, whichever way the lifter seems to face."""
    angles, facing = column(samples, "trunk_deg"), column(samples, "facing")
    turned: FloatArray = np.where(facing > 0.0, angles, 180.0 - angles)
    return turned
