"""What descriptions weigh before they are read."""

from __future__ import annotations

from service.risk.bom import Line
from service.risk.purchase.reading_work import work_of_reading
from service.risk.scoring import MOST_WORK

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
