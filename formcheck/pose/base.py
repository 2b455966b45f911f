"""The seam every pose estimator implements."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from formcheck.types import Frame, Pose, Reason


class PoseEstimator(Protocol):
    """Find the lifter in each frame of one recording.

    An estimator belongs to one recording and to the thread that opened it.  ``estimate`` is
    called with strictly rising time stamps and returns ``None`` when nobody is seen, or when it is
    not certain who of several people is the lifter.
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


@runtime_checkable
class LifterFollower(Protocol):
    """What an estimator offers on top that tells people apart."""

    @property
    def absent(self) -> Reason:
        """Why the last frame had no pose: nobody, or not certain who it is."""
        ...

    def follow_person(self, x_px: float, y_px: float) -> None:
        """Take the person at this point, in pixels of the frame, for the lifter.

        Called from the thread that estimates.  Where nobody is found for two seconds the wish is
        dropped.
        """
        ...


def why_absent(estimator: PoseEstimator) -> Reason:
    """Return why the estimator's last frame had no pose."""
    return estimator.absent if isinstance(estimator, LifterFollower) else Reason.NOBODY
