"""``/``: all stored products, what many of them share, and the same list as CSV. The address holds every filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
from flask import Response, stream_with_context
from werkzeug.wrappers import Response as BaseResponse

from service.api.context import services, tenant, today
from service.api.stored.current import is_today, state_or_none
from service.dashboard.findings import portfolio
from service.dashboard.pages.lists.view import NO_BAND, SCORES, SIZES, View
from service.dashboard.pages.serving import page, site, wants_table
from service.imports.flat import csv_chunks
from service.risk.scoring import EVENT
from service.schemas.bom import EXAMPLE
from service.store.lists import Filters

CSV_ROWS = 500
MOST_VALUES, MOST_SHARED = 10, 4
SAMPLE = Path(__file__).resolve().parents[3] / "examples" / "traction-motor.json"
MOST_MOVERS, MOVED_DAYS = 3, 30


@site.get("/", endpoint="home")
def show_portfolio() -> BaseResponse:
    """Every stored product."""
    if wants_table():
        return portfolio_file()
    view, store, on = View.asked(), services().store, today()
    wanted = view.wanted
    bands = store.portfolio.bands(tenant(), replace(wanted, band=None))
    everything = sum((store.portfolio.bands(tenant(), Filters()) if view.filters else bands).values())
    if not everything:
        return page("portfolio_empty.html", sample=_sample())
    count = _count(bands, view.filters.get("band"))
    last = max(1, -(-count // view.size))
    view = replace(view, number=min(view.number, last))
    rows = _rows(view, view.size, (view.number - 1) * view.size)
    trends = store.overview.trends([row["id"] for row in rows], on - timedelta(days=portfolio.TREND_DAYS))
    named = store.portfolio.chokepoints(tenant(), wanted)
    shared = store.portfolio.shared(tenant(), wanted, named, MOST_SHARED)
    return page(
        "portfolio.html", view=view, rows=portfolio.rows(rows, trends, on), bands=bands, count=count, last=last,
        everything=everything, shared=shared, scores=SCORES, on=on, no_band=NO_BAND, sizes=SIZES,
        most=MOST_VALUES,
        values=store.overview.values(tenant(), wanted, MOST_VALUES),
        movers=store.series.movers(tenant(), wanted, on - timedelta(days=MOVED_DAYS), EVENT, MOST_MOVERS),
        moved_words=portfolio.moved_words, since=on - timedelta(days=MOVED_DAYS),
        finding=portfolio.finding(bands, shared) if count else "", change_words=portfolio.change_words,
    )  # fmt: skip


def _sample() -> str:
    """The BOM that `make run` scores, for today; that of the documentation where the examples aren't installed."""
    document = orjson.loads(SAMPLE.read_bytes()) if SAMPLE.is_file() else dict(EXAMPLE)
    document.pop("as_of", None)
    return orjson.dumps(document).decode()


def _rows(view: View, limit: int, offset: int) -> list[dict[str, Any]]:
    """Rows of a view, each with whether its score is today's."""
    state, on = state_or_none(), today()
    rows = services().store.overview.rows(
        tenant(), view.wanted, view.order.removeprefix("-"), limit, offset, descending=view.order.startswith("-"),
        without_band=view.without_band,
    )  # fmt: skip
    return [{**row, "stale": state is None or not is_today(row, state, on)} for row in rows]


@site.get("/portfolio.csv")
def portfolio_file() -> Response:
    """The same list, all of its pages, as CSV."""
    view = View.asked()
    name = f"portfolio-{today().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(
        stream_with_context(csv_chunks(_lines(view))), headers=headers, content_type="text/csv; charset=utf-8"
    )


def _lines(view: View) -> Iterator[Sequence[str]]:
    yield portfolio.CSV_COLUMNS
    offset = 0
    while True:
        rows = _rows(view, CSV_ROWS, offset)
        yield from portfolio.csv_rows(rows)
        if len(rows) < CSV_ROWS:
            return
        offset += CSV_ROWS


def _count(bands: Mapping[str | None, int], band: str | None) -> int:
    if band is None:
        return sum(bands.values())
    return bands.get(None if band == NO_BAND else band, 0)
