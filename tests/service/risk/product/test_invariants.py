"""What must hold for every product, whatever its purchases: tried on products that hypothesis makes up."""

from __future__ import annotations

from itertools import product as every

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.risk.product.interval import interval, interval_parts
from service.risk.product.measured import Measured, Views, measure
from service.risk.product.needs import Need, ProductNeeds
from service.risk.product.score_split import score_split
from service.risk.source_shock.epoch import Epoch
from service.risk.vocabulary import CHAIN, Form
from tests.drawn import drawn
from tests.source_shocks import Path, Pending, Place, epoch, hazards, need

EXACT = 1e-12
EPOCH = epoch()
ACTS = (Pending("X-1", "CHN", frozenset({"Dy", "Tb"}), central=0.3, adverse=0.5),)
PENDING = epoch(hazards(pending=ACTS))
COUNTRIES = ("CHN", "MMR", "AUS", "MYS", "USA", "JPN", "EST", "FRA", "ZZZ", "ARG")
quick = settings(max_examples=drawn(40))


@st.composite
def needs(draw: st.DrawFn, countries: tuple[str, ...] = COUNTRIES) -> Need:
    form = draw(st.sampled_from(list(Form)))
    mixes = st.lists(st.tuples(*[st.sampled_from(countries)] * len(CHAIN[form])), min_size=1, max_size=12, unique=True)
    mix = draw(mixes)
    parts = draw(st.lists(st.integers(1, 9), min_size=len(mix), max_size=len(mix)))
    paths = tuple(
        Path(part / sum(parts), tuple(Place(s, c) for s, c in zip(CHAIN[form], places, strict=True)))
        for part, places in zip(parts, mix, strict=True)
    )
    companions = draw(st.frozensets(st.sampled_from(["Nd", "Dy"]), max_size=2)) if form is Form.MAGNET else frozenset()
    element, buyer = draw(st.sampled_from(["Nd", "Dy", "Ce", "Y"])), draw(st.sampled_from(["DEU", "CHN", "USA", None]))
    return Need(element, form, buyer, None, companions, paths, draw(st.sampled_from([1.0, 1.0, 0.8, 0.4])))


products = st.lists(needs(), min_size=1, max_size=5)
tolerances = st.sampled_from([None, None, 0.0, 0.25, 0.6])


def measured(purchases: list[Need], tolerance: float | None = None, on: Epoch = EPOCH) -> Measured:
    return measure(on, Views.alike(purchases), ProductNeeds.of_lines(len(purchases), tolerance))


@pytest.mark.slow
@quick
@given(products, needs(), tolerances)
def test_adding_a_line_never_lowers_the_score(some: list[Need], more: Need, tolerance: float | None) -> None:
    before, after = measured(some, tolerance), measured([*some, more], tolerance)
    assert after.score >= before.score
    assert (after.by_world >= before.by_world).all()


@pytest.mark.slow
@quick
@given(products, tolerances, st.randoms())
def test_repeating_splitting_and_ordering_lines_change_nothing(
    some: list[Need], tolerance: float | None, random: object
) -> None:
    shuffled = [*some, *some]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    once, often = measured(some, tolerance), measured(shuffled, tolerance)
    assert often.score == once.score
    assert interval(often) == pytest.approx(interval(once), abs=1e-9)
    assert score_split(often).families == pytest.approx(score_split(once).families, abs=1e-9)


def test_what_was_scored_before_moves_no_digit() -> None:
    mix = list(every(COUNTRIES[:5], repeat=2))
    some = [need("Dy", dict.fromkeys(mix, 1 / len(mix)))]
    used, fresh = epoch(), epoch()
    score_split(measured([need("Dy", dict.fromkeys(mix[:3], 1 / 3))], None, used))
    after, alone = measured(some, None, used), measured(some, None, fresh)
    assert after.score == alone.score
    assert interval(after) == interval(alone)
    assert score_split(after) == score_split(alone)


@pytest.mark.slow
@quick
@given(products, needs(), tolerances)
def test_an_alternate_never_raises_the_score(some: list[Need], other: Need, tolerance: float | None) -> None:
    parts = ProductNeeds.of_lines(len(some), tolerance).parts
    with_other = ProductNeeds((((0,), (len(some),)), *parts[1:]), tolerance)
    alternates = measure(EPOCH, Views.alike([*some, other]), with_other)
    assert alternates.score <= measured(some, tolerance).score


@pytest.mark.slow
@quick
@given(products, tolerances, st.floats(0.0, 1.0))
def test_doing_without_more_never_raises_the_score(some: list[Need], tolerance: float | None, left: float) -> None:
    less = [each._replace(keep=each.keep * left) for each in some]
    assert measured(less, tolerance).score <= measured(some, tolerance).score


@pytest.mark.slow
@quick
@given(products, st.floats(0.0, 0.9), st.floats(0.0, 0.1))
def test_more_tolerance_never_raises_the_score(some: list[Need], tolerance: float, more: float) -> None:
    assert measured(some, tolerance + more).score <= measured(some, tolerance).score


@pytest.mark.slow
@quick
@given(needs(), st.floats(0.0, 1.0), tolerances)
def test_recycling_of_the_same_origin_never_raises_the_score_unless_it_brings_the_whole_path_home(
    one: Need, recycled: float, tolerance: float | None
) -> None:
    first = one.paths[0]
    origin, *left = (place.country for place in first.places)
    assume(left and not (origin != one.buyer and set(left) == {one.buyer}))
    paths = [
        Path(first.weight * (1.0 - recycled), tuple(first.places)),
        Path(first.weight * recycled, tuple(first.places[1:])),
        *one.paths[1:],
    ]
    assert measured([one._replace(paths=paths)], tolerance).score <= measured([one], tolerance).score + 1e-9


def test_recycling_at_home_trades_a_collapse_abroad_for_half_of_one_at_home() -> None:
    from_china, at_home = ("CHN", "USA"), (Place(CHAIN[Form.OXIDE][-1], "USA"),)
    whole = need("Nd", {from_china: 1.0}, buyer="USA")
    recycled = whole._replace(paths=(Path(1.0, at_home),))
    assert measured([recycled]).score < measured([whole]).score
    with_china = need("Nd", {from_china: 0.5, ("CHN", "CHN"): 0.5}, buyer="USA")
    half_recycled = with_china._replace(paths=(Path(0.5, at_home), *with_china.paths[1:]))
    assert measured([half_recycled], 0.0).score > measured([with_china], 0.0).score


@pytest.mark.slow
@quick
@given(needs(), needs(), st.floats(0.0, 0.01))
def test_moving_one_percent_of_a_purchase_moves_the_score_by_at_most_two_points(
    one: Need, other: Need, share: float
) -> None:
    if one.form is not other.form:
        return
    moved = [Path(p.weight * (1.0 - share), tuple(p.places)) for p in one.paths]
    moved += [Path(p.weight * share, tuple(p.places)) for p in other.paths]
    change = measured([one._replace(paths=moved)]).score - measured([one]).score
    assert abs(change) <= 200.0 * share + 1e-9


@pytest.mark.slow
@quick
@given(products, tolerances, st.sampled_from([EPOCH, PENDING]))
def test_the_families_and_the_reference_add_up_to_the_score(
    some: list[Need], tolerance: float | None, on: Epoch
) -> None:
    product = measured(some, tolerance, on)
    split = score_split(product)
    assert sum(split.families.values()) + split.reference == pytest.approx(product.score, abs=1e-9)


@pytest.mark.slow
@quick
@given(products, st.sampled_from([EPOCH, PENDING]))
def test_shares_hit_by_country_and_peril_add_up_to_what_is_lost_on_average(some: list[Need], on: Epoch) -> None:
    product = measured(some, None, on)
    shares = product.shares_hit()
    mean = product.lost @ product.patterns.counts / product.patterns.count
    assert shares.by_need.sum(axis=1) == pytest.approx(mean, abs=EXACT)
    assert shares.total == pytest.approx(mean.mean(), abs=EXACT)
    assert sum(shares.of_product().values()) == pytest.approx(shares.total, abs=EXACT)


@pytest.mark.slow
@quick
@given(products, tolerances)
def test_a_pending_act_never_lowers_the_score(some: list[Need], tolerance: float | None) -> None:
    without, pending = measured(some, tolerance), measured(some, tolerance, PENDING)
    assert pending.score >= without.score
    assert (pending.high_by_world >= without.high_by_world).all()


@pytest.mark.slow
@quick
@given(products, st.floats(1.0, 4.0))
def test_more_hazard_never_lowers_the_score(some: list[Need], scale: float) -> None:
    named = [n for n in some if all(c not in ("ZZZ",) for p in n.paths for _, c in p.places)]
    if named:
        assert measured(named, None, epoch(hazards(scale=scale))).score >= measured(named).score


@pytest.mark.slow
@quick
@given(products, tolerances, st.sampled_from([EPOCH, PENDING]))
def test_the_interval_and_its_parts_contain_the_score(some: list[Need], tolerance: float | None, on: Epoch) -> None:
    product = measured(some, tolerance, on)
    for low, high in (interval(product), *interval_parts(product).values()):
        assert 0.0 <= low <= product.score <= high <= 100.0 + 1e-6


@pytest.mark.slow
@quick
@given(products, tolerances)
def test_views_are_ordered_in_every_world(some: list[Need], tolerance: float | None) -> None:
    product = measured(some, tolerance)
    assert (product.low_by_world <= product.by_world).all()
    assert (product.by_world <= product.high_by_world).all()


@pytest.mark.slow
@quick
@given(needs(), st.floats(0.0, 1.0))
def test_more_unnamed_share_never_lowers_the_upper_end(one: Need, share: float) -> None:
    nameless = tuple(Place(stage, "ZZZ") for stage, _ in one.paths[0].places)
    diluted = [Path(p.weight * (1.0 - share), tuple(p.places)) for p in one.paths]
    more = measured([one._replace(paths=[*diluted, Path(share, nameless)])])
    assert interval(more).high >= interval(measured([one])).high - 1e-4


@pytest.mark.slow
@quick
@given(products)
def test_a_product_scores_the_same_however_many_were_measured_before(some: list[Need]) -> None:
    fresh = epoch()
    one, other = measured(some, None, fresh), measured(some)
    assert np.array_equal(one.by_world, other.by_world)
    assert interval(one) == interval(other)
    assert one.shares_hit().total == pytest.approx(other.shares_hit().total, abs=EXACT)
