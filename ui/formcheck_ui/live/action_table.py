"""The commands of filming, settings and help; part of the window's one table of commands."""

from __future__ import annotations

from typing import Final

from formcheck_ui.action_spec import ActionSpec
from formcheck_ui.marking import QT_TRANSLATE_NOOP

LIVE_ACTIONS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec("set", QT_TRANSLATE_NOOP("actions", "Begin or end a set"), ("G",), "camera"),
    ActionSpec("neutral", QT_TRANSLATE_NOOP("actions", "Set my neutral posture"), ("C",), "camera"),
    ActionSpec("cameras", QT_TRANSLATE_NOOP("actions", "Choose a camera…"), ("K",), "camera"),
    ActionSpec("record", QT_TRANSLATE_NOOP("actions", "Record"), ("R",), "camera", checkable=True),
    ActionSpec(
        "record_pictures",
        QT_TRANSLATE_NOOP("actions", "Record the pictures too"),
        ("Shift+R",),
        "camera",
        checkable=True,
    ),
    ActionSpec(
        "again_rep", QT_TRANSLATE_NOOP("actions", "Watch the last rep again"), ("W",), "camera"
    ),
    ActionSpec(
        "again_set",
        QT_TRANSLATE_NOOP("actions", "Watch the last set again"),
        ("Shift+W",),
        "camera",
    ),
    ActionSpec(
        "replay_session",
        QT_TRANSLATE_NOOP("actions", "Replay what was filmed last"),
        ("P",),
        "camera",
    ),
    ActionSpec("person_1", QT_TRANSLATE_NOOP("actions", "I am on the left"), ("1",), "camera"),
    ActionSpec("person_2", QT_TRANSLATE_NOOP("actions", "I am in the middle"), ("2",), "camera"),
    ActionSpec("person_3", QT_TRANSLATE_NOOP("actions", "I am on the right"), ("3",), "camera"),
    ActionSpec(
        "setup",
        QT_TRANSLATE_NOOP("actions", "Check the camera's place"),
        ("U",),
        "camera",
        checkable=True,
    ),
    ActionSpec(
        "rest_card",
        QT_TRANSLATE_NOOP("actions", "Summary between sets"),
        ("H",),
        "camera",
        checkable=True,
    ),
    ActionSpec(
        "tv",
        QT_TRANSLATE_NOOP("actions", "Picture on a second screen"),
        ("Y",),
        "view",
        checkable=True,
    ),
    ActionSpec(
        "voice", QT_TRANSLATE_NOOP("actions", "Voice"), ("V",), "camera", "voice", checkable=True
    ),
    ActionSpec(
        "metronome", QT_TRANSLATE_NOOP("actions", "Metronome"), ("T",), "camera", checkable=True
    ),
    ActionSpec(
        "settings", QT_TRANSLATE_NOOP("actions", "Settings…"), ("Ctrl+,",), "help", "settings"
    ),
    ActionSpec(
        "shortcuts",
        QT_TRANSLATE_NOOP("actions", "Keyboard and remote"),
        ("F1", "?"),
        "help",
        "help",
    ),
    ActionSpec("tour", QT_TRANSLATE_NOOP("actions", "Show me around"), ("Shift+F1",), "help"),
)
