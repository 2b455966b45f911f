"""A result as DataFrames and as an xarray Dataset, under the names of the CSV and JSON reports."""

from __future__ import annotations

from collections.abc import Mapping
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
    import xarray as xr

_COUNT, _NUMBER, _TEXT = "Int64", "float64", "str"
"""Types of columns: a count may be missing (``<NA>``), a number be NaN, a text is never missing."""

_OF_SCHEMA: Final = {"integer": _COUNT, "number": _NUMBER, "string": _TEXT}
_COUNTS: Final = frozenset({"frame", "rep", "hold", "schema_version"})
_TEXTS: Final = frozenset({"side", "phase", "flags", *about.COLUMNS})


def frames(result: SessionResult, said: About = NOTHING) -> pd.DataFrame:
    """Return one row a frame with the columns of :func:`csv_report.columns`."""
    return _flat(csv_report.columns(result, said))


def reps(result: SessionResult, said: About = NOTHING) -> pd.DataFrame:
    """Return one row a rep with the columns of :data:`rep_csv.COLUMNS`."""
    rows = list(rep_csv.rows(result, said))
    return _flat({name: [row[at] for row in rows] for at, name in enumerate(rep_csv.COLUMNS)})


def listed(result: SessionResult, what: Literal["flags", "sets", "holds"]) -> pd.DataFrame:
    """Return one row each with the fields of a list of the JSON report.

    What a flag came to in each rep (``in_reps``) is a table of its own and left out.
    """
    pandas = load_extra("pandas", "pandas")
    fields = dict(JSON_SCHEMA["properties"][what]["items"]["properties"])
    fields.pop("in_reps", None)
    table = pandas.DataFrame(json_report.to_dict(result)[what], columns=list(fields))
    return table.astype({name: _type(field) for name, field in fields.items()})


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


def _flat(columns: Mapping[str, Any]) -> pd.DataFrame:
    table = load_extra("pandas", "pandas").DataFrame(columns)
    return table.astype({name: _type_of(name) for name in columns})


def _type_of(column: str) -> str:
    if column == "complete":
        return "bool"
    if column in _COUNTS:
        return _COUNT
    return _TEXT if column in _TEXTS or column.endswith("_reason") else _NUMBER


def _type(field: Mapping[str, Any]) -> str:
    """Return the type of a column from its field in the JSON schema."""
    kind = field.get("type", "string")
    return _OF_SCHEMA.get(kind if isinstance(kind, str) else kind[0], "object")
