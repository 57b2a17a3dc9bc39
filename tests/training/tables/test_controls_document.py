"""``controls.md`` says of the table what the table says."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from training.tables import controls
from training.tables.cells import is_period
from training.tables.reader import EVIDENCE, TableRow, read

ROWS = list(read(controls.TABLE, controls.COLUMNS))
TEXT = (EVIDENCE / "controls.md").read_text(encoding="utf-8")


def rare_earth(row: TableRow) -> bool:
    return bool(row["elements"]) or "rare earths" in row["commodity"]


def count(rows: Iterable[TableRow], column: str, words: Iterable[str]) -> str:
    rows = list(rows)
    return " / ".join(str(sum(row[column] == word for row in rows)) for word in words)


def used(rows: Iterable[TableRow]) -> str:
    trained = [row for row in rows if row["train"] == "yes"]
    return f"{len(trained)}, {sum(row['sign'] == 'tightening' for row in trained)}"


def tightening(rows: Iterable[TableRow]) -> list[TableRow]:
    return [row for row in rows if row["sign"] == "tightening"]


LINES: dict[str, Callable[[list[TableRow]], str]] = {
    "rows": lambda rows: str(len(rows)),
    "tightening / relaxation / evidence": lambda rows: count(rows, "sign", ("tightening", "relaxation", "evidence")),
    "tightening: administrative / moderate / strong / prohibitive": lambda rows: count(
        tightening(rows), "severity", ("administrative", "moderate", "strong", "prohibitive")
    ),
    "confidence A / B / C": lambda rows: count(rows, "confidence", "ABC"),
    "used in training, of these tightening": used,
    "renewals": lambda rows: str(sum(bool(row["renews"]) for row in rows)),
    "end unknown": lambda rows: str(sum(bool(row["unknown_since"]) for row in rows)),
    "relaxations traced to what they ease": lambda rows: str(
        sum(bool(row["eases"]) and row["sign"] == "relaxation" for row in rows)
    ),
}


def test_the_counts_are_those_of_the_table() -> None:
    for name, of in LINES.items():
        cuts = [[r for r in ROWS if rare_earth(r)], [r for r in ROWS if not rare_earth(r)], ROWS]
        assert f"| {name} | {' | '.join(of(cut) for cut in cuts)} |" in TEXT


def test_the_account_of_what_is_left_out_of_training_adds_up() -> None:
    left = [row for row in ROWS if row["train"] == "no"]
    recalled = [row for row in left if row["confidence"] == "C"]
    evidence = [row for row in left if row["confidence"] != "C" and row["sign"] == "evidence"]
    rest = [row for row in left if row["confidence"] != "C" and row["sign"] != "evidence"]
    codeless = [row for row in rest if row["hs_match"] == "none"]
    elsewhere = [row for row in rest if row["hs_match"] == "related" and row["effective"]]
    plans = len(rest) - len(codeless) - len(elsewhere)
    words = f"{len(recalled)} recalled, {len(evidence)} more as evidence, {len(codeless)} more without a code"
    words += f", {len(elsewhere)} more on another stage, {plans} plans"
    assert words in " ".join(TEXT.split())


def test_the_document_tells_how_many_rows_have_a_date_without_a_day() -> None:
    cells = [row[column] for row in ROWS for column in controls.BY_PERIOD]
    rows = [row for row in ROWS if any(is_period(row[column]) for column in controls.BY_PERIOD)]
    assert f"{sum(map(is_period, cells))} dates in {len(rows)} rows" in " ".join(TEXT.split())


def test_no_recalled_row_is_trained_on_and_every_one_says_so() -> None:
    for row in ROWS:
        if row["confidence"] == "C":
            assert row["train"] == "no"
            assert row["note"]


def test_every_measure_that_the_document_names_is_in_the_table() -> None:
    ids = {row["measure_id"] for row in ROWS}
    prefixes = tuple({name.split("-")[0] + "-" for name in ids})
    words = {word.strip("`.,:;()|*'\"") for word in TEXT.split()}
    named = {word for word in words if word.startswith(prefixes) and any(c.isdigit() for c in word)}
    assert named - ids == set()
