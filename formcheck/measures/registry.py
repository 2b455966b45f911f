"""Every per-frame measure by name, with its unit and a plain definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """Describe one per-frame measure.

    The name ends with the unit: ``deg`` (degrees), ``pct`` (per cent of trunk length),
    ``pct_s`` (per cent of trunk length a second), ``ratio`` (no unit).
    """

    name: str
    unit: str
    label: str
    help: str


_TABLE: Final = (
    MeasureSpec(
        "trunk_inclination_deg",
        "°",
        "Trunk inclination",
        "Mid-hip to mid-shoulder line against the horizontal, in the picture; 90 is upright.",
    ),
    MeasureSpec(
        "back_curvature_deg",
        "°",
        "Back curvature",
        "Turning of the back line from sacrum to neck base against the own neutral; "
        "flexion (rounding) positive, extension (arching) negative.",
    ),
    MeasureSpec(
        "lumbar_flexion_deg",
        "°",
        "Lumbar half",
        "The part of back curvature below the thoracolumbar level, against the own neutral.",
    ),
    MeasureSpec(
        "thoracic_flexion_deg",
        "°",
        "Thoracic half",
        "The part of back curvature above the thoracolumbar level, against the own neutral.",
    ),
    MeasureSpec(
        "back_contour_deg",
        "°",
        "Back contour",
        "Turning of the back line from sacrum to neck base as seen, without a neutral.",
    ),
    MeasureSpec(
        "sagitta_ratio",
        "",
        "Sagitta ratio",
        "Largest distance of the back line from its chord, divided by the chord.",
    ),
    MeasureSpec(
        "neck_flexion_deg",
        "°",
        "Neck flexion",
        "Shoulder-to-ear line against the trunk line; chin towards the chest positive.",
    ),
    MeasureSpec(
        "retraction_pct",
        "% trunk",
        "Scapular retraction",
        "Shoulder moved backwards along the thorax against the arms-extended position.",
    ),
    MeasureSpec(
        "elevation_pct",
        "% trunk",
        "Scapular elevation",
        "Shoulder moved along the trunk towards the ear against the arms-extended position.",
    ),
    MeasureSpec(
        "elbow_flexion_deg",
        "°",
        "Elbow flexion",
        "Elbow of the working side; 0 is a straight arm.",
    ),
    MeasureSpec("elbow_flexion_left_deg", "°", "Elbow flexion, left", "0 is a straight arm."),
    MeasureSpec("elbow_flexion_right_deg", "°", "Elbow flexion, right", "0 is a straight arm."),
    MeasureSpec(
        "hand_forward_pct",
        "% trunk",
        "Hand forward",
        "Working hand from the shoulder, along the picture's horizontal, lifter's front positive.",
    ),
    MeasureSpec(
        "hand_up_pct",
        "% trunk",
        "Hand up",
        "Working hand from the shoulder, vertical, up positive.",
    ),
    MeasureSpec(
        "hand_speed_pct_s",
        "% trunk/s",
        "Hand speed",
        "Speed of the working hand relative to the hips.",
    ),
    MeasureSpec(
        "view_yaw_deg",
        "°",
        "Camera yaw",
        "0 is a pure side view, positive towards the lifter's front, negative towards the back.",
    ),
)

MEASURES: Final[dict[str, MeasureSpec]] = {spec.name: spec for spec in _TABLE}
"""All measures in display order."""

WITH_ERROR: Final = (
    "trunk_inclination_deg",
    "back_curvature_deg",
    "lumbar_flexion_deg",
    "thoracic_flexion_deg",
    "retraction_pct",
    "elevation_pct",
    "view_yaw_deg",
)
"""Measures that state a standard error beside their value."""
