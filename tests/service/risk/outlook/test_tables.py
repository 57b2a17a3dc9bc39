"""The tables beside the modules: rows and digest come from one reading."""

from __future__ import annotations

from pathlib import Path

from service.risk.outlook.tables import table


def test_another_row_is_another_revision_and_an_answer_keeps_the_one_that_it_read(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("name,value\nx,1\n", encoding="utf-8")
    second.write_text("name,value\nx,2\n", encoding="utf-8")
    read = table(first)
    assert read.revision != table(second).revision
    first.write_text("name,value\nx,2\n", encoding="utf-8")
    assert table(first) is read
    assert dict(read.rows[0]) == {"name": "x", "value": "1"}
