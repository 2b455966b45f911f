"""When a pull's phases begin and end, from the frames it is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.measures.limbs import ArmPosture
from formcheck.measures.smoothing import zero_phase
from formcheck.reps.fit import Fit, fit_pull
from formcheck.reps.lanes import (
    arm_place,
    elbow_place,
    followed,
    hands_place,
    shoulders_place,
    trunk_place,
)
from formcheck.reps.sample import Sample, column
from formcheck.reps.segmentation import PullCycle
from formcheck.types import FloatArray

RATE_HZ = 60.0
STROKE_CUTOFF_HZ = 6.0
AFTER_S = 0.25
"""The arm may come to rest so long after the stroke's last new low."""

MARGIN_S = 0.4
"""Frames before and after a pull that are taken along, so that filters settle."""

MIDDLE_SHARE = 0.347
"""A minimum-jerk movement spends this share of its time between 20 % and 80 % of its way."""

BURST_SHARE = 0.4
"""A movement may come in bursts; what is slower, against the fastest, is drift."""

BANDWIDTH = 3.53
"""Cut-off times duration that keeps the shape of one smooth movement."""

POSSIBLE_STROKES_PER_S = 12.0
"""A free fall over an arm's length peaks at about five strokes a second, a pull of which half is
snatched in 0.11 s at seven; a view that foreshortens the rest makes that up to ten."""

CURVE_POINTS = 64
CURVE_DEGREE = 3
"""A path that bends, and may bend back, as those of hand and elbow together do."""

HAND_COLUMNS = 2
"""What moves begins with the hand's (or the shoulders') place across and along the picture."""

CLEAN = 0.08
"""A half that a minimum-jerk movement fits within this share of its way has that one's ends (a yank
is off by twice as much)."""

NEAR_SHARE = 0.15
"""...unless they are farther from where the speed fades, by this share of the rep."""

FADE = 0.606
"""Minimum jerk: from a tenth of the top speed to rest, over from a half to a tenth."""

Ends = tuple[float, float, float, float]
"""Start, contracted, lowering and end of a pull, seconds."""


@dataclass(frozen=True, slots=True)
class Phases:
    """When a pull's phases begin and end, seconds, and its stroke, 0 extended to 1 contracted.

    ``stroke`` is sampled at ``times_s`` (even, :data:`RATE_HZ`), filtered without delay;
    ``noise`` is the spread of the unfiltered frames around it, as a share of the stroke;
    ``fastest`` the largest step of three frames' median, in strokes a second.
    """

    start_s: float
    contracted_s: float
    peak_s: float
    lowering_s: float
    end_s: float
    times_s: FloatArray
    stroke: FloatArray
    noise: float
    fastest: float

    @property
    def trusted(self) -> bool:
        """Whether the arm moved as an arm can; a jump is a landmark that went astray."""
        return self.fastest <= POSSIBLE_STROKES_PER_S

    def part(self, start_s: float, end_s: float) -> FloatArray:
        """Return the stroke between two times."""
        inside = (self.times_s >= start_s - 1e-9) & (self.times_s <= end_s + 1e-9)
        part: FloatArray = self.stroke[inside]
        return part


def find_phases(samples: list[Sample], cycle: PullCycle) -> Phases | None:
    """Return the phases of a stroke, or None when too few frames show it.

    ``samples`` cover the stroke and :data:`MARGIN_S` on both sides where the recording has it.
    """
    times = column(samples, "time_s")
    raw = _stroke(samples, cycle)
    if raw is None:
        return None
    even, smooth = zero_phase(times, raw, STROKE_CUTOFF_HZ, RATE_HZ)
    inside = np.flatnonzero((even >= cycle.start_s - 0.15) & (even <= cycle.end_s + AFTER_S))
    if len(inside) < 8:
        return None
    first, last = int(inside[0]), int(inside[-1])
    until = int(np.searchsorted(even, cycle.end_s))
    peak = first + int(smooth[first : min(until, last) + 1].argmax())
    if cycle.held:
        peak = last = min(until, last)
    last = peak + int(smooth[peak : last + 1].argmin())
    first += int(smooth[first : peak + 1].argmin())
    low, high = float(smooth[first]), float(smooth[peak])
    if not high > low or peak - first < 3 or (last - peak < 3 and not cycle.held):
        return None
    stroke = (smooth - low) / (high - low)
    if cycle.held:
        begin, top = _moving(even, times, raw, stroke, first, peak)
        end = float(even[peak])
        ends = max(begin, float(even[first])), min(top, end), end, end
    else:
        hands = 0 if cycle.signal == "elbow" else HAND_COLUMNS
        ends = _ends(even, times, raw, stroke, (first, peak, last), _parts(samples, cycle), hands)
    start, contracted, lowering, end = ends
    return Phases(
        start,
        contracted,
        min(max(float(even[peak]), contracted), lowering),
        lowering,
        end,
        times_s=even,
        stroke=stroke,
        noise=_noise(times, raw, even, smooth) / (high - low),
        fastest=fastest_step(*_known(times, raw, cycle)) / (high - low),
    )


def _ends(
    even: FloatArray,
    times: FloatArray,
    raw: FloatArray,
    stroke: FloatArray,
    turns: tuple[int, int, int],
    parts: FloatArray,
    hands: int,
) -> Ends:
    """Return start, contracted, lowering and end, seconds.

    By a fit where the movement is clean; a yank, a hitch or a drop is no minimum-jerk movement,
    and so its speed tells.
    """
    first, peak, last = turns
    pull = _moving(even, times, raw, stroke, first, peak)
    lower = _moving(even, times, raw, stroke, peak, last)
    top = 0.5 * (pull[1] + lower[0])
    contracted, lowering = (pull[1], lower[0]) if pull[1] <= lower[0] else (top, top)
    ends = (
        max(pull[0], float(even[first])),
        contracted,
        lowering,
        min(lower[1], float(even[-1])),
    )
    around = (times >= even[first] - 0.1) & (times <= even[last] + 0.1)
    fit = fit_pull(times[around], parts[around, :hands], parts[around, hands:], ends)
    return ends if fit is None else _where_clean(fit, ends)


def _where_clean(fit: Fit, ends: Ends) -> Ends:
    """Return the fit's boundaries where it is good, each half by itself, else those of the speed.

    A yank spoils the pull and leaves the lowering as it is.
    """
    near = NEAR_SHARE * (ends[3] - ends[0])
    found = (fit.start_s, fit.contracted_s, fit.lowering_s, fit.end_s)
    far = [abs(a - b) for a, b in zip(found, ends, strict=True)]
    start, contracted, lowering, end = ends
    if fit.pull_off <= CLEAN and max(far[:2]) < near:
        start, contracted = found[:2]
    if fit.lowering_off <= CLEAN and max(far[2:]) < near:
        lowering, end = found[2:]
    if contracted > lowering:
        contracted = lowering = 0.5 * (contracted + lowering)
    return start, contracted, lowering, end


def _known(times: FloatArray, raw: FloatArray, cycle: PullCycle) -> tuple[FloatArray, FloatArray]:
    inside = (times >= cycle.start_s) & (times <= cycle.end_s) & np.isfinite(raw)
    return times[inside], raw[inside]


def fastest_step(times_s: FloatArray, values: FloatArray) -> float:
    """Return the fastest step, a second, of the median of three frames; 0 for fewer than four."""
    if len(values) < 4:
        return 0.0
    return float((np.abs(np.diff(middle_of_three(values))) / np.diff(times_s[1:-1])).max())


def middle_of_three(values: FloatArray) -> FloatArray:
    """Return the median of each value and its two neighbours, without the first and the last."""
    middle: FloatArray = np.median(np.stack([values[:-2], values[1:-1], values[2:]]), axis=0)
    return middle


def _noise(times: FloatArray, raw: FloatArray, even: FloatArray, smooth: FloatArray) -> float:
    rest = raw - np.interp(times, even, smooth)
    return 1.4826 * float(np.nanmedian(np.abs(rest)))


def _stroke(samples: list[Sample], cycle: PullCycle) -> FloatArray | None:
    """Return how far the limb is pulled in, one number a frame, growing with the pull.

    Plates hide wrists, and an elbow angle jumps where they do.  Hand, elbow and elbow flexion
    move together in a pull; their first principal component is steadier than each of them.
    """
    parts = _parts(samples, cycle)
    times = column(samples, "time_s")
    inside = (times >= cycle.start_s) & (times <= cycle.end_s) & np.isfinite(parts).all(axis=1)
    if inside.sum() < 6:
        return None
    centre = parts[inside].mean(axis=0)
    _, _, axes = np.linalg.svd(parts[inside] - centre, full_matrices=False)
    stroke = _along(parts, inside, centre, axes)
    # The arm is extended at both ends, whatever wild frame the peak may be.
    after = np.inf if cycle.held else cycle.end_s - times
    ends = inside & (np.minimum(times - cycle.start_s, after) < 0.15)
    return stroke if np.nanmean(stroke[ends]) <= np.nanmean(stroke[inside]) else -stroke


def _along(
    parts: FloatArray, inside: NDArray[np.bool_], centre: FloatArray, axes: FloatArray
) -> FloatArray:
    """Return how far along its path each frame is: the path bends, so its length counts.

    The path is a curve over the first principal component, cubic in the next two.
    """
    away: FloatArray = (parts - centre) @ axes[:3].T
    main = away[:, 0]
    grid = np.linspace(main[inside].min(), main[inside].max(), CURVE_POINTS)
    slope = np.ones(CURVE_POINTS)
    for beside in away[:, 1:].T:
        curve, (_, rank, *_) = np.polynomial.Polynomial.fit(
            main[inside], beside[inside], CURVE_DEGREE, full=True
        )
        # Frames that stand still on too few places say nothing of how the path bends.
        if rank > CURVE_DEGREE:
            slope = slope + curve.deriv()(grid) ** 2
    length = np.cumsum(np.sqrt(slope)) * (grid[1] - grid[0])
    first, last = np.sqrt(slope[0]), np.sqrt(slope[-1])
    on = np.interp(main, grid, length)
    stroke: FloatArray = (
        on + np.minimum(main - grid[0], 0.0) * first + np.maximum(main - grid[-1], 0.0) * last
    )
    return stroke


def _parts(samples: list[Sample], cycle: PullCycle) -> FloatArray:
    """Return all that moves in a pull, one row a frame, trunk lengths."""
    arms = followed(samples, cycle.arm)
    return np.array([_place(s, cycle.signal, arm) for s, arm in zip(samples, arms, strict=True)])


def _place(sample: Sample, signal: str, arm: ArmPosture) -> FloatArray:
    """Return what moves in a pull: the arm, the hands, the shoulders."""
    if signal == "apart":
        return hands_place(sample)[0]
    if signal == "shrug":
        return shoulders_place(sample)[0]
    if signal == "hinge":
        return trunk_place(sample)[0]
    if signal == "elbow":
        return elbow_place(arm)[0]
    return arm_place(arm)[0]


def _moving(
    even: FloatArray, times: FloatArray, raw: FloatArray, stroke: FloatArray, first: int, last: int
) -> tuple[float, float]:
    """Return when the arm starts and stops moving between two turning points, seconds.

    The speed fades in and out, and its last tenth drowns in noise.  So the times at which it
    passes a tenth and a half of its maximum are found, and carried on to where a minimum-jerk
    movement would have begun.  Slower movements are filtered harder.  A movement with a
    standstill in the middle starts with its first burst and ends with its last.
    """
    part = stroke[first : last + 1]
    rising = part if part[-1] >= part[0] else 1.0 - part
    middle = np.flatnonzero((rising > 0.2) & (rising < 0.8))
    if not len(middle):
        middle = np.arange(len(part))
    duration = max(len(middle), 2) / RATE_HZ / MIDDLE_SHARE
    cutoff = min(max(BANDWIDTH / duration, 1.5), STROKE_CUTOFF_HZ)
    _, smooth = zero_phase(times, raw, cutoff, RATE_HZ)
    speed = np.abs(np.gradient(smooth))[first : last + 1]
    opening, closing = _bursts(speed[middle])
    begin = _fade(speed[: middle[opening] + 1][::-1])
    end = _fade(speed[middle[closing] :])
    return (
        float(even[first] + (middle[opening] - begin) / RATE_HZ),
        float(even[first] + (middle[closing] + end) / RATE_HZ),
    )


def _bursts(speed: FloatArray) -> tuple[int, int]:
    """Return the indices of the tops of the first and the last burst; the same when it is one.

    Only a real standstill parts bursts: the speed falls below a tenth of its maximum.
    """
    fastest = int(speed.argmax())
    still = np.flatnonzero(speed < 0.1 * speed[fastest])
    fast = speed >= BURST_SHARE * speed[fastest]
    before, after = still[still < fastest], still[still > fastest]
    opening = closing = fastest
    if len(before) and fast[: before[-1]].any():
        opening = int(speed[: before[-1]].argmax())
    if len(after) and fast[after[0] :].any():
        closing = int(after[0] + speed[after[0] :].argmax())
    return opening, closing


def _fade(speed: FloatArray) -> float:
    """Return after how many samples a falling speed would reach zero."""

    def below(share: float) -> float:
        low = np.flatnonzero(speed < share * speed[0])
        if not len(low):
            return float(len(speed) - 1)
        i = int(low[0])
        drop = speed[i - 1] - speed[i]
        return i - float((share * speed[0] - speed[i]) / drop) if drop > 0 else float(i)

    half, tenth = below(0.5), below(0.1)
    return min(tenth + FADE * (tenth - half), float(len(speed) - 1) + 0.1 * RATE_HZ)
