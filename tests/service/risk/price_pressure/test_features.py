"""What price pressure reads on a day: which series, how new, and from which claims."""

from __future__ import annotations

import math
from datetime import date

import pytest

from service.risk.evidence.claims import Claim, Evidence
from service.risk.evidence.market import PriceState
from service.risk.evidence.trade import Trade
from service.risk.price_pressure.features import (
    FEATURES,
    LEAST_VOLATILITY,
    MOST_TREND,
    NAMES,
    Market,
    MarketState,
    market,
    row_of,
)
from service.risk.vocabulary import Form
from tests.factories import claim

INDEX = {2016: 1.0, 2017: 1.1, 2018: 1.0, 2019: 1.2, 2020: 1.3}
TRADE = Trade({}, {"284690": {2018: {"CHN": 0.9, "USA": 0.1}}}, {}, {"284690": INDEX}, {})


def quote(year: int, value: float) -> Claim:
    """An annual price of dysprosium oxide, published in the year after."""
    return claim(
        f"dy-{year}", "price", value, scope="Dy", stage="", form="oxide", basis="fob_china", unit="USD/kg",
        valid_from=f"{year}-01-01", valid_to=f"{year}-12-31", published=f"{year + 1}-01-31", geography="CHN",
    )  # fmt: skip


SERIES = Evidence([quote(year, 200.0 * 1.2 ** (year - 2018)) for year in range(2018, 2026)])
NOTHING = Evidence([])


def of(on: date, form: Form = Form.OXIDE, evidence: Evidence = NOTHING) -> Market:
    """The market of dysprosium on a day."""
    state = market(evidence, TRADE, "Dy", form, on)
    assert state is not None
    return state


def test_the_published_series_serves_where_it_is_as_new_as_trade() -> None:
    state = of(date(2026, 6, 1), evidence=SERIES)
    assert state.state.price.trend == pytest.approx(math.log(1.2))
    assert state.through == "2025-12-31"
    assert "dy-2025" in state.figures


def test_the_unit_values_of_the_code_serve_before_the_series_begins() -> None:
    state = of(date(2019, 6, 1))
    assert state.state.price.trend == pytest.approx(math.log(1.0 / 1.1))
    assert state.figures == ("baci-prices-284690-2018",)


def test_a_year_counts_on_its_last_day_and_not_before() -> None:
    assert of(date(2020, 12, 30)).through == "2019"
    assert of(date(2020, 12, 31)).through == "2020"


@pytest.mark.parametrize("form", [Form.ORE, Form.METAL, Form.MAGNET])
def test_forms_without_a_price_of_their_own_take_that_of_the_compounds(form: Form) -> None:
    assert of(date(2019, 6, 1), form).figures == ("baci-prices-284690-2018",)


def test_nothing_is_said_of_a_price_that_nobody_published() -> None:
    assert market(NOTHING, Trade(), "Dy", Form.OXIDE, date(2026, 6, 1)) is None


def test_concentration_is_that_of_exports_two_years_back() -> None:
    assert of(date(2020, 12, 31)).state.concentration == pytest.approx(0.82)
    assert math.isnan(of(date(2019, 6, 1)).state.concentration)


def test_units_mixed_up_are_cut_off() -> None:
    wild, still = (
        MarketState(PriceState(trend=5.0, volatility=9.0), 0.5),
        MarketState(PriceState(trend=-5.0, volatility=0.0), 0.5),
    )
    assert row_of(wild)[0].tolist() == [0.0, MOST_TREND, 0.5]
    assert row_of(still)[0].tolist() == pytest.approx([math.log(LEAST_VOLATILITY), -MOST_TREND, 0.5])


def test_every_feature_says_what_it_is() -> None:
    assert NAMES == ("volatility", "trend", "concentration")
    assert all(feature.__doc__ for feature in FEATURES)
