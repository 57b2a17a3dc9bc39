"""Plots of the report as SVG text: the same data give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from numpy.typing import NDArray

from service.risk.bundle.track_record import Record, by_year

Floats = NDArray[np.float64]
BLUE, RED, GREY = "#1f5a93", "#b3402a", "#8a8f98"
COLOURS = {"all": BLUE, "rare_earths": RED}
STYLE: Any = {
    "svg.hashsalt": "chokepoint",  # ids of clip paths; random without it
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def _svg(figure: Figure) -> str:
    out = io.StringIO()
    FigureCanvasSVG(figure)
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    return text[text.index("<svg") :]


def _axes(rows: int = 1, columns: int = 1, size: tuple[float, float] = (7.5, 3.2)) -> tuple[Figure, list[Axes]]:
    figure = Figure(figsize=size, layout="constrained")
    return figure, list(np.ravel(figure.subplots(rows, columns, squeeze=False)))


def reliability_plot(bins: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Forecast against event rate by decile (the rows of ``reliability``), one panel per cut."""
    with mpl.rc_context(STYLE):
        figure, axes = _axes(1, len(bins))
        for ax, (name, rows) in zip(axes, bins.items(), strict=True):
            x, y = [r["forecast"] for r in rows], [r["observed"] for r in rows]
            away = [[abs(v - r["observed_95"][side]) for v, r in zip(y, rows, strict=True)] for side in (0, 1)]
            top = max([*x, *(r["observed_95"][1] for r in rows)]) * 1.05
            ax.plot([0, top], [0, top], color=GREY, lw=0.8)
            ax.errorbar(x, y, yerr=away, fmt="o", ms=4, lw=1, color=COLOURS[name])
            ax.set(title=name.replace("_", " "), xlabel="forecast", ylabel="event rate")
        return _svg(figure)


def skill_by_year_plot(cuts: Mapping[str, Record]) -> str:
    """Brier skill by base year."""
    with mpl.rc_context(STYLE):
        figure, (ax,) = _axes()
        for offset, (name, record) in enumerate(cuts.items()):
            told = by_year(record)
            place = [one.year + 0.4 * offset - 0.2 for one in told]
            skills = [one.brier_skill for one in told if one.brier_skill is not None]
            ax.bar(place, skills, 0.38, color=COLOURS[name], label=name.replace("_", " "))
        ax.axhline(0, color=GREY, lw=0.8)
        ax.set(xlabel="base year (the outcome is the year after)", ylabel="Brier skill")
        ax.legend(frameon=False)
        return _svg(figure)


def bars_plot(rows: Sequence[tuple[str, float]], label: str) -> str:
    """Horizontal bars, the largest on top."""
    ordered = sorted(rows, key=lambda row: (row[1], row[0]))
    with mpl.rc_context(STYLE):
        figure, (ax,) = _axes(size=(7.5, 0.6 + 0.17 * len(ordered)))
        ax.barh(range(len(ordered)), [value for _, value in ordered], color=BLUE)
        ax.set_yticks(range(len(ordered)), [name for name, _ in ordered], fontsize=7)
        ax.axvline(0, color=GREY, lw=0.8)
        ax.set(xlabel=label, ylim=(-0.8, len(ordered) - 0.2))
        return _svg(figure)


def case_plot(lines: Mapping[str, tuple[Sequence[int], Sequence[float], Sequence[float], Sequence[int]]]) -> str:
    """Per case: years, mean forecast, event rate, and the years of the announcements as upright lines."""
    with mpl.rc_context(STYLE):
        height = 2.3 * ((len(lines) + 1) // 2)
        figure, axes = _axes((len(lines) + 1) // 2, 2, (7.5, height))
        for ax, (name, (years, forecast, happened, announced)) in zip(axes, lines.items(), strict=False):
            for year in announced:
                ax.axvline(year, color=GREY, lw=0.8, ls="--")
            ax.plot(years, forecast, "o-", ms=3, lw=1.2, color=BLUE, label="forecast")
            ax.plot(years, happened, "s-", ms=3, lw=1.2, color=RED, label="event rate")
            ax.set_title(name, fontsize=8)
            ax.set_ylim(0, 1)
        axes[0].legend(frameon=False, fontsize=7)
        for ax in axes[len(lines) :]:
            ax.set_axis_off()
        return _svg(figure)


def shapes_plot(shapes: Mapping[str, tuple[Floats, Floats]]) -> str:
    """Per feature: its value against the mean change of log-odds."""
    with mpl.rc_context(STYLE):
        rows = (len(shapes) + 2) // 3
        figure, axes = _axes(rows, 3, (7.5, 1.9 * rows))
        bottom = min(float(y.min()) for _, y in shapes.values())
        top = max(float(y.max()) for _, y in shapes.values())
        for ax, (name, (x, y)) in zip(axes, shapes.items(), strict=False):
            ax.step(x, y, where="post", color=BLUE, lw=1.2)
            ax.axhline(0, color=GREY, lw=0.6)
            ax.set_title(name, fontsize=8)
            ax.set_ylim(bottom - 0.05, top + 0.05)
        for ax in axes[len(shapes) :]:
            ax.set_axis_off()
        return _svg(figure)
