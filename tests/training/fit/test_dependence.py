"""How prices of elements move together: which figures are read."""

from __future__ import annotations

from datetime import date

from service.risk.evidence.claims import Claim, Evidence
from tests.factories import claim
from training.fit.dependence import yearly_prices


def test_only_yearly_averages_of_the_oxide_in_one_series_are_read() -> None:
    table = [
        year_of_neodymium("a", 50.0, "2018"),
        year_of_neodymium("b", 70.0, "2019", basis="cif_europe"),
        year_of_neodymium("c", 60.0, "2020", valid_to="2020-06-30"),
        year_of_neodymium("d", 60.0, "2021", use="check"),
        year_of_neodymium("e", 60.0, "2022", valid_from="2022-07-01"),
        year_of_neodymium("f", 60.0, "2023", flag="superseded_by:g"),
        year_of_neodymium("g", 61.0, "2023"),
    ]
    assert yearly_prices(Evidence(table), "Nd", date(2023, 12, 31)) == {
        2018: 50.0,
        2023: 61.0,
    }
    assert yearly_prices(Evidence(table), "Nd", date(2023, 12, 30)) == {2018: 50.0}


def year_of_neodymium(claim_id: str, value: float, year: str, **more: str) -> Claim:
    """A price of neodymium oxide over a year unless told otherwise."""
    return claim(claim_id, "price", value, **{
        "scope": "Nd", "form": "oxide", "stage": "", "basis": "fob_china", "unit": "USD/kg",
        "valid_from": f"{year}-01-01", "valid_to": f"{year}-12-31", **more,
    })  # fmt: skip
