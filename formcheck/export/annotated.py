"""The annotated video of a clip: skeleton, back line, count and flags drawn in."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from formcheck.flags.codes import FLAGS
from formcheck.overlay.painter import paint
from formcheck.overlay.scene import build_scene
from formcheck.report.video import AnnotatedVideo, annotated_video
from formcheck.types import ByteArray, Frame, FrameResult, SourceInfo


@contextlib.contextmanager
def annotated_clip(path: Path, info: SourceInfo) -> Iterator[AnnotatedVideo]:
    """Yield what takes a clip's frames with their results, and writes them in English.

    Parameters
    ----------
    path : Path
        The file, which appears when the block ends well.
    info : SourceInfo
        For the frame rate that the file names.

    Raises
    ------
    OutputError
        As :func:`formcheck.report.video.annotated_video`.
    """
    titles = {code: spec.title for code, spec in FLAGS.items()}

    def draw(frame: Frame, result: FrameResult) -> ByteArray:
        return paint(frame.image, build_scene(result, frame.size, words=titles))

    with annotated_video(path, draw, fps_nominal=info.fps_nominal) as video:
        yield video
