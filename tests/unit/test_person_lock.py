"""The lock on constructed people: crossing, leaving, standing by, hiding, pointing."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from formcheck.pose.election import PullWatch, votes
from formcheck.pose.lock import PersonLock
from formcheck.pose.sighting import Sighting, sight
from formcheck.types import FloatArray, Reason
from support.skeletons import Figure, build

PLAIN = Figure(mask_height=None, seated=True)
STANDING = Figure(mask_height=None)
FPS = 15.0


def worn(colour: int) -> FloatArray:
    """Return a spread of colours that has nothing in common with that of another number."""
    shares = np.zeros(6)
    shares[colour] = 1.0
    return shares


YELLOW, BLACK = worn(0), worn(3)


def person(
    x: float,
    colours: FloatArray | None = YELLOW,
    *,
    figure: Figure = STANDING,
    size: float = 100.0,
    activity: float = 0.0,
) -> Sighting:
    """Return somebody whose hips are at ``x`` of a picture 640 wide."""
    posture = replace(figure, hip_px=(x, 260.0), trunk_px=size)
    found = sight(build(posture), colours=colours, activity=activity)
    assert found is not None
    return found


@dataclass
class Scene:
    """Drives a lock as the tracker does: it follows one person, and surveys when asked to."""

    lock: PersonLock = field(default_factory=PersonLock)
    time_s: float = 0.0
    surveys: int = 0

    def show(self, tracked: Sighting | None, *others: Sighting) -> Sighting | None:
        """Show one frame; return the lifter."""
        self.time_s += 1.0 / FPS
        due = self.lock.survey_due(self.time_s, tracked)
        self.surveys += due
        return self.lock.choose(self.time_s, tracked, list(others) if due else None)

    def hold(self, seconds: float, tracked: Sighting | None, *others: Sighting) -> list[object]:
        """Show the same people for a while; return the lifter of each frame."""
        return [self.show(tracked, *others) for _ in range(round(seconds * FPS))]

    def settle(self, lifter: Sighting) -> None:
        """Let the lifter stay where he is for three seconds, alone."""
        assert self.hold(3.0, lifter) == [lifter] * round(3.0 * FPS)

    def prove(self, x: float, colours: FloatArray | None = YELLOW) -> None:
        """Let the lifter settle and pull three times."""
        self.settle(person(x, colours))
        for _ in range(3):
            for elbow_deg in (5.0, 100.0, 5.0):
                figure = replace(STANDING, elbow_deg=elbow_deg)
                self.hold(0.2, person(x, colours, figure=figure))
        assert self.lock.proven


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_nobody_is_nobody(scene: Scene) -> None:
    assert scene.show(None) is None
    assert scene.lock.reason is Reason.NOBODY


def test_the_large_one_in_the_middle_is_taken_even_if_another_is_tracked(scene: Scene) -> None:
    coach, lifter = person(70.0, BLACK, size=105.0), person(310.0)
    assert scene.show(coach, lifter) is lifter


def test_of_two_alike_the_active_one_is_taken(scene: Scene) -> None:
    watching, rowing = person(220.0, BLACK, activity=1.0), person(420.0, activity=8.0)
    assert votes([watching, rowing])[1] > votes([watching, rowing])[0]
    assert scene.show(watching, rowing) is rowing


def test_a_passer_by_who_takes_the_tracker_along_is_not_the_lifter(scene: Scene) -> None:
    lifter = person(310.0)
    scene.settle(lifter)
    chosen = []
    for x in range(310, 600, 12):
        # In front of the lifter the tracker slips over to the one who walks.
        hidden = x < 370
        chosen.append(scene.show(person(float(x), BLACK), *(() if hidden else (lifter,))))
    away = [c for c in chosen[8:] if c is not None]
    assert away
    assert all(c is lifter for c in away)


def test_even_a_twin_who_walks_on_is_told_by_the_one_who_stayed(scene: Scene) -> None:
    lifter = person(310.0)
    scene.settle(lifter)
    chosen = []
    for x in range(310, 600, 12):
        chosen.append(scene.show(person(float(x)), *(() if x < 370 else (lifter,))))
    assert chosen[-1] is lifter
    assert lifter in chosen[6:12]


def test_a_lifter_who_walks_away_alone_is_followed(scene: Scene) -> None:
    scene.settle(person(310.0))
    for x in range(310, 600, 12):
        walking = person(float(x))
        assert scene.show(walking) is walking


def test_a_lifter_who_walks_past_a_coach_is_followed(scene: Scene) -> None:
    scene.settle(person(310.0))
    coach = person(480.0, BLACK)
    for x in range(310, 640, 12):
        walking = person(float(x))
        assert scene.show(walking, coach) is walking


def test_a_coach_who_stands_by_changes_nothing(scene: Scene) -> None:
    lifter, coach = person(310.0), person(400.0, BLACK, size=140.0, activity=3.0)
    scene.prove(310.0)
    assert set(map(id, scene.hold(10.0, lifter, coach))) == {id(lifter)}


def test_a_tracker_that_jumps_to_the_coach_is_called_back(scene: Scene) -> None:
    lifter, coach = person(310.0), person(450.0, BLACK)
    scene.settle(lifter)
    assert scene.show(coach, lifter) is lifter
    # Also when the lifter is not found at that moment: then nobody is measured.
    assert scene.show(coach) is None
    assert scene.lock.reason is Reason.PERSON_UNSURE


def test_a_coach_in_the_way_is_not_measured_in_his_place(scene: Scene) -> None:
    lifter, coach = person(310.0), person(330.0, BLACK)
    scene.prove(310.0)
    scene.hold(1.0, lifter, person(450.0, BLACK))
    # The lifter is hidden: first nobody is found, then the one in front.
    scene.hold(0.2, None)
    assert set(scene.hold(2.0, coach)) == {None}
    assert scene.lock.reason is Reason.PERSON_UNSURE
    assert scene.show(lifter, coach) is lifter


def test_two_who_fit_equally_well_leave_nobody_certain(scene: Scene) -> None:
    scene.settle(person(310.0))
    left, right = person(205.0), person(415.0)
    scene.show(None)
    assert scene.show(left, right) is None
    assert scene.lock.reason is Reason.PERSON_UNSURE


def test_a_short_disappearance_is_bridged(scene: Scene) -> None:
    lifter = person(310.0)
    scene.settle(lifter)
    assert scene.hold(1.0, None) == [None] * 15
    assert scene.lock.reason is Reason.NOBODY
    assert scene.show(person(330.0)) is not None


def test_a_camera_cut_to_the_same_person_is_followed(scene: Scene) -> None:
    scene.settle(person(310.0))
    assert scene.show(person(150.0)) is not None


def test_changed_light_does_not_lose_a_lone_lifter(scene: Scene) -> None:
    scene.settle(person(310.0))
    dimmed = person(310.0, worn(1))
    assert scene.hold(4.0, dimmed) == [dimmed] * 60


def test_a_lifter_gone_for_long_is_replaced_and_known_again(scene: Scene) -> None:
    scene.prove(310.0)
    coach = person(330.0, BLACK)
    scene.show(None, person(500.0, BLACK))
    waited = scene.hold(12.0, coach)
    assert waited[0] is None
    assert waited[-1] is coach
    # He comes back, no larger and no nearer to the middle than the coach.
    back = person(420.0)
    assert scene.hold(4.0, coach, back)[-1] is back


def test_before_any_pull_a_likelier_lifter_takes_over_once_he_stays(scene: Scene) -> None:
    coach = person(120.0, BLACK, size=90.0)
    scene.settle(coach)
    chosen = scene.hold(5.0, coach, person(320.0, size=120.0, activity=6.0))
    assert chosen[0] is coach
    assert chosen[-1] is not coach


def test_before_any_pull_a_large_passer_by_does_not_take_over(scene: Scene) -> None:
    lifter = person(310.0)
    scene.settle(lifter)
    for x in range(40, 600, 8):
        assert scene.show(lifter, person(float(x), BLACK, size=180.0, activity=9.0)) is lifter


def test_the_user_points_at_somebody(scene: Scene) -> None:
    lifter, other = person(310.0), person(120.0, BLACK, size=60.0)
    scene.settle(lifter)
    scene.lock.follow(np.array([120.0, 240.0]))
    assert scene.show(lifter, other) is other
    assert scene.lock.proven
    assert scene.hold(5.0, other, lifter) == [other] * 75


def test_pointing_at_nothing_is_forgotten(scene: Scene) -> None:
    lifter = person(310.0)
    scene.settle(lifter)
    scene.lock.follow(np.array([10.0, 10.0]))
    assert scene.hold(3.0, lifter) == [lifter] * 45
    late = person(10.0, BLACK, size=60.0)
    assert scene.show(lifter, late) is lifter


def test_alone_the_surveys_are_few(scene: Scene) -> None:
    scene.prove(310.0)
    before = scene.surveys
    scene.hold(20.0, person(310.0))
    assert 5 <= scene.surveys - before <= 11


def test_the_same_frames_give_the_same_choices() -> None:
    def choices() -> list[float]:
        scene, rng = Scene(), np.random.default_rng(3)
        places = []
        for _ in range(300):
            tracked = person(float(rng.uniform(100, 540)), worn(int(rng.integers(2))))
            chosen = scene.show(tracked, person(300.0))
            places.append(-1.0 if chosen is None else float(chosen.place[0]))
        return places

    assert choices() == choices()


def test_only_an_arm_that_is_seen_proves_a_lifter() -> None:
    seen, unseen = PullWatch(), PullWatch()
    for elbow_deg in (5.0, 100.0) * 3:
        pulling = person(310.0, figure=replace(PLAIN, elbow_deg=elbow_deg))
        seen.push(pulling)
        hidden = replace(pulling.pose, visibility=np.full(33, 0.2))
        unseen.push(replace(pulling, pose=hidden))
    assert seen.proven
    assert not unseen.proven


def test_somebody_without_a_trunk_is_no_sighting() -> None:
    pose = build(STANDING)
    nowhere = replace(pose, xy=np.full_like(pose.xy, np.nan))
    assert sight(nowhere) is None
