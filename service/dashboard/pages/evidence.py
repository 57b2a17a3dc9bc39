"""``/elements`` and ``/countries``: who supplies what, how likely it is restricted, what is in force, what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response

from service.api.context import kernel, today
from service.api.outlook.alternatives import project_row
from service.api.series.elements import points_of
from service.dashboard.charts.intervals import ShareChart, share_chart
from service.dashboard.charts.series import Line, Mark, SeriesChart, series_chart
from service.dashboard.charts.timeline import timeline
from service.dashboard.findings import controls, language, supply
from service.dashboard.pages.serving import page, site
from service.risk.controls.measures import Measure, Status
from service.risk.controls.register import Register, Wanted
from service.risk.errors import NotFoundError
from service.risk.evidence.statements import TOPICS, Statement
from service.risk.outlook.projects import projects
from service.risk.vocabulary import ELEMENTS, Stage
from service.schemas.did_you_mean import element as meant
from service.schemas.fields import COUNTRIES

WIDE, NARROW = 1000, 340
TIMELINE_ROWS = 10
NEW_POINTS = 2
"""Points of an element's series that a view of its page computes, each a quarter of a second."""
TOLD = (Status.IN_FORCE, Status.ANNOUNCED, Status.SUSPENDED, Status.UNKNOWN)
BOTH_SIGNS = ("tightening", "relaxation")


@dataclass(frozen=True)
class Pair:
    """A chart for wide pages and one for phones."""

    wide: Any
    narrow: Any


@site.get("/elements")
def list_elements() -> Response:
    """All elements with who leads at each stage, and all countries that supply any."""
    on = today()
    rows = []
    for symbol in ELEMENTS:
        tables = supply.stages_of(kernel(), symbol, on)
        rows.append((symbol, tables, next(iter(supply.chances_of(kernel(), symbol, on, tables)), None)))
    named = sorted((language.country(code), language.alpha2(code)) for code in supply.makers(kernel(), on))
    return page("elements.html", rows=rows, countries=named, on=on)


@site.get("/elements/<symbol>")
def show_element(symbol: str) -> Response:
    if symbol not in ELEMENTS:
        raise NotFoundError(f"No traded rare earth {symbol[:20]!r}.{meant(symbol)}")
    on = today()
    tables = supply.stages_of(kernel(), symbol, on)
    chances = supply.chances_of(kernel(), symbol, on, tables)
    rows = supply.share_rows(tables)
    quotes = supply.prices_of(kernel(), symbol, on)
    marks = supply.marks_of(kernel().register, on, [one.country for one in chances[: supply.MOST_LINES]], symbol)
    companions = kernel().resolver.catalogue.companions(symbol)
    return page(
        "element.html", element=ELEMENTS[symbol], on=on, tables=tables, chances=chances,
        finding=supply.supply_finding(tables), shares=_shares(rows), quotes=quotes,
        series=_series(supply.lines_of(kernel(), symbol, on, chances), [mark for mark, _ in marks], on),
        marks=_acts(marks, on),
        prices=_prices(supply.price_lines(quotes), on), price_finding=supply.price_finding(quotes),
        pairs=supply.price_pairs(quotes), projects=_projects(symbol, on),
        register=_register(kernel().register, Wanted(element=symbol, companions=companions), on),
        counts=supply.counts_of(kernel(), on, element=symbol), scores=_scores(symbol, on),
        statements=_by_topic(kernel().statements.query({"element": symbol}, on)), measures=kernel().register,
    )  # fmt: skip


def _projects(symbol: str, on: date) -> list[dict[str, Any]]:
    """Plants outside China that make an element or shall, by stage, those that produce first."""
    order = [str(stage) for stage in Stage]
    rows = []
    for one in projects(kernel().evidence, on):
        if one.makes(symbol):
            stages = [stage for stage in order if stage in one.claim.stage.split()]
            rows.append(project_row(one, on) | {"stages": stages})
    first = [min(map(order.index, row["stages"]), default=len(order)) for row in rows]
    ranked = sorted(zip(first, rows, strict=True), key=lambda one: (one[0], not one[1]["supplies"], one[1]["name"]))
    return [row for _, row in ranked]


@dataclass(frozen=True)
class ScoresPart:
    """Scores of one purchase of an element by month, drawn, and how many aren't computed yet."""

    rows: Sequence[tuple[date, float]]
    left: int
    chart: Pair | None


def _scores(symbol: str, on: date) -> ScoresPart:
    """Two years of scores, of which a view of the page computes a few that nobody has asked for."""
    points = points_of(symbol, {"end": on}, NEW_POINTS)
    rows = [(row["as_of"], row["score"]) for row in reversed(points.rows) if row["score"] is not None]
    if len(rows) < 2:  # noqa: PLR2004 - a line needs two points
        return ScoresPart(rows, points.left, None)
    line = Line("Score", language.score(rows[-1][1]), tuple(rows))
    wide = series_chart([line], [], width=WIDE, height=220, left=48, right=190, steps=True)
    narrow = series_chart([line], [], width=NARROW, height=200, left=34, right=114, steps=True)
    return ScoresPart(rows, points.left, Pair(wide, narrow))


@site.get("/countries/<code>")
def show_country(code: str) -> Response:
    country = language.alpha3(code)
    if code not in COUNTRIES and code not in ("EU", language.UNNAMED):
        raise NotFoundError(f"No country has the code {code[:20]!r}: use two letters such as CN.")
    on = today()
    rows = supply.elements_of(kernel(), country, on)
    drawn = supply.chance_rows(rows)
    marks = supply.marks_of(kernel().register, on, [country], None)
    past = {mineral: supply.past(kernel(), country, mineral) for mineral in ("HREE", "LREE")}
    names = {"HREE": "Heavy", "LREE": "Light"}
    lines = [
        Line(names[mineral], language.chance(points[-1][1]), tuple((day, 100 * value) for day, value in points))
        for mineral, points in past.items() if points
    ]  # fmt: skip
    return page(
        "country.html", code=language.alpha2(country), name=language.country(country), on=on, rows=rows,
        reach=supply.reach(rows), chart=_shares(drawn, top=True), marks=_acts(marks, on),
        series=_series(lines, [mark for mark, _ in marks], on),
        register=_register(kernel().register, Wanted(country=country), on),
        counts=supply.counts_of(kernel(), on, geography=country),
        statements=_by_topic(kernel().statements.query({"geography": country}, on)), measures=kernel().register,
    )  # fmt: skip


def _by_topic(statements: Sequence[Statement]) -> dict[str, list[Statement]]:
    """What a topic gathers, in words -> its statements; topics in the order of the alphabet."""
    gathered: dict[str, list[Statement]] = {}
    for one in sorted(statements, key=lambda one: one.topic):
        gathered.setdefault(TOPICS[one.topic], []).append(one)
    return gathered


def _shares(rows: Sequence[Any], *, top: bool = False) -> Pair | None:
    if not rows:
        return None
    high = max(row.high for row in rows) if top else 1.0
    wide: ShareChart = share_chart(list(rows), width=WIDE, left=240, right=80, top=high)
    return Pair(wide, share_chart(list(rows), width=NARROW, left=6, right=16, above=True, top=high))


def _series(lines: Sequence[Line], marks: Sequence[Mark], on: date) -> Pair | None:
    if not lines:
        return None
    ends = (date(supply.FIRST_YEAR, 1, 1), on)
    wide: SeriesChart = series_chart(lines, marks, width=WIDE, height=260, left=48, right=190, steps=True, ends=ends)
    return Pair(wide, series_chart(lines, marks, width=NARROW, height=240, left=34, right=114, steps=True, ends=ends))


def _prices(lines: Sequence[Line], on: date) -> Pair | None:
    if not lines:
        return None
    first = min(day for line in lines for day, _ in line.points)
    ends = (first, on)
    wide = series_chart(lines, [], width=WIDE, height=260, left=60, right=190, steps=False, ends=ends)
    return Pair(wide, series_chart(lines, [], width=NARROW, height=240, left=44, right=118, steps=False, ends=ends))


def _acts(marks: Sequence[tuple[Mark, Measure]], on: date) -> list[tuple[Mark, controls.Control]]:
    """Marks of a chart, each with its act as pages call it."""
    return [(mark, controls.ordered([(measure, None)], on)[0]) for mark, measure in marks]


@dataclass(frozen=True)
class RegisterPart:
    """Measures that stand, on a line of time."""

    rows: Sequence[controls.Control]
    finding: str
    chart: Pair
    more: int


def _register(register: Register, wanted: Wanted, on: date) -> RegisterPart | None:
    dated = register.query(on, on, wanted)
    standing = [(m, None) for m, status in dated if status in TOLD and m.sign in BOTH_SIGNS and m.elements]
    if not standing:
        return None
    rows = controls.ordered(standing, on)
    drawn = controls.rows(rows[:TIMELINE_ROWS], on, "/controls/")
    chart = Pair(timeline(drawn, on, width=WIDE, left=300), timeline(drawn, on, width=NARROW, left=0, above=True))
    return RegisterPart(rows, controls.finding(rows), chart, max(0, len(rows) - TIMELINE_ROWS))
