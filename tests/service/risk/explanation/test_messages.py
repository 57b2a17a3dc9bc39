"""Caps that are told, and caveats that stand beside a score."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from service.risk.bom import Bom, Line, Quantity, Source
from service.risk.controls.measures import CORRECTED
from service.risk.errors import BomError
from service.risk.purchase.receipt import read
from service.risk.purchase.work import MOST_PURCHASES
from service.risk.scoring import Score, score
from tests.factories import kernel

TODAY = date(2026, 11, 21)


def oxide(number: int = 0, **more: object) -> Line:
    return Line(f"{number}", element="Nd", form="oxide", **more)  # type: ignore[arg-type]


def answer(*lines: Line, buyer: str = "DEU", day: date = TODAY) -> Score:
    return score(Bom(buyer, lines), kernel(), day)


def codes(scored: Score) -> set[str]:
    return {message.code for message in scored.messages}


def refusal(*lines: Line) -> tuple[str, str]:
    with pytest.raises(BomError) as raised:
        answer(*lines)
    return raised.value.errors[0].pointer, raised.value.errors[0].code


def mixed(number: int) -> tuple[Source, ...]:
    share = Decimal(number + 1) / 1000
    return (Source("separation", "CHN", share), Source("separation", "MYS", 1 - share))


def test_a_bom_of_too_many_distinct_hazards_is_refused_with_the_limit() -> None:
    lines = [oxide(n, supply=mixed(n)) for n in range(MOST_PURCHASES + 1)]
    assert refusal(*lines) == ("/lines", "too_many_hazards")


@pytest.mark.parametrize(("value", "unit", "code"), [("1e-7", "g", "too_small"), ("1e13", "t", "too_large")])
def test_a_mass_beyond_what_can_be_meant_names_the_quantity(value: str, unit: str, code: str) -> None:
    assert refusal(oxide(quantity=Quantity(Decimal(value), unit))) == ("/lines/0/quantity", code)


@pytest.mark.slow
def test_a_replay_says_that_it_is_no_forecast() -> None:
    assert "in_sample_replay" in codes(answer(oxide(), day=date(2015, 6, 1)))
    assert "in_sample_replay" not in codes(answer(oxide()))


@pytest.mark.slow
def test_a_day_far_beyond_the_evidence_is_told() -> None:
    assert "beyond_evidence" in codes(answer(oxide(), day=date(2028, 1, 1)))
    assert "beyond_evidence" not in codes(answer(oxide()))


def test_an_end_use_that_no_measure_names_is_told() -> None:
    assert "end_use_without_effect" in codes(answer(oxide(end_use="banana")))
    assert "end_use_without_effect" not in codes(answer(oxide(end_use="Military ")))


def test_a_line_without_a_mass_is_told() -> None:
    assert "mass_unknown" in codes(answer(oxide()))
    assert "mass_unknown" not in codes(answer(oxide(quantity=Quantity(Decimal(1), "kg"))))


@pytest.mark.slow
def test_a_country_that_no_figure_names_as_a_maker_is_warned_of_with_what_to_declare() -> None:
    scored = answer(oxide(supply=(Source("separation", "VAT", Decimal(1)),)))
    (told,) = [message for message in scored.messages if message.code == "unknown_source"]
    assert (told.severity, told.pointer) == ("warning", "/lines/0/supply")
    assert "declare who makes it" in told.detail


def test_measures_of_unknown_status_are_named() -> None:
    dysprosium = Line("1", element="Dy", form="oxide", supply=(Source("separation", "CHN", Decimal(1)),))
    details = {m.code: m.detail for m in answer(dysprosium).messages}
    assert "CN-2025-61-ab" in details["unknown_status"]
    assert "unknown_status" not in codes(answer(dysprosium, day=date(2013, 6, 1)))


def test_what_is_told_of_unknown_measures_leaves_out_how_the_table_was_corrected() -> None:
    corrected = [m for m in kernel().register.measures if CORRECTED in m.note]
    assert all(CORRECTED not in m.remark and m.note.startswith(m.remark) and m.remark for m in corrected)
    dysprosium = Line("1", element="Dy", form="oxide", supply=(Source("separation", "CHN", Decimal(1)),))
    details = {m.code: m.detail for m in answer(dysprosium).messages}
    told = kernel().register.told_of(["CN-2025-61-ab"], TODAY)
    assert [m.measure_id for m in told if m in corrected] == ["CN-KL-EXT-2026"]
    assert told[0].remark.rstrip(".") in details["unknown_status"]
    assert CORRECTED not in details["unknown_status"]


def test_pieces_that_multiply_the_quantity_are_told_with_the_total_and_a_receipt_tells_them_again() -> None:
    scored = answer(oxide(quantity=Quantity(Decimal(5), "kg"), pieces=Decimal(40)))
    told = [m for m in scored.messages if m.code == "pieces_multiplied"]
    assert [(m.severity, m.pointer) for m in told] == [("info", "/lines/0/pieces")]
    assert "5 kg x 40 pieces = 200 kg" in told[0].detail
    bom, day, _ = read(scored.receipt)
    assert score(bom, kernel(), day) == scored
    assert "pieces_multiplied" not in codes(answer(oxide(quantity=Quantity(Decimal(5), "kg"))))
