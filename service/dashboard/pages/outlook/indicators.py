"""``/indicators``: five of policy with what was seen."""

from __future__ import annotations

from flask import Response

from service.api.context import kernel, today
from service.dashboard.charts.sparkline import sparkline
from service.dashboard.pages.serving import page, site
from service.risk.outlook.indicators import Indicator, indicators

FIRST_YEAR = 2005
"""Older years of indicators fit no phone; the tables hold them."""
LEANS = {
    "rising": "More steps up than down",
    "falling": "More steps down than up",
    "steady": "As many steps up as down",
}


@site.get("/indicators")
def show_indicators() -> Response:
    """The five."""
    on = today()
    rows = []
    for one in indicators(kernel().register, kernel().evidence, on):
        steps = dict(one.by_year)
        years = [steps.get(year, 0) for year in range(FIRST_YEAR, on.year + 1)]
        rows.append((one, sparkline(years) if any(years) else None, max(map(abs, years)), _finding(one)))
    return page("indicators.html", rows=rows, on=on, first_year=FIRST_YEAR, measures=kernel().register)


def _finding(one: Indicator) -> str:
    newest = one.observations[0] if one.observations else None
    if one.direction == "not_observed":
        seen = f" The newest is of {newest.on.year}." if newest else ""
        return f"Nobody published within twelve months what would tell.{seen}"
    last = f": {_steps(one.last)}" if one.last else ""
    return f"{LEANS[one.direction]} in the last twelve months{last}, after {_steps(one.before)} in the year before."


def _steps(count: int) -> str:
    return f"{abs(count)} more {'up' if count > 0 else 'down'}" if count else "none more"
