"""Pose estimators: the seam and its implementations."""

from __future__ import annotations

from collections.abc import Callable

from formcheck.config import Config
from formcheck.pose.base import PoseEstimator


def default_estimator(config: Config) -> Callable[[], PoseEstimator]:
    """Return what opens the bundled pose model, to be called in the thread that will use it.

    MediaPipe is imported and the model read only then, so that making a session costs nothing.
    The returned function raises ``ModelError`` when the model is missing, altered or does not
    load.
    """

    def open_estimator() -> PoseEstimator:
        from formcheck.assets import model_bytes
        from formcheck.pose.mediapipe import MediaPipeEstimator

        return MediaPipeEstimator(config.pose, model_bytes())

    return open_estimator
