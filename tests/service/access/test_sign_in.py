"""People sign in with a key; their browser holds a cookie, and no other site's page can use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from service.access import policy
from service.access.keys import Keyring
from service.access.policy import Scope
from service.access.sessions import LASTS
from service.api.context import OWN
from service.app import create_app
from service.config import Access
from service.dashboard.pages.serving import POLICY
from tests.conftest import bom, faults, settings_in
from tests.fakes import engine
from tests.service.access.conftest import Holder, key_for, store_of, with_keys
from tests.service.dashboard.html import XHTML, check_fields, check_ids, check_nothing_runs, check_structure

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
OWN_PAGE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}


def token_of(client: FlaskClient, path: str = "/sign-in") -> str:
    shown = TOKEN.search(client.get(path).get_data(as_text=True))
    assert shown
    return shown[1]


def sign_in(client: FlaskClient, holder: Holder, following: str = "/", **more: Any) -> Any:
    form = {"key": holder.text, "csrf_token": token_of(client), "next": following}
    return client.post("/sign-in", data=form, headers=OWN_PAGE, **more)


@pytest.fixture
def signed_in(door: FlaskClient, holder: Holder) -> FlaskClient:
    """A browser of somebody who signed in with ``holder``'s key."""
    assert sign_in(door, holder).status_code == 303
    return door


def test_a_key_signs_in_and_the_cookie_opens_what_the_key_does(door: FlaskClient, holder: Holder) -> None:
    answer = sign_in(door, holder, "/v1/boms?limit=5")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/v1/boms?limit=5")
    assert door.get("/v1/boms?limit=5").status_code == 200


def test_the_cookie_holds_no_key_and_is_kept_from_scripts_and_other_sites(door: FlaskClient, holder: Holder) -> None:
    cookie = sign_in(door, holder).headers["Set-Cookie"]
    secret = holder.text.rpartition(f"{holder.key_id}_")[2]
    assert secret not in cookie
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_over_tls_the_cookie_stays_on_tls(locked: Flask, holder: Holder) -> None:
    client = locked.test_client()
    base = "https://localhost"
    shown = TOKEN.search(client.get("/sign-in", base_url=base).get_data(as_text=True))
    assert shown
    form = {"key": holder.text, "csrf_token": shown[1]}
    answer = client.post("/sign-in", data=form, base_url=base, headers={"Referer": f"{base}/sign-in"})
    assert "Secure" in answer.headers["Set-Cookie"].split("; ")


def test_over_tls_a_cookie_that_a_neighbouring_host_set_opens_nothing(locked: Flask, holder: Holder) -> None:
    client, base = locked.test_client(), "https://localhost"
    shown = TOKEN.search(client.get("/sign-in", base_url=base).get_data(as_text=True))
    assert shown
    form = {"key": holder.text, "csrf_token": shown[1]}
    answer = client.post("/sign-in", data=form, base_url=base, headers={"Referer": f"{base}/sign-in"})
    name, _, value = answer.headers["Set-Cookie"].partition(";")[0].partition("=")
    assert name == "__Host-chokepoint"  # browsers take this name neither for a domain nor from another host
    other = locked.test_client(use_cookies=False)
    assert other.get("/v1/boms", base_url=base, headers={"Cookie": f"chokepoint={value}"}).status_code == 401
    assert other.get("/v1/boms", base_url=base, headers={"Cookie": f"{name}={value}"}).status_code == 200


def test_a_wrong_key_shows_the_form_again_and_says_why(door: FlaskClient, holder: Holder) -> None:
    answer = sign_in(door, replace(holder, text=holder.text[:-2] + "xx"))
    assert answer.status_code == 401
    assert 'role="alert">The key isn&#39;t known' in answer.get_data(as_text=True)
    assert door.get("/v1/boms").status_code == 401


@pytest.mark.slow
def test_a_scope_that_the_key_lacks_is_lacking_in_the_cookie(locked: Flask, door: FlaskClient) -> None:
    sign_in(door, key_for(locked, OWN, frozenset({Scope.SCORE})))
    assert faults(door.get("/v1/boms")) == {"": "missing_scope"}


def test_a_revoked_key_ends_the_sessions_that_it_began(
    locked: Flask, signed_in: FlaskClient, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_of(locked).keys.revoke(holder.key_id, datetime.now(UTC))
    monkeypatch.setitem(locked.extensions, "chokepoint-keyring", Keyring(store_of(locked).keys.get))  # as 5 s later
    assert faults(signed_in.get("/v1/boms")) == {"": "signed_out"}
    assert faults(signed_in.get("/v1/boms")) == {"": "no_key"}


def test_a_cookie_lasts_half_a_day(signed_in: FlaskClient) -> None:
    with time_machine.travel(datetime.now(UTC) + LASTS + timedelta(seconds=2), tick=False):
        assert faults(signed_in.get("/v1/boms")) == {"": "no_key"}


def test_signing_out_takes_the_cookie_back(signed_in: FlaskClient) -> None:
    answer = signed_in.post("/sign-out", data={"csrf_token": token_of(signed_in)}, headers=OWN_PAGE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    assert signed_in.get("/v1/boms").status_code == 401


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
def test_a_form_without_its_token_is_refused(door: FlaskClient, holder: Holder, path: str) -> None:
    for form in ({"key": holder.text}, {"key": holder.text, "csrf_token": "x"}):
        answer = door.post(path, data=form, headers=OWN_PAGE)
        assert (answer.status_code, faults(answer)) == (403, {"": "csrf_token"})


def test_the_token_of_another_browser_is_no_good(locked: Flask, door: FlaskClient, holder: Holder) -> None:
    strange = token_of(locked.test_client())
    token_of(door)
    answer = door.post("/sign-in", data={"key": holder.text, "csrf_token": strange}, headers=OWN_PAGE)
    assert faults(answer) == {"": "csrf_token"}


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost:81"},
    {"Origin": "null"},
]


@pytest.mark.slow
@pytest.mark.parametrize("headers", FOREIGN)
def test_a_page_of_another_site_writes_nothing_with_the_cookie(signed_in: FlaskClient, headers: dict[str, str]) -> None:
    token = token_of(signed_in)
    answer = signed_in.put("/v1/boms/a", json=bom(), headers=headers | {"X-CSRF-Token": token})
    assert (answer.status_code, faults(answer)) == (403, {"": "cross_origin"})
    assert signed_in.get("/v1/boms/a").status_code == 404


@pytest.mark.slow
def test_a_script_of_our_page_writes_with_the_token_alone(signed_in: FlaskClient) -> None:
    bare = signed_in.put("/v1/boms/a", json=bom(), headers=OWN_PAGE)
    assert (bare.status_code, faults(bare)) == (403, {"": "csrf_token"})
    headers = OWN_PAGE | {"X-CSRF-Token": token_of(signed_in)}
    assert signed_in.put("/v1/boms/a", json=bom(), headers=headers).status_code == 201


@pytest.mark.slow
def test_a_key_in_a_header_needs_no_token(signed_in: FlaskClient, holder: Holder) -> None:
    assert signed_in.put("/v1/boms/a", json=bom(), headers=holder.headers).status_code == 201


@pytest.mark.slow
@pytest.mark.parametrize(
    "following", ["//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "evil", "/" * 3]
)
def test_signing_in_leads_to_no_other_host(door: FlaskClient, holder: Holder, following: str) -> None:
    assert sign_in(door, holder, following).headers["Location"] == "/"


@pytest.fixture
def paged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An application with a page that needs ``read``, and takes a form."""
    app = create_app(with_keys(tmp_path), engine())
    app.add_url_rule("/products", "pages.products", lambda: "products", methods=["GET", "POST"])
    for table in (policy.PAGES, policy.RULES):
        monkeypatch.setitem(table, "pages.products", Scope.READ)  # type: ignore[arg-type]
    yield app
    store_of(app).close()


def test_a_page_leads_whoever_has_not_signed_in_to_the_form_and_back(paged: Flask) -> None:
    client = paged.test_client()
    answer = client.get("/products?band=high")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/products?band%3Dhigh")
    assert 'name="next" value="/products?band=high"' in client.get(answer.headers["Location"]).get_data(as_text=True)
    sign_in(client, key_for(paged))
    assert client.get("/products").status_code == 200


def test_a_form_of_a_page_is_taken_with_its_token_alone(paged: Flask) -> None:
    client = paged.test_client()
    assert client.post("/products", headers=OWN_PAGE).status_code == 401
    sign_in(client, key_for(paged))
    refused = client.post("/products", headers=OWN_PAGE)
    assert refused.status_code == 403
    assert "load the page again" in refused.get_data(as_text=True)
    form = {"csrf_token": token_of(client)}
    assert client.post("/products", data=form, headers=OWN_PAGE).status_code == 200


def test_a_page_with_a_form_lets_its_browser_say_where_it_comes_from(door: FlaskClient) -> None:
    headers = door.get("/sign-in").headers
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "form-action 'self'" in headers["Content-Security-Policy"]


@pytest.mark.slow
def test_the_secret_is_kept_beside_the_database_for_its_user_alone(tmp_path: Path) -> None:
    settings = with_keys(tmp_path, Access())
    secrets = []
    for _ in range(2):  # a restart leaves people signed in
        app = create_app(settings, engine())
        secrets.append(app.secret_key)
        store_of(app).close()
    assert secrets[0] == secrets[1]
    (kept,) = tmp_path.glob("*.session-key")
    assert kept.read_text() == secrets[0]
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of a service without keys."""
    app = create_app(settings_in(tmp_path), engine())
    yield app.test_client()
    store_of(app).close()


def test_without_keys_nobody_signs_in(alone: FlaskClient) -> None:
    answer = alone.get("/sign-in?next=/v1/boms")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/v1/boms")


@pytest.mark.slow
@pytest.mark.parametrize("headers", FOREIGN)
def test_without_keys_a_page_of_another_site_writes_nothing_either(alone: FlaskClient, headers: dict[str, str]) -> None:
    answer = alone.put("/v1/boms/a", json=bom(), headers=headers)
    assert (answer.status_code, faults(answer)) == (403, {"": "cross_origin"})


def test_without_keys_programs_write_as_before(alone: FlaskClient) -> None:
    assert alone.put("/v1/boms/a", json=bom()).status_code == 201
    assert alone.put("/v1/boms/a", json=bom(), headers=OWN_PAGE).status_code == 200


def test_the_page_is_as_the_others_are_without_a_style_or_a_script_of_its_own(door: FlaskClient) -> None:
    shown = door.get("/sign-in")
    assert shown.headers["Content-Security-Policy"] == POLICY
    root = html5lib.HTMLParser(strict=True).parse(shown.text)
    check_nothing_runs(root)
    check_ids(root)
    check_structure(root)
    check_fields(root)
    [sheet] = [link.get("href") for link in root.iter(f"{XHTML}link") if link.get("rel") == "stylesheet"]
    with door.get(sheet) as style:
        assert style.status_code == 200, "whoever isn't signed in gets the style"
