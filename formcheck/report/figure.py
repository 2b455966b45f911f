"""A result as a matplotlib figure: curves over time, reps shaded, flags above them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from formcheck.extras import load_extra
from formcheck.measures.registry import MEASURES
from formcheck.report.html.content import CURVES, Telling, bands, marks
from formcheck.types import SessionResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_INCHES: Final = (9.0, 1.8)
"""Width of a figure, and height of each curve: it fills a page of text."""

_SHADE: Final = "0.92"
_COLOURS: Final = {"alert": "#D55E00", "warning": "#E69F00", "hint": "#56B4E9"}
"""Okabe and Ito's, as in the HTML report."""


def draw(result: SessionResult, telling: Telling, measures: Sequence[str] | None = None) -> Figure:
    """Return a figure with one curve a measure below each other, gaps where it was not judged.

    Parameters
    ----------
    result : SessionResult
    telling : Telling
        What codes are called.
    measures : sequence of str, optional
        Names of measures; those of the HTML report where there are none.
    """
    figures = load_extra("matplotlib.figure", "plot")
    chosen = list(measures or (curve[0] for curve in CURVES))
    size = _INCHES[0], _INCHES[1] * len(chosen)
    figure: Figure = figures.Figure(figsize=size, layout="constrained")
    rows = figure.subplots(len(chosen), 1, sharex=True, squeeze=False)[:, 0]
    for axes, name in zip(rows, chosen, strict=True):
        _curve(axes, result, name)
    _flags(rows[0], result, telling)
    rows[-1].set_xlabel("time (s)")
    return figure


def _curve(axes: Axes, result: SessionResult, name: str) -> None:
    colours = {curve[0]: curve[3] for curve in CURVES}
    spec = MEASURES[name]
    axes.plot(result.times_s, result.columns[name], color=colours.get(name, "black"), linewidth=1.2)
    axes.set_ylabel(f"{spec.label}\n({spec.unit})" if spec.unit else spec.label)
    for band in bands(result):
        axes.axvspan(band["a"], band["b"], color=_SHADE, zorder=0)


def _flags(axes: Axes, result: SessionResult, telling: Telling) -> None:
    """Write the numbers of the reps and the names of the flags above the first curve."""
    top = axes.get_xaxis_transform()
    for band in bands(result):
        middle = 0.5 * (band["a"] + band["b"])
        axes.text(middle, 1.02, str(band["n"]), transform=top, ha="center", fontsize="small")
    titles: dict[str, str] = {}
    for mark in marks(result, telling):
        axes.axvspan(mark["a"], mark["b"], ymin=0.94, color=_COLOURS[mark["s"]], zorder=3)
        titles.setdefault(mark["title"], _COLOURS[mark["s"]])
    if titles:
        figure = axes.get_figure()
        assert figure is not None
        figure.suptitle(", ".join(titles), fontsize="medium")
