"""All rules as one table: which signal, beyond which limit, for how long, makes which fault.

The judge only interprets this table.  Limits are options the user may change
(:class:`formcheck.config.FlagOptions`) or standards of the exercise; a notch of strictness moves
every limit by the rule's ``notch``, so that all operating points move together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from formcheck.config import FlagOptions
from formcheck.exercises.spec import ExerciseSpec
from formcheck.flags.readings import Reading
from formcheck.types import Severity

Strictness = Literal["relaxed", "standard", "strict"]

NOTCHES: Final[dict[str, float]] = {"relaxed": -1.0, "standard": 0.0, "strict": 1.0}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes
    ----------
    code, unit : str
        The fault, and the unit of signal and limit.
    signal : str
        What is looked at: a key of ``FRAME_SIGNALS`` or ``REP_SIGNALS`` (``formcheck.flags``).
    each : {"frame", "rep", "after"}
        Judged with every frame, with a hold time and hysteresis; once, when a rep is over; or
        when what follows the rep is over.
    worse : {"above", "below"}
        On which side of the limit the fault lies.
    limit : str
        Name of the limit among :func:`limits`.
    notch : float
        By how much one step of strictness moves the limit towards the good side, in ``unit``.
    bad : str
        Limit from which it is worse than ``mild``, empty for none.
    mild, grave : {"hint", "warning", "alert"}
        How bad it is beyond the limit, and beyond ``bad``.
    hold : str
        Option that says how long it must last, seconds; empty for a rep's rule.
    release_s : float
        How long the value must be good again before the flag comes down, seconds.
    pulling : bool
        A frame's rule that holds only on the way in and at the contraction.
    once : bool
        Told once a set.
    """

    code: str
    signal: str
    unit: str
    each: Literal["frame", "rep", "after"]
    worse: Literal["above", "below"]
    limit: str
    notch: float
    bad: str = ""
    mild: Severity = "warning"
    grave: Severity = "alert"
    hold: str = ""
    release_s: float = 0.3
    pulling: bool = False
    once: bool = False

    def clears(self, reading: Reading, limit: float) -> bool:
        """Whether a reading is beyond the limit even where its doubt favours the lifter."""
        if not reading.known:
            return False
        return reading.low >= limit if self.worse == "above" else reading.high < limit

    def severity(self, value: float, bad: float | None) -> Severity:
        """Return how bad a value beyond the limit is."""
        if bad is None:
            return self.mild
        beyond = value >= bad if self.worse == "above" else value < bad
        return self.grave if beyond else self.mild


def _frame(
    code: str, signal: str, unit: str, limit: str, notch: float, *,
    bad: str = "", hold: str = "hold_s", pulling: bool = False, mild: Severity = "warning",
) -> Rule:  # fmt: skip
    return Rule(code, signal, unit, "frame", "above", limit, notch, bad, mild, hold=hold,
                pulling=pulling)  # fmt: skip


def _rep(
    code: str, signal: str, unit: str, worse: Literal["above", "below"], limit: str, notch: float,
    *, bad: str = "", mild: Severity = "warning", once: bool = False,
) -> Rule:  # fmt: skip
    return Rule(code, signal, unit, "rep", worse, limit, notch, bad, mild, once=once)


RULES: Final = (
    _frame("rounded_back", "back", "°", "rounding_warn_deg", 2.0, bad="rounding_alert_deg"),
    _frame("arched_back", "hollow", "°", "arching_warn_deg", 2.0, bad="arching_alert_deg"),
    _frame("trunk_swing", "swing", "°", "trunk_swing_deg", 3.0, hold="moment_s", pulling=True),
    _rep("yank", "early", "strokes/s", "above", "yank_speed", 0.3),
    _rep("hitch", "fallback", "%", "above", "hitch_pct", 1.0),
    _rep("hitch", "standstill", "s", "above", "stall_s", 0.05),
    Rule("bounce", "rebound", "%", "after", "above", "bounce_pct", 2.0),
    _rep("drop", "fall", "s", "below", "drop_s", 0.1, mild="alert"),
    _rep(
        "lowering_too_fast",
        "lowering",
        "s",
        "below",
        "least_lowering_s",
        0.2,
        mild="hint",
        once=True,
    ),
    _rep("short_range", "reach", "ratio", "below", "short_range", 0.05),
    _rep("short_range", "stretch", "ratio", "below", "short_stretch", 0.05),
    _rep("too_upright", "lean", "°", "above", "upright_deg", 3.0, mild="hint"),
    _rep("hips_rising", "hips_rise", "% trunk", "above", "hips_rise_pct", 1.5),
    _rep("chin_below_bar", "chin", "% trunk", "below", "chin_over_pct", 2.0),
    _rep("kipping", "sway", "% trunk", "above", "kip_pct", 5.0),
    Rule("rounding_growing", "rounding_growth", "°", "rep", "above", "growing_deg", 1.0, once=True),
    Rule(
        "speed_loss",
        "speed_loss",
        "%",
        "rep",
        "above",
        "speed_loss_pct",
        3.0,
        mild="hint",
        once=True,
    ),
)
"""Every rule; where a code has two, the first that speaks in a rep is told."""

STRONGER: Final = {"lowering_too_fast": "drop", "speed_loss": "hitch"}
"""Faults that are not told beside one of the same rep that says it already."""


def limits(options: FlagOptions, spec: ExerciseSpec) -> dict[str, float]:
    """Return every limit by name: the options, and the standards of the exercise."""
    standards = {
        "trunk_swing_deg": spec.trunk_swing_deg,
        "upright_deg": spec.upright_deg,
        "half_lowering_s": 0.5 * spec.lowering_s,
        "least_lowering_s": spec.lowering_s * (1.0 - options.lowering_slack),
    }
    return {**vars(options), **standards}


def limit_of(rule: Rule, known: dict[str, float], strictness: str) -> float:
    """Return a rule's limit at a strictness."""
    side = -1.0 if rule.worse == "above" else 1.0
    return known[rule.limit] + side * NOTCHES[strictness] * rule.notch
