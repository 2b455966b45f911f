"""What is told aloud: every rep, one cue at a time, praise for what was mended."""

from __future__ import annotations

from dataclasses import replace

from formcheck.config import SoundOptions
from formcheck.types import Flag, FlagRaised, RepCompleted, RepRevoked, Severity
from formcheck_ui.live.announcer import Announcer, Heard
from formcheck_ui.voice.tones import Tone
from formcheck_ui.voice.voice import Kind
from support.results import make_rep


def raised(
    time_s: float, code: str = "rounded_back", severity: Severity = "warning", rep: int = 1
) -> FlagRaised:
    return FlagRaised(time_s, Flag(code, severity, time_s, time_s, 15.0, 12.0, "°", rep))


def done(number: int, *flags: str) -> RepCompleted:
    return RepCompleted(2.0 * number, make_rep(number, flags=flags))


def said(heard: list[Heard]) -> list[tuple[str, int]]:
    return [(each.code, each.number) for each in heard if each.kind is not None]


def tones(heard: list[Heard]) -> list[Tone]:
    return [each.tone for each in heard if each.tone is not None]


def test_a_rep_is_a_tone_and_its_number_in_the_set() -> None:
    heard = Announcer(SoundOptions()).push(done(9), 3)
    assert heard == [Heard(tone=Tone.REP), Heard(kind=Kind.COUNT, number=3)]


def test_a_rep_that_is_taken_back_is_said_once_with_the_right_count() -> None:
    announcer = Announcer(SoundOptions())
    announcer.push(done(1), 1)
    gone = RepRevoked(3.0, 1)

    assert announcer.correction(gone) == "rep_back"
    assert announcer.push(gone, 0) == [
        Heard(tone=Tone.HINT),
        Heard(kind=Kind.TOLD, code="rep_back", number=0),
    ]
    assert said(announcer.push(done(2), 1)) == [("", 1)]


def test_reps_of_one_moment_are_one_rep_and_a_missed_one_given_back() -> None:
    announcer = Announcer(SoundOptions())
    missed, now = done(2), replace(done(3), time_s=done(2).time_s)

    assert announcer.correction(missed) == ""
    assert said(announcer.push(missed, 3)) == [("", 3)]
    assert announcer.correction(now) == "rep_added"
    assert said(announcer.push(now, 3)) == [("rep_added", 3)]


def test_a_correction_is_silent_where_the_count_is() -> None:
    announcer = Announcer(SoundOptions(count=False))
    assert said(announcer.push(RepRevoked(3.0, 1), 0)) == []


def test_a_fault_is_its_tone_and_its_cue() -> None:
    heard = Announcer(SoundOptions()).push(raised(1.0, "yank", "alert"), 0)
    assert heard == [Heard(tone=Tone.ALERT), Heard(kind=Kind.CUE, code="yank")]


def test_the_same_cue_waits_its_time_and_another_takes_a_breath() -> None:
    announcer = Announcer(SoundOptions(cue_every_s=6.0))
    assert announcer.push(raised(0.0), 0)
    assert not announcer.push(raised(5.9), 0)
    assert announcer.push(raised(6.0), 0)
    assert not announcer.push(raised(8.4, "hitch"), 0), "one thing at a time"
    assert announcer.push(raised(8.5, "hitch"), 0)
    assert announcer.push(raised(8.6, "yank", "alert"), 0), "an alert need not wait"


def test_the_first_clean_rep_after_a_cue_is_praised_once() -> None:
    announcer = Announcer(SoundOptions())
    announcer.push(raised(1.0, rep=1), 0)
    assert said(announcer.push(done(1, "rounded_back"), 1)) == [("", 1)]
    heard = announcer.push(done(2), 2)
    assert said(heard) == [("", 2), ("praise", 0)]
    assert tones(heard) == [Tone.REP, Tone.GOOD]
    assert said(announcer.push(done(3), 3)) == [("", 3)]


def test_no_praise_while_another_fault_is_there_or_long_after() -> None:
    announcer = Announcer(SoundOptions())
    announcer.push(raised(1.0, rep=1), 0)
    announcer.push(done(1, "rounded_back"), 1)
    assert said(announcer.push(done(2, "hitch"), 2)) == [("", 2)]
    announcer.push(raised(20.0, rep=3), 2)
    announcer.push(done(3, "rounded_back"), 3)
    assert said(announcer.push(done(8), 8)) == [("", 8)]


def test_a_fault_repeated_is_no_praise() -> None:
    announcer = Announcer(SoundOptions())
    announcer.push(raised(1.0, rep=1), 0)
    for number in (1, 2, 3):
        assert ("praise", 0) not in said(announcer.push(done(number, "rounded_back"), number))


def test_a_new_set_forgets_what_was_to_be_mended() -> None:
    announcer = Announcer(SoundOptions())
    announcer.push(raised(1.0, rep=1), 0)
    assert tones(announcer.begin_set()) == [Tone.SET_BEGINS]
    assert said(announcer.push(done(2), 1)) == [("", 1)]


def test_a_set_ends_with_its_count_and_a_rest_with_a_call() -> None:
    announcer = Announcer(SoundOptions())
    assert announcer.end_set(8) == [
        Heard(tone=Tone.SET_ENDS),
        Heard(kind=Kind.TOLD, code="set_over", number=8),
    ]
    assert tones(announcer.rest_over()) == [Tone.REST_OVER]


def test_each_part_can_be_switched_off() -> None:
    everything = SoundOptions()

    def heard(**switches: bool) -> list[Heard]:
        announcer = Announcer(replace(everything, **switches))
        got = announcer.push(raised(1.0, rep=1), 0) + announcer.push(done(1, "rounded_back"), 1)
        return got + announcer.push(done(2), 2)

    assert said(heard(count=False)) == [("rounded_back", 0), ("praise", 0)]
    assert said(heard(cues=False)) == [("", 1), ("", 2), ("praise", 0)]
    assert said(heard(praise=False)) == [("rounded_back", 0), ("", 1), ("", 2)]
    assert tones(heard(tones=False)) == []
    assert said(heard(speech=False)) == []
    assert tones(heard(speech=False)) == [Tone.WARNING, Tone.REP, Tone.REP, Tone.GOOD]
    assert heard(speech=False, tones=False) == []
