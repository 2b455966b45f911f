"""MediaPipe's PoseLandmarker as a pose estimator."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from formcheck.config import PoseOptions
from formcheck.errors import ModelError
from formcheck.pose.lock import PersonLock
from formcheck.pose.private import block_usage_reports
from formcheck.pose.quiet import quiet_startup
from formcheck.types import ByteArray, Frame, Pose

MILD_REDUCTION = 1.6


class MediaPipeEstimator:
    """Find the lifter with PoseLandmarker in VIDEO mode, with segmentation masks.

    Parameters
    ----------
    options : PoseOptions
    model : bytes
        A ``.task`` bundle.  Bytes, because loading by path fails on Windows paths with
        non-ASCII letters.

    Raises
    ------
    ModelError
        When the bundle cannot be loaded.

    Notes
    -----
    Frames taller than ``options.analysis_height_px`` are reduced first; the landmark network
    works on a 256 x 256 crop, so little is lost.  Landmarks come back in pixels of the full
    frame.  Open it in the thread that uses it: the graph's start is slow and thread-bound.
    """

    def __init__(self, options: PoseOptions, model: bytes) -> None:
        self._options = options
        self._last_ms = -1
        self._started = False
        self._lock = PersonLock()
        confidence = options.min_confidence
        block_usage_reports()
        try:
            with quiet_startup():
                self._landmarker: Any = vision.PoseLandmarker.create_from_options(
                    vision.PoseLandmarkerOptions(
                        base_options=BaseOptions(model_asset_buffer=model),
                        running_mode=vision.RunningMode.VIDEO,
                        num_poses=options.people,
                        min_pose_detection_confidence=confidence,
                        min_pose_presence_confidence=confidence,
                        min_tracking_confidence=confidence,
                        output_segmentation_masks=True,
                    )
                )
        except (RuntimeError, ValueError) as err:
            raise ModelError(
                "The pose model cannot be loaded.",
                "Reinstall FormCheck, or run 'formcheck doctor' to see what is wrong.",
            ) from err

    def estimate(self, frame: Frame) -> Pose | None:
        """Return the lifter's pose in this frame, or None when nobody is found."""
        reduced = reduce_to_height(frame.image, self._options.analysis_height_px)
        image = cv2.cvtColor(reduced, cv2.COLOR_BGR2RGB)
        # MediaPipe wants whole, strictly rising milliseconds.
        self._last_ms = max(round(frame.time_s * 1000.0), self._last_ms + 1)
        picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=image)
        if self._started:
            found = self._landmarker.detect_for_video(picture, self._last_ms)
        else:
            with quiet_startup():
                found = self._landmarker.detect_for_video(picture, self._last_ms)
            self._started = True
        return self._lock.choose(_poses(found, frame.size))

    def close(self) -> None:
        """Release the graph; without this MediaPipe complains when the interpreter ends."""
        landmarker, self._landmarker = self._landmarker, None
        if landmarker is not None:
            landmarker.close()

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


def reduce_to_height(image: ByteArray, height: int) -> ByteArray:
    """Return the image at most ``height`` pixels tall.

    Area averaging costs six times as much as linear interpolation and is needed only where
    several pixels become one.
    """
    if image.shape[0] <= height:
        return image
    width = max(1, round(image.shape[1] * height / image.shape[0]))
    mild = image.shape[0] <= MILD_REDUCTION * height
    method = cv2.INTER_LINEAR if mild else cv2.INTER_AREA
    reduced: Any = cv2.resize(image, (width, height), interpolation=method)
    smaller: ByteArray = reduced
    return smaller


def _poses(found: Any, size: tuple[int, int]) -> list[Pose]:
    masks = found.segmentation_masks or [None] * len(found.pose_landmarks)
    return [
        _pose(landmarks, world, mask, size)
        for landmarks, world, mask in zip(
            found.pose_landmarks, found.pose_world_landmarks, masks, strict=True
        )
    ]


def _pose(landmarks: Any, world: Any, mask: Any, size: tuple[int, int]) -> Pose:
    width, height = size
    table = np.array([(p.x, p.y, p.z, p.visibility) for p in landmarks], dtype=np.float64)
    return Pose(
        xy=table[:, :2] * (width, height),
        depth=table[:, 2] * width,
        visibility=table[:, 3],
        world=np.array([(p.x, p.y, p.z) for p in world], dtype=np.float64),
        size=size,
        mask=None if mask is None else _mask(mask),
    )


def _mask(mask: Any) -> NDArray[np.float32]:
    # A copy: the view dies with MediaPipe's result.
    values: NDArray[np.float32] = np.array(mask.numpy_view(), dtype=np.float32)
    return values.reshape(values.shape[0], values.shape[1])
