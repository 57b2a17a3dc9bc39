"""What an analyst can't slip in: prices that jump, that nobody can have seen, that stand for a year; rows in the wrong
table; and how a row is withdrawn."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.factories import TODAY
from tests.training.table_cases import copied
from training.__main__ import BAD_INPUT, OK, main
from training.tables import claims
from training.tables.csv_rows import CsvTable, parse
from training.tables.periods import dated
from training.tables.reader import EVIDENCE

CLAIM = parse(EVIDENCE / "claims.csv", claims.COLUMNS).rows[1]
STATISTIC = next(row for row in parse(EVIDENCE / "statistics.csv", claims.COLUMNS).rows if row["quantity"] == "price")


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return copied(tmp_path / "evidence")


def price(tables: Path, *more: str, start: str = "2026-01-01", end: str = "2026-09-30", value: str = "44",
          published: str = "2026-10-02") -> int:  # fmt: skip
    """Add a price of erbium oxide; returns the exit code."""
    return main([
        "add-price", "--element", "Er", "--form", "oxide", "--basis", "fob_china", "--from", start, "--to", end,
        "--value", value, "--unit", "USD/kg", "--document", "reporter", "--locator", "table 1", "--title", "Prices",
        "--publisher", "Reporter", "--published", published, "--url", "https://example.org/prices",
        "--on", TODAY.isoformat(), "--evidence", str(tables), *more,
    ])  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"value": "180"}, "times the price before"),
        ({"value": "10"}, "times the price before"),
        ({"start": "2026-09-01"}, "30 days would stand for the whole of 2026, at least 90 are asked for"),
        ({"published": "2026-09-15"}, "a price, yet it ends after 2026-09-15, when it was published"),
        ({"published": "2026-08"}, "a price, yet it ends after 2026-08-31, when it was published"),
        ({"published": "2026-11"}, "2026-11-30 is after today, 2026-11-21"),
    ],
)
def test_a_doubtful_price_is_refused(
    tables: Path, capsys: pytest.CaptureFixture[str], given: dict[str, str], named: str
) -> None:
    before = (tables / "statistics.csv").read_bytes()
    assert price(tables, **given) == BAD_INPUT
    assert named in capsys.readouterr().err
    assert (tables / "statistics.csv").read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("given", [{"value": "180"}, {"start": "2026-09-01"}])
def test_an_analyst_who_confirms_is_believed(tables: Path, given: dict[str, str]) -> None:
    assert price(tables, "--confirm", **given) == OK


def test_a_month_that_no_year_stands_on_is_taken_in(tables: Path) -> None:
    """Before June a year doesn't count: the year before goes on."""
    assert price(tables, start="2026-02-01", end="2026-02-28") == OK


def test_three_months_together_may_stand_for_a_year(tables: Path, tmp_path: Path) -> None:
    months = [("07", "31"), ("08", "31"), ("09", "30")]
    rows = [f"Er,oxide,fob_china,2026-{m}-01,2026-{m}-{d},44,USD/kg,table 1" for m, d in months]
    file = tmp_path / "months.csv"
    file.write_text("element,form,basis,from,to,value,unit,locator\n" + "\n".join(rows) + "\n")
    call = ["add-price", str(file), "--document", "reporter", "--title", "Prices", "--publisher", "Reporter",
            "--published", "2026-10", "--url", "https://example.org", "--on", TODAY.isoformat(),
            "--evidence", str(tables)]  # fmt: skip
    assert main(call) == OK
    added = [c for c in claims.load(tables).claims if c.document == "reporter"]
    assert {c.published.isoformat() for c in added} == {"2026-10-31"}
    assert "the last day of the period counts: published 2026-10" in added[0].note


def test_add_asks_for_a_month_that_would_stand_for_a_year_too(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = STATISTIC.cells | {
        "claim_id": "x", "scope": "Er", "form": "oxide", "basis": "fob_china", "valid_from": "2026-06-01",
        "valid_to": "2026-06-30", "value": "44", "value_low": "", "value_high": "", "unit": "USD/kg",
    }  # fmt: skip
    assert added(tables, tmp_path, row, "statistics") == BAD_INPUT
    told = capsys.readouterr().err
    assert "30 days would stand for the whole of 2026" in told
    assert "a price, yet it ends after" in told


def added(tables: Path, place: Path, cells: dict[str, str], table: str) -> int:
    with (place / "row.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, claims.COLUMNS)
        writer.writeheader()
        writer.writerow(cells)
    call = ["add", str(place / "row.csv"), "--table", table, "--on", TODAY.isoformat(), "--evidence", str(tables)]
    return main(call)


@pytest.mark.parametrize(
    ("row", "table", "named"),
    [
        (STATISTIC, "claims", "none of the five source documents; put the row into statistics.csv"),
        (CLAIM, "statistics", "one of the five source documents; put the row into claims.csv"),
    ],
)
def test_a_figure_goes_into_the_table_of_its_document_only(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], row: claims.Row, table: str, named: str
) -> None:
    assert added(tables, tmp_path, row.cells | {"claim_id": "elsewhere", "note": "another"}, table) == BAD_INPUT
    assert named in capsys.readouterr().err


def withdrawal(**other: str) -> dict[str, str]:
    return {
        "table": "statistics.csv", "key": STATISTIC["claim_id"], "column": "withdrawn", "was": "", "now": "yes",
        "reason": "Another table was read", "source": "The report", "locator": "table 2", "date": "2026-11-20",
    } | other  # fmt: skip


def corrected(tables: Path, row: dict[str, str]) -> list[str]:
    """Write a correction by hand; what the tables then complain of."""
    with (tables / "corrections.csv").open("a", newline="") as file:
        csv.DictWriter(file, list(row), lineterminator="\n").writerow(row)
    return [str(problem) for problem in claims.check(tables)]


def test_a_withdrawn_row_stays_in_the_table_and_is_read_by_nobody(tables: Path) -> None:
    assert corrected(tables, withdrawal()) == []
    assert STATISTIC["claim_id"] not in {c.claim_id for c in claims.load(tables).claims}
    assert STATISTIC["claim_id"] in (tables / "statistics.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"now": "no"}, "a row is withdrawn for good: 'no' isn't 'yes'"),
        ({"was": "yes"}, "a row is withdrawn for good"),
        ({"reason": ""}, "reason: is blank"),
        ({"key": "nobody"}, "no row 'nobody' in statistics.csv"),
    ],
)
def test_a_withdrawal_says_what_and_why(tables: Path, other: dict[str, str], named: str) -> None:
    assert named in "\n".join(corrected(tables, withdrawal(**other)))


def test_the_key_of_a_withdrawn_row_is_not_given_out_again(tables: Path) -> None:
    text = (tables / "statistics.csv").read_text(encoding="utf-8").splitlines()
    line = next(line for line in text if line.startswith(STATISTIC["claim_id"] + ","))
    (tables / "statistics.csv").write_text("\n".join([*text, line]) + "\n", encoding="utf-8")
    assert "with the same key was withdrawn; use another key" in "\n".join(corrected(tables, withdrawal()))


def test_figures_that_lean_on_a_withdrawn_row_are_told(tables: Path) -> None:
    linked = next(r for r in parse(EVIDENCE / "claims.csv", claims.COLUMNS).rows if "conflicts:" in r["flag"])
    target = linked["flag"].split("conflicts:")[1].split(";")[0]
    table = "claims.csv" if target.startswith("doc-") else "statistics.csv"
    told = corrected(tables, withdrawal(table=table, key=target))
    assert any("names no claim" in line and target in line for line in told)


@pytest.mark.parametrize(
    ("written", "day"), [("2026-10", "2026-10-31"), ("2024-02", "2024-02-29"), ("2026", "2026-12-31")]
)
def test_a_date_known_by_month_or_year_counts_at_its_last_day(written: str, day: str) -> None:
    row = type(STATISTIC)("t.csv", 2, {"published": written, "note": "seen"})
    (by_day,) = dated(CsvTable([row]), ("published",)).rows
    assert by_day["published"] == day
    assert by_day["note"] == f"seen; no day known, the last day of the period counts: published {written}"
