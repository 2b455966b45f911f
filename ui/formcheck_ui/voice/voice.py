"""One mouth: tones at once, sentences one at a time, in a thread of its own.

Whoever speaks to it returns at once.  A sentence waits only while it is still worth hearing, the
newest of a kind takes the place of an older one, and a graver kind cuts a lesser one short.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeVar

from formcheck_ui.voice.base import NoSounds, NoSpeech, Sounds, Speech
from formcheck_ui.voice.tones import Tone

log = logging.getLogger(__name__)
T = TypeVar("T")


class Kind(IntEnum):
    """What a sentence is for; a higher one cuts a lower one short."""

    SETUP = 0
    TOLD = 1
    PRAISE = 2
    COUNT = 3
    CUE = 4


_JOIN_S: Final = 0.05

WORTH_S: Final[dict[Kind, float]] = {
    Kind.SETUP: 2.0,
    Kind.TOLD: 6.0,
    Kind.PRAISE: 2.0,
    Kind.COUNT: 1.2,
    Kind.CUE: 2.0,
}
"""Seconds after which a sentence that still waits is stale: a count that late is wrong."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words to be spoken; ``at_s`` is on the voice's clock."""

    kind: Kind
    text: str
    language: str
    volume: float
    at_s: float


class Voice:
    """Own the speech and the loudspeaker, opened in its thread when they are first needed.

    Parameters
    ----------
    open_speech, open_sounds : callable
        Make the two; what they raise as ``OSError`` counts as having none.
    on_trouble : callable, optional
        Hears once ``"speech"`` or ``"sounds"`` when there is none or it fails; called in the
        voice's thread.
    clock : callable
        Seconds, rising.
    """

    def __init__(
        self,
        open_speech: Callable[[], Speech],
        open_sounds: Callable[[], Sounds],
        on_trouble: Callable[[str], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_speech, self._open_sounds = open_speech, open_sounds
        self._on_trouble = on_trouble or (lambda _: None)
        self._clock = clock
        self._wake = threading.Condition()
        self._waiting: dict[Kind, Sentence] = {}
        self._tones: deque[tuple[Tone, float]] = deque(maxlen=8)
        self._speaking: Sentence | None = None
        self._closed = False
        self._told: set[str] = set()
        self._speech: Speech | None = None
        self._sounds: Sounds | None = None
        self._mouth: threading.Thread | None = None
        self._hand: threading.Thread | None = None

    def say(self, kind: Kind, text: str, language: str, volume: float) -> None:
        """Have a text spoken soon, or not at all."""
        with self._wake:
            if self._closed:
                return
            self._waiting[kind] = Sentence(kind, text, language, volume, self._clock())
            cut = self._speaking is not None and kind >= self._speaking.kind
            speech = self._speech
            if self._mouth is None:
                self._mouth = self._begin(self._speak, "formcheck-voice")
            self._wake.notify_all()
        if cut and speech is not None:
            speech.cut()

    def play(self, tone: Tone, volume: float) -> None:
        """Have a tone played at once."""
        with self._wake:
            if self._closed:
                return
            self._tones.append((tone, volume))
            if self._hand is None:
                self._hand = self._begin(self._sound, "formcheck-tones")
            self._wake.notify_all()

    def prepare(self) -> None:
        """Open voice and loudspeaker now, so that the first word is not late."""
        with self._wake:
            if not self._closed:
                self._mouth = self._mouth or self._begin(self._speak, "formcheck-voice")
                self._hand = self._hand or self._begin(self._sound, "formcheck-tones")

    def hush(self) -> None:
        """Forget what waits and cut what is being said."""
        with self._wake:
            self._waiting.clear()
            self._tones.clear()
            speech = self._speech
        if speech is not None:
            speech.cut()

    @property
    def idle(self) -> bool:
        """Whether nothing is being said and nothing waits."""
        with self._wake:
            return self._speaking is None and not self._waiting and not self._tones

    def close(self) -> None:
        """Fall silent, release everything and leave no thread."""
        with self._wake:
            self._closed = True
            self._wake.notify_all()
        for thread in (self._mouth, self._hand):
            while thread is not None and thread.is_alive():
                # Again and again: a sentence may just have begun.
                self.hush()
                thread.join(_JOIN_S)

    def _begin(self, run: Callable[[], None], name: str) -> threading.Thread:
        thread = threading.Thread(target=run, name=name, daemon=True)
        thread.start()
        return thread

    def _speak(self) -> None:
        speech = _opened(self._open_speech, NoSpeech)
        with self._wake:
            self._speech = speech
        if not speech.name:
            self._tell("speech")
        while (sentence := self._next()) is not None:
            try:
                speech.say(sentence.text, sentence.language, sentence.volume)
            except OSError as error:
                log.warning("the voice failed: %s", error)
                self._tell("speech")
            with self._wake:
                self._speaking = None
        speech.close()

    def _next(self) -> Sentence | None:
        """Wait for the gravest sentence that is still worth saying; None at the end."""
        with self._wake:
            while True:
                self._wake.wait_for(lambda: self._closed or self._waiting)
                if self._closed:
                    return None
                sentence = self._waiting.pop(max(self._waiting))
                if self._clock() - sentence.at_s <= WORTH_S[sentence.kind]:
                    self._speaking = sentence
                    return sentence

    def _sound(self) -> None:
        sounds = _opened(self._open_sounds, NoSounds)
        if not sounds.name:
            self._tell("sounds")
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._tones)
                if self._closed:
                    break
                tone, volume = self._tones.popleft()
            try:
                sounds.play(tone, volume)
            except OSError as error:
                log.warning("the loudspeaker failed: %s", error)
                self._tell("sounds")
        sounds.close()

    def _tell(self, what: str) -> None:
        if what not in self._told:
            self._told.add(what)
            self._on_trouble(what)


def _opened(make: Callable[[], T], nothing: Callable[[], T]) -> T:
    try:
        return make()
    except OSError as error:
        log.warning("no sound: %s", error)
        return nothing()
