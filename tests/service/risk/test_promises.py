"""What the kernel promises whatever the BOM, as properties on the shipped bundle."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from service.risk.bom import Bom, Line, Quantity, Source
from service.risk.bundle.kernel import Kernel
from service.risk.controls.measures import SEVERITIES, Measure
from service.risk.controls.register import Wanted
from service.risk.disruption.features import FAMILIES
from service.risk.materials.catalogue import Catalogue
from service.risk.materials.resolve import Resolver
from service.risk.product.assessment import CENTRAL, Assessed, assess, points_of
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.hazards import read_bom
from service.risk.scoring import Score, rescore, score
from service.risk.supply_chain.borders import CONTROL_LEVELS
from service.risk.vocabulary import Form
from tests.factories import TODAY, bom, kernel, kernel_with, line, magnet, price, register_with, sample, supply
from tests.factories import measure as a_measure

ROUNDING = 1e-12
bounded = settings(
    max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
brief = settings(bounded, max_examples=25)

LINES = (
    line("Ce", "oxide"),
    line("Ce", "oxide", *supply("separation", CHN=0.6, EST=0.4)),
    line("Y", "oxide", kg=None),
    line("Dy", "oxide", *supply("separation", CHN=1)),
    line("Dy", "oxide", *supply("separation", JPN=0.5, VNM=0.5), kg="0.02"),
    line("Nd", "metal", *supply("metal", CHN=0.7, VNM=0.3), *supply("separation", CHN=0.9, MYS=0.1)),
    line("La", "compound", unit_price=price("4.5")),
    line("Sc", "alloy"),
    line("Tb", "ore", *supply("mining", MMR=1)),
    magnet(*supply("magnet", CHN=0.8, JPN=0.2)),
    magnet(*supply("magnet", CHN=1), material="NdFeB N38UH"),
    magnet(*supply("magnet", DEU=1), material="Sm2Co17", end_use="military"),
    line(formula="Dy2O3", element=None, form=None),
    line(material="unobtainium"),
)
DAYS = (date(2010, 12, 31), date(2025, 4, 5), date(2025, 10, 15), TODAY)
BUYERS = ("DEU", "JPN", "USA", "CHN")

some_lines = st.lists(st.sampled_from(LINES), min_size=1, max_size=5)
one_line = st.sampled_from(LINES)
days, buyers = st.sampled_from(DAYS), st.sampled_from(BUYERS)


def points(answer: Score) -> float:
    """Score points; a BOM of which nothing could be read has none."""
    return 0.0 if answer.score is None else answer.score


def hazards_of(one: Bom, day: date, model: Kernel) -> list[Assessed]:
    """The BOM's hazards assessed, in the order of their keys."""
    return assess(model, read_bom(canonical_bom(one, day), day, model.resolver).keys)


def numbers(answer: Score) -> dict[str, object]:
    """All that doesn't depend on the order and the names of lines."""
    return {
        "score": answer.score,
        "interval": answer.interval,
        "coverage": answer.coverage,
        "hazards": {h.id: h for h in answer.hazards},
        "drivers": answer.drivers,
    }


@bounded
@given(some_lines, one_line, buyers, days)
def test_adding_a_line_never_lowers_the_score(lines: list[Line], extra: Line, buyer: str, day: date) -> None:
    before = score(bom(*lines, buyer=buyer, as_of=day), kernel())
    after = score(bom(*lines, extra, buyer=buyer, as_of=day), kernel())
    assert points(after) >= points(before) - ROUNDING


@bounded
@given(some_lines, buyers, days, st.data())
def test_repeating_a_line_never_changes_the_score(
    lines: list[Line], buyer: str, day: date, data: st.DataObject
) -> None:
    again = data.draw(st.sampled_from(lines))
    before = score(bom(*lines, buyer=buyer, as_of=day), kernel())
    after = score(bom(*lines, again, buyer=buyer, as_of=day), kernel())
    assert after.score == before.score
    assert after.interval == before.interval
    assert {h.id for h in after.hazards} == {h.id for h in before.hazards}


@bounded
@given(some_lines, buyers, days, st.decimals("0.001", "0.999", places=3), st.data())
def test_splitting_a_line_at_the_same_source_mix_never_changes_the_score(
    lines: list[Line], buyer: str, day: date, part: Decimal, data: st.DataObject
) -> None:
    where = data.draw(st.sampled_from(range(len(lines))))
    assume(lines[where].quantity is not None)
    amount = lines[where].quantity
    assert amount is not None
    halves = [
        dataclasses.replace(lines[where], quantity=Quantity(amount.value * share, amount.unit))
        for share in (part, 1 - part)
    ]
    before = score(bom(*lines, buyer=buyer, as_of=day), kernel())
    after = score(bom(*lines[:where], *halves, *lines[where + 1 :], buyer=buyer, as_of=day), kernel())
    assert after.score == before.score
    assert after.interval == before.interval
    assert [(h.id, h.probability) for h in after.hazards] == [(h.id, h.probability) for h in before.hazards]


def acting_ids(one: Bom, day: date) -> list[str]:
    """Measures that a BOM meets under the central view."""
    found = {m for a in hazards_of(one, day, kernel()) if a.central.assembly for m, _ in a.central.assembly.measures}
    return sorted(found)


def tightened(measure: Measure, severity: str, effective: date | None) -> Measure:
    """The measure, more severe or in force since later."""
    return dataclasses.replace(measure, severity=severity, effective=effective)


@brief
@given(some_lines, buyers, days, st.data())
def test_raising_the_severity_of_a_measure_never_lowers_the_score(
    lines: list[Line], buyer: str, day: date, data: st.DataObject
) -> None:
    one = bom(*lines, buyer=buyer, as_of=day)
    met = acting_ids(one, day)
    assume(met)
    measure = kernel().register[data.draw(st.sampled_from(met))]
    severities = [s for s in SEVERITIES if SEVERITIES[s] >= measure.rank]
    harder = tightened(measure, data.draw(st.sampled_from(severities)), measure.effective)
    after = score(one, kernel_with(register=register_with(harder)))
    assert points(after) >= points(score(one, kernel())) - ROUNDING


@brief
@given(some_lines, buyers, days, st.integers(0, 1500), st.data())
def test_a_measure_in_force_since_later_never_lowers_the_score(
    lines: list[Line], buyer: str, day: date, age: int, data: st.DataObject
) -> None:
    one = bom(*lines, buyer=buyer, as_of=day)
    in_force = {m.measure_id for m, _ in kernel().register.query(day, day, wanted=Wanted(status="in_force"))}
    met = [m for m in acting_ids(one, day) if m in in_force]
    assume(met)
    measure = kernel().register[data.draw(st.sampled_from(met))]
    assert measure.effective is not None
    fresher = tightened(measure, measure.severity, max(measure.effective, day - timedelta(days=age)))
    after = score(one, kernel_with(register=register_with(fresher)))
    assert points(after) >= points(score(one, kernel())) - ROUNDING


@brief
@given(
    some_lines,
    buyers,
    days,
    st.sampled_from(["CHN", "JPN", "MYS", "EST", "DEU"]),
    st.sampled_from(sorted(SEVERITIES)),
    st.integers(-200, 2000),
    st.sampled_from(["REE", "HREE", "Ce", "Nd Dy"]),
)
def test_adding_a_measure_never_lowers_the_score(
    lines: list[Line], buyer: str, day: date, country: str, severity: str, age: int, elements: str
) -> None:
    effective = day - timedelta(days=age)
    extra = a_measure(
        "EXTRA", jurisdiction=country, severity=severity, elements=elements,
        announced=min(day, effective).isoformat(), effective=effective.isoformat(),
    )  # fmt: skip
    one = bom(*lines, buyer=buyer, as_of=day)
    after = score(one, kernel_with(register=register_with(extra)))
    assert points(after) >= points(score(one, kernel())) - ROUNDING


BOUGHT = (
    ("Dy", "magnet", "magnet"),
    ("Nd", "oxide", "separation"),
    ("Dy", "oxide", "separation"),
    ("Dy", "metal", "metal"),
    ("Ce", "ore", "mining"),
    ("Dy", "oxide", "mining"),
)
COUNTRIES = ("CHN", "JPN", "DEU", "USA", "MYS", "VNM", "IND", "MMR", "EST", "AUS")


def export_control(
    bought: tuple[str, str, str], mix: dict[str, Decimal], buyer: str, day: date
) -> tuple[float, Sequence[float]]:
    """Export-control contribution and control shares of one hazard with a declared mix."""
    element, form, stage = bought
    sources = [Source(stage, country, share) for country, share in mix.items()]
    one = canonical_bom(bom(line(element, form, *sources), buyer=buyer, as_of=day), day)
    key = read_bom(one, day, kernel().resolver).keys[0]
    point = points_of(kernel(), [(key, CENTRAL)])[key, CENTRAL]
    assert point.assembly is not None
    return point.contributions[FAMILIES.index("export_control")], point.assembly.exposure.controls


def controlled(element: str, form: Form, country: str, buyer: str, day: date) -> bool:
    """Whether a control of the country acts, or is announced, on what it would sell to the buyer."""
    return bool(kernel().register.acting(country, day, hs92=None, element=element, form=form, destination=buyer))


@bounded
@given(
    st.sampled_from(BOUGHT), st.sampled_from(COUNTRIES), st.sampled_from(COUNTRIES), buyers, days,
    st.decimals("0.01", "1", places=2),
)  # fmt: skip
def test_supply_moved_to_a_country_more_controlled_at_every_level_never_lowers_the_export_control_contribution(
    bought: tuple[str, str, str], origin: str, target: str, buyer: str, day: date, moved: Decimal
) -> None:
    assume(origin != target)
    everything, nothing = Decimal(1), Decimal(0)
    _, here = export_control(bought, {origin: everything}, buyer, day)
    _, there = export_control(bought, {target: everything}, buyer, day)
    assume(all(b >= a for a, b in zip(here, there, strict=True)))
    before, _ = export_control(bought, {origin: everything}, buyer, day)
    after, _ = export_control(
        bought, {o: s for o, s in ((origin, 1 - moved), (target, moved)) if s > nothing}, buyer, day
    )
    assert after >= before - ROUNDING


@bounded
@given(
    st.sampled_from(BOUGHT), st.sampled_from(COUNTRIES), st.sampled_from(COUNTRIES), buyers, days,
    st.decimals("0.01", "1", places=2),
)  # fmt: skip
def test_supply_moved_to_a_country_under_a_fresh_ban_never_lowers_any_control_share(
    bought: tuple[str, str, str], origin: str, target: str, buyer: str, day: date, moved: Decimal
) -> None:
    assume(target not in {origin, buyer})
    ban = a_measure("BAN", jurisdiction=target, severity="prohibitive", announced=str(day), effective=str(day))
    banned = kernel_with(register=register_with(ban))
    element, form, stage = bought

    def at(mix: dict[str, Decimal]) -> tuple[float, Sequence[float]]:
        sources = [Source(stage, country, share) for country, share in mix.items() if share > 0]
        (found,) = [
            a
            for a in hazards_of(bom(line(element, form, *sources), buyer=buyer, as_of=day), day, banned)
            if a.key.element == element
        ]
        assert found.central.assembly is not None
        return found.central.contributions[FAMILIES.index("export_control")], found.central.assembly.exposure.controls

    bought_at_target = stage == {"oxide": "separation", "ore": "mining"}.get(form, form)
    assume(bought_at_target)
    before, shares_before = at({origin: Decimal(1)})
    after, shares_after = at({origin: 1 - moved, target: moved})
    assert len(shares_after) == len(CONTROL_LEVELS)
    assert all(b >= a - ROUNDING for a, b in zip(shares_before, shares_after, strict=True))
    assert after >= before - ROUNDING


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("moved", [Decimal("0.35"), Decimal(1)], ids=str)
def test_supply_moved_from_an_uncontrolled_to_a_controlled_country_never_lowers_the_export_control_contribution(
    day: date, moved: Decimal
) -> None:
    for (element, form, stage), buyer in itertools.product(BOUGHT, ("DEU", "JPN")):
        sold = Form.ORE if stage == "mining" else Form(form)
        risky = {country: controlled(element, sold, country, buyer, day) for country in COUNTRIES}
        for origin, target in itertools.permutations(COUNTRIES, 2):
            if risky[origin] or not risky[target]:
                continue
            mix = {country: share for country, share in ((origin, 1 - moved), (target, moved)) if share}
            before, _ = export_control((element, form, stage), {origin: Decimal(1)}, buyer, day)
            after, _ = export_control((element, form, stage), mix, buyer, day)
            assert after >= before - ROUNDING, (element, form, stage, buyer, origin, target)


@bounded
@given(some_lines, buyers, days, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_change_the_answer(
    lines: list[Line], buyer: str, day: date, random: object
) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one = score(bom(*lines, buyer=buyer, as_of=day), kernel())
    other = score(bom(*shuffled, buyer=buyer, as_of=day), kernel())
    assert numbers(one) == numbers(other)


SAME_MASS = (("kg", 1), ("g", 1000), ("t", Decimal("0.001")), ("mg", 1_000_000), ("KGM", 1))


@brief
@given(one_line, st.decimals("0.001", "5000", places=3), st.sampled_from(SAME_MASS), st.integers(0, 4), days)
def test_units_and_number_formats_do_not_change_the_answer(
    one: Line, kilograms: Decimal, unit: tuple[str, Decimal | int], zeros: int, day: date
) -> None:
    name, factor = unit
    value = kilograms * factor
    padded = Decimal(
        f"{value:f}" + ("." if value == value.to_integral() and "." not in f"{value:f}" else "") + "0" * zeros
    )
    plain = score(bom(dataclasses.replace(one, quantity=Quantity(kilograms, "kg")), as_of=day), kernel())
    other = score(bom(dataclasses.replace(one, quantity=Quantity(padded, name)), as_of=day), kernel())
    assert plain == other


def test_the_order_and_the_splitting_of_declared_sources_do_not_change_the_answer() -> None:
    one = bom(magnet(*supply("magnet", CHN="0.80", JPN=0.2)))
    two = bom(magnet(*supply("magnet", JPN="0.2000"), *supply("magnet", CHN=0.5), *supply("magnet", CHN=0.3)))
    assert score(one, kernel()) == score(two, kernel())


@bounded
@given(some_lines, buyers, days)
def test_every_probability_lies_strictly_between_0_and_1(lines: list[Line], buyer: str, day: date) -> None:
    answer = score(bom(*lines, buyer=buyer, as_of=day), kernel())
    found = [h.probability for h in answer.hazards] + [end for h in answer.hazards for end in h.interval]
    found += [x.probability for x in answer.lines if x.hazards and x.probability is not None]
    if answer.hazards:
        assert answer.probability is not None
        assert answer.interval is not None
        found += [answer.probability, *answer.interval]
    assert all(0.0 < p < 1.0 for p in found)


@bounded
@given(some_lines, buyers, days)
def test_intervals_contain_their_points(lines: list[Line], buyer: str, day: date) -> None:
    answer = score(bom(*lines, buyer=buyer, as_of=day), kernel())
    for hazard in answer.hazards:
        assert hazard.interval[0] <= hazard.probability <= hazard.interval[1]
        assert hazard.interval[0] < hazard.interval[1]
    if answer.probability is not None:
        assert answer.interval is not None
        assert answer.interval[0] <= answer.probability <= answer.interval[1]


@bounded
@given(some_lines, buyers, days)
def test_baseline_and_contributions_add_up_to_the_served_log_odds(lines: list[Line], buyer: str, day: date) -> None:
    answer = score(bom(*lines, buyer=buyer, as_of=day), kernel())
    for hazard in answer.hazards:
        total = math.fsum(dataclasses.astuple(hazard.contributions))
        assert total == pytest.approx(math.log(hazard.probability / (1 - hazard.probability)), abs=1e-9)


@bounded
@given(some_lines, buyers, days)
def test_a_receipt_recomputes_exactly_the_same_answer(lines: list[Line], buyer: str, day: date) -> None:
    one = bom(*lines, buyer=buyer, as_of=day, bom_id="b", name="n", currency="EUR")
    answer = score(one, kernel())
    assert rescore(answer.receipt, kernel()) == answer


@pytest.mark.parametrize("name", ["traction-motor", "wind-generator", "catalysts"])
def test_a_sample_recomputes_from_its_receipt_without_anything_remembered(name: str) -> None:
    answer = score(sample(name), kernel())
    assert rescore(answer.receipt, kernel_with()) == answer


@pytest.mark.parametrize("name", ["traction-motor", "wind-generator", "catalysts"])
def test_a_score_does_not_depend_on_what_was_scored_before(name: str) -> None:
    assert score(sample(name), kernel_with()) == score(sample(name), kernel())


def test_a_hazard_is_the_same_whatever_it_is_predicted_with() -> None:
    many = hazards_of(bom(*LINES), TODAY, kernel_with())
    for a in many:
        (alone,) = assess(kernel_with(), [a.key])
        assert alone.central.log_odds == a.central.log_odds


@bounded
@given(some_lines, one_line, buyers, days)
def test_the_interval_holds_the_score_and_adding_a_line_lowers_neither_of_its_ends(
    lines: list[Line], extra: Line, buyer: str, day: date
) -> None:
    before = score(bom(*lines, buyer=buyer, as_of=day), kernel())
    after = score(bom(*lines, extra, buyer=buyer, as_of=day), kernel())
    if before.interval is None or before.probability is None:
        return
    assert after.interval is not None
    assert before.interval[0] <= before.probability <= before.interval[1]
    assert all(a >= b - ROUNDING for a, b in zip(after.interval, before.interval, strict=True))


def _with_terbium(low: str, central: str, high: str) -> Kernel:
    """The shipped kernel with a magnet of which terbium is this part."""
    row = {
        "id": "m", "name": "test magnet", "material_class": "c", "form": "magnet",
        "composition": {"Nd": ("0.3", "0.3", "0.3"), "Tb": (low, central, high)},
        "aliases": (), "cas": (), "nature": "n", "source": "s", "locator": "l", "confidence": "C", "note": "",
    }  # fmt: skip
    return dataclasses.replace(kernel(), resolver=Resolver(Catalogue.from_rows([row])))


def test_an_element_that_may_be_present_raises_the_upper_end_alone_and_one_that_may_be_absent_lowers_the_lower() -> (
    None
):
    one = bom(magnet(material="test magnet"), as_of=date(2025, 4, 5))
    absent, present = _with_terbium("0", "0", "0"), _with_terbium("0.01", "0.01", "0.01")
    possible, uncertain = _with_terbium("0", "0", "0.01"), _with_terbium("0", "0.01", "0.01")
    none, certain, maybe, perhaps = (score(one, each) for each in (absent, present, possible, uncertain))
    assert none.interval is not None
    assert certain.interval is not None
    assert maybe.score == none.score
    assert perhaps.score == certain.score
    assert maybe.interval == perhaps.interval == (none.interval[0], certain.interval[1])
    assert none.interval[1] < certain.interval[1]


def test_what_a_line_may_hold_widens_the_interval_of_the_product_and_of_no_hazard() -> None:
    one = bom(magnet(material="test magnet"), as_of=date(2025, 4, 5))
    without, possible = score(one, _with_terbium("0", "0", "0")), score(one, _with_terbium("0", "0", "0.01"))
    assert [(h.id, h.interval) for h in possible.hazards] == [(h.id, h.interval) for h in without.hazards]
    assert possible.interval != without.interval
