"""How long to look for what breaks a reader."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

VARIABLE = "FORMCHECK_FUZZ_TIMES"
"""How many times the normal number of examples; ``make fuzz`` sets it."""


def budget(examples: int) -> Callable[[Any], Any]:
    """Return the settings of a test: so many examples, the same ones in every normal run."""
    times = int(os.environ.get(VARIABLE, "1"))
    return settings(
        max_examples=examples * times,
        deadline=None,
        derandomize=times == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
