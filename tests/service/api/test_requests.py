"""What a request may hold, and how every fault is answered."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from typing import Any

import pycountry
import pytest
from flask.testing import FlaskClient

from service.config import Limits
from service.risk.bom import Line, Price
from service.risk.materials.composition import Outcome, Resolved, Unresolved
from service.schemas import did_you_mean
from service.schemas.bom import BomSchema
from service.schemas.fields import COUNTRIES, Country, SupplyCountry
from service.schemas.prices import UnitPrice
from tests.conftest import bom, faults, line
from tests.factories import resolver

LIMITS = Limits()


def post(client: FlaskClient, body: Any) -> Any:
    return client.post("/v1/scores", json=body)


def post_raw(client: FlaskClient, raw: bytes, content_type: str = "application/json") -> Any:
    return client.post("/v1/scores", data=raw, content_type=content_type)


def source(stage: str = "separation", country: str = "CN", share: Any = 1) -> dict[str, Any]:
    return {"stage": stage, "country": country, "share": share}


@pytest.mark.parametrize(
    "described",
    [
        {"material": "NdFeB N42SH"},
        {"element": "Ce", "form": "oxide"},
        {"formula": "Dy2O3"},
        {"composition": {"Nd": 0.29, "Dy": 0.03, "Fe": 0.66}, "form": "magnet"},
    ],
)
def test_a_line_is_described_in_any_of_four_ways(client: FlaskClient, described: dict[str, Any]) -> None:
    assert post(client, bom({"line_id": "1"} | described)).status_code == 200


@pytest.mark.parametrize("described", [{}, {"material": "x", "formula": "Dy2O3"}])
def test_a_line_described_in_no_way_or_in_two_is_refused(client: FlaskClient, described: dict[str, Any]) -> None:
    assert faults(post(client, bom({"line_id": "1"} | described))) == {"/lines/0": "description"}


def test_an_element_needs_its_form(client: FlaskClient) -> None:
    assert faults(post(client, bom({"line_id": "1", "element": "Ce"}))) == {"/lines/0/form": "required"}


def test_all_faults_are_reported_at_once(client: FlaskClient) -> None:
    body = {
        "lines": [
            {"line_id": 1, "element": "Zz", "form": "oxide", "quantity": {"value": 0, "unit": ""}},
            line("2", supply=[source(country="XX"), source(share="most"), source(stage="melting")]),
            3,
        ],
        "as_of": "2026-02-30",
        "currency": "EURO",
    }
    assert faults(post(client, body)) == {
        "/lines/0/line_id": "not_text",
        "/lines/0/element": "not_a_choice",
        "/lines/0/quantity/value": "out_of_range",
        "/lines/0/quantity/unit": "blank",
        "/lines/1/supply/0/country": "not_a_country",
        "/lines/1/supply/1/share": "not_a_number",
        "/lines/1/supply/2/stage": "not_a_choice",
        "/lines/2": "not_an_object",
        "/as_of": "not_a_date",
        "/currency": "not_a_currency",
    }


def test_faults_come_in_the_same_order_whatever_that_of_the_members(client: FlaskClient) -> None:
    wrong = {"currency": "EURO", "tolerance": "x", "lines": [], "as_of": "soon", "buyer_country": "XX"}
    told = [list(faults(post(client, dict(some)))) for some in (wrong.items(), reversed(wrong.items()))]
    assert told[0] == told[1] == ["/buyer_country", "/as_of", "/currency", "/tolerance", "/lines"]


def test_an_unknown_member_is_refused_without_a_value_too(client: FlaskClient) -> None:
    assert faults(post(client, bom(line(elment=None)))) == {"/lines/0/elment": "unknown_field"}


def test_an_unknown_member_is_named_with_its_near_matches(client: FlaskClient) -> None:
    answer = post(client, bom(line(elment="Ce")))
    assert faults(answer) == {"/lines/0/elment": "unknown_field"}
    detail = answer.json["errors"][0]["detail"]
    assert 'Did you mean "element"?' in detail


def test_a_member_in_the_wrong_object_is_sent_to_the_right_one(client: FlaskClient) -> None:
    answer = post(client, bom(line(currency="EUR"), end_use="military"))
    details = {error["pointer"]: error["detail"] for error in answer.json["errors"]}
    assert "It belongs to each line, in lines: move it there." in details["/end_use"]
    assert "It belongs to the BOM, beside lines: move it there." in details["/lines/0/currency"]


def test_an_unknown_member_brings_every_known_one_near_ones_first(client: FlaskClient) -> None:
    answer = post(client, bom(line(quantity={"value": 1, "unit": "kg", "unti": "g"})))
    assert "Known are unit, value." in answer.json["errors"][0]["detail"]
    assert "line_id, part_number, material" in post(client, bom(line(zzz=1))).json["errors"][0]["detail"]


def details(answer: Any) -> dict[str, str]:
    return {fault["pointer"]: fault["detail"] for fault in answer.json["errors"]}


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("refining", "separation"), ("Refining", "separation"), ("separating", "separation"),
        ("smelting", "separation"),
        ("processing", "separation"), ("metallisation", "metal"), ("alloying", "metal"), ("metal making", "metal"),
        ("metal-making", "metal"), ("mine", "mining"), ("extraction", "mining"), ("magnet making", "magnet"),
        ("sintering", "magnet"), ("seperation", "separation"), ("MAGNET", "magnet"),
    ],
)  # fmt: skip
def test_another_word_for_a_stage_leads_to_the_stage(client: FlaskClient, word: str, meant: str) -> None:
    refusals = details(post(client, bom(line(supply=[source(stage=word)]))))["/lines/0/supply/0/stage"]
    assert refusals.endswith(f'Did you mean "{meant}"?')


@pytest.mark.parametrize(("share", "written"), [(80, "0.8"), (12.5, "0.125"), ("80", "0.8"), (100, "1")])
def test_a_share_in_per_cent_is_told_how_it_is_written(client: FlaskClient, share: Any, written: str) -> None:
    refusals = details(post(client, bom(line(supply=[source(share=share)]))))["/lines/0/supply/0/share"]
    assert f"% is written {written} or " in refusals


@pytest.mark.parametrize("share", ["80 %", "80%", "0,8", "80,0 %", 0.8])
def test_a_share_may_be_written_in_per_cent(client: FlaskClient, share: Any) -> None:
    supply = [source(share=share), source(country="JP", share="20 %")]
    assert post(client, bom(line(supply=supply))).status_code == 200


def test_a_composition_in_per_cent_is_told_that_it_holds_mass_fractions(client: FlaskClient) -> None:
    refusals = details(post(client, bom(line(composition={"Nd": 29, "neodymium": 0.1}))))
    assert "a mass fraction, not a percentage: 29 % is written 0.29 or" in refusals["/lines/0/composition/Nd"]
    assert 'Did you mean "Nd"?' in refusals["/lines/0/composition/neodymium"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("China", "CN"), ("UK", "GB"), ("Germany", "DE"), ("the Netherlands", "NL"), ("Czech Republic", "CZ"),
        ("South Korea", "KR"), ("Republic of Korea", "KR"), ("korea, republic of", "KR"), ("Russia", "RU"),
        ("Viet Nam", "VN"), ("VIETNAM", "VN"), (" United  States of America ", "US"), ("Türkiye", "TR"),
        ("Turkey", "TR"), ("Taiwan", "TW"), ("Islamic Republic of Iran", "IR"),
    ],
)  # fmt: skip
def test_a_country_may_be_named_in_english(name: str, code: str) -> None:
    assert Country().deserialize(name) == COUNTRIES[code]
    assert SupplyCountry().deserialize(name) == COUNTRIES[code]


def test_every_country_of_iso_3166_is_read_by_its_names() -> None:
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "common_name", country.name)):
            if name != "Congo":
                assert Country().deserialize(name) == country.alpha_3


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Germny", '"DE"'), ("Deutschland", '"DE"'), ("Korea", '"KR" or "KP"'), ("Congo", '"CD" or "CG"')],
)
def test_a_country_that_is_misspelt_or_one_of_several_is_asked_about(
    client: FlaskClient, name: str, meant: str
) -> None:
    assert f"Did you mean {meant}?" in details(post(client, bom(buyer_country=name)))["/buyer_country"]


@pytest.mark.parametrize("name", ["EU", "eu27", "EU-27", "European Union"])
def test_supply_may_come_from_the_union(client: FlaskClient, name: str) -> None:
    assert post(client, bom(line(supply=[source(country=name)]))).status_code == 200


def test_a_union_is_asked_for_its_member(client: FlaskClient) -> None:
    assert "member state" in details(post(client, bom(buyer_country="EU")))["/buyer_country"]


@pytest.mark.parametrize("word", ["Neodymium", "nd", "ND", "neodynium", "Neodymum"])
def test_an_element_that_is_named_is_told_its_symbol(client: FlaskClient, word: str) -> None:
    refusals = details(post(client, bom({"line_id": "1", "element": word, "form": "oxide"})))
    assert refusals["/lines/0/element"].endswith('Did you mean "Nd"?')


def test_a_pointer_escapes_slashes_and_tildes(client: FlaskClient) -> None:
    assert faults(post(client, bom(**{"a/b~c": 1}))) == {"/a~1b~0c": "unknown_field"}


def test_shares_of_a_stage_must_add_up_to_one(client: FlaskClient) -> None:
    supply = [source(share=0.8), source(country="JP", share=0.1)]
    assert faults(post(client, bom(line(supply=supply)))) == {"/lines/0/supply": "shares"}


@pytest.mark.parametrize(("share", "right"), [(0.78, True), (0.82, True), (0.77, False), (0.83, False)])
def test_shares_that_are_rounded_are_taken(client: FlaskClient, share: float, right: bool) -> None:
    supply = [source(share=share), source(country="JP", share=0.2)]
    assert (post(client, bom(line(supply=supply))).status_code == 200) is right


def test_a_share_without_a_country_is_the_default_mix_and_one_that_leaves_it_out_is_refused(
    client: FlaskClient,
) -> None:
    rest = {"stage": "separation", "share": 0.2}
    known = source(share=0.8)
    assert post(client, bom(line(supply=[known, rest | {"country": None}]))).status_code == 200
    assert faults(post(client, bom(line(supply=[known, rest])))) == {"/lines/0/supply/1/country": "required"}
    recycled = rest | {"country": None, "recycled": True}
    assert faults(post(client, bom(line(supply=[known, recycled])))) == {"/lines/0/supply/1/recycled": "recycled"}


def read_price(written: Any) -> Price:
    price: Price = UnitPrice().deserialize(written)
    return price


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ("3,50 EUR/kg", Price(Decimal("3.50"), "kg", currency="EUR")),
        ("$12.40/lb", Price(Decimal("12.40"), "lb", currency="$")),
        ("12.40 usd / lb", Price(Decimal("12.40"), "lb", currency="USD")),
        ("350 EUR per 100 kg", Price(Decimal(350), "kg", Decimal(100), "EUR")),
        ("EUR 350/100 kg", Price(Decimal(350), "kg", Decimal(100), "EUR")),
        ("1.234,50 €/t", Price(Decimal("1234.50"), "t", currency="€")),
        ("95/kg", Price(Decimal(95), "kg")),
        ("3 EUR/Stk", Price(Decimal(3), "Stk", currency="EUR")),
        ("40 €/kg TREO", Price(Decimal(40), "kg TREO", currency="€")),
        ({"value": 350, "per": "kg", "per_quantity": 100}, Price(Decimal(350), "kg", Decimal(100))),
        ({"value": "3,50", "per": "kg"}, Price(Decimal("3.50"), "kg")),
    ],
)
def test_a_price_is_read_as_it_is_written(written: Any, price: Price) -> None:
    assert read_price(written) == price


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("3.50", "not_a_price"), ("EUR/kg", "not_a_price"), ("EUR 3.50 EUR/kg", "not_a_price"),
        ("3.50 XYZ/kg", "not_a_currency"), ("1,234 EUR/kg", "ambiguous_number"), ("1..2 EUR/kg", "not_a_number"),
        ("-3 EUR/kg", "out_of_range"), ("3 EUR/0 kg", "out_of_range"), ("9" * 65 + "/kg", "not_a_price"),
        (3.5, "not_an_object"), ({"value": 3}, "required"),
    ],
)  # fmt: skip
def test_a_price_that_cannot_be_read_is_told_how_it_is_written(client: FlaskClient, written: Any, code: str) -> None:
    wrong = faults(post(client, bom(line(unit_price=written))))
    assert list(wrong.values()) == [code]
    assert all(pointer.startswith("/lines/0/unit_price") for pointer in wrong)


def test_what_a_metre_weighs_is_read_in_grams() -> None:
    one = BomSchema().load(bom(line(quantity={"value": 3, "unit": "m"}, mass_per_metre={"value": 2, "unit": "kg/m"})))
    assert one.lines[0].grams_per_metre == Decimal(2000)


def test_no_rare_earth_can_be_said_and_nothing_else(client: FlaskClient) -> None:
    assert post(client, bom({"line_id": "1", "rare_earth": False})).status_code == 200
    assert faults(post(client, bom(line(rare_earth=True)))) == {"/lines/0/rare_earth": "only_false"}


def test_what_only_the_kernel_refuses_is_told_with_the_rest(client: FlaskClient) -> None:
    lines = [
        line("1", quantity={"value": 1, "unit": "bushel"}, unit_price="3 USD/litre"),
        line("2", supply=[source(country="Atlantis")]),
        {"line_id": "3", "part_number": "known to the parts, perhaps"},
    ]
    wrong = {
        "/lines/0/quantity/unit": "unknown_unit",
        "/lines/0/unit_price/per": "no_mass",
        "/lines/0/unit_price": "other_currency",
        "/lines/1/supply/0/country": "not_a_country",
    }
    assert faults(post(client, bom(*lines, currency="EUR"))) == wrong
    del wrong["/lines/0/unit_price"]
    assert faults(post(client, bom(*lines, currency="Euro"))) == wrong | {"/currency": "not_a_currency"}


SKIPPED = [
    line("1"),
    line("2", quantity={"value": -3, "unit": "kg"}, material="NdFeB N42SH"),
    line("3", supply=[source(country="Atlantis")]),
    "4",
    line("5"),
    line("5"),
]


def test_a_bom_with_bad_lines_is_refused_unless_they_are_to_be_skipped(client: FlaskClient) -> None:
    assert faults(post(client, bom(*SKIPPED))) == {
        "/lines/1/quantity/value": "out_of_range",
        "/lines/2/supply/0/country": "not_a_country",
        "/lines/3": "not_an_object",
        "/lines/4/line_id": "duplicate",
        "/lines/5/line_id": "duplicate",
    }
    read = BomSchema().load(bom(*SKIPPED, on_error="skip_line"))
    assert [len(one.errors) for one in read.lines] == [0, 1, 1, 1, 1, 1]
    assert [one.line_id for one in read.lines] == ["1", "2", "3", "/lines/3", "5", "5"]
    assert read.lines[1].material == "NdFeB N42SH"
    assert read.lines[1].errors[0].pointer == "/lines/1/quantity/value"


def test_what_is_wrong_outside_the_lines_is_refused_even_so(client: FlaskClient) -> None:
    answer = post(client, bom(*SKIPPED, on_error="skip_line", as_of="yesterday"))
    assert faults(answer) == {"/as_of": "not_a_date"}


def test_tenths_add_up_to_one_exactly(client: FlaskClient) -> None:
    supply = [source(country=c, share=0.1) for c in ("CN", "JP", "US", "DE", "FR", "EE", "MY", "AU", "VN", "TH")]
    assert post(client, bom(line(supply=supply))).status_code == 200


def test_numbers_may_be_written_as_text(client: FlaskClient) -> None:
    body = bom(line(quantity={"value": "1.2", "unit": "kg"}, supply=[source(share="1.0")]))
    assert post(client, body).status_code == 200


@pytest.mark.parametrize("number", [True, "1.2 kg", "", "nan", "Infinity", [1], {}, "١"])
def test_what_is_not_a_number_is_refused(client: FlaskClient, number: Any) -> None:
    body = bom(line(quantity={"value": number, "unit": "kg"}))
    assert faults(post(client, body)) == {"/lines/0/quantity/value": "not_a_number"}


@pytest.mark.parametrize("number", [0, -1, 1e-9, 1e30, "1e99"])
def test_quantities_lie_above_zero_and_below_the_limit(client: FlaskClient, number: Any) -> None:
    body = bom(line(quantity={"value": number, "unit": "kg"}))
    assert faults(post(client, body)) == {"/lines/0/quantity/value": "out_of_range"}


def test_a_number_of_more_digits_than_are_kept_is_refused(client: FlaskClient) -> None:
    raw = json.dumps(bom(line(pieces=7))).replace("7", "1." + "1" * 40).encode()
    assert faults(post_raw(client, raw)) == {"/lines/0/pieces": "too_precise"}


@pytest.mark.parametrize("code", ["DE", "DEU", "de"])
def test_countries_are_read_in_two_letters_or_three(client: FlaskClient, code: str) -> None:
    assert post(client, bom(buyer_country=code)).status_code == 200


def test_line_ids_are_unique(client: FlaskClient) -> None:
    answer = post(client, bom(line("1"), line("2"), line("1")))
    assert faults(answer) == {"/lines/0/line_id": "duplicate", "/lines/2/line_id": "duplicate"}


def test_null_counts_as_left_out(client: FlaskClient) -> None:
    assert post(client, bom(line(quantity=None, supply=None), name=None, as_of=None)).status_code == 200


def test_mass_fractions_may_not_exceed_one(client: FlaskClient) -> None:
    body = bom(line(composition={"Nd": 0.9, "Dy": 0.2}))
    assert faults(post(client, body)) == {"/lines/0/composition": "sum"}


def test_every_wrong_mass_fraction_is_named(client: FlaskClient) -> None:
    body = bom(line(composition={"Nd": "much", "steel": 0.2}))
    wrong = {"/lines/0/composition/Nd": "not_a_number", "/lines/0/composition/steel": "not_an_element"}
    assert faults(post(client, body)) == wrong


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "\ud800"])
def test_control_characters_and_lone_surrogates_are_refused(client: FlaskClient, text: str) -> None:
    assert faults(post(client, bom(line(part_number=text)))) == {"/lines/0/part_number": "unprintable"}


@pytest.mark.parametrize("day", ["1994-12-31", "2100-01-01"])
def test_days_out_of_range_are_refused(client: FlaskClient, day: str) -> None:
    assert faults(post(client, bom(as_of=day))) == {"/as_of": "out_of_range"}


def test_a_thousand_lines_are_taken_and_one_more_is_refused(client: FlaskClient) -> None:
    lines = [line(str(number)) for number in range(LIMITS.lines + 1)]
    assert post(client, bom(*lines[:-1])).status_code == 200
    assert faults(post(client, bom(*lines))) == {"/lines": "length"}


def test_no_line_is_refused(client: FlaskClient) -> None:
    assert faults(post(client, {"buyer_country": "DE", "lines": []})) == {"/lines": "length"}


def test_sources_of_a_line_are_limited(client: FlaskClient) -> None:
    supply = [source(share=0.01)] * (LIMITS.sources_per_line + 1)
    assert faults(post(client, bom(line(supply=supply)))) == {"/lines/0/supply": "length"}


def test_text_is_limited(client: FlaskClient) -> None:
    assert faults(post(client, bom(line("x" * 101)))) == {"/lines/0/line_id": "too_long"}


def test_a_body_over_the_limit_is_413(client: FlaskClient) -> None:
    answer = post_raw(client, b" " * (LIMITS.body_bytes + 1))
    assert answer.status_code == 413
    assert "1,048,576" in answer.json["detail"]


def test_nesting_over_the_limit_is_refused(client: FlaskClient) -> None:
    answer = post_raw(client, b'{"a":' * 13 + b"1" + b"}" * 13)
    assert answer.status_code == 400
    assert faults(answer) == {"": "too_deep"}


def test_nesting_that_no_parser_survives_is_refused_alike(client: FlaskClient) -> None:
    answer = post_raw(client, b"[" * 500_000)
    assert (answer.status_code, faults(answer)) == (400, {"": "too_deep"})


@pytest.mark.parametrize("raw", [b"", b"{", b"[1,]", b"\xff", b"{'a': 1}", b"1" * 5000])
def test_what_is_not_json_is_400(client: FlaskClient, raw: bytes) -> None:
    answer = post_raw(client, raw)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    ("raw", "place", "fix"),
    [
        (b'{"a":', "line 1, column 6", "ends too early"),
        (b'{"a": 1,}', "line 1, column ", "comma"),
        (b"{\n'a': 1}", "line 2, column 1", "double quotation marks"),
        (b'{"a": 1} x', "line 1, column 10", "remove what follows"),
        (b'{"a" 1}', "line 1, column 6", "colon"),
        (b'{"a": "x', "line 1, column 7", "closing quotation mark"),
        (b'{"a": True}', "line 1, column 7", "A value is missing"),
        (b"", "empty", "send a JSON object"),
        (b'{"a": "\xff"}', "byte 7", "send it as UTF-8"),
    ],
)
def test_malformed_json_is_one_error_with_its_place_and_the_fix(
    client: FlaskClient, raw: bytes, place: str, fix: str
) -> None:
    answer = post_raw(client, raw)
    assert list(faults(answer)) == [""]
    fault = details(answer)[""]
    assert place in fault
    assert fix in fault
    assert answer.json["detail"] == fault


def test_members_given_twice_are_400_with_their_place(client: FlaskClient) -> None:
    answer = post_raw(client, b'{"lines": [{"line_id": "1", "line_id": "2"}]}')
    assert (answer.status_code, faults(answer)) == (400, {"/lines/0/line_id": "duplicate_member"})


@pytest.mark.parametrize("words", ["steel: bolt", "NaNd: Infinity", '\\"a\\": 1'])
def test_text_that_looks_like_json_is_read_as_text(client: FlaskClient, words: str) -> None:
    raw = f'{{"lines": [{{"line_id": "1", "element": "Ce", "form": "oxide", "supplier": "{words}"}}]}}'
    assert post_raw(client, raw.encode()).status_code == 200
    twice = raw.replace('"form"', '"element": "Ce", "form"')
    assert faults(post_raw(client, twice.encode())) == {"/lines/0/element": "duplicate_member"}


def test_nan_and_infinities_are_400_with_their_place(client: FlaskClient) -> None:
    answer = post_raw(client, b'{"lines": [{"pieces": NaN}, {"pieces": -Infinity}]}')
    places = {"/lines/0/pieces": "not_a_number", "/lines/1/pieces": "not_a_number"}
    assert (answer.status_code, faults(answer)) == (400, places)


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""])
def test_another_type_than_json_is_415(client: FlaskClient, content_type: str) -> None:
    answer = post_raw(client, b"{}", content_type)
    assert (answer.status_code, answer.content_type) == (415, "application/problem+json")


def test_a_body_that_is_no_object_is_422(client: FlaskClient) -> None:
    assert faults(post(client, [])) == {"": "not_an_object"}


def test_an_unknown_path_is_a_404_problem(client: FlaskClient) -> None:
    answer = client.get("/v2/nothing")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.json["instance"] == "/v2/nothing"


def test_a_wrong_method_is_a_405_problem_that_lists_the_right_ones(client: FlaskClient) -> None:
    answer = client.delete("/v1/scores")
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert "POST" in answer.headers["Allow"]


def test_what_the_kernel_refuses_is_422_with_its_pointers(client: FlaskClient) -> None:
    answer = post(client, bom(line(), line("2", material="unscorable")))
    assert (answer.status_code, faults(answer)) == (422, {"/lines/1/material": "unknown_unit"})


def test_a_defect_is_a_500_problem_that_is_logged_with_the_request_id(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = client.post("/v1/scores", json=bom(line(material="crash")), headers={"X-Request-ID": "abc-1"})
    assert (answer.status_code, answer.headers["X-Request-ID"]) == (500, "abc-1")
    assert "a defect" not in answer.get_data(as_text=True)
    text = capsys.readouterr().err
    logged = json.loads(text)
    assert (logged["event"], logged["request_id"]) == ("unexpected_error", "abc-1")
    assert "line_id" not in text, "what a customer sent stays out of the log"


def test_a_refusal_is_not_logged(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    post(client, {})
    assert capsys.readouterr().err == ""


def test_an_odd_request_id_is_replaced(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": "a b{}"})
    assert answer.headers["X-Request-ID"] != "a b{}"


@pytest.mark.parametrize("number", ["1 200.5", "1'200.5", "1,200.5", "1200.5", "1.200,5", "1200,5"])
def test_thousands_separators_in_text_are_understood(client: FlaskClient, number: str) -> None:
    assert post(client, bom(line(quantity={"value": number, "unit": "kg"}))).status_code == 200


@pytest.mark.parametrize("number", ["1,200", "1.200,500", "12,000"])
def test_a_number_that_can_be_read_in_two_ways_is_refused_with_both(client: FlaskClient, number: str) -> None:
    answer = post(client, bom(line(quantity={"value": number, "unit": "kg"})))
    assert faults(answer) == {"/lines/0/quantity/value": "ambiguous_number"}
    assert " or " in details(answer)["/lines/0/quantity/value"]


@pytest.mark.parametrize("share", [0.29, "0.29", "29 %", "29%", "29 wt%", "29 wt.-%", "290000 ppm", "29 % by mass",
                                   "29 weight %", "29,0 %", "0,29", "29 Gew.-%"])  # fmt: skip
def test_mass_fractions_may_be_written_as_per_cent_or_parts_per_million(client: FlaskClient, share: Any) -> None:
    one = {"line_id": "1", "composition": {"Nd": share, "Fe": "0.6"}, "form": "alloy"}
    assert post(client, bom(one)).status_code == 200


@pytest.mark.parametrize("share", [29, "29", "290 %", "2000000 ppm", "29 mol%", "-1 %"])
def test_a_mass_fraction_above_one_or_by_count_is_refused(client: FlaskClient, share: Any) -> None:
    one = {"line_id": "1", "composition": {"Nd": share}, "form": "alloy"}
    assert set(faults(post(client, bom(one)))) == {"/lines/0/composition/Nd"}


@pytest.mark.parametrize(
    "share", ["3 weight %", "3 wt%", "3,5 %", "3 per cent", "5000 ppm", "1,234 %", "3 at%", "3 mol%"]
)
def test_a_share_is_read_or_refused_alike_in_a_composition_and_in_a_material(client: FlaskClient, share: str) -> None:
    answer = post(client, bom({"line_id": "1", "composition": {"Dy": share}, "form": "alloy"}))
    stated = resolved(f"NdFeB {share} Dy")
    assert (answer.status_code == 200) == (isinstance(stated, Resolved) and stated.confidence != "low")
    if isinstance(stated, Unresolved) and stated.reason == "ambiguous_number":
        assert faults(answer) == {"/lines/0/composition/Dy": "ambiguous_number"}
        assert "may be 1.234 or 1234" in stated.detail
        assert "may be 1.234 or 1234" in details(answer)["/lines/0/composition/Dy"]


def resolved(text: str) -> Outcome:
    return resolver().resolve(Line("1", material=text))


def test_new_members_are_read_and_their_slips_named(client: FlaskClient) -> None:
    good = bom(
        line(can_do_without=0.2, supply=[source(country="EU", share=0.5), source(country="ZZ", share=0.5)]),
        line("2", supply=[source(country="CN", share=1) | {"recycled": True}]),
        tolerance=0.3,
    )
    assert post(client, good).status_code == 200
    assert post(client, {name: value for name, value in good.items() if name != "buyer_country"}).status_code == 200
    wrong = bom(line(can_do_without=20, supply=[source(share=1) | {"recycled": "yes"}]), tolerance=-1)
    assert faults(post(client, wrong)) == {
        "/lines/0/can_do_without": "out_of_range",
        "/lines/0/supply/0/recycled": "not_a_flag",
        "/tolerance": "out_of_range",
    }


def test_half_a_surrogate_in_a_name_is_told_as_it_is_escaped(client: FlaskClient) -> None:
    answer = post_raw(client, rb'{"lines": [{"line_id": "1", "material": "Dy2O3", "\ud83d": 1}]}')
    assert (answer.status_code, faults(answer)) == (422, {r"/lines/0/\ud83d": "unknown_field"})


@pytest.mark.parametrize("number", ["1e9999999999999999999", "-1e9999999999999999999", "1e999999999999999999"])
def test_a_number_of_any_exponent_is_out_of_range(client: FlaskClient, number: str) -> None:
    answer = post_raw(client, quantity_of(number))
    assert (answer.status_code, faults(answer)) == (422, {"/lines/0/quantity/value": "out_of_range"})


@pytest.mark.parametrize("number", ["1e-9999999999999999999", "1e-999999", "1e-31"])
def test_a_share_near_nothing_is_refused_and_never_written_out(client: FlaskClient, number: str) -> None:
    raw = b'{"lines":[{"line_id":"1","material":"x","supply":[{"stage":"mining","country":"CN","share":%s}]}]}'
    answer = post_raw(client, raw % number.encode())
    assert faults(answer) == {"/lines/0/supply/0/share": "too_precise"}
    assert len(answer.data) < 1_000


def quantity_of(number: str) -> bytes:
    lines = '{"lines":[{"line_id":"1","material":"Dy2O3","quantity":{"value":%s,"unit":"kg"}}]}'
    return (lines % number).encode()


@pytest.mark.parametrize("member", ["material", "formula"])
def test_ligatures_count_as_the_letters_that_they_stand_for(client: FlaskClient, member: str) -> None:
    answer = post(client, bom({"line_id": "1", member: "\ufdfa" * 100}))
    assert faults(answer) == {f"/lines/0/{member}": "too_long"}


def test_the_first_hundred_faults_are_told_and_all_are_counted(client: FlaskClient) -> None:
    answer = post(client, {f"m{number}": 1 for number in range(2_000)})
    assert (len(answer.json["errors"]), answer.json["error_count"]) == (100, 2_001)
    assert answer.json["detail"] == "2,001 faults; see errors."


def test_only_the_hints_of_faults_that_are_told_are_worked_out(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(did_you_mean, "near", lambda word, _known: asked.append(word) or "")
    post(client, {f"m{number}": 1 for number in range(2_000)})
    wrong = [line(str(number), **{f"m{n}": 1 for n in range(50)}) for number in range(20)]
    answer = post(client, bom(*wrong, on_error="skip_line"))
    assert answer.status_code == 200
    assert len(asked) <= 100 + 20 * 6


def test_an_answer_with_long_names_is_bounded(client: FlaskClient) -> None:
    answer = post(client, {f"{number}{'é' * 1_500}": 1 for number in range(90)})
    assert answer.status_code == 422
    assert len(answer.data) < 200_000


def test_names_given_twice_are_counted_once_each_and_the_first_are_told(client: FlaskClient) -> None:
    raw = "{" + ",".join(f'"a{number // 2}": 1' for number in range(2_000)) + "}"
    answer = post_raw(client, raw.encode())
    assert (answer.status_code, len(answer.json["errors"]), answer.json["error_count"]) == (400, 100, 1_000)


def test_a_long_name_above_many_faults_is_not_repeated_in_each(client: FlaskClient) -> None:
    raw = f'{{"{"n" * 10_000}": [{",".join(["NaN"] * 5_000)}]}}'
    answer = post_raw(client, raw.encode())
    assert answer.json["error_count"] == 5_000
    assert all(len(error["pointer"]) < 120 for error in answer.json["errors"])
    assert answer.json["errors"][0]["pointer"].endswith("n…/0")


def post_stream(client: FlaskClient, raw: bytes, **environ: Any) -> Any:
    """Post a body as gunicorn hands it over, without a stated length unless ``environ`` states one."""
    environ = {"wsgi.input": io.BytesIO(raw), "wsgi.input_terminated": True} | environ
    return client.post("/v1/scores", content_type="application/json", environ_overrides=environ)


def test_a_chunked_body_is_read_up_to_the_limit_and_refused_above(client: FlaskClient) -> None:
    whole = json.dumps(bom()).encode().ljust(LIMITS.body_bytes)
    assert post_stream(client, whole).status_code == 200
    answer = post_stream(client, whole + b" ")
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_a_body_that_ends_early_is_408(client: FlaskClient) -> None:
    answer = post_stream(client, b"{", CONTENT_LENGTH="100")
    assert (answer.status_code, answer.content_type) == (408, "application/problem+json")


@pytest.mark.parametrize("kept", [{"x_a": "\ud800"}, {"x_\udfff": 1}, {"x_a": "\x00"}])
def test_no_text_is_kept_that_an_export_could_not_hold(client: FlaskClient, kept: dict[str, Any]) -> None:
    answer = post(client, bom({"line_id": "1", "material": "Dy2O3", **kept}))
    assert [error["code"] for error in answer.json["errors"]] == ["not_kept"]
    assert post(client, bom({"line_id": "1", "material": "Dy2O3", "x_a": "two\nrows"})).status_code == 200


def test_which_of_several_descriptions_are_given_is_told_in_a_sentence(client: FlaskClient) -> None:
    answer = post(client, bom({"line_id": "1", "material": "Dy2O3", "formula": "Dy2O3"}))
    assert answer.json["detail"] == "1 fault; see errors."
    assert answer.json["errors"][0]["detail"].endswith("; material, formula are given.")


def test_what_is_required_is_not_to_be_left_out(client: FlaskClient) -> None:
    answer = client.post("/v1/receipts", json={"receipt": " "})
    assert answer.json["errors"][0]["detail"] == "Must not be blank."


def test_what_is_not_there_has_one_title(client: FlaskClient) -> None:
    titles = {client.get(path).json["title"] for path in ("/v1/nowhere", "/v1/boms/nothing", "/v1/claims/nothing")}
    assert titles == {"Not found"}


@pytest.mark.parametrize(
    "path", ["/v1/elements", "/v1/model", "/v1/boms", "/v1/track-record", "/v1/models/fake-1/card"]
)
def test_a_read_for_another_etag_is_refused_as_a_problem_document(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"If-Match": '"another"'})
    assert (answer.status_code, faults(answer)) == (412, {"If-Match": "other_etag"})
    held = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-Match": held}).status_code == 200
