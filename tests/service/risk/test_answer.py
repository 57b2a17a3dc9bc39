"""What an answer says beside its score, of days, model, bands, lines and sources; and what leaves it alone."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from service.risk.answer import Score
from service.risk.bom import Line, Quantity
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BomError
from service.risk.materials.catalogue import Catalogue
from service.risk.materials.resolve import Resolver
from service.risk.purchase.work import MOST_PURCHASES
from service.risk.scoring import score
from service.risk.vocabulary import CHAIN, Form
from tests.factories import TODAY, bom, kernel, kernel_with, line, magnet, price, sample, supply

SAMPLES = ("traction-motor", "wind-generator", "catalysts")


def answer(*lines: Line, on: Kernel | None = None, **more: object) -> Score:
    """The answer for lines, by the shipped kernel unless told otherwise."""
    return score(bom(*lines, **more), on or kernel(), TODAY)  # type: ignore[arg-type]


def numbers(one: Score) -> dict[str, object]:
    """All that doesn't depend on the order, the names and the amounts of lines."""
    hazards = {h.id: (h.probability, h.supply, h.figures, h.controls) for h in one.hazards}
    return {"score": one.score, "interval": one.interval, "band": one.band, "hazards": hazards, "points": one.points}


def test_the_score_is_the_probability_in_points() -> None:
    one = answer(magnet())
    assert one.probability is not None
    assert one.score == pytest.approx(100.0 * one.probability)


def test_the_window_is_the_twelve_months_that_begin_on_the_day() -> None:
    one = answer()
    assert (one.window_start, one.window_end) == (TODAY, date(2027, 11, 20))
    assert (one.as_of, one.horizon_days, one.event) == (TODAY, 365, "source-shock/v2")


def test_the_day_of_the_bom_goes_before_the_day_of_the_call() -> None:
    assert answer(as_of=date(2025, 4, 5)).as_of == date(2025, 4, 5)
    assert answer(as_of=None).as_of == TODAY


@pytest.mark.slow
def test_a_day_inside_the_training_years_is_marked_as_a_replay() -> None:
    through = kernel().manifest["trained_through"]
    assert answer(as_of=date(through, 12, 31)).in_sample_replay
    assert not answer(as_of=date(through + 1, 1, 1)).in_sample_replay


def test_the_answer_names_the_model_and_how_fresh_it_is() -> None:
    one, manifest = answer(), kernel().manifest
    assert (one.model.version, one.model.sha256) == (manifest["version"], kernel().sha256)
    assert (one.model.trained_through, one.model.structure_through) == (
        manifest["trained_through"], manifest["structure_through"],
    )  # fmt: skip
    assert (one.evidence_revision, one.register_revision) == (manifest["evidence_revision"], kernel().register.revision)


def test_the_band_is_the_highest_threshold_reached_unless_standing_sets_it(subtests: pytest.Subtests) -> None:
    thresholds = kernel().manifest["bands"]
    for element in ("La", "Ce", "Nd", "Y", "Dy"):
        with subtests.test(element=element):
            one = answer(line(element, "oxide"))
            assert one.score is not None
            by_score = max((b for b in thresholds if one.score >= thresholds[b]), key=lambda b: thresholds[b])
            assert one.band_set_by in ("score", "standing")
            assert (one.band == by_score) or one.band_set_by == "standing"
            assert thresholds[str(one.band)] >= thresholds[by_score]


def test_the_percentile_is_the_share_of_the_portfolio_that_scores_no_higher() -> None:
    portfolio = kernel().manifest["portfolio"]["scores"]
    one = answer(magnet())
    assert one.score is not None
    assert one.percentile == sum(s <= one.score for s in portfolio) / len(portfolio)


def test_lines_that_cannot_be_read_are_listed_with_a_message_and_never_dropped() -> None:
    one = answer(line(material="unobtainium"), line())
    assert [own.line_id for own in one.lines] == ["10", "20"]
    assert one.coverage.lines == 0.5
    messages = [(m.severity, m.code) for m in one.messages if m.pointer == "/lines/0"]
    assert messages == [("warning", "unknown_material")]


def test_a_line_without_rare_earths_is_scored_and_adds_nothing() -> None:
    one = answer(line(formula="Fe2O3"), line())
    assert one.status == "scored"
    assert one.score == answer(line()).score


def test_coverage_counts_mass_and_value_of_what_was_scored_and_is_unknown_where_nobody_stated_them() -> None:
    one = answer(line(kg="3", unit_price=price("10")), line(material="unobtainium", kg="1", unit_price=price("10")))
    assert (one.coverage.mass, one.coverage.value) == (0.75, 0.75)
    assert (answer(line(kg=None)).coverage.mass, answer(line(kg=None)).coverage.value) == (None, None)


def test_masses_and_values_are_given_by_purchase() -> None:
    (purchase,) = answer(line("Dy", "metal", kg="2", unit_price=price("100"))).hazards
    assert (purchase.mass_g, purchase.value) == (2000, 200)


@pytest.mark.slow
def test_a_line_scores_no_more_than_its_bom_and_its_absence_never_raises_it() -> None:
    one = score(sample("traction-motor"), kernel(), TODAY)
    assert one.score is not None
    for own in one.lines:
        assert own.score is not None
        assert own.score <= one.score + 1e-9
        assert own.score_without is not None
        assert own.score_without <= one.score + 1e-9


def test_a_line_alone_has_the_probability_of_its_purchase_and_leaves_no_risk_without_it() -> None:
    one = answer(line("Dy"))
    assert one.lines[0].probability == pytest.approx(one.hazards[0].probability, abs=1e-3)
    assert one.lines[0].score_without == pytest.approx(0.0, abs=1e-9)


def test_the_stages_of_a_purchase_are_those_behind_its_form(subtests: pytest.Subtests) -> None:
    for form in Form:
        with subtests.test(form=form):
            (purchase,) = answer(line("Nd", str(form))).hazards
            assert set(purchase.supply) == {str(stage) for stage in CHAIN[form]}


def test_views_of_a_share_are_ordered_and_disagreeing_figures_give_three() -> None:
    for name in SAMPLES:
        shares = [
            row.share
            for purchase in score(sample(name), kernel(), TODAY).hazards
            for rows in purchase.supply.values()
            for row in rows
        ]
        assert all(low <= high for share in shares for low, high in pairwise(share))
        assert any(len(share) == 3 for share in shares), name


@pytest.mark.slow
def test_no_figure_is_used_before_its_publication(subtests: pytest.Subtests) -> None:
    for day in (date(2012, 12, 31), date(2021, 6, 30), date(2025, 10, 1)):
        with subtests.test(day=day):
            one = score(dataclasses.replace(sample("traction-motor"), as_of=day), kernel(), TODAY)
            cited = {f for row in (*one.hazards, *one.sources, *one.reasons) for f in row.figures}
            # Recycling and substitution are carried back from their first publication, as the answer says.
            later = {
                claim.claim_id: claim.quantity
                for claim in kernel().evidence.claims
                if claim.claim_id in cited and claim.published > day
            }
            assert set(later.values()) <= {"eol_rir", "substitution_difficulty_class"}, later


def test_drivers_name_a_country_an_element_or_a_measure_and_begin_with_what_would_lower_the_score_most() -> None:
    one = score(sample("traction-motor"), kernel(), TODAY)
    assert {kind for driver in one.drivers for kind in driver.without} == {"country", "element", "measure"}
    assert one.drivers[0].without == {"country": "CHN"}
    assert all(first.score <= second.score for first, second in pairwise(one.drivers))


def test_without_one_row_of_an_announcement_the_others_go_too() -> None:
    """Three days after the licences of April 2025, whose magnets stand in a row of their own."""
    for bought, name in ((line("Dy"), "CN-2025-18"), (magnet(), "CN-2025-18-MAG")):
        after = answer(bought, as_of=date(2025, 4, 7))
        without = next(d.score for d in after.drivers if d.without == {"measure": name})
        assert after.score is not None
        assert without < after.score - 5


def test_the_score_without_an_element_is_that_of_its_other_purchases() -> None:
    without = next(d.score for d in answer(line("Ce"), line("Dy")).drivers if d.without == {"element": "Dy"})
    assert without == pytest.approx(answer(line("Ce")).score)


def test_orders_units_splits_and_number_formats_change_no_number(subtests: pytest.Subtests) -> None:
    whole = magnet(*supply("magnet", CHN="0.80", JPN=0.2))
    parts = magnet(*supply("magnet", JPN="0.2000"), *supply("magnet", CHN=0.5), *supply("magnet", CHN=0.3))
    halves = [dataclasses.replace(whole, quantity=Quantity(Decimal(kg), "kg")) for kg in ("0.3", "0.7")]
    same = (
        ("sources in parts and another order", (whole, line("Ce")), (parts, line("Ce"))),
        ("lines in another order", (whole, line("Ce"), line("Dy")), (line("Dy"), whole, line("Ce"))),
        ("a line in two parts", (whole, line("Ce")), (*halves, line("Ce"))),
        ("a line twice", (whole, line("Ce")), (whole, line("Ce"), line("Ce"))),
        *(
            (f"a kilogram as {amount} {unit}", (line("Dy"),),
             (dataclasses.replace(line("Dy"), quantity=Quantity(Decimal(amount), unit)),))
            for unit, amount in (("g", "1000"), ("t", "0.001"), ("mg", "1000000.00"), ("KGM", "1.0000"))
        ),
    )  # fmt: skip
    for words, one, other in same:
        with subtests.test(words):
            assert numbers(answer(*one)) == numbers(answer(*other))


@pytest.mark.slow
def test_a_score_depends_on_nothing_that_was_scored_before() -> None:
    fresh = kernel_with()
    assert score(sample("catalysts"), fresh, TODAY) == score(sample("catalysts"), kernel(), TODAY)


def test_scoring_never_changes_the_bom() -> None:
    one = sample("traction-motor")
    before = repr(one)
    score(one, kernel(), TODAY)
    assert repr(one) == before


def with_terbium(low: str, central: str, high: str) -> Kernel:
    """The shipped kernel with a magnet of which terbium is this part."""
    row = {
        "id": "m", "name": "test magnet", "material_class": "c", "form": "magnet",
        "composition": {"Nd": ("0.3", "0.3", "0.3"), "Tb": (low, central, high)},
        "aliases": (), "cas": (), "nature": "n", "source": "s", "locator": "l", "confidence": "C", "note": "",
    }  # fmt: skip
    return dataclasses.replace(kernel(), resolver=Resolver(Catalogue.from_rows([row])))


@pytest.mark.slow
def test_an_element_that_may_be_present_raises_the_upper_end_alone_and_one_that_may_be_absent_lowers_the_lower() -> (
    None
):
    amounts = (("0", "0", "0"), ("0.01", "0.01", "0.01"), ("0", "0", "0.01"), ("0", "0.01", "0.01"))
    none, certain, maybe, perhaps = (answer(magnet(material="test magnet"), on=with_terbium(*a)) for a in amounts)
    assert none.interval is not None
    assert certain.interval is not None
    assert maybe.interval is not None
    assert (maybe.score, perhaps.score) == (none.score, certain.score)
    assert maybe.interval == perhaps.interval == (none.interval[0], certain.interval[1])
    assert none.interval[1] < certain.interval[1]
    assert [purchase.id for purchase in maybe.hazards] == [purchase.id for purchase in none.hazards]


def test_purchases_that_only_the_interval_knows_count_towards_the_limit() -> None:
    def mixed(number: int) -> Line:
        share = Decimal(number + 1) / 1000
        return magnet(*supply("magnet", CHN=str(share), JPN=str(1 - share)))

    lines = [mixed(number) for number in range(MOST_PURCHASES // 3)]
    named = len(answer(mixed(0)).hazards)
    assert named * len(lines) <= MOST_PURCHASES
    with pytest.raises(BomError) as caught:
        answer(*lines)
    assert [(e.pointer, e.code) for e in caught.value.errors] == [("/lines", "too_many_hazards")]
