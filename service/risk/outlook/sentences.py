"""A scenario's outcome in a sentence: what is assumed, and what it would do."""

from __future__ import annotations

from service.risk.explanation.words import country_name, percent
from service.risk.outlook.scenarios import TODAY, Change
from service.risk.outlook.what_if import Level, Outcome

NOT_A_FORECAST = (
    "Each scenario says what would be if its assumptions held for the twelve months from as_of, all else as the "
    "forecast has it. None is a forecast, none has a probability, and none enters the score."
)
STOCK_LEFT_OUT = "Stock isn't counted: a line that has enough for these days misses nothing."
LEAST_MOVE = 0.05
"""Points that show in a sentence."""


def sentence(outcome: Outcome, forecast: Level) -> str:
    """The outcome in words."""
    scenario = outcome.scenario
    if scenario.id == TODAY:
        return f"Nothing is assumed: the score is the forecast, {forecast.score:.3g}."
    if outcome.level is None:
        return f"“{scenario.title}” says nothing about this product. {outcome.why_not}"
    told = f"If {_condition(outcome)}, {_taken(outcome)}{_moved(outcome.level.score, forecast.score)}."
    return f"{told} {STOCK_LEFT_OUT}" if scenario.pick_assumptions(Change.DELAY) else told


def _condition(outcome: Outcome) -> str:
    title = outcome.scenario.title
    words = title if title.split()[0].removesuffix("'s") == "China" else title[:1].lower() + title[1:]
    more = details(outcome)
    return f"{words} ({', '.join(more)})" if more else words


def details(outcome: Outcome) -> list[str]:
    """What a title leaves open: the countries that are lost, and how late licences come."""
    late = [f"licences {one.value:g} days late" for one in outcome.scenario.pick_assumptions(Change.DELAY)]
    return [country_name(country) for _, country in outcome.lost] + late


def _taken(outcome: Outcome) -> str:
    """What the assumptions take by themselves."""
    if not outcome.surely_lost:
        return ""
    return f"{percent(outcome.surely_lost)} of the year's need of the part that loses most is missing, and "


def _moved(score: float, forecast: float) -> str:
    if abs(score - forecast) < LEAST_MOVE:
        return f"the score would stay at {forecast:.3g}"
    return f"the score would be {score:.3g} instead of {forecast:.3g}"
