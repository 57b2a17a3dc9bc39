"""The report of a bundle: one HTML file without anything from elsewhere, the same bytes for the same bundle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.bundle import track_record as records
from service.risk.bundle.track_record import Record
from service.risk.disruption.model import Model
from training.data import facts
from training.data.disruption_panel import Panel
from training.evaluation import control_cases, feature_attribution
from training.fit.disruption_model import WalkForward
from training.metrics.reliability import reliability
from training.metrics.year_draws import METRICS
from training.metrics.year_splits import EXPOSED_SHARE
from training.publication import svg_plots
from training.publication.model_card import CUTS, card
from training.publication.svg_plots import COLOURS

MINIMUM_CELLS = 30
"""A commodity with fewer forecasts has no skill worth a bar."""
STYLE = (
    "body{font:15px/1.5 sans-serif;max-width:52em;margin:2em auto;padding:0 1em;color:#1b1f24}"
    "table{border-collapse:collapse;font-size:13px;margin:1em 0}td,th{border-bottom:1px solid #d4d7dc;"
    "padding:.2em .6em;text-align:left;vertical-align:top}svg{max-width:100%;height:auto}pre{white-space:pre-wrap}"
)


@dataclass(frozen=True)
class Findings:
    """What a report is drawn from; ``rows`` are the encoded training rows, ``register`` the bundle's measures."""

    manifest: Mapping[str, Any]
    record: Record
    panel: Panel
    forward: WalkForward
    model: Model
    rows: NDArray[np.float64]
    register: Sequence[Mapping[str, Any]]


def html(found: Findings) -> str:
    """The report as one page."""
    version = escape(found.manifest["version"])
    body = [f"<h1>Report on model {version}</h1>", f"<p>{escape(_what(found.manifest))}</p>"]
    measurable = "auc" in found.manifest["track_record"]["metrics"]["all"]
    if measurable:
        body += [*_metrics(found), *_reliability(found), *_skill(found), *_cases(found), *_ablation(found)]
    else:
        body.append("<p>No track record: too few years with known outcomes.</p>")
    body += [*_shapes(found), "<h2>Model card</h2>", f"<pre>{escape(card(found.manifest))}</pre>"]
    head = f'<meta charset="utf-8"><title>Chokepoint model {version}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"


def _what(manifest: Mapping[str, Any]) -> str:
    return (
        f"Event {manifest['event']}, {manifest['vintage']} vintage, as known at the end of {manifest['until']}. Each "
        "walk-forward forecast was made by a model that knew only what was known at the end of its base year; the "
        "outcome is that of the year after. These years were also used to choose the event and the features."
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = "".join(f"<th>{escape(h)}</th>" for h in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>\n" for row in rows)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>\n{body}</tbody></table>"


def _between(value: float, interval: Sequence[float], sign: str = "+") -> str:
    return f"{value:{sign}.3f} ({interval[0]:{sign}.3f} to {interval[1]:{sign}.3f})"


def _cuts(found: Findings) -> dict[str, Record]:
    both = {"all": found.record, "rare_earths": found.record.where(found.record.rare_earth)}
    return {name: rows for name, rows in both.items() if len(rows)}


def _metrics(found: Findings) -> list[str]:
    rows = [
        (
            CUTS[name],
            f"{m['cells']:,}",
            _between(m["auc"], m["auc_95"], sign=""),
            _between(m["brier_skill"], m["brier_skill_95"]),
        )
        for name, m in found.manifest["track_record"]["metrics"].items()
        if "auc" in m
    ]
    words = "<p>95 % intervals from drawing years with replacement.</p>"
    return ["<h2>Track record</h2>", _table(("cells", "number", "AUC", "Brier skill"), rows), words]


def _reliability(found: Findings) -> list[str]:
    told = {name: reliability(rows.forecast, rows.event, rows.year) for name, rows in _cuts(found).items()}
    gaps = ", ".join(f"{name.replace('_', ' ')} {one['mean_absolute_gap']:.3f}" for name, one in told.items())
    bins = {name: one["deciles"] for name, one in told.items()}
    words = f"<p>Deciles of the forecast with 95 % intervals of the event rate. Mean absolute gap: {gaps}.</p>"
    return ["<h2>Reliability</h2>", svg_plots.reliability_plot(bins), words]


def _skill(found: Findings) -> list[str]:
    names = facts.commodity_names()
    rows, small = [], []
    for code in np.unique(found.record.code).tolist():
        mine = found.record.where(found.record.code == code)
        label = f"{names.get(code, '')} {code}".strip()
        if len(mine) < MINIMUM_CELLS:
            small.append(f"{label} ({len(mine)})")
        else:
            rows.append((label, records.skill(mine.forecast, mine.base_rate, mine.event)))
    left = f"<p>Left out with fewer than {MINIMUM_CELLS} forecasts: {escape(', '.join(small)) or 'none'}.</p>"
    return [
        "<h2>Skill by year</h2>",
        svg_plots.skill_by_year_plot(_cuts(found)),
        "<h2>Skill by commodity</h2>",
        svg_plots.bars_plot(rows, "Brier skill, all years"),
        left,
    ]


def _outcome(found: tuple[int, float, float, float] | None) -> str:
    if found is None:
        return "–"
    cells, forecast, base, happened = found
    return f"{forecast:.2f} → {happened:.2f} (base {base:.2f}, {cells})"


def _cases(found: Findings) -> list[str]:
    told = control_cases.cases(found.register, found.record, found.panel, str(found.manifest["vintage"]))
    rows = [
        (
            c["announced"], c["jurisdiction"], c["commodity"], ", ".join(c["measures"]), " ".join(c["codes"]),
            *(_outcome(c[name]) for name in ("year_before", "all", "exposed_before", "exposed")),
        )
        for c in told
    ]  # fmt: skip
    head = ("announced", "by", "commodity", "measures", "HS92", "base year before", "base year of announcement",
            "exposed, year before", "exposed, year of announcement")  # fmt: skip
    words = (
        "<p>Every strong or prohibitive tightening of the register: mean forecast → event rate (event rate known at "
        f"the time, cells) over all importers of the codes. The forecast of the base year before was made without the "
        f"measure; that of the year of announcement knows it. Exposed: more than {EXPOSED_SHARE:.0%} of supply under a "
        "control in the year of announcement. A dash: no forecast with a known outcome.</p>"
    )
    lines = control_cases.lines(found.register, found.record)
    drawn = [svg_plots.case_plot(lines)] if lines else []
    return ["<h2>Case studies</h2>", words, *drawn, "<p>Dashed: large tightenings announced.</p>", _table(head, rows)]


def _ablation(found: Findings) -> list[str]:
    rows, bars = [], []
    for family, metrics in feature_attribution.ablation(found.panel, found.forward, found.record).items():
        bars += [(f"{family.replace('_', ' ')}, {CUTS[c]}", m["brier_skill"]["difference"])
                 for c, m in metrics.items() if c in COLOURS and "brier_skill" in m]  # fmt: skip
        for cut, m in metrics.items():
            if "brier_skill" in m:
                gain = [_between(m[k]["difference"], m[k]["difference_95"]) for k in METRICS]
                rows.append((family.replace("_", " "), CUTS[cut], *gain))
    words = (
        "<p>What the skill loses when a family is held at its mean in training, forecast by forecast, without fitting "
        "anew. Below zero: the family does harm there.</p>"
    )
    drawn = svg_plots.bars_plot(bars, "adds to Brier skill")
    return ["<h2>Families</h2>", words, drawn, _table(("family", "cells", "adds Brier skill", "adds AUC"), rows)]


def _shapes(found: Findings) -> list[str]:
    drawn = feature_attribution.shapes(found.model, found.rows)
    words = "<p>Mean change of log-odds over training rows as one feature moves and the others stay.</p>"
    return ["<h2>Features</h2>", words, svg_plots.shapes_plot(drawn)]
