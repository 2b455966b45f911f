"""The backs: every clip named as a user would, with nothing named, and as slower cameras see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.real.catalogue import BackClip
from tests.benchmark.real.play import Played, play, thinned
from tests.benchmark.real.spans import SpanScore, figures, score_spans

NAMED, UNNAMED = "named", "nothing named"
RATES: Final = (30, 15)
"""Frames a second of the cameras, beside the file."""

RUNS: Final = (NAMED, UNNAMED, *(f"{rate} frames a second" for rate in RATES))


@dataclass(frozen=True, slots=True)
class BackScore:
    """One clip: the spans' scores by run, and for how long the engine worked on how many frames."""

    clip: BackClip
    runs: dict[str, list[SpanScore]] = field(default_factory=dict)
    engine_s: float = 0.0
    frames: int = 0


def score_back(clip: BackClip, recording: Recording, *, quick: bool = False) -> BackScore:
    """Score one clip in every run (when ``quick`` with the exercise named alone).

    A camera that is no slower than the file is the file.
    """
    named = play(recording, clip.named)
    played = {NAMED: named}
    if not quick:
        played |= {UNNAMED: play(recording)} | _slower(clip, recording, named)
    return BackScore(
        clip,
        {run: score_spans(clip, each) for run, each in played.items()},
        sum(each.engine_s for each in _different(played)),
        sum(len(each.times_s) for each in _different(played)),
    )


def _slower(clip: BackClip, recording: Recording, named: Played) -> dict[str, Played]:
    played = {}
    for rate, run in zip(RATES, RUNS[2:], strict=True):
        fewer = thinned(recording, rate)
        same = len(fewer.times_s) == len(recording.times_s)
        played[run] = named if same else play(fewer, clip.named)
    return played


def _different(played: dict[str, Played]) -> list[Played]:
    return list({id(each): each for each in played.values()}.values())


def summarise(scores: Sequence[BackScore]) -> dict[str, Any]:
    """Return the figures of every run: of all spans, in accepted views, by lifter, span by span."""
    report: dict[str, Any] = {"clips": len(scores)}
    for run in (run for run in RUNS if all(run in score.runs for score in scores)):
        spans = [span for score in scores for span in score.runs[run]]
        by_lifter: dict[str, list[SpanScore]] = defaultdict(list)
        for span in spans:
            by_lifter[span.lifter].append(span)
        report[run] = {
            "all": figures(spans),
            "accepted": figures([span for span in spans if span.accepted]),
            "lifters": {name: _short(by_lifter[name]) for name in sorted(by_lifter)},
            "spans": [plain(span) for span in spans],
        }
    return report


def _short(spans: Sequence[SpanScore]) -> dict[str, Any]:
    whole = figures(spans)
    return {
        name: whole[name] for name in ("rounded", "found", "flat", "false", "mild", "mild_told")
    }


def plain(score: SpanScore) -> dict[str, Any]:
    """Return one span's score as plain JSON values."""
    span = score.span
    return {
        "clip": score.clip,
        "lifter": score.lifter,
        "t0": span.t0,
        "t1": span.t1,
        "label": span.label,
        "verdict": score.verdict,
        "rounded": score.rounded,
        "arched": score.arched,
        "tail": score.tail,
        "live": score.live,
        "delay_s": score.delay_s,
        "accepted": score.accepted,
        "refused": score.refused,
        "answered": score.answered / score.frames,
        "answered_inclined": score.inclined_answered / score.inclined if score.inclined else None,
        "medians": score.medians,
        "reasons": {name or "told": n for name, n in score.reasons.most_common()},
    }
