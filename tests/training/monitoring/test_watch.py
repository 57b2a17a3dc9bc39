"""What an analyst is told to look up: unknown, beginning and ending measures, data that are due, and where."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from service.risk.controls.measures import Measure
from tests.factories import TODAY, kernel
from tests.training.table_cases import copied
from training.__main__ import OK, main
from training.curation.check import everything
from training.derived.prices_read import prices_read
from training.monitoring import drift, watch
from training.publication import build
from training.publication.papers import model_card
from training.tables import checks

LIKE = next(m for m in kernel().register.measures if m.measure_id == "CN-2025-18")
LOOKED = {"one": TODAY - timedelta(days=10)}
SOON, LATE = TODAY + timedelta(days=90), TODAY + timedelta(days=91)


def measure(**changes: Any) -> Measure:
    return dataclasses.replace(LIKE, measure_id="one", **changes)


def headings(**changes: Any) -> list[str]:
    return [due.heading for due in watch.measures([measure(**changes)], LOOKED, TODAY)]


def test_every_measure_says_when_it_was_last_looked_up() -> None:
    rows = build.tables()["controls"]
    assert len(rows) > 400
    assert [row["measure_id"] for row in rows if not row["checked_on"]] == []


@pytest.mark.parametrize(
    ("changes", "heading"),
    [
        ({}, []),
        ({"unknown_since": TODAY}, ["state unknown"]),
        ({"unknown_since": SOON}, ["ends soon"]),
        ({"unknown_since": LATE}, []),
        ({"effective": SOON}, ["begins soon"]),
        ({"effective": LATE}, []),
        ({"effective": None, "announced": TODAY}, ["begins soon"]),
        ({"ended": SOON}, ["ends soon"]),
        ({"ended": LATE}, []),
        ({"ended": TODAY - timedelta(days=1)}, []),
        ({"suspended_from": TODAY, "suspended_until": SOON}, ["begins soon"]),
        ({"suspended_from": TODAY, "suspended_until": LATE}, []),
        ({"sign": "evidence", "unknown_since": TODAY}, []),
    ],
)
def test_a_measure_is_looked_up_where_its_state_is_unknown_or_changes_within_90_days(
    changes: dict[str, Any], heading: list[str]
) -> None:
    assert headings(**changes) == heading


@pytest.mark.parametrize(("looked", "due"), [(180, False), (181, True), (None, True)])
def test_a_measure_in_force_is_looked_up_after_180_days(looked: int | None, due: bool) -> None:
    checked = {} if looked is None else {"one": TODAY - timedelta(days=looked)}
    told = list(watch.measures([measure()], checked, TODAY))
    assert bool(told) is due
    assert all("never looked up" in one.why for one in told) or looked is not None


def test_it_says_why_and_where() -> None:
    (due,) = watch.measures([measure(unknown_since=TODAY)], LOOKED, TODAY)
    assert due.why == f"unknown since {TODAY}; last looked up {LOOKED['one']}"
    assert due.where == f"{watch.AUTHORITIES['CHN']}; before: {LIKE.locator}"


def test_rare_earths_come_first_and_of_them_what_became_unknown_last() -> None:
    days = {"old": date(2020, 1, 1), "new": date(2026, 1, 1)}
    rows = [dataclasses.replace(LIKE, measure_id=name, unknown_since=day) for name, day in days.items()]
    other = dataclasses.replace(rows[1], measure_id="copper", elements=frozenset())
    assert [due.what for due in watch.measures([other, *rows], {}, TODAY)] == ["new", "old", "copper"]


@pytest.mark.parametrize(("day", "due"), [(date(2027, 1, 30), False), (date(2027, 1, 31), True)])
def test_the_next_year_of_trade_is_due_when_cepii_has_it(day: date, due: bool) -> None:
    assert kernel().manifest["structure_through"] == 2024
    assert ("trade 2025" in [one.what for one in watch.data(kernel(), day, day)]) is due


def test_a_price_that_is_half_a_year_old_is_due_with_its_series() -> None:
    told = {one.what: one for one in watch.data(kernel(), TODAY, TODAY)}
    assert "fob_china, read to 2025-12-31" in told["price of Nd oxide"].why
    assert "price of Dy oxide" in told  # of 2026 there are figures to May alone, which don't make a year
    spring = {one.what for one in watch.data(kernel(), TODAY, date(2026, 3, 31))}
    assert not {"price of Nd oxide", "price of Dy oxide"} & spring
    assert "frozen forecasts" not in told
    assert "frozen forecasts" in {one.what for one in watch.data(kernel(), None, TODAY)}


def test_a_long_list_is_cut_and_counted_unless_all_is_asked_for() -> None:
    dues = [watch.Due("state unknown", f"m{n}", "why", "where") for n in range(20)]
    assert "and 8 more" in watch.text(dues, TODAY)
    whole = watch.text(dues, TODAY, whole=True)
    assert "more" not in whole.split("Write")[0]
    assert "m19" in whole


@pytest.mark.slow
def test_the_command_prints_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", "--on", "2026-11-30"]) == OK
    out = capsys.readouterr().out
    assert "CN-2024-46-P2: unknown since 2026-11-28; last looked up 2026-11-30" in out
    assert out.splitlines()[-1].startswith("Write a look-up down with `add --table checks`")


def test_the_newest_look_counts_and_bad_ones_are_named(tmp_path: Path) -> None:
    folder = copied(tmp_path / "evidence")
    before = checks.checked_on(folder)["CN-2025-18"]
    with (folder / checks.FILE).open("a", encoding="utf-8") as file:
        file.write("CN-2025-18,2026-11-20,list of notices\nCN-2025-18,2020-01-01,list of notices\n")
    assert checks.checked_on(folder)["CN-2025-18"] == max(before, date(2026, 11, 20))
    with (folder / checks.FILE).open("a", encoding="utf-8") as file:
        file.write("NOBODY,2026-11-20,x\nCN-2025-18,soon,x\nCN-2025-18,2026-11-20,\n")
    told = "\n".join(map(str, everything(folder, date(2026, 11, 30))))
    for words in ("no measure 'NOBODY'", "'soon' isn't a date", "seen: is blank"):
        assert words in told


def test_every_measure_that_was_seen_has_a_look_and_recalled_ones_have_none() -> None:
    looked = checks.checked_on()
    for one in kernel().register.measures:
        if one.confidence != "C":
            assert one.measure_id in looked


def test_the_price_that_is_read_is_told_by_series_and_last_day() -> None:
    rows = {row["element"]: row for row in prices_read(kernel().facts, TODAY)}
    assert (rows["Dy"]["basis"], rows["Dy"]["through"]) == ("fob_china", "2025-12-31")
    assert rows["Sc"]["basis"] == "ex_works_china"
    assert rows["Tm"]["basis"] == "unit values of HS 1992 code 284690, BACI"


def test_card_and_drift_say_what_the_prices_are() -> None:
    rows = prices_read(kernel().facts, TODAY)
    card = model_card.card({**kernel().manifest, "prices_read": rows})
    assert "| Dy | oxide | FOB China | 2025-12-31 |" in card
    told = drift.text({"bundle": "b", "as_of": "d", "features": [], "ages": [], "prices": rows})
    assert "Dy  oxide   2025-12-31  fob_china" in told


def test_the_card_says_how_many_measures_were_looked_up() -> None:
    looked = {"measures": 432, "checked": 412, "oldest": "2026-11-22", "newest": "2026-11-30"}
    card = model_card.card({**kernel().manifest, "register_checked": looked})
    assert "Of 432 measures 412 were looked up, between 2026-11-22 and 2026-11-30." in card
