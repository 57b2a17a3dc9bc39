"""What was aimed at and what was measured, row by row, from a manifest's evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from training.publication.papers import names

Metrics = Mapping[str, Any]


class Goal(NamedTuple):
    """A row of the table: what is measured, the goal, and the figure with its 95 % interval, all in words."""

    what: str
    goal: str
    measured: str


def goals(evaluation: Metrics) -> list[Goal]:
    """Every goal with its figure; empty without an evaluation."""
    if not evaluation:
        return []
    return [*_restrictions(evaluation["restrictions"]), *_purchases(evaluation), *_meaning(evaluation)]


def with_interval(value: float, bounds: Sequence[float], decimals: int = 3, sign: str = "") -> str:
    """A figure with its interval."""
    low, high = (f"{bound:{sign}.{decimals}f}" for bound in bounds)
    return f"{value:{sign}.{decimals}f} ({low} to {high})"


def _metric(metrics: Metrics, name: str, decimals: int = 3) -> str:
    return with_interval(metrics[name], metrics[f"{name}_95"], decimals)


def _restrictions(evaluation: Metrics) -> Iterator[Goal]:
    cuts = evaluation["metrics"]
    for name, words, least in (
        ("all", "all", "0.88"), ("since_2015", "since 2015", "0.86"), ("specialty_metals", "specialty metals", "0.91"),
    ):  # fmt: skip
        yield Goal(f"Restrictions, AUC, {words}", f"≥ {least}", _metric(cuts[name], "auc"))
    yield Goal("Restrictions, average precision over base rate", "≥ 9", _metric(cuts["all"], "lift", 1))
    yield Goal("Restrictions, Brier skill", "> 0", _metric(cuts["all"], "brier_skill"))
    limited = evaluation["wider_outcomes"]["limited"]
    yield Goal("Restrictions, Brier skill with destination-limited acts", "≥ 0.05", _metric(limited, "brier_skill"))
    for name, one in evaluation["unseen"].items():
        words = name.replace("_", " ")
        yield Goal(f"Restrictions, AUC lost on {words} never trained on", "≤ 0.01", f"{one['loses']:+.3f}")
    for name, one in evaluation["baselines"].items():
        above = with_interval(one["model_above"], one["model_above_95"], sign="+")
        yield Goal(f"Restrictions, AUC above {names.BASELINES.get(name, name)}", "interval excludes 0", above)
    for name, one in evaluation["ablations"].items():
        adds = with_interval(one["model_above"], one["model_above_95"], sign="+")
        yield Goal(f"Restrictions, AUC that {name.replace('_', ' ')} adds", "told", adds)
    yield Goal("Restrictions, AUC of the placebo", "0.43 to 0.57", f"{evaluation['placebo']['mean']:.3f}")


def _purchases(evaluation: Metrics) -> Iterator[Goal]:
    purchases = evaluation["purchases"]
    cuts = purchases["cuts"]
    for name, words, auc, skill in (
        ("all", "all", "≥ 0.70", "≥ 0.05"), ("since_2015", "since 2015", "≥ 0.69", "≥ 0.025"),
        ("rare_earths_since_2015", "rare earths since 2015", "told", "told"),
    ):  # fmt: skip
        whole = cuts[name]["integrated"]
        yield Goal(f"Purchases, AUC, {words}", auc, _metric(whole, "auc"))
        yield Goal(f"Purchases, Brier skill, {words}", skill, _metric(whole, "brier_skill"))
    for tolerance in ("0.25", "0.5", "0.75"):
        row = cuts["all"][f"at_{tolerance}"]
        yield Goal(f"Purchases, Brier skill, more than {tolerance} lost", "told", _metric(row, "brier_skill"))
    for name, words, least in (
        ("without_mix", "the mix", "≥ 0.03"), ("without_controls", "controls", "≥ 0.01"),
        ("without_substitution", "substitution", "told"),
    ):  # fmt: skip
        yield Goal(f"Purchases, AUC that {words} adds", least, _metric(cuts["all"]["over"][name], "auc"))
    gap = purchases["calibration"]["all"]["recalibrated"]["largest_gap"]
    yield Goal("Purchases, largest gap of a tenth, recalibrated", "≤ 0.02", f"{gap:.3f}")
    yield Goal("Baskets of 1-15 codes, largest gap of a tenth", "≤ 0.02",
               f"{evaluation['baskets']['served']['largest_gap']:.3f}")  # fmt: skip


def _meaning(evaluation: Metrics) -> Iterator[Goal]:
    half = evaluation["validity"]["differences"]["half"]
    for name, words in (("v1_event", "price or volume shocks"), ("imports_collapsed", "a collapse of imports")):
        points = [100 * bound for bound in half[name]["interval_95"]]
        yield Goal(f"Being hit goes with {words}, points", "≥ +7",
                   with_interval(100 * half[name]["value"], points, 1, "+"))  # fmt: skip
    for name, goal in (("all", "≥ -0.01"), ("rare_earths", "> 0")):
        row = evaluation["validity"]["ranking"][name]["difference"]
        yield Goal(f"Ranking such shocks, AUC above import HHI, {name.replace('_', ' ')}", goal,
                   with_interval(row["auc"], row["auc_95"], sign="+"))  # fmt: skip
    softens = evaluation["vulnerability"]["softens"]
    yield Goal("Recycling or substitution soften a hit", "interval excludes 0", ", ".join(softens) or "no, includes 0")
    for name, row in evaluation["price_pressure"]["cuts"].items():
        yield Goal(f"Price pressure, AUC, {name.replace('_', ' ')}", "told", _metric(row, "auc"))
        yield Goal(f"Price pressure, Brier skill, {name.replace('_', ' ')}", "told", _metric(row, "brier_skill"))
