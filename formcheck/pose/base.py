"""The seam every pose estimator implements."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from formcheck.types import Frame, Pose


class PoseEstimator(Protocol):
    """Find the lifter in each frame of one recording.

    An estimator belongs to one recording and to the thread that opened it.  ``estimate`` is
    called with strictly rising time stamps and returns ``None`` when nobody is seen.
    """

    def estimate(self, frame: Frame) -> Pose | None:
        """Return the lifter's pose, or None."""
        ...

    def close(self) -> None:
        """Release the model; may be called twice."""
        ...

    def __enter__(self) -> Self:
        """Return the estimator itself."""
        ...

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the estimator."""
        ...
