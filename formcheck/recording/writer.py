"""A recording while it is written: frames and events in, blocks of half a second out."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, Self

from formcheck.errors import OutputError
from formcheck.files.writing import atomic_path, output_error
from formcheck.recording.blocks import BlockKind, block, preamble
from formcheck.recording.disk import DiskAppender
from formcheck.recording.frames import (
    MAX_FRAMES,
    PackedFrame,
    StoredFrame,
    StoredPose,
    encode,
    pack_frame,
)
from formcheck.recording.header import RecordingHeader, to_bytes
from formcheck.recording.judgement import event_line
from formcheck.recording.reader import RecordingReader
from formcheck.types import Event, Reason

BLOCK_S: Final = 0.5
"""A block is written when its frames span this time: what the end of the process can cost."""


class RecordingWriter:
    """Write a recording frame by frame; a context manager.

    Nothing here waits for the disk.  A disk that fails on the way never raises:
    :attr:`error` tells, and what was written before stays readable.

    Parameters
    ----------
    path : Path
        A file that does not exist yet; by custom it ends in ``.fcrec``.
    header : RecordingHeader

    Raises
    ------
    OutputError
        When the file exists already or cannot be made.
    """

    def __init__(self, path: Path, header: RecordingHeader) -> None:
        self.path = path
        try:
            self._disk = DiskAppender(path)
        except FileExistsError as error:
            raise _exists(path) from error
        except OSError as error:
            raise output_error(path, error) from error
        self._frames: list[PackedFrame] = []
        self._events: list[str] = []
        self._count = 0
        self._last_s = -1.0
        self._disk.append(preamble() + block(BlockKind.HEADER, to_bytes(header)))

    @property
    def error(self) -> OutputError | None:
        """Why nothing more is written, None while all is well."""
        error = self._disk.error
        return None if error is None else write_error(self.path, error)

    @property
    def frames(self) -> int:
        """Frames taken so far."""
        return self._count

    def add(
        self,
        time_s: float,
        pose: StoredPose | None,
        size: tuple[int, int],
        absent: Reason = Reason.NOBODY,
    ) -> None:
        """Take the next frame; ``absent`` says why there is no pose.

        Raises
        ------
        ValueError
            When its time does not rise.
        """
        if not time_s > self._last_s:
            raise ValueError(f"time_s: expected more than {self._last_s}, got {time_s}")
        first = self._frames[0].frame if self._frames else None
        if first is not None and (first.size != size or len(self._frames) >= MAX_FRAMES):
            self.flush()
        self._frames.append(pack_frame(StoredFrame(time_s, size, pose, absent)))
        self._count += 1
        self._last_s = time_s
        if time_s - self._frames[0].frame.time_s >= BLOCK_S:
            self.flush()

    def tell(self, event: Event) -> None:
        """Take an event; it is written with the frames around it."""
        self._events.append(event_line(event))

    def flush(self) -> None:
        """Hand what has gathered to the disk."""
        data = b""
        if self._frames:
            data += block(BlockKind.FRAMES, encode(self._frames), len(self._frames))
            self._frames = []
        if self._events:
            data += block(BlockKind.EVENTS, "\n".join(self._events).encode())
            self._events = []
        if data:
            self._disk.append(data)

    def close(self, report: Mapping[str, Any] | None = None) -> None:
        """End the recording; may be called twice.

        Parameters
        ----------
        report : mapping, optional
            The session's result as ``formcheck.report.json_report.to_dict`` gives it.
        """
        self.flush()
        end = {"frames": self._count, "report": report}
        self._disk.append(block(BlockKind.END, json.dumps(end, ensure_ascii=False).encode()))
        self._disk.close()

    def __enter__(self) -> Self:
        """Return the writer itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the recording."""
        self.close()


def check_new(path: Path) -> None:
    """Refuse to replace a file by a recording.

    Raises
    ------
    OutputError
        When there is one already.
    """
    if path.exists():
        raise _exists(path)


def _exists(path: Path) -> OutputError:
    return OutputError(
        f"{path} exists already.", "A recording never replaces another: name a new file."
    )


def write_error(path: Path, error: OSError) -> OutputError:
    """Return the error a user can act on for a recording that cannot be written."""
    told = output_error(path, error)
    if error.errno == errno.EFBIG:
        return OutputError(told.message, "The file may not grow further: choose another folder.")
    return told


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
