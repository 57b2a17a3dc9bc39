"""``GET /v1/elements/{symbol}/scores``: an element's score by day, each with the register and evidence of its day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response
from sqlalchemy import RowMapping

from service.api.context import alone, answer, kernel, services, today
from service.api.protocol import polling
from service.api.series import flat
from service.api.series.days import days_of
from service.api.smorest import Blueprint
from service.api.stored.current import state_now
from service.errors import RequestError
from service.risk.bom import Bom, Line
from service.risk.errors import BomError, FieldError, NotFoundError
from service.risk.vocabulary import ELEMENTS, Form
from service.schemas.did_you_mean import element as meant
from service.schemas.serialise import dumper
from service.schemas.series.queries import ElementSeriesQuery
from service.schemas.series.rows import ElementPointSchema, ElementSeriesSchema
from service.store.series import OF_POINT

STEP, SPAN_DAYS = "month", 730
MOST_NEW = 8
"""Points that one request computes, each of which takes about 65 ms of a processor."""
COLUMNS = flat.columns_of(ElementPointSchema())

blueprint = Blueprint("element_series", __name__, description="Scores of elements by day.")
_dump = dumper(ElementPointSchema())


@dataclass(frozen=True)
class Points:
    """Points of an element, the newest first, and how many of the span are ``left`` to be computed."""

    rows: Sequence[dict[str, Any]]
    left: int


@blueprint.route("/v1/elements/<symbol>/scores", methods=["GET"])
@blueprint.arguments(ElementSeriesQuery(), location="query")
@blueprint.response(200, ElementSeriesSchema)
@blueprint.problems(404, 500, 503)
def get_element_scores(query: dict[str, Any], symbol: str) -> Response:
    """What one purchase of an element scores, day by day

    From the world's default mix, by a buyer whose country isn't stated. Each day is scored with the register and the
    evidence that were known on it, by the served model. A request computes the newest 8 points that nobody has asked
    for yet; `left` counts the others.
    """
    points = points_of(symbol, query)
    body = {"symbol": symbol, "form": _form(query), "items": [_dump(row) for row in points.rows], "left": points.left}
    return polling.polled(answer(body))


@blueprint.route("/v1/elements/<symbol>/scores.csv", methods=["GET"])
@blueprint.arguments(ElementSeriesQuery(), location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/csv", description="As `scores`: what is computed.")
@blueprint.problems(404, 500, 503)
def get_element_scores_file(query: dict[str, Any], symbol: str) -> Response:
    """What one purchase of an element scores, day by day, as CSV

    Points that aren't computed yet are missing, as in `scores`, which counts them.
    """
    return flat.file(COLUMNS, map(_dump, points_of(symbol, query).rows))


def points_of(symbol: str, query: Mapping[str, Any], most_new: int = MOST_NEW) -> Points:
    """Points of an element. Those that nobody has asked for are computed and kept, the newest ``most_new``."""
    if symbol not in ELEMENTS:
        raise NotFoundError(f"No traded rare earth {symbol[:20]!r}.{meant(symbol)}")
    days, form, state = days_of(query, STEP, SPAN_DAYS), _form(query), state_now()
    kept: dict[date, RowMapping | dict[str, Any]] = {**services().store.series.element(state, symbol, form, days)}
    missing = [day for day in reversed(days) if day not in kept]
    new = [_scored(symbol, form, day) for day in missing[:most_new]]
    if new:
        services().store.series.keep_element(state, symbol, form, new)
    kept |= {row["as_of"]: row for row in new}
    version = {"model_version": state.model_version}
    rows = [{**kept[day], "time": flat.first_moment(day), **version} for day in reversed(days) if day in kept]
    return Points(rows, len(missing) - len(new))


def _scored(symbol: str, form: str, day: date) -> dict[str, Any]:
    """The numbers of one purchase of an element on a day. Raises ``RequestError`` where it isn't traded in the form."""
    bom = Bom(None, (Line("1", element=symbol, form=form),), as_of=day)
    try:
        with alone():
            scored = services().engine.summary(bom, kernel(), today())
    except BomError as error:
        words = "; ".join(fault.detail for fault in error.errors)
        raise RequestError(error.detail, [FieldError("?form", "not_a_choice", words)]) from error
    low, high = scored.interval or (None, None)
    numbers = {"score": scored.score, "low": low, "high": high, "band": scored.band}
    return {"as_of": day, **{name: numbers[name] for name in OF_POINT}}


def _form(query: Mapping[str, Any]) -> str:
    return str(query.get("form", Form.OXIDE))
