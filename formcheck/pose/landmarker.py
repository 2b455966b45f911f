"""MediaPipe's PoseLandmarker, reduced to: a picture in, poses out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import ModelError
from formcheck.pose.plotless import without_plots
from formcheck.pose.private import block_usage_reports
from formcheck.pose.quiet import hushed
from formcheck.types import ByteArray, Pose

with without_plots():
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

TALKATIVE = 30
"""A graph remarks on its memory at one of its first pictures, whichever finds it not aligned."""


class Landmarker:
    """One graph of PoseLandmarker, with segmentation masks.

    Parameters
    ----------
    model : bytes
        A ``.task`` bundle.  Bytes, because loading by path fails on Windows paths with
        non-ASCII letters.
    confidence : float
        Detection, presence and tracking confidence asked of the model.
    follow : bool
        True to follow one person from picture to picture (VIDEO mode, landmarks smoothed by the
        graph); False to look at each picture afresh.
    people : int
        How many may be found; more than one only without ``follow``, because a graph that
        follows several detects anew in every picture and smooths nothing.

    Raises
    ------
    ModelError
        When the bundle cannot be loaded.
    """

    def __init__(self, model: bytes, confidence: float, *, follow: bool, people: int = 1) -> None:
        self._follow = follow
        self._calls = 0
        self._last_ms = -1
        mode = vision.RunningMode.VIDEO if follow else vision.RunningMode.IMAGE
        block_usage_reports()
        try:
            with hushed():
                self._graph: Any = vision.PoseLandmarker.create_from_options(
                    vision.PoseLandmarkerOptions(
                        base_options=BaseOptions(model_asset_buffer=model),
                        running_mode=mode,
                        num_poses=people,
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

    def find(self, picture: ByteArray, time_s: float, size: tuple[int, int]) -> list[Pose]:
        """Return the poses in a picture.

        Parameters
        ----------
        picture : ndarray of uint8, shape (h, w, 3)
            RGB, the frame at analysis size.
        time_s : float
            The frame's time; only a graph that follows heeds it.
        size : tuple of int
            Width and height of the frame, in whose pixels landmarks are told.
        """
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=picture)
        if self._calls >= TALKATIVE:
            return _poses(self._detect(image, time_s), size)
        self._calls += 1
        with hushed():
            found = self._detect(image, time_s)
        return _poses(found, size)

    def _detect(self, image: Any, time_s: float) -> Any:
        if not self._follow:
            return self._graph.detect(image)
        # MediaPipe wants whole, strictly rising milliseconds.
        self._last_ms = max(round(time_s * 1000.0), self._last_ms + 1)
        return self._graph.detect_for_video(image, self._last_ms)

    def close(self) -> None:
        """Release the graph; without this MediaPipe complains when the interpreter ends."""
        graph, self._graph = self._graph, None
        if graph is not None:
            with hushed():
                graph.close()


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
