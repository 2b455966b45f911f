"""The JSON report: the names and units that other programs rely on."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from formcheck.files.writing import write_text
from formcheck.report.schema import SCHEMA_VERSION
from formcheck.scoring.score import RepScore, rep_score
from formcheck.scoring.set_statistics import SetStatistics, Sides, set_statistics
from formcheck.types import (
    NAN,
    DoneSet,
    Flag,
    FlagPeak,
    Hold,
    Reason,
    Rep,
    SessionResult,
    SourceInfo,
)

_DECIMALS = 4


def to_dict(result: SessionResult) -> dict[str, Any]:
    """Return a result as plain JSON values.

    Seconds, degrees and per cent of trunk length as the names say; ``None`` for what could not be
    judged, never NaN; ``rep`` is ``None`` for a flag outside any rep.  ``unjudged`` names the
    commonest reason for each measure that was without a value in some frame.
    """
    scores = [rep_score(rep, result.flags) for rep in result.reps]
    return {
        "schema_version": SCHEMA_VERSION,
        "source": _source(result.source),
        "exercise": {
            "name": result.exercise.name,
            "confidence": _number(result.exercise.confidence),
        },
        "view": {"kind": result.view.kind, "yaw_deg": _number(result.view.yaw_deg)},
        "detection_fraction": round(float(result.detection_fraction), _DECIMALS),
        "reps": [
            _rep(rep) | {"score": _score(score)}
            for rep, score in zip(result.reps, scores, strict=True)
        ],
        "flags": [_flag(flag) for flag in result.flags],
        "holds": [_hold(hold) for hold in result.holds],
        "sets": [_done(each) for each in result.sets],
        "set": _set(set_statistics(result.reps, scores)),
        "unjudged": {
            name: str(reason) for name, reason in result.reasons.items() if reason != Reason.NONE
        },
        "stopped_early": result.stopped_early,
    }


def dumps(result: SessionResult) -> str:
    """Return a result as JSON text with a final newline."""
    return json.dumps(to_dict(result), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write_json(result: SessionResult, path: Path) -> None:
    """Write a result as a JSON file, atomically.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    write_text(path, dumps(result))


def _number(value: float) -> float | None:
    """Return a rounded number, or None for NaN and infinities."""
    return round(float(value), _DECIMALS) if math.isfinite(value) else None


def _count(value: int) -> int | None:
    """Return a count, or None where the source does not know it."""
    return None if value < 0 else int(value)


def _source(info: SourceInfo) -> dict[str, Any]:
    return {
        "path": info.path,
        "width": info.width,
        "height": info.height,
        "rotation": info.rotation,
        "duration_s": _number(info.duration_s),
        "frames": _count(info.frames),
        "frames_decoded": info.frames_decoded,
        "fps_nominal": _number(info.fps_nominal),
    }


def _rep(rep: Rep) -> dict[str, Any]:
    curvature = rep.back_curvature
    values: dict[str, Any] = {
        "index": rep.index,
        "start_s": _number(rep.start_s),
        "peak_s": _number(rep.peak_s),
        "end_s": _number(rep.end_s),
        "complete": rep.complete,
        "side": rep.side,
        "concentric_s": _number(rep.concentric_s),
        "pause_s": _number(rep.pause_s),
        "eccentric_s": _number(rep.eccentric_s),
        "rom": _number(rep.rom),
        "trunk_inclination_deg": _number(rep.trunk_inclination_deg),
        "trunk_swing_deg": _number(rep.trunk_swing_deg),
        "back_curvature_deg": {
            "max": _number(curvature.max),
            "mean": _number(curvature.mean),
            "lumbar_max": _number(curvature.lumbar_max),
            "thoracic_max": _number(curvature.thoracic_max),
            "quality": round(float(curvature.quality), _DECIMALS),
        },
        "retraction_pct": _number(rep.retraction_pct),
        "elevation_pct": _number(rep.elevation_pct),
        "scapula": {
            "range_pct": _number(rep.scapula.range_pct),
            "peak_pct": _number(rep.scapula.peak_pct),
            "std_pct": _number(rep.scapula.std_pct),
            "held_s": _number(rep.scapula.held_s),
            "elevation_pct": _number(rep.scapula.elevation_pct),
            "elevation_std_pct": _number(rep.scapula.elevation_std_pct),
        },
        "upper_arm": {
            "elbow_height_pct": _number(rep.arm.elbow_height_pct),
            "elbow_height_std_pct": _number(rep.arm.elbow_height_std_pct),
            "rotation_deg": _number(rep.arm.rotation_deg),
            "rotation_std_deg": _number(rep.arm.rotation_std_deg),
        },
        "smoothness": {
            "concentric": _number(rep.smoothness_concentric),
            "eccentric": _number(rep.smoothness_eccentric),
        },
        "flags": list(rep.flags),
    }
    told = {name: str(reason) for name, reason in reasons(rep).items() if reason != Reason.NONE}
    if told:
        values["unjudged"] = told
    return values


def reasons(rep: Rep) -> dict[str, Reason]:
    """Return why what is measured of a rep has no value, ``Reason.NONE`` where it has one."""
    return {
        "back_curvature_deg": rep.back_curvature.reason,
        "scapula": rep.scapula.reason,
        "elbow_height_pct": rep.arm.elbow_reason,
        "rotation_deg": rep.arm.rotation_reason,
    }


def _score(score: RepScore) -> dict[str, Any]:
    return {
        "total": _number(score.total),
        "of": _number(score.of),
        "lost": {part: _number(points) for part, points in score.lost.items()},
        "unjudged": list(score.unjudged),
    }


def _set(told: SetStatistics) -> dict[str, Any]:
    """Return the recording's reps as a whole; two sets in one recording are told together."""
    numbers = ("pull_s", "hold_s", "lower_s", "tension_s", "loss_pct", "rom_mean", "rom_cv_pct",
               "duration_cv_pct", "score")  # fmt: skip
    return {
        "reps": told.reps,
        **{name: _number(getattr(told, name)) for name in numbers},
        "range_sides": _sides(told.range_sides),
        "pull_sides": _sides(told.pull_sides),
        "best": told.best or None,
        "worst": told.worst or None,
        "worst_part": told.worst_part or None,
    }


def _sides(sides: Sides) -> dict[str, float | None]:
    return {
        "difference_pct": _number(sides.difference_pct),
        "spread_pct": _number(sides.spread_pct),
    }


def _done(each: DoneSet) -> dict[str, Any]:
    numbers = ("start_s", "end_s", "rest_s")
    return {
        "index": each.index,
        "exercise": each.exercise,
        "side": each.side,
        "reps": list(each.reps),
        **{name: _number(getattr(each, name)) for name in numbers},
        "relation": each.relation,
    }


def _hold(hold: Hold) -> dict[str, Any]:
    numbers = ("start_s", "end_s", "duration_s", "quality", "bridged_s", "level", "sank", "wobble")
    return {
        "index": hold.index,
        **{name: _number(getattr(hold, name)) for name in numbers},
        "unit": hold.unit,
        "ended": hold.ended,
    }


def _flag(flag: Flag) -> dict[str, Any]:
    peak = {} if math.isnan(flag.peak_s) else {"peak_s": _number(flag.peak_s)}
    reps = {"in_reps": [_peak(each) for each in flag.peaks]} if flag.peaks else {}
    return {
        "code": flag.code,
        "severity": flag.severity,
        "start_s": _number(flag.start_s),
        "end_s": _number(flag.end_s),
        "value": _number(flag.value),
        "threshold": _number(flag.threshold),
        "unit": flag.unit,
        "rep": flag.rep or None,
        **peak,
        **reps,
    }


def read_flag(item: Mapping[str, Any]) -> Flag:
    """Return a flag of a report; it was raised when it began, for all that the report tells.

    Raises
    ------
    KeyError, TypeError, ValueError, AttributeError
        When it is no flag of a report.
    """
    peaks = tuple(
        FlagPeak(
            each["rep"], read_number(each["value"]), read_number(each["peak_s"]), each["severity"]
        )
        for each in item.get("in_reps", ())
    )
    return Flag(
        item["code"], item["severity"], item["start_s"], item["start_s"],
        read_number(item["value"]), read_number(item["threshold"]), item["unit"], item["rep"] or 0,
        read_number(item["end_s"]), read_number(item.get("peak_s")), peaks,
    )  # fmt: skip


def read_number(value: float | None) -> float:
    """Return a number of a report, NaN where it tells none."""
    return NAN if value is None else float(value)


def _peak(peak: FlagPeak) -> dict[str, Any]:
    return {
        "rep": peak.rep,
        "value": _number(peak.value),
        "severity": peak.severity,
        "peak_s": _number(peak.at_s),
    }
