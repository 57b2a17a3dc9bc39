"""``/scenarios``: the scenarios with what each assumes, and one of them over the stored products."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from service.api.context import kernel, services, tenant, today
from service.api.outlook.scenarios import of_products
from service.api.stored import ids
from service.dashboard.findings import scenarios as findings
from service.dashboard.pages.lists.view import View
from service.dashboard.pages.serving import page, refused, site
from service.risk.outlook.scenarios import LONGEST_DELAY_DAYS, TODAY, Change, Scenario, scenarios
from service.schemas.outlook.scenarios import MOST_PRODUCTS
from service.store.lists import Order, Position


@site.get("/scenarios")
def show_scenarios() -> Response:
    """Every scenario; with one chosen, what it makes of a part of the stored products."""
    table = {name: one for name, one in scenarios().items() if name != TODAY}
    chosen = request.args.get("scenario", "")
    head: dict[str, Any] = {"table": table, "chosen": None, "on": today(), "most": MOST_PRODUCTS, "view": View.asked()}
    if not chosen:
        return page("scenarios.html", **head)
    if chosen not in table:
        raise refused("scenario", "unknown", f"There is no scenario {chosen[:40]!r}: choose one of the list.")
    days = _days(request.args.get("delay_days", "").strip())
    return page("scenarios.html", **head | _part(table[chosen], days, View.asked()))


def _part(scenario: Scenario, days: int | None, view: View) -> dict[str, Any]:
    """The products behind an id that one answer may score: bounded in number and in work."""
    after = request.args.get("after", "")
    position = Position(after, after) if after and ids.possible(after) else None
    lists = services().store.lists
    rows = lists.page(tenant(), view.wanted, Order(), MOST_PRODUCTS + 1, position)
    under = of_products(rows[:MOST_PRODUCTS], scenario, days)
    told = (findings.row(one.bom_id, one.name or one.bom_id, one.made, one.why_not, kernel().manifest) for one in under)
    shown = findings.ordered(told)
    asked = {"scenario": scenario.id, "delay_days": days}
    return {
        "chosen": scenario if days is None else scenario.late_by(days),
        "rows": shown,
        "finding": findings.finding(scenario, shown) if shown else "",
        "count": lists.count(tenant(), view.wanted),
        "first": view.link("/scenarios", **asked) if position else None,
        "next": view.link("/scenarios", **asked, after=under[-1].bom_id) if len(rows) > len(under) else None,
        "days": days,
        "late": bool(scenario.pick_assumptions(Change.DELAY)),
    }


def _days(text: str) -> int | None:
    """Days that licences are late; ``None`` where none are given. Raises ``RequestError``."""
    whole = text.isascii() and text.isdigit() and len(text) <= len(str(LONGEST_DELAY_DAYS))
    if text and not (whole and 1 <= int(text) <= LONGEST_DELAY_DAYS):
        fix = f"{text[:30]!r} is no delay: write whole days, from 1 to {LONGEST_DELAY_DAYS}."
        raise refused("delay_days", "range", fix)
    return int(text) if text else None
