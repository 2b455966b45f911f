"""The voice: one sentence at a time, the newest and gravest first, never in anybody's way."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck_ui.voice import player, system_speech
from formcheck_ui.voice.base import NoSounds, NoSpeech
from formcheck_ui.voice.player import DeviceSounds, Mixer
from formcheck_ui.voice.system_speech import ProgramSpeech, open_speech, parse_apple_voices
from formcheck_ui.voice.tones import MELODIES, RATE_HZ, Tone, length_s, samples
from formcheck_ui.voice.voice import Kind, Voice
from support.ears import RecordedSounds, RecordedSpeech

WAIT_S = 20.0
posix = pytest.mark.skipif(sys.platform == "win32", reason="runs shell scripts")


def test_a_sentence_is_said_in_its_language_and_volume() -> None:
    speech = RecordedSpeech()
    voice = Voice(lambda: speech, RecordedSounds)
    voice.say(Kind.COUNT, "drei", "de", 0.5)
    assert speech.wait_for("drei")
    voice.close()
    assert speech.said == [("drei", "de", 0.5)]
    assert speech.closed


def test_a_cue_cuts_the_count_short_and_a_count_waits_for_a_cue() -> None:
    speech = RecordedSpeech(hold=True)
    voice = Voice(lambda: speech, RecordedSounds)
    voice.say(Kind.COUNT, "1", "en", 1.0)
    assert speech.wait_for("1")
    voice.say(Kind.CUE, "Chest up", "en", 1.0)
    assert speech.wait_for("Chest up"), "the cue cut the count short"
    voice.say(Kind.COUNT, "2", "en", 1.0)
    assert speech.texts == ["1", "Chest up"], "a count does not cut a cue"
    speech.release()
    assert speech.wait_for("2")
    voice.close()


def test_of_two_waiting_counts_only_the_newest_is_said_and_stale_ones_never() -> None:
    now = [0.0]
    speech = RecordedSpeech(hold=True)
    voice = Voice(lambda: speech, RecordedSounds, clock=lambda: now[0])
    voice.say(Kind.CUE, "Chest up", "en", 1.0)
    assert speech.wait_for("Chest up")
    voice.say(Kind.COUNT, "3", "en", 1.0)
    voice.say(Kind.COUNT, "4", "en", 1.0)
    speech.release()
    assert speech.wait_for("4")
    voice.say(Kind.CUE, "Full range", "en", 1.0)
    assert speech.wait_for("Full range")
    voice.say(Kind.COUNT, "5", "en", 1.0)
    now[0] = 5.0
    voice.say(Kind.TOLD, "Rest over", "en", 1.0)
    speech.release()
    assert speech.wait_for("Rest over")
    voice.close()
    assert speech.texts == ["Chest up", "4", "Full range", "Rest over"]


def test_closing_in_mid_sentence_leaves_no_thread() -> None:
    speech = RecordedSpeech(hold=True)
    voice = Voice(lambda: speech, RecordedSounds)
    voice.say(Kind.TOLD, "a long story", "en", 1.0)
    voice.play(Tone.REP, 1.0)
    assert speech.wait_for("a long story")
    voice.close()
    names = {thread.name for thread in threading.enumerate()}
    assert not names & {"formcheck-voice", "formcheck-tones"}
    voice.say(Kind.TOLD, "too late", "en", 1.0)
    voice.play(Tone.REP, 1.0)
    assert speech.texts == ["a long story"]


@pytest.mark.parametrize("speech", [NoSpeech, RecordedSpeech.broken, RecordedSpeech.unopened])
def test_no_voice_is_told_once_and_breaks_nothing(speech: Any) -> None:
    told: list[str] = []
    sounds = RecordedSounds()
    voice = Voice(speech, lambda: sounds, told.append)
    heard = threading.Event()
    sounds.on_play = heard.set
    for number in range(3):
        voice.say(Kind.COUNT, str(number), "en", 1.0)
        while not voice.idle:
            heard.wait(0.01)
    voice.play(Tone.REP, 0.5)
    assert heard.wait(WAIT_S), "tones go on without a voice"
    voice.close()
    assert told == ["speech"]
    assert sounds.played == [(Tone.REP, 0.5)]


def test_no_loudspeaker_is_told_once() -> None:
    told: list[str] = []
    done = threading.Event()

    def tell(what: str) -> None:
        told.append(what)
        done.set()

    voice = Voice(RecordedSpeech, NoSounds, tell)
    voice.play(Tone.REP, 1.0)
    voice.play(Tone.ALERT, 1.0)
    assert done.wait(WAIT_S)
    voice.close()
    assert told == ["sounds"]


def _program(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@posix
def test_the_systems_program_is_run_with_text_language_and_volume(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(tmp_path, "espeak-ng", f'printf "%s|" "$@" >> {tmp_path}/heard')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(
        system_speech.shutil, "which", lambda name: name if (tmp_path / name).exists() else None
    )
    speech = open_speech()
    assert speech.name == "espeak-ng"
    speech.say("-1 Brust raus; rm", "de", 0.25)
    heard = (tmp_path / "heard").read_text(encoding="utf-8")
    assert heard == "-v|de|-a|50|--|-1 Brust raus; rm|"


@posix
def test_cutting_ends_the_program_and_is_no_failure(tmp_path: Path) -> None:
    started = tmp_path / "started"
    program = _program(tmp_path, "slow", f"touch {started}; exec sleep 60")
    speech = ProgramSpeech("slow", lambda *_: [str(program)])
    thread = threading.Thread(target=speech.say, args=("x", "en", 1.0))
    thread.start()
    while not started.exists():
        thread.join(0.01)
    speech.cut()
    thread.join(WAIT_S)
    assert not thread.is_alive()
    assert speech._process is None


@posix
def test_a_program_that_fails_is_an_oserror(tmp_path: Path) -> None:
    program = _program(tmp_path, "deaf", "exit 3")
    with pytest.raises(OSError, match="ended with 3"):
        ProgramSpeech("deaf", lambda *_: [str(program)]).say("x", "en", 1.0)
    with pytest.raises(OSError, match="nowhere"):
        ProgramSpeech("gone", lambda *_: [str(tmp_path / "nowhere")]).say("x", "en", 1.0)


def test_without_any_program_there_is_no_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_speech.shutil, "which", lambda _: None)
    for platform in ("linux", "darwin", "win32"):
        monkeypatch.setattr(sys, "platform", platform)
        assert open_speech().name == ""


def test_apples_list_of_voices_is_understood() -> None:
    listed = (
        "Alex                en_US    # Most people recognize me by my voice.\n"
        "Anna (Premium)      de_DE    # Hallo, ich heiße Anna.\n"
        "Fred                en_US    # I sure like being inside this fancy computer\n\n"
    )
    assert parse_apple_voices(listed) == {"en": "Alex", "de": "Anna (Premium)"}


@pytest.mark.skipif(
    not any(map(system_speech.shutil.which, ("espeak-ng", "espeak"))),
    reason="neither espeak-ng nor espeak is installed",
)
@pytest.mark.parametrize("language", ["en", "de", "es", "fr"])
def test_the_real_voice_knows_our_languages(tmp_path: Path, language: str) -> None:
    name = (system_speech.shutil.which("espeak-ng") and "espeak-ng") or "espeak"
    command = system_speech._espeak(name)("12", language, 1.0)
    path = tmp_path / "said.wav"
    subprocess.run([*command[:-2], "-w", str(path), *command[-2:]], check=True, timeout=WAIT_S)
    assert path.stat().st_size > 10_000, "more than silence of a tenth of a second"


@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_sounds_without_clicks_and_ends_silent(tone: Tone) -> None:
    wave = samples(tone)
    assert wave.size == pytest.approx(length_s(tone) * RATE_HZ, abs=8)
    assert 0.5 <= np.abs(wave).max() <= 1.0
    assert abs(wave[0]) < 0.01
    assert abs(wave[-1]) < 0.01
    assert np.abs(np.diff(wave)).max() < 0.45, "no jump a loudspeaker would crack at"


def test_no_two_tones_are_alike() -> None:
    tunes = [tuple(note.pitch_hz for note in notes) for notes in MELODIES.values()]
    assert len(set(tunes)) == len(tunes)


def test_tones_that_overlap_are_added_and_never_overflow() -> None:
    mixer = Mixer()
    mixer.add(np.full(10, 0.25, np.float32))
    mixer.add(np.full(5, 0.5, np.float32))
    first = mixer.take(4)
    assert first.tolist() == [round(0.75 * 32767)] * 4
    rest = mixer.take(8)
    assert rest.tolist() == [round(0.75 * 32767)] + [round(0.25 * 32767)] * 5 + [0] * 2
    for _ in range(9):
        mixer.add(np.full(3, 0.9, np.float32))
    assert mixer.take(4).tolist() == [32767] * 3 + [0]


def test_the_loudspeaker_plays_what_it_is_given() -> None:
    # miniaudio's null device runs on a real clock but makes no sound.
    sounds = DeviceSounds(("NULL",))
    try:
        assert sounds.name
        sounds.play(Tone.REP, 1.0)
        taken = threading.Event()
        for _ in range(2000):
            if not sounds._mixer._sounding:
                break
            taken.wait(0.01)
        assert not sounds._mixer._sounding, "the device has taken the tone"
    finally:
        sounds.close()


def test_a_computer_without_sound_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("PULSE_SERVER", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(player, "_has_card", lambda _: False)
    assert player.likely_backends() == ()
    assert player.open_sounds().name == ""
    assert capfd.readouterr().err == ""


def test_sound_cards_are_found(tmp_path: Path) -> None:
    cards = tmp_path / "cards"
    assert not player._has_card(cards)
    cards.write_text("--- no soundcards ---\n", encoding="utf-8")
    assert not player._has_card(cards)
    cards.write_text(" 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n", encoding="utf-8")
    assert player._has_card(cards)
