"""A service without keys answers this machine alone, and says why it refuses others."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from service.config import ConfigError, Settings, is_loopback
from tests.conftest import faults

FORWARDED = [
    ("Forwarded", "for=192.0.2.1"),
    ("Via", "1.1 proxy"),
    ("X-Real-IP", "192.0.2.1"),
    ("X-Forwarded-For", "192.0.2.1"),
    ("X-Forwarded-Proto", "https"),
    ("x-forwarded-anything", ""),
    *((name, "192.0.2.1") for name in ("CF-Connecting-IP", "X-Client-IP", "True-Client-IP", "X-Cluster-Client-IP")),
    *((name, "192.0.2.1") for name in ("Fastly-Client-IP", "Fly-Client-IP", "X-Envoy-External-Address", "Client-IP")),
    ("CDN-Loop", "cloudflare"),
    ("X-Original-URL", "/v1/boms"),
]


@pytest.mark.parametrize("path", ["/v1/boms", "/healthz", "/openapi.json", "/nothing"])
@pytest.mark.parametrize(("name", "value"), FORWARDED)
def test_what_a_proxy_sent_on_is_refused(client: FlaskClient, path: str, name: str, value: str) -> None:
    answer = client.get(path, headers={name: value})
    assert (answer.status_code, faults(answer)) == (403, {"": "forwarded"})
    assert "AUTH=off" in answer.json["detail"]
    assert "python -m service keys create" in answer.json["detail"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "192.0.2.1", "localhost.evil.example", "[::2]:80"]
)
def test_a_name_that_is_not_loopbacks_is_refused(client: FlaskClient, host: str) -> None:
    answer = client.get("/v1/boms", headers={"Host": host})
    assert (answer.status_code, faults(answer)) == (403, {"": "foreign_host"})


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.1.2.3", "[::1]", "[::1]:8080", "x"]
)
def test_every_name_of_loopback_is_answered_and_what_no_stranger_can_register(client: FlaskClient, host: str) -> None:
    assert client.get("/v1/boms", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/docs", "/upload", "/sign-in"])
def test_a_page_tells_in_words_that_what_a_proxy_sent_on_is_refused(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"X-Forwarded-For": "192.0.2.1"})
    assert answer.status_code == 403
    assert "AUTH=off" in answer.get_data(as_text=True)


def test_with_keys_a_proxy_may_send_on(door: FlaskClient) -> None:
    headers = {"X-Forwarded-For": "192.0.2.1", "Host": "risk.example"}
    assert door.get("/healthz", headers=headers).status_code == 200
    assert door.get("/v1/boms", headers=headers).status_code == 401


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "risk.example"])
def test_keys_are_off_on_loopback_alone(host: str) -> None:
    with pytest.raises(ConfigError, match=r"^AUTH=off is for loopback.*Fix: .*keys create"):
        Settings.from_env({"AUTH": "off", "HOST": host})
    assert Settings.from_env({"HOST": host}).access.keys


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_loopback_is_known_by_name_and_by_address(host: str) -> None:
    assert is_loopback(host)
    assert not Settings.from_env({"AUTH": "off", "HOST": host}).access.keys


def test_keys_are_on_unless_they_are_switched_off() -> None:
    assert Settings.from_env({}).access.keys
    assert Settings.from_env({"AUTH": ""}).access.keys
    with pytest.raises(ConfigError, match="AUTH='no'"):
        Settings.from_env({"AUTH": "no"})
