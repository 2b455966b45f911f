"""A recording being read: whole, cut off or damaged, as far as its check sums vouch for it."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

from formcheck.errors import SourceOpenError
from formcheck.files.reading import UnreadableError, is_regular, parse_json
from formcheck.own_exercises import lend
from formcheck.recording import header as headers
from formcheck.recording import judgement as judgements
from formcheck.recording.blocks import (
    MAGIC,
    MAJOR,
    PREAMBLE_BYTES,
    Block,
    BlockKind,
    DamagedError,
    find_blocks,
    read_block,
    read_preamble,
)
from formcheck.recording.frames import StoredFrame, decode
from formcheck.recording.header import RecordingHeader
from formcheck.recording.judgement import Judgement
from formcheck.recording.shelf import SUFFIX
from formcheck.sources import file_faults

_HOPELESS: Final = "It cannot be read; if there is a copy, use that."


def is_recording(path: Path) -> bool:
    """Whether a path names a recording, by its first bytes or, failing those, its suffix."""
    try:
        if not is_regular(path):
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC or path.suffix.lower() == SUFFIX
    except OSError:
        return path.suffix.lower() == SUFFIX


class RecordingReader:
    """Read a recording; a context manager.

    A recording whose writer was killed is as good as any other up to its last half second.
    Damaged blocks are left out and counted in :attr:`frames_lost`.

    Parameters
    ----------
    path : Path

    Raises
    ------
    SourceOpenError
        When it cannot be opened, is no recording, was written by a newer FormCheck, or not one
        frame of it can be read.

    Attributes
    ----------
    path : Path
    header : RecordingHeader
    frames : int
        Frames the file holds, damaged ones counted.
    complete : bool
        Whether it was closed and is whole up to its end.
    size : tuple of int
        Width and height of the frames.
    first_s, last_s : float
        Times of the first and last frame that can be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        file_faults.check_readable(path)
        self._file: BinaryIO = path.open("rb")
        self._using = threading.Lock()
        self._lost: dict[int, int] = {}
        try:
            self._open()
        except OSError as error:
            self.close()
            raise SourceOpenError(f"{path} cannot be read ({error.strerror}).") from error
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        self._check_version()
        layout = find_blocks(self._file, os.fstat(self._file.fileno()).st_size)
        self._blocks = tuple(each for each in layout.blocks if each.kind == BlockKind.FRAMES)
        self._others = tuple(each for each in layout.blocks if each.kind != BlockKind.FRAMES)
        self.frames = sum(each.count for each in self._blocks)
        self.complete = layout.whole
        self.header = self._header()
        lend(self.header.own)
        first, last = self._edge(self._blocks), self._edge(self._blocks[::-1])
        if first is None or last is None:
            raise SourceOpenError(f"{self.path} holds no frame that can be read.", _HOPELESS)
        self.size = first[0].size
        self.first_s = first[0].time_s
        self.last_s = last[-1].time_s

    def __iter__(self) -> Iterator[StoredFrame]:
        """Yield the frames with rising times, as often as wanted; closing ends it.

        Raises
        ------
        SourceOpenError
            When the file can no longer be read.
        """
        last_s = -1.0
        for place in self._blocks:
            if self._file.closed:
                return
            for frame in self._frames(place) or ():
                # A copy of a block where another stood passes every check sum.
                if frame.time_s > last_s:
                    last_s = frame.time_s
                    yield frame

    def frame_blocks(self) -> Iterator[tuple[bytes, int]]:
        """Yield the content of each block of frames that is whole, and how many it holds."""
        for place in self._blocks:
            content = self._content(place)
            if content is not None:
                yield content, place.count

    @property
    def frames_lost(self) -> int:
        """Frames found damaged so far; all are known once the recording has been read."""
        return sum(self._lost.values())

    @property
    def report(self) -> dict[str, Any] | None:
        """The session's report as it was told; None when the session never ended."""
        for content in self._contents(BlockKind.END):
            end = _json(content)
            report = end.get("report") if isinstance(end, dict) else None
            return report if isinstance(report, dict) else None
        return None

    @property
    def judgement(self) -> Judgement | None:
        """What was said when it was recorded; None where that cannot be read."""
        try:
            if (report := self.report) is not None:
                return judgements.of_report(report)
            events = [
                parse_json(line)
                for content in self._contents(BlockKind.EVENTS)
                for line in content.splitlines()
            ]
            return judgements.of_events(events)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return None

    def close(self) -> None:
        """Close the file; may be called twice and from another thread."""
        with self._using:
            self._file.close()

    def __enter__(self) -> Self:
        """Return the reader itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def _check_version(self) -> None:
        try:
            version = read_preamble(self._file.read(PREAMBLE_BYTES))
        except DamagedError as error:
            raise SourceOpenError(
                f"{self.path} is not a FormCheck recording.", "Recordings end in .fcrec."
            ) from error
        if version is not None and version[0] > MAJOR:
            raise SourceOpenError(
                f"{self.path} was recorded by a newer FormCheck (format {version[0]}).",
                "Update FormCheck to open it.",
            )

    def _header(self) -> RecordingHeader:
        for content in self._contents(BlockKind.HEADER):
            try:
                return headers.from_bytes(content)
            except DamagedError:
                break
        # The frames stand for themselves; only where they come from is forgotten.
        return RecordingHeader()

    def _edge(self, blocks: tuple[Block, ...]) -> list[StoredFrame] | None:
        """Return the frames of the first block that can be read."""
        return next((frames for each in blocks if (frames := self._frames(each))), None)

    def _frames(self, place: Block) -> list[StoredFrame] | None:
        content = self._content(place)
        if content is not None:
            with contextlib.suppress(DamagedError):
                return decode(content)
        if not self._file.closed:
            self._lost[place.offset] = place.count
        return None

    def _contents(self, kind: BlockKind) -> Iterator[bytes]:
        for place in self._others:
            if place.kind == kind and (content := self._content(place)) is not None:
                yield content

    def _content(self, place: Block) -> bytes | None:
        """Return a block's content, None when it is damaged."""
        try:
            with self._using:
                return None if self._file.closed else read_block(self._file, place)
        except DamagedError:
            return None
        except OSError as error:
            raise SourceOpenError(
                f"{self.path} can no longer be read ({error.strerror or error})."
            ) from error


def _json(content: bytes) -> Any:
    try:
        return parse_json(content)
    except UnreadableError:
        return None
