"""The real clips as they are, against what a viewer said of each rep before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.benchmark.accuracy.scoring import run_pipeline
from tests.benchmark.jerk.courses import KINDS
from tests.benchmark.jerk.sources import kept, videos

LABELS: Final = Path(__file__).with_name("labels.json")
NEAR_S: Final = 1.0
CODES: Final = (*KINDS, "trunk_swing", "lowering_too_fast")
LABEL_OF: Final = {"trunk_swing": "swing"}


def labels() -> dict[str, list[dict[str, Any]]]:
    """Return the labelled reps by file name."""
    clips = json.loads(LABELS.read_text("utf-8"))["clips"]
    return {clip["file"]: clip["reps"] for clip in clips}


def told() -> list[tuple[str, str, str]]:
    """Return (file, label, flag's code) of every flag, and code ``""`` for every labelled rep.

    A flag belongs to the labelled rep whose peak lies in its rep, or is nearest; where none is near
    the label is empty.
    """
    known, out = labels(), []
    for video, fragment in videos():
        recording = None if fragment or video.name not in known else kept(video)
        if recording is None:
            continue
        reps = known[video.name]
        out += [(video.name, rep["label"], "") for rep in reps]
        pipeline = run_pipeline(recording)[1]
        spans = {rep.index: (rep.start_s, rep.end_s) for rep in pipeline.reps}
        for flag in pipeline.flags:
            if flag.code in CODES:
                start_s, end_s = spans.get(flag.rep, (flag.start_s, flag.raised_s))
                out.append((video.name, _label(reps, start_s, end_s), flag.code))
    return out


def _label(reps: list[dict[str, Any]], start_s: float, end_s: float) -> str:
    inside = [r for r in reps if start_s - NEAR_S <= r["peak_s"] <= end_s + NEAR_S]
    middle = 0.5 * (start_s + end_s)
    return min(inside, key=lambda r: abs(r["peak_s"] - middle))["label"] if inside else ""
