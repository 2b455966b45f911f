"""Short names for the options, and in which order and on which page they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication

from formcheck.config_file import OptionRow, option_rows
from formcheck_ui.i18n.language import LANGUAGES
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
        ("live", "camera", "record", "tempo"),
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
    "camera.size": QT_TRANSLATE_NOOP("settings", "Size of the camera's picture"),
    "camera.frames_per_s": QT_TRANSLATE_NOOP("settings", "Pictures a second"),
    "camera.exposure_ms": QT_TRANSLATE_NOOP("settings", "Exposure"),
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
    "flags.hold_s": QT_TRANSLATE_NOOP("settings", "Lasting fault: told after"),
    "flags.moment_s": QT_TRANSLATE_NOOP("settings", "Brief fault: told after"),
    "flags.hysteresis": QT_TRANSLATE_NOOP("settings", "Lasting fault: over below"),
    "flags.yank_speed": QT_TRANSLATE_NOOP("settings", "Yanked start: speed"),
    "flags.hitch_pct": QT_TRANSLATE_NOOP("settings", "Hitch: fall-back"),
    "flags.stall_s": QT_TRANSLATE_NOOP("settings", "Hitch: standstill"),
    "flags.bounce_pct": QT_TRANSLATE_NOOP("settings", "Bounce: rebound"),
    "flags.drop_s": QT_TRANSLATE_NOOP("settings", "Dropped: time of the fall"),
    "flags.lowering_slack": QT_TRANSLATE_NOOP("settings", "Lowering: share it may miss"),
    "flags.short_range": QT_TRANSLATE_NOOP("settings", "Short range: below"),
    "flags.short_stretch": QT_TRANSLATE_NOOP("settings", "Short stretch: below"),
    "flags.hips_rise_pct": QT_TRANSLATE_NOOP("settings", "Hips rise: by"),
    "flags.chin_over_pct": QT_TRANSLATE_NOOP("settings", "Chin below the bar: height"),
    "flags.kip_pct": QT_TRANSLATE_NOOP("settings", "Kipping: swing of the hips"),
    "flags.growing_deg": QT_TRANSLATE_NOOP("settings", "Rounding grows: by"),
    "flags.speed_loss_pct": QT_TRANSLATE_NOOP("settings", "Slowing down: loss of speed"),
    "pose.analysis_height_px": QT_TRANSLATE_NOOP("settings", "Height of analysed frames"),
    "pose.people": QT_TRANSLATE_NOOP("settings", "People told apart"),
    "pose.min_confidence": QT_TRANSLATE_NOOP("settings", "Confidence of the pose model"),
    "spine.max_yaw_front_deg": QT_TRANSLATE_NOOP("settings", "Back: camera to the front, at most"),
    "spine.max_yaw_behind_deg": QT_TRANSLATE_NOOP("settings", "Back: camera to the rear, at most"),
    "spine.min_view_quality": QT_TRANSLATE_NOOP("settings", "Back: agreement of the view"),
    "spine.min_trunk_px": QT_TRANSLATE_NOOP("settings", "Back: length of the trunk"),
    "spine.std_half_deg": QT_TRANSLATE_NOOP("settings", "Back: error that halves the quality"),
    "spine.max_std_deg": QT_TRANSLATE_NOOP("settings", "Back: greatest error"),
    "spine.max_yaw_blade_deg": QT_TRANSLATE_NOOP(
        "settings", "Shoulders: camera to either side, at most"
    ),
    "spine.max_blade_std_pct": QT_TRANSLATE_NOOP("settings", "Shoulders: greatest error"),
    "spine.blade_std_half_pct": QT_TRANSLATE_NOOP(
        "settings", "Shoulders: error that halves the quality"
    ),
    "smoothing.min_cutoff_hz": QT_TRANSLATE_NOOP("settings", "Smoothing: cut-off at rest"),
    "smoothing.beta": QT_TRANSLATE_NOOP("settings", "Smoothing: rise with speed"),
    "smoothing.back_cutoff_hz": QT_TRANSLATE_NOOP(
        "settings", "Smoothing of the back: cut-off at rest"
    ),
    "smoothing.back_beta": QT_TRANSLATE_NOOP("settings", "Smoothing of the back: rise with speed"),
    "reps.min_way": QT_TRANSLATE_NOOP("settings", "Rep: least way of the pull"),
    "reps.min_bend_deg": QT_TRANSLATE_NOOP("settings", "Rep: least bend of the arm"),
    "reps.return_fraction": QT_TRANSLATE_NOOP(
        "settings", "Rep: share of the way back that may be missing"
    ),
    "reps.min_concentric_s": QT_TRANSLATE_NOOP("settings", "Shortest pull"),
    "reps.max_concentric_s": QT_TRANSLATE_NOOP("settings", "Longest pull"),
    "reps.min_rep_s": QT_TRANSLATE_NOOP("settings", "Shortest rep"),
    "reps.max_rep_s": QT_TRANSLATE_NOOP("settings", "Longest rep"),
    "reps.min_tracked": QT_TRANSLATE_NOOP("settings", "Rep: share of frames with the lifter"),
    "neutral.window_s": QT_TRANSLATE_NOOP("settings", "Neutral posture: length"),
    "neutral.max_spread_deg": QT_TRANSLATE_NOOP("settings", "Neutral posture: wander"),
    "neutral.ask_s": QT_TRANSLATE_NOOP("settings", "Neutral posture: hold when asked"),
}
"""For every option of the pages."""

UNITS: Final[dict[str, str]] = {
    "deg": "°",
    "1/s": "/s",
    "% trunk": QT_TRANSLATE_NOOP("settings", "% of trunk"),
    "strokes/s": QT_TRANSLATE_NOOP("settings", "strokes/s"),
    "trunks": QT_TRANSLATE_NOOP("settings", "trunk lengths"),
}
"""Where a unit of the schema is not one people write."""

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
    return tr(LABELS[f"{row.section}.{row.key}"])


def unit(row: OptionRow) -> str:
    """Return an option's unit as people write it."""
    return tr(UNITS.get(row.unit, row.unit))


def help_text(row: OptionRow) -> str:
    """Return what an option means."""
    return QCoreApplication.translate("options", row.help)


def choice(value: str) -> str:
    """Return the word for one of an option's choices."""
    size = value.split("x")
    if len(size) == 2 and all(part.isdigit() for part in size):
        return " × ".join(size)
    return LANGUAGES.get(value) or tr(CHOICES.get(value, value))
