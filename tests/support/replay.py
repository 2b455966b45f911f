"""What stands in for the pose model: poses from a list, and the base of all that know them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from formcheck.types import Frame, Pose


class StandIn:
    """An estimator without a model: there is nothing to open and nothing to release."""

    def close(self) -> None:
        """Do nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class ReplayEstimator(StandIn):
    """Return given poses one by one, in order; None after the last."""

    def __init__(self, poses: Iterable[Pose | None]) -> None:
        self._poses = iter(poses)

    def estimate(self, frame: Frame) -> Pose | None:
        """Return the next pose, whatever the frame shows."""
        return next(self._poses, None)
