"""``/elements/{symbol}/alternatives``: where else an element can come from, beside what a buyer needs."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import ValidationError
from werkzeug.wrappers import Response as BaseResponse

from service.api.context import alone, kernel, services, today
from service.api.outlook.alternatives import LARGEST_MAKER, shown
from service.dashboard.findings import language, supply
from service.dashboard.pages.serving import page, refused, site
from service.risk.errors import NotFoundError
from service.risk.outlook.projects import STATES
from service.risk.vocabulary import ELEMENTS, Stage
from service.schemas.did_you_mean import element as meant
from service.schemas.outlook.alternatives import AlternativesQuery
from service.schemas.strict import flattened

CALLED = {
    "need_kg": "Your need", "without": "Outside", "buyer_country": "You buy in", "stage": "Stage", "element": "Element",
}  # fmt: skip
"""What the form asks, by the names that the API has for it."""


@site.get("/elements/<symbol>/alternatives")
def show_alternatives(symbol: str) -> BaseResponse:
    """Where else an element can come from at a stage."""
    if symbol not in ELEMENTS:
        raise NotFoundError(f"No traded rare earth {symbol[:20]!r}.{meant(symbol)}")
    asked = _asked(symbol)
    without = asked.get("without", LARGEST_MAKER)
    with alone():
        made = services().engine.alternatives(
            symbol, Stage(asked["stage"]), without, asked.get("buyer_country"), kernel(), today(), None
        )
    answer = shown(made, asked.get("need_kg"))
    makers = sorted({language.alpha2(code) for code in supply.makers(kernel(), today())}, key=language.country)
    given = {name: request.args.get(name, "") for name in CALLED}
    return page(
        "alternatives.html", element=ELEMENTS[symbol], answer=answer, given=given, makers=makers, on=today(),
        without=language.alpha2(without), need=asked.get("need_kg"), states=STATES,
    )  # fmt: skip


def _asked(symbol: str) -> dict[str, Any]:
    """What the address asks, as the API reads it. Raises ``RequestError`` with what is wrong."""
    given = {name: request.args[name].strip() for name in CALLED if request.args.get(name, "").strip()}
    try:
        read: dict[str, Any] = AlternativesQuery().load({"stage": str(Stage.SEPARATION)} | given | {"element": symbol})
    except ValidationError as error:
        fault = next(flattened(error.messages))
        name = fault.pointer.strip("/")
        raise refused(name, fault.code, f"{CALLED[name]}: {fault.detail}") from error
    return read
