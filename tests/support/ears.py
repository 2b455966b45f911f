"""A voice and a loudspeaker that remember what they were told, for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable

from formcheck_ui.voice.tones import Tone

PATIENCE_S = 20.0


class RecordedSpeech:
    """Remember what was said; with ``hold`` a sentence lasts until it is released or cut."""

    name = "recorder"

    def __init__(self, *, hold: bool = False) -> None:
        self._hold = hold
        self._heard = threading.Condition()
        self._done = threading.Event()
        self.said: list[tuple[str, str, float]] = []
        self.closed = False

    @staticmethod
    def broken() -> RecordedSpeech:
        """Return a voice that fails at every word."""

        class Broken(RecordedSpeech):
            def say(self, text: str, language: str, volume: float) -> None:
                raise OSError("hoarse")

        return Broken()

    @staticmethod
    def unopened() -> RecordedSpeech:
        """Fail to be opened."""
        raise OSError("no voice")

    @property
    def texts(self) -> list[str]:
        """Everything said so far."""
        return [text for text, _, _ in self.said]

    def say(self, text: str, language: str, volume: float) -> None:
        self._done.clear()
        with self._heard:
            self.said.append((text, language, volume))
            self._heard.notify_all()
        if self._hold:
            self._done.wait(PATIENCE_S)

    def cut(self) -> None:
        self._done.set()

    def release(self) -> None:
        """Let the present sentence come to its end."""
        self._done.set()

    def close(self) -> None:
        self.closed = True

    def wait_for(self, text: str) -> bool:
        """Wait until a text has been begun; return whether it was."""
        with self._heard:
            return self._heard.wait_for(lambda: text in self.texts, PATIENCE_S)


class RecordedSounds:
    """Remember what was played."""

    name = "recorder"

    def __init__(self) -> None:
        self.played: list[tuple[Tone, float]] = []
        self.on_play: Callable[[], None] = lambda: None

    @property
    def tones(self) -> list[Tone]:
        """Everything played so far."""
        return [tone for tone, _ in self.played]

    def play(self, tone: Tone, volume: float) -> None:
        self.played.append((tone, volume))
        self.on_play()

    def close(self) -> None:
        """Nothing to release."""
