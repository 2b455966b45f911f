"""Fragments of real clips as sets: played to and fro, so that the count is known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from formcheck.types import FloatArray, Pose


def to_and_fro(
    times_s: FloatArray, poses: Sequence[Pose | None], cycles: int
) -> tuple[FloatArray, tuple[Pose | None, ...]]:
    """Return a fragment played forwards and backwards so often; times run on.

    Parameters
    ----------
    times_s : ndarray, shape (n,)
    poses : sequence of Pose or None
    cycles : int
        A pull that the fragment shows once is then pulled so many times.
    """
    along = np.asarray(times_s, dtype=np.float64) - times_s[0]
    step = float(np.median(np.diff(along))) if len(along) > 1 else 1.0 / 30.0
    length = along[-1] + step
    back = along[-1] - along[::-1]
    times = [(along if part % 2 == 0 else back) + part * length for part in range(2 * cycles)]
    pictures = (tuple(poses) + tuple(reversed(poses))) * cycles
    return np.concatenate(times), pictures
