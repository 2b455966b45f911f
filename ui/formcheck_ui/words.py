"""Codes of the engine turned into words, all in one place.

The engine yields codes and numbers; here they become sentences in the user's language.  Every
table's texts are marked for translation, and :func:`tr` looks them up when they are shown.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from formcheck.exercises.cues import bundled_cues, cue
from formcheck.exercises.registry import own_title
from formcheck.flags.codes import FLAGS
from formcheck.types import ExerciseGuess, Flag, Measurement, Phase, Reason, Rep, Severity, View
from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.states import State

_CONTEXT: Final = "words"
_POINT: Final = re.compile(r"(?<=\d)\.(?=\d)")
_TURN_STEP_DEG: Final = 5.0
"""Nobody turns a camera more exactly, and the yaw is not known more exactly either."""

SHOWN_BY: Final = {"rounded_back": "back_curvature_deg", "arched_back": "back_curvature_deg"}
"""The measure a fault is told from while it lasts."""

FLAG_TITLES: Final = {code: spec.title for code, spec in FLAGS.items()}
"""The names of the faults, in the core's English."""

SEVERITIES: Final[dict[Severity, str]] = {
    "hint": QT_TRANSLATE_NOOP("words", "Hint"),
    "warning": QT_TRANSLATE_NOOP("words", "Warning"),
    "alert": QT_TRANSLATE_NOOP("words", "Alert"),
}

REASONS: Final[dict[Reason, tuple[str, str]]] = {
    Reason.NONE: ("", ""),
    Reason.NOBODY: (
        QT_TRANSLATE_NOOP("words", "nobody in the picture"),
        QT_TRANSLATE_NOOP("words", "Step into the camera's view."),
    ),
    Reason.OUT_OF_FRAME: (
        QT_TRANSLATE_NOOP("words", "partly out of the picture"),
        QT_TRANSLATE_NOOP("words", "Move the camera back until you fit in."),
    ),
    Reason.LOW_VISIBILITY: (
        QT_TRANSLATE_NOOP("words", "hidden or too dark"),
        QT_TRANSLATE_NOOP("words", "Add light and clear the view of your body."),
    ),
    Reason.VIEW: (
        QT_TRANSLATE_NOOP("words", "not visible from this side"),
        QT_TRANSLATE_NOOP("words", "Turn the camera more to your side."),
    ),
    Reason.CONTOUR_HIDDEN: (
        QT_TRANSLATE_NOOP("words", "the back is covered"),
        QT_TRANSLATE_NOOP("words", "Keep arm, plates and bench off the back line."),
    ),
    Reason.CONTOUR_UNSURE: (
        QT_TRANSLATE_NOOP("words", "the back line is unclear"),
        QT_TRANSLATE_NOOP("words", "Wear closer clothes, against a plain background."),
    ),
    Reason.NO_NEUTRAL: (
        QT_TRANSLATE_NOOP("words", "no neutral posture yet"),
        QT_TRANSLATE_NOOP("words", "Get into position, back flat, and hold for a moment."),
    ),
    Reason.NOT_APPLICABLE: (
        QT_TRANSLATE_NOOP("words", "does not apply here"),
        QT_TRANSLATE_NOOP("words", "This exercise does not need it."),
    ),
    Reason.TOO_SHORT: (
        QT_TRANSLATE_NOOP("words", "too short to tell"),
        QT_TRANSLATE_NOOP("words", "Keep going; it needs a little more time."),
    ),
    Reason.JUMPED: (
        QT_TRANSLATE_NOOP("words", "tracking jumped"),
        QT_TRANSLATE_NOOP("words", "Ask others to leave the picture."),
    ),
    Reason.NO_MAXIMUM: (
        QT_TRANSLATE_NOOP("words", "your greatest bend is not known"),
        QT_TRANSLATE_NOOP("words", "Bend as far as is comfortable, unloaded, and measure it."),
    ),
    Reason.NO_OUTLINE: (
        QT_TRANSLATE_NOOP("words", "the outline of the body is not known"),
        QT_TRANSLATE_NOOP("words", "These poses are another program's: open the video itself."),
    ),
    Reason.NO_SCALE: (
        QT_TRANSLATE_NOOP("words", "no known length in the picture"),
        QT_TRANSLATE_NOOP("words", "Enter your height in the settings."),
    ),
    Reason.TRUNK_MOVED: (
        QT_TRANSLATE_NOOP("words", "the trunk swings too much"),
        QT_TRANSLATE_NOOP("words", "Keep the trunk still while pulling."),
    ),
    Reason.PERSON_UNSURE: (
        QT_TRANSLATE_NOOP("words", "unsure who is lifting"),
        QT_TRANSLATE_NOOP("words", "Ask others to stay away from you and the camera."),
    ),
}
"""For each reason: what is wrong, and the remedy."""

VERDICTS: Final[dict[str | None, str]] = {
    "right": QT_TRANSLATE_NOOP("words", "You: right"),
    "wrong": QT_TRANSLATE_NOOP("words", "You: wrong"),
    "missed": QT_TRANSLATE_NOOP("words", "Added by you"),
}

PHASES: Final[dict[Phase, str]] = {
    "unknown": QT_TRANSLATE_NOOP("words", "–"),
    "extended": QT_TRANSLATE_NOOP("words", "Arms straight"),
    "concentric": QT_TRANSLATE_NOOP("words", "Pull"),
    "contracted": QT_TRANSLATE_NOOP("words", "Squeeze"),
    "eccentric": QT_TRANSLATE_NOOP("words", "Lower"),
}

STATES: Final[dict[State, str]] = {
    State.IDLE: QT_TRANSLATE_NOOP("words", "Ready"),
    State.STARTING: QT_TRANSLATE_NOOP("words", "Warming up…"),
    State.WAITING: QT_TRANSLATE_NOOP("words", "Waiting for a set"),
    State.IN_SET: QT_TRANSLATE_NOOP("words", "In a set"),
    State.RESTING: QT_TRANSLATE_NOOP("words", "Resting"),
    State.PLAYING: QT_TRANSLATE_NOOP("words", "Playing"),
    State.PAUSED: QT_TRANSLATE_NOOP("words", "Paused"),
    State.STOPPING: QT_TRANSLATE_NOOP("words", "Stopping…"),
    State.FAILED: QT_TRANSLATE_NOOP("words", "Stopped by a problem"),
}

EXERCISES: Final[dict[str, str]] = {
    "unknown": QT_TRANSLATE_NOOP("words", "Exercise not recognised yet"),
    "assisted_pull_up": QT_TRANSLATE_NOOP("words", "Assisted pull-up"),
    "band_face_pull": QT_TRANSLATE_NOOP("words", "Band face pull"),
    "band_pull_apart": QT_TRANSLATE_NOOP("words", "Band pull-apart"),
    "banded_row": QT_TRANSLATE_NOOP("words", "Banded row"),
    "barbell_row": QT_TRANSLATE_NOOP("words", "Barbell row"),
    "bent_over_row": QT_TRANSLATE_NOOP("words", "Bent-over row"),
    "chest_supported_row": QT_TRANSLATE_NOOP("words", "Chest-supported row"),
    "chin_up": QT_TRANSLATE_NOOP("words", "Chin-up"),
    "deadlift": QT_TRANSLATE_NOOP("words", "Deadlift"),
    "dumbbell_row": QT_TRANSLATE_NOOP("words", "Dumbbell row"),
    "dumbbell_shrug": QT_TRANSLATE_NOOP("words", "Dumbbell shrug"),
    "face_pull": QT_TRANSLATE_NOOP("words", "Face pull"),
    "inverted_row": QT_TRANSLATE_NOOP("words", "Inverted row"),
    "lat_pulldown": QT_TRANSLATE_NOOP("words", "Lat pulldown"),
    "machine_row": QT_TRANSLATE_NOOP("words", "Machine row"),
    "negative_pull_up": QT_TRANSLATE_NOOP("words", "Negative pull-up"),
    "pendlay_row": QT_TRANSLATE_NOOP("words", "Pendlay row"),
    "pull_up": QT_TRANSLATE_NOOP("words", "Pull-up"),
    "romanian_deadlift": QT_TRANSLATE_NOOP("words", "Romanian deadlift"),
    "seated_cable_row": QT_TRANSLATE_NOOP("words", "Seated cable row"),
    "seated_row": QT_TRANSLATE_NOOP("words", "Seated row"),
    "single_arm_pulldown": QT_TRANSLATE_NOOP("words", "Single-arm pulldown"),
    "single_arm_row": QT_TRANSLATE_NOOP("words", "Single-arm row"),
    "t_bar_row": QT_TRANSLATE_NOOP("words", "T-bar row"),
    "top_hold": QT_TRANSLATE_NOOP("words", "Top hold"),
}

VIEWS: Final[dict[str, str]] = {
    "side": QT_TRANSLATE_NOOP("words", "side view"),
    "oblique": QT_TRANSLATE_NOOP("words", "oblique view"),
    "front": QT_TRANSLATE_NOOP("words", "front view"),
    "back": QT_TRANSLATE_NOOP("words", "view from behind"),
    "unknown": QT_TRANSLATE_NOOP("words", "view unknown"),
}


def tr(text: str) -> str:
    """Return a table's text in the user's language."""
    return QCoreApplication.translate(_CONTEXT, text)


def spelt_out(code: str) -> str:
    """Return a code without a text of its own in readable form."""
    return code.replace("_", " ").capitalize()


def flag_title(code: str) -> str:
    """Return the name of a fault."""
    return tr(FLAG_TITLES[code]) if code in FLAG_TITLES else spelt_out(code)


def flag_cue(code: str, exercise: str) -> str:
    """Return the few words that mend a fault in an exercise; empty when there are none."""
    text = cue(code, exercise)
    # What a user has written is said as it stands, though the window may know it as another text.
    return tr(text) if text in bundled_cues() else text


def verdict(value: str | None) -> str:
    """Return what the user said about a flag; empty when nothing was said."""
    return tr(VERDICTS[value]) if value in VERDICTS else ""


def severity(value: Severity) -> str:
    """Return the word for a severity."""
    return tr(SEVERITIES[value])


def flag_value(flag: Flag) -> str:
    """Return a flag's value, in the rep it is shown at, with its unit; empty without a number.

    That of a back has its sign, as the gauge, the curve and the table of reps have it.
    """
    if math.isnan(flag.value):
        return ""
    if flag.code in SHOWN_BY:
        return signed(_towards(flag) * flag.value, flag.unit)
    if flag.unit == "ratio":
        # A share of the own full range, as the table of reps has it.
        return f"{100.0 * flag.value:.0f} %"
    unit = flag.unit if flag.unit == "°" else f" {flag.unit}"
    return number(flag.value, ".0f" if flag.unit in ("°", "%") else ".1f") + unit


def number(value: float, form: str = ".1f") -> str:
    """Return a number as the user's language writes it; a dash where there is none."""
    return "–" if math.isnan(value) else local(format(value, form))


def local(text: str) -> str:
    """Return a text with the decimal sign of the user's language in its numbers."""
    return _POINT.sub(QLocale().decimalPoint(), text)


def sentence(text: str) -> str:
    """Return a text as a sentence of its own; what is large within it stays so."""
    return f"{first_large(text)}."


def first_large(text: str) -> str:
    """Return a text with a capital at its start, as a title or a sentence has."""
    return text[:1].upper() + text[1:]


def signed(value: float, unit: str) -> str:
    """Return a whole number with its sign and unit; nothing is ever minus zero."""
    return f"{round(value):+d}{unit}"


def value_in(rep: Rep, flag: Flag) -> str:
    """Return how bad a fault was within one rep; empty when that is not known.

    A fault that goes on over several reps is shown at the worst of them, which need not be this
    one.  Of a rounded back it is the figure that the table has of the rep, which a single frame
    cannot make.
    """
    if flag.code == "rounded_back":
        bend = rep.back_curvature.max
        return "" if math.isnan(bend) else signed(bend, "°")
    return flag_value(flag) if flag.rep == rep.index else ""


STILL_SHOWS = 0.5
"""Below this share of its limit a measure no longer shows a fault whose flag is still up."""


def value_now(flag: Flag, measures: Mapping[str, Measurement]) -> str:
    """Return how bad a fault is in one frame, where its measure is known and shows it there.

    A flag stays up for a moment after its fault is gone; a harmless value beside it would
    contradict it.
    """
    name = SHOWN_BY.get(flag.code)
    if name is None:
        return flag_value(flag)
    now = measures.get(name)
    if now is None or not _towards(flag) * now.value >= STILL_SHOWS * abs(flag.threshold):
        return ""
    return signed(now.value, "°")


def _towards(flag: Flag) -> float:
    """Return the sign that a back's measure has where the fault is."""
    return -1.0 if flag.code == "arched_back" else 1.0


def reason(code: Reason) -> str:
    """Return why a measure has no value."""
    return tr(REASONS[code][0])


def remedy(code: Reason) -> str:
    """Return what to do so that a measure can be judged."""
    return tr(REASONS[code][1])


def phase(value: Phase) -> str:
    """Return the word for a phase of a rep."""
    return tr(PHASES[value])


def state(value: State) -> str:
    """Return the words for a state of the session."""
    return tr(STATES[value])


def exercise(name: str) -> str:
    """Return the title of an exercise; the user's own are called as their files say."""
    return tr(EXERCISES[name]) if name in EXERCISES else own_title(name) or spelt_out(name)


def exercise_guess(guess: ExerciseGuess) -> str:
    """Return the exercise with how sure we are."""
    if guess.name == "unknown" or guess.fixed_by_user:
        return exercise(guess.name)
    return f"{exercise(guess.name)} · {guess.confidence:.0%}"


def view(value: View) -> str:
    """Return where the camera stands."""
    kind = tr(VIEWS[value.kind])
    return kind if math.isnan(value.yaw_deg) else f"{kind}, {abs(value.yaw_deg):.0f}°"


def cannot_judge(measurement: Measurement, seen_from: View | None = None) -> tuple[str, str]:
    """Return reason and remedy of a measure without a value.

    From the view the remedy tells how far the camera is to be turned.
    """
    yaw_deg = math.nan if seen_from is None else seen_from.yaw_deg
    if measurement.reason is Reason.VIEW and abs(yaw_deg) >= _TURN_STEP_DEG:
        steps = round(abs(yaw_deg) / _TURN_STEP_DEG)
        text = QCoreApplication.translate(_CONTEXT, "Turn the camera {0}° more to your side.")
        return reason(measurement.reason), text.format(round(steps * _TURN_STEP_DEG))
    return reason(measurement.reason), remedy(measurement.reason)


def clock(time_s: float) -> str:
    """Return a time as minutes, seconds and hundredths."""
    if math.isnan(time_s):
        return "–:––"
    hundredths = round(max(0.0, time_s) * 100)
    return local(f"{hundredths // 6000}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}")


def rep(number: int) -> str:
    """Return which rep."""
    return QCoreApplication.translate(_CONTEXT, "rep {0}").format(number)


def seconds(time_s: float) -> str:
    """Return a length in seconds with one decimal; a dash where there is none."""
    if math.isnan(time_s):
        return number(time_s)
    return QCoreApplication.translate(_CONTEXT, "{0} s").format(number(time_s))


def held(time_s: float) -> str:
    """Return for how long something was held."""
    return QCoreApplication.translate(_CONTEXT, "held for {0} s").format(number(time_s))


def short_clock(time_s: float, step_s: float) -> str:
    """Return a time for a ruler whose marks are ``step_s`` apart."""
    minutes, seconds = divmod(time_s, 60.0)
    if step_s < 1:
        return local(f"{int(minutes)}:{seconds:04.1f}")
    return f"{int(minutes)}:{round(seconds):02d}"
