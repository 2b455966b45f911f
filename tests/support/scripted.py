"""A lifter made of straight lines who rows to a script, for tests of the window.

``ScriptedSource`` draws her, ``ScriptedEstimator`` knows where her joints are, and
``ScriptedPipeline`` says what an engine would say: every two seconds a rep, and a rounded back in
each rep named in ``rounded``.  All of it follows from the frame's time alone.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from types import TracebackType
from typing import Final, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.measures.limbs import ArmPosture
from formcheck.measures.maximum import Maximum
from formcheck.measures.neutral import Neutral
from formcheck.measures.registry import MEASURES
from formcheck.reps.sample import Sample
from formcheck.skeleton import EDGES, LANDMARK_COUNT, Landmark
from formcheck.types import (
    BackContour,
    DoneSet,
    Event,
    ExerciseGuess,
    ExerciseRecognised,
    Flag,
    FlagCleared,
    FlagRaised,
    Frame,
    FrameResult,
    Hold,
    Measurement,
    NeutralCaptured,
    Phase,
    Pose,
    Reason,
    Rep,
    RepCompleted,
    RepCurvature,
    SourceInfo,
    View,
)
from support.replay import StandIn

FPS: Final = 30.0
LIVE_STEP: Final = 2
"""A camera gives every so many-th picture of a clip: fifteen a second, as an old webcam does.

Half the pictures are half the work of every test that films, and nothing filmed needs more.
"""

SIZE: Final = (640, 480)
REP_S: Final = 2.0
LEAD_IN_S: Final = 1.0
STATIONS: Final = 40
"""So many pictures and poses of her are kept; of a rep at :data:`FPS` 31 differ."""

VIEW: Final = View("side", 4.0, "right", "right", 0.9)
L = Landmark


def pull(time_s: float) -> float:
    """Return how far she has pulled: 0 arms straight, 1 contracted."""
    if time_s < LEAD_IN_S:
        return 0.0
    return 0.5 - 0.5 * math.cos(2.0 * math.pi * (time_s - LEAD_IN_S) / REP_S)


def rep_number(time_s: float) -> int:
    """Return the 1-based number of the rep she is in, 0 before the first."""
    return 0 if time_s < LEAD_IN_S else int((time_s - LEAD_IN_S) // REP_S) + 1


def back_line(bend_deg: float, size: tuple[int, int] = SIZE) -> NDArray[np.float64]:
    """Return the dorsal contour from sacrum to neck base, shape (24, 2)."""
    hip, shoulder = _trunk(size)
    along = np.linspace(-0.05, 1.05, 24)[:, None]
    chord = shoulder - hip
    normal = np.array([chord[1], -chord[0]])
    offset = 0.14 + (bend_deg + 14.0) / 400.0 * 4.0 * along * (1.0 - along)
    return hip + along * chord + offset * normal


def _trunk(size: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    unit = size[1]
    return np.array([0.42 * unit, 0.55 * unit]), np.array([0.78 * unit, 0.36 * unit])


def rowing_pose(time_s: float, bend_deg: float = 0.0, size: tuple[int, int] = SIZE) -> Pose:
    """Return her pose, not to be changed; the far (left) hand is hidden."""
    return _posed(_told_apart(time_s), bend_deg, size)


def _told_apart(time_s: float) -> float:
    """Return :func:`pull` to a fiftieth of a pixel, so that on the way back it is the same."""
    return round(pull(time_s), 4)


@lru_cache(STATIONS)
def _posed(amount: float, bend_deg: float, size: tuple[int, int]) -> Pose:
    unit = size[1]
    hip, shoulder = _trunk(size)
    wrist = shoulder + np.array([-0.06 * amount, 0.34 - 0.22 * amount]) * unit
    elbow = 0.5 * (shoulder + wrist) + np.array([-0.02 - 0.14 * amount, -0.08 * amount]) * unit
    xy = np.full((LANDMARK_COUNT, 2), np.nan)
    side = {
        "SHOULDER": shoulder, "ELBOW": elbow, "WRIST": wrist, "HIP": hip,
        "KNEE": np.array([0.52, 0.72]) * unit, "ANKLE": np.array([0.44, 0.92]) * unit,
        "FOOT_INDEX": np.array([0.56, 0.95]) * unit,
        "EAR": shoulder + np.array([0.11, -0.08]) * unit,
    }  # fmt: skip
    for part, place in side.items():
        xy[L[f"RIGHT_{part}"]] = place
        xy[L[f"LEFT_{part}"]] = place + np.array([0.015, -0.012]) * unit
    visibility = np.where(np.isfinite(xy[:, 0]), 0.97, 0.0)
    visibility[[L.LEFT_WRIST, L.LEFT_ELBOW]] = 0.3
    zeros = np.zeros(LANDMARK_COUNT)
    world = np.zeros((LANDMARK_COUNT, 3))
    return Pose(xy, zeros, visibility, world, size, _mask(xy, bend_deg, size))


def _mask(xy: NDArray[np.float64], bend_deg: float, size: tuple[int, int]) -> NDArray[np.float32]:
    canvas = np.zeros((size[1], size[0]), np.uint8)
    _figure(canvas, xy, bend_deg, 255)
    return (canvas / np.float32(255.0)).astype(np.float32)


def _figure(
    canvas: NDArray[np.uint8], xy: NDArray[np.float64], bend_deg: float, colour: object
) -> None:
    unit = canvas.shape[0]
    for first, second in EDGES:
        if np.isfinite(xy[[first, second]]).all():
            ends = np.round(xy[[first, second]]).astype(int)
            cv2.line(canvas, ends[0].tolist(), ends[1].tolist(), colour, round(0.06 * unit))  # type: ignore[call-overload]
    head = np.round(xy[L.RIGHT_EAR]).astype(int).tolist()
    cv2.circle(canvas, head, round(0.06 * unit), colour, -1)  # type: ignore[call-overload]
    belly = np.vstack([back_line(bend_deg, (canvas.shape[1], unit)), xy[L.RIGHT_HIP][None]])
    cv2.fillPoly(canvas, [np.round(belly).astype(np.int32)], colour)  # type: ignore[call-overload]


def draw(time_s: float, bend_deg: float = 0.0, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    """Return a BGR picture of her."""
    return _drawn(_told_apart(time_s), bend_deg, size).copy()


@lru_cache(STATIONS)
def _drawn(amount: float, bend_deg: float, size: tuple[int, int]) -> NDArray[np.uint8]:
    image = np.full((size[1], size[0], 3), (92, 84, 80), np.uint8)
    image[int(0.93 * size[1]) :] = (60, 58, 62)
    _figure(image, _posed(amount, bend_deg, size).xy, bend_deg, (150, 120, 96))
    return image


class ScriptedSource:
    """Frames of her; a live one delivers them on its clock, a recorded one at once.

    ``fail_after_s`` raises ``error`` after that time.
    """

    def __init__(
        self,
        seconds: float = 6.0,
        *,
        live: bool = False,
        size: tuple[int, int] = SIZE,
        fail_after_s: float = math.inf,
        error: Exception | None = None,
    ) -> None:
        self._fps = FPS / LIVE_STEP if live else FPS
        self._frames = round(seconds * self._fps)
        self._live = live
        self._size = size
        self._fail_after_s = fail_after_s
        self._error = error
        self._closed = threading.Event()
        self._decoded = 0

    @property
    def info(self) -> SourceInfo:
        return SourceInfo(
            path="scripted",
            width=self._size[0],
            height=self._size[1],
            duration_s=math.nan if self._live else self._frames / self._fps,
            frames=-1 if self._live else self._frames,
            frames_decoded=self._decoded,
            fps_nominal=self._fps,
            live=self._live,
        )

    @property
    def live(self) -> bool:
        return self._live

    def __iter__(self) -> Iterator[Frame]:
        for index in range(self._frames):
            if self._live and self._closed.wait(1.0 / self._fps):
                return
            if self._closed.is_set():
                return
            if self._error is not None and index / self._fps >= self._fail_after_s:
                raise self._error
            self._decoded += 1
            time_s = index / self._fps
            yield Frame(index, time_s, draw(time_s, size=self._size))

    def close(self) -> None:
        self._closed.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class ScriptedEstimator(StandIn):
    """Knows where she is without looking."""

    def estimate(self, frame: Frame) -> Pose | None:
        return rowing_pose(frame.time_s, size=frame.size)


class ScriptedPipeline:
    """Says what the script says about each frame.

    ``parts`` are the reps with which another set begins; without any no set is told.  ``fault`` is
    the code of the fault that is told of the ``rounded`` reps.
    """

    def __init__(
        self,
        *,
        exercise: str | None = None,
        rounded: tuple[int, ...] = (2,),
        parts: tuple[int, ...] = (),
        fault: str = "rounded_back",
    ) -> None:
        self._parts, self._fault = parts, fault
        self._guess = ExerciseGuess(exercise or "bent_over_row", 0.93, exercise is not None)
        self._rounded = rounded
        self._reps: list[Rep] = []
        self._flags: list[Flag] = []
        self._active: Flag | None = None
        self._told = False
        self.sample: Sample | None = None
        self.maximum: Maximum | None = None
        self.recalled: tuple[Neutral | None, Maximum | None] | None = None
        self.changed: tuple[Neutral | None, Maximum | None] | None = None

    def load(self) -> None: ...

    def ask_neutral(self) -> None: ...

    def recall(self, neutral: Neutral | None, maximum: Maximum | None) -> None:
        self.recalled = neutral, maximum

    def change_lifter(self, neutral: Neutral | None, maximum: Maximum | None) -> None:
        self.changed = neutral, maximum

    @property
    def reps(self) -> tuple[Rep, ...]:
        return tuple(self._reps)

    @property
    def holds(self) -> tuple[Hold, ...]:
        return ()

    @property
    def sets(self) -> tuple[DoneSet, ...]:
        groups = groupby(self._reps, lambda rep: rep.set_index)
        return tuple(self._set(index, list(reps)) for index, reps in groups if index)

    def _set(self, index: int, reps: list[Rep]) -> DoneSet:
        numbers = tuple(rep.index for rep in reps)
        return DoneSet(index, self._guess.name, "both", numbers, reps[0].start_s, reps[-1].end_s)

    @property
    def flags(self) -> tuple[Flag, ...]:
        return tuple(self._flags)

    @property
    def exercise(self) -> ExerciseGuess:
        return self._guess

    @property
    def view(self) -> View:
        return VIEW

    def push(
        self, index: int, time_s: float, pose: Pose | None, size: tuple[int, int]
    ) -> FrameResult:
        events = [*self._first(time_s), *self._count(time_s), *self._flag(time_s)]
        bend = self._bend(time_s)
        self.sample = _sample(time_s, bend)
        return FrameResult(
            index=index,
            time_s=time_s,
            pose=pose,
            measures=_measures(bend, pull(time_s), pose is not None),
            contour=_contour(bend, size) if pose is not None else None,
            view=VIEW,
            exercise=self._guess,
            phase=_phase(time_s),
            rep_count=len(self._reps),
            active_flags=(self._active,) if self._active else (),
            events=tuple(events),
        )

    def finish(self) -> tuple[Event, ...]:
        return ()

    def _bend(self, time_s: float) -> float:
        return 18.0 * pull(time_s) if rep_number(time_s) in self._rounded else 3.0 * pull(time_s)

    def _first(self, time_s: float) -> list[Event]:
        if self._told:
            return []
        self._told = True
        return [ExerciseRecognised(time_s, self._guess), NeutralCaptured(time_s, 14.0, -12.0, 26.0)]

    def _count(self, time_s: float) -> list[Event]:
        done = rep_number(time_s) - 1
        if done <= len(self._reps):
            return []
        number = len(self._reps) + 1
        start = LEAD_IN_S + (number - 1) * REP_S
        bad = number in self._rounded
        rep = Rep(
            number, start, start + 1.0, start + REP_S, True, "both", self.pull_s(number),
            0.2, 0.9, 1.0, 28.0, 4.0, RepCurvature(18.0 if bad else 3.0, 9.0, 8.0, 10.0, 0.8),
            6.5, 1.2, -1.5, -1.6, (self._fault,) if bad else (),
            set_index=1 + sum(number >= first for first in self._parts) if self._parts else 0,
        )  # fmt: skip
        self._reps.append(rep)
        return [RepCompleted(time_s, rep)]

    def pull_s(self, number: int) -> float:
        """Return how long the pull of a rep takes, in seconds."""
        return 0.9

    def _flag(self, time_s: float) -> list[Event]:
        bend = self._bend(time_s)
        if self._active is None and bend > 10.0:
            self._active = Flag(
                self._fault, "warning", time_s - 0.3, time_s, bend, 10.0, "°",
                rep_number(time_s),
            )  # fmt: skip
            return [FlagRaised(time_s, self._active)]
        if self._active is not None and bend < 8.0:
            ended = Flag(
                self._fault, "warning", self._active.start_s, self._active.raised_s, 18.0,
                10.0, "°", self._active.rep, time_s,
            )  # fmt: skip
            self._active = None
            self._flags.append(ended)
            return [FlagCleared(time_s, ended)]
        return []


def _sample(time_s: float, bend: float) -> Sample:
    amount = pull(time_s)
    arm = ArmPosture(
        hand_x=-0.3 * amount, hand_y=1.0 - 0.6 * amount, hand_away=0.0, elbow_x=-0.4 * amount,
        elbow_y=0.5 - 0.4 * amount, elbow_deg=10.0 + 95.0 * amount,
        bend_deg=10.0 + 95.0 * amount, seen=0.9,
    )  # fmt: skip
    return Sample(
        time_s, arms=(arm, arm), elbow_deg=10.0 + 95.0 * amount,
        hand_x=-0.3 * amount, hand_y=1.0 - amount,
        elbow_x=-0.4 * amount, elbow_y=0.5 - 0.4 * amount, trunk_px=200.0, trunk_deg=28.0,
        back_deg=bend, lumbar_deg=0.4 * bend, thoracic_deg=0.6 * bend, back_quality=0.85,
        shoulder_back_pct=7.5 * amount, shoulder_up_pct=1.5 * amount, side=1, found=True,
    )  # fmt: skip


def _phase(time_s: float) -> Phase:
    if time_s < LEAD_IN_S:
        return "extended"
    within = (time_s - LEAD_IN_S) % REP_S
    return "concentric" if within < 0.9 else "contracted" if within < 1.1 else "eccentric"


def _measures(bend: float, amount: float, seen: bool) -> dict[str, Measurement]:
    if not seen:
        return {name: Measurement.missing(Reason.NOBODY) for name in MEASURES}
    known = {
        "trunk_inclination_deg": 28.0,
        "back_curvature_deg": bend,
        "lumbar_flexion_deg": 0.4 * bend,
        "thoracic_flexion_deg": 0.6 * bend,
        "back_contour_deg": 14.0 + bend,
        "retraction_pct": 7.5 * amount,
        "elevation_pct": 1.5 * amount,
        "elbow_flexion_deg": 10.0 + 95.0 * amount,
        "view_yaw_deg": 4.0,
    }
    return {
        name: Measurement(known[name], 0.85)
        if name in known
        else Measurement.missing(Reason.OUT_OF_FRAME)
        for name in MEASURES
    }


def _contour(bend: float, size: tuple[int, int]) -> BackContour:
    points = back_line(bend, size)
    share = np.sin(np.linspace(0.0, math.pi, len(points)))
    return BackContour(
        points, (14.0 + 2.5 * bend) * share, points, np.ones(len(points), bool), 0.85
    )


class ScriptedClip:
    """Any frame of her, for the player."""

    def __init__(self, seconds: float = 6.0, size: tuple[int, int] = SIZE) -> None:
        self._size = size
        self.times_s = np.arange(round(seconds * FPS)) / FPS
        self.closed = False

    @property
    def info(self) -> SourceInfo:
        return ScriptedSource(len(self) / FPS, size=self._size).info

    def __len__(self) -> int:
        return len(self.times_s)

    def index_at(self, time_s: float) -> int:
        return min(int(np.searchsorted(self.times_s, time_s + 1e-6, "right")) - 1, len(self) - 1)

    def frame(self, index: int) -> Frame:
        time_s = float(self.times_s[index])
        return Frame(index, time_s, draw(time_s, size=self._size))

    def reach(self, index: int, still_wanted: Callable[[], bool]) -> Frame | None:
        return self.frame(index)

    def is_near(self, index: int) -> bool:
        return True

    def close(self) -> None:
        self.closed = True
