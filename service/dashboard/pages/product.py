"""``/products/{bom_id}``: one stored BOM, what threatens it, and what its open lines are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Any

import orjson
from flask import request
from werkzeug.wrappers import Response as BaseResponse

from service.api.context import kernel, today
from service.api.plans import first_of
from service.api.readings import readings
from service.api.stored.current import document_of
from service.dashboard.charts.intervals import interval_bar
from service.dashboard.charts.sankey import Link, Sankey, sankey
from service.dashboard.charts.series import Line, SeriesChart, series_chart
from service.dashboard.charts.timeline import Timeline, timeline
from service.dashboard.charts.waterfall import Waterfall, waterfall
from service.dashboard.findings import answers, chain, controls, language, plans, product
from service.dashboard.pages import stored
from service.dashboard.pages.moves import moved
from service.dashboard.pages.serving import page, site, wants_table
from service.risk.vocabulary import Stage

LINES_A_PAGE = 50
TIMELINE_ROWS = 12
WIDE, NARROW = 1000, 340


@site.get("/products/<path:bom_id>")
def show_product(bom_id: str) -> BaseResponse:
    """One stored BOM."""
    return shown(bom_id, {})


def shown(bom_id: str, faults: Mapping[int, str], status: int = 200) -> BaseResponse:
    """The page of a stored BOM, with what is wrong with the answers to open lines by their places."""
    kept = stored.product(bom_id)
    answer = kept.answer
    document = orjson.loads(kept.document)
    head: dict[str, Any] = {"bom_id": bom_id, "name": kept.name or bom_id, "answer": answer, "late": kept.late}
    if not answers.is_current(answer):
        return page("product_old.html", **head)
    parts = _parts(answer, document) | {
        "history": _history(kept.past),
        "moved": moved(bom_id),
        "advice": None if kept.late else _advice(kept, bom_id),
    }
    asked = questions(kept.document, [row.place for row in parts["lines"].rows if row.open])
    named = [material.name for material in kernel().resolver.catalogue.materials.values()] if asked else []
    return page("product.html", status, **head, **parts, questions=asked, faults=faults, materials=sorted(named))


def _advice(kept: stored.Stored, bom_id: str) -> plans.FirstChange | None:
    """What to change first; ``None`` where nothing is scored, or too much would have to be."""
    if not kept.answer["score"]:
        return None
    bom = document_of(kept.document, bom_id)
    first = first_of(bom, kept.budget)
    return None if first is None else plans.first_change(first, [line.line_id for line in bom.lines])


def _parts(answer: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """What the template needs besides the answer itself."""
    on = date.fromisoformat(answer["as_of"])
    buyer = language.alpha2(str(document.get("buyer_country") or "")) or None
    sources, others = product.sources(answer)
    score = answer["score"]
    return {
        "bar": _bar(answer),
        "document": document,
        "buyer": language.country(buyer) if buyer else "a buyer not stated",
        "age": product.age_words(answer, today()),
        "reason": product.main_reason(answer, sources),
        "sources": sources,
        "others": others,
        "sources_finding": product.sources_finding(sources, score) if score is not None else None,
        "chain": _chain(answer, buyer),
        "panels": chain.panels_of(answer, chain.groups_of(answer), buyer),
        "points": _points(answer),
        "register": _controls(answer, on),
        "lines": _lines(answer, document),
    }


def _bar(answer: Mapping[str, Any]) -> Any:
    if not answer["interval"]:
        return None
    return interval_bar(answer["score"], *answer["interval"], width=340)


@dataclass(frozen=True)
class ChainPart:
    """The chain of one element in one form, wide and narrow, with the others to choose."""

    groups: Sequence[chain.Group]
    group: chain.Group
    links: Sequence[Link]
    finding: str
    wide: Sankey
    narrow: Sankey

    @property
    def scrap(self) -> float:
        """Share of the need that passes no mine."""
        return 1.0 - fsum(link.share for link in self.links if link.stage == Stage.MINING)


def _chain(answer: Mapping[str, Any], buyer: str | None) -> ChainPart | None:
    groups = chain.groups_of(answer)
    if not groups:
        return None
    wanted = request.args.get("chain", "")
    group = next((group for group in groups if group.key == wanted), groups[0])
    links = chain.links(answer, group, buyer)
    stages = (*group.stages, chain.BUYER)
    wide = sankey(links, stages, width=WIDE, height=400, bar=12, margin=6, right=112)
    narrow = sankey(links, stages, width=NARROW, height=400, bar=8, margin=4, right=4)
    return ChainPart(groups, group, links, chain.chain_finding(group, links), wide, narrow)


@dataclass(frozen=True)
class PointsPart:
    """The signed bars, wide and narrow."""

    rows: Sequence[tuple[str, float, str]]
    finding: str
    wide: Waterfall
    narrow: Waterfall


def _points(answer: Mapping[str, Any]) -> PointsPart | None:
    if answer["points"] is None or answer["score"] is None or not answer["hazards"]:
        return None
    rows = product.parts(answer)
    total = ("Score", answer["score"], language.score(answer["score"]))
    wide = waterfall(rows, total, first_is_start=True, width=WIDE, left=296)
    narrow = waterfall(rows, total, first_is_start=True, width=NARROW, left=4, right=52, above=True)
    return PointsPart(rows, product.parts_finding(rows), wide, narrow)


@dataclass(frozen=True)
class HistoryPart:
    """The scores of a year, wide and narrow."""

    rows: Sequence[tuple[date, float]]
    finding: str
    wide: SeriesChart
    narrow: SeriesChart


def _history(past: Sequence[tuple[date, float | None]]) -> HistoryPart | None:
    """Scores by day; None where there are fewer than two."""
    rows = list({day: score for day, score in past if score is not None}.items())
    if len(rows) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    line = Line("Score", language.score(rows[-1][1]), tuple(rows))
    wide = series_chart([line], [], width=WIDE, height=200, left=40, right=120, steps=True)
    narrow = series_chart([line], [], width=NARROW, height=180, left=30, right=86, steps=True)
    return HistoryPart(rows, product.history_finding(rows), wide, narrow)


@dataclass(frozen=True)
class ControlsPart:
    """Measures around the product on a line of time."""

    rows: Sequence[controls.Control]
    finding: str
    wide: Timeline
    narrow: Timeline
    more: int


def _controls(answer: Mapping[str, Any], on: date) -> ControlsPart:
    rows = controls.of_product(answer["register"], kernel().register, on)
    drawn = controls.rows(rows[:TIMELINE_ROWS], on, "/controls/")
    wide = timeline(drawn, on, width=WIDE, left=300)
    narrow = timeline(drawn, on, width=NARROW, left=0, above=True)
    return ControlsPart(rows, controls.finding(rows), wide, narrow, max(0, len(rows) - TIMELINE_ROWS))


@dataclass(frozen=True)
class LinesPart:
    """One page of the lines; ``open`` counts all that are left open."""

    rows: Sequence[product.LineRow]
    count: int
    open: int
    number: int
    last: int


def _lines(answer: Mapping[str, Any], document: Mapping[str, Any]) -> LinesPart:
    rows = product.lines(answer, document)
    last = max(1, -(-len(rows) // LINES_A_PAGE))
    number = min(last, max(1, _whole(request.args.get("lines", "1"))))
    shown = rows if wants_table() else rows[(number - 1) * LINES_A_PAGE : number * LINES_A_PAGE]
    return LinesPart(shown, len(rows), sum(row.open for row in rows), number, last)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1  # noqa: PLR2004 - no page beyond


def questions(document: bytes, places: Sequence[int]) -> dict[int, dict[str, Any]]:
    """By place, how open lines are read: why they are open, and what they may mean."""
    if not places:
        return {}
    lines = stored.parsed(document).lines
    known = [place for place in places if place < len(lines)]
    return dict(zip(known, readings(tuple(lines[place] for place in known)), strict=True))
