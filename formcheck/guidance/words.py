"""Advice in words: one sentence a code, made with its figures.

The texts are English; who shows them in another language hands in what translates a text. Sentences
are whole, and nothing that would have to be inflected is put into them: a side, a load that is not
known, make a sentence of their own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Final

from formcheck.guidance.advice import SOURCES, Advice
from formcheck.log.loads import LoadUnit, show_load
from formcheck.routines.catalogue import title

Translate = Callable[[str], str]
"""Returns a text in the reader's language; its places for figures stay."""

SENTENCES: Final[dict[str, str]] = {
    "frequency_unknown": (
        "How often you train is judged once the log goes back {needed:g} days (now {days:g}); the "
        "plan is {range} times a week."
    ),
    "frequency_low": "You train {a_week:g} times a week; the plan is {range}.",
    "frequency_near": ("You train {a_week:g} times a week, a little less than planned ({range})."),
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
        "{exercise}: nothing in the log before today. Choose a load that lets you do {range} clean "
        "reps."
    ),
    "progress_start_bare": (
        "{exercise}: nothing in the log before today. Do {range} clean reps a set."
    ),
    "progress_unseen": (
        "{exercise}: your back could be judged in {judged:g} % of the reps only, so there is no "
        "advice on more weight. Film from the side, the back free."
    ),
    "progress_hold": "{exercise}: stay at {load}. {broken}",
    "progress_hold_same": "{exercise}: stay at the same load. {broken}",
    "progress_lighter": "{exercise}: go down from {load} to {to_load}. {broken} Twice running.",
    "progress_easier": "{exercise}: for now, do this instead: {to}. {broken} Twice running.",
    "progress_fewer": "{exercise}: stop at {to:g} reps a set. {broken} Twice running.",
    "progress_sets": "{exercise}: your form held. Do {sets:g} sets; last time you did {done:g}.",
    "progress_reps": (
        "{exercise}: your form held. Stay at {load} and aim at {to:g} reps in each set "
        "({done:g} last time, the plan is {range})."
    ),
    "progress_reps_same": (
        "{exercise}: your form held. Stay at the same load and aim at {to:g} reps in each set "
        "({done:g} last time, the plan is {range})."
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
        "{exercise}: your form held in all sets at {done:g} reps. Try the next harder one: {to}."
    ),
    "imbalance_left": (
        "Your left side is weaker ({what}: {value:g} %, limit {limit:g} %), in the last "
        "{workouts:g} workouts. Start with the left and match its reps on the right."
    ),
    "imbalance_right": (
        "Your right side is weaker ({what}: {value:g} %, limit {limit:g} %), in the last "
        "{workouts:g} workouts. Start with the right and match its reps on the left."
    ),
}
"""Sentences by code, and by what makes one of them read differently."""

BROKEN: Final[dict[str, str]] = {
    "flagged": "{value:.0%} of the reps had a warning (limit {limit:.0%}).",
    "range": "The range was {value:.0%} of your full one (at least {limit:.0%}).",
    "lowering": "The lowering took {value:.1f} s (at least {limit:.1f} s).",
    "speed": "The pull lost {value:.0%} of its speed (limit {limit:.0%}).",
    "rounding": (
        "Your back rounds more from workout to workout (+{value:.1f}° a week, uncertain by "
        "{limit:.1f}°)."
    ),
}
"""What kept form from holding."""

MEASURES: Final[dict[str, str]] = {
    "rom": "range",
    "concentric_s": "time of the pull",
    "reps": "reps",
}
"""By what the two sides are compared."""

FEELINGS: Final[dict[str, str]] = {"tired": ", and you feel tired", "sore": ", and you feel sore"}
"""Goes into the sentences on recovery, behind their first clause."""

_SAME_LOAD: Final = frozenset({"progress_hold", "progress_reps"})
"""Sentences that read differently where the load is not known."""


def english(text: str) -> str:
    """Return a text as it is."""
    return text


def texts() -> Iterator[str]:
    """Yield every text of this module and the sources, to be translated."""
    for table in (SENTENCES, BROKEN, MEASURES, FEELINGS, SOURCES):
        yield from table.values()


def key_of(advice: Advice) -> str:
    """Return under which key of :data:`SENTENCES` an advice's sentence stands."""
    if advice.code == "imbalance":
        return f"imbalance_{advice.figures['weaker']}"
    known = not math.isnan(float(advice.figures.get("load_kg", math.nan)))
    return advice.code if known or advice.code not in _SAME_LOAD else f"{advice.code}_same"


def sentence(advice: Advice, *, translate: Translate = english, named: Translate = title) -> str:
    """Return the advice in words.

    Parameters
    ----------
    advice : Advice
    translate : callable
        Returns a text of :func:`texts` in the reader's language.
    named : callable
        Returns what an exercise is called, by its name in the code.
    """
    figures: dict[str, float | str] = dict(advice.figures)
    unit: LoadUnit = "lb" if figures.get("unit") == "lb" else "kg"
    for name in ("exercise", "to"):
        if isinstance(value := figures.get(name), str):
            figures[name] = named(value)
    for name, key in (("load", "load_kg"), ("to_load", "to_kg")):
        figures[name] = show_load(float(figures.get(key, math.nan)), unit)
    figures["range"] = _range(figures)
    figures["broken"] = _filled(BROKEN, "what", figures, translate)
    figures["why"] = _filled(FEELINGS, "feeling", figures, translate)
    figures["what"] = _filled(MEASURES, "measure", figures, translate)
    return translate(SENTENCES[key_of(advice)]).format(**figures)


def sources(advice: Advice, *, translate: Translate = english) -> str:
    """Return where an advice's figures come from, in words."""
    return "; ".join(translate(SOURCES[name]) for name in advice.sources)


def _filled(
    table: dict[str, str], key: str, figures: dict[str, float | str], translate: Translate
) -> str:
    """Return the text that a figure names, with the figures in it; empty when it names none."""
    text = table.get(str(figures.get(key, "")))
    return "" if text is None else translate(text).format(**figures)


def _range(figures: dict[str, float | str]) -> str:
    least, most = figures.get("least"), figures.get("most")
    if least is None or most is None:
        return ""
    return f"{least:g}" if least == most else f"{least:g}–{most:g}"
