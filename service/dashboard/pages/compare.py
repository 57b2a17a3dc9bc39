"""``/compare``: two products side by side, or one product on two days, with why its score moved between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, request

from service.api.context import services, tenant, today
from service.dashboard.findings import answers, product
from service.dashboard.pages import stored
from service.dashboard.pages.moves import moved
from service.dashboard.pages.serving import page, refused, site
from service.store.lists import Filters, Order

CHOICES = 200


@dataclass(frozen=True)
class Side:
    """A product with its answer, and the reason for its score."""

    bom_id: str
    name: str
    answer: Mapping[str, Any]
    reason: product.Reason | None


@site.get("/compare")
def show_comparison() -> Response:
    """Two products, or two days of one."""
    one, other = (request.args.get(name, "") for name in ("one", "other"))
    start, end = _day("from"), _day("to")
    if start and end and end < start:
        raise refused("to", "out_of_range", f"The second day must not lie before the first, {start}.")
    left = _side(one) if one else None
    right = _side(other) if other and other != one else None
    rows = services().store.lists.page(tenant(), Filters(), Order(), CHOICES)
    return page(
        "compare.html", left=left, right=right, moved=moved(one, start, end) if left and not right else None,
        choices=[(row["bom_id"], row["name"] or row["bom_id"]) for row in rows], start=start, end=end, on=today(),
    )  # fmt: skip


def _side(bom_id: str) -> Side:
    kept = stored.product(bom_id)
    if not answers.is_current(kept.answer):
        raise refused("one", "other_event", f"The newest score of {bom_id[:100]!r} forecasts another event.")
    sources, _ = product.sources(kept.answer)
    return Side(bom_id, kept.name or bom_id, kept.answer, product.main_reason(kept.answer, sources))


def _day(name: str) -> date | None:
    """A day of the address, where it holds one."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
