"""Purchases put together from pieces: the same as if they grew as one, and grown once for all weights alike."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.risk.supply_chain import behind, origins, tracing
from service.risk.supply_chain.origins import Asked, origins_of
from service.risk.supply_chain.places import DeclaredSource, Place
from service.risk.supply_chain.routes import UNSEEN, Piece, Pieces
from service.risk.supply_chain.sourcing import Sourcing
from service.risk.supply_chain.tracing import MOST_PATHS, Tracing
from service.risk.vocabulary import CHAIN, Form, Stage
from tests.factories import TODAY, sourcing

COUNTRIES = ("CHN", "MYS", "JPN", "USA", "AUS", "FRA", "KEN")
DAYS = (date(2012, 6, 30), TODAY)
VIEWS = ("favourable", "central", "adverse")

mixes = st.dictionaries(
    st.tuples(st.sampled_from(COUNTRIES), st.booleans()), st.integers(1, 1_000), min_size=1, max_size=4
)


def asked(element: str, form: Form, mix: dict[tuple[str, bool], int] | None) -> Asked:
    """A German purchase from a mix of countries, recycled or not; from the usual ones without any."""
    total = sum((mix or {}).values())
    sources = [DeclaredSource(c, part / total, old) for (c, old), part in sorted((mix or {}).items())]
    return Asked(element, form, "DEU", {CHAIN[form][-1]: sources} if sources else {})


def as_one(one: Asked, view: str, on: date, of: Sourcing) -> dict[tuple[Place, ...], float]:
    """The weights of its paths if it grows as one."""
    job = origins._job_of_stages(one, of.supply(one.element, on, view))
    paths = Tracing([job], of.gazetteer).paths()
    places = of.gazetteer.places
    return {
        tuple(places[n] for n in row if n != -1): weight
        for row, weight in zip(paths.places.tolist(), paths.weight.tolist(), strict=True)
    }


@pytest.mark.slow
@settings(max_examples=60)
@given(
    st.sampled_from(("Nd", "Dy", "Ce", "Sc")), st.sampled_from(Form), st.none() | mixes, st.sampled_from(VIEWS),
    st.sampled_from(DAYS),
)  # fmt: skip
def test_what_is_put_together_is_what_grows_as_one(
    element: str, form: Form, mix: dict[tuple[str, bool], int] | None, view: str, on: date
) -> None:
    one = asked(element, form, mix)
    traced = origins_of([one], [view], on, sourcing()).behind(0, view)
    assert {path.places: path.weight for path in traced.paths} == pytest.approx(
        as_one(one, view, on, sourcing()), abs=1e-12
    )
    assert len(traced.paths) <= MOST_PATHS


@pytest.mark.slow
def test_what_was_asked_before_changes_no_bit() -> None:
    one = asked("Nd", Form.MAGNET, {("CHN", False): 61, ("JPN", False): 39})
    fresh = Sourcing(sourcing().evidence, sourcing().trade)
    alone = origins_of([one], VIEWS, TODAY, fresh).behind(0, "central")
    many = Sourcing(sourcing().evidence, sourcing().trade)
    for part in range(1, 100, 7):
        origins_of([asked("Nd", Form.MAGNET, {("CHN", False): part, ("JPN", False): 100 - part})], VIEWS, TODAY, many)
    after = origins_of([one], VIEWS, TODAY, many).behind(0, "central")
    assert [*alone.paths] == [*after.paths]


def test_purchases_of_one_request_have_the_paths_that_each_has_alone() -> None:
    """Those that are put together, grow as one, recycle or come from too many sources, in any order."""
    part = [DeclaredSource("JPN", 0.5), DeclaredSource("CHN", 0.5, recycled=True)]
    several = Asked("Nd", Form.MAGNET, "USA", {Stage.SEPARATION: part, Stage.MAGNET: part})
    many = {(country, False): 1 for country in COUNTRIES}
    some = [several, asked("Sc", Form.METAL, None), asked("Nd", Form.MAGNET, many), asked("Dy", Form.OXIDE, None),
            asked("Nd", Form.MAGNET, {("CHN", True): 2, ("CHN", False): 1}), several]  # fmt: skip
    together = origins_of(some, VIEWS, TODAY, sourcing())
    for number, one in enumerate(some):
        for view in VIEWS:
            alone = origins_of([one], [view], TODAY, sourcing()).behind(0, view)
            assert [*together.behind(number, view).paths] == [*alone.paths]
            assert together.behind(number, view).assumed == alone.assumed


def test_a_piece_holds_from_its_low_weight_to_below_its_high_one() -> None:
    pieces = Pieces()
    row, other, source = pieces.row_code("row"), pieces.row_code("other"), pieces.source_code("CHN")
    edge = math.nextafter(3.0, 4.0)
    for low, high in ((edge, 9.0), (0.0, 2.0), (2.0, edge), (2.0, edge)):
        pieces.keep(row + source, Piece(low, high, np.array([7]), np.ones(1), (1, 0, 0, 0)))
    shelf, weights = pieces.shelf(), np.array([0.0, 1.9, 2.0, 3.0, edge, 8.9, 9.0])
    at = shelf.find_pieces(np.full(len(weights), row + source), weights)
    assert at.tolist() == [0, 0, 1, 1, 2, 2, UNSEEN]
    assert shelf.find_pieces(np.array([other + source, row + source + 1]), np.ones(2)).tolist() == [UNSEEN] * 2


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many purchases grew, each time that some did."""
    counts: list[int] = []

    class Counting(tracing.Tracing):
        def __init__(self, jobs: Any, *more: Any) -> None:
            counts.append(len(jobs))
            super().__init__(jobs, *more)

    monkeypatch.setattr(behind, "Tracing", Counting)
    monkeypatch.setattr(origins, "Tracing", Counting)
    return counts


@pytest.mark.slow
def test_another_mix_of_known_sources_grows_nothing(grown: list[int]) -> None:
    of = Sourcing(sourcing().evidence, sourcing().trade)
    for part in (600, 601, 605):
        origins_of([asked("Dy", Form.OXIDE, {("CHN", False): part, ("MYS", False): 1_000 - part})], VIEWS, TODAY, of)
    assert grown == [2 * len(VIEWS)]


def test_mixes_of_one_request_that_share_pieces_grow_them_once(grown: list[int]) -> None:
    of = Sourcing(sourcing().evidence, sourcing().trade)
    mixes = [{("CHN", False): part, ("MYS", False): 1_000 - part} for part in range(600, 605)]
    origins_of([asked("Dy", Form.OXIDE, mix) for mix in mixes], VIEWS, TODAY, of)
    assert grown == [2 * len(VIEWS)]


def test_what_a_client_makes_up_is_forgotten_before_it_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.risk.supply_chain.sourcing.PIECES_BYTES", 20_000)
    of = Sourcing(sourcing().evidence, sourcing().trade)
    most = 0
    for part in range(1, 200):
        origins_of([asked("Nd", Form.MAGNET, {("CHN", False): part, ("USA", False): 200 - part})], VIEWS, TODAY, of)
        most = max(most, of._routes.pieces.held_bytes)
    assert most < 60_000


@settings(max_examples=20)
@given(st.lists(mixes, min_size=1, max_size=4), st.sampled_from((1, 3, 12)))
def test_the_heaviest_paths_of_many_purchases_are_the_first_of_each(
    some: list[dict[tuple[str, bool], int]], most: int
) -> None:
    many = [asked(element, Form.OXIDE, mix) for element in ("Nd", "Ce") for mix in some]
    traced = origins_of(many, VIEWS, TODAY, sourcing())
    numbers, weights, sizes = traced.under("central").heaviest(most)
    written = traced.flat.routes.written
    each = iter([(weight, written[number]) for weight, number in zip(weights.tolist(), numbers.tolist(), strict=True)])
    for number, size in enumerate(sizes.tolist()):
        first = traced.behind(number, "central").paths[:most]
        assert [next(each) for _ in range(size)] == [tuple(path) for path in first]
    assert not [*each]
