"""Which addresses webhooks may lead to: public ones, and networks that the operator allows.

A webhook's address is somebody else's wish, and the sender stands inside the operator's network: without this, tenants
would reach what only that network reaches.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from service.config import Network
from service.schemas.watching.webhooks import LONGEST_URL

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
EMBEDDING = tuple(
    ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)
"""Networks whose addresses carry one of IPv4 inside, which a gateway would reach: NAT64, 6to4, Teredo, compatible."""
PUBLIC_V6 = ipaddress.ip_network("2000::/3")
"""All of IPv6 that is given out to the public. To Python's ``is_global`` sites' own ``fec0::`` is public, too."""
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.IGNORECASE)
_PRINTABLE = re.compile(r"[!-~]+")


class AddressError(Exception):
    """Nothing is sent there; the message says why and what to do."""


def check_url(url: str, allowed: Sequence[Network]) -> None:
    """Raise ``AddressError`` for a URL that can't be a webhook's. A name is looked up when something is sent only: what
    it leads to may have changed by then."""
    if len(url) > LONGEST_URL or not _PRINTABLE.fullmatch(url):
        raise AddressError(f"Use at most {LONGEST_URL:,} printable ASCII characters without blanks.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressError("It is no URL: write it as https://example.com/path.") from error
    if parts.scheme not in ("https", "http") or not host or port == 0:
        raise AddressError("Begin it with https:// and a host, such as https://example.com/path.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressError("Leave out user, password and fragment: the signature says who sends.")
    literal = _literal(host)
    if literal is not None:
        check_address(literal, parts.scheme, allowed)
    elif parts.scheme == "http" and not allowed:
        raise AddressError("Use https: plain http is for networks that the operator allows (WEBHOOK_ALLOW).")


def check_address(address: Address, scheme: str, allowed: Sequence[Network]) -> None:
    """Raise ``AddressError`` for an address that isn't public, or is asked by plain http, unless it is allowed."""
    address = _plain(address)
    if any(address in network for network in allowed):
        return
    if scheme != "https":
        raise AddressError("Use https: plain http is for networks that the operator allows (WEBHOOK_ALLOW).")
    if _inside(address) or not address.is_global or address.is_multicast or address.is_reserved:
        words = f"{address} isn't a public address: the operator allows others with WEBHOOK_ALLOW."
        raise AddressError(words)


def _inside(address: Address) -> bool:
    """Whether an address of IPv6 isn't given out to the public, or leads on to one of IPv4."""
    sixth = isinstance(address, ipaddress.IPv6Address)
    return sixth and (address not in PUBLIC_V6 or any(address in network for network in EMBEDDING))


def _plain(address: Address) -> Address:
    """An IPv4 address that is written as one of IPv6, as itself."""
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _literal(host: str) -> Address | None:
    """The address that a host is written as; ``None`` for a name. Raises ``AddressError`` for what is neither: systems
    read ``2130706433``, ``0x7f.1`` and ``0177.0.0.1`` as addresses, too."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        labels = host.rstrip(".").split(".")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressError(f"{host[:100]!r} is no host name: write international names as xn--... .")
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1], re.IGNORECASE):
        raise AddressError(f"{host[:100]!r} is neither a name nor an address in the usual form, such as 192.0.2.1.")
    return None
