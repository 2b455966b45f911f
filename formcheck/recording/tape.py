"""Record a session while it is filmed: into a folder, switched on and off at will."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from formcheck.errors import OutputError
from formcheck.files.writing import make_private_folder, output_error
from formcheck.recording.film import FilmWriter
from formcheck.recording.frames import store
from formcheck.recording.header import RecordingHeader
from formcheck.recording.recorder import Recorder, new_path
from formcheck.recording.shelf import FILM_SUFFIX, TapeState
from formcheck.types import Event, Frame, Pose, Reason, SessionResult

WORTH_S: Final = 3.0
"""A recording in which the lifter was seen for less than this holds nothing and is removed."""

_LOOK_EVERY_S: Final = 1.0
_LONGEST_GAP_S: Final = 0.2
_GIGABYTE: Final = 1e9


class Tape:
    """Record one session, in as many pieces as the user switches it on.

    The engine is given the stored form of each pose from the first frame to the last, whether it
    is recorded or not, so that no number changes when the tape is switched or the disk fails.

    Parameters
    ----------
    folder : Path
        Where recordings go; made when it is missing.
    describe : callable
        Returns the header of a recording that begins now.
    on_change : callable
        Hears of each change and, once a second, of the size; in the session's thread.
    recording, pictures : bool
        Whether to record from the start, and the pictures too.
    least_free_gb : float
        Recording ends when less room than this is left on the disk, in 10⁹ bytes.
    """

    def __init__(
        self,
        folder: Path,
        describe: Callable[[], RecordingHeader],
        on_change: Callable[[TapeState], None],
        *,
        recording: bool = True,
        pictures: bool = False,
        least_free_gb: float = 1.0,
    ) -> None:
        self._folder = folder
        self._describe = describe
        self._on_change = on_change
        self._wanted = (recording, pictures)
        self._filming = False
        self._least_free = least_free_gb * _GIGABYTE
        self._recorder: Recorder | None = None
        self._film: FilmWriter | None = None
        self._path: Path | None = None
        self._trouble: OutputError | None = None
        self._begun_s = self._told_s = self._now_s = 0.0
        self._seen_s = 0.0
        self.kept: list[Path] = []

    def switch(self, *, on: bool, pictures: bool) -> None:
        """Record from the next frame on, or end the recording; from any thread.

        With or without pictures from now on means another recording from now on.
        """
        self._wanted = (on, pictures)

    def watch(self, frame: Frame) -> None:
        """Take one captured picture, analysed or not; from the capture thread."""
        film = self._film
        if film is not None:
            film.put(frame)

    def take_frame(
        self, frame: Frame, pose: Pose | None, absent: Reason = Reason.NOBODY
    ) -> Pose | None:
        """Record one frame's pose if the tape is on; return what the engine shall see."""
        self._obey(frame)
        past_s, self._now_s = frame.time_s - self._now_s, frame.time_s
        if self._recorder is None:
            return None if pose is None else store(pose).restore()
        if pose is not None:
            self._seen_s += min(past_s, _LONGEST_GAP_S)
        seen = self._recorder.take_frame(frame, pose, absent)
        self._look_after(frame.time_s)
        return seen

    def take_event(self, event: Event) -> None:
        """Record an event if the tape is on."""
        if self._recorder is not None:
            self._recorder.take_event(event)

    def finish(self, result: SessionResult | None) -> None:
        """End the last recording with the session's result; may be called twice."""
        self._end(result)

    @property
    def state(self) -> TapeState:
        """How the recording goes."""
        if self._recorder is None or self._path is None:
            return TapeState(trouble=self._trouble)
        film = self._film
        size = _size(self._path) + (0 if film is None else _size(film.path))
        return TapeState(
            self._path,
            film is not None,
            self._now_s - self._begun_s,
            size,
            0 if film is None else film.left_out,
            self._trouble,
        )

    def _obey(self, frame: Frame) -> None:
        on, pictures = self._wanted
        running = self._recorder is not None
        if running and (not on or pictures is not self._filming):
            self._end(None)
            running = False
            self._tell()
        if not on:
            self._trouble = None
        elif not running and self._trouble is None:
            self._begin(frame, pictures=pictures)

    def _begin(self, frame: Frame, *, pictures: bool) -> None:
        try:
            make_private_folder(self._folder)
            self._check_room()
        except OSError as error:
            self._fail(output_error(self._folder, error))
            return
        except OutputError as error:
            self._fail(error)
            return
        path = new_path(self._folder, datetime.now())
        recorder = Recorder(path, self._describe(), self._fail)
        if recorder.failed:
            return
        self._path, self._recorder = path, recorder
        self._begun_s = self._now_s = self._told_s = frame.time_s
        self._seen_s = 0.0
        self._filming = pictures
        if pictures:
            self._begin_film(path.with_suffix(FILM_SUFFIX), frame)
        self._tell()

    def _begin_film(self, path: Path, frame: Frame) -> None:
        try:
            film = FilmWriter(path)
        except OutputError as error:
            self._fail(error)
            return
        # The same frame begins both, which is how their times are brought together again.
        film.put(frame)
        self._film = film

    def _look_after(self, now_s: float) -> None:
        """Once a second: is there room, does the film go well, how large is it all."""
        if self._recorder is not None and self._recorder.failed:
            self._end(None)
            self._tell()
        elif now_s - self._told_s >= _LOOK_EVERY_S:
            self._told_s = now_s
            film = self._film
            if film is not None and film.error is not None:
                self._film = None
                film.close()
                self._trouble = film.error
            try:
                self._check_room()
            except OutputError as error:
                self._end(None)
                self._trouble = error
            self._tell()

    def _check_room(self) -> None:
        try:
            free = shutil.disk_usage(self._folder).free
        except OSError:
            # The writer will say what is wrong with the folder.
            return
        if free < self._least_free:
            raise OutputError(
                f"Only {free / _GIGABYTE:.1f} GB are left on the disk of {self._folder}.",
                "Free some space or choose another folder.",
            )

    def _fail(self, error: OutputError) -> None:
        self._trouble = error
        self._tell()

    def _tell(self) -> None:
        self._on_change(self.state)

    def _end(self, result: SessionResult | None) -> None:
        recorder, self._recorder = self._recorder, None
        film, self._film = self._film, None
        if film is not None:
            film.close()
        if recorder is None or self._path is None:
            return
        recorder.finish(result)
        recorder.close()
        if self._seen_s < WORTH_S:
            self._path.unlink(missing_ok=True)
            if film is not None:
                film.path.unlink(missing_ok=True)
        else:
            self.kept.append(self._path)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
