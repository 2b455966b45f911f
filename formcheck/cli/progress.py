"""Follow an analysis: a progress bar for people, annotated frames for a video file."""

from __future__ import annotations

import contextlib
import math
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from formcheck.cli.output import progress_console
from formcheck.export.annotated import annotated_clip
from formcheck.report.video import AnnotatedVideo
from formcheck.run import share_done
from formcheck.session_seams import Listener, SessionStats
from formcheck.types import Frame, FrameResult, SourceInfo

SPEED_S: Final = 3600
"""How far back it is looked for the time left: one clip of a batch may take many minutes."""


def progress_bar(doing: str, *, shown: bool | None = None) -> Progress:
    """Return a progress bar on standard error; by itself not shown where that is no terminal."""
    return Progress(
        TextColumn(doing),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
        console=progress_console(),
        transient=True,
        disable=not (sys.stderr.isatty() if shown is None else shown),
        # What is printed goes into a file or pipe as it would without a bar.
        redirect_stdout=sys.stdout.isatty(),
        speed_estimate_period=SPEED_S,
    )


class _VideoDiscardedError(Exception):
    """Raised inside the video's block to have its file removed."""


class AnalysisListener(Listener):
    """Listen to a session that analyses a recording.

    A context manager: the bar is drawn and the video is open inside the block.

    Parameters
    ----------
    info : SourceInfo
        For the length of the bar and the video's nominal frame rate.
    bar : bool
        Whether to draw a progress bar on standard error.
    video : Path, optional
        Where to write the annotated video.
    """

    def __init__(self, info: SourceInfo, *, bar: bool, video: Path | None) -> None:
        self._info = info
        self._bar = bar
        self._video_path = video
        self._stack = contextlib.ExitStack()
        self._video_stack = contextlib.ExitStack()
        self._progress: Progress | None = None
        self._task = TaskID(0)
        self._video: AnnotatedVideo | None = None

    def __enter__(self) -> Self:
        """Open the video; the bar appears with the first frame."""
        if self._video_path is not None:
            self._video = self._video_stack.enter_context(
                annotated_clip(self._video_path, self._info)
            )
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take the bar away and finish the video, or remove it when something was raised."""
        self._stack.close()
        self._video_stack.__exit__(exc_type, exc, traceback)

    def discard_video(self) -> None:
        """Leave no video behind, because the analysis was interrupted."""
        error = _VideoDiscardedError()
        with contextlib.suppress(_VideoDiscardedError):
            self._video_stack.__exit__(type(error), error, None)
        self._video = None

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        """Move the bar and write the annotated frame."""
        if self._bar:
            self._advance(frame)
        if self._video is not None:
            self._video.append(frame, result)

    def _advance(self, frame: Frame) -> None:
        if self._progress is None:
            self._progress, self._task = self._open_bar()
        share = share_done(self._info, frame)
        if not math.isnan(share):
            self._progress.update(self._task, total=1.0, completed=share)

    def _open_bar(self) -> tuple[Progress, TaskID]:
        """Show the bar; not before the first frame, which comes after the model's start."""
        progress = progress_bar("analysing", shown=True)
        self._stack.enter_context(progress)
        return progress, progress.add_task("analysing", total=None)
