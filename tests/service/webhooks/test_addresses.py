"""Where nothing is sent: what tenants would reach inside the operator's network."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

from service.webhooks.addresses import AddressError, check_url
from service.webhooks.connection import Plain, Secure
from service.webhooks.sending import _context

INSIDE = [
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::7f00:1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "fec0::1", "100::1", "5f00::1", "4000::1",
]  # fmt: skip
OUTSIDE = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
ODD = ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.0.1.", "1.2.3.4.5", "256.1.1.1", "0"]
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


def url(host: str, scheme: str = "https") -> str:
    return f"{scheme}://[{host}]/" if ":" in host else f"{scheme}://{host}/"


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_is_refused(host: str) -> None:
    with pytest.raises(AddressError, match="isn't a public address"):
        check_url(url(host), ())


@pytest.mark.parametrize("host", OUTSIDE)
def test_a_public_address_is_taken_by_https_alone(host: str) -> None:
    check_url(url(host), ())
    with pytest.raises(AddressError, match="Use https"):
        check_url(url(host, "http"), LOOPBACK)


@pytest.mark.parametrize("host", ODD)
def test_what_systems_read_as_an_address_but_isnt_written_as_one_is_refused(host: str) -> None:
    with pytest.raises(AddressError):
        check_url(url(host), LOOPBACK)


@pytest.mark.parametrize(
    "given",
    ["ftp://example.com/", "example.com", "https://", "https:///x", "https://user:pass@example.com/", "https://@x.org/",
     "https://example.com/#part", "https://example.com:99999/", "https://example.com:0/", "https://exa mple.com/",
     "https://example.com/\n", "https://exämple.com/", "https://[::1", "https://-x.org/", "http://example.com/",
     "https://example.com/" + "x" * 2_000, "https://a..b/"],
)  # fmt: skip
def test_what_is_no_address_of_a_webhook_is_refused(given: str) -> None:
    with pytest.raises(AddressError):
        check_url(given, ())


def test_the_operator_allows_networks_there_also_without_tls() -> None:
    for host in ("127.0.0.1", "::ffff:127.0.0.1"):
        check_url(url(host, "http"), LOOPBACK)
        check_url(url(host), LOOPBACK)
    with pytest.raises(AddressError):
        check_url("https://10.0.0.1/", LOOPBACK)


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[Any]:
    """Let every name lead to ``answers``; what sockets are asked to connect to."""
    asked: list[Any] = []
    rows = [
        (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in answers
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: rows)

    def connect(_plug: socket.socket, target: Any) -> None:
        asked.append(target)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    return asked


@pytest.mark.parametrize("inside", [[one] for one in INSIDE] + [[OUTSIDE[0], "10.0.0.1"]])
def test_a_name_that_leads_inside_is_refused_before_anything_is_connected(
    monkeypatch: pytest.MonkeyPatch, inside: list[str]
) -> None:
    asked = resolving(monkeypatch, *inside)
    with pytest.raises(AddressError) as refused:
        Secure("rebinding.example", 443, 1.0, (), _context()).connect()
    assert asked == []
    assert inside[-1] not in str(refused.value), "the operator's directory of names is nobody's business"


def test_what_was_looked_up_and_checked_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = resolving(monkeypatch, OUTSIDE[0])
    with pytest.raises(ConnectionRefusedError):
        Secure("example.com", 443, 1.0, (), _context()).connect()
    assert asked == [(OUTSIDE[0], 443)]


def test_a_name_that_leads_outside_is_not_asked_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = resolving(monkeypatch, OUTSIDE[0])
    with pytest.raises(AddressError, match="Use https"):
        Plain("example.com", 80, 1.0, LOOPBACK).connect()
    assert asked == []


def test_a_socket_that_ended_up_elsewhere_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, OUTSIDE[0])
    monkeypatch.setattr(socket.socket, "connect", lambda *_: None)
    monkeypatch.setattr(socket.socket, "getpeername", lambda _: ("10.0.0.1", 443))
    with pytest.raises(AddressError, match="isn't a public address"):
        Secure("example.com", 443, 1.0, (), _context()).connect()
