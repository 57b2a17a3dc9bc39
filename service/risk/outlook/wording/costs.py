"""What dearer supply costs, in plain English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from service.risk.evidence.claims import Claim
from service.risk.explanation.words import day_words, listed, percent
from service.risk.outlook.costs import NO_RARE_EARTH, ElementPrices, YearCosts
from service.risk.outlook.hit_prices import AfterActs, Premium
from service.risk.outlook.wording.stock import money
from service.risk.vocabulary import ELEMENTS, Form

MOST_LINES, MOST_ACTS = 5, 3
GOODS = frozenset({Form.ALLOY, Form.MAGNET})
"""Goods made of rare earths, of whose price other metals and work are a part."""
CLAIMED = {
    "historical_price_increase": "prices of some elements rose by {} in the past",
    "price_increase": "processed rare earths will cost {} more, at a time that it doesn't name",
    "cost_increase": "goods that need rare earths will cost {} more to make",
}
"""What the source documents say, by quantity."""


def sentences(made: YearCosts) -> tuple[str, ...]:
    """The answer: the year's cost first, then what prices did when supply was hit."""
    return tuple(_all(made))


def _all(made: YearCosts) -> Iterator[str]:
    yield from _cost(made)
    yield from _not_counted(made)
    if made.after:
        yield from _after(made.after)
    for one in made.elements:
        yield from _quotes(one)
    yield from _stand_in(made.elements)
    for claim in made.documents:
        yield _document(claim)


def _cost(made: YearCosts) -> Iterator[str]:
    currency = f" {made.bom.currency}" if made.bom.currency else ""
    if made.together is None:
        yield "No cost can be worked out: of no line with rare earths enough is it known what is spent in a year."
        return
    if not made.spend:
        yield "Nothing is spent in the year on the lines that are counted, so that dearer supply costs nothing."
        return
    low, middle, high = (f"{money(end)}{currency}" for end in made.together)
    spend = f"{money(float(made.spend))}{currency}"
    yield f"Dearer supply is expected to cost {middle} more in a year, on {spend} that is bought."
    yield f"With every figure but the chance of a rise at its favourable end, it is {low}."
    yield f"With every figure but the chance of a rise at its adverse end, it is {high}."
    costly = {name for line, one in zip(made.lines, made.score.lines, strict=True) if line.together
              for name in one.hazards}  # fmt: skip
    if any(hazard.form in GOODS for hazard in made.score.hazards if hazard.id in costly):
        yield "The whole price of magnets and alloys is taken to follow their rare earths: an upper bound."


def _not_counted(made: YearCosts) -> Iterator[str]:
    by_reason: dict[str, list[str]] = {}
    for line in made.lines:
        if line.why_not and line.why_not != NO_RARE_EARTH:
            by_reason.setdefault(line.why_not, []).append(line.line_id)
    for why, names in by_reason.items():
        yield f"Not counted, {_lines(names)}: {why}."
    if made.replaced:
        yield f"Not counted, {_lines(made.replaced)}: of lines that can replace each other the cheapest to bear counts."


def _lines(names: Sequence[str]) -> str:
    return f"line{'s' if len(names) > 1 else ''} {listed(list(names), MOST_LINES)}"


def _after(after: AfterActs) -> Iterator[str]:
    """What world prices did, a figure a sentence."""
    yield f"What a hit does to world prices was seen after {len(after.measures)} serious export controls on minerals."
    yield f"They make {after.count} cases, each of a traded good and a year."
    yield "Each sets the price in the year after the control against that in the year before."
    yield f"In the middle case the price was {_higher(after.median)}."
    yield f"In one case of twenty it was {_at(after.low, beyond=after.low < 0)}."
    yield f"In one case of twenty it was {_at(after.high, beyond=after.high >= 0)}."
    yield f"In years without a control the middle case of the same goods was {_higher(after.other_median)}."


def _higher(rise: float) -> str:
    return f"{percent(abs(rise))} {'lower' if rise < 0 else 'higher'}"


def _at(rise: float, *, beyond: bool) -> str:
    return f"at {'least' if beyond else 'most'} {_higher(rise)}"


def _quotes(one: ElementPrices) -> Iterator[str]:
    """What the element's oxide cost outside China: under acts where it was quoted so, else on the last day quoted."""
    under = [quote for quote in one.premia if quote.under]
    quotes = under or list(one.premia[-1:])
    if not quotes:
        return
    low, high = min(quote.low for quote in quotes), max(quote.high for quote in quotes)
    days = listed(list(dict.fromkeys(_days(quote.start, quote.end) for quote in quotes)), MOST_ACTS)
    acts = list(dict.fromkeys(name for quote in quotes for name in quote.under))
    stood = f"under {listed(acts, MOST_ACTS)}" if acts else "under no serious control of China on it"
    name = ELEMENTS[one.element].name.capitalize()
    yield f"{name} oxide was quoted in Europe {days}, {stood}: {_over(low, high)} its price in China {_base(quotes)}."


def _over(low: float, high: float) -> str:
    """Ends of a premium: as times where it doubles a price, else in per cent."""
    if low >= 0.0 and high >= 1.0:
        return f"{1.0 + low:.1f} to {1.0 + high:.1f} times"
    if low < 0 <= high:
        return f"between {percent(-low)} below and {percent(high)} above"
    ends = dict.fromkeys(percent(end) for end in sorted((abs(low), abs(high))))
    return f"{' to '.join(ends)} {'below' if high < 0 else 'above'}"


def _base(quotes: Sequence[Premium]) -> str:
    return listed(list(dict.fromkeys(_mean(quote.china_start, quote.china_end) for quote in quotes)), MOST_ACTS)


def _mean(start: date, end: date) -> str:
    if (start, end) == (date(end.year, 1, 1), date(end.year, 12, 31)):
        return f"in the mean of {end.year}"
    return _days(start, end)


def _days(start: date, end: date) -> str:
    if start == end:
        return f"on {day_words(end)}"
    if start.day == (end + timedelta(days=1)).day == 1 and (start.year, start.month) == (end.year, end.month):
        return f"in {end:%B %Y}"
    return f"from {day_words(start)} to {day_words(end)}"


def _stand_in(elements: Sequence[ElementPrices]) -> Iterator[str]:
    """Elements whose hit is costed by another figure than their own."""
    standing = [one for one in elements if one.rise and not one.rise.quoted]
    if standing:
        names = listed([ELEMENTS[one.element].name for one in standing], len(ELEMENTS))
        rises = {one.rise.ends[1] for one in standing if one.rise}
        yield f"No price outside China under a control on the oxide is known of {names}."
        yield f"Their hit is counted with the mean of all cases, {_higher(max(rises))}: a stand-in, not theirs."


def _document(claim: Claim) -> str:
    low = percent(claim.low or 0.0)
    ends = f"more than {low}" if claim.high is None else f"{low} to {percent(claim.high)}"
    return f"A source document says that {CLAIMED[claim.quantity].format(ends)}; no cost counts it ({claim.claim_id})."
