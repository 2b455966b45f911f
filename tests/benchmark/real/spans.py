"""Spans of a back against what was told of them: found, false, how late, and from what numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from formcheck.types import NAN, Flag, FloatArray, Reason
from tests.benchmark.accuracy.figures import f1, share
from tests.benchmark.real.catalogue import BackClip, Span
from tests.benchmark.real.play import Played

ROUNDED, ARCHED = "rounded_back", "arched_back"

TAIL_S: Final = 0.15
"""A flag of a rounded span that ends so soon after a flat one has begun is no false alarm: labels
by eye are no finer, and a flag comes down only after its release time."""

REFUSED: Final = 0.5
"""A view is refused in a span where so large a share of its frames gives the view as its reason."""


@dataclass(frozen=True, slots=True)
class SpanScore:
    """What was told of one span.

    ``rounded`` and ``arched`` say whether such a flag overlaps it; ``tail`` that the only rounded
    flags in it are those :func:`is_tail` forgives; ``live`` that one had been told, and not only
    dated back, while the span lasted.  ``delay_s`` is from the span's begin to the
    telling (0 when it was up already, NaN when nothing was told).  ``medians`` are those of
    :data:`tests.benchmark.real.play.SHAPES`.  ``refused`` is the share of frames without a number
    because of the view.
    """

    clip: str
    lifter: str
    span: Span
    begins_s: float
    frames: int
    answered: int
    inclined: int
    inclined_answered: int
    refused: float
    rounded: bool
    arched: bool
    tail: bool
    live: bool
    delay_s: float
    medians: dict[str, float] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def accepted(self) -> bool:
        """Whether the product takes the view as one in which a back can be judged."""
        return self.refused < REFUSED

    @property
    def verdict(self) -> str:
        """Return found, missed, false or right; empty where the label decides nothing."""
        if self.span.label == "rounded":
            return "found" if self.rounded else "missed"
        if self.span.label == "flat":
            return "false" if self.rounded else "right"
        return ""


def score_spans(clip: BackClip, played: Played) -> list[SpanScore]:
    """Return what was told of each span of a clip that has frames in it, in order of time."""
    scores = []
    ordered = sorted(clip.spans, key=lambda span: span.t0)
    for before, span in zip((None, *ordered), ordered, strict=False):
        if span.label != "cannot_see" and judged(span, played).any():
            scores.append(_score(clip, span, before, played))
    return scores


def judged(span: Span, played: Played) -> NDArray[np.bool_]:
    """Return which frames belong to a span, shape (T,): of a whole clip the inclined ones."""
    inside = (played.times_s >= span.t0) & (played.times_s <= span.t1)
    return inside & played.inclined if span.whole else inside


def overlaps(flag: Flag, times_s: FloatArray) -> bool:
    """Return whether a flag stands at one of these times."""
    end_s = math.inf if flag.active else flag.end_s
    return bool(((times_s >= flag.start_s) & (times_s <= end_s)).any())


def is_tail(flag: Flag, span: Span, before: Span | None) -> bool:
    """Return whether a flag only ends late: it stood in the rounded span just before a flat one."""
    if before is None or before.label != "rounded" or span.label != "flat":
        return False
    stood = flag.start_s <= before.t1
    return stood and not flag.active and flag.end_s - span.t0 < TAIL_S


def _score(clip: BackClip, span: Span, before: Span | None, played: Played) -> SpanScore:
    frames = judged(span, played)
    times_s = played.times_s[frames]
    known = np.isfinite(played.shapes["back_curvature_deg"])
    standing = [flag for flag in played.flags if overlaps(flag, times_s)]
    rounded = [flag for flag in standing if flag.code == ROUNDED]
    counting = [flag for flag in rounded if not is_tail(flag, span, before)]
    reasons = Counter(
        str(reason) for reason, inside in zip(played.reasons, frames, strict=True) if inside
    )
    return SpanScore(
        clip=clip.video.stem,
        lifter=clip.lifter,
        span=span,
        begins_s=float(times_s[0]),
        frames=int(frames.sum()),
        answered=int((frames & known).sum()),
        inclined=int((frames & played.inclined).sum()),
        inclined_answered=int((frames & played.inclined & known).sum()),
        refused=reasons[Reason.VIEW] / int(frames.sum()),
        rounded=bool(counting),
        arched=any(flag.code == ARCHED for flag in standing),
        tail=bool(rounded) and not counting,
        live=any(overlaps(replace(flag, start_s=flag.raised_s), times_s) for flag in counting),
        delay_s=min((max(f.raised_s - float(times_s[0]), 0.0) for f in counting), default=NAN),
        medians={name: _median(values[frames]) for name, values in played.shapes.items()},
        reasons=reasons,
    )


def auc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Return how likely a positive is above a negative, a tie counting half; NaN is left out."""
    above = np.array([value for value in positive if math.isfinite(value)])
    below = np.array([value for value in negative if math.isfinite(value)])
    if not len(above) or not len(below):
        return None
    apart = above[:, None] - below[None, :]
    return float((apart > 0).mean() + 0.5 * (apart == 0).mean())


def figures(scores: Sequence[SpanScore]) -> dict[str, Any]:
    """Return recall, precision and F1 on spans, delays, shares answered, and what the medians say.

    A mild span decides neither; how many of them were told is counted by itself.
    """
    of = {
        label: [s for s in scores if s.span.label == label] for label in ("rounded", "flat", "mild")
    }
    found = sum(score.rounded for score in of["rounded"])
    false = sum(score.rounded for score in of["flat"])
    live = [sum(score.live for score in of[label]) for label in ("rounded", "flat")]
    straight = [*of["flat"], *of["mild"]]
    return {
        "rounded": len(of["rounded"]),
        "found": found,
        "flat": len(of["flat"]),
        "false": false,
        "tails": sum(score.tail for score in of["flat"]),
        "mild": len(of["mild"]),
        "mild_told": sum(score.rounded for score in of["mild"]),
        "arched_false": sum(score.arched for score in [*straight, *of["rounded"]]),
        **_rates(found, len(of["rounded"]), false),
        "live": {
            "found": live[0],
            "false": live[1],
            **_rates(live[0], len(of["rounded"]), live[1]),
        },
        "delay_median_s": _or_none(_median([s.delay_s for s in of["rounded"]])),
        "answered": _answered(scores, inclined=False),
        "answered_inclined": _answered(scores, inclined=True),
        "auc": {name: _auc(name, of) for name in (scores[0].medians if scores else ())},
    }


def _rates(found: int, there: int, false: int) -> dict[str, float | None]:
    recall, precision = share(found, there), share(found, found + false)
    return {"recall": recall, "precision": precision, "f1": f1(precision, recall)}


def _auc(name: str, of: dict[str, list[SpanScore]]) -> dict[str, Any]:
    values = {label: [score.medians[name] for score in of[label]] for label in ("rounded", "flat")}
    known = {label: sum(map(math.isfinite, found)) for label, found in values.items()}
    return {"auc": auc(values["rounded"], values["flat"]), **known}


def _answered(scores: Sequence[SpanScore], *, inclined: bool) -> dict[str, float | None]:
    """Return the share of frames with a number, of rounded and of flat spans."""
    shares = {}
    for label in ("rounded", "flat"):
        of = [score for score in scores if score.span.label == label]
        told = sum(s.inclined_answered if inclined else s.answered for s in of)
        shares[label] = share(told, sum(s.inclined if inclined else s.frames for s in of))
    return shares


def _median(values: Sequence[float] | FloatArray) -> float:
    known = [value for value in values if math.isfinite(value)]
    return float(np.median(known)) if known else NAN


def _or_none(value: float) -> float | None:
    return value if math.isfinite(value) else None
