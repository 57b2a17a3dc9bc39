"""How old the newest of each kind of data was that an answer read, on the day it is for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from service.risk.answer import Age, DataAges, Message
from service.risk.bundle.kernel import Kernel
from service.risk.evidence.trade import structure_year
from service.risk.explanation.words import day_words, listed
from service.risk.price_pressure.pressure import PricePressure
from service.risk.purchase.basket import Purchase

REGISTER_OLD_DAYS, PRICES_OLD_DAYS = 45, 120
"""Ages above which an answer warns."""
MOST_NAMED = 10

Pressures = Mapping[Purchase, PricePressure | None]


def data_ages(kernel: Kernel, pressures: Pressures, on: date) -> DataAges:
    """The ages on a day of what was known on it and read for these purchases."""
    register, prices = kernel.register.newest(on), _read_through(pressures).values()
    return DataAges(
        register=age(register, on) if register else None,
        prices=age(max(prices), on) if prices else None,
        trade_year=structure_year(on, kernel.facts.trade.last_year),
    )


def age(newest: date, on: date) -> Age:
    """How long before a day another lies."""
    return Age(newest, (on - newest).days)


def known_at(last: date | None, on: date) -> Iterator[Message]:
    """What is said where a score was asked to know less than was known on its day."""
    if last is not None and last < on:
        detail = f"Only what was known by {day_words(last)} enters: figures and measures published later are left out."
        yield Message("info", "known_at", "/as_of", detail)


def warnings(ages: DataAges, kernel: Kernel, pressures: Pressures, on: date) -> Iterator[Message]:
    """What is older than it should be. A replay's register isn't: what came later is in it, and none of it counted."""
    register = ages.register
    followed = kernel.register.newest(date.max) != (register and register.day)
    if register and register.age_days > REGISTER_OLD_DAYS and not followed:
        detail = f"The newest entry of the register is of {day_words(register.day)}: {_days(register.age_days)} old."
        yield Message("warning", "register_old", "/as_of", f"{detail} A measure since then isn't in the score.")
    old = {element: day for element, day in _read_through(pressures).items() if (on - day).days > PRICES_OLD_DAYS}
    if old:
        oldest = min(old.values())
        detail = (
            f"Prices of {listed(sorted(old), MOST_NAMED)} were read that are over {PRICES_OLD_DAYS} days old, the "
            f"oldest of {day_words(oldest)}. They move price_pressure, not the score."
        )
        yield Message("warning", "prices_old", "/as_of", detail)


def _days(many: int) -> str:
    return "1 day" if many == 1 else f"{many} days"


def _read_through(pressures: Pressures) -> dict[str, date]:
    """By element, the last day of the newest price that was read."""
    days: dict[str, date] = {}
    for purchase, one in pressures.items():
        if one and one.price_through:
            day = last_day(one.price_through)
            days[purchase.element] = max(day, days.get(purchase.element, day))
    return days


def last_day(period: str) -> date:
    """The last day of a period of a price: an ISO day, or a year."""
    return date.fromisoformat(period if "-" in period else f"{period}-12-31")
