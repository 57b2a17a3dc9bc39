"""``GET /v1/shocks``: every source on a day, how likely it is hit within twelve months, and what drives that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from flask import Response

from service.api.context import alone, answer, kernel, services, today
from service.api.protocol import polling
from service.api.series import flat
from service.api.series.days import scored_day
from service.api.smorest import Blueprint
from service.risk.explanation.shocks import Shock, shocks
from service.risk.scoring import EVENT
from service.risk.vocabulary import ELEMENTS, Stage
from service.schemas.serialise import dumper
from service.schemas.series.queries import ShockQuery
from service.schemas.series.rows import ShockSchema, ShocksSchema

COLUMNS = flat.columns_of(ShockSchema())
WHOLE_DAYS = "Every source on a day, a row each, as `/v1/shocks`."

blueprint = Blueprint("shocks", __name__, description="Every source by day: how likely it is hit, and why.")
_dump = dumper(ShockSchema())


@blueprint.route("/v1/shocks", methods=["GET"])
@blueprint.arguments(ShockQuery(), location="query")
@blueprint.response(200, ShocksSchema)
@blueprint.problems(500, 503)
def get_shocks(query: dict[str, Any]) -> Response:
    """How likely each source is hit within twelve months of a day, and what drives that

    A source is a country that makes an element at a stage, as published by the day. Register, evidence and trade are
    those known on it. `/v1/shocks/frozen` has forecasts that were frozen to be judged.
    """
    held = _etag(query)
    kept = polling.unchanged(held)
    if kept is not None:
        return kept
    on = query.get("as_of", today())
    body = {"as_of": on, "version": kernel().version, "event": EVENT, "items": _rows(query)}
    return polling.polled(answer(body, etag=held))


@blueprint.route("/v1/shocks.csv", methods=["GET"])
@blueprint.arguments(ShockQuery(), location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/csv", description=WHOLE_DAYS)
@blueprint.problems(500, 503)
def get_shocks_file(query: dict[str, Any]) -> Response:
    """How likely each source is hit within twelve months of a day, as CSV"""
    held = _etag(query)
    return polling.unchanged(held) or flat.file(COLUMNS, _rows(query), held)


def _etag(query: Mapping[str, Any]) -> str:
    on = scored_day(query.get("as_of", today()), "as_of")
    return polling.etag(on, *services().engine.state(kernel()).values())


def _rows(query: Mapping[str, Any]) -> list[dict[str, Any]]:
    on = query.get("as_of", today())
    elements = [query["element"]] if "element" in query else list(ELEMENTS)
    stages = [Stage(query["stage"])] if "stage" in query else list(Stage)
    with alone():
        every = shocks(kernel(), elements, stages, on)
    return [_dump({"time": flat.first_moment(on), "as_of": on, **_row(one)}) for one in every]


def _row(one: Shock) -> dict[str, Any]:
    chance = one.chance
    chances = {"probability": chance.hit, "restriction": chance.restriction}
    ends = {"restriction_low": chance.low, "restriction_high": chance.high}
    return {**vars(one), **chances, **ends, **asdict(one.log_odds)}
