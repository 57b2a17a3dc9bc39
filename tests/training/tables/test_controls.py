"""Every complaint about the register's table names the row, the column and the fix."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from service.risk.controls.measures import Status
from service.risk.controls.register import Register
from training.tables import controls
from training.tables.cells import is_period, last_day
from training.tables.reader import TableError, read

GOOD = dict.fromkeys(controls.COLUMNS, "") | {
    "measure_id": "A", "jurisdiction": "CHN", "instrument": "quota", "severity": "strong",
    "sign": "tightening", "elements": "Dy Tb", "hs92": "284690", "stages": "separation",
    "forms": "oxide compound", "destinations": "JPN EU27",
    "announced": "2010-07-08", "effective": "2010-07-01", "ended": "2010-12-31", "hs_match": "partial",
    "commodity": "rare earths", "source": "Gazette", "locator": "p. 3", "confidence": "B", "train": "yes",
}  # fmt: skip


def table(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "controls.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, controls.COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_the_shipped_table_has_no_complaint() -> None:
    assert controls.check() == []


def test_a_good_row_raises_no_complaint(tmp_path: Path) -> None:
    assert controls.check(table(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("column", "changes"),
    [
        ("jurisdiction", {"jurisdiction": "China"}),
        ("jurisdiction", {"jurisdiction": ""}),
        ("destinations", {"destinations": "JP"}),
        ("severity", {"severity": "fierce"}),
        ("sign", {"sign": "harsher"}),
        ("instrument", {"instrument": "embargo"}),
        ("hs_match", {"hs_match": "close"}),
        ("confidence", {"confidence": "D"}),
        ("train", {"train": "maybe"}),
        ("elements", {"elements": "Dy Unobtainium"}),
        ("stages", {"stages": "smelting"}),
        ("forms", {"forms": "oxide powder"}),
        ("forms", {"forms": "", "hs92": ""}),
        ("hs92", {"hs92": "2846.90"}),
        ("hs92", {"hs92": "284690 28053"}),
        ("hs92", {"hs92": "284690 284610"}),
        ("hs92", {"hs92": ""}),
        ("announced", {"announced": "July 2010"}),
        ("announced", {"announced": "", "effective": "", "ended": ""}),
        ("effective", {"effective": "2008-01-01"}),
        ("ended", {"ended": "2010-06-30"}),
        ("unknown_since", {"unknown_since": "2012-07-01"}),
        ("suspended_until", {"suspended_from": "2010-09-01", "suspended_until": "2010-08-01"}),
        ("suspended_until", {"suspended_until": "2010-08-01"}),
        ("suspended_from", {"suspended_from": "2011-02-01", "suspended_until": "2011-03-01"}),
        ("renews", {"renews": "NOBODY", "severity": "moderate"}),
        ("renews", {"renews": "A", "severity": "moderate"}),
        ("severity", {"instrument": "reporting"}),
        ("severity", {"instrument": "licence", "severity": "prohibitive"}),
        ("severity", {"instrument": "prohibition", "severity": "prohibitive"}),
        ("severity", {"severity": "administrative"}),
        ("severity", {"renews": "FIRST"}),
        ("eases", {"eases": "FIRST"}),
        ("eases", {"sign": "relaxation", "eases": "NOBODY"}),
        ("source", {"source": ""}),
        ("locator", {"locator": ""}),
        ("train", {"confidence": "C"}),
        ("train", {"hs_match": "none"}),
        ("train", {"sign": "evidence"}),
        ("note", {"train": "no"}),
        ("measure_id", {"measure_id": ""}),
    ],
)
def test_a_complaint_names_the_column_the_row_and_the_fix(tmp_path: Path, column: str, changes: dict[str, str]) -> None:
    problems = controls.check(table(tmp_path, GOOD | {"measure_id": "FIRST", "announcement": "No. 1"}, GOOD | changes))
    assert {(p.file, p.row, p.column) for p in problems} == {("controls.csv", 3, column)}
    assert all(p.problem and p.fix for p in problems)


def test_an_id_used_twice_is_reported_on_the_later_row_with_the_place_of_the_first(tmp_path: Path) -> None:
    problems = controls.check(table(tmp_path, GOOD, GOOD | {"announcement": "No. 2"}))
    assert [(p.row, p.column) for p in problems] == [(3, "measure_id")]
    assert "stands in controls.csv:2 already" in problems[0].problem


def test_a_renewal_names_the_first_of_its_chain_and_the_same_issuer(tmp_path: Path) -> None:
    second = GOOD | {"measure_id": "B", "announcement": "No. 2", "severity": "moderate", "renews": "A"}
    third = GOOD | {"measure_id": "C", "announcement": "No. 3", "severity": "moderate", "renews": "B"}
    foreign = GOOD | {"measure_id": "D", "severity": "moderate", "renews": "A", "jurisdiction": "VNM"}
    problems = controls.check(table(tmp_path, GOOD, second, third, foreign))
    assert [(p.row, p.column) for p in problems] == [(4, "renews"), (5, "renews")]


def test_all_complaints_are_raised_at_once_when_loading(tmp_path: Path) -> None:
    path = table(tmp_path, GOOD | {"severity": "fierce", "locator": ""})
    with pytest.raises(TableError) as caught:
        controls.load(path)
    assert {p.column for p in caught.value.problems} == {"severity", "locator"}


def test_a_table_with_another_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "controls.csv"
    path.write_text("measure_id,severity\nA,strong\n", encoding="utf-8")
    assert [p.row for p in controls.check(path)] == [1]


def test_blank_cells_are_None_and_the_rows_build_a_register(tmp_path: Path) -> None:
    rows = controls.load(table(tmp_path, GOOD))
    assert rows[0]["renews"] is None
    assert rows[0]["elements"] == "Dy Tb"
    assert Register.from_rows(rows)["A"].elements == {"Dy", "Tb"}


def test_left_out_rows_say_why() -> None:
    for row in controls.load():
        if row["train"] == "no":
            assert "train=no" in (row["note"] or "") or row["sign"] == "evidence" or row["confidence"] == "C"


def test_a_cut_of_ten_percent_starts_a_chain_and_a_renewal_is_no_new_tightening() -> None:
    rows = {r["measure_id"]: r for r in controls.load()}
    assert rows["CN-QUOTA-2010H2"]["renews"] is None
    assert rows["CN-QUOTA-2010H2"]["severity"] == "strong"
    assert rows["CN-QUOTA-2013"]["renews"] == "CN-QUOTA-2011H1"
    for row in rows.values():
        if row["instrument"] == "quota" and row["renews"]:
            assert row["severity"] in {"moderate", "administrative"}


PERIODS = [("2010-07", "2010-07-31"), ("2012-02", "2012-02-29"), ("2011-02", "2011-02-28"), ("2010", "2010-12-31")]


@pytest.mark.parametrize(("period", "end"), PERIODS)
def test_an_announcement_known_by_month_or_year_counts_at_its_end_and_no_day_sooner(
    tmp_path: Path, period: str, end: str
) -> None:
    rows = controls.load(table(tmp_path, GOOD | {"announced": period, "effective": "", "ended": "2012-12-31"}))
    register, first = Register.from_rows(rows), date.fromisoformat(end)
    assert rows[0]["announced"] == end
    eve = first - timedelta(days=1)
    assert register.status(register["A"], eve, known_at=eve) is Status.NOT_YET_ANNOUNCED
    assert register.status(register["A"], first, known_at=first) is Status.ANNOUNCED


@pytest.mark.parametrize(("period", "end"), PERIODS)
def test_a_first_day_in_force_known_by_month_or_year_counts_at_its_end_where_nothing_was_announced(
    tmp_path: Path, period: str, end: str
) -> None:
    rows = controls.load(table(tmp_path, GOOD | {"announced": "", "effective": period, "ended": "2012-12-31"}))
    register, first = Register.from_rows(rows), date.fromisoformat(end)
    eve = first - timedelta(days=1)
    assert register.status(register["A"], eve, known_at=eve) is Status.NOT_YET_ANNOUNCED
    assert register.status(register["A"], first, known_at=first) is Status.IN_FORCE


def test_an_end_known_by_month_counts_at_its_end(tmp_path: Path) -> None:
    rows = controls.load(table(tmp_path, GOOD | {"instrument": "tax", "ended": "2010-11"}))
    register = Register.from_rows(rows)
    assert register.status(register["A"], date(2010, 11, 30)) is Status.IN_FORCE
    assert register.status(register["A"], date(2010, 12, 1)) is Status.ENDED


def test_a_row_says_which_of_its_dates_have_no_day(tmp_path: Path) -> None:
    rows = controls.load(table(tmp_path, GOOD | {"announced": "2010-06", "effective": "2010", "note": "-35 %"}))
    assert rows[0]["note"] == (
        "-35 %; no day known, the last day of the period counts: announced 2010-06, effective 2010"
    )
    assert controls.load(table(tmp_path, GOOD))[0]["note"] is None


@pytest.mark.parametrize("column", ["announced", "effective", "ended"])
@pytest.mark.parametrize("cell", ["2010-13", "2010-00", "2010-7", "10-07", "0000", "2010-07-"])
def test_what_is_neither_day_nor_month_nor_year_is_refused_with_the_three_ways_to_write_it(
    tmp_path: Path, column: str, cell: str
) -> None:
    problems = controls.check(table(tmp_path, GOOD | {column: cell}))
    assert [p.column for p in problems] == [column]
    assert "YYYY-MM or YYYY" in problems[0].fix


@pytest.mark.parametrize("column", ["suspended_from", "suspended_until", "unknown_since"])
def test_suspensions_and_doubts_have_a_day(tmp_path: Path, column: str) -> None:
    problems = controls.check(table(tmp_path, GOOD | {column: "2010-08"}))
    assert (column, "write YYYY-MM-DD") in {(p.column, p.fix) for p in problems}


def test_no_date_of_the_shipped_table_is_read_before_the_end_of_the_period_it_gives() -> None:
    loaded = {row["measure_id"]: row for row in controls.load()}
    periods = [(r, c) for r in read(controls.TABLE, controls.COLUMNS) for c in controls.BY_PERIOD if is_period(r[c])]
    assert periods
    for row, column in periods:
        assert loaded[row["measure_id"]][column] == last_day(row[column]).isoformat()


def test_no_row_of_the_shipped_table_stands_in_for_a_day_it_does_not_know() -> None:
    for row in read(controls.TABLE, controls.COLUMNS):
        assert "first day used" not in row["note"]
        assert "first days used" not in row["note"]


def test_every_list_of_firms_names_whom_it_is_about() -> None:
    lists = [row for row in controls.load() if row["instrument"] == "entity_list"]
    assert {row["end_uses"] for row in lists} == {"listed_entity", "watch_list_entity"}


def test_the_tin_quota_of_2010_was_cut_by_less_than_ten_percent_and_goes_on() -> None:
    """23,300 t to 21,000 t is -9.87 %."""
    row = next(row for row in controls.load() if row["measure_id"] == "CN-QUOTA-TIN-2010")
    assert (row["severity"], row["renews"], row["train"]) == ("moderate", "CN-QUOTA-TIN-2009", "no")
