"""How far the mask's edge behind the trunk lies from the true edge of the back.

Measured on the mask itself, along the lines on which the truth was taken (at right angles to the
line from sacrum to neck base), so that it says how good the mask is and not what a measure makes
of it.
"""

from __future__ import annotations

import cv2
import numpy as np

from formcheck.types import FloatArray
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.accuracy.truth import Truth

INSIDE, OUTSIDE, STEP = 0.12, 0.30, 0.004
"""Where the edge is looked for, from inside to outside of the true edge, in trunk lengths."""


def outline_distances(
    truth: Truth, recording: Recording, picked: FloatArray, rows: FloatArray
) -> FloatArray:
    """Return signed distances of the mask's edge, % of trunk length, outside positive.

    One row a picked frame with a mask, one column a point of the outline; NaN where the truth
    has no edge or the mask none near it.
    """
    found = []
    for i in picked:
        pose = recording.poses[i]
        if pose is not None and pose.mask is not None:
            outward = _outward(truth, int(rows[i]))
            found.append(
                edge_distances(
                    pose.mask, truth.outline[rows[i]] / pose.mask_scale, outward,
                    truth.trunk_px / pose.mask_scale,
                )
            )  # fmt: skip
    return 100.0 * np.array(found).reshape(len(found), truth.outline.shape[1])


def edge_distances(
    mask: FloatArray, outline: FloatArray, outward: FloatArray, trunk: float
) -> FloatArray:
    """Return how far outside of each outline point the mask ends, in trunk lengths.

    Parameters
    ----------
    mask : ndarray, shape (h, w), 0 to 1
    outline : ndarray, shape (n, 2), mask pixels, NaN where there is none
    outward : unit vector out of the back
    trunk : trunk length in mask pixels

    Notes
    -----
    The edge is the first place, going outwards from within the body, where the mask falls
    through one half.  NaN when it does so nowhere between :data:`INSIDE` and :data:`OUTSIDE`.
    """
    steps = np.arange(-INSIDE, OUTSIDE, STEP)
    points = outline[:, None, :] + (steps * trunk)[None, :, None] * outward
    values = cv2.remap(
        np.ascontiguousarray(mask, np.float32), np.nan_to_num(points, nan=-9.0).astype(np.float32),
        None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0.0,
    )  # fmt: skip
    falls = (values[:, :-1] >= 0.5) & (values[:, 1:] < 0.5)
    first = falls.argmax(axis=1)
    at = np.arange(len(outline))
    before, after = values[at, first], values[at, first + 1]
    part = (before - 0.5) / np.maximum(before - after, 1e-6)
    known = falls.any(axis=1) & np.isfinite(outline).all(axis=1)
    return np.where(known, steps[first] + STEP * part, np.nan)


def _outward(truth: Truth, row: int) -> FloatArray:
    """Return the unit vector out of the back: across the line from sacrum to neck base."""
    sacrum, c7 = truth.joints["sacrum"][row], truth.joints["c7"][row]
    along = (c7 - sacrum) / np.linalg.norm(c7 - sacrum)
    normal = np.array([-along[1], along[0]])
    edge = truth.outline[row]
    behind = edge[np.isfinite(edge).all(axis=1)] - sacrum
    return normal if len(behind) == 0 or np.median(behind @ normal) > 0.0 else -normal
