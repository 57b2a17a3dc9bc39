"""Receipts: the same purchase has the same one, and what is damaged or foreign is refused."""

from __future__ import annotations

import base64
import dataclasses
import json
import zlib
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.risk.bom import Quantity
from service.risk.errors import BomError, ReceiptError
from service.risk.purchase import receipt
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.receipt import PREFIX
from service.risk.scoring import rescore, score
from tests.drawn import drawn
from tests.factories import TODAY, bom, kernel, kernel_with, line, magnet, measure, price, register_with, sample, supply


def text_of(one: str) -> dict[str, Any]:
    """What a receipt says."""
    body = one[len(PREFIX) :]
    receipt: dict[str, Any] = json.loads(zlib.decompress(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))
    return receipt


def forged(data: object) -> str:
    """A well-packed receipt that says anything."""
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    return PREFIX + base64.urlsafe_b64encode(zlib.compress(raw)).decode().rstrip("=")


def a_receipt() -> str:
    """A receipt of a small BOM."""
    return score(bom(magnet(*supply("magnet", CHN=0.8, JPN=0.2)), line(unit_price=price("4"))), kernel(), TODAY).receipt


@pytest.mark.slow
def test_a_receipt_reads_back_as_the_canonical_bom() -> None:
    for name in ("traction-motor", "wind-generator", "catalysts"):
        answer = score(sample(name), kernel(), TODAY)
        read, day, state = receipt.read(answer.receipt)
        assert (read, day) == (canonical_bom(sample(name), TODAY), TODAY)
        assert set(state) == {"model", "evidence", "register"}


def test_a_receipt_carries_decimals_of_six_places_as_text() -> None:
    first, second = text_of(a_receipt())["lines"]
    assert first["g"] == "1000.000000"
    assert first["supply"] == [["magnet", "CHN", "0.800000", 0], ["magnet", "JPN", "0.200000", 0]]
    assert second["per_kg"] == "4.000000"


def test_the_same_purchase_written_otherwise_has_the_same_receipt() -> None:
    one = score(bom(line(quantity=Quantity(Decimal("1.2"), "kg"))), kernel(), TODAY).receipt
    two = score(bom(line(quantity=Quantity(Decimal("1200.0"), "g"))), kernel(), TODAY).receipt
    assert one == two


@pytest.mark.slow
@settings(max_examples=drawn(60))
@given(st.integers(0, 10_000), st.characters(codec="ascii"))
def test_a_receipt_with_a_character_changed_is_refused_or_reads_the_same(where: int, character: str) -> None:
    good = a_receipt()
    n = where % len(good)
    damaged = good[:n] + character + good[n + 1 :]
    try:
        read = receipt.read(damaged)
    except ReceiptError:
        return
    assert read == receipt.read(good)


NOT_RECEIPTS: dict[str, Callable[[str], str]] = {
    "nothing": lambda good: "",
    "a prefix alone": lambda good: PREFIX,
    "another word": lambda good: "hello",
    "no base64": lambda good: PREFIX + "!!!!",
    "letters beyond ascii": lambda good: PREFIX + "\u00e9",
    "cut by six": lambda good: good[:-6],
    "cut in half": lambda good: good[: len(good) // 2],
    "another format": lambda good: "cp3." + good[len(PREFIX) :],
    "a list": lambda good: forged([]),
    "an empty object": lambda good: forged({}),
    "a text": lambda good: forged("text"),
    "lines that are a number": lambda good: forged({"lines": 5}),
    "a day that is a number": lambda good: forged({"lines": [], "as_of": 5}),
    "no JSON": lambda good: forged(b"not json"),
    "no UTF-8": lambda good: forged(b"\xff\xfe"),
    "more behind it": lambda good: forged(json.dumps(text_of(good)).encode()) + "AAAA",
}


@pytest.mark.slow
@pytest.mark.parametrize("what", NOT_RECEIPTS)
def test_a_damaged_receipt_is_refused(what: str) -> None:
    with pytest.raises(ReceiptError) as caught:
        rescore(NOT_RECEIPTS[what](a_receipt()), kernel(), TODAY)
    assert caught.value.errors[0].pointer == "/receipt"


def test_a_receipt_that_unpacks_to_more_than_the_limit_is_refused() -> None:
    with pytest.raises(ReceiptError, match="too long"):
        receipt.read(forged(b" " * (receipt.MAXIMUM_BYTES + 1)))


def test_a_receipt_of_deeply_nested_json_is_refused() -> None:
    with pytest.raises(ReceiptError):
        receipt.read(forged(b"[" * 100_000))


FORGERIES: dict[str, Any] = {
    "a country that is a number": {"buyer": 5},
    "a mass beyond all decimals": {"lines": [{"id": "1", "element": "Ce", "form": "oxide", "g": "1e999999"}]},
    "a mass that is no number": {"lines": [{"id": "1", "element": "Ce", "form": "oxide", "g": "NaN"}]},
    "a share that is no number": {
        "lines": [{"id": "1", "element": "Ce", "form": "oxide", "supply": [["separation", "CHN", "NaN", 0]]}]
    },
    "a material that is a list": {"lines": [{"id": "1", "material": ["x"]}]},
    "a confirmation without a day": {"lines": [{"id": "1", "material": "x", "confirmed": {"by": "A"}}]},
    "a confirmation that is a text": {"lines": [{"id": "1", "material": "x", "confirmed": "A"}]},
    "rare earths that are true": {"lines": [{"id": "1", "material": "x", "rare_earth": True}]},
    "a number of something else": {"lines": [{"id": "1", "material": "x", "n": ["3", "kg"]}]},
    "errors that are no errors": {"lines": [{"id": "1", "material": "x", "errors": [["a"], 3]}]},
    "a material that is not catalogued": {"lines": [{"id": "1", "read_as": "x"}]},
    "the default mix as a buyer": {"buyer": "*"},
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forged_receipt_is_refused_or_scored_and_never_crashes(what: str) -> None:
    data = text_of(a_receipt()) | FORGERIES[what]
    try:
        rescore(forged(data), kernel(), TODAY)
    except (ReceiptError, BomError):
        return


@pytest.mark.slow
def test_a_receipt_of_another_model_is_refused() -> None:
    other = dataclasses.replace(kernel(), sha256="f" * 64)
    with pytest.raises(ReceiptError) as caught:
        rescore(score(bom(), other, TODAY).receipt, kernel(), TODAY)
    assert caught.value.errors[0].code == "other_state"
    assert "model" in caught.value.errors[0].detail


@pytest.mark.slow
def test_a_receipt_of_another_register_is_refused() -> None:
    other = kernel_with(register=register_with(measure()))
    with pytest.raises(ReceiptError, match="other facts") as caught:
        rescore(score(bom(), other, TODAY).receipt, kernel(), TODAY)
    assert "register" in caught.value.errors[0].detail


@pytest.mark.slow
def test_a_receipt_of_other_evidence_is_refused() -> None:
    other = dataclasses.replace(kernel(), manifest=kernel().manifest | {"evidence_revision": "0" * 12})
    with pytest.raises(ReceiptError) as caught:
        rescore(score(bom(), other, TODAY).receipt, kernel(), TODAY)
    assert "evidence" in caught.value.errors[0].detail


def test_a_receipt_of_the_old_event_is_refused_with_the_reason() -> None:
    with pytest.raises(ReceiptError, match="no longer scored"):
        rescore("cp1." + a_receipt()[len(PREFIX) :], kernel(), TODAY)


def test_a_receipt_from_before_suppliers_were_taken_together_recomputes_as_it_was() -> None:
    lines = [magnet(*supply("magnet", **{place: 1}), part_number="M-1") for place in ("CHN", "JPN")]
    apart = score(bom(*lines, same_part="separate"), kernel(), TODAY)
    old = text_of(apart.receipt)
    del old["same_part"], old["on_error"]
    again = rescore(forged(old), kernel(), TODAY)
    assert again == apart
    assert again.score != score(bom(*lines), kernel(), TODAY).score


@pytest.mark.parametrize("more", [{"same_part": "both"}, {"on_error": "ignore"}, {"same_part": 5}])
def test_a_receipt_with_an_unknown_switch_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ReceiptError):
        receipt.read(forged(text_of(a_receipt()) | more))


def lines_of(**more: Any) -> dict[str, Any]:
    return {"lines": [{"id": "1", "element": "Ce", "form": "oxide"} | more]}


def shares(*rows: list[Any]) -> dict[str, Any]:
    return lines_of(supply=list(rows))


BEYOND_A_BODY: dict[str, tuple[dict[str, Any], str]] = {
    "shares of 5,000 %": (shares(*[["separation", "CHN", "1", 0]] * 50), "add up to 50"),
    "shares of next to nothing": (shares(["separation", "CHN", "0.01", 0]), "add up to 0.01"),
    "more rows than a line may have": (shares(*[["separation", "CHN", "0.02", 0]] * 51), "51 sources"),
    "a country that isn't one": (shares(["separation", "QQQ", "1", 0]), "no place of supply"),
    "a share with a million places": (shares(["separation", "CHN", "1E-999999", 0]), "as receipts write them"),
    "recycling that is a list": (shares(["separation", "CHN", "1", [0]]), "neither 0 nor 1"),
    "a long name": ({"lines": [{"id": "1", "material": "x" * 201}]}, "more than 200"),
    "a name of ligatures": ({"lines": [{"id": "1", "formula": "\ufdfa" * 100}]}, "more than 100"),
    "half a surrogate": ({"lines": [{"id": "1", "material": "\ud83d"}]}, "surrogates"),
    "a unit without end": (lines_of(g="1", of="N" * 40), "more than 32"),
    "no amount": (lines_of(g="0.000000"), "quantity is 0"),
    "two lines of one id": ({"lines": lines_of()["lines"] * 2}, "the same id"),
    "too many lines": ({"lines": lines_of()["lines"] * 1_001}, "1001 lines"),
    "two descriptions": (lines_of(formula="CeO2"), "more than one"),
    "an element that isn't traded": ({"lines": [{"id": "1", "element": "Xx", "form": "oxide"}]}, "no traded"),
    "a form that isn't one": ({"lines": [{"id": "1", "element": "Ce", "form": "dust"}]}, "no form"),
    "a composition above 1": ({"lines": [{"id": "1", "composition": [["Nd", "1"], ["Dy", "1"]]}]}, "adds up to 2"),
    "an element twice": ({"lines": [{"id": "1", "composition": [["Nd", "0.1"]] * 2}]}, "twice"),
    "a currency that isn't one": ({"currency": "x" * 99}, "no currency"),
    "a buyer that isn't one": ({"buyer": "QQQ"}, "no country"),
    "a day without end": ({"as_of": "9999-99-99"}, "month"),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", BEYOND_A_BODY)
def test_a_receipt_keeps_the_limits_of_a_body_and_tells_which(what: str) -> None:
    changed, words = BEYOND_A_BODY[what]
    with pytest.raises(ReceiptError, match=words):
        receipt.read(forged(text_of(a_receipt()) | changed))


def test_a_receipt_of_a_day_to_come_is_refused() -> None:
    with pytest.raises(BomError, match="future"):
        rescore(forged(text_of(a_receipt()) | {"as_of": "9999-12-31"}), kernel(), TODAY)
