"""What is to be heard when: the count, one cue at a time, praise for what was mended.

Events go into :class:`Announcer`, codes and numbers come out, and :class:`Mouth` turns those into
words.  Time is the source's own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from formcheck.config import SoundOptions
from formcheck.types import (
    Event,
    Flag,
    FlagRaised,
    HoldBegan,
    Rep,
    RepCompleted,
    RepRevoked,
    Severity,
)
from formcheck_ui import words
from formcheck_ui.live import phrases
from formcheck_ui.voice.tones import Tone
from formcheck_ui.voice.voice import Kind, Voice

BREATH_S: Final = 2.5
"""Seconds between any two cues: one thing at a time."""

_GRAVITY: Final[dict[Severity, int]] = {"hint": 0, "warning": 1, "alert": 2}
_TONES: Final[dict[Severity, Tone]] = {
    "hint": Tone.HINT,
    "warning": Tone.WARNING,
    "alert": Tone.ALERT,
}
HOLD_EVERY_S: Final = 5
"""The seconds of a hold are told at so many each."""

PRAISE_REPS: Final = 3
"""Within so many reps after its cue a fault's absence is worth praise."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing to be heard.

    ``tone`` sounds at once.  ``code`` names what is said: for a count ``number`` alone, for a cue
    the fault's code, with the ``exercise`` that may have words of its own for it, else a message
    of ``phrases``.
    """

    tone: Tone | None = None
    kind: Kind | None = None
    code: str = ""
    number: int = 0
    exercise: str = ""


class Announcer:
    """Decide what of the events is told aloud.

    Parameters
    ----------
    options : SoundOptions
        What the user wants to hear.
    """

    def __init__(self, options: SoundOptions) -> None:
        self.options = options
        self._cued: dict[str, float] = {}
        self._last_cue_s = -math.inf
        self._to_mend: dict[str, int] = {}
        self._rep = 0
        self._held_s = 0
        self._rep_s = math.nan

    def correction(self, event: Event) -> str:
        """Return what an event that is to be pushed next corrects in the count, else nothing.

        Reps of one moment are a pull and those before it that it gave back.
        """
        if isinstance(event, RepRevoked):
            return "rep_back"
        added = isinstance(event, RepCompleted) and event.time_s == self._rep_s
        return "rep_added" if added else ""

    def push(self, event: Event, count: int, exercise: str = "") -> list[Heard]:
        """Take an event and the set's count after it, and return what is to be heard.

        ``exercise`` is the one that is done.
        """
        if code := self.correction(event):
            return self._corrected(code, count)
        if isinstance(event, RepCompleted):
            self._rep_s = event.time_s
            return self._on_rep(event.rep, count)
        if isinstance(event, FlagRaised):
            return self._on_flag(event.flag, event.time_s, exercise)
        if isinstance(event, HoldBegan):
            self._held_s = 0
            return self._tone(Tone.REP)
        return []

    def holding(self, held_s: float) -> list[Heard]:
        """Return what is to be heard of a hold that runs: every fifth second; NaN outside one."""
        if math.isnan(held_s):
            return []
        due = int(held_s / HOLD_EVERY_S) * HOLD_EVERY_S
        if due <= self._held_s:
            return []
        self._held_s = due
        return self._said(Kind.COUNT, "", due) if self.options.count else []

    def begin_set(self, *, called: bool = True) -> list[Heard]:
        """Begin afresh, and return what marks the beginning of a set the lifter has called.

        One that begins with its first rep is marked by that rep.
        """
        self._to_mend.clear()
        self._rep_s = math.nan
        return self._tone(Tone.SET_BEGINS) if called else []

    def end_set(self, count: int, held_s: float = math.nan) -> list[Heard]:
        """Return what marks the end of a set of ``count`` reps, or of a hold of so many seconds."""
        code, number = ("set_over", count) if math.isnan(held_s) else ("set_held", int(held_s))
        said = self._said(Kind.TOLD, code, number) if self.options.count else []
        return self._tone(Tone.SET_ENDS) + said

    def rest_over(self) -> list[Heard]:
        """Return what calls the lifter to the next set."""
        return self._tone(Tone.REST_OVER) + self._said(Kind.TOLD, "rest_over")

    def _corrected(self, code: str, count: int) -> list[Heard]:
        """Say once that the count was wrong, and what it is."""
        said = self._said(Kind.TOLD, code, count) if self.options.count else []
        return self._tone(Tone.HINT) + said

    def _on_rep(self, rep: Rep, count: int) -> list[Heard]:
        self._rep = rep.index
        heard = self._tone(Tone.REP)
        if self.options.count:
            heard += self._said(Kind.COUNT, "", count)
        return heard + self._praise(rep)

    def _praise(self, rep: Rep) -> list[Heard]:
        """Praise the first clean rep after the one whose fault was told, once."""
        later = {code: rep.index - told for code, told in self._to_mend.items()}
        mended = [code for code, reps in later.items() if reps >= 1 and code not in rep.flags]
        for code in mended:
            del self._to_mend[code]
        fresh = any(later[code] <= PRAISE_REPS for code in mended)
        if not fresh or rep.flags or not self.options.praise:
            return []
        return self._tone(Tone.GOOD) + self._said(Kind.PRAISE, "praise")

    def _on_flag(self, flag: Flag, now_s: float, exercise: str) -> list[Heard]:
        grave = _GRAVITY[flag.severity]
        since_s = now_s - self._cued.get(flag.code, -math.inf)
        breath_s = now_s - self._last_cue_s
        if since_s < self.options.cue_every_s or (breath_s < BREATH_S and grave < 2):
            return []
        self._cued[flag.code] = self._last_cue_s = now_s
        self._to_mend[flag.code] = flag.rep or self._rep
        heard = self._tone(_TONES[flag.severity])
        if self.options.cues:
            heard += self._said(Kind.CUE, flag.code, exercise=exercise)
        return heard

    def _tone(self, tone: Tone) -> list[Heard]:
        return [Heard(tone=tone)] if self.options.tones else []

    def _said(self, kind: Kind, code: str, number: int = 0, exercise: str = "") -> list[Heard]:
        heard = Heard(kind=kind, code=code, number=number, exercise=exercise)
        return [heard] if self.options.speech else []


class Mouth:
    """Speak and sound what an announcer decides.

    Parameters
    ----------
    voice : Voice
        What is heard in the end.
    options : SoundOptions
        Volume, and whether there is speech and tones at all.
    language : str
        Two letters.
    """

    def __init__(self, voice: Voice, options: SoundOptions, language: str) -> None:
        self._voice = voice
        self.options = options
        self.language = language

    def tell(self, heard: Iterable[Heard]) -> None:
        """Have everything heard."""
        for each in heard:
            if each.tone is not None:
                self.play(each.tone)
            if each.kind is not None:
                self.say(each.kind, _text(each))

    def say(self, kind: Kind, text: str) -> None:
        """Have a text spoken."""
        if self.options.speech and text:
            self._voice.say(kind, text, self.language, self.options.volume_pct / 100.0)

    def play(self, tone: Tone) -> None:
        """Have a tone played."""
        if self.options.tones:
            self._voice.play(tone, self.options.volume_pct / 100.0)

    def beat(self, *, accent: bool) -> None:
        """Have the metronome heard, which has a switch of its own."""
        tone = Tone.ACCENT if accent else Tone.TICK
        self._voice.play(tone, self.options.volume_pct / 100.0)


def _text(heard: Heard) -> str:
    if heard.kind is Kind.COUNT:
        return str(heard.number)
    if heard.kind is Kind.CUE:
        return words.flag_cue(heard.code, heard.exercise)
    return phrases.message(heard.code, heard.number)
