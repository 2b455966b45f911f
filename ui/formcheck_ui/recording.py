"""What the window keeps of a clip's analysis: the core's findings."""

from __future__ import annotations

from formcheck.findings import Findings

Recording = Findings

__all__ = ["Recording"]
