"""Advice in English: one sentence a code, made with its figures."""

from __future__ import annotations

import math
from typing import Final

from formcheck.guidance.advice import SOURCES, Advice
from formcheck.log.loads import LoadUnit, show_load
from formcheck.routines.catalogue import title

SENTENCES: Final[dict[str, str]] = {
    "frequency_unknown": (
        "How often you train is judged once the log goes back {needed:g} days (now {days:g}); the "
        "plan is {range} times a week."
    ),
    "frequency_low": "You train {a_week:g} times a week; the plan is {range}.",
    "frequency_met": "You train {a_week:g} times a week, as planned ({range}).",
    "frequency_high": (
        "{this_week:g} workouts in the last 7 days; the plan is {range}. Leave the next one out."
    ),
    "sets_low": "{exercise}: {done:g} of {range} sets done.",
    "sets_met": "{exercise}: {done:g} sets done, as planned ({range}).",
    "sets_high": "{exercise}: {done:g} sets are more than the {range} planned; leave it at that.",
    "recovery_none": "No hard back workout is in the log yet: go ahead.",
    "recovery_clock": (
        "The last workout lies in the future: the computer's clock was set back, so recovery "
        "cannot be judged."
    ),
    "recovery_rest": (
        "{hours:.0f} h since the last hard back workout{why}; the plan is {least:g} to {most:g} h. "
        "Wait about {left:g} h more."
    ),
    "recovery_fresh": (
        "{hours:.0f} h since the last hard back workout{why}; the plan is {least:g} to {most:g} h. "
        "Train if you feel fresh."
    ),
    "recovery_ready": (
        "{hours:.0f} h since the last hard back workout{why}, more than the {most:g} h planned: "
        "go ahead."
    ),
    "progress_start": (
        "{exercise}: nothing in the log yet. Choose a load that lets you do {reps} clean reps."
    ),
    "progress_start_bare": "{exercise}: nothing in the log yet. Do {reps} clean reps a set.",
    "progress_unseen": (
        "{exercise}: your back could be judged in {judged:g} % of the reps only, so there is no "
        "advice on more weight. Film from the side, the back free."
    ),
    "progress_hold": "{exercise}: stay at {load}. {broken}",
    "progress_lighter": "{exercise}: go down from {load} to {to_load}. {broken} Twice running.",
    "progress_easier": "{exercise}: take {to} for now. {broken} Twice running.",
    "progress_fewer": "{exercise}: stop at {to:g} reps a set. {broken} Twice running.",
    "progress_sets": "{exercise}: your form held. Do {sets:g} sets; last time you did {done:g}.",
    "progress_reps": (
        "{exercise}: your form held. Stay at {load} and aim at {to:g} reps in each set "
        "({done:g} last time, the plan is {reps})."
    ),
    "progress_weight": (
        "{exercise}: your form held in all sets at {most:g} reps. Go from {load} to {to_load} "
        "(+{pct:g} %; {from_pct:g} to {to_pct:g} % at once)."
    ),
    "progress_beyond": (
        "{exercise}: your form held. The next weight would be more than {to_pct:g} %: stay at "
        "{load} and do {to:g} reps first."
    ),
    "progress_name_load": (
        "{exercise}: your form held in all sets at {most:g} reps. Raise the weight by {from_pct:g} "
        "to {to_pct:g} %, and enter it so that the next step can be named."
    ),
    "progress_harder": (
        "{exercise}: your form held in all sets at {done:g} reps. Try {to}, the next harder one."
    ),
    "imbalance": (
        "Your {weaker} side is weaker: {value:g} % in {what}, more than {limit:g} %, in the last "
        "{workouts:g} workouts. Start with the {weaker} side and match its reps on the other."
    ),
}
"""Sentences by code."""

_BROKEN: Final = {
    "flagged": "{value:.0%} of the reps had a warning (limit {limit:.0%}).",
    "range": "The range was {value:.0%} of your full one (at least {limit:.0%}).",
    "lowering": "The lowering took {value:.1f} s (at least {limit:.1f} s).",
    "speed": "The pull lost {value:.0%} of its speed (limit {limit:.0%}).",
    "rounding": "Your back rounds more from workout to workout (+{value:.1f}° a week).",
}
_MEASURES: Final = {"rom": "range", "concentric_s": "time of the pull", "reps": "reps"}
_FEELINGS: Final = {"tired": " and you feel tired", "sore": " and you feel sore"}


def sentence(advice: Advice) -> str:
    """Return the advice in words."""
    figures: dict[str, float | str] = dict(advice.figures)
    unit: LoadUnit = "lb" if figures.get("unit") == "lb" else "kg"
    for name in ("exercise", "to"):
        if isinstance(value := figures.get(name), str):
            figures[name] = title(value)
    figures["load"] = _load(figures.get("load_kg", math.nan), unit)
    figures["to_load"] = _load(figures.get("to_kg", math.nan), unit)
    figures["range"] = figures["reps"] = _range(figures)
    figures["broken"] = _broken(figures)
    figures["why"] = _FEELINGS.get(str(figures.get("feeling", "")), "")
    figures["what"] = _MEASURES.get(str(figures.get("measure", "")), "")
    return SENTENCES[advice.code].format(**figures)


def sources(advice: Advice) -> str:
    """Return where an advice's figures come from, in words."""
    return "; ".join(SOURCES[name] for name in advice.sources)


def _load(value: float | str, unit: LoadUnit) -> str:
    load = float(value)
    return "the same load" if math.isnan(load) else show_load(load, unit)


def _range(figures: dict[str, float | str]) -> str:
    least, most = figures.get("least"), figures.get("most")
    if least is None or most is None:
        return ""
    return f"{least:g}" if least == most else f"{least:g} to {most:g}"


def _broken(figures: dict[str, float | str]) -> str:
    template = _BROKEN.get(str(figures.get("what", "")))
    return "" if template is None else template.format(**figures)
