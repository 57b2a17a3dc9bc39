"""``GET /v1/indicators``: five indicators of policy, each with what was seen and when."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response

from service.api.context import answer, kernel, today
from service.api.smorest import Blueprint
from service.risk.outlook.indicators import Indicator, indicators
from service.schemas.outlook.indicators import IndicatorsSchema
from service.schemas.queries import OnQuery
from service.schemas.serialise import dumper

blueprint = Blueprint("indicators", __name__, description="What to watch, and what was seen.")
_dump = dumper(IndicatorsSchema())


@blueprint.route("/v1/indicators", methods=["GET"])
@blueprint.arguments(OnQuery(), location="query")
@blueprint.response(200, IndicatorsSchema)
@blueprint.problems(500, 503)
def list_indicators(query: dict[str, Any]) -> Response:
    """Five indicators of China's policy: what each counts, what was seen, and which way it goes

    A source document names the five without numbers. Counted are acts of the register and dated claims; `missing` says
    what nobody publishes. None enters a score.
    """
    on: date = query.get("on", today())
    return answer(
        _dump({"on": on, "items": [_shown(one) for one in indicators(kernel().register, kernel().evidence, on)]})
    )


def _shown(one: Indicator) -> dict[str, Any]:
    years = [{"year": year, "steps": steps} for year, steps in one.by_year]
    return {**vars(one.definition), **vars(one), "by_year": years}
