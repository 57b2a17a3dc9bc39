"""Prices after acts: which years count, and the shipped table is what the archive gives."""

from __future__ import annotations

import csv

import pytest

from service.risk.controls.register import Register
from service.risk.outlook.hit_prices import TABLE
from service.risk.source_shock.acts import Acts
from tests.factories import measure, workspace
from training.data.world_prices import price_indices
from training.fit.act_prices import act_years, export_shares, rows_of
from training.tables import minerals


def test_an_act_of_a_small_exporter_or_on_one_use_or_that_was_recalled_is_no_year() -> None:
    acts = [
        measure("large", announced="2010-07-01", effective="2010-07-01"),
        measure("small", announced="2012-07-01", effective="2012-07-01"),
        measure("one-use", announced="2014-07-01", effective="2014-07-01", end_uses="military"),
        measure("recalled", announced="2010-08-01", effective="2010-08-01", confidence="C"),
        measure("suspended", announced="2010-09-01", effective="2010-09-15", suspended_from="2010-09-10"),
    ]
    codes = {code for one in acts for code in one.hs92}
    shares = {(code, one.jurisdiction, year): share for one in acts for code in codes
              for year, share in ((2009, 0.5), (2011, 0.05), (2013, 0.5))}  # fmt: skip
    named = minerals.codes_of(minerals.load())
    begun = act_years(Acts(Register(acts, "made up"), named), shares)
    assert {name for names in begun.values() for name in names} == {"large"}


@pytest.mark.slow
def test_the_shipped_table_is_what_the_archive_gives() -> None:
    space = workspace()
    acts = Acts(space.facts.register, minerals.codes_of(minerals.load()))
    with TABLE.open(encoding="utf-8", newline="") as file:
        shipped = list(csv.DictReader(file))
    assert rows_of(acts, export_shares(space.exports), price_indices(space.flows)) == shipped
