"""What dearer supply costs, in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from service.risk.explanation.words import listed, percent
from service.risk.outlook.costs import ElementPrices, YearCosts
from service.risk.outlook.hit_prices import AfterActs, Premium
from service.risk.outlook.stock_sentences import money
from service.risk.vocabulary import ELEMENTS

MOST_LINES = 5


def sentences(made: YearCosts) -> tuple[str, ...]:
    """The answer: the year's cost first, then what prices did when supply was hit."""
    return tuple(_all(made))


def _all(made: YearCosts) -> Iterator[str]:
    currency = f" {made.bom.currency}" if made.bom.currency else ""
    if made.together is None:
        yield "No cost can be worked out: no line has a known spend in a year and enough rare earth to set its price."
    else:
        low, middle, high = (money(end) for end in made.together)
        yield (
            f"Of {money(float(made.spend))}{currency} that is bought in a year, dearer supply is expected to cost "
            f"{middle}{currency} more, between {low} and {high}."
        )
    for why, names in _left_out(made).items():
        yield f"Not counted: line{'s' if len(names) > 1 else ''} {listed(names, MOST_LINES)}: {why}."
    if made.after:
        yield _after(made.after, "any mineral")
    for one in made.elements:
        yield from _element(one)
    for claim in made.documents:
        yield _document(claim.claim_id, claim.low, claim.high, claim.quantity)


def _left_out(made: YearCosts) -> dict[str, list[str]]:
    by_reason: dict[str, list[str]] = {}
    for line in made.lines:
        if line.why_not:
            by_reason.setdefault(line.why_not, []).append(line.line_id)
    return by_reason


def _after(after: AfterActs, what: str) -> str:
    return (
        f"After {len(after.measures)} serious acts on {what}, world prices rose by {percent(after.median)} in the "
        f"median of {after.count} years of codes, in nine of ten {_change(after.low)} to {_change(after.high)}; "
        f"without an act {_change(after.other_median)}."
    )


def _element(one: ElementPrices) -> Iterator[str]:
    name = ELEMENTS[one.element].name.capitalize()
    under = [quote for quote in one.premia if quote.under]
    if under:
        first, last = under[0], under[-1]
        yield f"{name} outside China cost {_times(under)} the price in China under {listed(list(last.under), 3)}" + (
            f", from {first.start.isoformat()} to {last.end.isoformat()}."
            if first.start != last.end
            else f", on {last.end.isoformat()}."
        )
    elif one.premia:
        last = one.premia[-1]
        yield (
            f"{name} outside China cost {_range(last.low, last.high)} on the price in China on "
            f"{last.end.isoformat()}, under no act on it; the rise after acts stands in for a hit."
        )
    else:
        yield f"{name}: no price outside China is known; the rise after acts stands in for a hit."


def _times(quotes: list[Premium]) -> str:
    low, high = 1.0 + min(one.low for one in quotes), 1.0 + max(one.high for one in quotes)
    return f"{low:.1f} to {high:.1f} times"


def _change(rise: float) -> str:
    return f"{'-' if rise < 0 else '+'}{percent(abs(rise))}"


def _range(low: float, high: float) -> str:
    ends = dict.fromkeys((_change(low), _change(high)))
    return " to ".join(ends)


def _document(name: str, low: float | None, high: float | None, quantity: str) -> str:
    ends = (
        f"{percent(low or 0.0)} to {percent(high or 0.0)}" if high is not None else f"more than {percent(low or 0.0)}"
    )
    what = quantity.replace("_", " ")
    return f"A source document says of the {what}: {ends} ({name})."
