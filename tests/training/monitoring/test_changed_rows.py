"""A new row that moves nothing is explained: known later, overridden, beside the scores, inside a step."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from service.risk.answer import Score
from service.risk.controls.measures import Measure
from service.risk.evidence.claims import Claim
from service.risk.scoring import score
from tests.factories import TODAY, bom, claim, facts, kernel, line, measure
from training.monitoring import changed_rows, comparison_text

PRICE = {"quantity": "price", "scope": "Nd", "form": "oxide", "stage": "", "unit": "USD/kg", "geography": "CHN"}
FOB = PRICE | {"basis": "fob_china", "value": 60.0, "published": "2026-01-01"}
HALF = FOB | {"valid_from": "2025-01-01", "valid_to": "2025-06-30"}


def says(*claims: Claim, measures: tuple[Measure, ...] = (), day: date = TODAY) -> dict[str, str]:
    """What is said of all of these rows."""
    one = dataclasses.replace(kernel(), facts=facts(claims, measures))
    ids = {"claims": [c.claim_id for c in claims], "controls": [m.measure_id for m in measures]}
    return {row["row"]: row["says"] for row in changed_rows.fates(one, ids, changed_rows.Use({}, 48), day)}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (claim(value=0.9, use="check"), "stands beside the scores (use is check)"),
        (claim(value=0.9, published="2026-12-01"), "known only from 2026-12-01: nothing on 2026-11-21"),
        (claim(value_low=0.5), "one end open"),
        (claim(value=1.0, **PRICE | {"basis": "china_domestic"}), "scores read oxide fob_china"),
        (claim(**FOB | {"valid_from": "2026-11-01", "valid_to": "2026-11-30"}), "known only from 2026-11-30"),
        (claim(**FOB | {"valid_from": "2026-01-01", "valid_to": "2026-01-31"}), "2026 counts once its figures reach"),
        (claim(**HALF), "part of 2025 at 60 (181 days); read for 0 of 48 products"),
        (claim(value=0.9), "goes first for REE CHN (only one figure); read for 0 of 48 products"),
    ],
)  # fmt: skip
def test_a_claim_that_moves_nothing_is_told_why(row: Claim, words: str) -> None:
    assert words in says(row)["c"]


def test_a_figure_that_another_goes_before_is_told_which_and_by_what_rule() -> None:
    first = claim("first", value=0.9, published="2025-01-01")
    told = says(first, claim("inside", value=0.9), claim("wider", value=0.7))
    assert told["first"].startswith("goes first for REE CHN (newest publication year)")
    assert "goes behind first, which sets the centre (newest publication year)" in told["wider"]
    assert "widens the interval alone" in told["wider"]
    assert "nothing moves" in told["inside"]


def test_a_figure_that_is_superseded_names_the_newer_one() -> None:
    assert (
        says(claim("new", value=0.9), claim("old", value=0.8, flag="superseded_by:new"))["old"] == "superseded by new"
    )


def test_a_price_of_days_that_a_longer_figure_holds_is_told_so() -> None:
    month = FOB | {"valid_from": "2025-03-01", "valid_to": "2025-03-31"}
    assert "longer or newer figure of 2025" in says(claim("half", **HALF), claim("month", **month))["month"]


def test_a_figure_that_ours_is_worked_out_from_names_ours() -> None:
    ours = dataclasses.replace(claim("ours", value=0.5), derived_from=("c",))
    assert says(claim(quantity="mine_production", value=5.0), ours)["c"].startswith("enters through ours")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (measure(sign="evidence"), "it never acts"),
        (measure(hs_match="related"), "hs_match is related"),
        (measure(train="no", confidence="B"), "train is no, confidence B"),
        (measure(announced="2026-12-01", effective="2027-01-01"), "announced only on 2026-12-01"),
        (measure(), "in_force on 2026-11-21; counts for 0 of 48 products"),
    ],
)
def test_a_measure_that_moves_nothing_is_told_why(row: Measure, words: str) -> None:
    assert words in says(measures=(row,))["M"]


def test_products_are_counted_by_the_figures_and_measures_of_their_answers() -> None:
    answers: dict[str, Score] = {name: score(bom(line("Nd")), kernel(), TODAY) for name in ("one", "two")}
    use, hazard = changed_rows.Use.by(answers), answers["one"].hazards[0]
    assert hazard.controls
    assert {use.words(name) for name in (*hazard.figures, *hazard.controls)} == {"2 of 2 products"}
    assert use.words("nothing") == "0 of 2 products"


@pytest.mark.parametrize(
    ("feature", "model", "words"),
    [
        (None, 0.0, "no input of its hazards changed"),
        (None, 0.3, ""),
        ({"name": "x", "log_odds": 0.0, "change": 0.0123}, 0.0, "x moved by 0.012 at most: inside one step"),
        ({"name": "x", "log_odds": 0.004, "change": 0.1}, 0.0, "x moved by 0.1 at most: less than 0.005 of log-odds"),
        ({"name": "x", "log_odds": 0.0, "change": None}, 0.0, "x became known or unknown: inside one step"),
        ({"name": "control_any", "log_odds": 0.0, "change": 0.5}, 0.0, "control_any moved by 0.5 at most: the model"),
        ({"name": "x", "log_odds": -0.2, "change": 0.5}, 0.0, "x -0.20"),
    ],
)  # fmt: skip
def test_a_change_too_small_to_show_is_told_in_words(
    feature: dict[str, float] | None, model: float, words: str
) -> None:
    assert comparison_text._reason({"feature": feature, "parts": {"model": model}}).startswith(words)
