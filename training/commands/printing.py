"""What the commands print: plain tables that paste into a mail."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from service.risk.disruption.features import NAMES
from training.data.disruption_panel import VINTAGES, Panel
from training.fit.disruption_model import FIRST_TEST_YEAR, LAST_TEST_YEAR


def panel_text(panel: Panel) -> str:
    """Cells, events and dropped rows of the panel."""
    known = panel.event >= 0
    tested = known & (panel.year >= FIRST_TEST_YEAR) & (panel.year <= LAST_TEST_YEAR)
    rare = tested & panel.rare_earth
    provisional = int(panel.cells["provisional"].sum())
    lines = [
        f"cells with an outcome  {known.sum():>9,}   events {panel.event[known].mean():.3f}",
        f"  tested {FIRST_TEST_YEAR}-{LAST_TEST_YEAR}     {tested.sum():>9,}   events {panel.event[tested].mean():.3f}",
        f"  of them rare earths  {rare.sum():>9,}   events {panel.event[rare].mean():.3f}",
        f"  provisional outcome  {provisional:>9,}   ({panel.last_year} is the newest year of trade)",
        f"cells without one      {(~known).sum():>9,}",
        "",
        f"{'':<6}{'reason':<46}{'rows':>10}{'under control':>15}",
    ]
    for what, reason, rows, exposed in panel.dropped.select("what", "reason", "rows", "exposed").iter_rows():
        lines.append(f"{what:<6}{reason:<46}{rows:>10,}{exposed:>15,}")
    return "\n".join(lines)


def write_panel(panel: Panel, path: Path) -> None:
    """The panel as CSV: cell, outcome, then every feature under both vintages."""
    columns = [
        pl.Series(f"{vintage}_{name}", panel.features[vintage][:, index])
        for vintage in VINTAGES
        for index, name in enumerate(NAMES)
    ]
    panel.cells.drop("reason").with_columns(columns).write_csv(path)


def metrics_text(found: Mapping[str, Any]) -> str:
    """Metrics of both vintages as a table; intervals are 95 %, from resampling years."""
    lines = ["Walk-forward 2006-2023. AUC and Brier skill against the training years' event rate, with 95 % intervals",
             "from resampling years. These years were used to choose the event and the features.", ""]  # fmt: skip
    for vintage in sorted(VINTAGES, reverse=True):
        for subset, rows in found[vintage].items():
            cells, rate = rows["model"]["cells"], rows["model"]["event_rate"]
            lines.append(f"{vintage}, {subset.replace('_', ' ')}: {cells:,} cells, event rate {rate:.3f}")
            for who, m in rows.items():
                auc, bss = m["auc_95"], m["brier_skill_95"]
                lines.append(
                    f"  {who:<22} AUC {m['auc']:.3f} ({auc[0]:.3f} to {auc[1]:.3f})   "
                    f"skill {m['brier_skill']:+.3f} ({bss[0]:+.3f} to {bss[1]:+.3f})"
                )
            lines.append("")
    return "\n".join([*lines, *checks_text(found["checks"])]).rstrip()


def _with_interval(one: Mapping[str, Any]) -> str:
    low, high = one["interval_95"]
    return f"{one['value']:+.3f} ({low:+.3f} to {high:+.3f})"


def checks_text(found: Mapping[str, Any]) -> list[str]:
    """The checks of the operational vintage, line by line."""
    lines = []
    for cut, others in found["difference"].items():
        lines += [f"model less another forecast, {cut.replace('_', ' ')}"]
        lines += [
            f"  {who:<22} AUC {_with_interval(d['auc'])}   skill {_with_interval(d['brier_skill'])}"
            for who, d in others.items()
        ]
    for cut, one in found["calibration"].items():
        lines += ["", f"reliability, {cut.replace('_', ' ')}: mean gap {one['reliability']['mean_absolute_gap']:.3f}, "
                  f"{one['reliability']['deciles_inside']} of 10 deciles inside; top-decile lift within year "
                  f"{_with_interval(one['top_decile_lift'])}"]  # fmt: skip
        lines += [
            f"  forecast {r['forecast']:.3f}  observed {r['observed']:.3f}" for r in one["reliability"]["deciles"]
        ]
    lines += ["", f"rare earths not trained on: AUC loss {_with_interval(found['rare_earths_left_out']['auc_loss'])}",
              f"commodities not trained on: AUC loss {_with_interval(found['commodities_left_out']['auc_loss'])}, "
              f"skill loss {_with_interval(found['commodities_left_out']['brier_skill_loss'])}", ""]  # fmt: skip
    return [*lines, *_oxide_lines(found["oxide_prices"]), "", *_effect_lines(found["control_effects"])]


def _oxide_lines(found: Mapping[str, Any]) -> list[str]:
    lines = [f"oxide prices up 50 %, base years {found['first_year']}-{found['last_year']}, never trained on"]
    for name in ("code_prices", "element_prices"):
        parts = (
            f"{e} {one['events']}/{one['years']}" + (f" AUC {one['auc']:.2f}" if one["auc"] is not None else "")
            for e, one in found[name].items()
        )
        lines.append(f"  with {name.replace('_', ' ')}: " + "; ".join(parts))
    return lines


def _effect_lines(found: Mapping[str, Any]) -> list[str]:
    lines = [
        "event rate of exposed cells (over 30 % of supply) less that of untouched ones, same code and year;",
        "then the same drawn towards the mean of its kind, as far as its interval leaves it uncertain",
    ]
    for name, cuts in found.items():
        for cut, one in cuts.items():
            bounds = "({:+.3f} to {:+.3f})".format(*one["effect_95"]) if one["effect_95"] else "(no interval)"
            pooled = f"{one['pooled']:+.3f}" if "pooled" in one else ""
            lines.append(
                f"  {name:<36} {cut.replace('_', ' '):<22} {one['effect']:+.3f} {bounds:<18}  {pooled:<6}  "
                f"{one['cells']:>5,} cells, {one['measures']} measures"
            )
    return lines
