"""What ages is seen: each answer tells how old the newest register entry, price and year of trade were."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from service.risk.answer import Age, Score
from service.risk.controls.register import Register
from service.risk.evidence.claims import Evidence
from service.risk.explanation.ages import PRICES_OLD_DAYS, REGISTER_OLD_DAYS
from service.risk.scoring import score
from tests.factories import bom, claim, kernel, kernel_with, line, measure

ENTRY = date(2026, 6, 1)


def codes(answer: Score) -> set[str]:
    return {message.code for message in answer.messages}


def of(register: Register, day: date) -> Score:
    return score(bom(line(), as_of=day), kernel_with(register=register), day)


def entered(*days: date) -> Register:
    return Register((measure(f"M{n}", announced=day.isoformat()) for n, day in enumerate(days)), "r")


@pytest.mark.slow
def test_the_register_is_as_old_as_its_newest_entry_by_the_day() -> None:
    later = ENTRY + timedelta(days=30)
    assert of(entered(ENTRY, later), later - timedelta(days=1)).data_ages.register == Age(ENTRY, 29)
    assert of(entered(ENTRY, later), later).data_ages.register == Age(later, 0)
    assert of(entered(later), ENTRY).data_ages.register is None


@pytest.mark.slow
def test_an_old_register_warns_unless_later_entries_are_known() -> None:
    last, late = (ENTRY + timedelta(days=REGISTER_OLD_DAYS + more) for more in (0, 1))
    assert "register_old" not in codes(of(entered(ENTRY), last))
    assert "register_old" in codes(of(entered(ENTRY), late))
    assert "register_old" not in codes(of(entered(ENTRY, late + timedelta(days=1)), late))


@pytest.mark.slow
def test_prices_are_as_old_as_the_newest_that_was_read_and_warn_by_element() -> None:
    ends = {"Ce": date(2026, 9, 30), "Nd": date(2026, 6, 30)}
    prices = [
        claim(f"{e}-{year}", "price", 10.0 + year % 7, scope=e, form="oxide", basis="fob_china", geography="", stage="",
              valid_from=f"{year}-01-01", valid_to=f"{year}-12-31" if year < 2026 else end.isoformat())
        for e, end in ends.items() for year in range(2019, 2027)
    ]  # fmt: skip
    known = kernel_with(evidence=Evidence([*(c for c in kernel().evidence.claims if c.quantity != "price"), *prices]))
    day = date(2026, 6, 30) + timedelta(days=PRICES_OLD_DAYS + 1)
    answer = score(bom(line("Ce"), line("Nd"), as_of=day), known, day)
    assert answer.data_ages.prices == Age(date(2026, 9, 30), (day - date(2026, 9, 30)).days)
    (message,) = [m for m in answer.messages if m.code == "prices_old"]
    assert "Nd" in message.detail
    assert "Ce" not in message.detail
    before = day - timedelta(days=1)
    assert "prices_old" not in codes(score(bom(line("Ce"), line("Nd"), as_of=before), known, before))


def test_a_product_without_rare_earths_reads_no_price() -> None:
    answer = score(bom(line(material="steel screw M4x10")), kernel(), date(2026, 11, 21))
    assert answer.data_ages.prices is None
    assert answer.data_ages.register == Age(date(2026, 9, 28), 54)


@pytest.mark.slow
def test_the_year_of_trade_is_the_newest_by_the_day_that_the_bundle_holds() -> None:
    newest = kernel().facts.trade.last_year
    years = [score(bom(as_of=day), kernel(), day).data_ages.trade_year for day in (date(2012, 5, 1), date(2030, 1, 1))]
    assert years == [2010, newest]
