"""Deterministic clips: a split and an index become a specification, and that a video with truth.

The splits share neither bodies nor scene seeds. ``blind`` is for the closing note alone: its
clips are never looked at while measures are tuned.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from studio import GENERATION, draw
from studio.anatomy import Body
from studio.exercises.base import Style
from studio.exercises.registry import NOT_EXERCISES
from studio.faults import PLANTERS, Planted, draw_fault, timed
from studio.motion import Rep, Session, SetPlan
from studio.performance import Performance, Scene, render_clip
from studio.truth import ClipTruth

Split = Literal["tune", "validate", "blind"]
SPLITS: tuple[Split, ...] = ("tune", "validate", "blind")
FAULT_SHARE = 0.6
FRAME_RATES = (24.0, 24.0, 25.0, 25.0, *(30.0,) * 10, 60.0)
SHARP_FROM_FPS = 50.0
"""From this rate on a frame is too short for blur to be worth three drawings of the figure."""
DROP_SET_SHARE = 0.06
"""Share of the performances that are followed by a second, clean set."""
LONG_PAUSE_SHARE = 0.2
"""Share of the performances in which one repetition is held for some seconds."""
SCHEDULE = (
    "barbell_row", "face_pull", "dumbbell_row", "seated_cable_row", "barbell_row",
    "single_arm_row", "walk_in", "lat_pulldown", "t_bar_row", "face_pull", "pull_up",
    "barbell_row", "chest_supported_row", "pendlay_row", "arm_swings", "seated_cable_row",
    "machine_row", "dumbbell_row", "band_pull_apart", "inverted_row", "banded_row", "chin_up",
    "set_up", "barbell_row", "single_arm_pulldown", "dumbbell_shrug", "assisted_pull_up",
    "negative_pull_up", "top_hold", "walk_off", "face_pull", "dumbbell_row",
    "racking",
)  # fmt: skip
"""Exercises in the order of the index; it repeats."""


@dataclass(frozen=True)
class ClipSpec:
    """Everything that decides a clip; equal specs render to equal clips.

    Attributes
    ----------
    planted : the faults, if any
    fps, variable_rate : nominal rate, and whether frame intervals vary as on a phone
    rotation_deg : the file is stored turned by this much and tagged
    shutter : share of the frame interval that the shutter is open (0 = no motion blur)
    passer_by : somebody walks past behind the lifter
    """

    split: Split
    index: int
    seed: int
    exercise: str
    body: Body
    style: Style
    sets: tuple[SetPlan, ...]
    planted: tuple[Planted, ...]
    scene: Scene
    fps: float
    variable_rate: bool
    rotation_deg: int
    shutter: float
    passer_by: bool

    @property
    def name(self) -> str:
        """File name without ending."""
        return f"{self.split}-{self.index:04d}"

    @property
    def session(self) -> Session:
        """The sets as one performance in time."""
        return Session(self.sets)

    def as_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        return asdict(self)

    def performance(self) -> Performance:
        """Return who does what."""
        faults = timed(self.planted, self.session)
        return Performance(self.exercise, self.body, self.style, self.session, faults)

    def times_s(self) -> NDArray[np.float64]:
        """Return the presentation times of the frames."""
        return frame_times(self.session.duration_s, self.fps, self.variable_rate, self.seed)


def clip_seed(split: Split, index: int) -> int:
    """Return the seed of a clip, from a hash so that no two splits can meet."""
    digest = hashlib.sha256(f"formcheck-studio/{GENERATION}/{split}/{index}".encode()).digest()
    return int.from_bytes(digest[:6], "big")


def frame_times(duration_s: float, fps: float, variable: bool, seed: int) -> NDArray[np.float64]:
    """Return frame times; ``variable`` lets intervals vary and drops a few frames."""
    count = int(duration_s * fps)
    if not variable:
        return np.arange(count) / fps
    rng = np.random.default_rng([seed, 77])
    steps = rng.normal(1.0, 0.12, count).clip(0.6, 1.6)
    steps[rng.random(count) < 0.04] *= 2.0
    times = np.concatenate([[0.0], np.cumsum(steps)]) / fps
    return times[times < duration_s]


def clip_spec(split: Split, index: int) -> ClipSpec:
    """Return the specification of clip ``index`` of ``split``."""
    if split not in SPLITS:
        raise ValueError(f"unknown split {split!r}; use one of {', '.join(SPLITS)}")
    seed = clip_seed(split, index)
    rngs = [np.random.default_rng([seed, k]) for k in range(8)]
    exercise = SCHEDULE[index % len(SCHEDULE)]
    body, style = draw.draw_body(split, rngs[0]), draw.draw_style(rngs[1])
    sets, planted = _sets(exercise, rngs[2], rngs[3])
    camera = draw.draw_camera(rngs[4], exercise, body, style)
    room = draw.draw_room(rngs[5], camera)
    scene = Scene(
        camera=camera,
        lighting=draw.draw_lighting(rngs[5]),
        room=room,
        items=draw.draw_items(rngs[5], camera, room),
        sensor=draw.draw_sensor(rngs[6]),
    )
    device = rngs[7]
    fps = float(device.choice(FRAME_RATES))
    smears = device.random() < 0.3 and fps < SHARP_FROM_FPS
    portrait = camera.size[1] > camera.size[0]
    return ClipSpec(
        split=split,
        index=index,
        seed=seed,
        exercise=exercise,
        body=body,
        style=style,
        sets=sets,
        planted=planted,
        scene=scene,
        fps=fps,
        variable_rate=bool(device.random() < 0.25),
        rotation_deg=int(device.choice([90, 270])) if portrait and device.random() < 0.6 else 0,
        shutter=float(device.uniform(0.3, 0.6)) if smears else 0.0,
        passer_by=bool(device.random() < 0.12),
    )


def _sets(
    exercise: str, clean: np.random.Generator, faulty: np.random.Generator
) -> tuple[tuple[SetPlan, ...], tuple[Planted, ...]]:
    if exercise in NOT_EXERCISES:
        return (SetPlan((), idle_s=float(clean.uniform(2, 4)), settle_s=0.0),), ()
    reps, planted = _variant(exercise, draw.draw_reps(clean)), ()
    code = draw_fault(exercise, faulty) if faulty.random() < FAULT_SHARE else None
    if code is not None:
        first = int(faulty.integers(0, max(1, len(reps) - 1)))
        reps, planted = PLANTERS[code](reps, first, faulty)
    if clean.random() < LONG_PAUSE_SHARE:
        reps = _paused(reps, clean)
    plan = SetPlan(
        reps,
        idle_s=float(clean.uniform(0.1, 0.8)),
        enter_s=float(clean.uniform(1.0, 1.8)),
        settle_s=float(clean.uniform(0.3, 0.8)),
        leave_s=float(clean.uniform(0.8, 1.4)),
        outro_s=float(clean.uniform(0.1, 0.5)),
        sway_deg=float(clean.uniform(0.2, 1.0)),
        sway_seed=int(clean.integers(1 << 30)),
        side=_one_side(exercise, clean),
    )
    return _with_drop_set(exercise, plan, clean), planted


def _paused(reps: tuple[Rep, ...], rng: np.random.Generator) -> tuple[Rep, ...]:
    """Let the lifter hold one repetition for a while: contracted, or with long arms."""
    i = int(rng.integers(len(reps)))
    seconds = float(rng.uniform(1.5, 3.5))
    at_top = rng.random() < 0.4
    held = replace(reps[i], pause_s=seconds) if at_top else replace(reps[i], rest_s=seconds)
    return (*reps[:i], held, *reps[i + 1 :])


def _with_drop_set(exercise: str, plan: SetPlan, rng: np.random.Generator) -> tuple[SetPlan, ...]:
    """Let some sets be followed, after a change of weight, by a clean one that is shorter."""
    if rng.random() >= DROP_SET_SHARE or exercise in ("top_hold", "negative_pull_up"):
        return (plan,)
    lighter = replace(plan, reps=_variant(exercise, draw.draw_reps(rng))[:2], idle_s=1.0)
    return plan, lighter


def _one_side(exercise: str, rng: np.random.Generator) -> Literal["both", "left", "right"]:
    if not exercise.startswith("single_arm"):
        return "both"
    return "left" if rng.random() < 0.5 else "right"


def _variant(exercise: str, reps: tuple[Rep, ...]) -> tuple[Rep, ...]:
    """Give progressions their own tempo: slow negatives, a long hold at the top."""
    if exercise == "negative_pull_up":
        return tuple(
            replace(r, concentric_s=0.7, eccentric_s=2.0 * r.eccentric_s) for r in reps[:2]
        )
    if exercise == "top_hold":
        return (replace(reps[0], pause_s=5.0),)
    return reps


def paths(spec: ClipSpec, folder: Path) -> tuple[Path, Path]:
    """Return where video and truth of ``spec`` go."""
    return folder / f"{spec.name}.mp4", folder / f"{spec.name}.json"


def is_done(spec: ClipSpec, folder: Path) -> bool:
    """Return whether both files exist; the truth is written last."""
    return all(path.exists() for path in paths(spec, folder))


def render(
    spec: ClipSpec,
    out_dir: Path,
    progress: Callable[[int, int], None] | None = None,
    *,
    closing_note: bool = False,
) -> tuple[Path, Path]:
    """Render ``spec`` into ``out_dir``; return (video, truth).

    Parameters
    ----------
    progress : called with (frames done, frames in all) after each frame
    closing_note : has to be said for a clip of the split ``blind``, which nobody looks at before

    Raises
    ------
    PermissionError
        For a clip of ``blind`` without ``closing_note``; nothing is written then.
    """
    if spec.split == "blind" and not closing_note:
        raise PermissionError(
            "the split blind is for the closing note only: pass closing_note=True (--closing-note)"
        )
    out_dir.mkdir(parents=True, exist_ok=True)
    video, truth_path = paths(spec, out_dir)
    truth: ClipTruth = render_clip(
        spec.performance(),
        spec.scene,
        video,
        times_s=spec.times_s(),
        fps=spec.fps,
        seed=spec.seed,
        rotation_deg=spec.rotation_deg,
        shutter=spec.shutter,
        passer_by=spec.passer_by,
        progress=progress,
    )
    truth.scene |= {
        "split": spec.split,
        "index": spec.index,
        "variable_rate": spec.variable_rate,
        "rotation_deg": spec.rotation_deg,
        "shutter": spec.shutter,
        "passer_by": spec.passer_by,
    }
    truth.save(truth_path)
    return video, truth_path
