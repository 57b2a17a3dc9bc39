"""``/chokepoints/{code}/{stage}``: the products behind a country at a stage that many share, with mass and spend."""

from __future__ import annotations

from flask import Response

from service.api.context import services, tenant
from service.dashboard.findings import language
from service.dashboard.pages.lists.view import View
from service.dashboard.pages.serving import ALL_ROWS, page, site, wants_table
from service.risk.errors import NotFoundError
from service.risk.vocabulary import Stage
from service.schemas.fields import COUNTRIES


@site.get("/chokepoints/<code>/<stage>")
def show_chokepoint(code: str, stage: str) -> Response:
    """The products of a view of the portfolio that depend on one country at one stage."""
    if code not in COUNTRIES or stage not in set(Stage):
        raise NotFoundError(f"There is no {stage[:20]!r} in {code[:20]!r}: the portfolio lists the chokepoints.")
    view, portfolio, country = View.asked(), services().store.portfolio, language.alpha3(code)
    place = portfolio.place(tenant(), view.wanted, country, stage)
    last = 1 if place is None else max(1, -(-place.boms // view.size))
    number = min(view.number, last)
    limit, offset = (ALL_ROWS, 0) if wants_table() else (view.size, (number - 1) * view.size)
    rows = portfolio.depending(tenant(), view.wanted, country, stage, limit, offset) if place else []
    return page(
        "chokepoint.html", code=code, stage=stage, place=place, rows=rows, view=view, number=number, last=last,
        path=f"/chokepoints/{code}/{stage}",
    )  # fmt: skip
