"""Which rows of the tables a panel can depend on: the others don't make it be built again."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from service.risk.controls.register import Register
from service.risk.evidence.claims import Claim, Evidence
from tests.factories import small_space
from tests.training.table_cases import copied, repeat
from training.data.disruption_panel import VINTAGES, features_of
from training.data.facts import commodity_names, entering
from training.tables import controls

PRICE = "usgs-mcs2026-price-Nd-oxide-fob-china-2025"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path / "evidence")


def test_a_panel_is_the_same_without_the_rows_that_do_not_enter_it() -> None:
    space = small_space()
    rows = entering(space.last_year)
    evidence = Evidence([Claim.from_row(row) for row in rows if "claim_id" in row])
    register = Register.from_rows([row for row in rows if "measure_id" in row])
    assert len(evidence.claims) < len(space.facts.evidence.claims)
    assert len(register.measures) < len(controls.load())
    cells = space.panel.cells.sort("t", descending=True).head(300)
    lean = dataclasses.replace(space.facts, evidence=evidence, register=register)
    found = [features_of(cells, facts, commodity_names(), VINTAGES["operational"]) for facts in (lean, space.facts)]
    np.testing.assert_array_equal(*found)


def test_a_new_price_a_late_figure_and_a_late_measure_leave_the_panel_alone(folder: Path) -> None:
    before = entering(2024, folder)
    repeat(folder, "statistics.csv", PRICE, claim_id="new", valid_from="2026-01-01", valid_to="2026-01-31")
    repeat(folder, "controls.csv", "CN-2026-1", measure_id="NEW", announcement="new", announced="2026-05-01")
    assert entering(2024, folder) == before


def test_a_measure_known_in_the_years_of_the_panel_enters_it(folder: Path) -> None:
    before = entering(2024, folder)
    repeat(folder, "controls.csv", "CN-QUOTA-2010H2", measure_id="NEW", announcement="new")
    assert [row["measure_id"] for row in entering(2024, folder) if row not in before] == ["NEW"]
