"""The play head, on a clip whose frames are not evenly spaced."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck_ui.playback import Playback

TIMES = np.array([0.0, 0.1, 0.15, 0.4, 0.5, 1.0])


@pytest.fixture
def head() -> Playback:
    return Playback(TIMES)


def test_time_passes_at_the_chosen_speed(head: Playback) -> None:
    head.playing = True
    head.speed = 0.5
    assert head.advance(0.4)
    assert head.time_s == pytest.approx(0.2)
    assert head.index == 2


def test_it_stops_at_the_end_and_plays_again_from_the_start(head: Playback) -> None:
    head.playing = True
    assert not head.advance(5.0)
    assert (head.time_s, head.playing, head.index) == (1.0, False, 5)
    head.toggle()
    assert (head.time_s, head.playing) == (0.0, True)


def test_steps_are_frames_and_pause(head: Playback) -> None:
    head.playing = True
    head.step(3)
    assert (head.index, head.time_s, head.playing) == (3, 0.4, False)
    head.step(-1)
    assert head.time_s == 0.15
    head.step(-99)
    assert head.index == 0
    head.step(99)
    assert head.index == 5


def test_seeking_lands_on_a_frame(head: Playback) -> None:
    head.seek(0.39)
    assert head.time_s == 0.15
    head.seek(-3.0)
    assert head.time_s == 0.0
    head.seek(99.0)
    assert head.time_s == 1.0


def test_marks_are_walked_in_both_directions(head: Playback) -> None:
    marks = (0.1, 0.4, 1.0)
    assert [head.to_mark(marks, 1) for _ in range(4)] == [True, True, True, False]
    assert head.time_s == 1.0
    assert head.to_mark(marks, -1)
    assert head.time_s == 0.4


def test_speeds_are_stepped_through(head: Playback) -> None:
    assert head.speed == 1.0
    head.change_speed(-9)
    assert head.speed == 0.1
    head.change_speed(1)
    assert head.speed == 0.25
    head.change_speed(9)
    assert head.speed == 2.0


def test_a_loop_is_played_round_and_round(head: Playback) -> None:
    head.loop = (0.15, 0.5)
    head.playing = True
    assert head.advance(0.01)
    assert head.time_s == 0.15, "from outside it jumps to the start"
    assert head.advance(0.3)
    assert head.time_s == pytest.approx(0.45)
    assert head.advance(0.1)
    assert head.time_s == 0.15
    head.loop = None
    assert not head.advance(5.0)
    assert head.time_s == 1.0


def test_a_clip_without_frames_is_refused() -> None:
    with pytest.raises(ValueError, match="without frames"):
        Playback(np.array([]))


def test_a_rounded_time_lands_on_its_own_frame_and_not_the_one_before() -> None:
    times = np.arange(120) / 30.0
    head = Playback(times)
    for index, time_s in enumerate(times):
        head.seek(round(float(time_s), 3))
        assert head.index == index
    # Half way to the next frame it is still the one on show.
    head.seek(times[40] + 1 / 60.0)
    assert head.index == 40
