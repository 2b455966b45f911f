"""The lifter's own neutral back: the posture everything else is measured against."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field, replace

import numpy as np

from formcheck.config import NeutralOptions
from formcheck.types import FloatArray

FRESH_S = 6.0
"""A still posture counts as the set-up when the pull begins within so long of it."""

SAME_TRUNK_DEG = 18.0
"""...and the trunk leans as it did then, within this."""

MAX_TRUNK_SPREAD_DEG = 5.0

HINGED_DEG = 60.0
"""From so much hip flexion on the pelvis has taken the hollow out of the lower back, and a flat
back is a straight line.  In real hinges and on real benches the hips are flexed by 60 to 145
degrees, standing by less than 30."""

NOT_ROUND_DEG = 8.0
"""A set-up in the hinge that is rounder than this is no neutral: so much flat backs of different
lifters differ (:data:`formcheck.measures.back.FLAT_STD_DEG`)."""


def is_hinged(hip_flexion_deg: float) -> bool:
    """Whether the hips are flexed so far that a flat back is a straight line; False for NaN."""
    return hip_flexion_deg >= HINGED_DEG


@dataclass(frozen=True, slots=True)
class Neutral:
    """The back in the neutral posture, degrees: by the networks, against the average lifter's.

    ``sure`` says that it was seen in a still set-up or at a moment the user named; an unsure one
    was taken from what little there was, and may already be rounded.  ``asked`` says that the
    lifter held it on purpose.  ``hip_deg`` is the hip flexion then, NaN where it is not known.
    ``shape`` are the lumbar and thoracic turning of the back's own shape, ``numbers`` the posture's
    mean standardised features (``formcheck.measures.features``), with which the networks compare,
    or None; ``trunk_px`` is the length of the trunk then, frame pixels.
    """

    total_deg: float
    lumbar_deg: float
    thoracic_deg: float
    sure: bool = True
    asked: bool = False
    hip_deg: float = math.nan
    shape: tuple[float, float] = (math.nan, math.nan)
    numbers: FloatArray | None = field(default=None, compare=False)
    trunk_px: float = math.nan


NAMED_S = 0.5
"""A moment the user names is looked at from so long before it to so long after: people say whole
seconds."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One frame of somebody who may stand in the neutral posture; NaN where unknown.

    ``told`` are total, lumbar and thoracic flexion against the average lifter's, the rest is as in
    :class:`Neutral`; ``trunk_deg`` is the trunk's inclination.
    """

    time_s: float
    told: tuple[float, float, float]
    trunk_deg: float
    hip_deg: float = math.nan
    shape: tuple[float, float] = (math.nan, math.nan)
    numbers: FloatArray | None = field(default=None, compare=False)
    trunk_px: float = math.nan

    @property
    def known(self) -> bool:
        """Whether the back is known as this posture needs it: by its shape in the hinge."""
        return not math.isnan(sum(self.shape) if is_hinged(self.hip_deg) else self.told[0])

    @property
    def bend_deg(self) -> float:
        """How far the back is bent, by which postures are compared."""
        return sum(self.shape) if is_hinged(self.hip_deg) else self.told[0]

    @property
    def round(self) -> bool:
        """Whether the back is too round for a neutral."""
        return is_hinged(self.hip_deg) and self.bend_deg > NOT_ROUND_DEG


class NeutralFinder:
    """Find the neutral from the set-up: the last still posture before the first pull.

    When a pull starts without one (a clip cut tight), what was seen just before the pull is
    taken; when nothing was, the straightest quarter of the first rep.  With ``at_s`` the user
    names a moment instead, and the second around it is taken.  :meth:`ask` takes the posture of
    the next seconds at any time.

    Parameters
    ----------
    options : NeutralOptions
    at_s : float, optional
    earlier : Neutral, optional
        The lifter's neutral of another day, used where no set-up was seen.
    """

    def __init__(
        self, options: NeutralOptions, at_s: float | None, earlier: Neutral | None = None
    ) -> None:
        self._options = options
        self._at_s = at_s
        self._earlier = earlier
        self._until_s = math.nan
        self._asked: list[Candidate] = []
        self._window: deque[Candidate] = deque()
        self._named: list[Candidate] = []
        self._still: tuple[float, float, Neutral] | None = None
        self._all: deque[Candidate] = deque(maxlen=900)
        self.neutral: Neutral | None = None

    def recall(self, earlier: Neutral) -> None:
        """Use the lifter's neutral of another day where no set-up is seen."""
        self._earlier = earlier

    @property
    def wanted(self) -> bool:
        """Whether frames are looked at: there is no neutral yet, or a new one was asked for."""
        return self.neutral is None or not math.isnan(self._until_s)

    def ask(self, now_s: float) -> None:
        """Take the neutral from the next ``NeutralOptions.ask_s`` seconds, whatever was before."""
        self._until_s = now_s + self._options.ask_s
        self._asked = []

    def push(self, look: Candidate) -> Neutral | None:
        """Take one frame; return the neutral at the moment it becomes known."""
        if not self.wanted:
            return None
        if not math.isnan(self._until_s):
            return self._answer(look)
        if not look.known:
            return None
        if self._at_s is not None:
            return self._by_name(look)
        if not look.round:
            self._all.append(look)
            self._watch(look)
        return None

    def pull_started(
        self, start_s: float, trunk_deg: float, *, still_only: bool = False
    ) -> Neutral | None:
        """Return the neutral when a pull that began at ``start_s`` reveals the set-up.

        With ``still_only`` nothing but a still posture is taken.
        """
        if self.neutral is not None or self._at_s is not None:
            return None
        if self._still is not None:
            when, trunk, neutral = self._still
            same = not abs(trunk - trunk_deg) > SAME_TRUNK_DEG
            if start_s - when <= FRESH_S and same:
                return self._settle(neutral)
        if still_only:
            return None
        if self._earlier is not None:
            return self._settle(self._earlier)
        before = [look for look in self._all if start_s - 0.5 <= look.time_s <= start_s + 0.15]
        return self._settle(_unsure(before, 50)) if len(before) >= 4 else None

    def reject(self) -> None:
        """Forget a neutral that was taken at the start of a pull which was no rep."""
        if self._at_s is None:
            self.neutral = None

    def rep_done(self, start_s: float, end_s: float) -> Neutral | None:
        """Return the neutral from the straightest quarter of a rep, if there is none yet."""
        if self.neutral is not None or self._at_s is not None:
            return None
        seen = [look for look in self._all if start_s <= look.time_s <= end_s]
        return self._settle(_unsure(seen, 25)) if len(seen) >= 8 else None

    def _answer(self, look: Candidate) -> Neutral | None:
        """Collect what was asked for; too little seen keeps what there was."""
        if look.known:
            self._asked.append(look)
        if look.time_s < self._until_s:
            return None
        self._until_s = math.nan
        enough = len(self._asked) >= 3
        return self._settle(_asked(self._asked)) if enough else None

    def _by_name(self, look: Candidate) -> Neutral | None:
        assert self._at_s is not None
        if abs(look.time_s - self._at_s) <= NAMED_S:
            self._named.append(look)
        elif look.time_s > self._at_s and len(self._named) >= 3:
            near = [item for item in self._named if abs(item.time_s - self._at_s) <= NAMED_S]
            # What came after a moment in which nothing was seen was not held on purpose.
            return self._settle(_asked(near) if len(near) >= 3 else _middle(self._named, 50))
        elif look.time_s > self._at_s:
            # Nothing was seen around the named moment: take the first that is.
            self._named.append(look)
        return None

    def _watch(self, look: Candidate) -> None:
        self._window.append(look)
        while look.time_s - self._window[0].time_s > self._options.window_s:
            self._window.popleft()
        looks = list(self._window)
        if look.time_s - looks[0].time_s < 0.8 * self._options.window_s or len(looks) < 4:
            return
        turning = np.array([item.bend_deg for item in looks])
        trunk = np.array([item.trunk_deg for item in looks])
        still = np.std(turning) <= self._options.max_spread_deg and np.isfinite(trunk).any()
        if still and not np.nanmax(trunk) - np.nanmin(trunk) > MAX_TRUNK_SPREAD_DEG:
            self._still = (look.time_s, float(np.nanmedian(trunk)), _middle(looks, 50))

    def _settle(self, neutral: Neutral) -> Neutral:
        self.neutral = neutral
        self._all.clear()
        self._window.clear()
        return neutral


def _asked(looks: list[Candidate]) -> Neutral:
    return replace(_middle(looks, 50), asked=True)


def _unsure(looks: list[Candidate], percentile: float) -> Neutral:
    return replace(_middle(looks, percentile), sure=False)


def _middle(looks: list[Candidate], percentile: float) -> Neutral:
    """Return the looks at a percentile of their bend, each part being its median there."""
    order = sorted(looks, key=lambda look: look.bend_deg)
    centre = percentile / 100.0 * (len(order) - 1)
    reach = max(1.0, 0.15 * len(order))
    near = [look for i, look in enumerate(order) if abs(i - centre) <= reach]
    _, lumbar, thoracic = np.median([look.told for look in near], axis=0).tolist()
    low, high = np.median([look.shape for look in near], axis=0).tolist()
    known = [look.numbers for look in near if look.numbers is not None]
    return Neutral(
        lumbar + thoracic,
        lumbar,
        thoracic,
        hip_deg=float(np.median([look.hip_deg for look in near])),
        shape=(low, high),
        numbers=np.mean(known, axis=0) if known else None,
        trunk_px=float(np.median([look.trunk_px for look in near])),
    )
