"""The ledger over HTTP: filters, pages and views."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import bom, faults


def test_claims_are_filtered(client: FlaskClient) -> None:
    answer = client.get("/v1/claims?quantity=stage_share&element=Dy&stage=separation&document=doc-1").json
    assert [claim["claim_id"] for claim in answer["items"]] == ["claim-1"]


@pytest.mark.parametrize(
    ("geography", "ids"),
    [("CN", ["claim-1", "claim-3"]), ("CHN", ["claim-1", "claim-3"]), ("EU", ["claim-2"]), ("WLD", []), ("ZZ", [])],
)
def test_claims_are_filtered_by_geography(client: FlaskClient, geography: str, ids: list[str]) -> None:
    answer = client.get(f"/v1/claims?geography={geography}").json
    assert [claim["claim_id"] for claim in answer["items"]] == ids


def test_the_next_page_keeps_what_was_asked_and_the_day(client: FlaskClient) -> None:
    page = client.get("/v1/claims?geography=CHN&limit=1").json
    assert "geography=CHN&limit=1&on=" in page["next"]
    assert [claim["claim_id"] for claim in client.get(page["next"]).json["items"]] == ["claim-3"]


def test_a_view_stands_beside_the_claims_that_it_reconciles(client: FlaskClient) -> None:
    answer = client.get("/v1/claims?quantity=stage_share&element=Dy&on=2026-11-21").json
    (view,) = answer["views"]
    assert (view["subject"], view["geography"], view["on"]) == ("Dy", "CN", "2026-11-21")
    assert (view["low"], view["central"], view["high"]) == (0.7, 0.95, 1.0)
    assert (view["claim_id"], view["rule"]) == ("claim-1", "newest publication year")
    assert (view["figures"], view["conflicts"]) == (["claim-1", "claim-3"], ["claim-3"])


def test_a_view_knows_what_was_published_by_the_day(client: FlaskClient) -> None:
    answer = client.get("/v1/claims?quantity=stage_share&on=2024-06-30").json
    assert [claim["claim_id"] for claim in answer["items"]] == ["claim-3"]
    assert [(v["central"], v["rule"]) for v in answer["views"]] == [(0.7, "only one figure")]


def test_flags_are_a_list_and_conflicts_are_named_on_both_sides(client: FlaskClient) -> None:
    one, other = (client.get(f"/v1/claims/{i}").json for i in ("claim-1", "claim-3"))
    assert (one["flags"], one["conflicts"]) == (["self_reported"], ["claim-3"])
    assert (other["flags"], other["conflicts"]) == ([], ["claim-1"])


def test_a_claim_shows_its_source_and_its_view(client: FlaskClient) -> None:
    claim = client.get("/v1/claims/claim-1?on=2026-11-21").json
    assert (claim["value_low"], claim["value"], claim["value_high"], claim["values"]) == (0.9, None, 1.0, [])
    assert (claim["locator"], claim["source"]["title"]) == ("section 2", "A study")
    assert (claim["view"]["low"], claim["view"]["rule"]) == (0.7, "newest publication year")


def test_a_claim_gives_the_address_of_its_source_or_the_reason_why_there_is_none(client: FlaskClient) -> None:
    one, other = (client.get(f"/v1/claims/{name}").json["source"] for name in ("claim-1", "claim-3"))
    assert (one["url"], "why_no_url" in one) == ("https://example.org/study", False)
    assert (other["url"], other["why_no_url"]) == ("", "Read in print")


def test_a_claim_says_what_public_statistics_say_to_it(client: FlaskClient) -> None:
    claim = client.get("/v1/claims/claim-1").json
    assert (claim["compared"], claim["compared_with"]) == ("A table has 70 %.", ["claim-3"])


def test_context_has_no_view_and_no_place_is_null(client: FlaskClient) -> None:
    claim = client.get("/v1/claims/claim-4").json
    assert (claim["view"], claim["geography"], claim["use"]) == (None, None, "context")


def test_a_figure_of_the_trade_tables_is_answered_like_a_claim(client: FlaskClient) -> None:
    figure = client.get("/v1/claims/baci-imports-284610-DEU-2024").json
    assert (figure["quantity"], figure["geography"], figure["view"]) == ("import_mix", "DE", None)
    assert [(v["of"], v["country"], v["value"], v["unit"]) for v in figure["values"]] == [
        ("import_share", "FR", 0.75, "share"),
        ("import_share", "CN", 0.25, "share"),
        ("import_value", "DE", 120.0, "thousand USD"),
    ]
    assert (figure["source"]["publisher"], figure["source"]["licence"]) == ("CEPII", "Etalab 2.0")
    governance = client.get("/v1/claims/wgi-CHN-2024").json
    assert (governance["value"], governance["source"]["licence"]) == (0.5, "CC BY 4.0")


@pytest.mark.parametrize("claim_id", ["nothing", "baci-imports-284610-DEU-2023", "wgi-DEU-2024", "baci-imports-1-DE-2"])
def test_an_unknown_figure_is_404(client: FlaskClient, claim_id: str) -> None:
    answer = client.get(f"/v1/claims/{claim_id}")
    assert answer.status_code == 404
    assert claim_id in answer.json["detail"]


def test_an_empty_result_is_an_empty_list(client: FlaskClient) -> None:
    answer = client.get("/v1/claims?document=doc-1&stage=mining")
    assert (answer.status_code, answer.json["items"], answer.json["views"]) == (200, [], [])


@pytest.mark.parametrize(
    ("query", "fault", "meant"),
    [
        ("quantity=stage_shares", {"?quantity": "unknown_quantity"}, "stage_share"),
        ("document=doc_1", {"?document": "unknown_document"}, "doc-1"),
        ("element=dysprosium", {"?element": "not_a_choice"}, "Dy"),
        ("geography=Chna", {"?geography": "not_a_country"}, "CN"),
        ("geography=Europe", {"?geography": "not_a_country"}, "EU"),
        ("geography=world", {"?geography": "not_a_country"}, "WLD"),
        ("geography=EU28", {"?geography": "not_a_country"}, ""),
        ("stage=refining", {"?stage": "not_a_choice"}, "separation"),
        ("on=2026-13-01", {"?on": "not_a_date"}, ""),
        ("limit=0", {"?limit": "out_of_range"}, ""),
    ],
)
def test_a_wrong_value_names_the_parameter_and_what_was_meant(
    client: FlaskClient, query: str, fault: dict[str, str], meant: str
) -> None:
    answer = client.get(f"/v1/claims?{query}")
    assert (answer.status_code, faults(answer)) == (422, fault)
    assert f'"{meant}"' in answer.json["errors"][0]["detail"] or not meant


def test_pages_follow_each_other_with_the_filters_kept(client: FlaskClient) -> None:
    path, seen = "/v1/claims?limit=1&quantity=stage_share&on=2026-11-21", []
    while path:
        page = client.get(path).json
        seen += [claim["claim_id"] for claim in page["items"]]
        assert all(set(view["figures"]) & set(seen) for view in page["views"])
        path = page["next"]
    assert seen == ["claim-1", "claim-3"]


def test_figures_of_a_score_resolve_with_their_source(client: FlaskClient) -> None:
    for figure in client.post("/v1/scores?view=full", json=bom()).json["figure_lists"][0]["figures"]:
        assert client.get(f"/v1/claims/{figure}").json["source"]["title"]
