"""What an exercise is like, from some reps of it that were shown.

The reps are counted by each signal in turn with everything let pass; the signal that counts as many
as were shown is kept.  Between which values the features of these reps lie, with room for other
days and other people, is what the exercise is recognised by from then on.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from formcheck.config import RepOptions
from formcheck.errors import UsageError
from formcheck.exercises import registry
from formcheck.exercises.families import PULL
from formcheck.exercises.recognition import UNSURE_PCT, ExerciseRecogniser
from formcheck.exercises.spec import SIGNALS, VIEWS, Band, ExerciseSpec
from formcheck.measures.view import view_kind
from formcheck.reps.counter import Counted, RepCounter
from formcheck.reps.features import features
from formcheck.reps.sample import Memory, Sample

SHOWN: Final = 5
"""Chosen; with so many was measured what docs/teach.md says of exercises that were shown."""

FEWEST: Final = 3
"""Two reps alike may be getting ready and putting away."""

OFF: Final = 1
"""So many reps more or fewer than were shown may be counted: a set that begins with the arms bent
(a press) is counted from one straight arm to the next, and has one such way fewer than reps."""

SOFTNESS: Final = {"deg": 15.0, "pct": 20.0}
"""By the unit a feature's name ends with: how far people doing the same differ, the median over the
features told below of the standard deviation between 16 people in five exercises."""

STILL: Final = {"deg": 9.0, "pct": 10.0}
"""...of a body that is still while the arms work: the medians of the 31 and 91 bands of FormCheck's
own exercises.  With the softness above a squat whose hands swing is a curl, five times of five."""

BODY: Final = ("trunk_upright_pct", "trunk_travel_deg", "body_rise_pct", "hip_travel_deg")
SHOULDER_PCT: Final = 5.0
"""...and in how far their shoulders rise, which is little."""

OTHER_ARM_PCT: Final = {True: Band(45.0, 400.0, 8.0), False: Band(0.0, 33.0, 7.0)}
"""Whether both arms work: the bands of FormCheck's own exercises for two arms and for one.  How far
a hidden arm goes is guessed, so nothing narrower is known of it."""

PULL_PCT: Final = Band(30.0, 100.0, 12.0)
"""How like a pull one is, as in FormCheck's own face pull; only where all that were shown are."""

BOTH_ARMS_PCT: Final = 40.0
"""Both work from here on: between the two bands."""

HIPS_DEG: Final = 60.0
"""Hips that straighten by so much carry the arms along: the least of FormCheck's own hinges."""

LAST: Final = ("elbow", "shrug")
"""Signals that are taken where no other will do: the one knows nothing of hands, and shoulders rise
with any raise of the arms."""

_ARM: Final = (
    "trunk_upright_pct", "trunk_travel_deg", "hand_forward_extended_pct", "hand_up_extended_pct",
    "hand_forward_contracted_pct", "hand_up_contracted_pct", "hand_forward_travel_pct",
    "hand_up_travel_pct", "elbow_up_contracted_pct", "elbow_travel_deg", "body_rise_pct",
    "hip_travel_deg",
)  # fmt: skip
TOLD: Final = {
    "arm": _ARM,
    "elbow": _ARM,
    "apart": (*_ARM, "hands_apart_contracted_pct", "hands_apart_travel_pct"),
    "shrug": (*_ARM, "shoulder_rise_pct", "hands_travel_pct"),
    "hinge": (
        "trunk_upright_pct", "trunk_travel_deg", "upright_travel_pct", "hand_forward_travel_pct",
        "hand_up_travel_pct", "elbow_travel_deg", "body_rise_pct", "hip_travel_deg",
        "knee_extended_deg",
    ),
}  # fmt: skip
"""What an exercise is told by: where hands and elbows are at both ends (the hands hold anything
anywhere in a hinge), how they get there, and how far the body goes with them or is still.  Not
told are the camera's yaw, what trees grown on pulls make of it, sitting or standing, which is no
part of most exercises, and what wanders: the feet, and the hands' distance, which views change by
half a trunk."""

TELLING: Final = {
    "arm": "hand_up_travel_pct",
    "elbow": "elbow_up_contracted_pct",
    "apart": "hands_apart_travel_pct",
    "shrug": "shoulder_rise_pct",
    "hinge": "hip_travel_deg",
}
"""What must have been seen of a pull by each signal: of what is not seen nearly all fits."""

JUDGED: Final = {"arm": ("short_range", "speed_loss"), "hinge": ("speed_loss",)}
"""Faults that compare a rep with its own set.  The others need to know which half of the cycle is
the work, and what the exercise asks for: a press pushes in the half that is a row's lowering."""

MEASURED: Final = ("trunk_inclination_deg", "elbow_flexion_deg", "hand_speed_pct_s")
CONFIRM: Final = 2
"""As of FormCheck's own exercises that are no pulls and are recognised."""

LOWERING_S: Final = 2.0
"""As in most of FormCheck's own exercises, where no lowering was seen to its end."""

STEP_S: Final = 0.5
SWING_STEP_DEG: Final = 5.0
"""In such steps FormCheck's own exercises say how long a lowering takes, how far a trunk moves."""


def count(
    samples: Sequence[Sample], exercise: str | ExerciseSpec | None, options: RepOptions
) -> tuple[list[Counted], str]:
    """Count a recording again; return its reps, and the name of what is done.

    Parameters
    ----------
    samples : sequence of Sample
        One a frame.
    exercise : str, ExerciseSpec or None
        What is named; None to recognise it.
    options : RepOptions
    """
    memory, recogniser = Memory(), ExerciseRecogniser(exercise)
    counter = RepCounter(options, recogniser, memory)
    counted: list[Counted] = []
    for sample in samples:
        memory.push(sample)
        change = counter.push(sample)
        del counted[len(counted) - change.revoked :]
        counted += change.counted
    change = counter.finish()
    del counted[len(counted) - change.revoked :]
    return counted + change.counted, recogniser.guess.name


def teach(
    samples: Sequence[Sample], name: str, title: str, options: RepOptions, *, shown: int = SHOWN
) -> tuple[ExerciseSpec, int]:
    """Return the exercise that was shown, and how many of its reps are counted with it named.

    What FormCheck's own exercises count already becomes a variant of theirs: it cannot be told
    from them by looking, and is judged by the same rules.

    Parameters
    ----------
    samples : sequence of Sample
        One a frame, of nothing but the reps and getting ready for them.
    name, title : str
    options : RepOptions
    shown : int
        How many reps were shown.

    Raises
    ------
    UsageError
        When no signal counts about as many, or its reps are too unlike each other.
    """
    reps, known = count(samples, None, options)
    if registry.is_bundled(known) and abs(len(reps) - shown) <= OFF:
        spec = _variant(registry.get(registry.get(known).kind), reps, samples, name, title)
    else:
        spec = _own(samples, name, title, options, shown)
    counted, _ = count(samples, spec, options)
    if abs(len(counted) - shown) > OFF:
        raise UsageError(
            f"The {shown} reps are too unlike each other: with what they have in common "
            f"{len(counted)} are counted.",
            "Show them all alike, from one place, and nothing else.",
        )
    return spec, len(counted)


def _own(
    samples: Sequence[Sample], name: str, title: str, options: RepOptions, shown: int
) -> ExerciseSpec:
    by_signal = {
        signal: count(samples, _blank(name, title, signal), options)[0] for signal in SIGNALS
    }
    signal = _signal(by_signal, samples, shown)
    if signal is None:
        told = " or ".join(str(n) for n in sorted({len(each) for each in by_signal.values()}))
        raise UsageError(
            f"{shown} reps were to be shown, and {told} were counted.",
            "Film nothing but these reps, the whole body in the picture, from where the arms are "
            "seen to move; or say how many there are.",
        )
    reps = by_signal[signal]
    seen = [_features(samples, rep) for rep in reps]
    bands = _bands(seen, signal)
    if not bands:
        raise UsageError(
            "Too little of the reps was seen to know them by.",
            "Film the whole body, from where the arms are seen to move.",
        )
    view = _view(samples)
    words = "obliquely" if view == "oblique" else f"from the {view}"
    return replace(
        _blank(name, title, signal),
        summary=f"As it was shown: {SIGNALS[signal]}.",
        bands=bands,
        required=(TELLING[signal],) if _known(seen, TELLING[signal]) else (),
        # Elbows or shoulders alone look like many things, as FormCheck's own shrug does.
        confirm=0 if signal in LAST else CONFIRM,
        strict=True,
        flags=JUDGED.get(signal, ()),
        measures=MEASURED,
        views=(view,),
        camera=f"As it was shown: {words}, the whole body in the picture.",
        lowering_s=_lowering_s(reps),
        trunk_swing_deg=_swing_deg(seen),
    )


def _signal(
    by_signal: dict[str, list[Counted]], samples: Sequence[Sample], shown: int
) -> str | None:
    """Return the signal whose count is nearest to what was shown; None where none is near."""
    off = {signal: abs(len(reps) - shown) for signal, reps in by_signal.items()}
    near = [signal for signal in SIGNALS if off[signal] <= OFF]
    good = [signal for signal in near if signal not in LAST] or near
    if "hinge" in good and _hips_deg(samples, by_signal["hinge"]) >= HIPS_DEG:
        return "hinge"
    return min(good, key=lambda signal: off[signal], default=None)


def _hips_deg(samples: Sequence[Sample], reps: Sequence[Counted]) -> float:
    known = [_features(samples, rep)["hip_travel_deg"] for rep in reps]
    return median([each for each in known if math.isfinite(each)] or [0.0])


def _variant(
    kind: ExerciseSpec, reps: Sequence[Counted], samples: Sequence[Sample], name: str, title: str
) -> ExerciseSpec:
    seen = [_features(samples, rep) for rep in reps]
    own = ExerciseSpec(
        name=name,
        title=title,
        summary=f"As it was shown: like {kind.title.lower()}.",
        camera=kind.camera,
        lowering_s=_lowering_s(reps),
        trunk_swing_deg=_swing_deg(seen),
        bands={},
        flags=(),
        variant_of=kind.name,
        signals=(),
        views=(),
    )
    return own.with_kind(kind)


def _blank(name: str, title: str, signal: str) -> ExerciseSpec:
    """Return an exercise that every cycle of a signal belongs to."""
    anything = {"view_yaw_deg": Band(-360.0, 360.0, 1.0)}
    return ExerciseSpec(name, title, "", "", 0.0, 0.0, anything, (), signals=(signal,), confirm=0)


def _features(samples: Sequence[Sample], rep: Counted) -> dict[str, float]:
    cycle = rep.cycle
    inside = [s for s in samples if cycle.start_s <= s.time_s <= cycle.end_s]
    return features(inside, cycle)


def _known(seen: Sequence[dict[str, float]], name: str) -> bool:
    return all(math.isfinite(numbers[name]) for numbers in seen)


def _bands(seen: Sequence[dict[str, float]], signal: str) -> dict[str, Band]:
    """Return the range of each feature that was measured in all reps, with room on both sides."""
    bands = {}
    for name in TOLD[signal]:
        if not _known(seen, name):
            continue
        soft = _softness(name, signal)
        values = [numbers[name] for numbers in seen]
        low, high = round(min(values) - soft), round(max(values) + soft)
        bands[name] = Band(float(low), float(high), soft)
    if _known(seen, "other_arm_pct"):
        other = median(numbers["other_arm_pct"] for numbers in seen)
        bands["other_arm_pct"] = OTHER_ARM_PCT[other >= BOTH_ARMS_PCT]
    if all(numbers[PULL] >= UNSURE_PCT for numbers in seen):
        bands[PULL] = PULL_PCT
    return bands


def _softness(name: str, signal: str) -> float:
    if name == "shoulder_rise_pct":
        return SHOULDER_PCT
    table = STILL if name in BODY and signal != "hinge" else SOFTNESS
    return table[name.rsplit("_", 1)[1]]


def _view(samples: Sequence[Sample]) -> str:
    """Return from where it was filmed."""
    kinds = Counter(view_kind(s.yaw_deg) for s in samples if math.isfinite(s.yaw_deg))
    return next((kind for kind, _ in kinds.most_common() if kind in VIEWS), "oblique")


def _lowering_s(reps: Sequence[Counted]) -> float:
    """Return how long the lowering took as it was shown."""
    known = [r.phases.end_s - r.phases.lowering_s for r in reps if not r.cycle.cut]
    return max(STEP_S, STEP_S * round(median(known or [LOWERING_S]) / STEP_S))


def _swing_deg(seen: Sequence[dict[str, float]]) -> float:
    """Return how far the trunk may move: as far as it did, and a little further."""
    moves = [n["trunk_travel_deg"] for n in seen if math.isfinite(n["trunk_travel_deg"])]
    most = max(moves, default=0.0) + STILL["deg"]
    return SWING_STEP_DEG * math.ceil(most / SWING_STEP_DEG)
