"""The truth of one rendered clip, as arrays (docs/studio.md has the file's schema)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.types import FloatArray

if TYPE_CHECKING:
    from studio.truth import RepTruth

SCHEMA_VERSION: Final = 1
FLEXING: Final = ("elbow", "knee")
NEUTRAL_S: Final = 0.5
"""The lifter's true neutral is the mean over so long before the first repetition."""


@dataclass(frozen=True, slots=True)
class TrueRep:
    """One repetition; seconds."""

    index: int
    start_s: float
    end_s: float
    concentric_s: float
    pause_s: float
    eccentric_s: float
    complete: bool
    side: str

    @property
    def boundaries_s(self) -> FloatArray:
        """Start of the pull, its end, start of the lowering, its end; shape (4,)."""
        lengths = [self.concentric_s, self.pause_s, self.eccentric_s]
        return self.start_s + np.cumsum([0.0, *lengths])


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault; ``rep`` is -1 when it spans several."""

    code: str
    start_s: float
    end_s: float
    rep: int


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything known of a clip.

    Arrays have one row a frame: ``lumbar_deg`` and ``thoracic_deg`` are flexion against the
    standing spine, ``trunk_deg`` the mid-hip to mid-shoulder line in the picture (90 upright,
    more leaning back), ``retraction_pct`` and ``elevation_pct`` the shoulder that faces the
    camera, % of trunk length.  ``flexion_deg`` maps elbow and knee of that side to their
    flexion in space, 0 straight (empty where it is not known).  ``joints`` maps a joint to its
    pixels, shape (T, 2); ``outline`` is the edge of the back, shape (T, 41, 2), NaN where there
    is none.
    """

    exercise: str
    fps: float
    yaw_deg: float
    near_side: str
    size: tuple[int, int]
    times_s: FloatArray
    rep: FloatArray
    lumbar_deg: FloatArray
    thoracic_deg: FloatArray
    trunk_deg: FloatArray
    retraction_pct: FloatArray
    elevation_pct: FloatArray
    joints: dict[str, FloatArray]
    outline: FloatArray
    reps: tuple[TrueRep, ...]
    faults: tuple[Fault, ...]
    flexion_deg: dict[str, FloatArray] = field(default_factory=dict)

    @property
    def in_set(self) -> FloatArray:
        """Whether each frame belongs to a repetition or the pause after it, shape (T,)."""
        return self.rep >= 0

    @property
    def trunk_px(self) -> float:
        """Trunk length in the picture: the median over the set (all frames without a set)."""
        span = np.linalg.norm(self.middle("shoulder") - self.middle("hip"), axis=1)
        return float(np.median(span[self.in_set] if self.in_set.any() else span))

    def middle(self, part: str) -> FloatArray:
        """Return the midpoint of a left/right pair of joints, shape (T, 2)."""
        return (self.joints[f"left_{part}"] + self.joints[f"right_{part}"]) / 2.0

    @property
    def elbow_height_pct(self) -> FloatArray:
        """How high the near elbow is over its shoulder in the picture, % of trunk, shape (T,)."""
        shoulder, elbow = (
            self.joints[f"{self.near_side}_{p}"][:, 1] for p in ("shoulder", "elbow")
        )
        return 100.0 * (shoulder - elbow) / self.trunk_px

    @property
    def hip_flexion_deg(self) -> FloatArray:
        """The trunk's line against the near thigh, in the lifter's sagittal plane, shape (T,)."""
        across = np.cos(np.radians(self.yaw_deg))
        ahead = 1.0 if self.near_side == "right" else -1.0
        lean = np.radians(self.trunk_deg)
        thigh = self.joints[f"{self.near_side}_knee"] - self.joints[f"{self.near_side}_hip"]
        leaning = np.arctan2(np.sin(lean), np.cos(lean) / across)
        hanging = np.arctan2(-thigh[:, 1], ahead * thigh[:, 0] / across)
        return np.abs(180.0 - np.degrees(leaning - hanging) % 360.0)

    def from_neutral(self, values: FloatArray) -> FloatArray:
        """Return a column of flexion against its mean over the set-up, just before the set."""
        if not self.reps:
            return np.full(len(values), np.nan)
        start = self.reps[0].start_s
        before = (self.times_s >= start - NEUTRAL_S) & (self.times_s < start + 1e-6)
        return values - values[before].mean()

    @property
    def curvature_deg(self) -> FloatArray:
        """Lumbar plus thoracic flexion against the own neutral, shape (T,)."""
        return self.from_neutral(self.lumbar_deg + self.thoracic_deg)


def load_truth(path: Path) -> Truth:
    """Read a truth file.

    Raises
    ------
    ValueError
        When the file has another schema than this module knows.
    """
    return parse_truth(json.loads(path.read_text(encoding="utf-8")))


def parse_truth(data: dict[str, Any]) -> Truth:
    """Return the truth from a truth file's plain values."""
    if data.get("schema_version") != SCHEMA_VERSION:
        raise ValueError(
            f"truth schema {data.get('schema_version')}, expected {SCHEMA_VERSION}: render anew"
        )
    frames, camera = data["frames"], data["camera"]
    near = str(camera["near_side"])
    joints = {name: np.array(xy, dtype=float) for name, xy in data["joints_px"].items()}
    column = {
        name: np.array(frames[name], dtype=float)
        for name in (
            "time_s", "rep", "lumbar_flexion_deg", "thoracic_flexion_deg",
            f"{near}_retraction_pct", f"{near}_elevation_pct",
        )
    }  # fmt: skip
    return Truth(
        exercise=str(data["exercise"]),
        fps=float(data["fps"]),
        yaw_deg=float(camera["yaw_deg"]),
        near_side=near,
        size=(int(camera["size"][0]), int(camera["size"][1])),
        times_s=column["time_s"],
        rep=column["rep"],
        lumbar_deg=column["lumbar_flexion_deg"],
        thoracic_deg=column["thoracic_flexion_deg"],
        trunk_deg=_inclination(joints, near),
        retraction_pct=column[f"{near}_retraction_pct"],
        elevation_pct=column[f"{near}_elevation_pct"],
        joints=joints,
        outline=_outline(frames["dorsal_outline_px"]),
        reps=tuple(_rep(item) for item in data["reps"]),
        faults=tuple(
            Fault(item["code"], item["start_s"], item["end_s"], item["rep"])
            for item in data["faults"]
        ),
        # The file tells the angle between the segments, 180 for a straight joint.
        flexion_deg={
            part: 180.0 - np.array(frames[f"{near}_{part}_deg"], dtype=float)
            for part in FLEXING
            if f"{near}_{part}_deg" in frames
        },
    )


def true_reps(drawn: Iterable[RepTruth]) -> list[TrueRep]:
    """Return what the studio says of the repetitions it drew, as the benchmark compares them."""
    return [TrueRep(**{name: getattr(rep, name) for name in TrueRep.__slots__}) for rep in drawn]


def _rep(item: dict[str, Any]) -> TrueRep:
    kept = {name: item[name] for name in TrueRep.__slots__}
    return TrueRep(**kept)


def _inclination(joints: dict[str, FloatArray], near: str) -> FloatArray:
    """As the measure is defined: leaning back is above 90, which the file's column folds away."""
    mid = {p: (joints[f"left_{p}"] + joints[f"right_{p}"]) / 2.0 for p in ("hip", "shoulder")}
    span = mid["shoulder"] - mid["hip"]
    # Seen from its right side a lifter looks to the right.
    ahead = 1.0 if near == "right" else -1.0
    return np.degrees(np.arctan2(-span[:, 1], ahead * span[:, 0]))


def _outline(rows: list[list[list[float] | None]]) -> FloatArray:
    nowhere = [np.nan, np.nan]
    return np.array([[nowhere if p is None else p for p in row] for row in rows], dtype=float)
