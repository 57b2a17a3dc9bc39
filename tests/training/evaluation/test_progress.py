"""A long command says how far it is, and closes with what was found, against what, and what to do."""

from __future__ import annotations

import io
from itertools import count

from rich.console import Console

from tests.factories import kernel
from training.evaluation import everything
from training.evaluation.progress import WorkPart, done

PARTS = {"first": WorkPart(3.0, lambda: 1), "second": WorkPart(1.0, lambda: 2)}


def test_every_part_is_done_in_order_and_kept_by_its_name() -> None:
    for terminal in (True, False):
        assert done(PARTS, Console(file=io.StringIO(), force_terminal=terminal)) == {"first": 1, "second": 2}


def test_without_a_terminal_each_part_is_a_line_with_an_estimate() -> None:
    out, ticks = io.StringIO(), count(0, 30)
    done(PARTS, Console(file=out, force_terminal=False, width=100), lambda: float(next(ticks)))
    first, second = (line for line in out.getvalue().splitlines() if "% done" in line)
    assert "0% done: first" in first
    assert "75% done, about 10 s left: second" in second


def test_a_terminal_shows_a_bar_and_the_time_left() -> None:
    out = io.StringIO()
    done(PARTS, Console(file=out, force_terminal=True, width=100))
    assert "100 %" in out.getvalue()
    assert "left" in out.getvalue()


def test_the_evaluation_closes_with_three_sentences() -> None:
    lines = everything.text(kernel().manifest["evaluation"])
    finding, against, to_do = lines[-3:]
    assert finding.startswith("Found: restrictions are ranked with an AUC of 0.90")
    assert "rare earths since 2015 show no skill" in finding
    assert against.startswith("Against: each country's own rate")
    assert to_do.startswith("To do: set it beside the served model")
