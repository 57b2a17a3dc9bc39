"""Cells, outcomes and features of the panel: counted on the archive, defined on tiny flows, blind to the future."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from service.risk.disruption.exposure import assemble
from service.risk.disruption.features import BLOCK_COLUMNS, FAMILY_COLUMNS, FEATURES, encode
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.hazards import read_bom
from service.risk.supply_chain.chain import Good
from service.risk.vocabulary import CERIUM_COMPOUNDS, Form
from tests.factories import bom, flows, kernel, line, measure, small_space, workspace
from tests.factories import facts as synthetic_facts
from training.data import disruption_panel, facts
from training.data.disruption_panel import (
    VINTAGES,
    candidate_cells,
    dropped_rows,
    features_of,
    good_of,
    outcomes,
    trade_of,
)
from training.data.workspace import Workspace
from training.fit.disruption_model import LABEL_DELAY, known_rows

K, J = "284610", "DEU"


@pytest.fixture(scope="module")
def space() -> Workspace:
    """The workspace on the real archive."""
    return workspace()


@pytest.fixture(scope="module")
def candidates(space: Workspace) -> pl.DataFrame:
    """All importer x code x years of the archive."""
    return candidate_cells(space.flows)


@pytest.fixture(scope="module")
def cells(space: Workspace, candidates: pl.DataFrame) -> pl.DataFrame:
    """The archive's cells with their outcomes."""
    return outcomes(space.flows, candidates.filter(pl.col("reason") == ""), space.last_year)


def outcome(
    *rows: tuple[int, str, str, str, float, float | None], year: int = 2002, last: int = 2010
) -> dict[str, object]:
    """The outcome of the cell of a year, from flows."""
    table = flows(*rows)
    found = outcomes(table, candidate_cells(table).filter(pl.col("reason") == ""), last)
    return found.row(by_predicate=(pl.col("t") == year) & (pl.col("j") == J), named=True)


def steady(
    tonnes: float = 100.0, price: float = 20.0, supplier: str = "CHN"
) -> list[tuple[int, str, str, str, float, float]]:
    """Three years of the same imports."""
    return [(year, supplier, J, K, price * tonnes, tonnes) for year in (2000, 2001, 2002)]


def test_the_archive_gives_as_many_cells_and_events_as_the_design_counts(cells: pl.DataFrame) -> None:
    known = cells.filter((pl.col("event") >= 0) & (pl.col("t") >= disruption_panel.FIRST_STRUCTURE_YEAR - 2))
    tested = known.filter(pl.col("t").is_between(2006, 2023))
    rare = tested.filter(pl.col("k").is_in(disruption_panel.RARE_EARTH_CODES))
    counts = [(table.height, round(float(table["event"].mean()), 3)) for table in (known, tested, rare)]  # type: ignore[arg-type]
    assert counts == [(68_808, 0.260), (49_447, 0.261), (1_367, 0.323)]


def test_outcomes_in_the_newest_year_of_trade_are_provisional(cells: pl.DataFrame, space: Workspace) -> None:
    flagged = cells.filter(pl.col("provisional"))
    assert flagged["t"].unique().to_list() == [space.last_year - 1]
    assert cells.filter(pl.col("t") == space.last_year - 1)["provisional"].all()


def test_the_newest_year_has_cells_without_an_outcome(cells: pl.DataFrame, space: Workspace) -> None:
    assert set(cells.filter(pl.col("event") < 0)["t"]) == {space.last_year}


def test_every_row_is_kept_or_dropped_for_a_reason(candidates: pl.DataFrame) -> None:
    small = small_space()
    mine = candidates.filter(pl.col("k").is_in(small.flows["k"].unique().to_list()))
    account = dropped_rows(small.flows, mine, small.facts)
    by = {what: int(account.filter(pl.col("what") == what)["rows"].sum()) for what in ("cell", "flow")}
    assert by == {"cell": mine.height, "flow": small.flows.height}
    kept = account.filter((pl.col("what") == "cell") & (pl.col("reason") == "kept"))["rows"].item()
    assert kept == small.panel.cells.height
    assert (account["exposed"] <= account["rows"]).all()
    assert account["exposed"].sum() > 0


def test_a_flow_counts_as_exposed_while_its_exporter_controls_it() -> None:
    table = flows(
        (2021, "CHN", J, K, 2000.0, 100.0), (2019, "CHN", J, K, 2000.0, 100.0), (2021, "USA", J, K, 5.0, None)
    )
    account = dropped_rows(table, candidate_cells(table), synthetic_facts(measures=[measure()]))
    found = {(what, reason): (n, e) for what, reason, n, e in account.iter_rows()}
    assert found["flow", "kept"] == (2, 1)
    assert found["flow", "flow without a quantity"] == (1, 0)


def test_small_imports_and_short_histories_are_no_cells() -> None:
    table = flows(*steady(price=5.0), (2002, "CHN", "FRA", K, 5000.0, 10.0))
    reasons = {(j, t): r for j, t, r in candidate_cells(table).select("j", "t", "reason").iter_rows()}
    assert reasons[J, 2002] == "imports below 1 M USD"
    assert reasons["FRA", 2002] == "quantities in fewer than two of three years"


def test_cells_are_fixed_by_what_is_known_in_their_year() -> None:
    before = candidate_cells(flows(*steady())).filter(pl.col("t") == 2002)
    after = candidate_cells(flows(*steady(), (2003, "USA", J, K, 9.0, 9.0))).filter(pl.col("t") == 2002)
    assert before["reason"].to_list() == after["reason"].to_list() == [""]


def test_a_rise_of_the_unit_value_by_half_is_an_event() -> None:
    assert outcome(*steady(), (2003, "CHN", J, K, 3000.0, 100.0))["event"] == 1
    assert outcome(*steady(), (2003, "CHN", J, K, 2990.0, 100.0))["event"] == 0


def test_a_collapse_at_an_unfallen_price_is_an_event() -> None:
    assert outcome(*steady(), (2003, "CHN", J, K, 1200.0, 60.0))["event"] == 1
    assert outcome(*steady(), (2003, "CHN", J, K, 1220.0, 61.0))["event"] == 0


def test_a_collapse_at_a_falling_price_is_no_event() -> None:
    assert outcome(*steady(), (2003, "CHN", J, K, 500.0, 50.0))["event"] == 0


def test_a_collapse_without_an_observed_price_is_an_event() -> None:
    found = outcome(*steady(), (2003, "USA", J, K, 100.0, 50.0))
    assert (found["price_observed"], found["event"]) == (False, 1)
    assert outcome(*steady())["event"] == 1


def test_new_suppliers_at_another_price_do_not_make_a_price_event() -> None:
    found = outcome(*steady(), (2003, "CHN", J, K, 2000.0, 100.0), (2003, "USA", J, K, 90_000.0, 100.0))
    assert found["price_ratio"] == pytest.approx(1.0)
    assert found["event"] == 0


def test_a_price_seen_on_less_than_half_of_the_value_is_not_observed() -> None:
    mixed = [*steady(40.0), *steady(60.0, supplier="JPN")]
    found = outcome(*mixed, (2003, "CHN", J, K, 4000.0, 80.0))
    assert (found["price_observed"], found["event"]) == (False, 0)


def test_an_outcome_is_unknown_until_its_year_is_in_the_data() -> None:
    assert outcome(*steady(), last=2002)["event"] == -1
    assert outcome(*steady(), (2003, "CHN", J, K, 2000.0, 100.0), last=2003)["provisional"]


@pytest.mark.parametrize("vintage", sorted(VINTAGES))
def test_labels_are_delayed_as_in_life(vintage: str) -> None:
    whole = small_space().panel
    known = known_rows(whole, 2015, vintage)
    assert whole.year[known].max() == 2015 - LABEL_DELAY[vintage]
    assert (whole.event[known] >= 0).all()
    assert LABEL_DELAY["operational"] == 3


def scrambled(table: pl.DataFrame, years: list[int]) -> pl.DataFrame:
    """Flows whose values, quantities and suppliers in some years are drawn anew."""
    rng = np.random.default_rng(5)
    factors = (
        pl.Series("f", rng.lognormal(0.0, 1.0, table.height)),
        pl.Series("g", rng.lognormal(0.0, 1.0, table.height)),
    )
    chosen = pl.col("t").is_in(years)
    changed = table.with_columns(*factors, pl.Series("x", rng.random(table.height)))
    return (
        changed.with_columns(
            pl.when(chosen).then(pl.col("v") * pl.col("f")).otherwise(pl.col("v")).alias("v"),
            pl.when(chosen).then(pl.col("q") * pl.col("g")).otherwise(pl.col("q")).alias("q"),
        )
        .filter(~chosen | (pl.col("x") > 0.3))
        .drop("f", "g", "x")
    )


YEAR = 2012


def features_under(table: pl.DataFrame, vintage: str) -> np.ndarray:
    """Features of the year's cells with other flows."""
    small = small_space()
    known = facts.facts_of(trade_of(table), small.governance, small.last_year)
    rows = small.panel.cells.filter(pl.col("t") == YEAR)
    return features_of(rows, known, facts.commodity_names(), VINTAGES[vintage])


def own_features(vintage: str) -> np.ndarray:
    """Features of the year's cells in the panel."""
    small = small_space()
    return small.panel.features[vintage][small.panel.year == YEAR]


@pytest.mark.parametrize("vintage", sorted(VINTAGES))
def test_nothing_after_the_year_moves_its_features(vintage: str) -> None:
    later = scrambled(small_space().flows, list(range(YEAR + 1, 2025)))
    np.testing.assert_array_equal(features_under(later, vintage), own_features(vintage))


def test_the_last_two_years_of_trade_move_only_prices_under_the_operational_vintage() -> None:
    later = scrambled(small_space().flows, list(range(YEAR - 1, 2025)))
    found, own = features_under(later, "operational"), own_features("operational")
    prices = [*BLOCK_COLUMNS["market"], *BLOCK_COLUMNS["all_prices"]]
    columns = [n for n in range(len(FEATURES)) if n not in prices]
    np.testing.assert_array_equal(found[:, columns], own[:, columns])
    assert not np.array_equal(found[:, FAMILY_COLUMNS["market"]], own[:, FAMILY_COLUMNS["market"]], equal_nan=True)


def test_the_hindcast_knows_the_year_itself() -> None:
    same_year = features_under(scrambled(small_space().flows, [YEAR]), "hindcast")
    columns = FAMILY_COLUMNS["concentration"]
    assert not np.array_equal(same_year[:, columns], own_features("hindcast")[:, columns], equal_nan=True)


@pytest.mark.parametrize("buyer", ["DEU", "JPN", "USA", "KOR"])
@pytest.mark.parametrize("year", [2001, 2008, 2015, 2022])
def test_cerium_oxide_with_nothing_else_said_encodes_exactly_as_the_panel_row(buyer: str, year: int) -> None:
    whole = small_space().panel
    at = (whole.cells["k"] == CERIUM_COMPOUNDS) & (whole.cells["j"] == buyer) & (whole.cells["t"] == year)
    day = date(year, 12, 31)
    (key,) = read_bom(canonical_bom(bom(line("Ce", "oxide"), buyer=buyer, as_of=day), day), day, kernel().resolver).keys
    served = assemble(key.good, key.buyer, key.on, kernel().facts, declared=key.mixes, end_use=key.end_use)
    row = encode([served.exposure])
    of_the_good = [n for n in range(len(FEATURES)) if n not in BLOCK_COLUMNS["all_prices"]]  # the panel has few goods
    np.testing.assert_array_equal(row[:, of_the_good], whole.features["operational"][at.to_numpy()][:, of_the_good])
    assert np.isfinite(row[:, BLOCK_COLUMNS["all_prices"]]).all()


def test_a_purchase_of_cerium_is_the_good_that_the_panel_encodes() -> None:
    assert good_of(CERIUM_COMPOUNDS, {}) == Good(CERIUM_COMPOUNDS, "Ce", Form.OXIDE)


def test_the_panel_of_a_part_of_the_archive_is_that_part_of_the_panel(space: Workspace) -> None:
    small = small_space().panel
    rows = np.flatnonzero(small.rare_earth & (small.year == YEAR))
    names = facts.commodity_names()
    of_the_good = [n for n in range(len(FEATURES)) if n not in BLOCK_COLUMNS["all_prices"]]
    for vintage, lag in VINTAGES.items():
        found = features_of(small.cells[rows], space.facts, names, lag)
        np.testing.assert_array_equal(found[:, of_the_good], small.features[vintage][rows][:, of_the_good])


def test_price_indices_leave_mixed_up_units_out() -> None:
    rows = [(2000, "CHN", J, K, 100.0, 10.0), (2001, "CHN", J, K, 200.0, 10.0),
            (2000, "USA", J, K, 100.0, 10.0), (2001, "USA", J, K, 100.0, 0.01)]  # fmt: skip
    assert disruption_panel.price_indices(flows(*rows))[K] == {2000: 1.0, 2001: pytest.approx(2.0)}
