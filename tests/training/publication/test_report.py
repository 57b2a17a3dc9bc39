"""The report: a page for a board first, then what stands behind it; the card as a page."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest

from service.risk.bundle import track_record
from service.risk.bundle.kernel import CARD, RECORD
from tests.factories import kernel
from training.publication.papers import card_page, cases, charts, report
from training.publication.papers.cases import CASES, CaseFigures

pytestmark = pytest.mark.slow


class Text(HTMLParser):
    """Headings of a page in order, and its text outside styles and charts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.words: list[str] = []
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag not in ("meta", "br", "link"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if {"style", "svg"} & set(self._inside) or not data.strip():
            return
        if self._inside[-1] in ("h1", "h2"):
            self.headings.append(data.strip())
        self.words.append(data.strip())


@cache
def forecasts() -> track_record.Record:
    """The record of the shipped bundle."""
    return track_record.decode(kernel().papers[RECORD])


@cache
def ten_cases() -> list[CaseFigures]:
    """The ten cases, scored once for all tests."""
    return cases.with_figures(kernel(), forecasts())


@cache
def page() -> str:
    """The report of the shipped bundle, made once for all tests."""
    return report.html(kernel().manifest, forecasts(), ten_cases())


@cache
def shown() -> Text:
    """The text of ``page``."""
    return Text(page())


def all_words() -> str:
    """What ``shown`` says, in one line."""
    return " ".join(" ".join(shown().words).split())


def test_the_same_bundle_gives_the_same_page_which_asks_no_other_host() -> None:
    assert report.html(kernel().manifest, forecasts(), ten_cases()) == page()
    assert "<script" not in page()
    assert not re.search(r'\ssrc="|href="(?!#)', page())


def test_the_page_opens_for_a_board_and_goes_on_to_what_stands_behind_it() -> None:
    assert shown().headings[0].startswith("Rare-earth supply: what the model says, and how far to believe it")
    assert shown().headings[1:6] == [
        "When it says ten per cent, does it happen in ten of a hundred?", "Skill by group and by year",
        "What carries the forecast", "Blind lists: what stood at the top, and what came", "Ten cases of rare earths",
    ]  # fmt: skip
    board = page()[: page().index("</section>")]
    assert "is unproven" in board
    assert board.count("<svg") == 1


def test_what_the_card_tells_stands_in_the_report_too() -> None:
    for title in ("Goals and what was measured", "What the documents do", "What a future act would cover"):
        assert title in shown().headings
    assert all(prior in all_words() for prior in kernel().manifest["priors"])


def test_names_stand_where_identifiers_were() -> None:
    assert not re.search(r"\bref-[a-z]|\b(CHN|IDN|COD|ZWE)\b", all_words())
    for name in ("China: heavy rare earths", "DR Congo: cobalt", "Russia: natural gas", "China: gallium"):
        assert name in all_words()


def test_every_year_of_the_record_has_its_row() -> None:
    years = sorted({year + 1 for year in forecasts().year.tolist()})
    rows = re.findall(r"<tr><td>(\d{4})</td><td class=\"n\">[\d,]+</td><td class=\"n\">(\d+)</td>", page())
    assert [int(year) for year, _ in rows] == years
    assert sum(int(came) for _, came in rows) == int(forecasts().event.sum())


def test_no_sentence_has_more_than_25_words() -> None:
    prose = [word for word in shown().words if len(word.split()) > 5]
    sentences = [one for line in prose for one in re.split(r"(?<=[.!?:;])\s+", " ".join(line.split()))]
    assert [one for one in sentences if len(one.split()) > 25] == []


def test_there_are_ten_cases_and_each_is_a_measure_of_the_register() -> None:
    acts = {m.measure_id: m for m in kernel().register.measures}
    assert len(CASES) == 10
    assert {case.day.strftime("%Y") for case in CASES} >= {"2010", "2015", "2023"}
    assert {date(2025, 4, 4), date(2025, 10, 9)} <= {case.day for case in CASES}
    for case in CASES:
        act = acts[case.measure]
        assert act.jurisdiction == case.country
        known = [day for day in (act.announced, act.effective, act.ended) if day]
        assert min(abs((day - case.day).days) for day in known) <= 1, case.title


def of(measure: str) -> CaseFigures:
    return next(one for one in ten_cases() if one.case.measure == measure)


def test_a_case_tells_what_was_forecast_without_knowing_the_act() -> None:
    april = of("CN-2025-18")
    rows = forecasts().where((forecasts().country == "CHN") & (forecasts().mineral == "HREE"))
    by_year = dict(zip(rows.year.tolist(), rows.forecast.tolist(), strict=True))
    assert (april.forecast_before, april.forecast_after) == (by_year[2024], by_year[2025])
    assert april.controlled[0] < april.controlled[1] == 1.0
    assert april.scores[1] > april.scores[0]  # type: ignore[operator]


def test_what_was_not_forecast_is_a_dash() -> None:
    unknown = dataclasses.replace(of("CN-2025-18"), forecast_before=None, scores=(None, 5.0))
    row = report.html(kernel().manifest, forecasts(), [unknown]).split("2025-04-04</td>")[1]
    assert re.match(r'<td>[^<]+</td><td class="n">–</td><td class="n">22\.\d%</td><td class="n">–</td>', row)


def test_a_bundle_without_an_evaluation_has_a_report_that_says_so() -> None:
    made = Text(report.html({**kernel().manifest, "evaluation": {}, "documents_moved": {}}, forecasts()))
    assert "nothing here says how good it is" in " ".join(made.words)
    assert "Ten cases of rare earths" not in made.headings


def test_what_a_bundle_says_is_text_and_never_markup() -> None:
    made = report.html({**kernel().manifest, "priors": ["<img src=x onerror=alert(1)>"]}, forecasts())
    assert "<img" not in made
    assert "&lt;img src=x" in made


def test_axes_of_years_are_whole_and_labels_do_not_meet() -> None:
    years = list(range(2010, 2027))
    figure = charts.drawn_by_year(years, [1] * len(years), [1.5] * len(years))
    figure.canvas.draw()
    (axes,) = figure.axes
    labels = [label for label in axes.get_xticklabels() if label.get_text()]
    assert [label.get_text() for label in labels] == [str(year) for year in years[::2]]
    boxes = [label.get_window_extent() for label in labels]
    assert all(one.x1 < other.x0 for one, other in pairwise(boxes))


@pytest.mark.parametrize(
    ("hits", "rows", "low", "high"), [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0)]
)
def test_the_interval_of_a_share_is_wilsons(hits: int, rows: int, low: float, high: float) -> None:
    assert np.allclose(charts.wilson(hits, rows), (low, high), atol=0.001)


def lines(page: str) -> Iterator[str]:
    yield from Text(page).words


def test_the_card_is_a_page_with_its_tables() -> None:
    made = card_page.html("2026-x", kernel().papers[CARD].decode())
    assert made.count("<table>") >= 4
    assert "<pre" not in made
    assert "| feature |" not in " ".join(lines(made))
    assert "&lt;script&gt;" in card_page.html("v", "a <script>alert(1)</script>")
