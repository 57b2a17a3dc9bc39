"""The answer for a BOM: what it says, and what it says when it can't say everything."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from service.risk.controls.register import Register
from service.risk.errors import BomError, ReceiptError
from service.risk.purchase.hazards import read_bom
from service.risk.scoring import FIRST_DAY, MOST_HAZARDS, Score, rescore, score
from service.risk.vocabulary import CHAIN, Form
from tests.factories import TODAY, bom, kernel, kernel_with, line, magnet, price, sample, supply

UNREADABLE = line(material="unobtainium")


def scored(*lines: object, **more: object) -> Score:
    """The shipped kernel's answer for lines."""
    return score(bom(*lines, **more), kernel())  # type: ignore[arg-type]


def test_the_score_is_the_probability_in_points() -> None:
    answer = scored(magnet())
    assert answer.score == 100.0 * answer.probability  # type: ignore[operator]


def test_the_window_is_the_twelve_months_that_begin_on_the_day() -> None:
    answer = scored()
    assert (answer.window_start, answer.window_end) == (TODAY, date(2027, 11, 20))
    assert (answer.as_of, answer.horizon_days, answer.event) == (TODAY, 365, "supply-disruption/v1")


def test_the_day_of_the_bom_goes_before_the_day_of_the_call() -> None:
    assert score(bom(as_of=date(2025, 4, 5)), kernel(), TODAY).as_of == date(2025, 4, 5)
    assert score(bom(as_of=None), kernel(), TODAY).as_of == TODAY


def test_a_bom_without_a_day_is_refused() -> None:
    with pytest.raises(BomError) as caught:
        score(bom(as_of=None), kernel())
    assert [(e.pointer, e.code) for e in caught.value.errors] == [("/as_of", "missing")]


def test_a_day_before_the_data_is_refused_and_the_first_day_is_scored() -> None:
    with pytest.raises(BomError) as caught:
        scored(as_of=date(1997, 12, 30))
    assert caught.value.errors[0].code == "too_early"
    assert scored(as_of=FIRST_DAY).status == "scored"


def test_a_day_inside_the_training_years_is_marked_as_a_replay() -> None:
    through = kernel().manifest["outcomes_through"]
    assert scored(as_of=date(through, 12, 31)).in_sample_replay
    assert not scored(as_of=date(through + 1, 1, 1)).in_sample_replay


def test_lines_that_cannot_be_read_are_listed_and_never_dropped() -> None:
    answer = scored(UNREADABLE, line())
    assert answer.status == "partial"
    assert [x.line_id for x in answer.lines] == ["10", "20"]
    assert answer.lines[0].score is None
    assert answer.coverage.lines == 0.5
    assert [(m.severity, m.code) for m in answer.messages if m.pointer == "/lines/0"] == [
        ("warning", "unknown_material")
    ]


def test_a_bom_of_which_nothing_can_be_read_is_unscored_rather_than_zero() -> None:
    answer = scored(UNREADABLE)
    assert answer.status == "unscored"
    assert (answer.score, answer.probability, answer.interval, answer.band, answer.percentile) == (None,) * 5
    assert answer.coverage.lines == 0.0
    assert rescore(answer.receipt, kernel()) == answer


def test_a_line_without_rare_earths_is_scored_and_adds_nothing() -> None:
    steel = line(composition=(), material=None, formula="Fe2O3", element=None, form=None)
    answer = scored(steel, line())
    assert answer.score == scored(line()).score


def test_coverage_counts_mass_and_value_of_what_was_scored() -> None:
    answer = scored(line(kg="3", unit_price=price("10")), line(material="unobtainium", kg="1", unit_price=price("10")))
    assert (answer.coverage.mass, answer.coverage.value) == (0.75, 0.75)


def test_coverage_of_what_nobody_stated_is_unknown() -> None:
    answer = scored(line(kg=None))
    assert (answer.coverage.mass, answer.coverage.value) == (None, None)


def test_quantities_do_not_move_the_score() -> None:
    assert scored(line(kg="0.001")).score == scored(line(kg="1000")).score


def test_the_band_is_the_highest_threshold_reached() -> None:
    thresholds = kernel().manifest["bands"]
    for answer in (scored(), scored(magnet()), score(sample("traction-motor"), kernel())):
        reached = [name for name, least in thresholds.items() if answer.score >= least]  # type: ignore[operator]
        assert answer.band == max(reached, key=lambda name: thresholds[name])


def test_the_percentile_is_the_share_of_the_portfolio_that_scores_no_higher() -> None:
    portfolio = kernel().manifest["portfolio"]["scores"]
    answer = scored(magnet())
    assert answer.percentile == sum(s <= answer.score for s in portfolio) / len(portfolio)


def test_a_line_scores_no_more_than_its_bom_and_its_absence_never_raises_it() -> None:
    answer = score(sample("traction-motor"), kernel())
    for one in answer.lines:
        assert one.score is not None
        assert one.score <= answer.score + 1e-9  # type: ignore[operator]
        assert one.score_without is not None
        assert one.score_without <= answer.score + 1e-9  # type: ignore[operator]


def test_the_score_without_a_line_is_the_score_of_the_bom_without_it() -> None:
    whole = scored(magnet(), line("Ce"), line("Dy"))
    assert whole.lines[1].score_without == pytest.approx(scored(magnet(), line("Dy")).score)


def test_the_only_line_without_itself_leaves_no_risk() -> None:
    assert scored().lines[0].score_without == pytest.approx(0.0, abs=1e-9)


def test_a_line_of_one_hazard_has_its_probability() -> None:
    answer = scored(line("Dy"))
    assert answer.lines[0].probability == pytest.approx(answer.hazards[0].probability, abs=1e-3)


def test_an_alternative_lowers_the_score() -> None:
    dear = magnet(*supply("magnet", CHN=1), alternate_group="rotor")
    other = magnet(material="Sm2Co17", alternate_group="rotor")
    assert scored(dear, other).score < scored(dear).score  # type: ignore[operator]
    assert scored(dear).score == scored(dataclasses.replace(dear, alternate_group=None)).score


def test_masses_and_values_are_given_by_hazard() -> None:
    answer = scored(line("Dy", "metal", kg="2", unit_price=price("100")))
    assert (answer.hazards[0].mass_g, answer.hazards[0].value) == (2000, 200)


@pytest.mark.parametrize("form", list(Form))
def test_the_stages_of_a_hazard_are_those_behind_its_form(form: Form) -> None:
    (hazard,) = scored(line("Nd", str(form))).hazards
    assert set(hazard.supply) == {str(stage) for stage in CHAIN[form]}
    assert hazard.weakest_stage in hazard.supply


def test_shares_of_a_stage_are_ordered_and_central_ones_sum_to_one() -> None:
    for hazard in score(sample("traction-motor"), kernel()).hazards:
        for shares in hazard.supply.values():
            central = [x.share[len(x.share) // 2] for x in shares]
            assert sum(central) == pytest.approx(1.0, abs=1e-3)
            assert all(a <= b for x in shares for a, b in pairwise(x.share))


def test_disagreeing_evidence_shows_as_low_central_and_high_share() -> None:
    hazards = score(sample("traction-motor"), kernel()).hazards
    assert any(len(x.share) == 3 for h in hazards for shares in h.supply.values() for x in shares)


def test_only_cerium_compounds_are_in_domain_and_all_else_is_extrapolated() -> None:
    answer = scored(line("Ce", "oxide"), line("Ce", "metal"), line("Dy", "oxide"), magnet())
    for hazard in answer.hazards:
        own = hazard.element == "Ce" and hazard.form == "oxide"
        assert hazard.calibration == ("in_domain" if own else "extrapolated")


def test_every_figure_and_control_named_can_be_looked_up() -> None:
    for hazard in score(sample("wind-generator"), kernel()).hazards:
        assert hazard.figures
        for figure in hazard.figures:
            assert kernel().ledger.entry(figure).figure.locator
        for control in hazard.controls:
            assert kernel().register[control].source


def test_no_figure_is_used_before_its_publication() -> None:
    day = date(2025, 10, 1)
    answer = score(dataclasses.replace(sample("traction-motor"), as_of=day), kernel())
    figures = {f for h in answer.hazards for f in h.figures}
    assert not [f for f in figures if f.startswith("doc-")]


@pytest.mark.parametrize(
    ("before", "after", "measure"),
    [(date(2025, 3, 31), date(2025, 4, 5), "CN-2025-18-MAG"), (date(2025, 10, 8), date(2025, 10, 15), "CN-2025-57")],
)
def test_the_register_behind_the_same_bom_differs_with_the_day(before: date, after: date, measure: str) -> None:
    def controls(day: date) -> set[str]:
        lines = (magnet(*supply("magnet", CHN=1)), line("Ho", "oxide", *supply("separation", CHN=1)))
        return {c for h in scored(*lines, as_of=day).hazards for c in h.controls}

    assert measure not in controls(before)
    assert measure in controls(after)


def test_drivers_are_scores_without_a_country_an_element_or_a_measure() -> None:
    answer = score(sample("traction-motor"), kernel())
    kinds = {kind for d in answer.drivers for kind in d.without}
    assert kinds == {"country", "element", "measure"}
    assert "CHN" in {d.without.get("country") for d in answer.drivers}
    assert all(a <= b for a, b in pairwise(d.score for d in answer.drivers))  # type: ignore[operator]


def test_the_score_without_a_measure_is_that_of_a_register_without_it() -> None:
    one = bom(magnet(*supply("magnet", CHN=1)))
    driver = next(d for d in score(one, kernel()).drivers if "measure" in d.without)
    kept = [m for m in kernel().register.measures if m.measure_id != driver.without["measure"]]
    assert score(one, kernel_with(register=Register(kept, "less"))).score == pytest.approx(driver.score)


def test_the_score_without_an_element_is_that_of_its_other_hazards() -> None:
    answer = scored(line("Ce"), line("Dy"))
    without = next(d.score for d in answer.drivers if d.without == {"element": "Dy"})
    assert without == pytest.approx(scored(line("Ce")).score)


def test_defaults_are_said_and_declared_supply_is_not_called_one() -> None:
    said = [m for m in scored().messages if m.code == "default_supply"]
    assert said
    assert said[0].pointer == "/lines/0/supply"
    declared = scored(line("Ce", "oxide", *supply("separation", CHN=1), *supply("mining", CHN=1)))
    assert not [m for m in declared.messages if m.code == "default_supply"]
    assert declared.hazards[0].defaults == ()


def test_the_answer_names_the_model_and_how_fresh_it_is() -> None:
    model, manifest = scored().model, kernel().manifest
    assert (model.version, model.sha256) == (manifest["version"], kernel().sha256)
    assert (model.vintage, model.trained_through) == (manifest["vintage"], manifest["trained_through"])
    assert model.structure_through == manifest["structure_through"]


def test_scoring_never_changes_the_bom() -> None:
    one = sample("traction-motor")
    copy = dataclasses.replace(one)
    score(one, kernel())
    assert one == copy


def test_a_receipt_of_no_kind_is_refused() -> None:
    with pytest.raises(ReceiptError):
        rescore("not a receipt", kernel())


def magnets_of_their_own(count: int) -> list[object]:
    """Magnet lines, none of which shares its supply with another."""
    return [magnet(*supply("magnet", CHN=str(Decimal(n) / 1000), JPN=str(1 - Decimal(n) / 1000))) for n in range(count)]


def test_hazards_that_only_the_interval_knows_count_towards_the_limit() -> None:
    lines = magnets_of_their_own(MOST_HAZARDS // 3)
    purchase = read_bom(bom(*lines), TODAY, kernel().resolver)  # type: ignore[arg-type]
    assert len(purchase.keys) <= MOST_HAZARDS < len(purchase.keys) + len(purchase.other_keys)
    with pytest.raises(BomError) as caught:
        scored(*lines)
    assert [(e.pointer, e.code) for e in caught.value.errors] == [("/lines", "too_many_hazards")]
    assert str(len(purchase.keys) + len(purchase.other_keys)) in caught.value.errors[0].detail


class Forgetful(dict[object, object]):
    """A cache that another thread clears after every write."""

    def update(self, *_: object) -> None:
        """Keeps nothing."""


def test_a_cache_cleared_at_any_time_changes_no_answer() -> None:
    forgetful = kernel_with()
    forgetful.assessed, forgetful.shown = Forgetful(), Forgetful()
    bought = bom(magnet(), line("Dy"))
    assert score(bought, forgetful) == score(bought, kernel())
    assert [forgetful.assessed, forgetful.shown] == [{}, {}]
