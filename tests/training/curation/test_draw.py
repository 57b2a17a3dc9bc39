"""Rows drawn for a second reader."""

from __future__ import annotations

import pytest

from training.__main__ import OK, main
from training.curation import draw


def test_the_same_seed_draws_the_same_rows_and_another_one_others() -> None:
    one, same, other = (draw.drawn(seed, 25) for seed in (1, 1, 2))
    assert one == same != other
    assert len({(row.file, row.number) for row in one}) == 25


def test_a_drawn_row_says_where_it_stands_and_where_it_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draw", "--seed", "20261130", "--rows", "3"]) == OK
    lines = capsys.readouterr().out.splitlines()
    rows = draw.drawn(20261130, 3)
    assert [line.split()[0] for line in lines] == [f"{row.file}:{row.number}" for row in rows]
    assert all(row["locator"] in line for row, line in zip(rows, lines, strict=True))
