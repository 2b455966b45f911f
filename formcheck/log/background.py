"""Keep a session's sets from a thread of its own, so that a slow disk never delays the analysis."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from formcheck.errors import FormCheckError, LogError
from formcheck.log.keeping import HEARTBEAT_S, Keeping, SetKeeper
from formcheck.log.moments import Moment
from formcheck.log.store import TrainingLog
from formcheck.session_seams import Listener, SessionStats
from formcheck.types import Event, Frame, FrameResult, SessionResult

JOIN_S: Final = 15.0
"""Longest wait for the last write; longer than SQLite waits for another program's."""

_Work = Callable[[SetKeeper, Moment], None]


class BackgroundKeeper(Listener):
    """A session's listener that stores its sets.

    Parameters
    ----------
    path : Path or None
        The log; None for the user's own. It is opened in the keeper's thread.
    keeping : Keeping
    clock : callable
        Returns the present :class:`~formcheck.log.moments.Moment`.

    Notes
    -----
    A log that cannot be written does not end the session: the keeper tries again with each event
    and each second, and :meth:`finish` raises what stands in the way in the end.
    """

    def __init__(
        self, path: Path | None, keeping: Keeping, clock: Callable[[], Moment] = Moment.now
    ) -> None:
        self._path = path
        self._keeping = keeping
        self._clock = clock
        self._work: queue.SimpleQueue[tuple[_Work, Moment] | None] = queue.SimpleQueue()
        self._time_s = 0.0
        self._told_s = -1.0
        self._asked = self._done = 0
        self._error: FormCheckError | None = None
        self._bug: BaseException | None = None
        self.stored: tuple[int, ...] = ()
        self.replaced = 0
        self._thread = threading.Thread(target=self._run, name="formcheck-keeper", daemon=True)
        self._thread.start()

    @property
    def error(self) -> FormCheckError | None:
        """What keeps the log from being written just now; None while all is well."""
        return self._error

    @property
    def all_written(self) -> bool:
        """Whether there are sets, and all that was told of them so far is in the log."""
        return bool(self.stored) and self._error is None and self._done == self._asked

    def on_frame(self, frame: Frame, result: FrameResult, stats: SessionStats) -> None:
        """Let time pass, about once a second of the source."""
        time_s, view, exercise = result.time_s, result.view, result.exercise
        self._time_s = time_s
        if not 0.0 <= time_s - self._told_s < HEARTBEAT_S / 2:
            self._told_s = time_s
            self._put(lambda keeper, now: keeper.tick(time_s, now, view, exercise))

    def on_event(self, event: Event) -> None:
        """Take an event."""
        time_s = self._time_s
        self._put(lambda keeper, now: keeper.push(event, time_s, now))

    def say(self, keeping: Keeping) -> None:
        """Take over what is said of the sets to come: another load, another lifter."""
        self._put(lambda keeper, _now: keeper.say(keeping))

    def finish(self, result: SessionResult | None) -> tuple[int, ...]:
        """End the session, wait for the last write and return the ids of its sets.

        Raises
        ------
        LogError
            When not all could be stored.
        """
        time_s = self._time_s
        self._put(lambda keeper, now: self._finish(keeper, result, time_s, now))
        self._work.put(None)
        self._thread.join(JOIN_S)
        if self._bug is not None:
            raise self._bug
        if self._thread.is_alive():
            raise LogError(
                "The training log did not take the last set in time.", "Look at the disk."
            )
        if self._error is not None:
            raise self._error
        return self.stored

    def _finish(
        self, keeper: SetKeeper, result: SessionResult | None, time_s: float, now: Moment
    ) -> None:
        self.stored = keeper.finish(result, time_s, now)
        self.replaced = keeper.replaced

    def _put(self, work: _Work) -> None:
        self._asked += 1
        self._work.put((work, self._clock()))

    def _run(self) -> None:
        try:
            with TrainingLog.open(self._path, now=self._clock()) as log:
                self._serve(SetKeeper(log, self._keeping))
        except FormCheckError as error:
            self._error = error
        except BaseException as error:  # noqa: BLE001  the thread's top; raised again by finish
            self._bug = error

    def _serve(self, keeper: SetKeeper) -> None:
        while (item := self._work.get()) is not None:
            work, now = item
            try:
                work(keeper, now)
                self.stored = keeper.stored
                self._error = None
            except FormCheckError as error:
                self._error = error
            self._done += 1
