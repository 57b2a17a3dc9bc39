"""Which stored products an address asks for: filters, an order and a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request

from service.api.stored import ids
from service.dashboard.findings import language
from service.store.lists import Filters
from service.store.overview import ORDERS

MOST_PAGES = 10_000
FILTERS = ("band", "element", "country", "measure", "supplier", "tag", "min_score", "unread")
CALLED = {"band": "Band", "element": "Element", "country": "Source", "measure": "Measure", "supplier": "Supplier",
          "tag": "Tag", "min_score": "Score", "unread": "Open lines"}  # fmt: skip
SCORES = ("5", "10", "17", "30")
DEFAULT_ORDER = "-score"
NO_BAND = "none"
SIZES = (50, 1000)
"""Rows of a page: to read, and to print."""
LEFT_OUT = (("sort", DEFAULT_ORDER), ("page", 1), ("rows", SIZES[0]))
"""What an address means without saying it."""


@dataclass(frozen=True)
class View:
    """What an address asks for: filters, an order and a page. ``link`` writes the address of another view."""

    filters: Mapping[str, str]
    order: str
    number: int
    size: int

    @classmethod
    def asked(cls) -> View:
        """That of the request. What can't be used is left out, so that an old address still shows something."""
        given = {name: request.args.get(name, "")[: ids.LONGEST] for name in FILTERS}
        filters = {name: value for name, value in given.items() if value and ids.possible(value)}
        if not _is_score(filters.get("min_score", "0")):
            del filters["min_score"]
        order = request.args.get("sort", DEFAULT_ORDER)
        known = order.removeprefix("-") in ORDERS
        size = next((one for one in SIZES if str(one) == request.args.get("rows")), SIZES[0])
        return cls(filters, order if known else DEFAULT_ORDER, page_of(request.args.get("page", "1")), size)

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
        query = {**self.filters, "sort": self.order, "rows": self.size, **changes}
        kept = {n: v for n, v in query.items() if v not in (None, "") and (n, v) not in LEFT_OUT}
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


def _is_score(text: str) -> bool:
    try:
        return 0 <= float(text) <= 100  # noqa: PLR2004 - scores are out of 100
    except ValueError:
        return False


def page_of(text: str) -> int:
    """The number of a page from an address; the first where it is none."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1  # noqa: PLR2004 - no page beyond
    return min(max(1, number), MOST_PAGES)
