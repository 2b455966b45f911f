"""The lifter's landmarks over a whole recording."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.skeleton import Landmark
from formcheck.types.values import FloatArray


@dataclass(frozen=True, slots=True)
class Landmarks:
    """The lifter's landmarks as the engine was given them, before any smoothing.

    Attributes
    ----------
    times_s : ndarray, shape (T,)
        Seconds.
    xy_px : ndarray, shape (T, 33, 2)
        Pixels of the upright picture.
    depth_px : ndarray, shape (T, 33)
        Depth towards (negative) or away from (positive) the camera, pixels, hips at zero.
    visibility : ndarray, shape (T, 33)
        0 to 1: probability that the landmark is in the picture and not hidden.
    world_m : ndarray, shape (T, 33, 3)
        Metres, origin between the hips, x right, y down, z away from the camera.
    reasons : tuple of str
        For each of the T frames why it has no pose; empty where it has one.
    names : tuple of str
        The 33 landmarks; left and right are the lifter's.

    Notes
    -----
    All numbers of a frame without a pose are NaN.  The arrays are read-only; copy one to change it.
    """

    times_s: FloatArray
    xy_px: FloatArray
    depth_px: FloatArray
    visibility: FloatArray
    world_m: FloatArray
    reasons: tuple[str, ...]
    names: tuple[str, ...] = tuple(each.name.lower() for each in Landmark)
