"""One piece of advice for each sentence, with every figure it may name."""

from __future__ import annotations

import math
import re

from formcheck.guidance.advice import SOURCES, Advice

FIGURES: dict[str, float | str] = {
    "exercise": "face_pull", "least": 8, "most": 12, "load_kg": 40.0, "to_kg": 42.0, "unit": "lb",
    "to": 9, "done": 8, "sets": 3, "judged": 20, "days": 3, "needed": 14, "a_week": 1.5,
    "this_week": 4, "hours": 30.0, "left": 18, "feeling": "sore", "from_pct": 2, "to_pct": 10,
    "pct": 5, "weaker": "left", "value": 0.2, "limit": 0.1, "workouts": 2, "measure": "rom",
    "what": "flagged",
}  # fmt: skip

MEDICAL = re.compile(
    r"injur|pain|harm|danger|medic|diagnos|risk|spine|disc\b|heal|hurt|therap|posture problem"
    r"|verletz|schmerz|gefahr|gefähr|mediz|wirbel|bandscheib|heil|therap"
    r"|lesi[oó]n|dolor|daño|peligr|médic|riesgo|columna|terap"
    r"|bless|douleur|dommage|médical|risque|colonne|thérap",
    re.IGNORECASE,
)
"""Words of none of the four languages that advice may use."""


def advice_for(key: str) -> Advice:
    """Return an advice whose sentence stands under a key of ``formcheck.guidance.words``."""
    figures = dict(FIGURES)
    code = key
    if key.startswith("imbalance_"):
        code, figures["weaker"] = key.split("_")
    if key.endswith("_same"):
        code, figures["load_kg"] = key.removesuffix("_same"), math.nan
    if code in ("progress_easier", "progress_harder"):
        figures["to"] = "lat_pulldown"
    return Advice(code, "go", figures, tuple(SOURCES))
