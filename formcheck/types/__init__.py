"""Domain types that travel between the stages.

Conventions, for every type here: seconds come from the source's own time stamps; pixels have
their origin at the top left of the *upright* frame, x to the right, y down; degrees outward;
missing is NaN with a reason beside it, never zero.
"""

from formcheck.types.body import BackContour, Pose, View, ViewKind
from formcheck.types.events import (
    Event,
    ExerciseGuess,
    ExerciseRecognised,
    FlagCleared,
    FlagRaised,
    HoldBegan,
    HoldEnded,
    NeutralCaptured,
    RepCompleted,
    RepRevoked,
)
from formcheck.types.faults import Flag, FlagPeak, Severity
from formcheck.types.pictures import Frame, SourceInfo
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
from formcheck.types.results import FrameResult, SessionResult
from formcheck.types.values import NAN, REASONS, ByteArray, FloatArray, Measurement, Reason

__all__ = [
    "NAN", "REASONS", "BackContour", "ByteArray", "DoneSet", "Event", "ExerciseGuess",
    "ExerciseRecognised", "Flag", "FlagCleared", "FlagPeak", "FlagRaised", "FloatArray", "Frame",
    "FrameResult", "Hold", "HoldBegan", "HoldEnd", "HoldEnded", "Measurement", "NeutralCaptured",
    "Phase", "Pose", "Reason", "Rep", "RepArm", "RepCompleted", "RepCurvature", "RepRevoked",
    "RepScapula", "SessionResult", "SetRelation", "Severity", "SourceInfo", "View", "ViewKind",
]  # fmt: skip
