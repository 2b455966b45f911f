"""Poses straight from the skeleton, with the errors of a pose network: no rendering, no network.

Rendering a clip and estimating its poses takes minutes; this takes a second.  So counting and
recognition can be tried on thousands of labelled sets.  The errors follow those of MediaPipe on
rendered clips (:class:`Errors`); what they cannot show, rendered and real clips must.

Two thirds of what MediaPipe gets wrong it gets wrong in every rep alike: its error is a function of
the posture.  So most of the error drawn here is one too, and little of it wanders in time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from studio.camera import Camera
from studio.dataset import ClipSpec
from studio.performance import Performance, pose, rep_truths
from studio.truth import LANDMARKS, RepTruth

if TYPE_CHECKING:
    from formcheck.types import Pose

Array = NDArray[np.float64]

_INDEX = {name: i for i, name in enumerate(LANDMARKS)}
_ARM = ("elbow", "wrist", "pinky", "index", "thumb")
_SHOULDER, _HIP = ("left_shoulder", "right_shoulder"), ("left_hip", "right_hip")
MODEL_TRUNK_M = 0.5
"""Mid-hip to mid-shoulder of the network's own body, whose size its world landmarks have."""

LOCKED_WAVES = 3
CLEAR, FADE = 0.55, 0.2
"""A joint of the far arm so many trunk lengths from near arm and trunk is seen; it is hidden
:data:`FADE` nearer (visibility 0.8 at 0.54, 0.2 at 0.35: rendered clips)."""

PLATES = ("barbell_row", "pendlay_row", "t_bar_row")
"""Exercises in which plates hide hands and elbows from the side."""


@dataclass(frozen=True)
class Errors:
    """How wrong the network is, in % of trunk length unless said otherwise.

    Set so that error, jitter and visibility have the medians and tails that twenty rendered
    clips show through MediaPipe.

    Attributes
    ----------
    bias, locked, drift, jitter : constant per clip, a function of the posture, slow (over
        ``drift_s``), and from frame to frame, of a joint that is seen; a joint of the arm has
        ``limb`` times as much
    hidden : the errors of a hidden arm are so many times larger
    burst : length of the jumps in which a hidden joint is guessed somewhere else
    depth_gain, depth_drift : depth is flattened and wanders (metres)
    lag_s : how late the network's tracking follows
    """

    bias: float = 2.5
    locked: float = 1.9
    drift: float = 0.6
    jitter: float = 0.18
    limb: float = 1.6
    hidden: float = 3.2
    burst: float = 45.0
    drift_s: float = 0.7
    depth_gain: float = 0.7
    depth_drift: float = 0.05
    lag_s: float = 0.012

    def times(self, factor: float) -> Errors:
        """Return errors so many times as large."""
        names = ("bias", "locked", "drift", "jitter", "burst", "depth_drift")
        return replace(self, **{name: factor * getattr(self, name) for name in names})


@dataclass(frozen=True)
class Film:
    """What a pose network would say about a clip, and what is true of it.

    ``poses`` holds one :class:`formcheck.types.Pose` a frame without a mask, None where nobody
    was found; ``reps`` the true repetitions.
    """

    exercise: str
    times_s: Array
    size: tuple[int, int]
    poses: tuple[Pose | None, ...]
    reps: tuple[RepTruth, ...]
    yaw_deg: float


def film(spec: ClipSpec, errors: Errors | None = None) -> Film:
    """Return the poses of a clip of the dataset; the same spec gives the same poses."""
    performance, times = spec.performance(), spec.times_s()
    return film_of(
        performance, spec.scene.camera, times, joints_of(performance, times), spec.seed, errors
    )


def film_of(
    performance: Performance,
    camera: Camera,
    times_s: Array,
    joints: Array,
    seed: int,
    errors: Errors | None = None,
) -> Film:
    """Return the poses of a performance whose joints (:func:`joints_of`) are known."""
    model = Errors() if errors is None else errors
    rng = np.random.default_rng([seed, 4711])
    network = _Network(model, camera, performance.exercise, times_s, rng)
    reps = tuple(rep_truths(performance.session))
    return Film(
        performance.exercise, times_s, camera.size, network.poses(joints), reps, camera.yaw_deg
    )


def joints_of(performance: Performance, times_s: Array) -> Array:
    """Return the landmarks in the world, metres, shape (T, 33, 3)."""
    skeletons = (pose(performance, float(time_s))[0] for time_s in times_s)
    return np.array([[skeleton[name] for name in LANDMARKS] for skeleton in skeletons])


class _Network:
    """The errors of one clip."""

    def __init__(
        self,
        errors: Errors,
        camera: Camera,
        exercise: str,
        times_s: Array,
        rng: np.random.Generator,
    ) -> None:
        self._errors, self._camera, self._rng = errors, camera, rng
        self._times = times_s
        self._plates = exercise in PLATES and rng.random() < 0.4
        far = _other(camera.near_side)
        self._far = [_INDEX[f"{far}_{part}"] for part in _ARM]
        self._near = [_INDEX[f"{camera.near_side}_{part}"] for part in _ARM]

    def poses(self, joints: Array) -> tuple[Pose | None, ...]:
        from formcheck.types import Pose

        seen = self._lagged(joints)
        pixels = np.stack([self._camera.project(frame) for frame in seen])
        view = np.stack([self._camera.to_view(frame) for frame in seen])
        trunk_px = float(np.median(np.linalg.norm(_trunk(pixels), axis=1)))
        hiding = self._hiding(joints)
        pixels = pixels + trunk_px / 100.0 * self._offsets(hiding, pixels)
        world, depth = self._world(view, pixels, trunk_px)
        visible = self._visibility(pixels, hiding)
        arrays = self._swapped(pixels, depth, visible, world, hiding)
        found = self._found()
        return tuple(
            Pose(*(part[i] for part in arrays), size=self._camera.size) if found[i] else None
            for i in range(len(seen))
        )

    def _lagged(self, joints: Array) -> Array:
        late = self._times - self._errors.lag_s
        at = np.interp(late, self._times, np.arange(len(late)))
        low = np.minimum(at.astype(int), len(late) - 2)
        share = (at - low)[:, None, None]
        return joints[low] * (1.0 - share) + joints[low + 1] * share

    def _hiding(self, joints: Array) -> Array:
        """Return how hidden each landmark is, 0 to 1, shape (T, 33)."""
        hiding = np.zeros(joints.shape[:2])
        yaw = self._camera.yaw_deg
        turned = yaw - 4.0 if yaw > 0.0 else -yaw - 9.0
        behind = np.clip((46.0 - turned) / 32.0, 0.0, 1.0)
        hiding[:, self._far] = behind * self._covered(joints)
        if yaw < -40.0:
            # From behind the trunk hides hands in front of it.
            behind = self._behind_trunk(joints)
            hiding[:, self._near] = np.maximum(hiding[:, self._near], behind)
            hiding[:, self._far] = np.maximum(hiding[:, self._far], behind)
        if self._plates and abs(yaw) < 50.0:
            hiding[:, self._near[1:]] = 0.45
            hiding[:, self._near[0]] = 0.3
        return hiding

    def _covered(self, joints: Array) -> Array:
        """Return how much of the far arm the near arm and the trunk cover, 0 to 1, shape (T, 5).

        Where it guesses, the network lets the far arm do what it does in truth, as far as it does
        (0.75 to 1.6 times, 23 rendered clips): a hidden arm is unsteady, it does not stand still.
        """
        pixels = np.stack([self._camera.project(frame) for frame in joints])
        middles = (pixels[:, [_INDEX[n] for n in part]].mean(axis=1) for part in (_SHOULDER, _HIP))
        side = self._camera.near_side
        arm = [pixels[:, _INDEX[f"{side}_{part}"]] for part in ("shoulder", "elbow", "wrist")]
        covers = [tuple(middles), (arm[0], arm[1]), (arm[1], arm[2])]
        trunk_px = np.median(np.linalg.norm(_trunk(pixels), axis=1))
        joint = [_INDEX[f"{_other(side)}_{part}"] for part in ("elbow", "wrist")]
        gaps = np.stack([
            np.min([_gap(pixels[:, k], *ends) for ends in covers], axis=0) for k in joint
        ], axis=1)  # fmt: skip
        share = np.clip((CLEAR - gaps / trunk_px) / FADE, 0.0, 1.0)
        # Hand and fingers are hidden with the wrist.
        return share[:, [0, 1, 1, 1, 1]]

    def _behind_trunk(self, joints: Array) -> Array:
        middle = joints[:, [_INDEX[n] for n in (*_SHOULDER, *_HIP)]].mean(axis=1)
        wrists = joints[:, [_INDEX["left_wrist"], _INDEX["right_wrist"]]].mean(axis=1)
        away = np.linalg.norm(self._camera.project(wrists) - self._camera.project(middle), axis=1)
        wide = np.linalg.norm(_trunk(np.stack([self._camera.project(j) for j in joints])), axis=1)
        return np.clip(0.9 - away / wide, 0.0, 0.8)[:, None]

    def _offsets(self, hiding: Array, pixels: Array) -> Array:
        """Return the errors in the picture, % of trunk length, shape (T, 33, 2)."""
        e, (count, joints) = self._errors, hiding.shape
        limb = np.ones(joints)
        limb[[_INDEX[f"{side}_{part}"] for side in ("left", "right") for part in _ARM]] = e.limb
        scale = limb * (1.0 + (e.hidden - 1.0) * hiding)
        bias = self._rng.normal(0.0, e.bias, (1, joints, 2))
        jitter = self._rng.standard_t(3.0, (count, joints, 2)) * e.jitter
        slow = e.locked * self._locked(pixels) + self._drift((count, joints, 2), e.drift)
        total: Array = (bias + slow + jitter) * scale[..., None]
        return total + self._bursts(hiding)

    def _locked(self, pixels: Array) -> Array:
        """Return smooth functions of the posture, of spread 1, shape (T, 33, 2)."""
        hips = pixels[:, [_INDEX[n] for n in _HIP]].mean(axis=1, keepdims=True)
        flat = (pixels - hips).reshape(len(pixels), -1)
        _, _, axes = np.linalg.svd(flat - flat.mean(axis=0), full_matrices=False)
        place = (flat - flat.mean(axis=0)) @ axes[:3].T
        place = place / np.maximum(place.std(axis=0), 1e-6) * [1.0, 0.5, 0.3]
        out = np.zeros(pixels.shape)
        for _ in range(LOCKED_WAVES):
            slope = self._rng.normal(0.0, 0.9, (3, *pixels.shape[1:]))
            phase = self._rng.uniform(0.0, 2.0 * np.pi, pixels.shape[1:])
            out += np.sin(np.einsum("tk,kjc->tjc", place, slope) + phase)
        return out * np.sqrt(2.0 / LOCKED_WAVES)

    def _drift(self, shape: tuple[int, ...], size: float) -> Array:
        """Return slow noise (Ornstein and Uhlenbeck's) of this standard deviation."""
        keep = np.exp(-np.diff(self._times, prepend=self._times[0]) / self._errors.drift_s)
        push = self._rng.normal(0.0, 1.0, shape)
        out = np.empty(shape)
        out[0] = push[0]
        for i in range(1, len(out)):
            out[i] = keep[i] * out[i - 1] + np.sqrt(1.0 - keep[i] ** 2) * push[i]
        return size * out

    def _bursts(self, hiding: Array) -> Array:
        """Return jumps of hidden arms: somewhere else for a few tenths of a second."""
        out = np.zeros((*hiding.shape, 2))
        for arm in (self._near, self._far):
            hidden = hiding[:, arm[1]]
            start = 0.0
            while start < self._times[-1]:
                start += float(self._rng.exponential(1.6))
                length = float(self._rng.uniform(0.08, 0.5))
                inside = (self._times >= start) & (self._times < start + length)
                jump = self._rng.normal(0.0, self._errors.burst, 2) * [[0.6], [1.0]]
                if inside.any() and self._rng.random() < 0.7 * hidden[inside].mean():
                    out[np.ix_(inside, arm[:1])] += jump[0]
                    out[np.ix_(inside, arm[1:])] += jump[1]
                start += length
        return out

    def _world(self, view: Array, pixels: Array, trunk_px: float) -> tuple[Array, Array]:
        """Return world landmarks, metres, and depth, pixels: across as seen, away as guessed."""
        e = self._errors
        away = view[..., 2] - view[:, [_INDEX[n] for n in _HIP], 2].mean(axis=1)[:, None]
        trunk = np.linalg.norm(_trunk(view), axis=1).mean()
        metres = e.depth_gain * away * MODEL_TRUNK_M / trunk
        metres += self._drift(metres.shape, e.depth_drift)
        middle = pixels[:, [_INDEX[n] for n in _HIP]].mean(axis=1)[:, None]
        # A trunk that leans towards the camera looks shorter than it is.
        span = np.linalg.norm(_trunk(view)[..., :2], axis=1).mean() / trunk
        across = (pixels - middle) / trunk_px * MODEL_TRUNK_M * span
        depth = metres / MODEL_TRUNK_M * trunk_px
        return np.concatenate([across, metres[..., None]], axis=2), depth

    def _visibility(self, pixels: Array, hiding: Array) -> Array:
        best = np.full(pixels.shape[1], 0.999)
        best[[_INDEX[f"{s}_{p}"] for s in ("left", "right") for p in _ARM[1:]]] = 0.95
        visible = best * (1.0 - 0.95 * hiding) + self._drift(hiding.shape, 0.03)
        width, height = self._camera.size
        outside = (pixels < 0).any(axis=2) | (pixels > (width, height)).any(axis=2)
        return np.clip(np.where(outside, 0.1 * visible, visible), 0.001, 0.9999)

    def _swapped(self, xy: Array, depth: Array, visible: Array, world: Array, hiding: Array):
        """Exchange the arms now and then where one hides the other."""
        arrays = [part.copy() for part in (xy, depth, visible, world)]
        start, hidden = 0.0, float(hiding[:, self._far[0]].mean())
        while hidden > 0.5 and start < self._times[-1]:
            start += float(self._rng.exponential(12.0))
            inside = (self._times >= start) & (
                self._times < start + float(self._rng.uniform(0.05, 0.4))
            )
            for part in arrays:
                part[np.ix_(inside, self._near + self._far)] = part[
                    np.ix_(inside, self._far + self._near)
                ]
        return arrays

    def _found(self) -> NDArray[np.bool_]:
        found = self._rng.random(len(self._times)) >= (0.02 if self._rng.random() < 0.2 else 0.0)
        if self._rng.random() < 0.1:
            gap = float(self._rng.uniform(0.0, self._times[-1]))
            found &= ~((self._times >= gap) & (self._times < gap + 0.3))
        return found


def _other(side: str) -> str:
    return "right" if side == "left" else "left"


def _gap(points: Array, start: Array, end: Array) -> Array:
    """Return how far points are from a line from start to end, all of shape (T, 2)."""
    way = end - start
    along = ((points - start) * way).sum(axis=1) / np.maximum((way**2).sum(axis=1), 1e-9)
    nearest = start + np.clip(along, 0.0, 1.0)[:, None] * way
    gap: Array = np.linalg.norm(points - nearest, axis=1)
    return gap


def _trunk(points: Array) -> Array:
    """Return mid-hip to mid-shoulder of every frame, shape (T, k)."""
    shoulder = points[:, [_INDEX[n] for n in _SHOULDER]].mean(axis=1)
    trunk: Array = shoulder - points[:, [_INDEX[n] for n in _HIP]].mean(axis=1)
    return trunk
