"""The two seams of sound: something that speaks, and something that plays tones."""

from __future__ import annotations

from typing import Protocol

from formcheck_ui.voice.tones import Tone


class Speech(Protocol):
    """A voice.  All but :meth:`cut` are called in the voice's own thread."""

    @property
    def name(self) -> str:
        """What speaks, e.g. ``espeak-ng``; empty when nothing does."""
        ...

    def say(self, text: str, language: str, volume: float) -> None:
        """Say a text and return when it is said or was cut.

        Parameters
        ----------
        text : str
            Words or a number.
        language : str
            Two letters, e.g. ``de``.
        volume : float
            0 to 1.

        Raises
        ------
        OSError
            When the voice cannot be heard after all.
        """
        ...

    def cut(self) -> None:
        """Fall silent at once; from any thread."""
        ...

    def close(self) -> None:
        """Release the voice."""
        ...


class Sounds(Protocol):
    """Plays tones, several at a time; called in the voice's own thread."""

    @property
    def name(self) -> str:
        """What plays; empty when nothing does."""
        ...

    def play(self, tone: Tone, volume: float) -> None:
        """Begin a tone and return; ``volume`` is 0 to 1.

        Raises
        ------
        OSError
            When there is nothing to play on after all.
        """
        ...

    def close(self) -> None:
        """Release the loudspeaker."""
        ...


class NoSpeech:
    """A voice for where there is none."""

    name = ""

    def say(self, text: str, language: str, volume: float) -> None:
        """Say nothing."""

    def cut(self) -> None:
        """Nothing to cut."""

    def close(self) -> None:
        """Nothing to release."""


class NoSounds:
    """A loudspeaker for where there is none."""

    name = ""

    def play(self, tone: Tone, volume: float) -> None:
        """Play nothing."""

    def close(self) -> None:
        """Nothing to release."""
