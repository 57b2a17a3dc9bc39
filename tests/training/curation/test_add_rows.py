"""Adding rows: all tables sound with them, or nothing written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.factories import TODAY
from tests.training.table_cases import copied, rows_of, spoil
from training.__main__ import BAD_INPUT, OK, USAGE, main
from training.curation.check import COLUMNS, everything
from training.tables import claims

CLAIM = {
    "claim_id": "new-1", "quantity": "stage_share", "scope": "Dy", "stage": "metal", "geography": "JPN",
    "basis": "output", "value": "0.04", "unit": "share", "nature": "measured", "valid_from": "2025-01-01",
    "published": "2026-02-01", "document": "usgs-mcs2026", "locator": "p. 1",
    "source_class": "official_statistic", "use": "check",
}  # fmt: skip
OCTOBER = {
    "element": "Dy", "basis": "fob_china", "from": "2026-10-01", "to": "2026-10-31", "value": "240",
    "unit": "USD/kg", "document": "reporter-2026-11", "locator": "table 1",
}  # fmt: skip
REPORTER = (
    "--title", "Prices of October", "--publisher", "Reporter", "--published", "2026-11-03",
    "--url", "https://example.org/prices",
)  # fmt: skip

ON = ("--on", TODAY.isoformat())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path / "evidence")


def file_of(folder: Path, *rows: dict[str, str]) -> str:
    path = folder.parent / "rows.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.DictWriter(handle, list(dict.fromkeys(name for row in rows for name in row)), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def add(folder: Path, table: str, *rows: dict[str, str]) -> int:
    return main(["add", file_of(folder, *rows), "--table", table, "--evidence", str(folder), *ON])


def add_price(folder: Path, price: dict[str, str], *more: str) -> int:
    options = [text for name, value in price.items() for text in (f"--{name.replace('_', '-')}", value)]
    return main(["add-price", *options, *more, "--evidence", str(folder), *ON])


@pytest.mark.slow
def test_a_row_is_appended_and_nothing_else_changes(folder: Path) -> None:
    before = contents(folder)
    assert add(folder, "statistics", CLAIM) == OK
    after = contents(folder)
    assert {name for name in after if after[name] != before.get(name)} == {"statistics.csv"}
    assert after["statistics.csv"].startswith(before["statistics.csv"])
    assert [c.value for c in claims.load(folder).claims if c.claim_id == "new-1"] == [0.04]


@pytest.mark.slow
def test_one_bad_row_of_many_leaves_every_table_as_it_was(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(folder)
    assert add(folder, "statistics", CLAIM, CLAIM | {"claim_id": "new-2", "value": "4%"}) == BAD_INPUT
    assert contents(folder) == before
    assert "rows.csv:3: value: '4%' isn't a number; write 0.04" in capsys.readouterr().err


@pytest.mark.slow
def test_nothing_is_added_to_tables_that_are_not_sound(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(folder, "materials.csv", "dysprosium-oxide", locator="")
    before = contents(folder)
    assert add(folder, "statistics", CLAIM) == BAD_INPUT
    assert contents(folder) == before
    assert "mend them, then add" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"claim_id": "x", "colour": "red"}, "rows.csv:1: colour: no such column"),
        ({"value": "1"}, "rows.csv:1: claim_id: the column is missing"),
    ],
)
def test_a_file_with_wrong_columns_is_named(
    folder: Path, row: dict[str, str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(folder, "claims", row) == BAD_INPUT
    assert words in capsys.readouterr().err


def test_a_file_without_rows_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder.parent / "empty.csv"
    path.write_text("claim_id\n", encoding="utf-8")
    assert main(["add", str(path), "--table", "claims", "--evidence", str(folder), *ON]) == BAD_INPUT
    assert "no row to add" in capsys.readouterr().err


def test_an_unknown_table_is_wrong_usage(folder: Path) -> None:
    with pytest.raises(SystemExit) as stop:
        add(folder, "rumours", CLAIM)
    assert stop.value.code == USAGE


@pytest.mark.slow
def test_one_command_adds_a_month_its_document_and_says_what_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add_price(folder, OCTOBER, *REPORTER) == OK
    said = capsys.readouterr().out
    row = rows_of(folder, "statistics.csv")[-1]
    assert row["claim_id"] == "reporter-2026-11-price-Dy-oxide-fob-china-2026-10"
    assert (row["scope"], row["form"], row["geography"], row["use"]) == ("Dy", "oxide", "CHN", "model")
    assert (row["published"], row["source_class"]) == ("2026-11-03", "trade_press")
    assert rows_of(folder, "documents.csv")[-1]["title"] == "Prices of October"
    assert everything(folder, TODAY) == []
    assert "Dy on 2026-10-31, oxide fob_china: 2025 at " in said
    assert " -> 2026 at 283.1 (through 2026-10-31)" in said
    assert all(f"price_{name}" in said for name in ("trend", "deviation_3y", "deviation_5y", "volatility"))


@pytest.mark.slow
def test_many_prices_come_from_one_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tb = OCTOBER | {"element": "Tb", "value": "1100", "from": "2026-07-01"}
    assert main(["add-price", file_of(folder, OCTOBER, tb), *REPORTER, "--evidence", str(folder), *ON]) == OK
    assert "Tb on 2026-10-31" in capsys.readouterr().out
    assert [r["scope"] for r in rows_of(folder, "statistics.csv")[-2:]] == ["Dy", "Tb"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "CNY/kg"}, "unit: the series is kept in USD/kg"),
        ({"basis": "fob_chian"}, "basis: no series Dy oxide fob_chian; known for Dy: "),
        ({"element": "Xx"}, "basis: no series Xx oxide fob_china; known for Xx: none"),
        ({"value": "2400"}, "value: 8.22 times the price before, 292; check unit and decimal point; add --confirm"),
        ({"value": "24"}, "value: 0.0822 times the price before"),
        ({"value": "1,240"}, "value: '1,240' isn't a number; write 1240 if the comma parts thousands"),
        ({"value": ""}, "value: is blank"),
        ({"from": "2026-05-01", "to": "2026-05-31"}, "from: lanthanides-2026-05-price-Dy-oxide-fob-china-2026-01 cov"),
        ({"from": "2026-11-30", "to": "2026-11-01"}, "to: 2026-11-01 is before 2026-11-30"),
        ({"to": "2026-10-32"}, "to: '2026-10-32' isn't a date"),
        ({"from": "2027-01-01", "to": "2027-01-31"}, "to: a price, yet it ends after 2026-11-03"),
        ({"locator": ""}, "locator: is blank"),
    ],
)
def test_a_price_that_does_not_fit_its_series_is_refused_and_nothing_is_written(
    folder: Path, changes: dict[str, str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    assert add_price(folder, OCTOBER | changes, *REPORTER) == BAD_INPUT
    assert contents(folder) == before
    assert f"arguments:1: {words}" in capsys.readouterr().err


def test_a_jump_that_is_confirmed_is_added(folder: Path) -> None:
    assert add_price(folder, OCTOBER | {"value": "2400"}, *REPORTER, "--confirm") == OK


def test_the_same_month_twice_in_one_file_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(folder)
    again = OCTOBER | {"value": "250"}
    assert main(["add-price", file_of(folder, OCTOBER, again), *REPORTER, "--evidence", str(folder), *ON]) == BAD_INPUT
    assert "rows.csv:3: from: " in capsys.readouterr().err
    assert contents(folder) == before


def test_an_unknown_document_needs_its_description(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add_price(folder, OCTOBER) == BAD_INPUT
    assert "unknown document 'reporter-2026-11'; give title" in capsys.readouterr().err
    assert add_price(folder, OCTOBER, "--title", "Prices") == BAD_INPUT
    assert "publisher: is blank; give --publisher" in capsys.readouterr().err


def test_a_document_without_an_address_needs_the_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    described = REPORTER[:-2]
    assert add_price(folder, OCTOBER, *described) == BAD_INPUT
    assert "url: is blank; give --url; a document is described by" in capsys.readouterr().err
    assert add_price(folder, OCTOBER, *described, "--why-no-url", "Read in print") == OK
    assert rows_of(folder, "documents.csv")[-1]["why_no_url"] == "Read in print"


def test_a_known_document_is_not_described_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add_price(folder, OCTOBER | {"document": "usgs-mcs2026"}, *REPORTER) == BAD_INPUT
    assert "'usgs-mcs2026' is known" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("option", ["title", "publisher", "published", "url", "why-no-url", "licence", "class"])
def test_no_option_that_describes_a_document_is_dropped(
    folder: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    assert add_price(folder, OCTOBER | {"document": "usgs-mcs2026"}, f"--{option}", "agency") == BAD_INPUT
    column = option.replace("-", "_")
    assert f"{column}: 'usgs-mcs2026' is known; leave its description out: --{option}" in capsys.readouterr().err
    assert add_price(folder, OCTOBER, f"--{option}", "agency") == BAD_INPUT
    assert f"leave out --{option} if it isn't a new one" in capsys.readouterr().err
    assert contents(folder) == before


def test_licence_and_class_of_a_new_document_are_those_given(folder: Path) -> None:
    assert add_price(folder, OCTOBER, *REPORTER, "--licence", "CC BY 4.0", "--class", "agency") == OK
    row = rows_of(folder, "documents.csv")[-1]
    assert (row["licence"], row["class"]) == ("CC BY 4.0", "agency")
    assert rows_of(folder, "statistics.csv")[-1]["source_class"] == "agency"


def test_a_document_named_beside_a_file_that_names_another_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file_of(folder, OCTOBER)
    arguments = ["add-price", path, "--document", "usgs-mcs2026", "--evidence", str(folder)]
    assert main(arguments) == BAD_INPUT
    said = capsys.readouterr().err
    assert "rows.csv:2: document: is reporter-2026-11, but --document says usgs-mcs2026" in said


def test_prices_come_from_a_file_or_from_options_not_both(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["add-price", file_of(folder, OCTOBER), "--value", "1", "--evidence", str(folder), *ON]
    assert main(arguments) == BAD_INPUT
    assert "give one of the two" in capsys.readouterr().err


@pytest.mark.slow
def test_a_price_of_another_series_leaves_the_features_alone_and_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = OCTOBER | {"basis": "cif_europe", "value": "700", "from": "2026-10-01"}
    assert add_price(folder, other, *REPORTER) == OK
    assert (
        "Dy: market features are read from oxide fob_china; these prices stand beside them" in capsys.readouterr().out
    )


def test_a_price_before_june_says_which_year_still_stands(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    january = OCTOBER | {"element": "Nd", "value": "100", "from": "2026-01-01", "to": "2026-01-31"}
    assert add_price(folder, january, *REPORTER) == OK
    assert "2026 counts from June on; until then 2025 stands" in capsys.readouterr().out


def test_every_table_can_be_added_to() -> None:
    assert {name.removesuffix(".csv") for name in COLUMNS} >= {"claims", "statistics", "controls", "materials"}


DEAR = {
    "claim_id": "dear-Dy", "quantity": "price", "scope": "Dy", "form": "oxide", "basis": "fob_china",
    "geography": "CHN", "value": "2100", "unit": "USD/kg", "nature": "measured",
    "valid_from": "2026-11-01", "valid_to": "2026-11-02", "published": "2026-11-03",
    "document": "dear", "locator": "table 1", "source_class": "trade_press",
    "use": "model",
}  # fmt: skip


@pytest.mark.slow
def test_a_price_that_jumps_needs_a_confirmation_by_either_command(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = {"document": "dear", "published": "2026-11-03", "title": "Dear", "publisher": "Reporter",
           "url": "https://example.org/dear", "licence": "none", "class": "trade_press"}  # fmt: skip
    assert add(folder, "documents", own) == OK
    before = contents(folder)
    assert add(folder, "statistics", DEAR) == BAD_INPUT
    assert "rows.csv:2: value: 7.19 times the price before" in capsys.readouterr().err
    price = OCTOBER | {"document": "dear", "from": "2026-11-01", "to": "2026-11-02", "value": "2100"}
    assert add_price(folder, price) == BAD_INPUT
    assert "value: 7.19 times the price before" in capsys.readouterr().err
    assert contents(folder) == before
    confirmed = ["add", file_of(folder, DEAR), "--table", "statistics", "--evidence", str(folder), "--confirm", *ON]
    assert main(confirmed) == OK


def test_a_jump_inside_the_file_added_is_seen(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = {"document": "dear", "published": "2026-11-03", "title": "Dear", "publisher": "Reporter",
           "url": "https://example.org/dear", "licence": "none", "class": "trade_press"}  # fmt: skip
    assert add(folder, "documents", own) == OK
    first = DEAR | {"claim_id": "fine", "value": "300", "valid_from": "2026-10-29", "valid_to": "2026-10-30"}
    assert add(folder, "statistics", first, DEAR | {"value": "1501"}) == BAD_INPUT
    assert "rows.csv:3: value: 5 times the price before, 300" in capsys.readouterr().err


def test_a_document_of_the_future_is_not_added(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = {"document": "far", "published": "2031-01-01", "title": "Far", "publisher": "Reporter",
           "url": "https://example.org/dear", "licence": "none", "class": "trade_press"}  # fmt: skip
    assert add(folder, "documents", own) == BAD_INPUT
    assert "rows.csv:2: published: 2031-01-01 is after today, 2026-11-21" in capsys.readouterr().err


def test_a_figure_that_needs_a_reason_is_added_and_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    share = CLAIM | {"stage": "separation", "geography": "CHN", "value": "0.1", "use": "model"}
    assert add(folder, "statistics", share) == OK
    assert "without a reason in supply_differences.csv:\nDy separation CHN: served 10" in capsys.readouterr().out


MEASURE = {
    "measure_id": "MY-LIC-2026", "jurisdiction": "MYS", "announcement": "Order 7", "instrument": "licence",
    "severity": "moderate", "sign": "tightening", "elements": "Dy Tb", "hs92": "284690", "stages": "separation",
    "forms": "oxide compound", "announced": "2026-10-01", "effective": "2027-01-01", "hs_match": "partial",
    "commodity": "rare earths", "source": "Gazette", "locator": "section 2", "confidence": "A", "train": "yes",
}  # fmt: skip


@pytest.mark.slow
def test_a_measure_added_twice_is_refused_by_the_new_row_and_names_the_one_that_is_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(folder, "controls", MEASURE) == OK
    there = len(rows_of(folder, "controls.csv")) + 1
    for again, words in (
        (MEASURE, f"rows.csv:2: measure_id: 'MY-LIC-2026' stands in controls.csv:{there} already; leave it out"),
        (MEASURE | {"measure_id": "AGAIN"}, f"rows.csv:2: effective: overlaps MY-LIC-2026 (row {there})"),
    ):
        assert add(folder, "controls", again) == BAD_INPUT
        (line,) = capsys.readouterr().err.splitlines()
        assert words in line
