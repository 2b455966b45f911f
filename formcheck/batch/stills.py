"""A picture of a moment of a clip: its film, and over it what its results hold of that frame.

Nothing is analysed anew: the pose is that of the recording, the back line is laid over its outline
again, and how far the back is from its neutral comes from the table of frames.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from formcheck.batch.finding import Clip
from formcheck.batch.results import Results
from formcheck.config import Config
from formcheck.engine import trunk_estimator
from formcheck.errors import MissingPackageError, SourceOpenError
from formcheck.export.clip import jpeg, still
from formcheck.export.look import Look, Showing
from formcheck.export.report import PICTURE_HEIGHT, around_lifter
from formcheck.extras import load_extra
from formcheck.findings import Findings
from formcheck.measures.frame import FrameMeasurer, Measured
from formcheck.measures.registry import MEASURES
from formcheck.overlay.scene import ALL_LAYERS
from formcheck.recording.reader import RecordingReader
from formcheck.recording.source import brings_poses
from formcheck.sources import open_at_will
from formcheck.types import SAME_FRAME_S, ExerciseGuess, FrameResult, Measurement, Reason

BEFORE_S: Final = 2.0
"""So long before the moment the measuring begins, for its filters: at the peaks of the reps of the
six samples the back line is then that of the whole analysis, and no landmark is further from its
place there than 1.1 pixels of a picture of 540 lines."""

_HALVES: Final = ("lumbar_flexion_deg", "thoracic_flexion_deg")
"""What the colours of the back line tell."""


@dataclass(frozen=True, slots=True)
class Still:
    """A picture as JPEG, or in one sentence why there is none."""

    jpeg: bytes = b""
    missing: str = ""


def make_still(
    clip: Clip, results: Results, time_s: float, *, config: Config, showing: Showing
) -> Still:
    """Return the picture of a clip at a time, cut to the lifter.

    Parameters
    ----------
    clip : Clip
    results : Results
        Hold the clip's recording.
    time_s : float
        Seconds from the clip's start.
    config : Config
        The options it was analysed with.
    showing : str
        How much of the lifter is shown.
    """
    if brings_poses(clip.path):
        return Still(missing="It has poses and no pictures.")
    try:
        with open_at_will(clip.path) as film:
            now_s, size, measured = _measured(
                results.place("recordings", clip.name), time_s, config
            )
            flexion = flexion_at(results.place("frames", clip.name), now_s)
            # Without the table nobody knows the line's colours.
            layers = replace(ALL_LAYERS, labels=False, contour=bool(flexion))
            # One frame alone: where the film has another at that time, nothing is drawn over it,
            # and with the head to be blurred all of it is.
            findings = Findings()
            findings.append(_result(now_s, measured, flexion), size)
            findings.finish((), ())
            look = Look(showing, layers)
            image = around_lifter(
                still(film, findings, now_s, look=look, titles={}), findings, now_s
            )
            return Still(jpeg(image, height=PICTURE_HEIGHT))
    except SourceOpenError:
        return Still(missing="The film is not there any more, or film or recording cannot be read.")


def _measured(
    recording: Path, time_s: float, config: Config
) -> tuple[float, tuple[int, int], Measured]:
    """Return the time, size and measures of the frame at a time."""
    measurer = FrameMeasurer(config, trunk_estimator())
    found = None
    with RecordingReader(recording) as reader:
        for frame in reader:
            if frame.time_s < time_s - BEFORE_S:
                continue
            pose = None if frame.pose is None else frame.pose.restore()
            found = frame.time_s, frame.size, measurer.push(frame.time_s, pose)
            if frame.time_s >= time_s - SAME_FRAME_S:
                break
    if found is None:
        raise SourceOpenError(f"{recording} ends before {time_s:.1f} s.")
    return found


def flexion_at(table: Path, time_s: float) -> dict[str, Measurement]:
    """Return how far each half of the back is from its neutral; empty where no table tells it."""
    try:
        parquet = load_extra("pyarrow.parquet", "parquet")
        read = parquet.read_table(table, columns=["time_s", *_HALVES])
        place = int(np.abs(read["time_s"].to_numpy() - time_s).argmin())
        values = {name: read[name][place].as_py() for name in _HALVES}
    except (MissingPackageError, OSError, ValueError, KeyError):
        return {}
    return {
        name: Measurement.missing(Reason.NONE) if value is None else Measurement(value, 1.0)
        for name, value in values.items()
    }


def _result(time_s: float, measured: Measured, measures: Mapping[str, Measurement]) -> FrameResult:
    none = dict.fromkeys(MEASURES, Measurement.missing(Reason.NONE))
    return FrameResult(
        index=0,
        time_s=time_s,
        pose=measured.pose,
        measures=none | dict(measures),
        contour=measured.shape.contour,
        view=measured.view,
        exercise=ExerciseGuess(),
        phase="unknown",
        rep_count=0,
        active_flags=(),
        events=(),
    )
