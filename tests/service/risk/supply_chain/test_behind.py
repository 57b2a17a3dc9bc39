"""Purchases put together from pieces: the same as if they grew as one, and grown once for all weights alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.risk.supply_chain import behind, origins, tracing
from service.risk.supply_chain.origins import Asked, origins_of
from service.risk.supply_chain.places import DeclaredSource, Place
from service.risk.supply_chain.sourcing import Sourcing
from service.risk.supply_chain.tracing import MOST_PATHS, Job, Tracing
from service.risk.vocabulary import CHAIN, Form
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
    jobs: list[Job] = []
    job = origins._job(one, origins._Declarations(of.gazetteer).read_once(one), of.supply(one.element, on, view))
    if job.bought is not None:
        plain = origins._plain(next(iter(one.declared.values())), job.stages[-1], of.gazetteer)
        assert plain is not None
        job = job._replace(stated={job.stages[-1]: plain.row})
    jobs.append(job)
    paths = Tracing(jobs, of.gazetteer).paths()
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
    traced = origins_of([one], [view], on, sourcing())[0][view]
    assert {path.places: path.weight for path in traced.paths} == pytest.approx(
        as_one(one, view, on, sourcing()), abs=1e-12
    )
    assert len(traced.paths) <= MOST_PATHS


@pytest.mark.slow
def test_what_was_asked_before_changes_no_bit() -> None:
    one = asked("Nd", Form.MAGNET, {("CHN", False): 61, ("JPN", False): 39})
    fresh = Sourcing(sourcing().evidence, sourcing().trade)
    alone = origins_of([one], VIEWS, TODAY, fresh)[0]["central"]
    many = Sourcing(sourcing().evidence, sourcing().trade)
    for part in range(1, 100, 7):
        origins_of([asked("Nd", Form.MAGNET, {("CHN", False): part, ("JPN", False): 100 - part})], VIEWS, TODAY, many)
    after = origins_of([one], VIEWS, TODAY, many)[0]["central"]
    assert [*alone.paths] == [*after.paths]


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
