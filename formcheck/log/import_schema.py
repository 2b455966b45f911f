"""What a log that comes in must look like: every field of every entry, before a row is written.

The shape is that of the entries themselves: each dataclass of :mod:`formcheck.log.entries` gives
the fields, their kinds and which may be missing.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Annotated, Any, Final, get_type_hints

import msgspec
from msgspec import Meta

from formcheck.log import rows
from formcheck.log.entries import (
    OF_SESSION,
    Correction,
    Lifter,
    LoggedRep,
    Posture,
    RoutineUse,
    TrainingSet,
    Workout,
)
from formcheck.types import Flag

_Text = Annotated[str, Meta(max_length=100_000)]
_Name = Annotated[str, Meta(min_length=1, max_length=rows.LONGEST_NAME)]
_Number = Annotated[float, Meta(ge=-rows.LARGEST, le=rows.LARGEST)]
_Moment = Annotated[float, Meta(ge=rows.EARLIEST_S, le=rows.LATEST_S)]
_Offset = Annotated[int, Meta(ge=-rows.FARTHEST_OFFSET_S, le=rows.FARTHEST_OFFSET_S)]
_Count = Annotated[int, Meta(ge=0, le=1_000_000)]
_Share = Annotated[float, Meta(ge=0, le=1)]

_KINDS: Final[dict[Any, Any]] = {str: _Text, int: _Count, float: _Number | None}
_BY_NAME: Final[dict[str, Any]] = {
    **dict.fromkeys(rows.MOMENTS, _Moment),
    "utc_offset_s": _Offset,
    "uid": _Name,
    "name": _Name,
    "load_kg": Annotated[float, Meta(ge=0, le=rows.LARGEST)] | None,
    "rpe": Annotated[float, Meta(ge=1, le=10)] | None,
    "confidence": _Share | None,
    "detection_fraction": _Share | None,
}
_REP_TIMES: Final[dict[str, Any]] = dict.fromkeys(("start_s", "peak_s", "end_s"), _Number)
_FLAG_TIMES: Final[dict[str, Any]] = dict.fromkeys(("start_s", "raised_s"), _Number)
_ANGLES: Final[dict[str, Any]] = dict.fromkeys(("total_deg", "lumbar_deg", "thoracic_deg"), _Number)
"""Numbers that the log never lacks: their columns are NOT NULL."""

_OF_PLACE: Final = ("id", "lifter_id", "workout_id", "position", "reps", "flagged_reps")
"""What only the log it came from knows."""


def check_log(tree: Any) -> None:
    """Raise unless JSON values have the shape of an exported log.

    Raises
    ------
    ValueError
        Naming the place and what is wrong there.
    """
    _check(tree, _Log)


def check_lifter(tree: Any) -> None:
    """Raise unless JSON values are one lifter's tree; see :func:`check_log`.

    Raises
    ------
    ValueError
        Naming the place and what is wrong there.
    """
    _check(tree, _Lifter)


def check_part(kind: str, tree: Any) -> None:
    """Raise unless JSON values are one part of a lifter's tree; see :func:`check_log`.

    Parameters
    ----------
    kind : str
        The list that the part is of: ``sets``, ``workouts``, ``postures`` or ``routines``.
    tree : JSON values

    Raises
    ------
    ValueError
        Naming the place and what is wrong there.
    """
    _check(tree, _PARTS[kind])


def _check(tree: Any, shape: Any) -> None:
    try:
        msgspec.convert(tree, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _struct(kind: type[Any], *, without: tuple[str, ...] = (), **more: Any) -> type[msgspec.Struct]:
    """Return the shape of an entry; ``more`` are fields that the dataclass has otherwise."""
    hints = get_type_hints(kind)
    shape: list[Any] = [
        (item.name, _kind(item, hints[item.name]))
        if _required(item)
        else (item.name, _kind(item, hints[item.name]) | msgspec.UnsetType, msgspec.UNSET)
        for item in fields(kind)
        if item.name not in (*without, *more)
    ]
    shape += more.items()
    return msgspec.defstruct(
        f"{kind.__name__}Shape", shape, kw_only=True, namespace={"__post_init__": _check_day}
    )


def _required(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _kind(item: Field[Any], hint: Any) -> Any:
    return _BY_NAME.get(item.name, _KINDS.get(hint, hint))


def _check_day(entry: Any) -> None:
    day = getattr(entry, "day", None)
    if isinstance(day, str) and not rows.is_day(day):
        raise ValueError(f"{day!r} is no day")


class _Measure(msgspec.Struct):
    value: _Number | None
    quality: _Number | None
    reason: _Text


_Rep: Final = _struct(LoggedRep, measures=dict[_Name, _Measure], **_REP_TIMES)
_Flag: Final = _struct(Flag, without=OF_SESSION, **_FLAG_TIMES)
_Correction: Final = _struct(Correction, details=dict[str, Any])
_Set: Final = _struct(
    TrainingSet,
    without=_OF_PLACE,
    reps=list[_Rep],  # type: ignore[valid-type]
    flags=list[_Flag],  # type: ignore[valid-type]
    corrections=list[_Correction],  # type: ignore[valid-type]
)
_Posture: Final = _struct(Posture, **_ANGLES)
_Routine: Final = _struct(RoutineUse)
_Workout: Final = _struct(
    Workout,
    without=_OF_PLACE,
    sets=list[_Set],  # type: ignore[valid-type]
)
_Lifter: Final = _struct(
    Lifter,
    without=_OF_PLACE,
    equipment=list[_Name],
    postures=list[_Posture],  # type: ignore[valid-type]
    routines=list[_Routine],  # type: ignore[valid-type]
    workouts=list[_Workout],  # type: ignore[valid-type]
)


_PARTS: Final[dict[str, Any]] = {
    "sets": _Set, "workouts": _Workout, "postures": _Posture, "routines": _Routine,
}  # fmt: skip


class _Log(msgspec.Struct):
    lifters: list[_Lifter]  # type: ignore[valid-type]
