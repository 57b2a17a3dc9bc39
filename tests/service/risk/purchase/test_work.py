"""What an answer takes, counted before it is worked out."""

from __future__ import annotations

from service.risk.bom import Line
from service.risk.purchase.basket import read_bom
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.work import MOST_WORK, work_of, work_of_all, work_of_answer, work_of_reading
from tests.factories import TODAY, bom, heavy, kernel, line

SLOW = "Y2O3 " * 40


def of(*texts: str) -> int:
    return work_of_reading([Line(str(n), material=text) for n, text in enumerate(texts)])


def test_a_thousand_ordinary_descriptions_may_be_read_at_once() -> None:
    for words in (
        "Hex screw M6x{} DIN 933 zinc plated",
        "GEHAEUSE {} ALU GEGOSSEN, RAL 7016",
        "PCB assy control {} rev B",
        "LABEL, WARNING, PRINTED, {} mm, REV 7 ITEM 1796064{}",
        "RES SMD {} OHM 1% 1/10W 0603 ITEM 1796064{}",
    ):
        assert of(*(words.format(1_000 + n, n) for n in range(1_000))) < MOST_WORK


def test_a_thousand_descriptions_that_take_long_may_not() -> None:
    assert of(*(f"{n}{SLOW}"[:200] for n in range(1_000))) > 4 * MOST_WORK


def test_a_description_that_many_lines_share_weighs_once() -> None:
    assert of(*[SLOW] * 1_000) == of(SLOW)


def test_a_formula_weighs_as_its_characters_do() -> None:
    assert work_of_reading([Line("1", formula="Dy2O3" * 20)]) == of("Dy2O3" * 20)


def test_text_that_is_no_unicode_is_weighed_too() -> None:
    assert of("\ud83d" * 200) > of("a" * 200)


def test_countries_count_once_however_often_they_are_named() -> None:
    one, two = (read_bom(canonical_bom(heavy(n, 4), TODAY), kernel().resolver).purchases for n in (1, 2))
    assert work_of_all(one) == work_of(one[0]) + 4 * 80
    assert work_of_all(two) == sum(map(work_of, two)) + 4 * 80


def test_work_grows_with_purchases_sources_and_pairs_in_stages_that_follow_each_other() -> None:
    (one,) = read_bom(canonical_bom(heavy(1, 4), TODAY), kernel().resolver).purchases
    assert work_of(one) == 30 + 2 * 12 + 2 * 2 * 16
    assert work_of(one.alone(())) == 30


def test_an_answer_takes_what_reading_and_measuring_take_and_some_for_itself_and_each_line() -> None:
    lines = [line(material=f"{SLOW[:150]}{n}") for n in range(3)]
    product = canonical_bom(bom(*lines, *heavy(2, 4).lines), TODAY)
    basket = read_bom(product, kernel().resolver)
    measured = work_of_all((*basket.purchases, *basket.other_purchases))
    assert measured > 0
    assert work_of_reading(product.lines) > 0
    assert work_of_answer(product, basket) == 150 + 5 + work_of_reading(product.lines) + measured
