"""``/controls/{id}``, ``/figures/{id}``, ``/statements/{id}``: one of each with its source."""

from __future__ import annotations

from flask import Response, request

from service.api.claims import cited
from service.api.context import kernel, services, tenant, today
from service.dashboard.charts.timeline import timeline
from service.dashboard.findings import controls
from service.dashboard.pages.serving import page, site
from service.risk.errors import NotFoundError
from service.schemas.did_you_mean import near
from service.store.lists import Filters, Order

WIDE, NARROW = 1000, 340
TOUCHED = 10


@site.get("/controls/<measure_id>")
def show_control(measure_id: str) -> Response:
    """One measure of the register: what it is, since when, whom it touches, where that is written."""
    register, on = kernel().register, today()
    ids = [one.measure_id for one in register.measures]
    if measure_id not in ids:
        raise NotFoundError(f"No measure {measure_id[:100]!r}.{near(measure_id, ids)}")
    measure = register[measure_id]
    [row] = controls.ordered([(measure, None)], on)
    drawn = controls.rows([row], on, "/controls/")
    wanted = Filters(measure=measure_id)
    lists = services().store.lists
    return page(
        "control.html", one=row, measure=measure, on=on, eased_by=sorted(register.easing(measure, on, on)),
        wide=timeline(drawn, on, width=WIDE, left=300), narrow=timeline(drawn, on, width=NARROW, left=0, above=True),
        touched=lists.page(tenant(), wanted, Order("score", descending=True), TOUCHED),
        count=lists.count(tenant(), wanted),
    )  # fmt: skip


@site.get("/figures/<path:claim_id>")
def show_figure(claim_id: str) -> Response:
    """One figure: what it measures, how much, as of when, and where it is written."""
    entry = kernel().ledger.entry(claim_id)
    view = kernel().ledger.view(entry.figure, today())
    return page("figure.html", figure=cited(entry), view=view, on=today(), asked=request.path)


@site.get("/statements/<statement_id>")
def show_statement(statement_id: str) -> Response:
    """One statement of a source document, in our words, and where it is written."""
    one = kernel().statements.statement(statement_id)
    return page("statement.html", one=one, source=kernel().documents[one.document], measures=kernel().register)
