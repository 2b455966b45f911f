"""Every command of the window, once: its id, its name, its keys and its icon.

Menus, buttons and the list of shortcuts are made from this table.  The keys are those that users
of Kinovea know, as far as there is the same command.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from formcheck_ui.action_spec import ActionSpec
from formcheck_ui.marking import QT_TRANSLATE_NOOP
from formcheck_ui.replay.action_table import REPLAY_ACTIONS

ACTIONS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec("open", QT_TRANSLATE_NOOP("actions", "Open a clip…"), ("Ctrl+O",), "file", "open"),
    ActionSpec("close_clip", QT_TRANSLATE_NOOP("actions", "Close the clip"), ("Ctrl+W",), "file"),
    ActionSpec("quit", QT_TRANSLATE_NOOP("actions", "Quit"), ("Ctrl+Q",), "file"),
    ActionSpec(
        "camera",
        QT_TRANSLATE_NOOP("actions", "Start or stop the camera"),
        ("Ctrl+R", "F5"),
        "camera",
        "camera",
    ),
    ActionSpec("play", QT_TRANSLATE_NOOP("actions", "Play or pause"), ("Space",), "play", "play"),
    ActionSpec(
        "step_back",
        QT_TRANSLATE_NOOP("actions", "One frame back"),
        ("Left",),
        "play",
        "step-back",
    ),
    ActionSpec(
        "step_forward",
        QT_TRANSLATE_NOOP("actions", "One frame forward"),
        ("Right",),
        "play",
        "step-forward",
    ),
    ActionSpec("first", QT_TRANSLATE_NOOP("actions", "To the start"), ("Home",), "play"),
    ActionSpec("last", QT_TRANSLATE_NOOP("actions", "To the end"), ("End",), "play"),
    ActionSpec("back_10", QT_TRANSLATE_NOOP("actions", "A tenth back"), ("PgUp",), "play"),
    ActionSpec("forward_10", QT_TRANSLATE_NOOP("actions", "A tenth forward"), ("PgDown",), "play"),
    ActionSpec("back_1", QT_TRANSLATE_NOOP("actions", "A hundredth back"), ("Shift+PgUp",), "play"),
    ActionSpec(
        "forward_1", QT_TRANSLATE_NOOP("actions", "A hundredth forward"), ("Shift+PgDown",), "play"
    ),
    ActionSpec(
        "previous_mark",
        QT_TRANSLATE_NOOP("actions", "Previous rep or flag"),
        ("Ctrl+Left",),
        "play",
        "mark-back",
    ),
    ActionSpec(
        "next_mark",
        QT_TRANSLATE_NOOP("actions", "Next rep or flag"),
        ("Ctrl+Right",),
        "play",
        "mark-forward",
    ),
    ActionSpec("faster", QT_TRANSLATE_NOOP("actions", "Faster"), ("Up",), "play"),
    ActionSpec("slower", QT_TRANSLATE_NOOP("actions", "Slower"), ("Down",), "play"),
    ActionSpec(
        "skeleton", QT_TRANSLATE_NOOP("actions", "Skeleton"), ("S",), "view", checkable=True
    ),
    ActionSpec(
        "contour", QT_TRANSLATE_NOOP("actions", "Back line"), ("B",), "view", checkable=True
    ),
    ActionSpec("mask", QT_TRANSLATE_NOOP("actions", "Outline"), ("M",), "view", checkable=True),
    ActionSpec("mirror", QT_TRANSLATE_NOOP("actions", "Mirror"), ("X",), "view", checkable=True),
    ActionSpec("side", QT_TRANSLATE_NOOP("actions", "Hide or show the side"), ("D",), "view"),
    ActionSpec(
        "full_screen",
        QT_TRANSLATE_NOOP("actions", "Full screen"),
        ("F", "F11"),
        "view",
        checkable=True,
    ),
    ActionSpec("leave", QT_TRANSLATE_NOOP("actions", "Leave full screen"), ("Esc",), "view"),
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
    *REPLAY_ACTIONS,
    ActionSpec(
        "log",
        QT_TRANSLATE_NOOP("actions", "Training log"),
        ("Ctrl+L",),
        "file",
        "log",
        checkable=True,
    ),
    ActionSpec(
        "keep_clip", QT_TRANSLATE_NOOP("actions", "Save the clip's sets"), ("Ctrl+Shift+L",), "file"
    ),
    ActionSpec("next_lifter", QT_TRANSLATE_NOOP("actions", "Next lifter"), ("N",), "camera"),
    ActionSpec("load_more", QT_TRANSLATE_NOOP("actions", "More load"), ("+", "="), "camera"),
    ActionSpec("load_less", QT_TRANSLATE_NOOP("actions", "Less load"), ("-",), "camera"),
)


def make_actions(parent: QWidget) -> Mapping[str, QAction]:
    """Make every action of the table, as children of a window, which then owns their keys."""
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(QCoreApplication.translate("actions", spec.text), parent)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setCheckable(spec.checkable)
        action.setToolTip(f"{action.text()} ({action.shortcut().toString(_native())})")
        parent.addAction(action)
        made[spec.id] = action
    return made


def _native() -> QKeySequence.SequenceFormat:
    return QKeySequence.SequenceFormat.NativeText
