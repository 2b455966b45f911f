"""What segmentation hands on: one cycle of a limb, extended, contracted, extended again."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.exercises.spec import SIGNALS

MEDIAN_S = 0.14
"""Every number is the median of the samples in so long a window: single wild frames vanish."""


@dataclass(frozen=True, slots=True)
class PullCycle:
    """One extended-contracted-extended cycle.

    ``base``, ``peak`` and ``low`` are elbow flexion at ``start_s``, ``peak_s`` and ``end_s``,
    degrees; ``complete`` tells whether the limb returned far enough, ``cut`` that the recording
    ended before the return did, so that the lowering's time is unknown.  ``signal`` says by what
    it was seen (:data:`formcheck.exercises.spec.SIGNALS`), ``arm`` of which arm (0 left, 1 right,
    -1 the one that is followed), ``way`` how far the limb went and ``back`` how far it came back,
    in trunk lengths; ``hidden`` that the arm was guessed: good enough to count, not to measure.
    """

    start_s: float
    peak_s: float
    end_s: float
    base: float
    peak: float
    low: float
    complete: bool
    cut: bool = False
    signal: str = "arm"
    arm: int = -1
    way: float = 0.0
    back: float = 0.0
    hidden: bool = False

    def __post_init__(self) -> None:
        if self.signal not in SIGNALS:
            raise ValueError(f"unknown signal {self.signal}")

    @property
    def held(self) -> bool:
        """Whether the recording ended with the limb pulled in: no way back was seen at all."""
        return self.cut and not self.complete

    @property
    def excursion(self) -> float:
        """How far the elbow bent, degrees."""
        return self.peak - self.base

    def overlaps(self, other: PullCycle) -> bool:
        """Whether two cycles share more than half of the shorter one."""
        shared = min(self.end_s, other.end_s) - max(self.start_s, other.start_s)
        shorter = min(self.end_s - self.start_s, other.end_s - other.start_s)
        return shared > 0.5 * shorter
