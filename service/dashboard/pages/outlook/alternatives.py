"""``/elements/{symbol}/alternatives``: where else an element can come from."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from service.api.context import alone, kernel, services, today
from service.api.outlook.alternatives import LARGEST_MAKER, shown
from service.dashboard.pages.serving import page, refused, site
from service.risk.errors import NotFoundError
from service.risk.vocabulary import ELEMENTS, Stage
from service.schemas.did_you_mean import element as meant


@site.get("/elements/<symbol>/alternatives")
def show_alternatives(symbol: str) -> BaseResponse:
    """Where else an element can come from at a stage."""
    if symbol not in ELEMENTS:
        raise NotFoundError(f"No traded rare earth {symbol[:20]!r}.{meant(symbol)}")
    stage = request.args.get("stage", str(Stage.SEPARATION))
    if stage not in set(Stage):
        raise refused(
            "stage", "unknown", f"There is no stage {stage[:30]!r}: choose mining, separation, metal or magnet."
        )
    with alone():
        made = services().engine.alternatives(symbol, Stage(stage), LARGEST_MAKER, None, kernel(), today(), None)
    return page("alternatives.html", element=ELEMENTS[symbol], answer=shown(made, None))
