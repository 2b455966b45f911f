"""What a session passes between the user and an estimator that tells people apart."""

from __future__ import annotations

from formcheck.measures.registry import MEASURES
from formcheck.session import Session
from formcheck.types import Frame, Pose, Reason
from support.fakes import MadeUpSource, Recorder, ScriptedEngine, ScriptedEstimator, opener


class ChoosyEstimator(ScriptedEstimator):
    """See the lifter only in even frames; in the others it is not certain who he is."""

    def __init__(self) -> None:
        super().__init__(sees=lambda index: index % 2 == 0)
        self.pointed_at: list[tuple[float, float]] = []
        self.frames_before: list[int] = []
        self.frames = 0

    def estimate(self, frame: Frame) -> Pose | None:
        self.frames += 1
        return super().estimate(frame)

    @property
    def absent(self) -> Reason:
        return Reason.PERSON_UNSURE

    def follow_person(self, x_px: float, y_px: float) -> None:
        self.pointed_at.append((x_px, y_px))
        self.frames_before.append(self.frames)


def test_not_being_sure_who_it_is_becomes_the_reason_of_every_measure() -> None:
    recorder = Recorder()
    result = Session(MadeUpSource(6), opener(ChoosyEstimator()), ScriptedEngine(), recorder).run()
    assert result.detection_fraction == 0.5
    assert {result.reasons[name] for name in MEASURES} == {Reason.PERSON_UNSURE}


def test_pointing_at_somebody_reaches_the_estimator_once_and_before_its_frame() -> None:
    estimator = ChoosyEstimator()
    session = Session(MadeUpSource(6), opener(estimator), ScriptedEngine())
    session.follow_person(1.0, 2.0)
    session.follow_person(30.0, 40.0)
    session.run()
    assert estimator.pointed_at == [(30.0, 40.0)]
    assert estimator.frames_before == [0]


def test_pointing_without_an_estimator_that_can_is_harmless() -> None:
    session = Session(MadeUpSource(3), opener(ScriptedEstimator()), ScriptedEngine())
    session.follow_person(1.0, 2.0)
    assert session.run().detection_fraction == 1.0
