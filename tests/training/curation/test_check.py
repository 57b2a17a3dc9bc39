"""Every slip an analyst can make in a real row is named with its file, row, column and fix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from service.risk.vocabulary import SCOPES
from tests.factories import TODAY
from tests.training.table_cases import copied, repeat, rows_of, spoil
from training.__main__ import BAD_INPUT, OK, REFUSED, main
from training.curation.check import COLUMNS, everything, summary
from training.tables.reader import EVIDENCE, Problem

CLAIM = "doc-001-05"
PRICE = "usgs-mcs2026-price-Nd-oxide-fob-china-2025"
QUOTA = "CN-QUOTA-2010H2"
ON = ("--on", TODAY.isoformat())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path / "evidence")


def test_the_shipped_tables_are_sound() -> None:
    assert [str(p) for p in everything(EVIDENCE, TODAY)] == []


CLAIM_SLIPS: list[tuple[str, dict[str, str], str, str]] = [
    (CLAIM, {"document": "doc-009"}, "document", "unknown document"),
    (CLAIM, {"locator": ""}, "locator", "is blank"),
    (CLAIM, {"value_high": "85%"}, "value_high", "write 0.85"),
    (CLAIM, {"value_low": "70 %"}, "value_low", "write 0.7"),
    (CLAIM, {"value_low": "0,70"}, "value_low", "0.70 if decimals"),
    (CLAIM, {"value_low": ".7"}, "value_low", "isn't a number"),
    (CLAIM, {"value_low": "nan"}, "value_low", "isn't a number"),
    (CLAIM, {"value_high": "1e400"}, "value_high", "isn't a number"),
    (CLAIM, {"value_low": "\u0660.\u0667"}, "value_low", "isn't a number"),
    (CLAIM, {"valid_from": "\u0662\u0660\u0662\u0665-01-01"}, "valid_from", "isn't a date"),
    (CLAIM, {"flag": "unverified"}, "use", "verify it, or use=check"),
    (CLAIM, {"value_high": "1.75"}, "value_high", "outside 0..1"),
    (CLAIM, {"value_low": "-0.7"}, "value_low", "outside 0..1"),
    (CLAIM, {"value_low": "0.8"}, "value_low", "aren't in order"),
    (CLAIM, {"value": "0.9"}, "value_low", "aren't in order"),
    (CLAIM, {"scope": "REE Xx"}, "scope", "'Xx'"),
    (CLAIM, {"scope": "REE REE"}, "scope", "stands twice"),
    (CLAIM, {"stage": "refining"}, "stage", "'refining'"),
    (CLAIM, {"form": "powder"}, "form", "'powder'"),
    (CLAIM, {"geography": "CHI"}, "geography", "'CHI'"),
    (CLAIM, {"basis": "ouput"}, "basis", "'ouput'"),
    (CLAIM, {"quantity": "stage_shares"}, "quantity", "unknown quantity"),
    (CLAIM, {"unit": "%"}, "unit", "isn't a unit of stage_share"),
    (CLAIM, {"nature": "measurement"}, "nature", "unknown nature"),
    (CLAIM, {"flag": "confict:doc-000-02"}, "flag", "unknown flag"),
    (CLAIM, {"flag": "conflicts:doc-000-99"}, "flag", "names no claim"),
    (CLAIM, {"flag": f"conflicts:{CLAIM}"}, "flag", "names the claim itself"),
    (CLAIM, {"valid_to": "2024-01-01"}, "valid_to", "is before"),
    (CLAIM, {"valid_from": "2025-02-29"}, "valid_from", "isn't a date"),
    (CLAIM, {"valid_from": "20250101"}, "valid_from", "isn't a date"),
    (CLAIM, {"valid_from": "2026-06-01", "valid_to": ""}, "valid_from", "begins after"),
    (CLAIM, {"published": "2025-12-24"}, "published", "isn't the document's"),
    (CLAIM, {"claim_id": "doc-001-06"}, "claim_id", "already"),
    (CLAIM, {"claim_id": "doc-001/05"}, "claim_id", "part of an address"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("key", "cells", "column", "words"), CLAIM_SLIPS)
def test_a_slip_in_a_claim_is_named(folder: Path, key: str, cells: dict[str, str], column: str, words: str) -> None:
    row = spoil(folder, "claims.csv", key, **cells)
    if column == "claim_id" and "already" in words:
        row += 1
    assert_named(everything(folder, TODAY), "claims.csv", row, column, words)


def assert_named(problems: list[Problem], file: str, row: int, column: str, words: str) -> None:
    mine = [p for p in problems if (p.file, p.row, p.column) == (file, row, column)]
    assert any(words in f"{p.problem}; {p.fix}" for p in mine), [str(p) for p in problems]
    assert all(p.fix for p in problems)


OTHER_SLIPS: list[tuple[str, str, dict[str, str], str, str]] = [
    ("statistics.csv", PRICE, {"basis": "fob_chian"}, "basis", "'fob_chian'"),
    ("statistics.csv", PRICE, {"unit": "CNY/kg"}, "unit", "kept in USD/kg"),
    ("statistics.csv", PRICE, {"value": "1,234"}, "value", "write 1234 if the comma parts thousands"),
    ("statistics.csv", PRICE, {"value": "0"}, "value", "no price"),
    ("statistics.csv", PRICE, {"value": "-1e999"}, "value", "isn't a number"),
    ("commodities.csv", "250410", {"hs92": "\u0662\u0665\u0660\u0664\u0661\u0660"}, "hs92", "six-digit"),
    ("controls.csv", QUOTA, {"hs92": "25309\u0660 284610 284690 280530"}, "hs92", "isn't a code"),
    ("statistics.csv", PRICE, {"valid_to": ""}, "valid_to", "is blank"),
    ("statistics.csv", PRICE, {"valid_from": "2024-07-01", "valid_to": "2025-06-30"}, "valid_from", "overlaps"),
    ("documents.csv", "doc-000", {"published": "24.10.2025"}, "published", "isn't a date"),
    ("documents.csv", "doc-000", {"url": "news.example"}, "url", "isn't an address"),
    ("documents.csv", "doc-000", {"url": ""}, "url", "is blank"),
    ("documents.csv", "doc-000", {"why_no_url": "In print"}, "why_no_url", "beside one"),
    ("documents.csv", "doc-000", {"class": "blog"}, "class", "'blog'"),
    ("quantities.csv", "price", {"units": "USD/kg EUR/kg"}, "units", "'EUR/kg'"),
    ("quantities.csv", "price", {"definition": ""}, "definition", "is blank"),
    ("commodities.csv", "250410", {"hs92": "2504"}, "hs92", "six-digit"),
    ("controls.csv", QUOTA, {"elements": "Dy Unobtainium"}, "elements", "'Unobtainium'"),
    ("controls.csv", QUOTA, {"jurisdiction": "CN"}, "jurisdiction", "'CN'"),
    ("controls.csv", QUOTA, {"destinations": "JPN JPN"}, "destinations", "stands twice"),
    ("controls.csv", QUOTA, {"instrument": "ban"}, "instrument", "'ban'"),
    ("controls.csv", QUOTA, {"hs92": "253090 284610 284690 280530 999999"}, "hs92", "unknown code"),
    ("controls.csv", QUOTA, {"effective": "20100701"}, "effective", "isn't a date"),
    ("controls.csv", QUOTA, {"ended": "2009-12-31"}, "ended", "before it took effect"),
    ("controls.csv", QUOTA, {"ended": "", "unknown_since": "2009-01-01"}, "unknown_since", "before it took effect"),
    ("controls.csv", QUOTA, {"suspended_until": "2010-09-01"}, "suspended_until", "no suspension begins before"),
    ("controls.csv", QUOTA, {"suspended_from": "2001-01-01"}, "suspended_from", "before the measure was announced"),
    ("controls.csv", QUOTA, {"renews": QUOTA}, "renews", "is no first measure"),
    ("controls.csv", QUOTA, {"renews": "CN-QUOTA-2011H1"}, "renews", "begins before"),
    ("controls.csv", QUOTA, {"source": ""}, "source", "is blank"),
    ("materials.csv", "dysprosium-oxide", {"cas": "1308-87-0"}, "cas", "check digit"),
    ("materials.csv", "dysprosium-oxide", {"formula": "Dy2Ox"}, "formula", "Dy2O3"),
    ("materials.csv", "dysprosium-oxide", {"form": "powder"}, "form", "'powder'"),
    ("materials.csv", "dysprosium-oxide", {"locator": ""}, "locator", "is blank"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "key", "cells", "column", "words"), OTHER_SLIPS)
def test_a_slip_in_any_other_table_is_named(
    folder: Path, name: str, key: str, cells: dict[str, str], column: str, words: str
) -> None:
    row = spoil(folder, name, key, **cells)
    assert_named(everything(folder, TODAY), name, row, column, words)


def test_a_percentage_in_a_composition_is_named_with_what_to_write(folder: Path) -> None:
    row = repeat(folder, "materials.csv", "dysprosium-oxide", id="x", name="x", aliases="", cas="", formula="",
                 nature="published", source="maker", composition="Nd 20% 30% 40%")  # fmt: skip
    assert_named(everything(folder, TODAY), "materials.csv", row, "composition", "write 0.2")


def test_the_same_measure_twice_at_a_time_is_named_whatever_its_id(folder: Path) -> None:
    row = repeat(folder, "controls.csv", QUOTA, measure_id="AGAIN", effective="2010-10-01", announced="2010-10-01")
    assert_named(everything(folder, TODAY), "controls.csv", row, "effective", f"overlaps {QUOTA}")


def test_the_same_measure_at_another_time_is_no_repetition(folder: Path) -> None:
    repeat(folder, "controls.csv", QUOTA, measure_id="LATER", announced="2021-01-01", effective="2021-01-01",
           ended="2021-12-31")  # fmt: skip
    assert everything(folder, TODAY) == []


def test_a_price_given_twice_for_a_period_is_named(folder: Path) -> None:
    row = repeat(folder, "statistics.csv", PRICE, claim_id="again")
    assert_named(everything(folder, TODAY), "statistics.csv", row, "valid_from", "overlaps statistics.csv:")
    assert_named(everything(folder, TODAY), "statistics.csv", row, "claim_id", "says the same as")


@pytest.mark.slow
def test_a_month_inside_a_year_that_is_known_is_named(folder: Path) -> None:
    row = repeat(folder, "statistics.csv", PRICE, claim_id="month", valid_from="2025-10-01", valid_to="2025-10-31")
    assert_named(everything(folder, TODAY), "statistics.csv", row, "valid_from", "overlaps")


def test_a_longer_average_may_come_after_the_months_that_it_covers(folder: Path) -> None:
    repeat(folder, "documents.csv", "usgs-mcs2026", document="later", published="2027-02-01", title="Later")
    repeat(folder, "documents.csv", "usgs-mcs2026", document="month", published="2026-11-03", title="Month")
    repeat(folder, "statistics.csv", PRICE, claim_id="month", valid_from="2026-10-01", valid_to="2026-10-31",
           document="month", published="2026-11-03")  # fmt: skip
    repeat(folder, "statistics.csv", PRICE, claim_id="year", valid_from="2026-01-01", valid_to="2026-12-31",
           document="later", published="2027-02-01")  # fmt: skip
    assert everything(folder, date(2027, 2, 1)) == []


def test_shares_of_one_whole_above_1_are_named_with_the_rows(folder: Path) -> None:
    key = "iea-2025-separation-magnet-ree-2024-CHN"
    row = repeat(folder, "statistics.csv", key, claim_id="more", geography="BRA", value="0.2")
    problems = everything(folder, TODAY)
    assert [(p.row, p.column) for p in problems] == [(row, "value")]
    assert "adds up to 1." in problems[0].problem


@pytest.mark.slow
def test_a_second_share_of_a_country_from_one_document_is_named_unless_flagged(folder: Path) -> None:
    key = "iea-2025-separation-magnet-ree-2024-CHN"
    row = repeat(folder, "statistics.csv", key, claim_id="again", value="0.5")
    assert_named(everything(folder, TODAY), "statistics.csv", row, "geography", "another share of the same whole")
    spoil(folder, "statistics.csv", "again", flag=f"conflicts:{key}")
    assert everything(folder, TODAY) == []


def test_rounding_lets_shares_add_up_to_a_little_more_than_1(folder: Path) -> None:
    key = "iea-2025-separation-magnet-ree-2024-CHN"
    repeat(folder, "statistics.csv", key, claim_id="more", geography="BRA", value="0.009")
    assert everything(folder, TODAY) == []


def test_claims_that_supersede_each_other_in_a_circle_are_named(folder: Path) -> None:
    spoil(folder, "claims.csv", "doc-001-05", flag="superseded_by:doc-001-06")
    row = spoil(folder, "claims.csv", "doc-001-06", flag="superseded_by:doc-001-05")
    assert_named(
        everything(folder, TODAY), "claims.csv", row, "flag", "in a circle: doc-001-06 -> doc-001-05 -> doc-001-06"
    )


def test_a_renewal_of_a_renewal_is_named(folder: Path) -> None:
    row = spoil(folder, "controls.csv", "CN-QUOTA-2013", renews="CN-QUOTA-2012")
    assert_named(everything(folder, TODAY), "controls.csv", row, "renews", "is no first measure")


LAST = -1
"""The row that a change appends, however long the table is."""
WRITING: list[tuple[Callable[[bytes], bytes], int, str, str]] = [
    (lambda b: b.replace(b"Baogang", b"B\xe4ogang", 1), 2, "row", "isn't UTF-8"),
    (lambda b: b + b"\n", LAST, "row", "is blank"),
    (lambda b: b + b",,,,,,,\n", LAST, "row", "is blank"),
    (lambda b: b + b"x,y\n", LAST, "row", "2 cells instead of 9"),
    (lambda b: b.replace(b",class,", b",kind,", 1), 1, "class,kind", "unexpected header"),
    (lambda b: b.replace(b",url,", b",", 1), 1, "url", "missing url"),
    (lambda b: b.replace(b"licence,class", b"class,licence", 1), 1, "header", "another order"),
    (lambda b: b.replace(b",Discovery Alert,", b",Discovery Alert ,", 1), 2, "publisher", "ends with a blank"),
    (lambda b: b.replace(b",Discovery Alert,", b",Discovery\xc2\xa0Alert,", 1), 2, "publisher", "U+00A0"),
    (lambda b: b.replace(b",Discovery Alert,", b',"Discovery\nAlert",', 1), 2, "publisher", "U+000A"),
    (lambda b: b.replace(b",Discovery Alert,", b",D\xc3\x83\xc2\xa9couverte,", 1), 2, "publisher", "wrong encoding"),
    (lambda b: b + b'"unclosed,1\n', LAST, "row", "isn't CSV"),
    (lambda b: b"", 1, "header", "is missing"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("change", "row", "column", "words"), WRITING)
def test_a_badly_written_file_is_named(
    folder: Path, change: Callable[[bytes], bytes], row: int, column: str, words: str
) -> None:
    path = folder / "documents.csv"
    path.write_bytes(change(path.read_bytes()))
    row = path.read_bytes().count(b"\n") if row == LAST else row
    assert_named(everything(folder, TODAY), "documents.csv", row, column, words)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(folder: Path) -> None:
    path = folder / "documents.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert everything(folder, TODAY) == []


def test_a_missing_table_is_named(folder: Path) -> None:
    (folder / "quantities.csv").unlink()
    assert [p.file for p in everything(folder, TODAY)] == ["quantities.csv"]


def test_slips_of_several_tables_are_told_at_once_in_the_order_of_the_tables(folder: Path) -> None:
    spoil(folder, "materials.csv", "dysprosium-oxide", locator="")
    spoil(folder, "controls.csv", QUOTA, source="")
    spoil(folder, "claims.csv", CLAIM, locator="")
    assert [p.file for p in everything(folder, TODAY)] == ["claims.csv", "controls.csv", "materials.csv"]


@pytest.mark.slow
def test_the_command_exits_with_0_and_counts_or_with_3_and_complains(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--evidence", str(folder), *ON]) == OK
    assert capsys.readouterr().out.splitlines() == list(summary(folder))
    row = spoil(folder, "claims.csv", CLAIM, locator="")
    assert main(["check", "--evidence", str(folder), *ON]) == BAD_INPUT
    assert f"claims.csv:{row}: locator: is blank; " in capsys.readouterr().out


def test_the_summary_counts_the_rows_of_every_table(folder: Path) -> None:
    lines = list(summary(folder))
    assert [line.split(":")[0] for line in lines] == [*COLUMNS, "scenarios.csv", "projects.csv"]
    spoil_free = len((folder / "documents.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert f"documents.csv: {spoil_free} rows" in lines


def test_a_measure_is_the_same_in_whatever_order_its_lists_are_written(folder: Path) -> None:
    other = {"elements": "Dy Gd Lu Sc Sm Tb Y", "forms": "metal alloy oxide compound", "stages": "metal separation"}
    row = repeat(folder, "controls.csv", "CN-2025-18", measure_id="CN-2025-18-AGAIN", **other)
    assert_named(everything(folder, TODAY), "controls.csv", row, "effective", "overlaps CN-2025-18 ")


def test_a_group_and_its_members_are_the_same_scope(folder: Path) -> None:
    members = " ".join(sorted(SCOPES["REE"]))
    row = repeat(folder, "controls.csv", "CN-LIC-2015", measure_id="CN-LIC-AGAIN", elements=members)
    assert_named(everything(folder, TODAY), "controls.csv", row, "effective", "overlaps CN-LIC-2015 ")


def test_a_control_that_eases_is_named(folder: Path) -> None:
    row = spoil(folder, "controls.csv", "CN-2025-18", eases="CN-LIC-2015")
    assert_named(everything(folder, TODAY), "controls.csv", row, "eases", "a control eases nothing")


@pytest.mark.slow
def test_no_period_is_measured_before_it_is_over(folder: Path) -> None:
    repeat(folder, "documents.csv", "usgs-mcs2026", document="early", published="2026-10-02", title="Early")
    price = {"document": "early", "published": "2026-10-02", "valid_from": "2026-09-20", "nature": "measured"}
    row = repeat(folder, "statistics.csv", PRICE, claim_id="early", valid_to="2026-10-31", **price)
    assert_named(everything(folder, TODAY), "statistics.csv", row, "valid_to", "measured, yet it ends after 2026-10-02")
    spoil(folder, "statistics.csv", "early", nature="estimate")
    assert everything(folder, TODAY) == []
    spoil(folder, "statistics.csv", "early", nature="measured", valid_to="2026-10-02")
    assert everything(folder, TODAY) == []


@pytest.mark.slow
@pytest.mark.parametrize(("end", "sound"), [("2026-10-31", True), ("2026-11-01", False)])
def test_a_document_dated_to_the_first_may_have_seen_its_month_and_no_more(folder: Path, end: str, sound: bool) -> None:
    repeat(folder, "documents.csv", "usgs-mcs2026", document="month", published="2026-10-01", title="Month")
    price = {"document": "month", "published": "2026-10-01", "valid_from": "2026-10-01", "nature": "measured"}
    repeat(folder, "statistics.csv", PRICE, claim_id="month", valid_to=end, **price)
    assert (everything(folder, TODAY) == []) is sound


def test_a_quota_may_be_published_before_its_year_is_over() -> None:
    rows = {row["claim_id"]: row for row in rows_of(EVIDENCE, "statistics.csv")}
    quota = rows["mnr-2021-quota-rock"]
    assert quota["nature"] == "measured"
    assert quota["valid_to"] > quota["published"]


def test_a_document_of_tomorrow_is_named(folder: Path) -> None:
    row = spoil(folder, "documents.csv", "usgs-mcs2026", published="2031-01-01")
    assert_named(everything(folder, TODAY), "documents.csv", row, "published", f"after today, {TODAY}")
    for today, many in ((date(2026, 11, 2), 1), (date(2026, 11, 3), 0)):
        spoil(folder, "documents.csv", "usgs-mcs2026", published="2026-11-03")
        assert sum(p.column == "published" and p.file == "documents.csv" for p in everything(folder, today)) == many


def test_a_measure_of_tomorrow_is_named_by_the_day_it_is_known_from(folder: Path) -> None:
    row = spoil(folder, "controls.csv", QUOTA, announced="2026-11-22", effective="2031-01-01", ended="")
    assert_named(everything(folder, TODAY), "controls.csv", row, "announced", f"after today, {TODAY}")
    assert not any("after today" in p.problem for p in everything(folder, date(2026, 11, 22)))
    row = spoil(folder, "controls.csv", QUOTA, announced="")
    assert_named(everything(folder, TODAY), "controls.csv", row, "effective", f"after today, {TODAY}")


@pytest.mark.slow
def test_a_share_far_from_a_published_one_without_a_reason_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = {"document": "survey", "published": "2026-11-01", "source_class": "official_statistic"}
    repeat(folder, "documents.csv", "usgs-mcs2026", document="survey", published="2026-11-01", title="Survey")
    row = {"claim_id": "survey-Dy-CHN", "scope": "Dy", "value": "0.1", "use": "model", **document}
    repeat(folder, "statistics.csv", "fdd-2025-separation-2025-CHN", valid_to="2025-12-31", **row)
    assert everything(folder, TODAY) == []
    assert main(["check", "--evidence", str(folder), *ON]) == REFUSED
    assert "Dy separation CHN: served 10" in capsys.readouterr().err
