"""Labels of shoulder blades in real pulls: well formed, within their clips, and what is made of
them.
"""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from formcheck.types import Rep, RepScapula
from tests.benchmark.blades_real import measure
from tests.benchmark.blades_real.figures import HALF_WAY_PCT, SQUEEZED_PCT, summarise
from tests.benchmark.blades_real.labels import SeenClip, SeenRep, seen_clips
from tests.benchmark.blades_real.measure import ToldClip, ToldRep

CLIPS = seen_clips()
THERE = [clip for clip in CLIPS if clip.video.exists()]

ONE = """
[[clip]]
file = "a.mp4"
folder = "counting"
lifter = "A"
exercise = "{exercise}"
view = "side"
[[clip.reps]]
stretch_s = 0.5
squeeze_s = 1.0
back = "{back}"
size = "small"
shrug = "no"
lead = "after"
{more}
"""


def test_the_labels_are_many_pulls_of_many_people_and_each_clip_is_there_once() -> None:
    assert sum(len(clip.reps) for clip in CLIPS) >= 60
    assert len({clip.lifter for clip in CLIPS}) >= 20
    assert max(Counter((clip.folder, clip.file) for clip in CLIPS).values()) == 1
    assert {clip.view for clip in CLIPS} <= {"side", "oblique", "front", "back"}


def test_pulls_go_forwards_in_time_and_do_not_overlap_but_for_fragments() -> None:
    for clip in CLIPS:
        moments = [moment for rep in clip.reps for moment in (rep.stretch_s, rep.squeeze_s)]
        assert min(moments) >= 0.0
        assert clip.fragment or moments == sorted(set(moments)), clip.file


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"back": "maybe"}, "back is 'maybe': write one of"),
        ({"more": 'elbow = "at"'}, "elbow is 'at': write one of nothing"),
        ({"exercise": "face_pull"}, "elbow is None: write one of"),
    ],
)
def test_a_word_that_is_none_of_the_vocabulary_is_refused(
    values: dict[str, str], wrong: str
) -> None:
    fields = {"exercise": "seated_row", "back": "yes", "more": ""} | values
    with pytest.raises(ValueError, match=wrong):
        seen_clips(ONE.format(**fields))


@pytest.mark.parametrize("clip", THERE or [None], ids=lambda clip: clip.file if clip else "none")
def test_every_moment_lies_within_its_clip(clip: SeenClip | None) -> None:
    if clip is None:
        pytest.skip("the real clips are not here: they are no part of the project")
    length_s = _length_s(clip.video)
    for rep in clip.reps:
        assert max(rep.stretch_s, rep.squeeze_s) <= length_s


def _length_s(video: Path) -> float:
    capture = cv2.VideoCapture(str(video))
    try:
        return float(capture.get(cv2.CAP_PROP_FRAME_COUNT) / capture.get(cv2.CAP_PROP_FPS))
    finally:
        capture.release()


def seen(back: str = "yes", **words: str) -> SeenRep:
    given = {"back": back, "size": "large", "shrug": "no", "lead": "together"} | words
    return SeenRep(1.0, 2.0, given)


CLIP = SeenClip("a.mp4", "counting", "A", "seated_row", "side", (seen(),))


def told(back: str = "yes", **values: Any) -> ToldRep:
    words = {name: values.pop(name) for name in ("lead", "elbow", "rotation") if name in values}
    return ToldRep(CLIP, seen(back, **words), values, True)


def of(*reps: ToldRep, ranges_pct: tuple[float, ...] = ()) -> dict[str, Any]:
    return summarise([ToldClip(CLIP, reps, ranges_pct)])


def test_the_sign_is_held_against_the_label_and_against_saying_yes_always() -> None:
    step = of(
        told(step_pct=8.0, std_pct=3.0),
        told(step_pct=8.0, std_pct=5.0),
        told(step_pct=-1.0, std_pct=3.0),
        told("no", step_pct=-2.0),
        told(step_pct=math.nan),
        told("cannot_tell", step_pct=9.0),
    )["back"]["step_pct"]

    assert (step["seen"], step["told"], step["agree"], step["always_yes"]) == (5, 4, 3, 3)
    assert step["beyond_error"] == 1
    assert step["wrong"] == ["a.mp4 2 s: -1.0"]


def test_an_arm_that_bends_without_a_pull_counts_for_the_direction_alone() -> None:
    curl = SeenClip("b.mp4", "many", "B", "curl", "side", (seen("no"),))
    stays = ToldRep(curl, seen("no"), {"step_pct": -1.0, "gauge_pct": 0.0})
    figures = summarise(
        [
            ToldClip(CLIP, (told(step_pct=8.0, gauge_pct=9.0),), ()),
            ToldClip(curl, (stays,), ()),
        ]
    )
    assert (figures["reps"], figures["lifters"]) == (1, 1)
    step = figures["back"]["step_pct"]
    assert (step["agree"], step["stays"], step["auc"]) == (2, [-1.0], 1.0)
    assert figures["words"] == {"large": {"squeezed": 1}, "small": {}, "stays": {"no word": 1}}


def test_the_gauge_is_put_in_the_windows_words() -> None:
    words = of(*(told(gauge_pct=value) for value in (8.0, 7.9, 4.9, math.nan)))["words"]
    assert words["large"] == {"squeezed": 1, "half way": 1, "no word": 1, "no number": 1}


def test_the_words_begin_where_the_windows_do() -> None:
    readouts = pytest.importorskip("formcheck_ui.panels.readouts", exc_type=ImportError)
    half_way, squeezed = (zone.low for zone in readouts.BLADES_ZONES[1:])
    assert (half_way, squeezed) == (HALF_WAY_PCT, SQUEEZED_PCT)


def test_a_spread_needs_three_reps_that_are_told() -> None:
    assert of(ranges_pct=(8.0, math.nan, 10.0))["steady"] == {}
    assert of(ranges_pct=(8.0, math.nan, 10.0, 12.0))["steady"] == {
        "a.mp4": {"reps": 3, "mean": 10.0, "sd": 2.0}
    }


def test_the_highest_shoulder_where_no_shrug_was_seen_is_told() -> None:
    shrug = of(told(elevation_pct=9.0), told(elevation_pct=1.0))
    assert shrug["shrug"]["no"]["highest"] == 9.0


def test_face_pulls_are_held_against_the_limits_of_the_rules() -> None:
    figures = of(
        told(elbow="below", elbow_height_pct=-30.0, rotation="no", rotation_deg=30.0),
        told(elbow="at", elbow_height_pct=5.0, rotation="yes", rotation_deg=40.0),
    )
    assert (figures["elbow"]["agree"], figures["elbow"]["always_level"]) == (2, 1)
    assert (figures["rotation"]["agree"], figures["rotation"]["always_yes"]) == (1, 1)


def test_a_pull_is_the_rep_that_is_contracted_nearest_to_it() -> None:
    reps = [
        Rep(1, 0.0, peak, 9.0, True, "left", 1.0, 0.0, 1.0, 1.0, scapula=RepScapula(peak))
        for peak in (1.2, 1.8, 2.7)
    ]
    found = measure._same(CLIP, CLIP.reps[0], reps)
    assert [rep.peak_s for rep in found] == [1.8]
    assert measure._same(CLIP, CLIP.reps[0], reps[2:]) == []


def test_the_gauge_of_a_fragment_is_read_in_every_pass_there_and_back() -> None:
    times_s = np.arange(0.0, 6.01, 0.1)
    place_s = np.minimum(times_s % 6.0, 6.0 - times_s % 6.0)
    read = measure._gauge(times_s, 4.0 * place_s, SeenRep(0.5, 2.0, {}), 3.0)
    assert read["gauge_pct"] == pytest.approx(8.0)
    assert read["step_pct"] == pytest.approx(6.0)
