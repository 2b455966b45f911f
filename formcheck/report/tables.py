"""A result as DataFrames, Arrow or an xarray Dataset, named as the CSV and JSON reports are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np

from formcheck.extras import load_extra
from formcheck.measures.registry import MEASURES
from formcheck.report import about, csv_report, json_report, rep_csv
from formcheck.report.about import NOTHING, About
from formcheck.report.schema import JSON_SCHEMA
from formcheck.types import NAN, REASONS, SessionResult

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import xarray as xr

Columns = Mapping[str, Sequence[Any]]
Types = Mapping[str, str]
Listed = Literal["flags", "sets", "holds"]

_COUNT, _NUMBER, _TEXT, _TRUTH, _COUNTED = "Int64", "float64", "str", "bool", "object"
"""Types of columns, as pandas names them: a count may be missing (``<NA>``), a number be NaN, a
text is never missing; the last is a list of counts."""

_OF_SCHEMA: Final = {"integer": _COUNT, "number": _NUMBER, "string": _TEXT}
_COUNTS: Final = frozenset({"frame", "rep", "hold", "schema_version"})
_TEXTS: Final = frozenset({"side", "phase", "flags", *about.COLUMNS})


def frames(result: SessionResult, said: About = NOTHING) -> pd.DataFrame:
    """Return one row a frame with the columns of :func:`csv_report.columns`."""
    return _pandas(*_frames(result, said))


def reps(result: SessionResult, said: About = NOTHING) -> pd.DataFrame:
    """Return one row a rep with the columns of :data:`rep_csv.COLUMNS`."""
    return _pandas(*_reps(result, said))


def listed(result: SessionResult, what: Listed) -> pd.DataFrame:
    """Return one row each with the fields of a list of the JSON report.

    What a flag came to in each rep (``in_reps``) is a table of its own and left out.
    """
    return _pandas(*_listed(result, what))


def arrow(result: SessionResult, what: Listed | Literal["frames", "reps"], said: About) -> pa.Table:
    """Return one of these tables as Arrow, with a column ``clip`` in each.

    The columns and their types do not depend on what was found.  What could not be judged is
    null, which data bases leave out of a mean, as pandas does NaN.
    """
    found = {"frames": _frames, "reps": _reps}.get(what)
    columns, types = found(result, said) if found is not None else _listed(result, what)
    rows = len(next(iter(columns.values())))
    columns = {"clip": [said.clip] * rows, **columns}
    types = {"clip": _TEXT, **types}
    made = load_extra("pyarrow", "parquet")
    kinds = {
        _COUNT: made.int64(), _NUMBER: made.float64(), _TEXT: made.string(),
        _TRUTH: made.bool_(), _COUNTED: made.list_(made.int64()),
    }  # fmt: skip
    return made.table(
        {
            name: made.array(values, kinds[types[name]], from_pandas=True)
            for name, values in columns.items()
        }
    )


def dataset(result: SessionResult, attributes: Mapping[str, Any]) -> xr.Dataset:
    """Return every measure of every frame as ``value``, ``std``, ``quality`` and ``reason``.

    Parameters
    ----------
    result : SessionResult
    attributes : mapping
        What the whole is, to stand in ``attrs``.
    """
    xarray = load_extra("xarray", "xarray")
    names, dims = list(result.columns), ("time", "measure")
    size = len(result.times_s), len(names)

    def stacked(columns: Mapping[str, np.ndarray], otherwise: float) -> np.ndarray:
        blank = np.full(size[0], otherwise)
        return np.column_stack([columns.get(name, blank) for name in names]).reshape(size)

    why = stacked(result.whys, 0).astype(np.intp)
    table = csv_report.columns(result)
    numbers = np.array([NAN if rep is None else rep for rep in table["rep"]], np.float64)
    texts = np.array([str(reason) for reason in REASONS], object)
    unit = {"units": "as the coordinate unit says"}
    made: xr.Dataset = xarray.Dataset(
        {
            "value": (dims, stacked(result.columns, NAN), unit),
            "std": (dims, stacked(result.stds, NAN), {"long_name": "standard error", **unit}),
            "quality": (
                dims,
                stacked(result.qualities, NAN),
                {"units": "1", "valid_range": [0, 1]},
            ),
            "reason": (dims, texts[why], {"long_name": "why there is no value"}),
        },
        coords={
            "time": ("time", np.array(result.times_s), {"units": "s"}),
            "measure": names,
            "unit": ("measure", [MEASURES[name].unit for name in names]),
            "label": ("measure", [MEASURES[name].label for name in names]),
            "phase": ("time", list(result.phases)),
            "rep": ("time", numbers, {"long_name": "rep, NaN between reps"}),
        },
        attrs=dict(attributes),
    )
    return made


def _frames(result: SessionResult, said: About) -> tuple[Columns, Types]:
    columns = csv_report.columns(result, said)
    return columns, {name: _type_of(name) for name in columns}


def _reps(result: SessionResult, said: About) -> tuple[Columns, Types]:
    rows = list(rep_csv.rows(result, said))
    columns = {name: [row[at] for row in rows] for at, name in enumerate(rep_csv.COLUMNS)}
    return columns, {name: _type_of(name) for name in columns}


def _listed(result: SessionResult, what: str) -> tuple[Columns, Types]:
    fields = dict(JSON_SCHEMA["properties"][what]["items"]["properties"])
    fields.pop("in_reps", None)
    items = json_report.to_dict(result)[what]
    columns = {name: [item.get(name) for item in items] for name in fields}
    return columns, {name: _type(field) for name, field in fields.items()}


def _pandas(columns: Columns, types: Types) -> pd.DataFrame:
    return load_extra("pandas", "pandas").DataFrame(columns).astype(types)


def _type_of(column: str) -> str:
    if column == "complete":
        return _TRUTH
    if column in _COUNTS:
        return _COUNT
    return _TEXT if column in _TEXTS or column.endswith("_reason") else _NUMBER


def _type(field: Mapping[str, Any]) -> str:
    """Return the type of a column from its field in the JSON schema."""
    kind = field.get("type", "string")
    return _OF_SCHEMA.get(kind if isinstance(kind, str) else kind[0], _COUNTED)
