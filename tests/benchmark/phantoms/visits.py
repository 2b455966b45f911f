"""A visit: about a minute of one person before one camera who does everything but exercise."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np

from studio import GENERATION, draw
from studio.anatomy import Body
from studio.exercises.base import Style
from studio.exercises.idle import Idle
from studio.motion import State
from studio.performance import Scene
from studio.skeleton import Hand, Posture, Skeleton, solve
from studio.transforms import smootherstep
from tests.benchmark.counting.between import DOINGS, activity
from tests.benchmark.phantoms.at_the_bar import AtTheBar

if TYPE_CHECKING:
    from studio.dataset import Split

BUSY: Final = (*DOINGS, "at_the_bar", "arm_swings", "set_up", "racking")
"""What people do where they stand; between these they walk off and come back."""

BUSY_IN_A_VISIT: Final = 5
TURN_S: Final = 1.3
"""From one thing to the next."""

FRAME_RATES: Final = (10.0, 12.0, 15.0)
"""Slow, because every picture costs; cameras in dim rooms deliver no more."""

LONG_SIDE_PX: Final = 480
"""Pictures are small: the pose network looks at 256 x 256 pixels of them."""

PASSER_BY_SHARE: Final = 0.2


@dataclass(frozen=True)
class Spell:
    """One thing done for ``duration_s``; ``pace`` 1 is the studio's usual speed."""

    doing: str
    duration_s: float
    pace: float = 1.0
    distance_m: float = 1.9
    seed: int = 0


@dataclass(frozen=True)
class Visit:
    """Everything that decides a visit; equal visits give equal poses."""

    name: str
    seed: int
    body: Body
    style: Style
    scene: Scene
    fps: float
    passer_by: bool
    spells: tuple[Spell, ...]

    @cached_property
    def starts_s(self) -> tuple[float, ...]:
        """When each spell begins."""
        lengths = [spell.duration_s + TURN_S for spell in self.spells[:-1]]
        return tuple(np.cumsum([0.0, *lengths]).tolist())

    @property
    def duration_s(self) -> float:
        """Length of all spells with the turns between them."""
        return self.starts_s[-1] + self.spells[-1].duration_s

    @property
    def times_s(self) -> np.ndarray:
        """Times of the frames."""
        return np.arange(int(self.duration_s * self.fps)) / self.fps

    def spell_at(self, time_s: float) -> int:
        """Return the number of the spell that runs, or from which the lifter turns away."""
        return max(0, int(np.searchsorted(self.starts_s, time_s + 1e-9, side="right")) - 1)

    def skeleton(self, time_s: float) -> Skeleton:
        """Solve the lifter at a time."""
        k = self.spell_at(time_s)
        since = time_s - self.starts_s[k]
        over = since - self.spells[k].duration_s
        here = self._in(k, min(since, self.spells[k].duration_s))
        if over <= 0.0 or k + 1 == len(self.spells):
            return here
        share = float(smootherstep(over / TURN_S))
        return solve(self.body, _between(here.posture, self._in(k + 1, 0.0).posture, share))

    def doer_at(self, time_s: float) -> object:
        """Return who does what runs, as the studio has it."""
        return self._doers[self.spell_at(time_s)]

    def _in(self, k: int, since_s: float) -> Skeleton:
        time_s = self.spells[k].pace * since_s
        return self._doers[k].pose(self.body, self.style, replace(State.resting(), time_s=time_s))

    @cached_property
    def _doers(self) -> tuple[Any, ...]:
        return tuple(_doer(spell) for spell in self.spells)


def visit(split: Split, number: int) -> Visit:
    """Return one visit; the same split and number give the same."""
    if split not in ("tune", "validate"):
        raise ValueError(f"no visits are drawn for the split {split}")
    digest = hashlib.sha256(f"phantoms/{GENERATION}/{split}/{number}".encode()).digest()
    rng = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    body, style = draw.draw_body(split, rng), draw.draw_style(rng)
    camera = draw.draw_camera(rng, "dumbbell_row", body, style)
    width, height = camera.size
    small = LONG_SIDE_PX / max(width, height)
    camera = replace(camera, size=(_even(width * small), _even(height * small)))
    room = draw.draw_room(rng, camera)
    scene = Scene(
        camera, draw.draw_lighting(rng), room, draw.draw_items(rng, camera, room),
        draw.draw_sensor(rng),
    )  # fmt: skip
    return Visit(
        f"{split}-{number:03d}", int(rng.integers(1 << 40)), body, style, scene,
        float(rng.choice(FRAME_RATES)), bool(rng.random() < PASSER_BY_SHARE),
        tuple(_spells(rng)),
    )  # fmt: skip


def visits(split: Split, seconds: float) -> list[Visit]:
    """Return the visits of a split that last at least so long together."""
    found: list[Visit] = []
    while sum(one.duration_s for one in found) < seconds:
        found.append(visit(split, len(found)))
    return found


def _spells(rng: np.random.Generator) -> Iterator[Spell]:
    """Come, be busy, walk off and come back, be busy, leave."""
    busy = [str(name) for name in rng.choice(BUSY, BUSY_IN_A_VISIT, replace=False)]
    yield _walk(rng, "walk_in", float(rng.uniform(1.2, 2.6)))
    for i, name in enumerate(busy):
        if i == len(busy) // 2:
            away = float(rng.uniform(0.8, 2.2))
            yield _walk(rng, "walk_off", away)
            yield _walk(rng, "walk_in", away)
        yield Spell(
            name, float(rng.uniform(7.0, 12.0)), float(rng.uniform(0.75, 1.35)),
            seed=int(rng.integers(1 << 30)),
        )  # fmt: skip
    yield _walk(rng, "walk_off", float(rng.uniform(1.2, 2.6)))


def _walk(rng: np.random.Generator, which: str, distance_m: float) -> Spell:
    pace = float(rng.uniform(0.8, 1.25))
    return Spell(which, distance_m / (1.1 * pace) + float(rng.uniform(0.3, 1.2)), pace, distance_m)


def _doer(spell: Spell) -> Any:
    if spell.doing == "at_the_bar":
        return AtTheBar()
    if spell.doing in ("walk_in", "walk_off"):
        return Idle(cast("Any", spell.doing), spell.distance_m)
    return activity(spell.doing, np.random.default_rng(spell.seed))


def _between(here: Posture, there: Posture, share: float) -> Posture:
    """Return a posture on the way from one to the other."""
    parts = {
        field.name: _mixed(getattr(here, field.name), getattr(there, field.name), share)
        for field in fields(Posture)
    }
    return Posture(**parts)


def _mixed(a: Any, b: Any, share: float) -> Any:
    if isinstance(a, tuple):
        return tuple(_mixed(x, y, share) for x, y in zip(a, b, strict=True))
    if isinstance(a, Hand):
        return Hand(*(_mixed(getattr(a, f.name), getattr(b, f.name), share) for f in fields(Hand)))
    return a + share * (b - a)


def _even(pixels: float) -> int:
    return 2 * round(pixels / 2.0)
