"""The query strings of series."""

from __future__ import annotations

from typing import Any

from service.schemas.bom import FORMS, ElementSymbol, StageWord
from service.schemas.did_you_mean import FORM_WORDS
from service.schemas.fields import Choice, Day
from service.schemas.openapi import about
from service.schemas.stored.queries import STEPS, FilterQuery, filters_of
from service.schemas.strict import Fault, Strict

STEP_WORDS = "day, week or month: the last day of each, and the last day of the span."


def check_span(values: dict[str, Any], faults: dict[str, Any]) -> None:
    """Note a span that ends before it begins."""
    start, end = values.get("start"), values.get("end")
    if start and end and end < start:
        faults["to"] = [Fault("out_of_range", f"Must not lie before from, which is {start}, is {end}.")]


class ShockQuery(Strict):
    as_of = Day(metadata=about("The day that is asked about, as known on it; today when left out."))
    element = ElementSymbol(metadata=about("Sources of it; of all rare earths when left out."))
    stage = StageWord(metadata=about("Sources at it; at all stages when left out."))


class ElementSeriesQuery(Strict):
    start = Day(data_key="from", metadata=about("First day; two years before the last when left out."))
    end = Day(data_key="to", metadata=about("Last day; today when left out."))
    step = Choice(STEPS, metadata=about(f"month when left out. {STEP_WORDS}"))
    form = Choice(FORMS, synonyms=FORM_WORDS, metadata=about("What is bought; oxide when left out."))

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        check_span(values, faults)


class PortfolioSeriesQuery(FilterQuery):
    start = Day(data_key="from", metadata=about("First day; ninety days before the last when left out."))
    end = Day(data_key="to", metadata=about("Last day; today when left out."))
    step = Choice(STEPS, metadata=about(f"day when left out. {STEP_WORDS}"))

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        check_span(values, faults)

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: values[name] for name in ("start", "end", "step") if name in values} | {
            "filters": filters_of(values)
        }
