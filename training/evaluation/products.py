"""``python -m training products``: whether products, intervals and severities came out as served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training.data.workspace import Workspace
from training.evaluation import interval_coverage, product_baskets
from training.fit import severity
from training.fit.disruption_model import LABEL_DELAY, walk_forward
from training.metrics.year_splits import CONFIRMATION_YEARS
from training.tables import claims

VINTAGE = "operational"
SIMULATIONS = 100


def measured(space: Workspace) -> dict[str, Any]:
    """Pseudo-BOMs, interval coverage and severity of the operational walk-forward, as plain data."""
    panel = space.panel
    group_of = {c.hs92: c.group for c in claims.commodities().values()}
    forward = walk_forward(panel, VINTAGE, progress=space.console.log)
    unseen = interval_coverage.by_unseen_code(panel, VINTAGE, progress=space.console.log)
    until = space.last_year - 1 + LABEL_DELAY[VINTAGE]
    return {
        "baskets": product_baskets.report(panel, forward, group_of),
        "tenths": {
            "all": interval_coverage.by_tenth(panel, forward, VINTAGE, forward.made),
            "rare_earths": interval_coverage.by_tenth(panel, forward, VINTAGE, forward.made & panel.rare_earth),
        },
        "unseen_codes": unseen,
        "simulated": interval_coverage.simulated(panel, forward, VINTAGE, until, SIMULATIONS),
        "severity": severity.track_record(panel, VINTAGE, group_of),
    }


def text(found: Mapping[str, Any]) -> str:
    """What ``measured`` found, as tables."""
    lines: list[str] = []
    for name, part in found["baskets"].items():
        lines += _baskets(name.replace("_", " "), part)
    for name, tenths in found["tenths"].items():
        lines += _tenths(name.replace("_", " "), tenths)
    unseen = found["unseen_codes"].values()
    held, reached = sum(u["inside"] for u in unseen), sum(u["reached"] for u in unseen)
    lines += [
        f"codes never trained on, interval of an extrapolated hazard: frequency inside for {held} of {len(unseen)},",
        f"  within the interval and the sampling error of the frequency for {reached} of {len(unseen)}",
        f"simulated histories: the 90 % interval held the truth in {100 * found['simulated']:.0f} %",
        "",
    ]
    return "\n".join(lines + _severity(found["severity"]))


def _baskets(name: str, part: Mapping[str, Any]) -> list[str]:
    nested, alone = part["nested"], part["independent"]
    told, apart = (f"{one['mean_absolute_gap']:.3f}, {one['deciles_inside']}" for one in (nested, alone))
    lines = [
        f"pseudo-BOMs, {name}: {part['baskets']:,} baskets; shared variance {part['outer']:.3f}, within a commodity "
        f"group {part['group']:.3f} more",
        f"  mean gap over tenths {told} of {len(nested['deciles'])} inside (independent: {apart})",
        "  forecast  happened  gap, 95 % from resampling years",
    ]
    for t in nested["deciles"]:
        (low, high), gap = t["gap_95"], t["observed"] - t["forecast"]
        lines.append(f"  {t['forecast']:8.3f}  {t['observed']:8.3f}  {gap:+.3f} ({low:+.3f} to {high:+.3f})")
    lines += ["  year: forecast, happened"]
    lines += [f"  {y['year']}: {y['forecast']:.2f}, {y['happened']:.2f}" for y in part["by_year"]]
    return [*lines, ""]


def _tenths(name: str, tenths: Sequence[Mapping[str, Any]]) -> list[str]:
    inside = sum(t["inside"] for t in tenths)
    gap = sum(abs(t["happened"] - t["forecast"]) for t in tenths) / len(tenths)
    lines = [f"hazards, {name}: mean gap over tenths {gap:.3f}, frequency inside the 90 % interval in {inside} of 10",
             "  forecast  interval        happened"]  # fmt: skip
    lines += [
        f"  {t['forecast']:8.3f}  {t['interval'][0]:.3f} to {t['interval'][1]:.3f}  {t['happened']:8.3f}"
        for t in tenths
    ]
    return [*lines, ""]


def _severity(rows: Sequence[Mapping[str, float]]) -> list[str]:
    lines = ["rise of price after an event, rare earths, as it would have been served and as it came:"]
    split = CONFIRMATION_YEARS[0]
    for name, kept in (
        (f"to {split - 1}", [r for r in rows if r["year"] < split]),
        (f"from {split}", [r for r in rows if r["year"] >= split]),
    ):
        total = sum(r["events"] for r in kept)
        served, came = (sum(r[k] * r["events"] for r in kept) / total for k in ("served", "came"))
        lines.append(f"  base years {name}: {total:.0f} events, served +{100 * served:.0f} %, came +{100 * came:.0f} %")
    return lines
