"""``python -m service bulk``: a row a BOM, in the file's order, in a file that is whole or not there at all."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from service import __main__ as operator
from service.bulk import reading, scoring, writing
from service.bulk.reading import ReadBom, UnreadableError, entries
from service.bulk.scoring import rows
from service.commands import bulk
from service.imports.flat import table
from service.risk.explanation.chokepoints import ranked
from service.schemas.bom import BomSchema
from service.schemas.fields import ALPHA3_TO_ALPHA2
from tests import fakes
from tests.conftest import bom, line

DAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks are scored by the fake kernel."""

    def rows_of(chunk: list[ReadBom], *_: Any) -> Any:
        return list(rows(chunk, fakes.FakeKernel(), DAY, fakes.score))

    monkeypatch.setattr(bulk, "rows_of", rows_of)


def catalogue(folder: Path, *bodies: Any) -> Path:
    """A file of BOMs as JSON Lines; text stands as it is."""
    path = folder / "boms.jsonl"
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in bodies))
    return path


def told(folder: Path, source: Path, name: str = "out.csv") -> tuple[int, list[dict[str, str]]]:
    """The exit code, and the rows of the CSV."""
    code = operator.main(["bulk", str(source), "--out", str(folder / name)])
    text = (folder / name).read_text(encoding="utf-8-sig")
    return code, list(csv.DictReader(text.splitlines()))


def test_every_bom_has_its_row_and_a_bad_one_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = bom(line(material="unscorable"), bom_id="c")
    source = catalogue(tmp_path, bom(bom_id="a"), "{", bom(line("1"), line("2"), bom_id="b"), bad, {"lines": []}, "")
    code, shown = told(tmp_path, source)
    assert code == 1
    assert [(one["row"], one["bom_id"], one["status"], one["score"]) for one in shown] == [
        ("1", "a", "scored", "30.0"),
        ("2", "", "refused", ""),
        ("3", "b", "scored", "51.0"),
        ("4", "c", "refused", ""),
        ("5", "", "refused", ""),
    ]
    assert "/lines/0/material: no such thing" in shown[3]["error"]
    assert shown[4]["error"].startswith("/lines: Must hold from 1")
    assert "3 refused, 2 scored" in capsys.readouterr().out


def test_lines_of_a_csv_are_the_boms_that_json_lines_hold(tmp_path: Path) -> None:
    bodies = [bom(line("1"), line("2", quantity={"value": 2, "unit": "kg"}), bom_id=name) for name in ("a", "=b")]
    heads, *_ = (table(one)[0] for one in bodies)
    path = tmp_path / "lines.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([heads, *(row for one in bodies for row in table(one)[1:])])
    of_csv, of_json = told(tmp_path, path)[1], told(tmp_path, catalogue(tmp_path, *bodies), "json.csv")[1]
    assert [{**one, "row": ""} for one in of_csv] == [{**one, "row": ""} for one in of_json]
    assert [one["bom_id"] for one in of_csv] == ["a", "'=b"]


def test_rows_of_a_product_that_stand_apart_are_refused_not_scored_twice(tmp_path: Path) -> None:
    heads, row = table(bom(bom_id="a"))
    other = table(bom(bom_id="b"))[1]
    path = tmp_path / "lines.csv"
    path.write_text(
        "\n".join(",".join("" if one is None else str(one) for one in each) for each in (heads, row, other, row))
    )
    code, shown = told(tmp_path, path)
    assert (code, [one["status"] for one in shown]) == (1, ["scored", "scored", "refused"])
    assert "sort the file by bom.bom_id" in shown[2]["error"]


def test_what_fails_leaves_the_old_file_and_no_half_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = catalogue(tmp_path, *(bom(bom_id=f"b{n}") for n in range(5)))
    told(tmp_path, source)
    before = (tmp_path / "out.csv").read_bytes()
    monkeypatch.setattr(bulk, "CHUNK", 2)
    whole, calls = bulk.rows_of, iter(range(9))

    def failing(*given: Any) -> Any:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return whole(*given)

    monkeypatch.setattr(bulk, "rows_of", failing)
    with pytest.raises(KeyboardInterrupt):
        operator.main(["bulk", str(source), "--out", str(tmp_path / "out.csv")])
    assert (tmp_path / "out.csv").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["boms.jsonl", "out.csv", "out.csv.journal"]


@pytest.mark.parametrize(
    ("name", "content", "out", "why"),
    [
        ("a.xlsx", "", "o.csv", "other files go to POST /v1/imports"),
        ("a.csv", "a,b\n1,2\n", "o.csv", "no heading bom.bom_id"),
        ("a.jsonl", "", "o.txt", "name the output .csv"),
        ("none.jsonl", None, "o.csv", "No such file"),
    ],
)
def test_what_cannot_be_done_is_told_with_the_fix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | None, out: str, why: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    assert operator.main(["bulk", str(tmp_path / name), "--out", str(tmp_path / out)]) == 1
    assert why in capsys.readouterr().err


def test_no_more_of_the_file_is_held_than_a_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a chunk is scored, no line behind it was read."""
    monkeypatch.setattr(bulk, "CHUNK", 3)
    read, ahead = list[int](), list[int]()

    def counting(path: Path) -> Iterator[reading.Read]:
        for one in entries(path):
            read.append(one.entry.number)
            yield one

    whole = bulk.rows_of

    def scored(chunk: list[ReadBom], *more: Any) -> Any:
        ahead.append(len(read) - chunk[-1].number)
        return whole(chunk, *more)

    monkeypatch.setattr(bulk, "entries", counting)
    monkeypatch.setattr(bulk, "rows_of", scored)
    told(tmp_path, catalogue(tmp_path, *(bom(bom_id=f"b{n}") for n in range(10))))
    assert ahead == [0, 0, 0, 0]


def test_a_line_longer_than_a_body_is_refused_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LIMITS", scoring.LIMITS.__class__(body_bytes=300))
    long = bom(*(line(str(n)) for n in range(40)), bom_id="long")
    shown = told(tmp_path, catalogue(tmp_path, long, bom(bom_id="short")))[1]
    assert [(one["status"], one["row"]) for one in shown] == [("refused", "1"), ("scored", "2")]


def test_json_lines_hold_the_same_rows_as_csv(tmp_path: Path) -> None:
    source = catalogue(tmp_path, bom(bom_id="a"), "{", bom(line("1"), line("2"), bom_id="b"))
    assert operator.main(["bulk", str(source), "--out", str(tmp_path / "out.jsonl")]) == 1
    of_json = [json.loads(one) for one in (tmp_path / "out.jsonl").read_text().splitlines()]
    shown = [{name: "" if value is None else str(value) for name, value in row.items()} for row in of_json]
    assert shown == told(tmp_path, source)[1]
    assert [one["score"] for one in of_json] == [30.0, None, 51.0]


@pytest.mark.parametrize("rows_together", [1, 10_000])
def test_parquet_holds_the_rows_of_json_lines_with_their_types(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_together: int
) -> None:
    monkeypatch.setattr(writing, "ROWS_TOGETHER", rows_together)
    monkeypatch.setattr(bulk, "CHUNK", 2)
    source = catalogue(tmp_path, bom(bom_id="=a"), "{", bom(line("1"), line("2"), bom_id="b"))
    for name in ("out.jsonl", "out.parquet"):
        assert operator.main(["bulk", str(source), "--out", str(tmp_path / name)]) == 1
    of_json = [json.loads(one) for one in (tmp_path / "out.jsonl").read_text().splitlines()]
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table.to_pylist() == of_json
    assert [str(table.schema.field(name).type) for name in ("row", "score", "error")] == ["int64", "double", "string"]


def test_parquet_of_an_empty_catalogue_has_its_columns(tmp_path: Path) -> None:
    assert operator.main(["bulk", str(catalogue(tmp_path)), "--out", str(tmp_path / "out.parquet")]) == 0
    assert parquet.read_table(tmp_path / "out.parquet").column_names == list(scoring.ScoredRow._fields)


def test_parquet_without_its_library_is_refused_with_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "find_spec", lambda _: None)
    source = catalogue(tmp_path, bom(bom_id="a"))
    assert operator.main(["bulk", str(source), "--out", str(tmp_path / "out.parquet")]) == 1
    assert "pip install 'chokepoint[bulk]'" in capsys.readouterr().err


def test_a_row_names_the_country_of_the_first_chokepoint(tmp_path: Path) -> None:
    (row,) = told(tmp_path, catalogue(tmp_path, bom(bom_id="a")))[1]
    hit = fakes.score(BomSchema().read(bom(bom_id="a")), fakes.FakeKernel(), DAY).expected_share_hit
    assert hit is not None
    assert row["chokepoint"] == ALPHA3_TO_ALPHA2[ranked(hit.by_country)[0].country]


def test_a_file_without_a_kind_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        next(entries(tmp_path / "boms"))


class Terminal(io.StringIO):
    """Where a person looks on."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_who_looks_on_sees_how_many_boms_are_done_and_how_long_the_rest_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 1)
    source, terminal = catalogue(tmp_path, *(bom(bom_id=f"b{n}") for n in range(12))), Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    assert operator.main(["bulk", str(source), "--out", str(tmp_path / "out.csv")]) == 0
    shown = re.sub(r"\x1b\[[0-9;?]*\w", "", terminal.getvalue())
    assert re.search(r"12 BOMs .* 100% 0:00:00", shown)


def test_nobody_looks_on_where_the_output_is_a_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(tmp_path, catalogue(tmp_path, bom()))
    assert capsys.readouterr().err == ""
