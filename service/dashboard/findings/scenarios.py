"""Products under a scenario, as rows: those whose score moves most first, each with its band before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from service.dashboard.findings import language
from service.risk.outlook.scenarios import Scenario
from service.risk.outlook.what_if import Level, Outcome, WhatIf
from service.risk.product.bands import band_of

SAME = 0.05
"""Points below which a score shows no difference."""


@dataclass(frozen=True)
class Row:
    """A product under a scenario. Bands are those of the scores alone; ``more`` is in points, ``missing`` the share
    (0..1) of need that the assumptions take by themselves. Without ``score`` stands ``why_not``."""

    bom_id: str
    name: str
    forecast: float | None
    score: float | None
    more: float
    bands: tuple[str, str] | None
    missing: float
    where: str
    why_not: str


def ordered(rows: Iterable[Row]) -> list[Row]:
    """Products by how far their score moves, those of which nothing is told last."""
    return sorted(rows, key=lambda row: (row.score is None, -abs(row.more), row.bom_id))


def row(bom_id: str, name: str, made: WhatIf | None, why_not: str, manifest: Mapping[str, Any]) -> Row:
    """A product under one scenario, with the bands of a model."""
    if made is None:
        return Row(bom_id, name, None, None, 0.0, None, 0.0, "", why_not)
    return replace(row_of(made.outcomes[0], made.forecast, manifest), bom_id=bom_id, name=name)


def row_of(outcome: Outcome, forecast: Level, manifest: Mapping[str, Any]) -> Row:
    """An outcome beside the forecast."""
    title = outcome.scenario.title
    if outcome.level is None:
        return Row(outcome.scenario.id, title, forecast.score, None, 0.0, None, 0.0, "", outcome.why_not)
    score = outcome.level.score
    before, after = (band_of(points, 0.0, manifest["bands"], {})[0] for points in (forecast.score, score))
    where = ", ".join(language.country(country) for country in dict.fromkeys(place for _, place in outcome.lost))
    more, lost = score - forecast.score, outcome.surely_lost
    return Row(outcome.scenario.id, title, forecast.score, score, more, (before, after), lost, where, "")


def finding(scenario: Scenario, shown: Sequence[Row]) -> str:
    """One sentence: what becomes of the products of this part."""
    told = [row for row in shown if row.score is not None]
    if not told:
        return "It says nothing about the products of this part."
    crossed = [row for row in told if row.bands and row.bands[0] != row.bands[1]]
    moved = [row for row in told if abs(row.more) >= SAME]
    products = language.plural(len(told), "product")
    if not moved:
        return f"The score of none of {products} here would move."
    first = moved[0]
    most = f"“{first.name}” moves most, from {language.score(first.forecast)} to {language.score(first.score)}"
    return f"Of {products} here the score of {len(moved)} would move, and the band of {len(crossed)} with it. {most}."
