"""An engine whose lifter stands and waits, for tests of the set-up."""

from __future__ import annotations

import threading
from dataclasses import replace

from formcheck.types import FrameResult, Measurement, Pose, View
from support.scripted import ScriptedPipeline, rowing_pose


class StandingPipeline(ScriptedPipeline):
    """She holds her start posture; the camera stands askew until ``turned`` is set."""

    def __init__(self, turned: threading.Event) -> None:
        super().__init__()
        self._turned = turned

    def push(
        self, index: int, time_s: float, pose: Pose | None, size: tuple[int, int]
    ) -> FrameResult:
        still = super().push(index, 0.0, rowing_pose(0.0, size=size), size)
        yaw_deg = 4.0 if self._turned.is_set() else 33.0
        lean = {"trunk_inclination_deg": Measurement(28.0), "back_contour_deg": Measurement(14.0)}
        return replace(
            still,
            index=index,
            time_s=time_s,
            view=View("side", yaw_deg, "right", "right", 0.9),
            measures=still.measures | lean,
            events=(),
        )
