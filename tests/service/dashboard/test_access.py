"""Who may see and change what on the pages: the tenant of the key that signed in, as far as its scopes go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.access.policy import PAGES, Scope
from service.app import create_app
from service.engine import KERNEL
from tests.factories import kernel
from tests.service.access.conftest import EVERYTHING, Holder, key_for, store_of, with_keys
from tests.service.access.test_sign_in import OWN_PAGE, sign_in
from tests.service.dashboard.conftest import motor
from tests.service.dashboard.html import Page

ADDRESSES = {
    "pages.home": "/",
    "pages.portfolio_file": "/portfolio.csv",
    "pages.show_product": "/products/motor",
    "pages.show_what_if": "/what-if/motor",
    "pages.list_elements": "/elements",
    "pages.show_element": "/elements/Dy",
    "pages.show_country": "/countries/CN",
    "pages.show_model": "/model",
    "pages.show_upload": "/upload",
    "pages.show_chokepoint": "/chokepoints/CN/magnet",
    "pages.show_control": "/controls/CN-2025-18",
    "pages.list_figures": "/figures?element=Dy",
    "pages.show_figure": "/figures/wgi-CHN-2023",
    "pages.show_plan": "/plans/motor",
    "pages.show_outlook": "/outlook/motor",
    "pages.show_scenarios": "/scenarios?scenario=licences-late",
    "pages.show_alternatives": "/elements/Dy/alternatives",
    "pages.show_indicators": "/indicators",
    "pages.show_statement": "/statements/doc-001-s54",
    "pages.show_comparison": "/compare?one=motor",
}
FORMS = {
    "pages.read_upload": "/upload",
    "pages.confirm_upload": "/upload/confirm",
    "pages.confirm_line": "/products/motor/lines/0",
}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An application that asks for keys, on the shipped bundle, in which a tenant stored a product."""
    app = create_app(with_keys(tmp_path_factory.mktemp("guarded")), replace(KERNEL, load=lambda *_: kernel()))
    holder = key_for(app, "ours")
    document = motor(name="Ours")
    assert app.test_client().put("/v1/boms/motor", json=document, headers=holder.headers).status_code == 201
    yield app
    store_of(app).close()


def visitor(app: Flask, tenant: str, scopes: frozenset[Scope] = EVERYTHING) -> FlaskClient:
    """The browser of somebody who signed in."""
    client = app.test_client()
    holder: Holder = key_for(app, tenant, scopes)
    assert sign_in(client, holder).status_code == 303
    return client


def test_every_page_that_asks_for_a_key_is_tried_here() -> None:
    asking = {name for name, scope in PAGES.items() if scope is not None}
    assert asking == ADDRESSES.keys() | FORMS.keys()


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES.values())
def test_a_page_leads_whoever_has_not_signed_in_to_the_sign_in(guarded: Flask, address: str) -> None:
    response = guarded.test_client().get(address)
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/sign-in?next=")


@pytest.mark.slow
@pytest.mark.parametrize("address", FORMS.values())
def test_a_form_of_whoever_has_not_signed_in_changes_nothing(guarded: Flask, address: str) -> None:
    Page(guarded.test_client().post(address, data={"choice": "none"}, headers=OWN_PAGE), 401)


@pytest.mark.slow
def test_whoever_signed_in_sees_every_page_and_can_leave(guarded: Flask) -> None:
    client = visitor(guarded, "ours")
    for address in ADDRESSES.values():
        response = client.get(address)
        if not address.endswith(".csv"):
            assert "Sign out" in Page(response).text
        assert response.status_code == 200


@pytest.mark.slow
def test_another_tenant_sees_neither_the_product_nor_that_it_is_there(guarded: Flask) -> None:
    theirs = visitor(guarded, "theirs")
    assert "Add your first product" in Page(theirs.get("/")).words()
    assert len(theirs.get("/portfolio.csv").text.splitlines()) == 1
    assert "No product is stored." in Page(theirs.get("/scenarios?scenario=licences-late")).words()
    for address in ("/products/motor", "/what-if/motor", "/plans/motor", "/outlook/motor"):
        assert "No product 'motor' is stored." in Page(theirs.get(address), 404).words()
    token = Page(theirs.get("/upload")).token()
    response = theirs.post("/products/motor/lines/0", data={"csrf_token": token, "choice": "none"}, headers=OWN_PAGE)
    Page(response, 404)


@pytest.mark.slow
def test_whoever_may_only_read_can_look_and_not_store(guarded: Flask) -> None:
    reader = visitor(guarded, "ours", frozenset({Scope.READ}))
    token = Page(reader.get("/products/motor")).token()
    for address in FORMS.values():
        response = reader.post(address, data={"csrf_token": token}, headers=OWN_PAGE)
        assert "This needs a key with the scope write" in Page(response, 403).words()
    assert "This needs a key" in Page(reader.get("/upload"), 403).words()


@pytest.mark.slow
def test_a_confirmation_carries_the_name_of_the_key_unless_another_is_written(guarded: Flask) -> None:
    client = visitor(guarded, "ours")
    document = motor(name="Open")
    document["lines"].append({"line_id": "70", "part_number": "MAG-10", "material": "mystery part 7"})
    assert client.put("/v1/boms/open", json=document, headers=key_for(guarded, "ours").headers).status_code == 201
    fields = {field.get("name"): field.get("value") for field in Page(client.get("/products/open")).all("input")}
    assert fields["confirmed_by"] == "key of ours"


def test_the_command_of_the_first_visit_carries_a_key_where_keys_are_asked_for(guarded: Flask) -> None:
    words = Page(visitor(guarded, "nobody-yet").get("/")).words()
    assert 'curl -s -X PUT "$CHOKEPOINT_URL/v1/boms/motor-7"' in words
    assert '-H "Authorization: Bearer $CHOKEPOINT_KEY" -d @examples/traction-motor.json' in words


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/plans/motor", "/what-if/motor?stock=90"])
def test_a_command_that_posts_a_product_carries_a_key_where_keys_are_asked_for(guarded: Flask, address: str) -> None:
    words = Page(visitor(guarded, "ours").get(address)).words()
    assert "-H 'Content-Type: application/json' -H \"Authorization: Bearer $CHOKEPOINT_KEY\" -d" in words
