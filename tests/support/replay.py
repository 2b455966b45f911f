"""Poses from a list instead of a model: for tests, goldens and re-scoring."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from formcheck.types import Frame, Pose


class ReplayEstimator:
    """Return given poses one by one, in order; None after the last."""

    def __init__(self, poses: Iterable[Pose | None]) -> None:
        self._poses = iter(poses)

    def estimate(self, frame: Frame) -> Pose | None:
        """Return the next pose, whatever the frame shows."""
        return next(self._poses, None)

    def close(self) -> None:
        """Do nothing: there is no model to release."""

    def __enter__(self) -> Self:
        """Return the estimator itself."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Do nothing."""
