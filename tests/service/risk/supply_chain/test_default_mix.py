"""Default sources: trade traced to makers, output at home first, half the world beside."""

from __future__ import annotations

import pytest

from service.risk.evidence.trade import Trade
from service.risk.supply_chain.default_mix import Flows, blended, flows_of, home_shares, traced
from service.risk.supply_chain.makers import Basis, Makers

CODE = "284690"


def table(bought: dict[str, dict[str, tuple[float, float]]], years: tuple[int, ...] = (2020, 2021, 2022)) -> Trade:
    """Trade of importer -> exporter -> (thousand USD, tonnes), the same every year."""
    trade = Trade()
    for year in years:
        for importer, flows in bought.items():
            value, tonnes = (sum(flow[n] for flow in flows.values()) for n in (0, 1))
            where = (CODE, year)
            for held, total, n in ((trade.imports, value, 0), (trade.quantities, tonnes, 1)):
                mix = {exporter: flow[n] / total for exporter, flow in flows.items()}
                held.setdefault(where[0], {}).setdefault(where[1], {})[importer] = mix
            trade.import_value.setdefault(CODE, {}).setdefault(year, {})[importer] = value
            trade.import_tonnes.setdefault(CODE, {}).setdefault(year, {})[importer] = tonnes
    return trade


def flows(bought: dict[str, dict[str, tuple[float, float]]]) -> Flows:
    return flows_of(table(bought), CODE, 2022)


def makers(shares: dict[str, float], weights: dict[str, float] | None = None) -> Makers:
    return Makers(shares, weights or dict.fromkeys(shares, 1.0), shares, {}, frozenset(), Basis.PUBLISHED)


def test_flows_are_a_years_average_in_both_units() -> None:
    averages = flows({"DEU": {"CHN": (30.0, 3.0), "POL": (10.0, 1.0)}})
    row, column = averages.position["DEU"], averages.position["CHN"]
    assert averages.value[row, column] == pytest.approx(30.0)
    assert averages.tonnes[row, column] == pytest.approx(3.0)


def test_without_shares_by_quantity_those_of_value_serve() -> None:
    trade = table({"DEU": {"CHN": (30.0, 1.0), "MYS": (10.0, 3.0)}})
    trade.quantities.clear()
    averages = flows_of(trade, CODE, 2022)
    assert averages.tonnes[averages.position["DEU"], averages.position["CHN"]] == pytest.approx(3.0)


def test_a_supplier_that_makes_nothing_passes_on_what_it_buys() -> None:
    bought = flows({"DEU": {"POL": (1.0, 1.0)}, "POL": {"CHN": (3.0, 3.0), "MYS": (1.0, 1.0)}})
    assert traced(bought, {"CHN": 1.0, "MYS": 1.0}).find_imports("DEU") == pytest.approx({"CHN": 0.75, "MYS": 0.25})


def test_tracing_ends_after_two_steps() -> None:
    bought = flows(
        {"DEU": {"POL": (1.0, 1.0)}, "POL": {"AUT": (1.0, 1.0)}, "AUT": {"NLD": (1.0, 1.0)}, "NLD": {"CHN": (1.0, 1.0)}}
    )
    assert traced(bought, {"CHN": 1.0}).find_imports("POL") == {"CHN": 1.0}
    assert traced(bought, {"CHN": 1.0}).find_imports("DEU") == {}


def test_a_part_is_the_geometric_mean_of_value_and_quantity() -> None:
    bought = flows({"DEU": {"CHN": (9.0, 1.0), "MYS": (1.0, 9.0)}})
    assert traced(bought, {"CHN": 1.0, "MYS": 1.0}).find_imports("DEU") == pytest.approx({"CHN": 0.5, "MYS": 0.5})


def test_trade_in_a_code_of_many_elements_is_weighted_by_who_makes_the_element() -> None:
    bought = flows({"DEU": {"CHN": (1.0, 1.0), "MYS": (1.0, 1.0)}})
    assert traced(bought, {"CHN": 1.0, "MYS": 0.25}).find_imports("DEU") == pytest.approx({"CHN": 0.8, "MYS": 0.2})


def test_a_country_without_trade_has_none() -> None:
    assert traced(flows({"DEU": {"CHN": (1.0, 1.0)}}), {"CHN": 1.0}).find_imports("BRA") == {}


def test_a_net_exporter_needs_nothing_from_abroad() -> None:
    bought = flows({"DEU": {"CHN": (1.0, 50.0)}, "CHN": {"MYS": (1.0, 10.0)}})
    assert home_shares(bought, makers({"CHN": 0.9, "MYS": 0.1}), 100.0)["CHN"] == 1.0


def test_a_net_importer_covers_its_need_as_far_as_its_output_goes() -> None:
    bought = flows({"USA": {"CHN": (1.0, 15.0), "POL": (1.0, 99.0)}, "DEU": {"USA": (1.0, 0.5)}})
    shares = home_shares(bought, makers({"CHN": 0.95, "USA": 0.05}), 100.0)
    assert shares["USA"] == pytest.approx(5.0 / (5.0 + 15.0 - 0.5))


def test_who_exports_more_than_it_makes_draws_output_and_imports_from_one_pot() -> None:
    bought = flows({"FRA": {"CHN": (1.0, 3.0)}, "DEU": {"FRA": (1.0, 2.0)}})
    assert home_shares(bought, makers({"CHN": 0.99, "FRA": 0.01}), 100.0)["FRA"] == pytest.approx(0.25)


def test_output_that_no_figure_says_is_output_keeps_nothing_at_home() -> None:
    bought = flows({"FRA": {"CHN": (1.0, 3.0)}})
    stands_in = Makers(
        {"CHN": 0.99, "FRA": 0.01}, {"CHN": 1.0, "FRA": 1.0}, {"CHN": 0.99}, {}, frozenset(), Basis.PUBLISHED
    )
    assert "FRA" not in home_shares(bought, stands_in, 100.0)


def test_a_mix_is_half_the_world_and_half_the_buyers_trade() -> None:
    assert blended("DEU", {"CHN": 0.9, "MYS": 0.1}, {"MYS": 1.0}, 0.0) == pytest.approx({"CHN": 0.45, "MYS": 0.55})


def test_output_at_home_comes_first_and_is_not_counted_twice() -> None:
    shares = blended("USA", {"CHN": 0.8, "USA": 0.2}, {"USA": 0.5, "CHN": 0.5}, 0.25)
    assert shares == pytest.approx({"USA": 0.25, "CHN": 0.75})


def test_a_buyer_without_trade_follows_the_world() -> None:
    assert blended("BRA", {"CHN": 0.9, "MYS": 0.1}, {}, 0.0) == pytest.approx({"CHN": 0.9, "MYS": 0.1})
