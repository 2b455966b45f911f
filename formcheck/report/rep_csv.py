"""The CSV report with one row a rep, for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from formcheck.files.writing import write_text
from formcheck.report import about
from formcheck.report.about import NOTHING, About
from formcheck.report.csv_cells import cell, shown
from formcheck.report.json_report import reasons
from formcheck.report.schema import SCHEMA_VERSION
from formcheck.scoring.score import PARTS, RepScore, rep_score
from formcheck.types import NAN, Rep, SessionResult

COLUMNS: Final = (
    "rep", "start_s", "peak_s", "end_s", "complete", "side", "concentric_s", "pause_s",
    "eccentric_s", "rom", "trunk_inclination_deg", "trunk_swing_deg", "back_curvature_max_deg",
    "back_curvature_mean_deg", "lumbar_max_deg", "thoracic_max_deg", "back_quality",
    "retraction_pct", "elevation_pct", "smoothness_concentric", "smoothness_eccentric",
    "blade_range_pct", "blade_peak_pct", "blade_std_pct", "blade_held_s",
    "contracted_elevation_pct", "contracted_elevation_std_pct",
    "elbow_height_pct", "elbow_height_std_pct", "rotation_deg", "rotation_std_deg", "flags",
    "score", "score_of", *(f"lost_{part.name}" for part in PARTS), *about.COLUMNS, "schema_version",
    "back_curvature_deg_reason", "scapula_reason", "elbow_height_pct_reason", "rotation_deg_reason",
)  # fmt: skip
"""The columns in order; an empty cell is a value that could not be judged, and the last ones say
why what they name has none (``scapula`` all that begins with ``blade``, and the elevation)."""


def rows(result: SessionResult, said: About = NOTHING) -> Iterator[tuple[Any, ...]]:
    """Yield a row a rep, in the order of :data:`COLUMNS`; NaN for what could not be judged.

    ``flags`` holds codes separated by spaces.  ``score`` is 0 to 100, ``score_of`` the points that
    could be judged, and ``lost_...`` what each part of it cost.
    """
    for rep in result.reps:
        score = rep_score(rep, result.flags)
        why = (str(reason) for reason in reasons(rep).values())
        yield (*_cells(rep), *_score_cells(score), *said.cells(result), SCHEMA_VERSION, *why)


def dumps(result: SessionResult, said: About = NOTHING) -> str:
    """Return a result's reps as CSV text: :func:`rows`, an empty cell where there is nothing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(result, said):
        writer.writerow([cell(shown(each)) for each in row])
    return text.getvalue()


def write_rep_csv(result: SessionResult, path: Path, said: About = NOTHING) -> None:
    """Write a result's reps as a CSV file, atomically.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    write_text(path, dumps(result, said))


def _cells(rep: Rep) -> tuple[Any, ...]:
    back, blade, arm = rep.back_curvature, rep.scapula, rep.arm
    numbers = (
        rep.concentric_s, rep.pause_s, rep.eccentric_s, rep.rom, rep.trunk_inclination_deg,
        rep.trunk_swing_deg, back.max, back.mean, back.lumbar_max, back.thoracic_max,
        back.quality, rep.retraction_pct, rep.elevation_pct, rep.smoothness_concentric,
        rep.smoothness_eccentric, blade.range_pct, blade.peak_pct, blade.std_pct, blade.held_s,
        blade.elevation_pct, blade.elevation_std_pct,
        arm.elbow_height_pct, arm.elbow_height_std_pct, arm.rotation_deg, arm.rotation_std_deg,
    )  # fmt: skip
    return (
        rep.index,
        *(float(value) for value in (rep.start_s, rep.peak_s, rep.end_s)),
        rep.complete,
        rep.side,
        *(float(value) for value in numbers),
        " ".join(rep.flags),
    )


def _score_cells(score: RepScore) -> tuple[float, ...]:
    lost = (score.lost.get(part.name, NAN) for part in PARTS)
    return tuple(float(value) for value in (score.total, score.of, *lost))
