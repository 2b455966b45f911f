"""What the live side says, on the screen and aloud, by code."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from formcheck_ui import words
from formcheck_ui.live.pacing import Part
from formcheck_ui.live.setup_check import Check, Mark, Setup, Topic
from formcheck_ui.marking import QT_TRANSLATE_NOOP

_CONTEXT: Final = "live"

TOPICS: Final[dict[Topic, str]] = {
    "person": QT_TRANSLATE_NOOP("live", "You alone"),
    "framing": QT_TRANSLATE_NOOP("live", "Whole body"),
    "distance": QT_TRANSLATE_NOOP("live", "Distance"),
    "yaw": QT_TRANSLATE_NOOP("live", "From the side"),
    "tilt": QT_TRANSLATE_NOOP("live", "Camera level"),
    "light": QT_TRANSLATE_NOOP("live", "Light"),
    "contrast": QT_TRANSLATE_NOOP("live", "Contrast"),
    "back": QT_TRANSLATE_NOOP("live", "Back line"),
}

REMEDIES: Final[dict[str, str]] = {
    "nobody": QT_TRANSLATE_NOOP("live", "Step into the picture."),
    "others": QT_TRANSLATE_NOOP("live", "Ask others to leave the picture."),
    "unsure": QT_TRANSLATE_NOOP(
        "live", "Click on yourself, or press 1, 2 or 3 for left, middle or right."
    ),
    "both_cut": QT_TRANSLATE_NOOP("live", "Move the camera back: head and feet are cut off."),
    "head_cut": QT_TRANSLATE_NOOP(
        "live", "Tilt the camera up or move it back: your head is cut off."
    ),
    "feet_cut": QT_TRANSLATE_NOOP(
        "live", "Tilt the camera down or move it back: your feet are cut off."
    ),
    "left_cut": QT_TRANSLATE_NOOP("live", "Come to the middle of the picture."),
    "right_cut": QT_TRANSLATE_NOOP("live", "Come to the middle of the picture."),
    "too_far": QT_TRANSLATE_NOOP("live", "Move the camera about {0} % nearer."),
    "too_near": QT_TRANSLATE_NOOP("live", "Move the camera further back."),
    "yaw_front": QT_TRANSLATE_NOOP(
        "live", "Turn the camera {0}° more to your side: it looks at your front."
    ),
    "yaw_behind": QT_TRANSLATE_NOOP(
        "live", "Turn the camera {0}° more to your side: it looks at your back."
    ),
    "tilt_left": QT_TRANSLATE_NOOP("live", "Level the camera: it leans by {0}°."),
    "tilt_right": QT_TRANSLATE_NOOP("live", "Level the camera: it leans by {0}°."),
    "backlit": QT_TRANSLATE_NOOP(
        "live", "The light comes from behind you: turn it or draw the curtain."
    ),
    "dark": QT_TRANSLATE_NOOP("live", "Put more light on yourself."),
    "burnt": QT_TRANSLATE_NOOP("live", "Less light: the picture is too bright."),
    "alike": QT_TRANSLATE_NOOP(
        "live", "Your clothes look like the background: change one of them."
    ),
    "hold_still": QT_TRANSLATE_NOOP("live", "Take your start posture and hold it still."),
    "stand_upright": QT_TRANSLATE_NOOP("live", "Judged when you stand upright."),
}

MESSAGES: Final[dict[str, str]] = {
    "ready": QT_TRANSLATE_NOOP("live", "All set. Begin when you like."),
    "praise": QT_TRANSLATE_NOOP("live", "Better"),
    "set_over": QT_TRANSLATE_NOOP("live", "Set over. Reps: {0}"),
    "set_held": QT_TRANSLATE_NOOP("live", "Set over. Seconds held: {0}"),
    "rep_back": QT_TRANSLATE_NOOP("live", "Not a rep. Reps: {0}"),
    "rep_added": QT_TRANSLATE_NOOP("live", "Missed rep added. Reps: {0}"),
    "rest_over": QT_TRANSLATE_NOOP("live", "Rest over"),
    "hand": QT_TRANSLATE_NOOP("live", "Hand seen: keep it up"),
    "neutral_asked": QT_TRANSLATE_NOOP("live", "Get into position, back flat, and hold still"),
    "neutral_taken": QT_TRANSLATE_NOOP("live", "Neutral posture taken"),
    "go": QT_TRANSLATE_NOOP("live", "Go"),
    "rest": QT_TRANSLATE_NOOP("live", "Rest {0}"),
    "rest_of": QT_TRANSLATE_NOOP("live", "Rest {0} of {1}"),
    "set_number": QT_TRANSLATE_NOOP("live", "Set {0}"),
    "set_of": QT_TRANSLATE_NOOP("live", "Set {0} of {1}"),
    "score": QT_TRANSLATE_NOOP("live", "Score {0}"),
    "no_score": QT_TRANSLATE_NOOP("live", "No score: too little could be judged"),
    "reps": QT_TRANSLATE_NOOP("live", "Reps: {0}"),
    "reps_of": QT_TRANSLATE_NOOP("live", "Reps: {0} of {1}"),
    "held": QT_TRANSLATE_NOOP("live", "Held: {0} s"),
    "clean": QT_TRANSLATE_NOOP("live", "Nothing to improve"),
    "in_reps": QT_TRANSLATE_NOOP("live", "rep {0}"),
    "next": QT_TRANSLATE_NOOP("live", "Next: {0}"),
    "target": QT_TRANSLATE_NOOP("live", "{0} reps"),
    "saved": QT_TRANSLATE_NOOP("live", "Saved"),
    "saved_for": QT_TRANSLATE_NOOP("live", "Saved: {0}"),
    "saving": QT_TRANSLATE_NOOP("live", "Being saved…"),
    "not_saved": QT_TRANSLATE_NOOP("live", "Not saved in the training log"),
    "pull": QT_TRANSLATE_NOOP("live", "Pull {0} s"),
    "pull_loss": QT_TRANSLATE_NOOP("live", "Pull {0} s · speed −{1} %"),
    "hold_not_saved": QT_TRANSLATE_NOOP("live", "Not saved: the training log keeps reps"),
    "choose_lifter": QT_TRANSLATE_NOOP("live", "Not saved. N chooses who lifts."),
    "again_rep": QT_TRANSLATE_NOOP("live", "Rep {0} again, at half speed"),
    "again_set": QT_TRANSLATE_NOOP("live", "The set again, at half speed"),
    "black": QT_TRANSLATE_NOOP("live", "The picture is black."),
    "black_remedy": QT_TRANSLATE_NOOP(
        "live", "Open its cover or switch on a light; the set so far is kept."
    ),
    "lost": QT_TRANSLATE_NOOP("live", "The camera was lost."),
    "lost_remedy": QT_TRANSLATE_NOOP(
        "live", "Plug it in again, or check the phone; the set so far is kept and goes on."
    ),
    "stalled": QT_TRANSLATE_NOOP("live", "The camera sends no picture."),
    "stalled_remedy": QT_TRANSLATE_NOOP("live", "Check its cable, or the app on the phone."),
    "frozen": QT_TRANSLATE_NOOP("live", "The picture is frozen."),
    "frozen_remedy": QT_TRANSLATE_NOOP("live", "Stop the camera and start it again."),
    "slow": QT_TRANSLATE_NOOP("live", "This computer is too slow."),
    "slow_remedy": QT_TRANSLATE_NOOP("live", "Close other programs; fast reps may be missed."),
    "gone": QT_TRANSLATE_NOOP("live", "You are out of the picture."),
    "gone_remedy": QT_TRANSLATE_NOOP("live", "Step back until your whole body is in the picture."),
    "who": QT_TRANSLATE_NOOP("live", "Several people are seen: who is lifting?"),
    "who_remedy": QT_TRANSLATE_NOOP(
        "live", "Click on yourself, or press 1, 2 or 3 for left, middle or right."
    ),
    "pointed": QT_TRANSLATE_NOOP("live", "Looking for the person you pointed at."),
    "not_recorded": QT_TRANSLATE_NOOP("live", "Not recorded any more"),
    "no_pictures": QT_TRANSLATE_NOOP("live", "Pictures are not recorded any more"),
    "speech": QT_TRANSLATE_NOOP(
        "live", "No voice was found on this computer; the count stays silent."
    ),
    "speech_linux": QT_TRANSLATE_NOOP(
        "live", "No voice was found: install espeak-ng to hear the count."
    ),
    "sounds": QT_TRANSLATE_NOOP("live", "No loudspeaker was found; there are no tones."),
}

PARTS: Final[dict[Part, str]] = {
    "pull": QT_TRANSLATE_NOOP("live", "Pull"),
    "hold": QT_TRANSLATE_NOOP("live", "Squeeze"),
    "lower": QT_TRANSLATE_NOOP("live", "Lower"),
    "pause": QT_TRANSLATE_NOOP("live", "Arms straight"),
}


def tr(text: str) -> str:
    """Return a table's text in the user's language."""
    return QCoreApplication.translate(_CONTEXT, text)


def topic(name: Topic) -> str:
    """Return the name of a topic of the set-up."""
    return tr(TOPICS[name])


def remedy(check: Check) -> str:
    """Return what to change, empty where all is well or nothing can be said yet."""
    if check.mark is Mark.GOOD or not check.code:
        return ""
    if check.code == "reason":
        return words.remedy(check.reason)
    return tr(REMEDIES[check.code]).format(check.number)


def advice(setup: Setup) -> str:
    """Return the one thing to do now: what to change first, what is waited for, or "begin"."""
    if setup.ready:
        return message("ready")
    open_ones = (each for each in setup.checks if remedy(each) and each.topic != "tilt")
    first = setup.worst or next(open_ones, None)
    return "" if first is None else remedy(first)


def message(code: str, *values: object) -> str:
    """Return a message with its values."""
    return tr(MESSAGES[code]).format(*values)


def part(name: Part) -> str:
    """Return the word for a part of the planned rep."""
    return tr(PARTS[name])


def minutes(time_s: float) -> str:
    """Return a rest as minutes and seconds."""
    seconds = max(0, int(time_s))
    return f"{seconds // 60}:{seconds % 60:02d}"
