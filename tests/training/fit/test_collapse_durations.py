"""How long collapses last: a spell ends when tonnes come back, and the shipped table is what the archive gives."""

from __future__ import annotations

import csv

import pytest

from service.risk.outlook.durations import COLLAPSES
from tests.factories import workspace
from training.fit.collapse_durations import _spells, rows_of

BASE = 100.0


def test_a_spell_lasts_until_the_tonnes_come_back_and_is_censored_at_the_end() -> None:
    years = [
        (2000, 100.0, BASE, False, True),
        (2001, 50.0, BASE, True, True),
        (2002, 55.0, BASE, False, True),
        (2003, 70.0, BASE, False, True),
        (2004, 20.0, BASE, True, True),
        (2005, 20.0, BASE, True, True),
    ]
    assert list(_spells(years)) == [(2, True), (2, False)]


def test_who_was_no_source_has_no_spell() -> None:
    assert list(_spells([(2001, 50.0, BASE, True, False), (2002, 50.0, BASE, False, True)])) == []


@pytest.mark.slow
def test_the_shipped_table_is_what_the_archive_gives() -> None:
    with COLLAPSES.open(encoding="utf-8", newline="") as file:
        shipped = [{name: int(value) for name, value in row.items()} for row in csv.DictReader(file)]
    assert rows_of(workspace().exports) == shipped
