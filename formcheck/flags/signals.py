"""What the rules look at when a rep is over, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from formcheck.flags import body_readings as body
from formcheck.flags import set_readings as sets
from formcheck.flags import stroke_readings as stroke
from formcheck.flags.readings import Reading
from formcheck.flags.rep_view import RepView

REP_SIGNALS: Final[dict[str, Callable[[RepView], Reading]]] = {
    **{name: stroke.of_rep(name) for name in stroke.COURSE_SIGNALS},
    "reach": stroke.reach,
    "stretch": stroke.stretch,
    "lean": body.lean,
    "hips_rise": body.hips_rise,
    "sway": body.sway,
    "chin": body.chin,
    "rounding_growth": sets.rounding_growth,
    "speed_loss": sets.speed_loss,
}
"""Every signal of a finished rep: the first line of each function says what it is."""

LATE_SIGNALS: Final = {"rebound": "how far the limb rebounds after the lowering, % of its way"}
"""Signals that are known only after the rep."""
