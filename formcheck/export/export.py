"""One thing to export of an analysed clip, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from formcheck.export.clip import ExportStoppedError, Span, export_video, still, write_picture
from formcheck.export.look import DEFAULT_LOOK, Look
from formcheck.export.report import telling, write_report
from formcheck.findings import Findings
from formcheck.report import csv_report, json_report, rep_csv
from formcheck.report.about import About
from formcheck.review.correct import as_corrected
from formcheck.sources.at_will import AtWill
from formcheck.types import SessionResult

What = Literal["video", "still", "report", "reps_csv", "frames_csv", "json"]
SUFFIXES: Final[dict[What, str]] = {
    "video": ".mp4",
    "still": ".png",
    "report": ".html",
    "reps_csv": ".csv",
    "frames_csv": ".csv",
    "json": ".json",
}
"""The usual ending of each kind of file."""

PICTURED: Final[frozenset[What]] = frozenset({"video", "still", "report"})
"""Kinds that show the lifter, so that a look is to be chosen."""


@dataclass(frozen=True, slots=True)
class Export:
    """What to write and where.

    ``about`` names the recording in tables and reports. ``span`` is the part of a video, ``at_s``
    the moment of a still, both in seconds.
    """

    what: What
    path: Path
    about: About
    look: Look = DEFAULT_LOOK
    span: Span | None = None
    at_s: float = 0.0


def run(
    export: Export,
    open_clip: Callable[[], AtWill],
    findings: Findings,
    result: SessionResult,
    progress: Callable[[float], bool],
) -> None:
    """Write what was asked for.

    Parameters
    ----------
    export : Export
        What to write.
    open_clip : callable
        Opens the clip; called only for what has pictures.
    findings : Findings
        What was found, as corrected.
    result : SessionResult
        The analysis.
    progress : callable
        Is told the share done and says whether to go on.

    Raises
    ------
    OutputError
        When the file cannot be written.
    ExportStoppedError
        When ``progress`` said no.
    """
    amended = as_corrected(result, findings.reps, findings.flags)
    if export.what in PICTURED:
        clip = open_clip()
        try:
            _with_pictures(export, clip, findings, amended, progress)
        finally:
            clip.close()
    elif export.what == "reps_csv":
        rep_csv.write_rep_csv(amended, export.path, export.about)
    elif export.what == "frames_csv":
        csv_report.write_csv(amended, export.path, export.about)
    else:
        json_report.write_json(amended, export.path)


def _with_pictures(
    export: Export,
    clip: AtWill,
    findings: Findings,
    result: SessionResult,
    progress: Callable[[float], bool],
) -> None:
    words = telling()
    if export.what == "video":
        export_video(
            clip, findings, export.path,
            look=export.look, titles=words.flags, span=export.span, progress=progress,
        )  # fmt: skip
    elif export.what == "still":
        image = still(clip, findings, export.at_s, look=export.look, titles=words.flags)
        write_picture(image, export.path)
    else:
        write_report(
            result, findings, export.path,
            about=export.about, clip=clip, look=export.look, words=words,
            progress=_or_stop(progress),
        )  # fmt: skip


def _or_stop(progress: Callable[[float], bool]) -> Callable[[float], bool]:
    """Return a progress that ends the work at once when it is no longer wanted."""

    def told(share: float) -> bool:
        if not progress(share):
            raise ExportStoppedError
        return True

    return told
