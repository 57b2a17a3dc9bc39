"""Who makes a stage's good on a day: figures published, figures to come, trade."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from service.risk.evidence.claims import Claim, Evidence
from service.risk.evidence.trade import Trade
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.supply_chain.makers import Basis, Grounds, Makers, followed, makers_of
from service.risk.vocabulary import Stage
from tests.factories import claim

DAY = date(2020, 6, 30)
OUTPUT = {"La": 100.0, "Dy": 2.0}


def share(name: str, value: float, country: str = "CHN", **more: Any) -> Claim:
    return claim(
        name, value=value, geography=country, **({"valid_from": "2019-01-01", "valid_to": "2019-12-31"} | more)
    )


def ask(*claims: Claim, trade: Trade | None = None, element: str = "Dy", view: str = "central") -> Makers:
    grounds = Grounds(Evidence(claims), trade or Trade(), OUTPUT)
    return makers_of(grounds, element, Stage.SEPARATION, DAY, view, 2018)


def test_published_figures_speak_and_leave_the_rest_unnamed() -> None:
    makers = ask(share("a", 0.9))
    assert (makers.basis, makers.shares) == (Basis.PUBLISHED, pytest.approx({"CHN": 0.9, UNKNOWN_COUNTRY: 0.1}))


def test_a_figure_about_a_small_part_of_the_world_is_no_split_of_it() -> None:
    assert ask(share("a", 0.02, "EST")).basis is Basis.NOTHING


def test_before_the_first_figure_a_later_one_speaks_whose_period_had_begun() -> None:
    makers = ask(share("a", 0.9, published="2023-01-01"))
    assert makers.basis is Basis.LATER_FIGURE


def test_before_any_period_trade_of_the_later_makers_speaks_and_no_re_exporter() -> None:
    trade = Trade(exports={"284690": {2018: {"CHN": 0.6, "POL": 0.3, "MYS": 0.1}}})
    later = {"published": "2023-01-01", "valid_from": "2022-01-01", "valid_to": "2022-12-31"}
    makers = ask(share("a", 0.9, **later), share("b", 0.1, "MYS", **later), trade=trade)
    assert (makers.basis, makers.shares) == (Basis.WORLD_TRADE, pytest.approx({"CHN": 6 / 7, "MYS": 1 / 7}))
    assert ask(share("a", 0.9, **later)).basis is Basis.NEAREST_FIGURE


def test_a_maker_that_only_a_later_figure_names_is_known_to_trade_alone() -> None:
    makers = ask(share("a", 0.97), share("b", 0.1, "MYS", published="2023-01-01"))
    assert "MYS" not in makers.shares
    assert makers.later == {"MYS"}
    assert makers.weights["MYS"] > 0


def test_a_maker_of_little_dysprosium_weighs_little_in_the_trade_of_all_elements() -> None:
    makers = ask(
        share("a", 0.99, scope="Dy"), share("b", 0.01, "MYS", scope="Dy"),
        share("c", 0.8, scope="La"), share("d", 0.2, "MYS", scope="La"),
    )  # fmt: skip
    assert makers.weights["MYS"] == pytest.approx(0.01 * 102 / (0.2 * 100 + 0.01 * 2))
    assert makers.weights["CHN"] > 1


def test_an_estimate_of_ours_and_a_figure_on_all_rare_earths_show_no_output_at_home() -> None:
    makers = ask(
        share("a", 0.9, scope="Dy"), share("b", 0.05, "USA", flag="derived;engineering_estimate", scope="Dy"),
        share("c", 0.05, "FRA", scope="REE"),
    )  # fmt: skip
    assert set(makers.own) == {"CHN"}
    assert {"USA", "FRA"} <= set(makers.shares)


def test_unnamed_makers_go_with_the_largest_one_in_the_adverse_view() -> None:
    assert ask(share("a", 0.9), view="adverse").shares == {"CHN": pytest.approx(1.0)}
    assert followed({UNKNOWN_COUNTRY: 1.0}) == {UNKNOWN_COUNTRY: 1.0}
