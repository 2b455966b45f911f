"""What happens in a recording, as it happens."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.types.faults import Flag
from formcheck.types.reps import Hold, Rep
from formcheck.types.values import NAN


@dataclass(frozen=True, slots=True)
class ExerciseGuess:
    """The exercise and how sure we are; ``name`` is ``"unknown"`` while unsure."""

    name: str = "unknown"
    confidence: float = 0.0
    fixed_by_user: bool = False


@dataclass(frozen=True, slots=True)
class RepCompleted:
    """A rep was counted."""

    time_s: float
    rep: Rep


@dataclass(frozen=True, slots=True)
class RepRevoked:
    """The rep with this 1-based index was taken back."""

    time_s: float
    index: int


@dataclass(frozen=True, slots=True)
class FlagRaised:
    """A flag went up."""

    time_s: float
    flag: Flag


@dataclass(frozen=True, slots=True)
class FlagCleared:
    """A flag went down; the flag now has its end."""

    time_s: float
    flag: Flag


@dataclass(frozen=True, slots=True)
class ExerciseRecognised:
    """The exercise became known or changed."""

    time_s: float
    guess: ExerciseGuess


@dataclass(frozen=True, slots=True)
class NeutralCaptured:
    """The lifter's own neutral back curvature became known (degrees, absolute).

    ``sure`` says that it was seen in a still set-up or at a moment the user named, ``asked`` that
    the lifter held it on purpose.  ``hip_deg`` is the hip flexion then and ``lumbar_shape_deg`` and
    ``thoracic_shape_deg`` the back's own shape (:class:`formcheck.measures.neutral.Neutral`), NaN
    where unknown.
    """

    time_s: float
    total_deg: float
    lumbar_deg: float
    thoracic_deg: float
    sure: bool = True
    asked: bool = False
    hip_deg: float = NAN
    lumbar_shape_deg: float = NAN
    thoracic_shape_deg: float = NAN


@dataclass(frozen=True, slots=True)
class HoldBegan:
    """A hold has lasted long enough to be one; it began at ``start_s``."""

    time_s: float
    index: int
    start_s: float


@dataclass(frozen=True, slots=True)
class HoldEnded:
    """A hold that had begun is over."""

    time_s: float
    hold: Hold


Event = (
    RepCompleted
    | RepRevoked
    | FlagRaised
    | FlagCleared
    | ExerciseRecognised
    | NeutralCaptured
    | HoldBegan
    | HoldEnded
)
