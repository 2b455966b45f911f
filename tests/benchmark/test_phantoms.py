"""The benchmark of half an hour at a stretch: its motions, its joining, its command."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.dataset import clip_spec
from studio.landmarks import film
from support.on_request import on_request
from tests.benchmark.accuracy.poses import Recording
from tests.benchmark.phantoms import command, rendered
from tests.benchmark.phantoms.stretch import GAP_S, run
from tests.benchmark.phantoms.visits import Spell, visit, visits


def test_all_that_is_no_exercise_is_there() -> None:
    """Walking in, racking, arm swinging, adjusting the grip, towel, phone in hand."""
    doings = {spell.doing for one in visits("tune", 1800.0) for spell in one.spells}
    assert {"walk_in", "racking", "arm_swings", "grip", "at_the_bar", "towel", "phone"} <= doings


def test_visits_are_drawn_once_and_for_each_split_apart() -> None:
    assert repr(visit("tune", 3)) == repr(visit("tune", 3))
    assert visit("tune", 3).body != visit("validate", 3).body
    with pytest.raises(ValueError, match="blind"):
        visit("blind", 0)


def test_nobody_jumps_from_one_thing_to_the_next() -> None:
    one = visit("tune", 0)
    heads = np.array([one.skeleton(t)["head"] for t in np.arange(0.0, one.duration_s, 0.1)])
    assert np.linalg.norm(np.diff(heads, axis=0), axis=1).max() < 0.35


def test_recordings_run_as_one_session() -> None:
    """Two sets through one engine: both are counted, each under its own name."""
    spec = clip_spec("tune", 2)
    shown = film(spec)
    recording = Recording(shown.times_s, shown.size, shown.poses)
    whole = run([("first", recording), ("second", recording)])
    assert [told.where for told in whole.told] == ["first"] * 3 + ["second"] * 3
    # The first rep of all may take getting into position along, which is no matter of the session.
    first, second = ([told.time_s for told in part] for part in (whole.told[1:3], whole.told[4:]))
    assert first == pytest.approx(second, abs=0.1)
    assert whole.seconds == pytest.approx(2.0 * (shown.times_s[-1] + GAP_S), abs=0.5)


def test_a_small_piece_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    small = ["--part", "drawn", "--split", "tune", "--minutes", "0.5", "--no-write"]
    assert command.main(small) == 0
    assert "drawn, no exercise, tune" in capsys.readouterr().out


@on_request("takes a minute")
def test_pictures_show_the_lifter_where_the_landmarks_are() -> None:
    one = replace(visit("tune", 1), spells=(Spell("bottle", 0.2),), fps=10.0)
    times, pictures = zip(*rendered.pictures(one), strict=True)
    width, height = one.scene.camera.size
    assert len(times) == 2
    assert pictures[0].shape == (height, width, 3)
    empty = np.median(np.concatenate([p.reshape(-1, 3) for p in pictures]), axis=0)
    x, y = one.scene.camera.project(one.skeleton(0.0)["hip"])[0].astype(int)
    assert np.abs(pictures[0][y, x] - empty).max() > 20.0
