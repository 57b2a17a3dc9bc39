"""A row of a catalogue: the numbers of the short answer, to the last bit, from what is kept of its purchases."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from service.risk import scoring
from service.risk.answer import Brief
from service.risk.bom import Bom, Line
from service.risk.bundle.kernel import Kernel
from service.risk.product import assembly, recalled
from service.risk.source_shock.epoch import Epoch
from tests.factories import TODAY, bom, kernel, kernel_with, line, magnet, measure, register_with, sample, supply

NOW = date(2026, 11, 30)
FAR = supply("magnet", CAN="0.4", ZAF="0.3", ZZZ="0.3")
MIXED = supply("separation", CHN="0.6", MYS="0.4")
ALTERNATES = tuple(
    dataclasses.replace(one, alternate_group="a")
    for one in (magnet(*supply("magnet", CHN=1)), magnet(*supply("magnet", JPN=1)))
)
LINES: dict[str, tuple[Line, ...]] = {
    "a magnet": (magnet(),),
    "two mixes": (magnet(*supply("magnet", CHN=1)), line("Dy", "oxide", *MIXED)),
    "countries beyond the producers": (magnet(*FAR), line("Ce", "oxide")),
    "alternates": (*ALTERNATES, line("La", "oxide")),
    "a line that is spared in part": (line("Tb", "oxide", can_do_without=Decimal("0.4")), magnet()),
    "a line that can't be read": (magnet(), Line("2", material="unobtainable magnet alloy")),
    "no line that can be read": (Line("1", material="unobtainable magnet alloy"),),
    "no rare earth": (Line("1", material="copper wire"),),
    "a control that names the use": (magnet(end_use="military"),),
}
PRODUCTS = [bom(*lines) for lines in LINES.values()]


def products() -> list[Bom]:
    """The products that are told apart here, by day, buyer and tolerance, and the samples."""
    days = (date(2015, 6, 30), date(2025, 11, 21), TODAY)
    by_day = [dataclasses.replace(one, as_of=day) for one in PRODUCTS for day in days]
    unstated = [dataclasses.replace(one, buyer_country=None) for one in PRODUCTS]
    stated = [dataclasses.replace(one, tolerance=Decimal("0.5")) for one in PRODUCTS]
    earlier = dataclasses.replace(PRODUCTS[1], known_at=date(2024, 1, 1))
    return [*by_day, *unstated, *stated, earlier, *map(sample, ("traction-motor", "wind-generator", "catalysts"))]


def numbers(of: Brief) -> dict[str, str]:
    """Every number of an answer in full; ``repr`` tells floats apart to the last bit."""
    return {field.name: repr(getattr(of, field.name)) for field in dataclasses.fields(Brief)}


def fresh() -> Kernel:
    """The shipped bundle with nothing remembered."""
    return dataclasses.replace(kernel())


def briefs(some: Iterable[Bom], by: Kernel) -> list[dict[str, str]]:
    """The numbers of rows."""
    return [numbers(scoring.brief(one, by, NOW)) for one in some]


@pytest.mark.slow
def test_a_row_has_the_numbers_of_the_short_answer_whatever_was_scored_before() -> None:
    some = products()
    answers = [numbers(scoring.summary(one, kernel(), NOW)) for one in some]
    by = fresh()
    assert briefs(some, by) == answers
    assert briefs(reversed(some), by) == answers[::-1], "from what is kept"


@pytest.mark.slow
def test_an_act_that_is_announced_sets_no_band_in_a_row_either() -> None:
    """It counts in the score and is left out of the band, so the row needs its purchases without the act, too."""
    coming = measure("CN-COMING", announced="2026-11-01", effective="2026-12-15")
    by = kernel_with(register=register_with(coming))
    some = [dataclasses.replace(one, as_of=TODAY) for one in PRODUCTS]
    answers = [numbers(scoring.summary(one, by, NOW)) for one in some]
    assert briefs(some, by) == answers
    kept = recalled.Memory.from_store(by.epoch(TODAY).store()).purchases.values()
    assert any(one.lost[recalled.NONE_PENDING] is not one.lost["central"] for one in kept)


@pytest.mark.slow
def test_what_is_kept_is_bounded_and_forgetting_it_changes_no_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    some = PRODUCTS[:5]
    by, forgetful = fresh(), fresh()
    kept = briefs(some, by)
    monkeypatch.setattr(recalled, "MOST_BYTES", 0)
    monkeypatch.setattr(scoring, "ALIKE_KEPT", 0)
    assert briefs(some, forgetful) == kept
    memory = recalled.Memory.from_store(forgetful.epoch(TODAY).store())
    assert (len(memory.purchases), memory.held_bytes) == (0, 0)
    assert len(forgetful.alike) <= len(some[-1].lines) < len(by.alike)


def test_purchases_that_products_share_are_traced_and_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    traced = assembly.traced_all

    def counting(purchases: list[object], *more: object) -> object:
        asked.append(len(purchases))
        return traced(purchases, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(recalled, "traced_all", counting)
    by = fresh()
    one, other = line("Dy", "oxide", *MIXED), line("Nd", "oxide", *MIXED)
    briefs([bom(one), bom(one, other), bom(other, one), bom(dataclasses.replace(one, line_id="9"))], by)
    assert asked == [1, 1]


def test_a_catalogue_keeps_more_paths_of_a_day_than_a_web_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.risk.source_shock.epoch.PATHS_KEPT", 2)
    small, roomy = (dataclasses.replace(kernel(), room=room).epoch(TODAY) for room in (1, 1_000))

    def kept_on(epoch: Epoch) -> bool:
        store = epoch.store()
        bought = scoring.read_bom(scoring.canonical_bom(PRODUCTS[1], TODAY), kernel().resolver)
        assembly.assemble(bought, epoch, kernel().sourcing, TODAY, None)
        return epoch.store() is store

    assert (kept_on(small), kept_on(roomy)) == (False, True)
