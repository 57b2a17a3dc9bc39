"""The model card, in Markdown, from a bundle's manifest alone (after Mitchell et al. 2019, Model Cards)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from service.risk.disruption.model import Calibration

INTENDED = (
    "Ranking and tracking the supply risk of rare-earth bills of materials: which product, which line, which country.",
    "A probability over twelve months of an event in trade statistics, with its interval; for people who also know "
    "their contracts and stocks.",
)
LIMITS = (
    "The event is seen in the trade of whole countries. A company with its own contracts or stocks can fare otherwise.",
    "Trade reaches the model about two years late; export controls and prices reach it on their day.",
    "Controls are rare in the years with outcomes: their effect is learned from few episodes and from other raw "
    "materials.",
    "The years of the track record were also used to choose the event and the features: expect somewhat less ahead.",
    "No statement about a supplier, a contract, a delivery date or a price level. Not for trading.",
)
CUTS = {
    "all": "all cells",
    "rare_earths": "rare earths",
    "all_2015_23": "all cells, 2015-2023",
    "rare_earths_2015_23": "rare earths, 2015-2023",
}


def card(manifest: Mapping[str, Any]) -> str:
    """The model card."""
    sections = {
        "Intended use": _bullets(INTENDED),
        "Limits": _bullets(LIMITS),
        "Trained and overlaid": _bullets(manifest["overlaid"]),
        "Export controls": _controls(manifest["control_effects"]),
        "Track record": _record(manifest["track_record"]),
        "Ages of the data": _ages(manifest),
        "Features": _features(manifest),
        "Sources and licences": _bullets(manifest["attribution"]),
    }
    lines = [
        f"# Chokepoint model {manifest['version']}",
        "",
        "Probability that the supply of a rare-earth good to a buyer country is disrupted within twelve months",
        f"(`{manifest['event']}`), {manifest['vintage']} vintage, as known at the end of {manifest['until']}.",
        "",
        *_facts(manifest),
    ]
    for title, body in sections.items():
        lines += ["", f"## {title}", "", *body]
    return "\n".join(lines) + "\n"


def _bullets(texts: Any) -> list[str]:
    return [f"- {text}" for text in texts]


def _facts(manifest: Mapping[str, Any]) -> list[str]:
    calibration: Calibration = Calibration.from_json(manifest["calibration"])
    own = np.sqrt(np.diag(calibration.group_covariance))
    shares = ", ".join(f"{manifest['dependence'][name]:.3f}" for name in ("outer", "code", "element"))
    lines = [
        "| what | value |",
        "|---|---|",
        f"| trained on | {manifest['training_rows']:,} cells, base years to {manifest['trained_through']} |",
        f"| event rate in training | {manifest['event_rate']:.3f} |",
        f"| calibration | log-odds = {calibration.intercept:.3f} + {calibration.slope:.3f} x raw |",
        f"| uncertainty of the two, rare earths alone | {own[0]:.3f}, {own[1]:.3f} |",
        f"| spread of level between codes (log-odds) | {calibration.transfer_sd:.3f} |",
        f"| dependence: latent variance of year and group, code, element | {shares} |",
    ]
    harm = manifest["severity"]["rare_earths"]
    lines += [
        f"| rise of price after an event: served mean | +{100 * manifest['severity']['served_rise']:.0f} % |",
        f"| rare earths alone, {harm['events']} events: mean (standard error) "
        f"| +{100 * harm['mean_rise']:.0f} % ({100 * harm['mean_rise_sd']:.0f}) |",
    ]
    scores = manifest["portfolio"]["scores"]
    if scores:
        quarters = ", ".join(f"{np.quantile(scores, q):.0f}" for q in (0, 0.25, 0.5, 0.75, 1))
        lines.append(f"| reference portfolio ({len(scores)} BOMs): min, quartiles, max | {quarters} |")
    return lines


def _controls(effects: Sequence[Mapping[str, Any]]) -> list[str]:
    ages = list(dict.fromkeys(e["age"] for e in effects))
    lines = [
        "What a control over all of the supply adds to the log-odds: by the stated prior, and as served after "
        "outcomes.",
        "Over a part of the supply it adds that part. Fresh is the first year in force, recent the second.",
        "",
        "| severity | " + " | ".join(f"{age}, prior | {age}, served" for age in ages) + " |",
        "|---" * (1 + 2 * len(ages)) + "|",
    ]
    for severity in dict.fromkeys(e["severity"] for e in effects):
        cells = [f"{e['prior']:.2f} | {e['served']:.2f}" for e in effects if e["severity"] == severity]
        lines.append(f"| {severity} | " + " | ".join(cells) + " |")
    return lines


def _record(record: Mapping[str, Any]) -> list[str]:
    """Metrics of the frozen forecasts, with 95 % intervals from resampling years."""
    if not record["rows"]:
        return ["No walk-forward forecast has a known outcome."]
    lines = [
        f"Walk-forward forecasts for {record['rows']:,} cells, base years {record['first_year']} to "
        f"{record['last_year']}, sha256 `{record['sha256']}`. 95 % intervals from resampling years.",
        "",
        "| cells | number | AUC | Brier skill |",
        "|---|---|---|---|",
    ]
    for name, m in record["metrics"].items():
        cells = f"| {CUTS[name]} | {m['cells']:,} |"
        if "auc" not in m:
            lines.append(f"{cells} too few years or outcomes | |")
            continue
        auc, skill = m["auc_95"], m["brier_skill_95"]
        lines.append(
            f"{cells} {m['auc']:.3f} ({auc[0]:.3f} to {auc[1]:.3f}) | "
            f"{m['brier_skill']:+.3f} ({skill[0]:+.3f} to {skill[1]:+.3f}) |"
        )
    return lines


def _ages(manifest: Mapping[str, Any]) -> list[str]:
    ages = manifest["data_ages"]
    return [
        "| data | through |",
        "|---|---|",
        f"| outcomes trained on | {manifest['outcomes_through']} |",
        f"| trade structure | {manifest['structure_through']} |",
        f"| evidence, revision {manifest['evidence_revision']} | {ages['evidence']} |",
        f"| published prices | {ages['prices']} |",
        f"| register of controls, revision {manifest['register_revision']} | {ages['register']} |",
    ]


def _features(manifest: Mapping[str, Any]) -> list[str]:
    sign = {1: "riskier", -1: "safer", 0: "free"}
    rows = [f"| {f['name']} | {f['family']} | more is {sign[f['monotone']]} |" for f in manifest["features"]]
    return ["| feature | family | direction |", "|---|---|---|", *rows]
