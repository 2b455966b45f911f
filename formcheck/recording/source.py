"""A recording, or what another program saw, as a source of frames that bring their poses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from formcheck.config import CameraOptions
from formcheck.formats import Format, reader_of
from formcheck.pose.base import PoseEstimator
from formcheck.recording.frames import StoredFrame, StoredPose, store
from formcheck.recording.header import RecordingHeader
from formcheck.recording.judgement import Judgement
from formcheck.recording.reader import RecordingReader, is_recording
from formcheck.sources import open_source as open_pictures
from formcheck.sources.base import FrameSource, SingleUse
from formcheck.types import ByteArray, Frame, Pose, Reason, SourceInfo


@dataclass(frozen=True, slots=True)
class RecordedFrame(Frame):
    """A frame without a picture (``image`` is black) whose pose is known.

    ``absent`` says why where ``pose`` is None.
    """

    pose: StoredPose | None = None
    absent: Reason = Reason.NOBODY


class RecordedSource(SingleUse):
    """Deliver the frames of a recording; their poses come from :class:`RecordedEstimator`.

    Times are those of the session that was recorded, so that what was noted of it still fits: of
    a camera they begin with the first frame that was analysed, which need not be at 0.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    SourceOpenError
        See :class:`formcheck.recording.reader.RecordingReader`.
    """

    live = False

    def __init__(self, path: str | Path) -> None:
        super().__init__()
        self._reader = RecordingReader(Path(path).expanduser())
        reader = self._reader
        self._info = SourceInfo(
            str(path),
            *reader.size,
            duration_s=reader.last_s - reader.first_s,
            frames=reader.frames,
            fps_nominal=reader.header.fps_nominal,
            truncated=not reader.complete,
        )

    @property
    def info(self) -> SourceInfo:
        """What is known so far; the counts grow while frames are read."""
        return replace(self._info, frames_corrupt=self._reader.frames_lost)

    @property
    def header(self) -> RecordingHeader:
        """What the recording says of itself."""
        return self._reader.header

    @property
    def judgement(self) -> Judgement | None:
        """What was said when it was recorded; None where that cannot be read."""
        return self._reader.judgement

    def _frames(self) -> Iterator[Frame]:
        black: ByteArray = np.zeros((0, 0, 3), np.uint8)
        for index, stored in enumerate(self._reader):
            if self._closing.is_set():
                return
            if black.shape[1::-1] != stored.size:
                width, height = stored.size
                black = np.zeros((height, width, 3), np.uint8)
            self._info = replace(self._info, frames_decoded=index + 1)
            yield _frame(index, stored, black)

    def _release(self) -> None:
        self._reader.close()


class ImportedSource(SingleUse):
    """Deliver poses of another program as those of a recording.

    They have no mask, so the back has no contour, and perhaps no depth.

    Parameters
    ----------
    path : Path
    form : Format
        One that is read.
    rate_hz : float, optional
        Frames a second; as the file tells where None.

    Raises
    ------
    SourceOpenError
        When it cannot be read.
    MissingPackageError
        When that needs a package that is not installed.
    """

    live = False

    def __init__(self, path: Path, form: Format, rate_hz: float | None = None) -> None:
        super().__init__()
        assert form.read is not None
        read = form.read(path, rate_hz)
        self._read, self._size = read.landmarks, read.size
        self._info = SourceInfo(
            str(path),
            *read.size,
            duration_s=float(self._read.times_s[-1]),
            frames=len(self._read.times_s),
            fps_nominal=read.rate_hz,
            truncated=read.truncated,
        )

    def _frames(self) -> Iterator[Frame]:
        width, height = self._size
        black: ByteArray = np.zeros((height, width, 3), np.uint8)
        for index, time_s in enumerate(self._read.times_s.tolist()):
            if self._closing.is_set():
                return
            self._info = replace(self._info, frames_decoded=index + 1)
            pose = None if self._read.reasons[index] else store(self._pose(index))
            yield RecordedFrame(index, time_s, black, pose=pose)

    def _pose(self, index: int) -> Pose:
        read = self._read
        depth, visibility = read.depth_px[index], read.visibility[index]
        return Pose(read.xy_px[index], depth, visibility, read.world_m[index], self._size)

    def _release(self) -> None:
        """Nothing is held open."""


class RecordedEstimator:
    """Give each :class:`RecordedFrame` the pose it brings; other frames show nobody.

    Attributes
    ----------
    absent : Reason
        Why the last frame had no pose.
    """

    def __init__(self) -> None:
        self.absent = Reason.NOBODY

    def estimate(self, frame: Frame) -> Pose | None:
        """Return the recorded pose, or None."""
        if not isinstance(frame, RecordedFrame):
            self.absent = Reason.NOBODY
            return None
        self.absent = frame.absent
        return None if frame.pose is None else frame.pose.restore()

    def follow_person(self, x_px: float, y_px: float) -> None:
        """Do nothing: a recording holds the lifter alone."""

    def close(self) -> None:
        """Do nothing: there is no model to release."""

    def __enter__(self) -> Self:
        """Return the estimator itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing."""


def open_source(
    spec: str | int | Path,
    *,
    camera: CameraOptions | None = None,
    rate_hz: float | None = None,
    image_height: int | None = None,
) -> FrameSource:
    """Open whatever a user names.

    That is what :func:`formcheck.sources.open_source` opens, a recording, or poses in one of the
    formats that are read (:mod:`formcheck.formats`).

    Parameters
    ----------
    spec : str, int or Path
    camera : CameraOptions, optional
    rate_hz : float, optional
        Frames a second of what tells no times: a folder of pictures or of OpenPose JSON.
    image_height : int, optional
        As :func:`formcheck.sources.open_source` takes it.

    Raises
    ------
    SourceOpenError
        Or one of its children, with a hint, when it cannot be opened.
    MissingPackageError
        When that needs a package that is not installed.
    """
    if not isinstance(spec, int) and "://" not in str(spec):
        path = Path(str(spec).strip()).expanduser()
        if brings_poses(path):
            return open_poses(path, rate_hz)
    if rate_hz is None:
        return open_pictures(spec, camera=camera, image_height=image_height)
    return open_pictures(spec, camera=camera, image_fps=rate_hz, image_height=image_height)


def brings_poses(path: Path) -> bool:
    """Whether a path is a recording, or poses in one of the formats that are read."""
    return is_recording(path) or reader_of(path) is not None


def open_poses(path: Path, rate_hz: float | None = None) -> RecordedSource | ImportedSource:
    """Open what :func:`brings_poses`; see :func:`open_source`."""
    form = None if is_recording(path) else reader_of(path)
    return RecordedSource(path) if form is None else ImportedSource(path, form, rate_hz)


def estimator_for(
    source: FrameSource, otherwise: Callable[[], PoseEstimator]
) -> Callable[[], PoseEstimator]:
    """Return what opens the estimator for a source: its own poses', or the given one."""
    if isinstance(source, RecordedSource | ImportedSource):
        return RecordedEstimator
    return otherwise


def _frame(index: int, stored: StoredFrame, black: ByteArray) -> RecordedFrame:
    return RecordedFrame(index, stored.time_s, black, pose=stored.pose, absent=stored.absent)
