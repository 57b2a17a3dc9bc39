"""The evaluation of restrictions in words, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def text(evaluation: Mapping[str, Any]) -> Iterator[str]:
    """Lines that tell what ``restrictions.measured`` found."""
    yield "Serious restrictions, walk-forward, not announced before (95 % from resampled years)"
    for name, one in {**evaluation["metrics"], **evaluation["wider_outcomes"]}.items():
        yield f"  {name}: {_metrics(one)}"
    for name, one in evaluation["unseen"].items():
        yield f"  {name} never trained on: {_metrics(one)}; loses {one['loses']:+.3f}"
    for name, one in evaluation["baselines"].items():
        yield f"  above {name} ({one['auc']:.3f}): {_difference(one)}"
    for name, one in evaluation["ablations"].items():
        yield f"  {name} adds {_difference(one)}"
    yield from _calibration(evaluation["calibration"])
    yield f"  placebo: AUC {evaluation['placebo']['mean']:.3f}"
    for one in evaluation["blind_lists"]:
        yield from _blind_list(one)


def _metrics(one: Mapping[str, Any]) -> str:
    counts = f"{one['rows']} rows, {one['events']} events"
    if "auc" not in one:
        return counts
    figures = (("AUC", "auc"), ("average precision over base rate", "lift"), ("Brier skill", "brier_skill"))
    return counts + "".join(f"; {words} {one[n]:.3f} ({_range(one[f'{n}_95'])})" for words, n in figures)


def _difference(one: Mapping[str, Any]) -> str:
    return f"AUC {one['model_above']:+.3f} ({_range(one['model_above_95'])})"


def _range(bounds: list[float]) -> str:
    return f"{bounds[0]:.3f} to {bounds[1]:.3f}"


def _calibration(one: Mapping[str, Any]) -> Iterator[str]:
    yield f"  expected over observed {one['ratio']:.2f}; slope {one['slope']:.2f} ({_range(one['slope_95'])})"
    for bin_ in one["bins"]:
        yield f"    to {bin_['to']:.1%}: {bin_['rows']} rows, {bin_['observed']} seen, {bin_['expected']:.1f} expected"


def _blind_list(one: Mapping[str, Any]) -> Iterator[str]:
    lead = f"End of {one['end_of']}: {one['pairs']} pairs, {one['hits']} hits, {one['expected']:.1f} expected"
    yield lead + "".join(f"; first {n}: {f['hits']} ({f['lift']:.1f} x)" for n, f in one.get("first", {}).items())
    for event in one["events"]:
        yield f"  {event['country']} {event['mineral']}: place {event['place']}, {event['p']:.2%}" + (
            ", announced" if event["pending"] else ""
        )
    quiet = one["quiet"]
    yield f"  quiet for ten years: {quiet['pairs']} pairs, {quiet['hits']} hits" + (
        f", AUC {quiet['auc']:.3f}" if "auc" in quiet else ""
    )
