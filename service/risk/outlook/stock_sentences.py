"""What stocks are worth, in plain English."""

from __future__ import annotations

from collections.abc import Iterator

from service.risk.explanation.words import listed, odds, percent
from service.risk.outlook.durations import CHECKED_DAYS
from service.risk.outlook.stock import LineStock, Stock

MOST_LINES, WHOLE_FROM = 5, 100


def sentences(made: Stock) -> tuple[str, ...]:
    """The answer told: the lines likeliest to stop first."""
    ranked = sorted(made.lines, key=lambda line: (-line.stop, line.line_id))
    return (
        "Stock changes no score: a shock is as likely. It changes how long the line goes on.",
        *(text for line in ranked[:MOST_LINES] for text in _line(line)),
        *_more(ranked),
        *_lasting(made),
        *_reference(made),
    )


def _line(line: LineStock) -> Iterator[str]:
    stock = "no stock" if not line.stock_days else f"{line.stock_days:f} days of stock"
    yield (
        f"Line {line.line_id}, {stock}: the chance that it stops within twelve months is {odds(line.stop)}"
        f"{_other(line)}."
    )
    if line.best_days is not None and line.day_value is not None and line.day_cost is not None:
        yield (
            f"Line {line.line_id}: another day of stock is worth {money(line.day_value)} a year and costs "
            f"{money(line.day_cost)}; the two meet at {line.best_days} days, of the 365 that are looked at."
        )


def money(amount: float) -> str:
    """An amount with three digits that count."""
    rounded = float(f"{amount:.3g}")
    return f"{rounded:,.0f}" if rounded >= WHOLE_FROM else f"{rounded:g}"


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
    share = percent(curve.beyond(CHECKED_DAYS))
    yield (
        f"Of {len(curve.spells)} restrictions in the register, {share} lasted longer than {CHECKED_DAYS} days: stock "
        "buys time, seldom the end of a restriction."
    )


def _reference(made: Stock) -> Iterator[str]:
    ends = [(c.low, c.high) for c in made.reference if c.low is not None and c.high is not None]
    if ends:
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        names = listed([c.claim_id for c in made.reference], MOST_LINES)
        yield f"State stockpiles aim at {low:g} to {high:g} days, a source document says ({names})."
