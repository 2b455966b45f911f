"""Make drawn pictures more various than the studio: other lifters, other cameras, covered backs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.features import CLEAR, EDGE, RAYS
from formcheck.measures.learned import FARTHEST

Array = NDArray[np.float32]
Index = NDArray[np.intp]


@dataclass(frozen=True)
class Scaling:
    """Mean and spread of each feature over the training pictures."""

    mean: Array
    scale: Array

    def __call__(self, features: Array) -> Array:
        """Return standardised features."""
        scaled: Array = np.clip((features - self.mean) / self.scale, -FARTHEST, FARTHEST)
        return scaled.astype(np.float32)


@dataclass(frozen=True)
class Variety:
    """How much pictures are changed.

    Attributes
    ----------
    noise : spread of the noise on every standardised feature (half of it on the dorsal edge)
    stretch : spread of the log of the dorsal edge's depth, from lifter to lifter
    own_shift, own_tilt : how far the edge is shifted and tilted from lifter to lifter (trunk
        lengths); a pose model puts hips and shoulders at other depths under other skins
    shift, tilt : the same from picture to picture
    covered : share of pictures in which something stands before a stretch of the back
    unnoticed : share of these in which it is taken for the back
    """

    noise: float = 0.15
    stretch: float = 0.03
    own_shift: float = 0.015
    own_tilt: float = 0.024
    shift: float = 0.005
    tilt: float = 0.012
    covered: float = 0.15
    unnoticed: float = 0.25


def vary(
    pictures: tuple[Array, Array],
    group: Index,
    scale: Scaling,
    variety: Variety,
    rng: np.random.Generator,
) -> tuple[Array, Array]:
    """Return both pictures of each pair as another lifter before another camera might show them.

    Shifting, tilting and stretching the dorsal edge in the trunk's frame of reference does not
    bend it.

    Parameters
    ----------
    pictures : two arrays (n, features) of standardised features
    group : (n,) number of the sitting of each row, from 0
    scale : Scaling
    variety : Variety
    """
    lifters = int(group.max()) + 1
    along = np.linspace(-0.5, 0.5, RAYS, dtype=np.float32)

    def normal(spread: float, count: int) -> Array:
        drawn: Array = np.float32(spread) * rng.standard_normal((count, 1), np.float32)
        return drawn

    stretch = np.exp(normal(variety.stretch, lifters))[group]
    shift = normal(variety.own_shift, lifters)[group]
    tilt = normal(variety.own_tilt, lifters)[group]
    out = []
    for x in pictures:
        raw = x * scale.scale + scale.mean
        moved = shift + normal(variety.shift, len(x))
        lean = tilt + normal(variety.tilt, len(x))
        raw[:, EDGE] = raw[:, EDGE] * stretch + moved + lean * along
        _cover(raw, variety, rng)
        noise = np.float32(variety.noise) * rng.standard_normal(x.shape, np.float32)
        noise[:, EDGE] *= 0.5
        changed = (raw - scale.mean) / scale.scale + noise
        out.append(np.clip(changed, -FARTHEST, FARTHEST).astype(np.float32))
    return out[0], out[1]


def _cover(raw: Array, variety: Variety, rng: np.random.Generator) -> None:
    """Let something stand before a stretch of the back in some pictures, known or not, in place."""
    rays = np.arange(RAYS)
    for k in np.flatnonzero(rng.random(len(raw)) < variety.covered):
        low = int(rng.integers(-3, RAYS - 3))
        high = low + int(rng.integers(4, 14))
        hidden = (rays >= low) & (rays < high)
        edge = raw[k, EDGE]
        if rng.random() < variety.unnoticed:
            middle, width = (low + high) / 2.0, (high - low) / 3.0
            edge += rng.uniform(0.02, 0.10) * np.exp(-(((rays - middle) / width) ** 2))
        else:
            edge[hidden] = np.interp(rays[hidden], rays[~hidden], edge[~hidden])
            raw[k, CLEAR] *= 1.0 - hidden.reshape(-1, 2).mean(axis=1)
