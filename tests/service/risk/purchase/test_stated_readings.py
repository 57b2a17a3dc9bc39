"""What is said or confirmed of a line goes before its words, and the words stay in view."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from service.risk.answer import Score
from service.risk.bom import SKIP_LINE, Confirmed, Line, Quantity
from service.risk.errors import BomError, FieldError
from service.risk.purchase.canonical import MOST_ERRORS, canonical_bom
from service.risk.scoring import rescore, score
from tests.factories import TODAY, bom, kernel, line, magnet, supply

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def of(*lines: Line, **more: Any) -> Score:
    """The answer, which its receipt must give again."""
    answer = score(bom(*lines, **more), kernel(), TODAY)
    assert rescore(answer.receipt, kernel(), TODAY) == answer
    return answer


def confirmed(**what: Any) -> Confirmed:
    return Confirmed("A. Engineer", NOON, **what)


def details(answer: Score, code: str) -> list[str]:
    return [message.detail for message in answer.messages if message.code == code]


def elements(answer: Score) -> set[str]:
    return {hazard.element for hazard in answer.hazards}


def test_read_as_goes_before_the_words_and_the_words_stay_in_view() -> None:
    answer = of(magnet(read_as="smco5"))
    reading = answer.lines[0].reading
    assert reading is not None
    assert (reading.material_id, reading.method) == ("smco5", "read_as")
    assert elements(answer) == {"Sm"}
    assert "suffix SH" in details(answer, "reading_stated")[0]


def test_a_line_may_say_nothing_but_what_it_is_read_as() -> None:
    assert elements(of(Line("1", read_as="smco5"))) == {"Sm"}


def test_an_unknown_material_is_refused_with_ids_that_are_near() -> None:
    with pytest.raises(BomError) as caught:
        score(bom(magnet(), magnet(read_as="smco-5")), kernel(), TODAY)
    (error,) = caught.value.errors
    assert (error.pointer, error.code) == ("/lines/1/read_as", "unknown_material")
    assert "smco5" in error.detail


def test_no_rare_earth_goes_before_a_name_and_what_the_name_says_is_told() -> None:
    answer = of(magnet(rare_earth=False), line())
    assert answer.lines[0].hazards == ()
    assert answer.lines[0].score == 0
    assert "suffix SH" in details(answer, "reading_stated")[0]
    assert of(Line("1", material="no words that anybody knows", rare_earth=False)).status == "scored"


def test_no_rare_earth_contradicts_a_formula_that_holds_one() -> None:
    answer = of(line(formula="Dy2O3", rare_earth=False), line())
    assert answer.lines[0].reading is None
    assert details(answer, "contradiction")


@pytest.mark.parametrize(
    ("what", "held"),
    [
        ({"material_id": "smco5"}, {"Sm"}),
        ({"element": "Dy", "form": "metal"}, {"Dy"}),
        ({"formula": "Tb4O7"}, {"Tb"}),
        ({"composition": (("Nd", Decimal("0.3")),), "form": "magnet"}, {"Nd"}),
        ({"rare_earth": False}, set()),
    ],
)
def test_a_confirmed_part_is_read_as_confirmed_with_who_and_when(what: dict[str, Any], held: set[str]) -> None:
    answer = of(magnet(part_number="M-1", material="gadolinium oxide", confirmed=confirmed(**what)))
    assert elements(answer) == held
    reading = answer.lines[0].reading
    assert reading is not None
    assert (reading.method, reading.confirmed_by, reading.confirmed_at) == ("confirmed part", "A. Engineer", NOON)
    assert "confirmed by A. Engineer on 2026-11-20" in details(answer, "reading_stated")[0]


def test_a_what_if_goes_before_a_confirmed_part() -> None:
    answer = of(magnet(read_as="smco5", confirmed=confirmed(formula="Tb4O7")))
    assert elements(answer) == {"Sm"}
    reading = answer.lines[0].reading
    assert reading is not None
    assert reading.confirmed_by is None


def test_a_confirmation_of_a_material_that_is_gone_falls_back_on_the_words_and_says_so() -> None:
    answer = of(magnet(part_number="M-1", confirmed=confirmed(material_id="gone")))
    assert elements(answer) == elements(of(magnet()))
    assert "confirm it again" in details(answer, "confirmation_lost")[0]


def test_a_line_that_only_names_a_part_needs_a_confirmation() -> None:
    bare = Line("1", part_number="M-1")
    assert elements(of(replace(bare, confirmed=confirmed(material_id="smco5")))) == {"Sm"}
    with pytest.raises(BomError) as caught:
        score(bom(bare), kernel(), TODAY)
    assert [(e.pointer, e.code) for e in caught.value.errors] == [("/lines/0", "description")]


def test_lines_with_bad_values_are_unread_lines_that_tell_their_errors() -> None:
    wrong = [
        magnet(quantity=Quantity(Decimal(1), "bushel")),
        line("Ce", "oxide", *supply("magnet", CHN=1)),
        magnet(read_as="unheard-of"),
        line(quantity=Quantity(Decimal(1), "kg Nd2O3")),
        Line("5", part_number="M-1"),
    ]
    answer = of(*wrong, line(), on_error=SKIP_LINE)
    assert [one.reading is None for one in answer.lines] == [True] * 5 + [False]
    errors = [(message.pointer, message.code) for message in answer.messages if message.severity == "error"]
    assert errors == [
        ("/lines/0/quantity/unit", "unknown_unit"),
        ("/lines/1/supply", "stage_not_passed"),
        ("/lines/2/read_as", "unknown_material"),
        ("/lines/3/quantity/unit", "not_contained"),
        ("/lines/4", "description"),
    ]
    assert (answer.status, answer.band) == ("partial", None)
    assert answer.coverage.lines == pytest.approx(1 / 6)


def test_a_skipped_line_keeps_its_mass_in_the_coverage() -> None:
    bad = magnet(kg="3", errors=(FieldError("/lines/0/supply", "shares", "they add up to 2"),))
    answer = of(bad, line(kg="1"), on_error=SKIP_LINE)
    assert answer.coverage.mass == 0.25
    assert answer.messages[0].severity == "error"


def test_a_skipped_line_tells_some_of_its_errors_and_how_many_more() -> None:
    many = tuple(FieldError(f"/lines/0/{n}", "unknown_field", "no such member") for n in range(40))
    once = canonical_bom(bom(magnet(errors=many), on_error=SKIP_LINE), TODAY)
    kept = once.lines[0].errors
    assert len(kept) == MOST_ERRORS + 1
    assert kept[-1] == FieldError(
        "/lines/0", "more_errors", f"{40 - MOST_ERRORS} more errors in this line; mend these first"
    )
    assert canonical_bom(once, TODAY) == once
