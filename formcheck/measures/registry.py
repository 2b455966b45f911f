"""Every per-frame measure by name, with its unit and a plain definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """Describe one per-frame measure.

    The name ends with the unit: ``deg`` (degrees), ``pct`` (per cent of trunk length, or of what
    the unit says), ``pct_s`` (per cent of trunk length a second), ``m_s`` (metres a second),
    ``ratio`` (no unit).
    One that is ``by_exercise`` is told only in exercises whose rules name it.
    """

    name: str
    unit: str
    label: str
    help: str
    by_exercise: bool = False


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
        by_exercise=True,
    ),
    MeasureSpec(
        "lumbar_flexion_deg",
        "°",
        "Lumbar half",
        "The part of back curvature below the thoracolumbar level, against the own neutral.",
        by_exercise=True,
    ),
    MeasureSpec(
        "thoracic_flexion_deg",
        "°",
        "Thoracic half",
        "The part of back curvature above the thoracolumbar level, against the own neutral.",
        by_exercise=True,
    ),
    MeasureSpec(
        "back_share_pct",
        "% maximum",
        "Share of own maximum",
        "Back curvature as a share of the lifter's own greatest flexion, where that is known.",
        by_exercise=True,
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
        by_exercise=True,
    ),
    MeasureSpec(
        "elevation_pct",
        "% trunk",
        "Scapular elevation",
        "Shoulder moved along the trunk towards the ear against the arms-extended position.",
        by_exercise=True,
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
        "hand_speed_m_s",
        "m/s",
        "Hand speed, metric",
        "The same in metres a second, where body height or a plate is stated.",
    ),
    MeasureSpec(
        "hip_flexion_deg",
        "°",
        "Hip flexion",
        "Trunk line against the near thigh, drawn out by the camera's yaw; 0 is standing straight.",
    ),
    MeasureSpec(
        "knee_flexion_deg",
        "°",
        "Knee flexion",
        "Near knee, drawn out by the camera's yaw; 0 is a straight leg.",
    ),
    MeasureSpec(
        "shoulder_flexion_deg",
        "°",
        "Upper arm forwards",
        "Working upper arm against the trunk line, seen from the side; 0 hangs along the trunk, "
        "forward positive, behind the trunk negative.",
    ),
    MeasureSpec(
        "shoulder_abduction_deg",
        "°",
        "Upper arm outwards",
        "Working upper arm against the trunk line, seen from the front or the back; 0 hangs along "
        "the trunk, away from the body positive.",
    ),
    MeasureSpec(
        "elbow_height_pct",
        "% trunk",
        "Elbow height",
        "Working elbow over its shoulder, vertical, up positive.",
        by_exercise=True,
    ),
    MeasureSpec(
        "external_rotation_deg",
        "°",
        "External rotation",
        "Forearm of a level upper arm, seen in the plane of the trunk: 0 level and forward, 90 "
        "upright.",
        by_exercise=True,
    ),
    MeasureSpec(
        "trunk_foreshortening_ratio",
        "",
        "Trunk foreshortening",
        "Share of the trunk's length that the picture shows; 1 is across the line of sight.",
    ),
    MeasureSpec(
        "camera_roll_deg",
        "°",
        "Camera roll",
        "How far the picture's content is turned counter-clockwise, told by a lifter who stands.",
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

WITHOUT_ERROR: Final = frozenset(
    ("back_contour_deg", "sagitta_ratio", "hand_forward_pct", "hand_up_pct", "hand_speed_pct_s")
)
"""Measures that state no standard error: raw values of which others are made."""

WITH_ERROR: Final = tuple(name for name in MEASURES if name not in WITHOUT_ERROR)
"""Measures that state a standard error beside their value."""

OF_EXERCISES: Final = tuple(spec.name for spec in _TABLE if spec.by_exercise)
"""Measures that mean something only in the exercises whose rules name them."""
