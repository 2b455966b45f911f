"""The JSON report's schema: one version number, one definition, shipped with the program."""

from __future__ import annotations

from typing import Any, Final

SCHEMA_VERSION: Final = 1
"""Raised, from the first release on, when a field goes or changes its name, unit or meaning; new
fields do not raise it."""


def _number(**limits: float) -> dict[str, Any]:
    return {"type": "number", **limits}


def _number_or_null(**limits: float) -> dict[str, Any]:
    return {"type": ["number", "null"], **limits}


def _integer_or_null(**limits: int) -> dict[str, Any]:
    return {"type": ["integer", "null"], **limits}


def _object(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return an object schema that allows the named fields and no others."""
    return {
        "type": "object",
        "properties": required | (optional or {}),
        "required": list(required),
        "additionalProperties": False,
    }


_REASONS: Final = {"type": "object", "additionalProperties": {"type": "string"}}
_STRING: Final = {"type": "string"}

_SOURCE: Final = _object(
    {
        "path": _STRING,
        "width": {"type": "integer", "minimum": 1},
        "height": {"type": "integer", "minimum": 1},
        "rotation": {"enum": [0, 90, 180, 270]},
        "duration_s": _number_or_null(minimum=0),
        "frames": _integer_or_null(minimum=0),
        "frames_decoded": {"type": "integer", "minimum": 0},
        "fps_nominal": _number_or_null(minimum=0),
    }
)

_BACK_CURVATURE: Final = _object(
    {
        "max": _number_or_null(),
        "mean": _number_or_null(),
        "lumbar_max": _number_or_null(),
        "thoracic_max": _number_or_null(),
        "quality": _number(minimum=0, maximum=1),
    }
)

_SCAPULA: Final = _object(
    {
        name: _number_or_null()
        for name in (
            "range_pct", "peak_pct", "std_pct", "held_s", "elevation_pct", "elevation_std_pct",
        )
    }
)  # fmt: skip

_UPPER_ARM: Final = _object(
    {
        name: _number_or_null()
        for name in (
            "elbow_height_pct", "elbow_height_std_pct", "rotation_deg", "rotation_std_deg",
        )
    }
)  # fmt: skip

_SCORE: Final = _object(
    {
        "total": _number_or_null(minimum=0, maximum=100),
        "of": _number_or_null(minimum=0, maximum=100),
        "lost": {"type": "object", "additionalProperties": _number(minimum=0)},
        "unjudged": {"type": "array", "items": _STRING},
    }
)

_SIDES: Final = _object(
    {"difference_pct": _number_or_null(), "spread_pct": _number_or_null(minimum=0)}
)

_SET: Final = _object(
    {
        "reps": {"type": "integer", "minimum": 0},
        "pull_s": _number_or_null(),
        "hold_s": _number_or_null(),
        "lower_s": _number_or_null(),
        "tension_s": _number_or_null(minimum=0),
        "loss_pct": _number_or_null(),
        "rom_mean": _number_or_null(),
        "rom_cv_pct": _number_or_null(minimum=0),
        "duration_cv_pct": _number_or_null(minimum=0),
        "score": _number_or_null(minimum=0, maximum=100),
        "range_sides": _SIDES,
        "pull_sides": _SIDES,
        "best": _integer_or_null(minimum=1),
        "worst": _integer_or_null(minimum=1),
        "worst_part": {"type": ["string", "null"]},
    }
)

_REP: Final = _object(
    {
        "index": {"type": "integer", "minimum": 1},
        "start_s": _number(),
        "peak_s": _number(),
        "end_s": _number(),
        "complete": {"type": "boolean"},
        "side": {"enum": ["left", "right", "both"]},
        "concentric_s": _number_or_null(),
        "pause_s": _number_or_null(),
        "eccentric_s": _number_or_null(),
        "rom": _number_or_null(),
        "trunk_inclination_deg": _number_or_null(),
        "trunk_swing_deg": _number_or_null(),
        "back_curvature_deg": _BACK_CURVATURE,
        "retraction_pct": _number_or_null(),
        "elevation_pct": _number_or_null(),
        "scapula": _SCAPULA,
        "upper_arm": _UPPER_ARM,
        "smoothness": _object({"concentric": _number_or_null(), "eccentric": _number_or_null()}),
        "flags": {"type": "array", "items": _STRING},
    },
    {"unjudged": _REASONS, "score": _SCORE},
)

_SEVERITY: Final = {"enum": ["hint", "warning", "alert"]}

_PEAK: Final = _object(
    {
        "rep": {"type": "integer", "minimum": 1},
        "value": _number_or_null(),
        "severity": _SEVERITY,
        "peak_s": _number_or_null(),
    }
)

_FLAG: Final = _object(
    {
        "code": _STRING,
        "severity": _SEVERITY,
        "start_s": _number(),
        "end_s": _number_or_null(),
        "value": _number_or_null(),
        "threshold": _number_or_null(),
        "unit": _STRING,
        "rep": _integer_or_null(minimum=1),
    },
    {"peak_s": _number_or_null(), "in_reps": {"type": "array", "items": _PEAK}},
)

_DONE_SET: Final = _object(
    {
        "index": {"type": "integer", "minimum": 1},
        "exercise": _STRING,
        "side": {"enum": ["left", "right", "both"]},
        "reps": {"type": "array", "items": {"type": "integer", "minimum": 1}},
        "start_s": _number(),
        "end_s": _number(),
        "rest_s": _number_or_null(),
        "relation": {"enum": ["straight", "superset", "drop", "change_of_side"]},
    }
)

_HOLD: Final = _object(
    {
        "index": {"type": "integer", "minimum": 1},
        "start_s": _number(),
        "end_s": _number(),
        "duration_s": _number(minimum=0),
        "quality": _number(minimum=0, maximum=1),
        "bridged_s": _number(minimum=0),
        "level": _number_or_null(),
        "sank": _number_or_null(minimum=0),
        "wobble": _number_or_null(minimum=0),
        "unit": _STRING,
        "ended": {"enum": ["left", "lost", "cut"]},
    }
)

JSON_SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "FormCheck report",
    **_object(
        {
            "schema_version": {"const": SCHEMA_VERSION},
            "source": _SOURCE,
            "exercise": _object(
                {"name": _STRING, "confidence": _number_or_null(minimum=0, maximum=1)}
            ),
            "view": _object(
                {
                    "kind": {"enum": ["side", "oblique", "front", "back", "unknown"]},
                    "yaw_deg": _number_or_null(minimum=-180, maximum=180),
                }
            ),
            "detection_fraction": _number(minimum=0, maximum=1),
            "reps": {"type": "array", "items": _REP},
            "flags": {"type": "array", "items": _FLAG},
        },
        {
            "unjudged": _REASONS,
            "stopped_early": {"type": "boolean"},
            "set": _SET,
            "holds": {"type": "array", "items": _HOLD},
            "sets": {"type": "array", "items": _DONE_SET},
        },
    ),
}
"""JSON Schema (draft 2020-12) of what ``formcheck analyze --json`` writes."""
