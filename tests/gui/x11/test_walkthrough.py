"""The tasks of docs/walkthrough.md, done with exactly the clicks and keys that stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gui.x11.conftest import MakeHands
from gui.x11.hands import ROOT, Hands

pytestmark = [pytest.mark.xserver, pytest.mark.slow, pytest.mark.timeout(600)]

GUIDE = (ROOT / "docs" / "walkthrough.md").read_text(encoding="utf-8")


def told(task: str) -> tuple[int, int]:
    """Return the clicks and keys the document tells for a task."""
    row = re.search(rf"^\| {re.escape(task)} \|.*\| (\d+) \| (\d+) \|$", GUIDE, re.MULTILINE)
    assert row is not None, f"no task {task!r} in docs/walkthrough.md"
    return int(row[1]), int(row[2])


@pytest.fixture
def opened(make_hands: MakeHands, clip: Path) -> Hands:
    """Return hands at a window with an analysed clip, as ``formcheck open`` gives it."""
    hands = make_hands("--clip", str(clip))
    hands.until(lambda seen: seen["ready"], "the clip analysed")
    return hands


def test_film_a_set(make_hands: MakeHands, short_film: str) -> None:
    hands = make_hands("--film", short_film)
    hands.click("start_camera")
    seen = hands.until(lambda seen: seen["state"] == "RESTING", "a set, filmed and over")
    over = f"Set over. Reps: {seen['count']}"
    seen = hands.until(lambda seen: over in seen["said"], "the set told over")
    assert "1" in seen["said"]
    assert hands.done == told("Film a set")
    hands.key("p")
    hands.until(lambda now: now["ready"], "the set replayed")
    assert hands.done == told("Film a set and replay it")


def test_what_was_wrong_with_rep_4_and_show_my_coach(opened: Hands, clip: Path) -> None:
    opened.click("rep_4_middle", times=2)
    seen = opened.until(lambda seen: "Rep 4" in seen["details"], "rep 4 and its causes")
    assert "Rounded back" in seen["details"]
    assert opened.done == told("What was wrong with rep 4?")
    opened.count_anew()
    opened.key("ctrl+e")
    opened.key("Return", "ExportPanel")
    opened.key("Return", "QFileDialog")
    report = clip.with_name("set-formcheck.html")
    opened.until(lambda seen: report.name in seen["saved"] and report.exists(), "the report")
    assert "Rounded back" in report.read_text("utf-8")
    assert opened.done == told("Show my coach")


def test_the_camera_is_badly_placed(make_hands: MakeHands, short_film: str) -> None:
    hands = make_hands("--film", short_film, "--low")
    hands.click("start_camera")
    seen = hands.until(
        lambda seen: seen["setup"] and "feet" in seen["setup_words"], "what to change"
    )
    assert "feet are cut off" in seen["setup_words"]
    assert hands.done == told("The camera is badly placed")
