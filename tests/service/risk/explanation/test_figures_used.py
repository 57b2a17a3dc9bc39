"""The figures that a hazard names: all that it rests on, and each as the tables have it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest

from service.risk.answer import Score
from service.risk.bundle.kernel import Kernel
from service.risk.disruption.exposure import assemble
from service.risk.disruption.features import encode
from service.risk.errors import NotFoundError
from service.risk.evidence.claims import Evidence
from service.risk.evidence.market import VOLATILITY_YEARS, VOLUME_YEARS
from service.risk.evidence.table_figures import ARCHIVE, PRICE_YEARS, TableFigure, Tables
from service.risk.evidence.trade import Trade
from service.risk.scoring import score
from service.risk.supply_chain.chain import Good
from service.risk.vocabulary import Form
from tests.factories import TODAY, bom, kernel, kernel_with, line, magnet, sample, supply
from training.data import archive

DAYS = (date(2012, 12, 31), date(2025, 4, 5), TODAY)
SAMPLES = ("traction-motor", "wind-generator", "catalysts")


def figures(answer: Score) -> set[str]:
    """Every figure that an answer names."""
    return {figure for hazard in answer.hazards for figure in hazard.figures} | set(answer.interval_figures)


def only(named: set[str]) -> Kernel:
    """The shipped kernel, ignorant of every claim and every number of the tables that isn't named."""
    facts = kernel().facts
    trade = facts.trade

    def near(start: str, year: int, span: int) -> bool:
        return any(f"{start}-{last}" in named for last in range(year, year + span))

    def kept(table: Mapping[str, Any], *kinds: tuple[str, int], world: bool = False) -> dict[str, Any]:
        return {
            code: {
                year: {
                    c: v
                    for c, v in row.items()
                    if any(near(f"baci-{kind}-{code}-{c}", year, span) for kind, span in kinds)
                    or (world and near(f"baci-world-{code}", year, VOLUME_YEARS))
                }
                for year, row in years.items()
            }
            for code, years in table.items()
        }

    exports = {
        code: {year: mix for year, mix in years.items() if f"baci-exports-{code}-{year}" in named}
        for code, years in trade.exports.items()
    }
    prices = {
        code: {year: value for year, value in years.items() if near(f"baci-prices-{code}", year, PRICE_YEARS)}
        for code, years in trade.price_index.items()
    }
    governance = {
        country: {year: value for year, value in years.items() if f"wgi-{country}-{year}" in named}
        for country, years in facts.governance.items()
    }
    market = ("market", VOLATILITY_YEARS)
    return kernel_with(
        trade=Trade(
            kept(trade.imports, ("imports", 1)),
            exports,
            kept(trade.import_value, ("imports", 1), market, world=True),
            prices,
            kept(trade.import_tonnes, market, world=True),
        ),
        evidence=Evidence([c for c in facts.evidence.claims if c.claim_id in named]),
        governance=governance,
    )


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_score_rests_on_no_figure_that_it_does_not_name(name: str, day: date) -> None:
    asked = dataclasses.replace(sample(name), as_of=day)
    whole = score(asked, kernel())
    again = score(asked, only(figures(whole)))
    assert again.score == whole.score
    assert again.interval == whole.interval
    assert [h.supply for h in again.hazards] == [h.supply for h in whole.hazards]


@pytest.mark.parametrize(
    "start", ["baci-imports-", "baci-exports-", "baci-prices-", "baci-market-", "baci-world-", "wgi-"]
)
def test_the_features_change_with_each_kind_of_figure_that_is_named(start: str) -> None:
    day = date(2023, 6, 30)
    named = figures(score(bom(line("Ce", "oxide"), as_of=day), kernel()))
    fewer = {figure for figure in named if not figure.startswith(start)}
    assert fewer < named
    whole, without = (
        encode([assemble(Good("284610", "Ce", Form.OXIDE), "DEU", day, only(kept).facts).exposure])
        for kept in (named, fewer)
    )
    assert not np.array_equal(whole, without, equal_nan=True)


def test_what_a_line_declares_is_no_figure_of_the_tables() -> None:
    declared = score(bom(magnet(*supply("magnet", CHN=0.8, JPN=0.2))), kernel())
    assert not [f for f in figures(declared) if f.startswith("baci-imports-850511")]
    assert {"wgi-CHN-2024", "wgi-JPN-2024"} <= figures(declared)


def table_figure(figure_id: str) -> TableFigure:
    """A figure of the shipped tables."""
    found = kernel().ledger.entry(figure_id).figure
    assert isinstance(found, TableFigure)
    return found


def test_an_import_mix_is_the_one_of_the_tables_with_its_value() -> None:
    found = table_figure("baci-imports-284690-DEU-2022")
    shares = {v.country: v.value for v in found.values if v.of == "import_share"}
    assert shares == kernel().facts.trade.import_mix("284690", "DEU", 2022)
    assert found.values[-1].of == "import_value"
    assert found.values[-1].value == kernel().facts.trade.market_size("284690", "DEU", 2022)


def test_exports_prices_and_governance_are_those_of_the_tables() -> None:
    facts = kernel().facts
    exports = {v.country: v.value for v in table_figure("baci-exports-280530-2010").values}
    prices = {v.year: v.value for v in table_figure("baci-prices-284610-2015").values}
    assert exports == facts.trade.export_shares("280530", 2010)
    assert prices == {year: facts.trade.prices("284610")[year] for year in range(2010, 2016)}
    assert table_figure("wgi-CHN-2022").value == facts.governance["CHN"][2022]


def test_a_market_and_the_world_show_the_years_that_a_score_looks_at() -> None:
    trade = kernel().facts.trade
    own, world = table_figure("baci-market-284690-DEU-2022"), table_figure("baci-world-284690-2022")
    tonnes = {v.year: v.value for v in own.values if v.of == "import_tonnes"}
    assert tonnes == {y: trade.tonnes("284690", "DEU", y) for y in range(2018, 2023)}
    assert {v.year: v.value for v in world.values if v.of == "import_tonnes"} == {
        y: trade.world("284690", y)[1] for y in range(2020, 2023)
    }


def test_a_price_index_at_its_start_shows_the_years_that_it_has() -> None:
    tables = Tables(Trade(price_index={"284610": {2000: 1.0, 2001: 1.2}}), {}, "e")
    found = tables.figure("baci-prices-284610-2001")
    assert found is not None
    assert [(v.year, v.value) for v in found.values] == [(2000, 1.0), (2001, 1.2)]


@pytest.mark.parametrize(
    "figure_id",
    ["baci-imports-284690-DEU-1900", "baci-exports-999999-2022", "baci-prices-284690-2099", "wgi-XXX-2022"],
)
def test_what_the_tables_do_not_hold_is_not_found(figure_id: str) -> None:
    with pytest.raises(NotFoundError, match=figure_id):
        kernel().ledger.entry(figure_id)


def test_the_archive_that_figures_cite_is_the_one_that_is_fetched() -> None:
    assert f"{archive.PACKAGE} {archive.VERSION}" == ARCHIVE
