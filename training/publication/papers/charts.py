"""The report's charts, as SVG that stands in the page: whole years on axes, names at the marks, one accent."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

INK, QUIET, RULE, ACCENT = "#1b1f24", "#5f6b7a", "#d4d7dc", "#9a3412"
WIDTH_INCHES = 7.2
STYLE: Any = {
    "svg.fonttype": "path",  # letters as shapes: a page looks the same whatever fonts a reader has
    "svg.hashsalt": "chokepoint",
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.edgecolor": RULE,
    "axes.labelcolor": QUIET,
    "text.color": INK,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
}
WILSON_Z = 1.96


class ChartInterval(NamedTuple):
    """A named figure with its 95 % interval."""

    name: str
    value: float
    low: float
    high: float


def wilson(hits: int, rows: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927)."""
    p, z2 = hits / rows, WILSON_Z**2
    middle = (p + z2 / (2 * rows)) / (1 + z2 / rows)
    half = WILSON_Z * math.sqrt(p * (1 - p) / rows + z2 / (4 * rows**2)) / (1 + z2 / rows)
    return max(0.0, middle - half), middle + half


def reliability(bins: Sequence[Mapping[str, Any]]) -> Markup:
    """Forecast against what came, by bin of the forecast, both on a scale of powers of ten."""
    figure, axes = _drawn(3.6)
    axes.plot([1e-3, 1], [1e-3, 1], color=RULE, linewidth=1.2, zorder=1)
    for one in (b for b in bins if b["rows"]):
        forecast, came = one["expected"] / one["rows"], one["observed"] / one["rows"]
        low, high = wilson(one["observed"], one["rows"])
        axes.plot([forecast] * 2, [max(low, 2e-4), high], color=QUIET, linewidth=1.2, zorder=2)
        axes.plot([forecast], [max(came, 2e-4)], "o", color=ACCENT, markersize=6, zorder=3)
        words = f"{one['observed']} of {one['rows']:,}"
        axes.annotate(
            words, (forecast, high), xytext=(0, 5), textcoords="offset points", ha="center", color=QUIET, fontsize=7.5
        )
    axes.set(xscale="log", yscale="log", xlim=(7e-4, 1), ylim=(2e-4, 2), xlabel="forecast", ylabel="came")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g} %"))
        axis.set_minor_formatter(FuncFormatter(lambda *_: ""))
    return _svg(figure)


def by_year(years: Sequence[int], came: Sequence[int], expected: Sequence[float]) -> Markup:
    """Restrictions that came in each year, and how many had been forecast."""
    return _svg(drawn_by_year(years, came, expected))


def drawn_by_year(years: Sequence[int], came: Sequence[int], expected: Sequence[float]) -> Figure:
    """The chart of ``by_year`` before it is written."""
    figure, axes = _drawn(2.9)
    axes.bar(years, came, width=0.62, color=ACCENT, alpha=0.85, zorder=2)
    axes.plot(years, expected, "_", color=INK, markersize=18, markeredgewidth=2.2, zorder=3)
    top = max([*came, *(math.ceil(e) for e in expected)]) + 2
    axes.set(ylim=(0, top), xlim=(min(years) - 0.7, max(years) + 0.7), ylabel="pairs of country and mineral")
    axes.set_xticks(list(years), [str(year) if n % 2 == 0 else "" for n, year in enumerate(years)])
    axes.set_yticks(range(0, top, 2))
    axes.text(min(years) - 0.4, top - 0.9, "bars: came     dashes: forecast", color=QUIET, fontsize=8)
    return figure


def forest(rows: Sequence[ChartInterval], line: float, label: str, percent: bool = False) -> Markup:
    """Figures with their intervals, one a row, beside a line that means nothing gained."""
    figure, axes = _drawn(0.75 + 0.34 * len(rows))
    for n, row in enumerate(reversed(rows)):
        axes.plot([row.low, row.high], [n, n], color=QUIET, linewidth=1.6, zorder=2)
        axes.plot([row.value], [n], "o", color=ACCENT, markersize=6, zorder=3)
    axes.axvline(line, color=INK, linewidth=1.0, zorder=1)
    axes.set_yticks(range(len(rows)), [row.name for row in reversed(rows)])
    axes.tick_params(axis="y", colors=INK)
    axes.set(ylim=(-0.6, len(rows) - 0.4), xlabel=label)
    if percent:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0%}"))
    return _svg(figure)


def _drawn(height_inches: float) -> tuple[Figure, Axes]:
    """An empty chart. The style is set here and nowhere else: a page asks for nothing global."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH_INCHES, height_inches), layout="constrained")
        axes = figure.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=RULE, linewidth=0.5, alpha=0.6, zorder=0)
    axes.tick_params(length=0)
    return figure, axes


def _svg(figure: Figure) -> Markup:
    """The figure as an element of a page: no head, no date, the same bytes for the same figures."""
    out = io.StringIO()
    with mpl.rc_context(STYLE):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    text = out.getvalue()
    text = text[text.index("<svg") :].replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return Markup(text)  # noqa: S704 - Matplotlib wrote it, letters as shapes
