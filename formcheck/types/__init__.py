"""Domain types that travel between the stages.

Conventions, for every type here: seconds come from the source's own time stamps; pixels have
their origin at the top left of the *upright* frame, x to the right, y down; degrees outward;
missing is NaN with a reason beside it, never zero.
"""

from formcheck.types.faults import Flag, FlagPeak, Severity
from formcheck.types.landmarks import Landmarks
from formcheck.types.pictures import BackContour, Frame, Pose, SourceInfo, View, ViewKind
from formcheck.types.reps import (
    DoneSet,
    Hold,
    HoldEnd,
    Phase,
    Rep,
    RepArm,
    RepCurvature,
    RepScapula,
    SetRelation,
)
from formcheck.types.results import (
    Event,
    ExerciseGuess,
    ExerciseRecognised,
    FlagCleared,
    FlagRaised,
    FrameResult,
    HoldBegan,
    HoldEnded,
    NeutralCaptured,
    RepCompleted,
    RepRevoked,
    SessionResult,
)
from formcheck.types.values import (
    NAN,
    REASONS,
    SAME_FRAME_S,
    ByteArray,
    FloatArray,
    Measurement,
    Reason,
)

__all__ = [
    "NAN", "REASONS", "SAME_FRAME_S", "BackContour", "ByteArray", "DoneSet", "Event",
    "ExerciseGuess", "ExerciseRecognised", "Flag", "FlagCleared", "FlagPeak", "FlagRaised",
    "FloatArray", "Frame", "FrameResult", "Hold", "HoldBegan", "HoldEnd", "HoldEnded",
    "Landmarks", "Measurement", "NeutralCaptured", "Phase", "Pose", "Reason", "Rep", "RepArm",
    "RepCompleted", "RepCurvature", "RepRevoked", "RepScapula", "SessionResult", "SetRelation",
    "Severity", "SourceInfo", "View", "ViewKind",
]  # fmt: skip
