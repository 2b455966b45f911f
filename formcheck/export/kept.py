"""Apply the corrections that are kept beside a clip to what was found in it."""

from __future__ import annotations

from pathlib import Path

from formcheck.config import Config
from formcheck.exercises import registry
from formcheck.findings import Findings
from formcheck.review import files
from formcheck.review.correct import correct
from formcheck.review.meter import RepMeter


def apply_kept(clip: Path, findings: Findings, exercise: str, config: Config) -> bool:
    """Let a clip's corrections stand in its finished findings; return whether there are any.

    Raises
    ------
    SourceOpenError
        When there is a file of corrections that cannot be understood.
    """
    corrections = files.load(clip)
    if corrections.empty:
        return False
    findings.draw(corrections.drawings)
    if corrections.judged:
        spec = registry.get(exercise) if exercise in registry.names() else None
        samples = findings.samples
        meter = RepMeter(samples, spec, config) if samples else None
        corrected = correct(findings.found, corrections, meter, config)
        findings.amend(corrected.reps, corrected.flags)
    return True
