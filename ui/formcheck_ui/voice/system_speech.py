"""The computer's own voice: one small program of the system's a sentence.

Every desktop system brings a voice that works offline; its program is started, and ended to cut
it short.  A library in our process could hang it: pyttsx3's loop is known to, on macOS above all.
"""

from __future__ import annotations

import contextlib
import json
import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from formcheck_ui.voice.base import NoSpeech, Speech

log = logging.getLogger(__name__)

_PATIENCE_S: Final = 20.0
"""No sentence of ours takes longer; a program that does has lost its loudspeaker."""

_CLOSING_S: Final = 2.0
_NO_CONSOLE: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)

Command = Callable[[str, str, float], list[str]]


def _spd_say(text: str, language: str, volume: float) -> list[str]:
    # -100 to 100 around the user's own setting; --wait so that the end is known.
    level = round(200 * volume - 100)
    return ["spd-say", "--wait", "-l", language, "-i", str(level), "--", text]


def _espeak(program: str) -> Command:
    def command(text: str, language: str, volume: float) -> list[str]:
        return [program, "-v", language, "-a", str(round(200 * volume)), "--", text]

    return command


def _say(text: str, language: str, volume: float) -> list[str]:
    voice = apple_voices().get(language)
    chosen = ["-v", voice] if voice else []
    # `say` has no option for loudness but reads this mark in the text.
    return ["say", *chosen, f"[[volm {volume:.2f}]] {text}"]


class ProgramSpeech:
    """Speak by running a program for each sentence.

    Parameters
    ----------
    name : str
        The program.
    command : callable
        Text, language and volume to the program's arguments.
    """

    def __init__(self, name: str, command: Command) -> None:
        self.name = name
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def say(self, text: str, language: str, volume: float) -> None:
        """Run the program until it has spoken; see ``Speech``."""
        with self._lock:
            process = self._process = start(self._command(text, language, volume))
        try:
            code = process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            end(process)
            raise OSError(f"{self.name} did not come to an end") from None
        finally:
            with self._lock:
                self._process = None
        # A program that was ended by a signal was cut.
        if code > 0:
            raise OSError(f"{self.name} ended with {code}")

    def cut(self) -> None:
        """End the program without waiting for its end; :meth:`say` does."""
        with self._lock:
            if self._process is not None:
                self._process.terminate()

    def close(self) -> None:
        """End the program."""
        self.cut()


_WINDOWS_SCRIPT: Final = """
Add-Type -AssemblyName System.Speech
[Console]::InputEncoding = [Text.Encoding]::UTF8
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
while ($null -ne ($line = [Console]::In.ReadLine())) {
  $order = $line | ConvertFrom-Json
  try {
    $culture = [Globalization.CultureInfo]$order.language
    $voice.SelectVoiceByHints('NotSet', 'NotSet', 0, $culture)
  } catch {}
  $voice.Volume = $order.volume
  $voice.Speak([string]$order.text)
  [Console]::Out.WriteLine('done')
}
"""


class WindowsSpeech:
    """Speak through Windows' own voices; one PowerShell stays, because it starts slowly."""

    name = "Windows"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cut: list[subprocess.Popen[bytes]] = []
        self._process: subprocess.Popen[bytes] | None = None

    def say(self, text: str, language: str, volume: float) -> None:
        """Hand a sentence over and wait until it is said; see ``Speech``."""
        process = self._running()
        try:
            self._hand_over(process, text, language, volume)
        except OSError:
            # Cut short, the pipe is broken on purpose.
            if self._process is process:
                raise

    def _hand_over(
        self, process: subprocess.Popen[bytes], text: str, language: str, volume: float
    ) -> None:
        order = {"text": text, "language": language, "volume": round(100 * volume)}
        if process.stdin is None or process.stdout is None:
            raise OSError("PowerShell has no input")
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()

    def cut(self) -> None:
        """End PowerShell; the next sentence starts it again."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            self._cut.append(process)

    def close(self) -> None:
        """End PowerShell."""
        self.cut()
        self._tidy()

    def _tidy(self) -> None:
        while self._cut:
            end(self._cut.pop())

    def _running(self) -> subprocess.Popen[bytes]:
        self._tidy()
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                command = ["powershell", "-NoProfile", "-NonInteractive", "-Command"]
                self._process = start([*command, _WINDOWS_SCRIPT], talking=True)
            return self._process


def start(command: Sequence[str], *, talking: bool = False) -> subprocess.Popen[bytes]:
    """Start a program without a console; ``talking`` keeps its input and output open."""
    pipe = subprocess.PIPE if talking else subprocess.DEVNULL
    return subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, creationflags=_NO_CONSOLE
    )


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program, politely at first."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_CLOSING_S)
    if process.poll() is None:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


@cache
def apple_voices() -> dict[str, str]:
    """Return macOS's voice for each language, from the lines of ``say -v ?``."""
    try:
        listed = subprocess.run(
            ["say", "-v", "?"], capture_output=True, timeout=_PATIENCE_S, check=True
        ).stdout.decode(errors="replace")
    except (OSError, subprocess.SubprocessError):
        return {}
    return parse_apple_voices(listed)


def parse_apple_voices(listed: str) -> dict[str, str]:
    """Return the first voice of each language in lines like ``Anna   de_DE    # Hallo``."""
    found: dict[str, str] = {}
    for line in listed.splitlines():
        words = line.partition("#")[0].split()
        if len(words) >= 2:
            found.setdefault(words[-1][:2], " ".join(words[:-1]))
    return found


def open_speech() -> Speech:
    """Return the system's voice, or a silent one where there is none."""
    if sys.platform == "win32":
        return WindowsSpeech() if shutil.which("powershell") else NoSpeech()
    programs: dict[str, Command] = (
        {"say": _say}
        if sys.platform == "darwin"
        else {
            "spd-say": _spd_say,
            "espeak-ng": _espeak("espeak-ng"),
            "espeak": _espeak("espeak"),
        }
    )
    for name, command in programs.items():
        if shutil.which(name):
            return ProgramSpeech(name, command)
    log.info("no voice: none of %s is installed", ", ".join(programs))
    return NoSpeech()
