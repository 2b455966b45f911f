"""The commands of replay, review and export; part of the window's one table of commands."""

from __future__ import annotations

from typing import Final

from formcheck_ui.action_spec import ActionSpec
from formcheck_ui.marking import QT_TRANSLATE_NOOP

DRAWING_ACTIONS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec(
        "draw", QT_TRANSLATE_NOOP("actions", "Draw on the picture"), ("E",), "review",
        checkable=True,
    ),
    ActionSpec(
        "draw_line", QT_TRANSLATE_NOOP("actions", "Draw a line"), ("Shift+L",), "review",
        checkable=True,
    ),
    ActionSpec(
        "draw_arrow", QT_TRANSLATE_NOOP("actions", "Draw an arrow"), ("Shift+A",), "review",
        checkable=True,
    ),
    ActionSpec(
        "draw_angle", QT_TRANSLATE_NOOP("actions", "Measure an angle"), ("Shift+V",), "review",
        checkable=True,
    ),
    ActionSpec(
        "draw_text", QT_TRANSLATE_NOOP("actions", "Write on the picture"), ("Shift+T",), "review",
        checkable=True,
    ),
    ActionSpec(
        "drawing_from", QT_TRANSLATE_NOOP("actions", "Show the drawing from here on"),
        ("Shift+I",), "review",
    ),
    ActionSpec(
        "drawing_until", QT_TRANSLATE_NOOP("actions", "Show the drawing until here"),
        ("Shift+O",), "review",
    ),
    ActionSpec(
        "drawing_delete", QT_TRANSLATE_NOOP("actions", "Delete the drawing"), ("Del",), "review"
    ),
)  # fmt: skip

REPLAY_ACTIONS: Final[tuple[ActionSpec, ...]] = (
    ActionSpec(
        "open_folder",
        QT_TRANSLATE_NOOP("actions", "Open a folder…"),
        ("Ctrl+Shift+O",),
        "file",
        "open",
    ),
    ActionSpec(
        "previous_clip",
        QT_TRANSLATE_NOOP("actions", "Previous clip of the folder"),
        ("Ctrl+PgUp",),
        "file",
    ),
    ActionSpec(
        "next_clip",
        QT_TRANSLATE_NOOP("actions", "Next clip of the folder"),
        ("Ctrl+PgDown",),
        "file",
    ),
    ActionSpec(
        "export", QT_TRANSLATE_NOOP("actions", "Export or share…"), ("Ctrl+E",), "file", "export"
    ),
    ActionSpec(
        "teach",
        QT_TRANSLATE_NOOP("actions", "Teach this as an exercise…"),
        ("Ctrl+T",),
        "file",
        "add",
    ),
    ActionSpec(
        "save_still", QT_TRANSLATE_NOOP("actions", "Save this picture…"), ("Ctrl+Shift+S",), "file"
    ),
    ActionSpec(
        "previous_rep", QT_TRANSLATE_NOOP("actions", "Previous rep"), ("Shift+Left",), "play"
    ),
    ActionSpec("next_rep", QT_TRANSLATE_NOOP("actions", "Next rep"), ("Shift+Right",), "play"),
    ActionSpec(
        "previous_flag",
        QT_TRANSLATE_NOOP("actions", "Previous flag"),
        ("Ctrl+Shift+Left",),
        "play",
    ),
    ActionSpec(
        "next_flag", QT_TRANSLATE_NOOP("actions", "Next flag"), ("Ctrl+Shift+Right",), "play"
    ),
    ActionSpec(
        "loop_rep",
        QT_TRANSLATE_NOOP("actions", "Repeat this rep"),
        ("L",),
        "play",
        "loop",
        checkable=True,
    ),
    ActionSpec(
        "zoom_rep", QT_TRANSLATE_NOOP("actions", "Timeline: this rep or all"), ("Z",), "view"
    ),
    ActionSpec(
        "zoom_in", QT_TRANSLATE_NOOP("actions", "Enlarge the picture"), ("Ctrl++", "Ctrl+="), "view"
    ),
    ActionSpec("zoom_out", QT_TRANSLATE_NOOP("actions", "Reduce the picture"), ("Ctrl+-",), "view"),
    ActionSpec("zoom_reset", QT_TRANSLATE_NOOP("actions", "Whole picture"), ("Ctrl+0",), "view"),
    ActionSpec(
        "compare",
        QT_TRANSLATE_NOOP("actions", "Compare reps"),
        ("Ctrl+Shift+C",),
        "view",
        "compare",
        checkable=True,
    ),
    ActionSpec(
        "hand_path",
        QT_TRANSLATE_NOOP("actions", "Path of the hand"),
        ("J",),
        "view",
        checkable=True,
    ),
    ActionSpec(
        "compare_earlier",
        QT_TRANSLATE_NOOP("actions", "Compare: second rep one frame earlier"),
        ("Alt+Left",),
        "view",
    ),
    ActionSpec(
        "compare_later",
        QT_TRANSLATE_NOOP("actions", "Compare: second rep one frame later"),
        ("Alt+Right",),
        "view",
    ),
    ActionSpec(
        "compare_pace",
        QT_TRANSLATE_NOOP("actions", "Compare: each rep at its own pace"),
        ("Shift+P",),
        "view",
        checkable=True,
    ),
    ActionSpec(
        "tab_feedback", QT_TRANSLATE_NOOP("actions", "Show the feedback"), ("Ctrl+1",), "view"
    ),
    ActionSpec("tab_reps", QT_TRANSLATE_NOOP("actions", "Show the reps"), ("Ctrl+2",), "view"),
    ActionSpec("undo", QT_TRANSLATE_NOOP("actions", "Undo"), ("Ctrl+Z",), "review", "undo"),
    ActionSpec(
        "redo", QT_TRANSLATE_NOOP("actions", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "review", "redo"
    ),
    ActionSpec(
        "rep_add", QT_TRANSLATE_NOOP("actions", "Add a rep here"), ("Ctrl+B",), "review", "add"
    ),
    ActionSpec(
        "rep_delete",
        QT_TRANSLATE_NOOP("actions", "Delete this rep"),
        ("Ctrl+Del", "Ctrl+Backspace"),
        "review",
        "delete",
    ),
    ActionSpec(
        "rep_split",
        QT_TRANSLATE_NOOP("actions", "Split this rep here"),
        ("Ctrl+K",),
        "review",
        "split",
    ),
    ActionSpec(
        "rep_merge",
        QT_TRANSLATE_NOOP("actions", "Join with the next rep"),
        ("Ctrl+J",),
        "review",
        "merge",
    ),
    ActionSpec("rep_start", QT_TRANSLATE_NOOP("actions", "This rep starts here"), ("I",), "review"),
    ActionSpec("rep_end", QT_TRANSLATE_NOOP("actions", "This rep ends here"), ("O",), "review"),
    ActionSpec(
        "flag_right", QT_TRANSLATE_NOOP("actions", "This flag is right"), ("Ctrl+G",), "review"
    ),
    ActionSpec(
        "flag_wrong",
        QT_TRANSLATE_NOOP("actions", "This flag is wrong"),
        ("Ctrl+Shift+G",),
        "review",
    ),
    *DRAWING_ACTIONS,
)
"""Keys as in video editors and motion tools, where they have them: I and O for a part's ends,
Ctrl+K to cut, Ctrl+J to join."""
