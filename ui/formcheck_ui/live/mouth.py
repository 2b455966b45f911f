"""Turn what is to be heard into words of the user's language and hand it to the voice."""

from __future__ import annotations

from collections.abc import Iterable

from formcheck.config import SoundOptions
from formcheck_ui import words
from formcheck_ui.live import phrases
from formcheck_ui.live.announcer import Heard
from formcheck_ui.voice.tones import Tone
from formcheck_ui.voice.voice import Kind, Voice


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
        return words.flag_cue(heard.code)
    return phrases.message(heard.code, heard.number)
