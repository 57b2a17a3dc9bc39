"""Champion and challenger: forecasts of the same pairs, what changed, and the reference portfolio by product."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from training.metrics import record_differences
from training.publication import gate
from training.publication.portfolio_shifts import Shift, portfolio_scores
from training.publication.sides import BundleSide

SHOWN_IDS = 8
ENTRIES = ("trained_through", "structure_through", "training_rows", "training_events", "event", "trade_data",
           "added_years", "dropped_features", "coefficients", "bands", "unverified_controls", "libraries")  # fmt: skip
"""Entries of the manifest whose change is told."""
TABLES = (("claims", "claim_id"), ("controls", "measure_id"), ("materials", "id"))


def common_day(champion: BundleSide, challenger: BundleSide) -> date:
    """The later of the days that the two portfolios were scored for: what either knows counts."""
    return max(date.fromisoformat(one.manifest["portfolio"]["as_of"]) for one in (champion, challenger))


def compare(champion: BundleSide, challenger: BundleSide, day: date) -> dict[str, Any]:
    """The whole comparison as plain data; ``portfolio`` is scored on ``day`` under both."""
    both = record_differences.pair(champion.record, challenger.record)
    metrics, portfolio = record_differences.metrics(both), _portfolio(champion, challenger, day)
    shift = Shift(portfolio["before"], portfolio["after"], portfolio["note"])
    return {
        "champion": _named(champion),
        "challenger": _named(challenger),
        "pairs": {
            "shared": len(both.challenger),
            "only_champion": both.only_champion,
            "only_challenger": both.only_challenger,
            "other_outcome": both.relabelled,
        },
        "metrics": metrics,
        "objections": gate.held_against(champion, challenger, metrics, shift),
        "changes": changes(champion, challenger),
        "portfolio": portfolio,
    }


def _named(one: BundleSide) -> dict[str, str]:
    return {"version": one.manifest["version"], "sha256": one.sha256, "unloadable": one.unloadable}


def changes(champion: BundleSide, challenger: BundleSide) -> dict[str, Any]:
    """What differs: entries of the manifest before and after, and rows of the tables by id."""
    old, new = champion.manifest, challenger.manifest
    changed: dict[str, Any] = {"manifest": {n: [old.get(n), new.get(n)] for n in ENTRIES if old.get(n) != new.get(n)}}
    for table, key in TABLES:
        before, after = ({row[key]: row for row in one.evidence[table]} for one in (champion, challenger))
        changed[table] = {
            "added": sorted(after.keys() - before.keys()),
            "removed": sorted(before.keys() - after.keys()),
            "altered": sorted(k for k in after.keys() & before.keys() if after[k] != before[k]),
        }
    return changed


def _portfolio(champion: BundleSide, challenger: BundleSide, day: date) -> dict[str, Any]:
    """Scores of both by product, on one day; where either can't score here, as their manifests state them."""
    kernels = [one.kernel for one in (champion, challenger)]
    if all(kernels):
        before, after = (portfolio_scores(kernel, day) for kernel in kernels if kernel)
        return {"as_of": day.isoformat(), "before": before, "after": after, "note": f"on {day}"}
    stated = [one.manifest["portfolio"]["products"] for one in (champion, challenger)]
    return {"as_of": day.isoformat(), "before": stated[0], "after": stated[1], "note": "as published, each on its day"}


def text(comparison: Mapping[str, Any]) -> str:
    """The comparison as Markdown."""
    old, new = comparison["champion"], comparison["challenger"]
    lines = [f"# {new['version']} against {old['version']}", ""]
    lines += [f"{one['version']} can't score here: {one['unloadable']}." for one in (old, new) if one["unloadable"]]
    lines += (
        ["Publishing needs a reason:", *(f"- {words}" for words in comparison["objections"])]
        if comparison["objections"]
        else ["Nothing speaks against publishing."]
    )
    lines += ["", "## Walk-forward forecasts", "", *_metrics(comparison["metrics"], comparison["pairs"]), ""]
    lines += ["## What changed", "", *_changes(comparison["changes"]), "", "## Reference portfolio", ""]
    return "\n".join([*lines, *_shift(comparison["portfolio"]), "", *closing(comparison)]) + "\n"


def closing(comparison: Mapping[str, Any]) -> list[str]:
    """Three sentences: what was found, against what, what to do."""
    stated = comparison["portfolio"]
    shift = Shift(stated["before"], stated["after"], stated["note"])
    skill = comparison["metrics"]["all"].get("brier_skill")
    low, high = skill["difference_95"] if skill else (0.0, 0.0)
    judged = "better" if low > 0 else "worse" if high < 0 else "neither better nor worse"
    largest = next(iter(shift.by_product), None)
    moved = f"{largest} by {shift.by_product[largest]:+.1f} points" if largest else "no product"
    raised = len(comparison["objections"])
    return [
        f"Found: {comparison['challenger']['version']} forecasts {judged}; the portfolio moves most in {moved}.",
        f"Against: {comparison['champion']['version']}, on {comparison['pairs']['shared']:,} pairs that both forecast.",
        f"To do: answer {raised} objection{'s' * (raised > 1)} above with `publish --reason`, or mend what they name."
        if raised
        else "To do: `python -m training publish`, if the moves of the portfolio are what you meant.",
    ]


def _metrics(metrics: Mapping[str, Mapping[str, Any]], pairs: Mapping[str, int]) -> list[str]:
    lines = [
        f"{pairs['shared']:,} pairs forecast by both; {pairs['only_champion']:,} by the champion alone, "
        f"{pairs['only_challenger']:,} by the challenger alone; {pairs['other_outcome']:,} with another outcome.",
        "",
        "| pairs | number | measure | champion | challenger | difference (95 %) |",
        "|---|---|---|---|---|---|",
    ]
    for cut, row in metrics.items():
        for name in ("brier_skill", "auc"):
            if name in row:
                m = row[name]
                low, high = m["difference_95"]
                lines.append(
                    f"| {cut} | {row['cells']:,} | {name} | {m['champion']:.4f} | {m['challenger']:.4f} | "
                    f"{m['difference']:+.4f} ({low:+.4f} to {high:+.4f}) |"
                )
    return lines


def _changes(changed: Mapping[str, Any]) -> list[str]:
    lines = [f"- {name}: {json.dumps(old)} → {json.dumps(new)}" for name, (old, new) in changed["manifest"].items()]
    for table, _ in TABLES:
        lines += [f"- {table} {what}: {_listed(ids)}" for what, ids in changed[table].items() if ids]
    return lines or ["Nothing: the same settings, tables and data."]


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:SHOWN_IDS]) + (f" and {len(ids) - SHOWN_IDS} more" if len(ids) > SHOWN_IDS else "")


def _shift(comparison: Mapping[str, Any]) -> list[str]:
    shift = Shift(comparison["before"], comparison["after"], comparison["note"])
    rows = [
        f"| {name} | {comparison['before'][name]:.1f} | {comparison['after'][name]:.1f} | {moved:+.1f} |"
        for name, moved in shift.by_product.items()
    ]
    head = ["", "| product | champion | challenger | difference |", "|---|---|---|---|"]
    return [*(f"- {line}" for line in shift.lines()), *head, *rows]
