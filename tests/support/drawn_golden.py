"""Record a drawn set of every exercise, for goldens that need no pose model.

Run it from the top of the repository when an exercise is added, or the studio draws otherwise:

    PYTHONPATH=.:tests python -m support.drawn_golden [NAME ...]

Each is a recording of three or four repetitions whose joints have the errors of a pose network;
in the second something goes wrong, in turn one of :data:`FAULTS`.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from studio import draw
from studio.exercises.registry import EXERCISES, NOT_EXERCISES
from studio.motion import Rep, SetPlan
from support.recordings import record
from tests.benchmark.accuracy.exercises import expected_name
from tests.benchmark.counting.cases import ONE_ARM, Case, Part
from tests.benchmark.counting.films import film_of_case

FOLDER: Final = Path(__file__).parents[1] / "golden" / "drawn"
NAMES: Final = tuple(
    # Of those that look alike one is enough: their landmarks are the same.
    name for name in EXERCISES
    if name not in (*NOT_EXERCISES, "pendlay_row", "dumbbell_row", "banded_row", "t_bar_row",
                    "chest_supported_row", "machine_row", "chin_up", "assisted_pull_up")
)  # fmt: skip
FPS: Final = 20.0

FAULTS: Final[tuple[dict[str, Any], ...]] = (
    {"stroke": "yank"},
    {"stroke": "hitch"},
    {"stroke": "bounce"},
    {"stroke": "drop"},
    {"eccentric_s": 0.45},
    {"depth": 0.6},
    {"swing_deg": 22.0},
)


def case(name: str) -> Case:
    """Return what is drawn for an exercise; the same name gives the same."""
    digest = hashlib.sha256(f"golden/{name}".encode()).digest()
    rng = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    body, style = draw.draw_body("tune", rng), draw.draw_style(rng)
    calm = Rep(concentric_s=0.9, eccentric_s=1.7)
    fault = FAULTS[NAMES.index(name) % len(FAULTS)]
    reps = (calm, replace(calm, **fault), calm)
    if name == "top_hold":
        reps = (replace(calm, pause_s=6.0),)
    # Arms that part are seen from the front alone.
    yaw_deg = 70.0 if name == "band_pull_apart" else -12.0
    camera = replace(draw.draw_camera(rng, name, body, style), yaw_deg=yaw_deg)
    side = camera.near_side if name in ONE_ARM else "both"
    plan = SetPlan(reps, settle_s=0.4, enter_s=1.2, leave_s=0.8, outro_s=0.2, side=side)
    return Case("golden", name, int(rng.integers(1 << 40)), body, style, camera,
                (Part(name, (plan,)),), FPS)  # fmt: skip


def make(name: str) -> None:
    """Write the recording of one exercise, and beside it what was drawn."""
    film = film_of_case(case(name))
    path = FOLDER / f"{name}.fcrec"
    path.unlink(missing_ok=True)
    record(path, list(zip(film.times_s.tolist(), film.poses, strict=True)), exercise=chosen(name))


def chosen(name: str) -> str | None:
    """Return the exercise that has to be named by the user, None where it is told by looking."""
    return name if name in ("dumbbell_shrug", "top_hold", "negative_pull_up") else None


def reps_drawn(name: str) -> int:
    """Return how many repetitions a recording shows."""
    return sum(len(plan.reps) for part in case(name).parts for plan in part.sets)


def main(names: Sequence[str]) -> None:
    """Make the recordings of these exercises, of all without any."""
    FOLDER.mkdir(exist_ok=True)
    for name in names or NAMES:
        make(name)
        print(name, expected_name(name), (FOLDER / f"{name}.fcrec").stat().st_size)


if __name__ == "__main__":
    main(sys.argv[1:])
