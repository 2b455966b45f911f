"""The commands of the training log; part of the window's one table of commands."""

from __future__ import annotations

from typing import Final

from formcheck_ui.action_spec import ActionSpec
from formcheck_ui.marking import QT_TRANSLATE_NOOP

LOG_ACTIONS: Final[tuple[ActionSpec, ...]] = (
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
