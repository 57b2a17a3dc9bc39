"""What stocks are worth, in plain English."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from service.risk.explanation.words import listed, odds, percent
from service.risk.outlook.durations import CHECKED_DAYS
from service.risk.outlook.stock import WINDOW_DAYS, LineStock, Stock

MOST_LINES, WHOLE_FROM = 5, 100
SMALLEST = 0.01
"""Below a cent an amount is no money."""


def sentences(made: Stock) -> tuple[str, ...]:
    """The answer told: the lines likeliest to stop first."""
    ranked = sorted(made.lines, key=lambda line: (-line.stop, line.line_id))
    return (
        "Stock changes no score: a shock is as likely. It changes how long the line goes on.",
        *(text for line in ranked[:MOST_LINES] for text in _line(line, made.bom.currency)),
        *_more(ranked),
        *_lasting(made),
        *_reference(made),
    )


def _line(line: LineStock, currency: str | None) -> Iterator[str]:
    stock = "no stock" if not line.stock_days else f"{line.stock_days:f} days of stock"
    yield (
        f"Line {line.line_id}, {stock}: the chance that it stops within twelve months is {odds(line.stop)}"
        f"{_other(line)}."
    )
    if line.best_days is not None and line.day_value is not None and line.day_cost is not None:
        unit = f" {currency}" if currency else ""
        yield (
            f"Line {line.line_id}: another day of stock saves {money(line.day_value)}{unit} of standstill in a year "
            f"and costs {money(line.day_cost)}{unit} to carry. {_best(line.best_days)}"
        )


def _best(days: int) -> str:
    if days >= WINDOW_DAYS:
        return f"That goes on up to {WINDOW_DAYS} days, the most that are looked at."
    return f"From {days} days on, another day costs as much as it saves."


def money(amount: float) -> str:
    """An amount with three digits that count. A decimal is written, since a large float brings digits of its own."""
    if 0 < abs(amount) < SMALLEST:
        return f"less than {SMALLEST}"
    rounded = Decimal(f"{amount:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= WHOLE_FROM else f"{rounded:g}"


def _other(line: LineStock) -> str:
    told = [f"with {days} days {odds(stop)}" for days, stop in line.stop_at.items() if days]
    return f"; {', '.join(told)}" if told else ""


def _more(ranked: list[LineStock]) -> Iterator[str]:
    if more := ranked[MOST_LINES:]:
        lines = f"{len(more)} lines" if len(more) > 1 else "One line"
        yield f"{lines} more: at most {odds(more[0].stop)}."


def _lasting(made: Stock) -> Iterator[str]:
    curve = made.durations.restriction
    if not curve.has_enough_spells:
        yield f"Only {len(curve.spells)} restrictions are known by that day: a shock is taken to last."
        return
    yield (
        f"Of restrictions an estimated {percent(curve.beyond(CHECKED_DAYS))} last longer than {CHECKED_DAYS} days: "
        "stock buys time, seldom the end of a restriction."
    )
    yield (
        f"The estimate is from {len(curve.spells)} restrictions in the register, of which "
        f"{len(curve.spells) - curve.ended} had no known end yet."
    )


def _reference(made: Stock) -> Iterator[str]:
    ends = [(c.low, c.high) for c in made.reference if c.low is not None and c.high is not None]
    if ends:
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        names = listed([c.claim_id for c in made.reference], MOST_LINES)
        yield f"State stockpiles aim at {low:g} to {high:g} days, a source document says ({names})."
