"""Plans: effects are those of the changed BOM, the cheapest set is chosen, none leans on the largest maker."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from random import Random

import pytest

from service.risk import scoring
from service.risk.bom import Bom, Line, Source
from service.risk.errors import BomError
from service.risk.materials.resolve import Resolver
from service.risk.mitigation.actions import HALF, Kind, Move, WorldShares, changed
from service.risk.mitigation.plan import (
    FEWEST_SCORED,
    MOST_SCORED,
    PLAN_WORK,
    WITHOUT_EXPLANATIONS,
    Aim,
    Effects,
    Method,
    Offer,
    Plan,
    Substitute,
    Wish,
    most_scored,
    plan,
    plan_work,
)
from service.risk.mitigation.sentences import sentences
from service.risk.purchase.basket import Basket, read_bom
from service.risk.purchase.canonical import canonical_bom
from service.risk.vocabulary import Form, Stage
from tests.factories import TODAY, bom, kernel, magnet, sample, supply

pytestmark = pytest.mark.slow

CHINESE = supply("magnet", CHN="1")
SCRAP = Offer(Stage.SEPARATION, "EST", Decimal("0.8"), recycled=True)


def planned(of: Bom, target: float = 1.0, **more: object) -> Plan:
    """The plan of a BOM for a target score."""
    return plan(of, Wish(target, **more), kernel(), TODAY)  # type: ignore[arg-type]


def points(of: Bom) -> float:
    """The score of a BOM."""
    score = scoring.score(of, kernel(), TODAY).score
    assert score is not None
    return score


def oxide(element: str, sources: tuple[Source, ...] = (), line_id: str = "1") -> Line:
    """A line of an oxide."""
    return Line(line_id, element=element, form="oxide", supply=sources)


def random_bom(seed: int) -> Bom:
    """A few lines of magnets and oxides from one or two countries, or from nobody in particular."""
    dice = Random(seed)
    lines = []
    for n in range(dice.randint(1, 4)):
        if dice.random() < 0.5:
            mix = dice.choice([(), CHINESE, supply("magnet", CHN="0.6", JPN="0.4")])
            lines.append(
                replace(magnet(*mix, material=dice.choice(["NdFeB N42SH", "NdFeB N35", "SmCo5"])), line_id=str(n))
            )
        else:
            mix = dice.choice([(), supply("separation", CHN="1"), supply("separation", CHN="0.7", MYS="0.3")])
            lines.append(oxide(dice.choice(["Ce", "Nd", "Dy", "La"]), mix, str(n)))
    return bom(*lines)


@cache
def plans() -> dict[int, Plan]:
    """Plans for products drawn at random."""
    return {seed: planned(random_bom(seed), target=3.0) for seed in range(8)}


def test_every_plan_scores_again_to_what_it_promises() -> None:
    """The changed BOM, the last step and the answer's score are one number, for products drawn at random."""
    for seed, made in plans().items():
        assert points(made.bom) == made.after.score, seed
        last = made.steps[-1].after.score if made.steps else made.before.score
        assert last == made.after.score, seed
        assert made.reached == (made.after.score <= 3.0), seed  # type: ignore[operator]


def test_no_plan_makes_the_product_worse() -> None:
    for seed, made in plans().items():
        assert made.after.score <= made.before.score, seed  # type: ignore[operator]


def test_what_a_plan_would_be_without_an_action_is_scored_and_not_added_up() -> None:
    made = planned(bom(magnet(*CHINESE, material="NdFeB N35")), target=2.0)
    assert made.steps
    base = canonical_bom(bom(magnet(*CHINESE, material="NdFeB N35")), TODAY)
    for step in made.steps:
        rest = [one.action for one in made.steps if one is not step]
        assert step.without_it.score == points(changed(base, rest))


def test_a_dearer_action_never_makes_a_plan_cheaper() -> None:
    product = bom(magnet(*CHINESE, material="NdFeB N35"))
    costs = []
    for price in (1, 10, 100, 1000):
        made = planned(product, target=5.0, costs={Kind.SECOND_SOURCE: Decimal(20), Kind.SOLE_SOURCE: Decimal(price)})
        assert made.reached
        costs.append(made.cost)
    assert all(earlier <= later for earlier, later in pairwise(costs)), costs  # type: ignore[operator]


def test_a_set_that_costs_less_is_chosen_over_one_that_helps_more() -> None:
    product = bom(magnet(*CHINESE, material="NdFeB N35"))
    free = planned(product, target=20.0)
    assert free.reached
    assert not free.steps  # the target is met as it stands


def test_nothing_dearer_than_the_budget_is_planned() -> None:
    costs = {Kind.SECOND_SOURCE: Decimal(30), Kind.SOLE_SOURCE: Decimal(50)}
    product = bom(oxide("Nd", supply("separation", CHN="1")))
    assert [
        made.cost for made in (planned(product, costs=costs), planned(product, costs=costs, budget=Decimal(40)))
    ] == [
        Decimal(50),
        Decimal(30),
    ]


def test_no_plan_moves_to_the_largest_maker() -> None:
    for made in plans().values():
        for step in made.steps:
            action = step.action
            assert isinstance(action, Move)
            for element in ("Nd", "Ce"):
                shares = WorldShares(kernel(), TODAY).shares(element, action.stage)
                assert action.country != max(shares, key=lambda country: shares[country])


def test_a_move_goes_only_where_every_element_of_the_line_is_made() -> None:
    """Malaysia separates neodymium, but too little dysprosium to move a magnet with both to."""
    with_dysprosium = planned(bom(magnet(*CHINESE, material="NdFeB N42SH")))
    assert ("Dy", Stage.SEPARATION) in {(one.element, one.stage) for one in with_dysprosium.stuck}
    assert not any(step.action.stage is Stage.SEPARATION for step in with_dysprosium.steps)  # type: ignore[union-attr]


def test_a_country_that_is_ruled_out_is_not_planned() -> None:
    product = bom(magnet(*CHINESE, material="NdFeB N35"))
    chosen = {step.action.country for step in planned(product).steps}  # type: ignore[union-attr]
    assert chosen
    without = {step.action.country for step in planned(product, without=frozenset(chosen)).steps}  # type: ignore[union-attr]
    assert not chosen & without


def test_an_offer_is_taken_where_it_helps_and_goes_where_no_maker_is_known() -> None:
    product = bom(oxide("Dy", supply("separation", CHN="1")))
    made = planned(product, target=1.0, offers=(SCRAP,))
    assert [step.action.kind for step in made.steps] == [Kind.OFFER]
    (source,) = [one for one in made.bom.lines[0].supply if one.country == "EST"]
    assert (source.share, source.recycled) == (Decimal("0.8"), True)
    assert made.steps[0].world_share == 0.0


def test_another_material_is_planned_only_where_its_owner_allows_it() -> None:
    product = bom(magnet(*CHINESE, material="NdFeB N42SH"))
    assert not any(step.action.kind is Kind.OTHER_MATERIAL for step in planned(product).steps)
    allowed = (Substitute(product.lines[0].line_id, "ferrite magnet"),)
    made = planned(product, materials=allowed)
    assert made.reached
    assert made.after.score == 0.0
    assert [step.action.kind for step in made.steps] == [Kind.OTHER_MATERIAL]


def test_with_few_actions_every_set_is_scored_and_with_many_no_more_than_allowed() -> None:
    assert planned(bom(oxide("Ce"))).method is Method.ENUMERATED
    many = planned(sample("traction-motor"))
    assert many.method is Method.STEPWISE
    assert many.scored <= MOST_SCORED + 2 * len(many.steps)  # a plan's own steps are scored in any case


def test_a_plan_scores_fewer_changes_of_a_product_the_more_each_takes() -> None:
    elements = ("La", "Ce", "Pr", "Nd", "Sm", "Gd", "Tb", "Dy")
    sources = [supply("separation", **{country: "1"}) for country in ("CHN", "JPN", "USA", "MYS", "VNM", "IND")]
    varied = bom(*(oxide(e, mix, f"{e}{n}") for e in elements for n, mix in enumerate(sources)))
    long = bom(oxide("Ce"), *(Line(f"s{n}", rare_earth=False) for n in range(900)))
    allowed = {}
    for name, product in (("one", bom(oxide("Ce"))), ("varied", varied), ("long", long)):
        allowed[name] = most_scored(product, read_bom(product, kernel().resolver))
        made = planned(product)
        assert made.scored <= allowed[name] + 2 * len(made.steps) + 1
    assert allowed["one"] == MOST_SCORED
    assert allowed["varied"] < MOST_SCORED // 4
    assert allowed["long"] == FEWEST_SCORED


def test_a_line_of_another_material_is_tried_without_reading_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    product = bom(oxide("Ce"), *(Line(f"s{n}", rare_earth=False) for n in range(50)))
    lines: list[int] = []

    def counted(one: Bom, resolver: Resolver) -> Basket:
        lines.append(len(one.lines))
        return read_bom(one, resolver)

    monkeypatch.setattr("service.risk.mitigation.plan.read_bom", counted)
    allowed = tuple(Substitute("10", f"NdFeB N{n}") for n in (35, 38, 42, 45, 48, 52))
    made = planned(product, materials=allowed)
    assert lines.count(1) == len(allowed)
    assert lines.count(51) == 1 + made.scored


def test_a_plan_without_actions_ends_with_the_score_that_it_began_with() -> None:
    made = planned(bom(oxide("Ce")), target=100.0)
    assert (made.steps, made.reached) == ((), True)
    assert made.after is made.before


def test_an_aim_may_be_the_share_hit() -> None:
    made = plan(sample("traction-motor"), Wish(15.0, Aim.SHARE_HIT), kernel(), TODAY)
    assert made.reached
    assert made.after.expected_share_hit.value <= 0.15  # type: ignore[union-attr]
    assert made.steps[-1].after.expected_share_hit == made.after.expected_share_hit.value  # type: ignore[union-attr]


def test_a_wrong_line_material_or_stage_is_named() -> None:
    product = bom(oxide("Ce"))
    for wish, pointer in (
        (Wish(1.0, materials=(Substitute("9", "ferrite"),)), "/materials/0/line_id"),
        (Wish(1.0, materials=(Substitute("10", "qqqq"),)), "/materials/0/material"),
        (Wish(1.0, offers=(Offer(Stage.MAGNET, "JPN", HALF),)), "/offers/0/stage"),
        (Wish(1.0, offers=(replace(SCRAP, line_ids=("9",)),)), "/offers/0/line_ids"),
    ):
        with pytest.raises(BomError) as caught:
            plan(product, wish, kernel(), TODAY)
        assert [one.pointer for one in caught.value.errors] == [pointer]


def test_a_bom_without_a_score_cannot_be_planned() -> None:
    with pytest.raises(BomError) as caught:
        planned(bom(Line("1", material="rare earth thing, special")))
    assert caught.value.errors[0].code == "unscored"


def test_a_plan_is_told_in_sentences_that_say_whether_it_reaches_the_target() -> None:
    product = bom(magnet(*CHINESE, material="NdFeB N42SH"))
    wish = Wish(1.0)
    told = sentences(plan(product, wish, kernel(), TODAY), wish, ["10"])
    assert "he target of 1.0 isn't reached" in told[0]
    assert any("separated in China alone" in sentence for sentence in told)


def test_a_search_with_another_aim_takes_over_what_was_scored_and_comes_to_the_same() -> None:
    product, less = bom(magnet(*CHINESE, material="NdFeB N42SH")), Wish(1.0, Aim.SHARE_HIT)
    effects: Effects = {}
    first = plan(product, Wish(1.0), kernel(), TODAY, effects)
    second = plan(product, less, kernel(), TODAY, effects)
    assert second == plan(product, less, kernel(), TODAY)
    assert len(effects) < first.scored + second.scored


def test_the_work_of_a_plan_is_bounded_whatever_the_bom() -> None:
    for name in ("traction-motor", "wind-generator"):
        product = replace(sample(name), as_of=None)
        most = max(PLAN_WORK, FEWEST_SCORED * scoring.work(product, kernel(), TODAY))
        assert 0 < plan_work(product, kernel(), TODAY) <= most // WITHOUT_EXPLANATIONS


def test_a_plan_for_an_earlier_day_knows_what_was_known_then() -> None:
    product = bom(magnet(*CHINESE, material="NdFeB N35"), as_of=date(2016, 6, 30))
    made = plan(product, Wish(0.5), kernel(), TODAY)
    assert made.before.as_of == made.after.as_of == date(2016, 6, 30)


def test_shares_of_a_move_add_up_to_one() -> None:
    third = supply("magnet", CHN="0.333333", JPN="0.333333", VNM="0.333334")
    moved = Move(Stage.MAGNET, "DEU", HALF, (0,), Form.MAGNET).on(magnet(*third))
    assert sum(source.share for source in moved.supply) == 1
