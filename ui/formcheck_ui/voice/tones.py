"""Our tones, made of sine waves: each meaning has a melody of its own.

They lie between 0.5 and 2 kHz, where small loudspeakers are loudest and a gym's rumble is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

RATE_HZ: Final = 44100
_ATTACK_S: Final = 0.004
_OVERTONE: Final = 0.25
"""Strength of the octave above, which lets a note stand out of noise."""


class Tone(Enum):
    """What a tone means."""

    REP = "rep"
    HINT = "hint"
    WARNING = "warning"
    ALERT = "alert"
    GOOD = "good"
    COUNTDOWN = "countdown"
    SET_BEGINS = "set_begins"
    SET_ENDS = "set_ends"
    REST_OVER = "rest_over"
    TICK = "tick"
    ACCENT = "accent"


@dataclass(frozen=True, slots=True)
class Note:
    """One note; a pitch of 0 is a rest."""

    pitch_hz: float
    length_s: float


MELODIES: Final[dict[Tone, tuple[Note, ...]]] = {
    Tone.REP: (Note(880, 0.11),),
    Tone.HINT: (Note(587, 0.16),),
    Tone.WARNING: (Note(784, 0.14), Note(523, 0.22)),
    Tone.ALERT: (Note(988, 0.10), Note(0, 0.04), Note(988, 0.10), Note(0, 0.04), Note(659, 0.26)),
    Tone.GOOD: (Note(784, 0.10), Note(1175, 0.20)),
    Tone.COUNTDOWN: (Note(698, 0.12),),
    Tone.SET_BEGINS: (Note(659, 0.10), Note(784, 0.10), Note(1047, 0.26)),
    Tone.SET_ENDS: (Note(1047, 0.12), Note(784, 0.12), Note(523, 0.32)),
    Tone.REST_OVER: (Note(880, 0.16), Note(0, 0.08), Note(880, 0.16), Note(0, 0.08),
                     Note(1319, 0.36)),
    Tone.TICK: (Note(1200, 0.04),),
    Tone.ACCENT: (Note(1800, 0.05),),
}  # fmt: skip


@cache
def samples(tone: Tone) -> NDArray[np.float32]:
    """Return a tone as mono samples of -1 to 1 at :data:`RATE_HZ`, shape (n,)."""
    made: NDArray[np.float32] = np.concatenate([_note(note) for note in MELODIES[tone]])
    made.setflags(write=False)
    return made


def length_s(tone: Tone) -> float:
    """Return how long a tone sounds."""
    return sum(note.length_s for note in MELODIES[tone])


def _note(note: Note) -> NDArray[np.float32]:
    """Return one note: a quick rise without a click, then dying away to silence."""
    t = np.arange(round(note.length_s * RATE_HZ)) / RATE_HZ
    if not note.pitch_hz:
        return np.zeros(t.size, np.float32)
    phase = 2.0 * np.pi * note.pitch_hz * t
    wave = (np.sin(phase) + _OVERTONE * np.sin(2.0 * phase)) / (1.0 + _OVERTONE)
    rise = np.minimum(1.0, t / _ATTACK_S)
    fall = np.cos(0.5 * np.pi * t / note.length_s) ** 2
    shaped: NDArray[np.float32] = (wave * rise * fall).astype(np.float32)
    return shaped
