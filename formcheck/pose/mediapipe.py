"""MediaPipe's PoseLandmarker as a pose estimator."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np

from formcheck.config import PoseOptions
from formcheck.errors import ModelError
from formcheck.pictures import reduce_to_height
from formcheck.pose.landmarker import Landmarker
from formcheck.pose.tracker import LifterTracker
from formcheck.types import Frame, Pose, Reason


class MediaPipeEstimator:
    """Find the lifter with PoseLandmarker, with segmentation masks, and keep to him.

    Parameters
    ----------
    options : PoseOptions
    model : bytes
        A ``.task`` bundle.

    Raises
    ------
    ModelError
        When the bundle cannot be loaded.

    Notes
    -----
    Frames taller than ``options.analysis_height_px`` are reduced first; the landmark network
    works on a 256 x 256 crop, so little is lost.  Landmarks come back in pixels of the full
    frame.  Open it in the thread that uses it: the graph's start is slow and thread-bound.
    Who the lifter is, is decided as :class:`formcheck.pose.lock.PersonLock` tells.
    """

    def __init__(self, options: PoseOptions, model: bytes) -> None:
        self._options = options
        confidence = options.min_confidence
        self._follower = Landmarker(model, confidence, follow=True)
        self._surveyor: Landmarker | None = None
        if options.people > 1:
            try:
                self._surveyor = Landmarker(
                    model, confidence, follow=False, people=options.people - 1
                )
            except ModelError:
                self._follower.close()
                raise
        self._tracker = LifterTracker(self._follower, self._surveyor)

    def estimate(self, frame: Frame) -> Pose | None:
        """Return the lifter's pose; None when :attr:`absent` tells why not."""
        reduced = reduce_to_height(frame.image, self._options.analysis_height_px)
        picture: Any = cv2.cvtColor(reduced, cv2.COLOR_BGR2RGB)
        return self._tracker.track(frame.time_s, picture, frame.size)

    @property
    def absent(self) -> Reason:
        """Why the last frame had no pose."""
        return self._tracker.reason

    def follow_person(self, x_px: float, y_px: float) -> None:
        """Take the person at this point of the frame for the lifter from the next frame on."""
        self._tracker.follow_person(np.array([x_px, y_px]))

    def close(self) -> None:
        """Release the graphs; without this MediaPipe complains when the interpreter ends."""
        self._follower.close()
        if self._surveyor is not None:
            self._surveyor.close()

    def __enter__(self) -> Self:
        """Return the estimator itself."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the estimator."""
        self.close()
