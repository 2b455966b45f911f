"""A recording under another name, with what is said of its frames now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from formcheck.files.writing import atomic_path
from formcheck.recording.blocks import BlockKind, block, preamble
from formcheck.recording.header import RecordingHeader, to_bytes
from formcheck.recording.reader import RecordingReader
from formcheck.recording.verdict import event_line
from formcheck.recording.writer import check_new
from formcheck.types import Event


def copy_recording(
    reader: RecordingReader,
    path: Path,
    header: RecordingHeader,
    events: Iterable[Event],
    report: Mapping[str, Any],
) -> None:
    """Write the frames of a recording into another that tells something else of them.

    The frames are copied byte by byte; damaged ones are left out.

    Parameters
    ----------
    reader : RecordingReader
        The frames.
    path : Path
        A file that does not exist yet.
    header : RecordingHeader
    events : iterable of Event
    report : mapping
        The result as ``formcheck.report.json_report.to_dict`` gives it.

    Raises
    ------
    OutputError
        When there is such a file already, or it cannot be written.
    """
    check_new(path)
    count = 0
    with atomic_path(path, private=True) as temporary, temporary.open("wb") as file:
        file.write(preamble() + block(BlockKind.HEADER, to_bytes(header)))
        for content, frames in reader.frame_blocks():
            file.write(block(BlockKind.FRAMES, content, frames))
            count += frames
        lines = "\n".join(event_line(event) for event in events)
        if lines:
            file.write(block(BlockKind.EVENTS, lines.encode()))
        end = json.dumps({"frames": count, "report": report}, ensure_ascii=False)
        file.write(block(BlockKind.END, end.encode()))
