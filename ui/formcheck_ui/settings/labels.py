"""Short names for the options, and in which order and on which page they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from formcheck.config_file import OptionRow, option_rows
from formcheck_ui.i18n.catalogue import LANGUAGES
from formcheck_ui.marking import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the dialog: its title, its sections, and a line that introduces it."""

    title: str
    sections: tuple[str, ...]
    lead: str


PAGES: Final = (
    Page(
        QT_TRANSLATE_NOOP("settings", "Sound"),
        ("sound",),
        QT_TRANSLATE_NOOP("settings", "What you hear while you lift."),
    ),
    Page(
        QT_TRANSLATE_NOOP("settings", "Filming"),
        ("live", "record", "tempo"),
        QT_TRANSLATE_NOOP("settings", "Hands-free sets, rest, recording and the planned tempo."),
    ),
    Page(
        QT_TRANSLATE_NOOP("settings", "Lifter"),
        ("lifter",),
        QT_TRANSLATE_NOOP("settings", "What the camera cannot know. Applies from the next start."),
    ),
    Page(
        QT_TRANSLATE_NOOP("settings", "Window"),
        ("window",),
        QT_TRANSLATE_NOOP("settings", "Language and colours change at once, or after the camera."),
    ),
    Page(
        QT_TRANSLATE_NOOP("settings", "Faults"),
        ("flags",),
        QT_TRANSLATE_NOOP("settings", "When a fault is reported. Applies from the next start."),
    ),
    Page(
        QT_TRANSLATE_NOOP("settings", "Engine"),
        ("pose", "spine", "smoothing", "reps", "neutral"),
        QT_TRANSLATE_NOOP("settings", "Inner limits, for experts. Applies from the next start."),
    ),
)

LABELS: Final[dict[str, str]] = {
    "sound.speech": QT_TRANSLATE_NOOP("settings", "Voice"),
    "sound.count": QT_TRANSLATE_NOOP("settings", "Speak the count"),
    "sound.cues": QT_TRANSLATE_NOOP("settings", "Speak cues"),
    "sound.praise": QT_TRANSLATE_NOOP("settings", "Praise"),
    "sound.setup": QT_TRANSLATE_NOOP("settings", "Speak the set-up"),
    "sound.tones": QT_TRANSLATE_NOOP("settings", "Tones"),
    "sound.volume_pct": QT_TRANSLATE_NOOP("settings", "Volume"),
    "sound.cue_every_s": QT_TRANSLATE_NOOP("settings", "Same cue again after"),
    "live.rest_s": QT_TRANSLATE_NOOP("settings", "Rest"),
    "live.set_ends_after_s": QT_TRANSLATE_NOOP("settings", "A set ends after"),
    "live.countdown_s": QT_TRANSLATE_NOOP("settings", "Countdown"),
    "live.raised_hand": QT_TRANSLATE_NOOP("settings", "Raised hand"),
    "live.setup_help": QT_TRANSLATE_NOOP("settings", "Check the camera's place"),
    "live.show_fault": QT_TRANSLATE_NOOP("settings", "Show a fault again"),
    "live.rest_card": QT_TRANSLATE_NOOP("settings", "Summary between sets"),
    "record.poses": QT_TRANSLATE_NOOP("settings", "Record"),
    "record.pictures": QT_TRANSLATE_NOOP("settings", "Record the pictures too"),
    "record.folder": QT_TRANSLATE_NOOP("settings", "Folder"),
    "record.least_free_gb": QT_TRANSLATE_NOOP("settings", "Free space to keep"),
    "live.metronome": QT_TRANSLATE_NOOP("settings", "Metronome"),
    "live.speed": QT_TRANSLATE_NOOP("settings", "Speed of the pull"),
    "tempo.pull_s": QT_TRANSLATE_NOOP("settings", "Pull"),
    "tempo.hold_s": QT_TRANSLATE_NOOP("settings", "Squeeze"),
    "tempo.lower_least_s": QT_TRANSLATE_NOOP("settings", "Lowering, at least"),
    "tempo.lower_most_s": QT_TRANSLATE_NOOP("settings", "Lowering, at most"),
    "tempo.pause_s": QT_TRANSLATE_NOOP("settings", "Pause"),
    "window.language": QT_TRANSLATE_NOOP("settings", "Language"),
    "window.theme": QT_TRANSLATE_NOOP("settings", "Colours"),
    "lifter.height_m": QT_TRANSLATE_NOOP("settings", "Body height"),
    "lifter.plate_px": QT_TRANSLATE_NOOP("settings", "Plate of 450 mm"),
    "lifter.camera_roll_deg": QT_TRANSLATE_NOOP("settings", "Tilt of the camera"),
    "flags.strictness": QT_TRANSLATE_NOOP("settings", "Strictness"),
    "flags.rounding_warn_deg": QT_TRANSLATE_NOOP("settings", "Rounded back: warning"),
    "flags.rounding_alert_deg": QT_TRANSLATE_NOOP("settings", "Rounded back: alert"),
    "flags.arching_warn_deg": QT_TRANSLATE_NOOP("settings", "Arched back: warning"),
    "flags.arching_alert_deg": QT_TRANSLATE_NOOP("settings", "Arched back: alert"),
}
"""For options users change; the others are named by their key."""

CHOICES: Final[dict[str, str]] = {
    "auto": QT_TRANSLATE_NOOP("settings", "As the system"),
    "light": QT_TRANSLATE_NOOP("settings", "Light"),
    "dark": QT_TRANSLATE_NOOP("settings", "Dark"),
    "contrast": QT_TRANSLATE_NOOP("settings", "High contrast"),
    "relaxed": QT_TRANSLATE_NOOP("settings", "Relaxed"),
    "standard": QT_TRANSLATE_NOOP("settings", "Standard"),
    "strict": QT_TRANSLATE_NOOP("settings", "Strict"),
}


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return QCoreApplication.translate("settings", text)


def rows(page: Page) -> tuple[OptionRow, ...]:
    """Return a page's options in the order of the schema."""
    every = option_rows()
    return tuple(row for section in page.sections for row in every if row.section == section)


def name(row: OptionRow) -> str:
    """Return an option's short name."""
    known = LABELS.get(f"{row.section}.{row.key}")
    if known is not None:
        return tr(known)
    unit = {"deg": "_deg", "px": "_px", "s": "_s", "Hz": "_hz"}.get(row.unit, "\0")
    return row.key.removesuffix(unit).replace("_", " ").capitalize()


def help_text(row: OptionRow) -> str:
    """Return what an option means."""
    return QCoreApplication.translate("options", row.help)


def choice(value: str) -> str:
    """Return the word for one of an option's choices."""
    return LANGUAGES.get(value) or tr(CHOICES[value])
