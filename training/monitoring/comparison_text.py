"""A comparison in words and tables, Markdown."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from service.risk.disruption.features import FAMILY_COLUMNS, NAMES
from training.monitoring.compare import STEPS, worst_first
from training.publication.model_card import CUTS
from training.publication.portfolio_shifts import Shift

SHOWN_IDS = 8
SHOWN_ROWS = 40
ONE_STEP, TOO_LITTLE = "inside one step of the trees", "less than 0.005 of log-odds"
WEIGHTLESS = "the model gives it no weight"
CONTROLS = frozenset(NAMES[i] for i in FAMILY_COLUMNS["export_control"])
"""Features that no tree reads: they count in proportion, or not at all."""
SIDES = ("champion", "challenger")


def text(found: Mapping[str, Any]) -> str:
    """The comparison as Markdown."""
    old, new = found["champion"], found["challenger"]
    lines = [
        f"# {new['version']} against {old['version']}",
        "",
        f"Champion `{old['sha256'][:16]}`, challenger `{new['sha256'][:16]}`.",
        *(f"{one['version']} can't score here: {one['unloadable']}." for one in (old, new) if one["unloadable"]),
        "",
        *_verdict(found["objections"]),
        "",
        "## Walk-forward forecasts",
        "",
        *_cells(found["cells"]),
        "",
        *_metrics(found["metrics"]),
        "",
        "## What changed",
        "",
        *_changes(found["changes"]),
        "",
        f"## Reference portfolio on {found['portfolio']['as_of']}",
        "",
        *(f"- {line}" for line in _shift(found["portfolio"])),
        "",
        *_portfolio(found["portfolio"]),
        *_rows(found["portfolio"]["rows"]),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _verdict(objections: Sequence[str]) -> list[str]:
    if not objections:
        return ["Nothing speaks against publishing."]
    return ["Publishing needs a reason:", "", *(f"- {words}" for words in objections)]


def _cells(cells: Mapping[str, int]) -> list[str]:
    return [
        f"{cells['shared']:,} cells forecast by both; {cells['only_champion']:,} by the champion alone, "
        f"{cells['only_challenger']:,} by the challenger alone. {cells['other_outcome']:,} have another outcome in the "
        "champion's record; both are judged by the challenger's. Intervals (95 %) of the difference from drawing years "
        "with replacement, the same for both."
    ]


def _metrics(metrics: Mapping[str, Mapping[str, Any]]) -> list[str]:
    lines = [
        "| cells | number | measure | champion | challenger | difference | 95 % |",
        "|---|---|---|---|---|---|---|",
    ]
    for cut, row in metrics.items():
        start = f"| {CUTS[cut]} | {row['cells']:,} |"
        if "auc" not in row:
            lines.append(f"{start} too few years or outcomes | | | | |")
            continue
        for name, label in (("brier_skill", "Brier skill"), ("auc", "AUC")):
            m = row[name]
            low, high = m["difference_95"]
            lines.append(
                f"{start} {label} | {m['champion']:.4f} | {m['challenger']:.4f} | {m['difference']:+.4f} | "
                f"{low:+.4f} to {high:+.4f} |"
            )
    return lines


def _changes(changes: Mapping[str, Any]) -> list[str]:
    lines = []
    for what in ("added", "removed", "altered"):
        if names := changes[f"features_{what}"]:
            lines.append(f"- features {what}: {', '.join(names)}")
    for name, (before, after) in changes["manifest"].items():
        if isinstance(before, dict) and isinstance(after, dict):
            inner = sorted(k for k in {*before, *after} if before.get(k) != after.get(k))
            lines += [f"- {name}.{k}: {_plain(before.get(k))} → {_plain(after.get(k))}" for k in inner]
        else:
            lines.append(f"- {name}: {_plain(before)} → {_plain(after)}")
    for table in ("claims", "controls", "materials"):
        for what, ids in changes[table].items():
            if ids:
                more = f" and {len(ids) - SHOWN_IDS} more" if len(ids) > SHOWN_IDS else ""
                lines.append(f"- {table} {what}: {', '.join(ids[:SHOWN_IDS])}{more}")
    return lines or ["Nothing: the same features, settings, tables and data."]


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _shift(found: Mapping[str, Any]) -> list[str]:
    old, new = ({x["product"]: x[side] for x in found["lines"] if x[side] is not None} for side in SIDES)
    return Shift(old, new, "as published" if found["note"] else f"on {found['as_of']}").lines()


def _portfolio(found: Mapping[str, Any]) -> list[str]:
    if found["note"]:
        lines = [f"Each on its own day as published; {found['note']}.", ""]
        lines += ["| product | champion | challenger | difference |", "|---|---|---|---|"]
        return lines + [f"{_start(line)} |" for line in worst_first(found["lines"])]
    lines = [
        f"Parts in points, swapped in turn: {', '.join(STEPS)}; they add up to the difference. Family: whose "
        "contribution moved most over the product's hazards; feature: whose changed value moves the champion's "
        "model most (log-odds), or why nothing moves.",
        "",
        f"| product | champion | challenger | difference | {' | '.join(STEPS)} | family | feature |",
        "|---|---|---|---|" + "---|" * (len(STEPS) + 2),
    ]
    for line in worst_first(found["lines"]):
        parts = " | ".join(_points(line["parts"].get(step)) for step in STEPS)
        lines.append(f"{_start(line)} | {parts} | {_mover(line['family'])} | {_reason(line)} |")
    return lines


def _start(line: Mapping[str, Any]) -> str:
    old, new = ("–" if v is None else f"{v:.1f}" for v in (line["champion"], line["challenger"]))
    return f"| {line['product']} | {old} | {new} | {_points(line['difference'])}"


def _points(value: float | None) -> str:
    return "–" if value is None else "0" if abs(value) < 0.05 else f"{value:+.1f}"  # noqa: PLR2004 - shows as 0.0


def _mover(found: Mapping[str, Any] | None) -> str:
    return f"{found['name']} {found['log_odds']:+.2f}" if found and _shows(found) else ""


def _shows(found: Mapping[str, Any]) -> bool:
    return abs(float(found["log_odds"])) >= 0.005  # noqa: PLR2004 - shows as 0.00


def _reason(line: Mapping[str, Any]) -> str:
    """The feature that moved the product, or in words why none did."""
    feature = line["feature"]
    if feature is None:
        return "" if line["parts"].get("model") else "no input of its hazards changed"
    if _shows(feature):
        return _mover(feature)
    by = "became known or unknown" if feature["change"] is None else f"moved by {feature['change']:.2g} at most"
    nothing = WEIGHTLESS if feature["name"] in CONTROLS else ONE_STEP
    return f"{feature['name']} {by}: {TOO_LITTLE if feature['log_odds'] else nothing}"


def _rows(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """What became of new and altered rows."""
    shown = [f"- {row['row']}: {row['says']}." for row in rows[:SHOWN_ROWS]]
    more = [f"- and {len(rows) - SHOWN_ROWS} rows more; `--json` has them all."] if len(rows) > SHOWN_ROWS else []
    return ["", "What new and altered rows do on that day:", "", *shown, *more] if rows else []
