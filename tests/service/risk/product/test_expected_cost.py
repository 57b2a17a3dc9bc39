"""What a disruption is expected to cost."""

from __future__ import annotations

import pytest

from service.risk.scoring import Score, score
from tests.factories import TODAY, bom, kernel, line, magnet, price, supply

RISE = kernel().price.mean_rise
IN_CHINA = supply("magnet", CHN=1)


def cost(answer: Score) -> float:
    """The product's expected cost increase, which must be known."""
    assert answer.expected_cost_increase is not None
    return answer.expected_cost_increase


def test_a_line_of_one_element_costs_value_times_probability_times_the_rise() -> None:
    answer = score(bom(line(unit_price=price("50"))), kernel(), TODAY)
    assert cost(answer) == pytest.approx(50.0 * answer.hazards[0].price_pressure.probability * RISE)


def test_the_products_cost_is_the_sum_of_its_lines_and_of_its_hazards() -> None:
    answer = score(bom(magnet(*IN_CHINA, unit_price=price("95")), line(unit_price=price("3"))), kernel(), TODAY)
    assert cost(answer) == pytest.approx(sum(each.expected_cost_increase or 0.0 for each in answer.lines))
    assert cost(answer) == pytest.approx(sum(each.expected_cost_increase or 0.0 for each in answer.hazards))


def test_twice_the_amount_costs_twice_as_much_and_scores_the_same() -> None:
    one, two = (score(bom(magnet(*IN_CHINA, kg=kg, unit_price=price("95"))), kernel(), TODAY) for kg in ("1", "2"))
    assert cost(two) == pytest.approx(2.0 * cost(one))
    assert two.score == one.score


def test_of_lines_that_replace_each_other_the_cheaper_counts() -> None:
    dear = magnet(*IN_CHINA, unit_price=price("95"), alternate_group="m")
    cheap = magnet(*IN_CHINA, unit_price=price("60"), alternate_group="m")
    answer = score(bom(dear, cheap), kernel(), TODAY)
    assert cost(answer) == min(each.expected_cost_increase or 0.0 for each in answer.lines)


def test_without_a_price_the_cost_is_unknown_and_not_zero() -> None:
    answer = score(bom(magnet()), kernel(), TODAY)
    assert answer.expected_cost_increase is None
    assert answer.lines[0].expected_cost_increase is None


def test_a_line_without_a_price_leaves_the_others_costs_alone() -> None:
    priced = magnet(*IN_CHINA, unit_price=price("95"))
    alone, beside = score(bom(priced), kernel(), TODAY), score(bom(priced, line()), kernel(), TODAY)
    assert cost(beside) == pytest.approx(cost(alone))


def test_a_priced_line_that_cannot_be_read_costs_nothing_known() -> None:
    answer = score(bom(line(material="unobtainium", unit_price=price("9"))), kernel(), TODAY)
    assert answer.expected_cost_increase is None


def test_a_good_with_little_rare_earth_in_it_has_no_cost_but_a_message() -> None:
    tape = line(material="YBCO tape", unit_price=price("10000"))
    answer = score(bom(tape), kernel(), TODAY)
    assert answer.score is not None
    assert answer.expected_cost_increase is None
    assert [m.pointer for m in answer.messages if m.code == "cost_unknown"] == ["/lines/0/unit_price"]


def test_the_dearer_element_of_a_magnet_has_more_of_its_value_than_of_its_mass() -> None:
    answer = score(bom(magnet(*IN_CHINA, unit_price=price("95"))), kernel(), TODAY)
    by_element = {h.element: h for h in answer.hazards}
    dy, nd = by_element["Dy"], by_element["Nd"]
    assert dy.value / nd.value > dy.mass_g / nd.mass_g  # type: ignore[operator]
    assert float(sum(h.value for h in answer.hazards)) == pytest.approx(95.0)  # type: ignore[misc]


def test_a_line_without_rare_earths_costs_nothing_more() -> None:
    answer = score(bom(line(material="copper", unit_price=price("9"))), kernel(), TODAY)
    assert answer.expected_cost_increase in (0.0, None)
