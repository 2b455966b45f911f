"""The real clips as they are, against what two viewers said of each rep before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.benchmark.accuracy.scoring import run_pipeline
from tests.benchmark.jerk.courses import KINDS
from tests.benchmark.jerk.sources import kept, videos

LABELS: Final = Path(__file__).with_name("labels.json")
NEAR_S: Final = 1.0
SMOOTH: Final = "smooth"
LABEL_OF: Final = {code: code for code in KINDS} | {"trunk_swing": "swing"}
"""What a viewer calls what a flag tells.  A lowering that is too fast is a tempo, no jerk."""

Rep = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two viewers agree on ``n`` reps.

    ``same`` is the share of equal labels and ``kappa`` Cohen's, NaN where both used one label
    alone; ``both_jerky`` and ``both_smooth`` count reps, whichever the kind of jerk.
    """

    n: int
    same: float
    kappa: float
    both_jerky: int
    both_smooth: int


def labels() -> dict[str, list[Rep]]:
    """Return the labelled reps by file name."""
    clips = json.loads(LABELS.read_text("utf-8"))["clips"]
    return {clip["file"]: clip["reps"] for clip in clips}


def views(rep: Rep) -> tuple[str, str]:
    """Return what the first and the second viewer call a rep."""
    return rep["label"], rep["second"]["label"]


def agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Return how far the first and the second label of each rep agree.

    >>> agreement([("yank", "yank"), ("smooth", "smooth"), ("drop", "smooth"), ("drop", "yank")])
    Agreement(n=4, same=0.5, kappa=0.3333333333333333, both_jerky=2, both_smooth=1)
    """
    n = len(pairs)
    same = sum(a == b for a, b in pairs) / n
    by_chance = sum(
        sum(a == label for a, _ in pairs) * sum(b == label for _, b in pairs) / n**2
        for label in {label for pair in pairs for label in pair}
    )
    kappa = (same - by_chance) / (1.0 - by_chance) if by_chance < 1.0 else float("nan")
    jerky = sum(SMOOTH not in pair for pair in pairs)
    return Agreement(n, same, kappa, jerky, sum(pair == (SMOOTH, SMOOTH) for pair in pairs))


def told() -> list[tuple[str, Rep, set[str]]]:
    """Return (file, labelled rep, codes of its jerk flags) of every labelled rep.

    A flag belongs to the labelled rep whose peak lies in its rep, or is nearest; where none is near
    it belongs to a rep without a label (``{}``).
    """
    known, out = labels(), []
    for video, fragment in videos():
        recording = None if fragment or video.name not in known else kept(video)
        if recording is None:
            continue
        said = [(rep, set[str]()) for rep in (*known[video.name], {})]
        pipeline = run_pipeline(recording)[1]
        spans = {rep.index: (rep.start_s, rep.end_s) for rep in pipeline.reps}
        for flag in pipeline.flags:
            if flag.code in LABEL_OF:
                start_s, end_s = spans.get(flag.rep, (flag.start_s, flag.raised_s))
                said[_nearest(known[video.name], start_s, end_s)][1].add(flag.code)
        out += [(video.name, rep, codes) for rep, codes in said if rep or codes]
    return out


def _nearest(reps: Sequence[Rep], start_s: float, end_s: float) -> int:
    """Return the position of the rep a span belongs to; -1 for none."""
    inside = [i for i, r in enumerate(reps) if start_s - NEAR_S <= r["peak_s"] <= end_s + NEAR_S]
    middle = 0.5 * (start_s + end_s)
    return min(inside, key=lambda i: abs(reps[i]["peak_s"] - middle)) if inside else -1


def scored(
    told: Iterable[tuple[str, Rep, set[str]]], kinds: Sequence[str] = (*KINDS, "swing")
) -> dict[str, Any]:
    """Return the figures on the reps on which both viewers agree that they are jerky, or smooth.

    Only jerks of ``kinds`` are looked at.  A jerky rep is found when it is told any of them; each
    smooth rep that is told one counts once.  Recall and precision are None without a rep or flag.
    """
    reps = [(views(rep), {LABEL_OF[code] for code in codes}) for _, rep, codes in told if rep]
    found = [bool(said & {*kinds}) for seen, said in reps if {*seen} <= {*kinds}]
    false = [bool(said & {*kinds}) for seen, said in reps if seen == (SMOOTH, SMOOTH)]
    right, wrong = sum(found), sum(false)
    return {
        "jerky": len(found),
        "found": right,
        "smooth": len(false),
        "wrong": wrong,
        "recall": right / len(found) if found else None,
        "precision": right / (right + wrong) if right + wrong else None,
    }
