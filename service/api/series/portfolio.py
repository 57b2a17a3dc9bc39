"""``GET /v1/portfolio/scores``: what all stored BOMs come to, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from service.api.context import answer, services, tenant
from service.api.protocol import polling
from service.api.series import flat
from service.api.series.days import days_of
from service.api.smorest import Blueprint
from service.api.stored.filters import filters_in
from service.api.stored.lists import mark
from service.errors import RequestError
from service.risk.errors import FieldError
from service.risk.scoring import EVENT
from service.schemas.answers.codes import BANDS
from service.schemas.serialise import dumper
from service.schemas.series.queries import PortfolioSeriesQuery
from service.schemas.series.rows import PortfolioPointSchema, PortfolioSeriesSchema

STEP, SPAN_DAYS = "day", 90
MOST_LOOK_UPS = 200_000
"""Look-ups of a BOM on a day for one answer: 0.8 s of a processor."""
COLUMNS = flat.columns_of(PortfolioPointSchema())

blueprint = Blueprint("portfolio_series", __name__, description="Stored BOMs together, by day.")
_dump = dumper(PortfolioPointSchema())


@blueprint.route("/v1/portfolio/scores", methods=["GET"])
@blueprint.arguments(PortfolioSeriesQuery(), location="query")
@blueprint.response(200, PortfolioSeriesSchema)
@blueprint.problems(500, 503)
def get_portfolio_scores(query: dict[str, Any]) -> Response:
    """What stored BOMs came to, day by day

    On each day every BOM counts with its newest score by then, whoever asked for that. No score is computed. Filters
    go by what BOMs are now; deleted BOMs are gone from all days.
    """
    held = mark()
    return polling.unchanged(held) or polling.polled(answer({"items": _rows(query)}, etag=held))


@blueprint.route("/v1/portfolio/scores.csv", methods=["GET"])
@blueprint.arguments(PortfolioSeriesQuery(), location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/csv", description="As `scores`.")
@blueprint.problems(500, 503)
def get_portfolio_scores_file(query: dict[str, Any]) -> Response:
    """What stored BOMs came to, day by day, as CSV"""
    held = mark()
    return polling.unchanged(held) or flat.file(COLUMNS, _rows(query), held)


def _rows(query: Mapping[str, Any]) -> list[dict[str, Any]]:
    days, filters = days_of(query, STEP, SPAN_DAYS), filters_in(query)
    count = services().store.lists.count(tenant(), filters)
    if count * len(days) > MOST_LOOK_UPS:
        words = (
            f"{count:,} BOMs on {len(days):,} days are more than {MOST_LOOK_UPS:,} look-ups: ask for a longer step, a "
            f"shorter span (at most {MOST_LOOK_UPS // count:,} points), or filter."
        )
        raise RequestError("The series takes too much work.", [FieldError("?step", "too_much_work", words)])
    rows = services().store.series.portfolio(tenant(), filters, days, EVENT, BANDS)
    return [_dump({**row, "time": flat.first_moment(row["as_of"])}) for row in rows]
