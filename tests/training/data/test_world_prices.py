"""World price changes of matched flows, on flows small enough to check by hand."""

from __future__ import annotations

import math

import pytest

from tests.factories import flows
from training.data.world_prices import unit_value_changes, world_prices

K = "284610"


def change(*rows: tuple[int, str, str, str, float, float | None]) -> float:
    """The code's change in 2001."""
    changes = world_prices(flows(*rows))
    return float(changes.filter(changes["t"] == 2001)["change"].item())


def test_a_change_is_the_mean_of_matched_flows_weighted_by_the_geometric_mean_of_their_values() -> None:
    changes = change(
        (2000, "CHN", "DEU", K, 100.0, 10.0), (2001, "CHN", "DEU", K, 200.0, 10.0),
        (2000, "USA", "DEU", K, 100.0, 10.0), (2001, "USA", "DEU", K, 100.0, 10.0),
    )  # fmt: skip
    heavy, light = math.sqrt(100.0 * 200.0), 100.0
    assert changes == pytest.approx(math.log(2.0) * heavy / (heavy + light))


def test_flows_without_a_partner_in_the_year_before_do_not_count() -> None:
    same = ((2000, "CHN", "DEU", K, 100.0, 10.0), (2001, "CHN", "DEU", K, 100.0, 10.0))
    assert change(*same, (2001, "USA", "DEU", K, 900.0, 1.0)) == pytest.approx(0.0)


def test_units_mixed_up_do_not_count() -> None:
    same = ((2000, "CHN", "DEU", K, 100.0, 10.0), (2001, "CHN", "DEU", K, 100.0, 10.0))
    wild = ((2000, "USA", "DEU", K, 100.0, 100.0), (2001, "USA", "DEU", K, 100.0, 0.1))
    assert change(*same, *wild) == pytest.approx(0.0)


def test_an_exporters_own_change_leaves_the_others_out() -> None:
    changes = unit_value_changes(
        flows(
            (2000, "CHN", "DEU", K, 100.0, 10.0), (2001, "CHN", "DEU", K, 150.0, 10.0),
            (2000, "USA", "DEU", K, 100.0, 10.0), (2001, "USA", "DEU", K, 100.0, 10.0),
        ),
        ["k", "i"],
    )  # fmt: skip
    assert dict(changes.select("i", "change").iter_rows()) == pytest.approx({"CHN": math.log(1.5), "USA": 0.0})


def test_the_index_chains_the_changes_from_one() -> None:
    rows = [(2000 + n, "CHN", "DEU", K, 100.0 * 1.5**n, 10.0) for n in range(3)]
    assert world_prices(flows(*rows))["index"].to_list() == pytest.approx([1.5, 2.25])
