"""Every number a user may tune, once: default, range, unit and help.

A section is a frozen dataclass whose fields are made by :func:`option`.  The same table feeds
the TOML file (``formcheck.config_file``), the settings dialog and the documentation.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any


def option(default: float, low: float, high: float, unit: str, help: str) -> Any:
    """Declare one number: its default, inclusive range, unit and one line of help."""
    return field(default=default, metadata={"low": low, "high": high, "unit": unit, "help": help})


def switch(default: bool, help: str) -> Any:
    """Declare something that is on or off."""
    return option(default, False, True, "", help)


def choice(default: str, choices: tuple[str, ...], help: str) -> Any:
    """Declare one of several words."""
    return field(default=default, metadata={"choices": choices, "unit": "", "help": help})


def folder(help: str) -> Any:
    """Declare a folder; an empty text stands for the usual one."""
    return field(default="", metadata={"unit": "", "help": help, "folder": True})


class Section:
    """A group of options; checks ranges when made."""

    def __post_init__(self) -> None:
        for item in fields(self):  # type: ignore[arg-type]
            value, meta = getattr(self, item.name), item.metadata
            if "choices" in meta:
                if value not in meta["choices"]:
                    raise ValueError(f"{item.name} = {value!r} is none of its choices")
            elif "folder" in meta:
                if not isinstance(value, str):
                    raise ValueError(f"{item.name} = {value!r} is no text")
            elif not meta["low"] <= value <= meta["high"]:
                allowed = f"{meta['low']}…{meta['high']} {meta['unit']}".strip()
                raise ValueError(f"{item.name} = {value} is outside {allowed}")


@dataclass(frozen=True)
class PoseOptions(Section):
    """How a frame becomes landmarks."""

    analysis_height_px: int = option(
        480, 240, 2160, "px", "Frames taller than this are reduced before pose estimation."
    )
    people: int = option(
        3, 1, 4, "", "People told apart, so that the lifter stays the lifter; 1 follows anybody."
    )
    min_confidence: float = option(
        0.5, 0.1, 0.95, "", "Detection, presence and tracking confidence asked of the pose model."
    )


@dataclass(frozen=True)
class SpineOptions(Section):
    """When the dorsal contour may be judged."""

    max_yaw_front_deg: float = option(
        40.0,
        5.0,
        60.0,
        "deg",
        "Camera yaw towards the lifter's front beyond which the back is not judged.",
    )
    max_yaw_behind_deg: float = option(
        40.0,
        5.0,
        60.0,
        "deg",
        "Camera yaw towards the lifter's back beyond which the back is not judged.",
    )
    min_view_quality: float = option(
        0.93,
        0.0,
        1.0,
        "",
        "Agreement of the view estimates over time below which the back is not judged.",
    )
    min_trunk_px: float = option(
        35.0,
        20.0,
        500.0,
        "px",
        "Trunk length at analysis size below which the contour is too coarse.",
    )
    std_half_deg: float = option(
        8.0, 1.0, 60.0, "deg", "Standard error at which the quality is halved."
    )
    max_std_deg: float = option(
        14.0, 1.0, 60.0, "deg", "Standard error of the back's flexion above which it is not told."
    )
    max_yaw_blade_deg: float = option(
        45.0, 5.0, 80.0, "deg", "Camera yaw to either side beyond which no shoulder is judged."
    )
    max_blade_std_pct: float = option(
        8.0, 0.5, 60.0, "%", "Standard error of shoulder travel above which it is not told."
    )
    blade_std_half_pct: float = option(
        5.0, 0.5, 60.0, "%", "Standard error of shoulder travel at which its quality is halved."
    )


@dataclass(frozen=True)
class SmoothingOptions(Section):
    """Live smoothing of landmarks (One-Euro filter, lengths in trunk lengths)."""

    min_cutoff_hz: float = option(
        1.8, 0.1, 30.0, "Hz", "Cut-off at rest; lower is calmer and later."
    )
    beta: float = option(5.0, 0.0, 100.0, "Hz/(trunk/s)", "How much the cut-off rises with speed.")
    back_cutoff_hz: float = option(1.5, 0.1, 30.0, "Hz", "Cut-off at rest for back curvature.")
    back_beta: float = option(
        0.06, 0.0, 5.0, "Hz/(deg/s)", "How much it rises with the speed of bending."
    )


@dataclass(frozen=True)
class RepOptions(Section):
    """What counts as a repetition."""

    min_way: float = option(
        0.5, 0.2, 1.5, "trunks", "How far hand, elbow and flexion together must go in a pull."
    )
    min_bend_deg: float = option(
        12.0, 2.0, 90.0, "deg", "How much more bent the arm must look at the end of a pull."
    )
    return_fraction: float = option(
        0.30,
        0.05,
        0.6,
        "",
        "Share of the way back that may be missing when the arm counts as extended again.",
    )
    min_concentric_s: float = option(0.20, 0.05, 2.0, "s", "A shorter pull is a glitch.")
    max_concentric_s: float = option(12.0, 2.0, 30.0, "s", "A longer one is not a pull.")
    min_rep_s: float = option(0.40, 0.2, 3.0, "s", "Shortest rep.")
    max_rep_s: float = option(20.0, 5.0, 60.0, "s", "Longest rep.")
    min_tracked: float = option(
        0.70, 0.3, 1.0, "", "Share of a rep's frames in which the lifter must be found."
    )


@dataclass(frozen=True)
class NeutralOptions(Section):
    """How the lifter's own neutral is found."""

    window_s: float = option(0.5, 0.1, 5.0, "s", "Length of the still posture that is taken.")
    max_spread_deg: float = option(
        4.0, 0.5, 20.0, "deg", "Back curvature may wander so much in it."
    )
    ask_s: float = option(
        5.0, 1.0, 15.0, "s", "How long to hold the set-up posture when a neutral is asked for."
    )


@dataclass(frozen=True)
class FlagOptions(Section):
    """When a fault is told."""

    strictness: str = choice(
        "standard",
        ("relaxed", "standard", "strict"),
        "How strict FormCheck is: moves the limits of all faults together.",
    )
    rounding_warn_deg: float = option(
        12.0, 2.0, 60.0, "deg", "Back curvature over the own neutral that is told as a warning."
    )
    rounding_alert_deg: float = option(20.0, 4.0, 90.0, "deg", "... and as an alert.")
    arching_warn_deg: float = option(
        12.0, 2.0, 60.0, "deg", "Hollowing below the own neutral that is told as a warning."
    )
    arching_alert_deg: float = option(20.0, 4.0, 90.0, "deg", "... and as an alert.")
    hold_s: float = option(
        0.4, 0.0, 3.0, "s", "A lasting fault must last so long before it is told."
    )
    moment_s: float = option(0.1, 0.0, 1.0, "s", "A fault of a moment (a swing) must last so long.")
    hysteresis: float = option(
        0.7, 0.2, 1.0, "", "A lasting fault ends below this share of its threshold."
    )
    yank_speed: float = option(
        3.0, 1.0, 20.0, "strokes/s", "Speed of a burst in the pull, over before it, that is a yank."
    )
    hitch_pct: float = option(3.0, 1.0, 50.0, "%", "Fall-back within the pull that is a hitch.")
    stall_s: float = option(0.45, 0.1, 3.0, "s", "Standstill within the pull that is a hitch.")
    bounce_pct: float = option(6.0, 1.0, 50.0, "%", "Rebound after the lowering that is a bounce.")
    drop_s: float = option(
        0.65, 0.1, 1.5, "s", "An unbraked load that would fall the whole way in less is a drop."
    )
    lowering_slack: float = option(
        0.26, 0.0, 0.5, "", "Share by which the planned lowering may be missed."
    )
    short_range: float = option(
        0.83, 0.3, 1.0, "", "Share of the set's best range below which a rep is short."
    )
    short_stretch: float = option(
        0.70, 0.3, 1.0, "", "Share of the way back below which the arms stay short of the stretch."
    )
    hips_rise_pct: float = option(
        8.0, 1.0, 40.0, "% trunk", "Rise of the hips in the pull that is told."
    )
    chin_over_pct: float = option(
        0.0, -30.0, 30.0, "% trunk", "Height of the chin over the hands that must be reached."
    )
    kip_pct: float = option(
        35.0, 5.0, 100.0, "% trunk", "Swing of the hips in a pull-up that is kipping."
    )
    growing_deg: float = option(
        8.0, 2.0, 40.0, "deg", "Growth of rounding within a set that is told."
    )
    speed_loss_pct: float = option(
        30.0, 5.0, 80.0, "%", "Loss of pulling speed within a set that is remarked."
    )


@dataclass(frozen=True)
class TempoOptions(Section):
    """The planned tempo of a rep, for the tempo bar and the metronome."""

    pull_s: float = option(1.0, 0.3, 5.0, "s", "Planned pull.")
    hold_s: float = option(1.0, 0.0, 5.0, "s", "Planned squeeze at the end of the pull.")
    lower_least_s: float = option(2.0, 0.5, 8.0, "s", "A planned lowering takes at least this.")
    lower_most_s: float = option(3.0, 0.5, 10.0, "s", "... and at most this.")
    pause_s: float = option(1.0, 0.0, 5.0, "s", "Planned pause with the arms straight.")


@dataclass(frozen=True)
class LiveOptions(Section):
    """Filming without a hand on the computer."""

    rest_s: float = option(90.0, 0.0, 600.0, "s", "Planned rest after a set; 0 only counts up.")
    set_ends_after_s: float = option(
        8.0, 3.0, 60.0, "s", "A set is over after this long without movement."
    )
    countdown_s: float = option(
        3.0, 0.0, 15.0, "s", "Time to take your place after a raised hand or the remote's key."
    )
    raised_hand: bool = switch(True, "A hand held up for a second starts and ends a set.")
    setup_help: bool = switch(True, "Check the camera's place before a set and say what to change.")
    show_fault: bool = switch(
        True, "After a set show its last rep with a fault again, slowly, while you rest."
    )
    rest_card: bool = switch(True, "Between sets show the score, what to improve and what is next.")
    metronome: bool = switch(False, "Tick the planned tempo during a set.")
    speed: bool = switch(
        False, "Show over the picture how long each pull took and how much speed the set has lost."
    )


@dataclass(frozen=True)
class CameraOptions(Section):
    """What a camera is asked for; one that cannot delivers what it can."""

    size: str = choice(
        "1280x720",
        ("640x480", "1280x720", "1920x1080", "3840x2160"),
        "Width and height of a camera's pictures; larger ones take more of the computer.",
    )
    frames_per_s: float = option(
        0.0, 0.0, 240.0, "1/s", "Pictures a second asked of a camera; 0: what it gives by itself."
    )
    exposure_ms: float = option(
        0.0, 0.0, 100.0, "ms", "Exposure; a short one blurs hands less, needs light; 0: automatic."
    )


@dataclass(frozen=True)
class RecordOptions(Section):
    """What is kept of a session while it is filmed."""

    poses: bool = switch(
        True, "Record landmarks and outline while you film, so that a set can be replayed."
    )
    pictures: bool = switch(False, "Record the pictures too; a minute takes 20 to 60 MB.")
    folder: str = folder("Folder for recordings; empty: FormCheck in your videos folder.")
    least_free_gb: float = option(
        1.0, 0.1, 100.0, "GB", "Recording stops when less space than this is left on the disk."
    )


@dataclass(frozen=True)
class SoundOptions(Section):
    """What is heard while filming."""

    speech: bool = switch(True, "Let the computer speak, if it has a voice.")
    count: bool = switch(True, "Speak the number of each rep.")
    cues: bool = switch(True, "Say how to correct a fault.")
    praise: bool = switch(True, "Say when a fault has been corrected.")
    setup: bool = switch(True, "Say how to move the camera.")
    tones: bool = switch(
        True, "Play a tone for each rep and fault, and at the end of a set and a rest."
    )
    volume_pct: float = option(80.0, 0.0, 100.0, "%", "Loudness of voice and tones.")
    cue_every_s: float = option(
        6.0, 1.0, 60.0, "s", "The same cue is not spoken again within this time."
    )


@dataclass(frozen=True)
class WindowOptions(Section):
    """How the window looks."""

    language: str = choice(
        "auto",
        ("auto", "en", "de", "es", "fr"),
        "Language of window and voice; auto: the system's.",
    )
    theme: str = choice(
        "auto", ("auto", "light", "dark", "contrast"), "Colours; auto: what the system asks for."
    )


@dataclass(frozen=True)
class LifterOptions(Section):
    """What only the user can know of lifter and camera; 0 is not stated."""

    height_m: float = option(
        0.0, 0.0, 2.5, "m", "The lifter's height, for speeds in metres a second; 0: unknown."
    )
    plate_px: float = option(
        0.0,
        0.0,
        4000.0,
        "px",
        "Diameter of a 450 mm plate in the picture, for speeds in metres a second; 0: none.",
    )
    camera_roll_deg: float = option(
        0.0,
        -45.0,
        45.0,
        "deg",
        "How far the picture is turned counter-clockwise; 0: found out while the lifter stands.",
    )


@dataclass(frozen=True)
class Config:
    """All options."""

    pose: PoseOptions = field(default_factory=PoseOptions)
    spine: SpineOptions = field(default_factory=SpineOptions)
    smoothing: SmoothingOptions = field(default_factory=SmoothingOptions)
    reps: RepOptions = field(default_factory=RepOptions)
    neutral: NeutralOptions = field(default_factory=NeutralOptions)
    flags: FlagOptions = field(default_factory=FlagOptions)
    lifter: LifterOptions = field(default_factory=LifterOptions)
    tempo: TempoOptions = field(default_factory=TempoOptions)
    live: LiveOptions = field(default_factory=LiveOptions)
    camera: CameraOptions = field(default_factory=CameraOptions)
    record: RecordOptions = field(default_factory=RecordOptions)
    sound: SoundOptions = field(default_factory=SoundOptions)
    window: WindowOptions = field(default_factory=WindowOptions)
