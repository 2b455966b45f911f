"""The bare loop that FormCheck is timed beside: read, convert, ``detect_for_video`` with masks.

``python -m tests.benchmark.speed.bare CLIP`` runs it once; it imports nothing of FormCheck.
"""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision

MODEL = Path(__file__).parents[3] / "models" / "pose_landmarker_full.task"


def main() -> None:
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_buffer=MODEL.read_bytes()),
        running_mode=vision.RunningMode.VIDEO,
        output_segmentation_masks=True,
    )
    capture = cv2.VideoCapture(sys.argv[1])
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        while True:
            good, image = capture.read()
            if not good:
                break
            picture = mp.Image(
                image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
            )
            landmarker.detect_for_video(picture, round(capture.get(cv2.CAP_PROP_POS_MSEC)))
    capture.release()


if __name__ == "__main__":
    main()
