"""Tones on the computer's loudspeaker, through miniaudio.

miniaudio brings its own back ends and needs no library of the system's; it mixes nothing, so the
few tones that may overlap are added up here, in the loudspeaker's thread.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from formcheck_ui.voice.base import NoSounds, Sounds
from formcheck_ui.voice.tones import RATE_HZ, Tone, samples

log = logging.getLogger(__name__)

_BUFFER_MS: Final = 60
_MOST_AT_ONCE: Final = 4
_FULL_SCALE: Final = 32767.0


class Mixer:
    """Add up the tones that sound; fed by one thread, emptied by another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sounding: list[NDArray[np.float32]] = []

    def add(self, wave: NDArray[np.float32]) -> None:
        """Let a wave begin; of too many the oldest falls silent."""
        with self._lock:
            self._sounding = [*self._sounding[-(_MOST_AT_ONCE - 1) :], wave]

    def take(self, count: int) -> NDArray[np.int16]:
        """Return the next ``count`` samples."""
        total = np.zeros(count, np.float32)
        with self._lock:
            for wave in self._sounding:
                part = wave[:count]
                total[: part.size] += part
            self._sounding = [wave[count:] for wave in self._sounding if wave.size > count]
        return np.round(np.clip(total, -1.0, 1.0) * _FULL_SCALE).astype(np.int16)


class DeviceSounds:
    """The system's loudspeaker.

    Raises
    ------
    OSError
        When there is none.
    """

    def __init__(self, backends: tuple[str, ...] | None = None) -> None:
        import miniaudio

        names = likely_backends() if backends is None else backends
        if not names:
            raise OSError("no sound device")
        self._mixer = Mixer()
        try:
            self._device: Any = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=RATE_HZ,
                buffersize_msec=_BUFFER_MS,
                backends=[miniaudio.Backend[name] for name in names],
                app_name="FormCheck",
            )
            stream = self._stream()
            next(stream)
            self._device.start(stream)
        except miniaudio.MiniaudioError as error:
            raise OSError(f"no sound device: {error}") from error
        self.name = str(self._device.backend)

    def play(self, tone: Tone, volume: float) -> None:
        """Begin a tone."""
        self._mixer.add(samples(tone) * np.float32(volume))

    def close(self) -> None:
        """Release the device."""
        self._device.close()

    def _stream(self) -> Generator[bytes, int, None]:
        wanted = yield b""
        while True:
            wanted = yield self._mixer.take(wanted).tobytes()


def likely_backends() -> tuple[str, ...]:
    """Return the back ends worth opening, in order.

    ALSA's library writes a page of complaints on the terminal of a computer without a sound card,
    so it is only asked where there is one.
    """
    if sys.platform == "win32":
        return ("WASAPI", "DSOUND", "WINMM")
    if sys.platform == "darwin":
        return ("COREAUDIO",)
    found = []
    if os.environ.get("PULSE_SERVER") or _pulse_socket().exists():
        found.append("PULSEAUDIO")
    if _has_card(Path("/proc/asound/cards")):
        found.append("ALSA")
    return tuple(found)


def _pulse_socket() -> Path:
    """Return where PulseAudio, or PipeWire in its place, listens."""
    runtime = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    return Path(runtime) / "pulse" / "native"


def _has_card(cards: Path) -> bool:
    try:
        return "[" in cards.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def open_sounds() -> Sounds:
    """Return the loudspeaker, or a silent one where there is none."""
    try:
        return DeviceSounds()
    except (OSError, ImportError) as error:
        log.info("no tones: %s", error)
        return NoSounds()
