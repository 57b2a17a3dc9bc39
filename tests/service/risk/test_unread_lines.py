"""What a line that can't be read, or is read with low confidence, does to the answer: it never looks safe."""

from __future__ import annotations

from datetime import date
from unittest import mock

import pytest

from service.risk.answer import Score
from service.risk.materials.catalogue import Catalogue
from service.risk.purchase.basket import MOST_SUGGESTED
from service.risk.scoring import score
from tests.factories import TODAY, bom, kernel, line

NOW = date(2026, 11, 30)
UNREAD = ("gizmo 4711", "Permanent magnet, special", "BLDC motor 48 V", "lanthanum 2%", "rare earth oxide")


def scored(*texts: str, day: date = TODAY, buyer: str = "DEU") -> Score:
    return score(bom(*(line(material=text) for text in texts), buyer=buyer, as_of=day), kernel(), NOW)


def upper(answer: Score) -> float:
    assert answer.interval is not None
    return answer.interval[1]


def test_a_line_that_may_hold_rare_earths_takes_band_and_percentile_away(subtests: pytest.Subtests) -> None:
    for text in UNREAD:
        with subtests.test(text=text):
            answer = scored("Dy2O3", text)
            assert (answer.band, answer.percentile) == (None, None)
            assert answer.band_range is not None
            assert upper(answer) >= upper(scored("Dy2O3"))
            assert answer.coverage.unread_may_hold + answer.coverage.low_confidence == 1


def test_nothing_that_is_unread_ends_as_low() -> None:
    unlikely = ["steel bracket blorp quux wibble frob"] * 40
    for texts in (
        ["Permanent magnet, special"] * 40 + ["steel"], ["gizmo"], ["Magnet"], ["steel", "motor 5 kW"],
        ["steel", *unlikely],
    ):  # fmt: skip
        answer = scored(*texts)
        assert answer.score is None
        assert answer.band is None
        assert upper(answer) > 10
        assert answer.status == "unscored"


@pytest.mark.slow
def test_the_upper_end_of_an_unread_line_is_that_of_the_worst_material_of_the_catalogue() -> None:
    names = [m.name for m in kernel().resolver.catalogue.materials.values() if m.composition.fractions]
    for buyer, day in (("DEU", TODAY), ("USA", date(2025, 4, 10))):
        worst = min(upper(scored(text, buyer=buyer, day=day)) for text in ("gizmo", "Er:YAG laser", "X-ray screen"))
        for material in names:
            assert upper(scored(material, buyer=buyer, day=day)) <= worst + 0.1, material


def test_a_single_line_in_which_nothing_speaks_for_a_rare_earth_widens_nothing() -> None:
    known = ["Dy2O3", *["steel"] * 12]
    sure, unlikely = scored(*known), scored(*known, "steel bracket blorp quux wibble frob")
    assert unlikely.coverage.unread == 1
    assert unlikely.coverage.unread_may_hold == 0
    assert (unlikely.interval, unlikely.band) == (sure.interval, sure.band)


def test_harmless_lines_change_nothing_and_are_covered() -> None:
    sure = scored("Dy2O3")
    more = scored("Dy2O3", "Screw M6x20", "AISI 304", "label 20x30 mm", "PA66 GF30")
    assert more.coverage.lines == 1
    assert (more.score, more.interval, more.band) == (sure.score, sure.interval, sure.band)


def test_another_critical_material_is_out_of_scope_and_never_harmless() -> None:
    for text in ("cobalt metal", "gallium 6N", "tantalum sheet"):
        (row,) = scored(text).lines
        assert row.reading is not None
        assert row.reading.out_of_scope, text


def test_near_names_are_looked_up_for_the_first_unread_lines_only() -> None:
    texts = [f"gizmo {number}" for number in range(3 * MOST_SUGGESTED)]
    with mock.patch.object(Catalogue, "near", autospec=True, return_value=()) as near:
        scored(*texts)
    assert near.call_count <= MOST_SUGGESTED


@pytest.mark.slow
def test_unread_lines_share_the_purchases_of_their_worst() -> None:
    few, many = (scored(*(f"gizmo {number}" for number in range(count))) for count in (1, 300))
    assert many.interval == few.interval
