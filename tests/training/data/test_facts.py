"""Facts without some documents."""

from __future__ import annotations

from service.risk.evidence.claims import DOCUMENT_PREFIX, Claim
from training.data.facts import left_out
from training.derived import mine_shares
from training.tables import claims, controls

FIVE = tuple(f"{DOCUMENT_PREFIX}{n:03d}" for n in range(5))


def test_a_document_left_out_takes_its_figures_and_what_was_derived_from_them_along() -> None:
    rows, _ = mine_shares.compiled(claims.load())
    gone = {row["claim_id"] for row in rows if row["document"] in FIVE}
    kept, _ = left_out(rows, [], FIVE)
    assert gone
    assert not any(row["document"] in FIVE or gone & set(Claim.from_row(row).derived_from) for row in kept)


def test_a_measure_that_a_document_alone_tells_of_goes_with_it() -> None:
    register = controls.load()
    _, kept = left_out([], register, FIVE)
    assert {row["measure_id"] for row in register} - {row["measure_id"] for row in kept} == {"CN-MAG-SEED"}


def test_without_a_document_named_everything_stays() -> None:
    rows, _ = mine_shares.compiled(claims.load())
    register = controls.load()
    assert left_out(rows, register, ()) == (rows, register)
