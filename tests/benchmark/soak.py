"""A camera for hours: ``python -m tests.benchmark.soak HOURS``; does anything grow, is a set lost?

Sets of drawn poses with rests between them go through ``formcheck live`` itself, recorded and kept
in a training log, from a camera that drops pictures, falls silent, is lost and comes back, and is
turned.  There is no pose model, whose memory is its own.  Prints the growth of resident memory
after the warm-up, open files and threads before and after, and ends with 1 where memory grew by
more than a megabyte an hour, something was left open, or a set is missing.

Time is the pictures' own, so that an hour takes minutes; ``--paced`` makes it an hour.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from unittest import mock

import numpy as np

from formcheck import run
from formcheck.cli import live
from formcheck.cli.keeping import Wish
from formcheck.config import Config
from formcheck.log.store import TrainingLog
from formcheck.pose.base import PoseEstimator
from formcheck.run import Request
from formcheck.sources.base import SingleUse, SourceState
from formcheck.sources.fitting import fitted
from formcheck.types import ByteArray, Frame, Pose, SourceInfo
from support.replay import StandIn
from support.sets import plain_set

FPS: Final = 30.0
SIZE: Final = (640, 480)
REPS: Final = 6
REST_S: Final = 100.0
WARM_UP: Final = 0.25
"""Share of the run after which memory is looked at."""

MAX_SLOPE_MB: Final = 1.0
_LOOK_EVERY_S: Final = 30.0


@dataclass
class Readings:
    """What was seen on the way: hours of data, resident megabytes, open files, threads."""

    hours: list[float] = field(default_factory=list)
    rss_mb: list[float] = field(default_factory=list)
    handles: list[int] = field(default_factory=list)
    threads: list[int] = field(default_factory=list)

    def look(self, time_s: float) -> None:
        """Take a reading."""
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        self.hours.append(time_s / 3600.0)
        self.rss_mb.append(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
        self.handles.append(len(os.listdir("/proc/self/fd")))
        self.threads.append(threading.active_count())

    def slope_mb(self) -> float:
        """Return the growth of memory after the warm-up in megabytes an hour, by least squares."""
        begin = int(len(self.hours) * WARM_UP)
        if len(self.hours) - begin < 3:
            return 0.0
        return float(np.polyfit(self.hours[begin:], self.rss_mb[begin:], 1)[0])


class Posed(StandIn):
    """An estimator that knows the pose of each moment of a round: a set, and the rest after it."""

    def __init__(self, readings: Readings, done: threading.Semaphore) -> None:
        made = plain_set(count=REPS)
        self._poses = [pose for _, pose in made.poses()]
        self.round_s = len(self._poses) / FPS + REST_S
        self._readings, self._done = readings, done
        self._next_look_s = 0.0

    def estimate(self, frame: Frame) -> Pose | None:
        """Return the pose, standing still through the rest; the next picture may come."""
        if frame.time_s >= self._next_look_s:
            self._readings.look(frame.time_s)
            self._next_look_s = frame.time_s + _LOOK_EVERY_S
        place = round(frame.time_s % self.round_s * FPS)
        self._done.release()
        return self._poses[min(place, len(self._poses) - 1)]


class Troubled(SingleUse):
    """A camera with trouble in every rest, and single pictures missing all the time."""

    live = True

    def __init__(
        self, hours: float, round_s: float, done: threading.Semaphore, paced: bool
    ) -> None:
        super().__init__()
        self.rounds = max(1, round(hours * 3600.0 / round_s))
        self._round_s, self._done, self._paced = round_s, done, paced
        self._decoded = 0
        self.on_state = lambda state: None

    @property
    def info(self) -> SourceInfo:
        """A stream."""
        return SourceInfo("soak", *SIZE, live=True, frames_decoded=self._decoded)

    def _frames(self) -> Iterator[Frame]:
        chance = np.random.default_rng(1)
        wide, tall = np.zeros((SIZE[1], SIZE[0], 3), np.uint8), np.zeros((640, 360, 3), np.uint8)
        begun_s = time.monotonic()
        for number in range(round(self.rounds * self._round_s * FPS)):
            time_s = number / FPS
            within_s = self._round_s - time_s % self._round_s
            state = self._trouble(within_s, int(time_s // self._round_s))
            self._tell(state)
            if state != "running" or chance.random() < 0.02:
                continue
            if self._paced:
                self._closing.wait(max(0.0, begun_s + time_s - time.monotonic()))
            self._done.acquire()
            if self._closing.is_set():
                return
            self._decoded += 1
            turned = within_s < 20.0
            yield Frame(number, time_s, self._picture(tall if turned else wide))

    @staticmethod
    def _trouble(left_s: float, number: int) -> SourceState:
        """Be silent for three seconds of each rest, and lost for twelve of every third."""
        if 60.0 < left_s < 63.0:
            return "stalled"
        return "reconnecting" if number % 3 == 0 and 30.0 < left_s < 42.0 else "running"

    def _tell(self, state: SourceState) -> None:
        if state != getattr(self, "_state", "running"):
            self.on_state(state)
        self._state = state

    @staticmethod
    def _picture(image: ByteArray) -> ByteArray:
        return fitted(image, SIZE)

    def _release(self) -> None:
        self._done.release()


def soak(hours: float, folder: Path, *, paced: bool = False) -> tuple[Readings, int, int]:
    """Run; return the readings, the sets that were lifted and those in the log."""
    readings, done = Readings(), threading.Semaphore(1)
    estimator = Posed(readings, done)
    camera = Troubled(hours, estimator.round_s, done, paced)
    with TrainingLog.open() as log:
        lifter = log.lifters.add("Soak")

    def opening(_config: Config) -> object:
        def opened() -> PoseEstimator:
            return estimator

        return opened

    with (
        mock.patch.object(live, "open_source", return_value=camera),
        mock.patch.object(run, "default_estimator", side_effect=opening),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        live.run_headless(
            "soak", Request(Config(), "bent_over_row"), folder / "soak.fcrec", Wish(lifter.name)
        )
    with TrainingLog.open() as log:
        kept = len(log.sets.of_lifter(lifter.id))
    return readings, camera.rounds, kept


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("hours", type=float)
    parser.add_argument("--paced", action="store_true", help="take as long as it says")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        os.environ["FORMCHECK_LOG"] = str(Path(name) / "log.db")
        begun_s = time.monotonic()
        seen, lifted, kept = soak(asked.hours, Path(name), paced=asked.paced)
    begin = int(len(seen.hours) * WARM_UP)
    slope_mb = seen.slope_mb()
    handles, threads = seen.handles[begin:], seen.threads[begin:]
    print(f"{seen.hours[-1]:.2f} h of pictures in {time.monotonic() - begun_s:.0f} s")
    grown = f"{seen.rss_mb[begin]:.1f} to {seen.rss_mb[-1]:.1f} MB"
    print(f"resident memory {grown}, {slope_mb:+.2f} MB/h")
    print(f"open files {min(handles)} to {max(handles)}, threads {min(threads)} to {max(threads)}")
    print(f"sets lifted {lifted}, kept {kept}")
    steady = max(handles) - min(handles) <= 2 and max(threads) - min(threads) <= 1
    return 0 if slope_mb <= MAX_SLOPE_MB and steady and kept == lifted else 1


if __name__ == "__main__":
    sys.exit(main())
