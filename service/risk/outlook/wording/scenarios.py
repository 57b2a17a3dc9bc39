"""A scenario's outcome in a sentence: what is assumed, and what it would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from service.risk.explanation.words import country_name, listed, percent
from service.risk.outlook.bridged import LateLine
from service.risk.outlook.scenarios import TODAY, Change
from service.risk.outlook.what_if import Level, Outcome

NOT_A_FORECAST = (
    "Each scenario says what would be if its assumptions held for the twelve months from as_of, all else as the "
    "forecast has it. None is a forecast, none has a probability, and none enters the score."
)
NO_STOCK_IN_SCORE = "Stock changes no score."
MOST_GROUPS, MOST_LINES = 3, 5
"""Groups of lines that a delay does the same to, and lines of a group, that are named."""
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
    if not outcome.late:
        return told
    return " ".join([told, NO_STOCK_IN_SCORE, *late_words(outcome.late)])


def late_words(late: Sequence[LateLine]) -> Iterator[str]:
    """What stock bridges of a delay, the lines that stop longest first; those that do alike are told together."""
    alike: dict[tuple[str, Decimal | None], list[LateLine]] = {}
    for one in sorted(late, key=lambda one: (-one.stop_days, -one.late_days, one.line_id)):
        alike.setdefault((_stop(one), one.stock_days or None), []).append(one)
    for (words, days), lines in islice(alike.items(), MOST_GROUPS):
        many = len(lines) > 1
        names = listed([one.line_id for one in lines], MOST_LINES)
        stock = f"{days:f} days of stock" if days else "no stock"
        yield f"Line{'s' if many else ''} {names}, {stock}{' each' if many else ''}: {words}."
    if more := [one for lines in [*alike.values()][MOST_GROUPS:] for one in lines]:
        rest = f"{len(more)} lines more stop" if len(more) > 1 else "One line more stops"
        yield f"{rest} for at most {_days(more[0].stop_days)}."


def _stop(one: LateLine) -> str:
    """What becomes of a line with its stock."""
    late = f"{_days(one.late_days)} of need {'comes' if one.late_days <= 1 else 'come'} late"
    if not one.bridged_days:
        return f"{late}, a standstill of {_days(one.stop_days)}"
    if not one.stop_days:
        return f"{late}, and stock bridges all of it"
    return f"{late}, stock bridges {_days(one.bridged_days)}, a standstill of {_days(one.stop_days)} is left"


def _days(days: float) -> str:
    if days < 1:
        return "less than a day"
    return f"{days:.3g} day{'' if days == 1 else 's'}"


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
    share = f"{percent(outcome.surely_lost)} of the year's need of the part that loses most"
    return f"{share} comes late, and with that as lost " if outcome.late else f"{share} is missing, and "


def _moved(score: float, forecast: float) -> str:
    if abs(score - forecast) < LEAST_MOVE:
        return f"the score would stay at {forecast:.3g}"
    return f"the score would be {score:.3g} instead of {forecast:.3g}"
