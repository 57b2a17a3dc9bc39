"""``/``: all stored products, what many of them share, and the same list as CSV. The address holds every filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request, stream_with_context
from werkzeug.wrappers import Response as BaseResponse

from service.api.context import services, tenant, today
from service.api.stored import ids
from service.api.stored.current import is_today, state_or_none
from service.dashboard.findings import language, portfolio
from service.dashboard.pages.serving import page, site
from service.imports.flat import csv_chunks
from service.risk.scoring import EVENT
from service.schemas.bom import EXAMPLE
from service.store.lists import Filters
from service.store.overview import ORDERS

ROWS_A_PAGE, CSV_ROWS = 50, 500
MOST_VALUES, MOST_SHARED = 10, 4
MOST_PAGES = 10_000
FILTERS = ("band", "element", "country", "measure", "supplier", "tag", "min_score", "unread")
CALLED = {"band": "Band", "element": "Element", "country": "Source", "measure": "Measure", "supplier": "Supplier",
          "tag": "Tag", "min_score": "Score", "unread": "Open lines"}  # fmt: skip
SCORES = ("5", "10", "17", "30")
DEFAULT_ORDER = "-score"
NO_BAND = "none"
SAMPLE = Path(__file__).resolve().parents[3] / "examples" / "traction-motor.json"
MOST_MOVERS, MOVED_DAYS = 3, 30


@dataclass(frozen=True)
class View:
    """What an address asks for: filters, an order and a page. ``link`` writes the address of another view."""

    filters: Mapping[str, str]
    order: str
    number: int

    @classmethod
    def asked(cls) -> View:
        """That of the request. What can't be used is left out, so that an old address still shows something."""
        given = {name: request.args.get(name, "")[: ids.LONGEST] for name in FILTERS}
        filters = {name: value for name, value in given.items() if value and ids.possible(value)}
        if not _is_score(filters.get("min_score", "0")):
            del filters["min_score"]
        order = request.args.get("sort", DEFAULT_ORDER)
        known = order.removeprefix("-") in ORDERS
        return cls(filters, order if known else DEFAULT_ORDER, _page_of(request.args.get("page", "1")))

    @property
    def wanted(self) -> Filters:
        """The filters, as the store takes them."""
        given: dict[str, Any] = dict(self.filters)
        low, unread, country = given.pop("min_score", None), given.pop("unread", None), given.pop("country", None)
        if given.get("band") == NO_BAND:
            del given["band"]
        return Filters(
            **given, min_score=None if low is None else float(low), unread=True if unread else None,
            country=None if country is None else language.alpha3(country),
        )  # fmt: skip

    @property
    def without_band(self) -> bool:
        """Whether those without a band are wanted."""
        return self.filters.get("band") == NO_BAND

    def link(self, path: str = "/", **changes: str | int | None) -> str:
        """The address of this view with changes; None takes a filter away. Other filters begin at the first page."""
        query = {**self.filters, "sort": self.order, **changes}
        kept = {
            n: v
            for n, v in query.items()
            if v not in (None, "") and (n, v) not in (("sort", DEFAULT_ORDER), ("page", 1))
        }
        return f"{path}?{urlencode(kept)}" if kept else path

    def sort_link(self, name: str) -> str:
        """The address that sorts by a column: the other way round where it is sorted by that already."""
        return self.link(sort=name if self.order == f"-{name}" else f"-{name}")

    def sorted_by(self, name: str) -> str | None:
        """How a column is sorted, for screen readers."""
        if self.order.removeprefix("-") != name:
            return None
        return "descending" if self.order.startswith("-") else "ascending"

    def describe_filter(self, name: str) -> str:
        """A filter in words."""
        value = self.filters[name]
        if name == "country":
            value = language.country(value)
        told = {"min_score": f"from {value}", "unread": "some"}.get(name, "none" if value == NO_BAND else value)
        return f"{CALLED[name]}: {told}"


@site.get("/", endpoint="home")
def show_portfolio() -> BaseResponse:
    """Every stored product."""
    view, store, on = View.asked(), services().store, today()
    wanted = view.wanted
    bands = store.portfolio.bands(tenant(), replace(wanted, band=None))
    everything = sum((store.portfolio.bands(tenant(), Filters()) if view.filters else bands).values())
    if not everything:
        return page("portfolio_empty.html", sample=_sample())
    count = _count(bands, view.filters.get("band"))
    last = max(1, -(-count // ROWS_A_PAGE))
    view = replace(view, number=min(view.number, last))
    rows = _rows(view, ROWS_A_PAGE, (view.number - 1) * ROWS_A_PAGE)
    trends = store.overview.trends([row["id"] for row in rows], on - timedelta(days=portfolio.TREND_DAYS))
    named = store.portfolio.chokepoints(tenant(), wanted)
    shared = store.portfolio.shared(tenant(), wanted, named, MOST_SHARED)
    return page(
        "portfolio.html", view=view, rows=portfolio.rows(rows, trends, on), bands=bands, count=count, last=last,
        everything=everything, shared=shared, scores=SCORES, on=on, no_band=NO_BAND,
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


def _is_score(text: str) -> bool:
    try:
        return 0 <= float(text) <= 100  # noqa: PLR2004 - scores are out of 100
    except ValueError:
        return False


def _page_of(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004 - no page beyond
    return min(max(1, number), MOST_PAGES)
