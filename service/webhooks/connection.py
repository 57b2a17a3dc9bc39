"""HTTP connections that check the address at the socket: what was looked up is what is connected to.

``http.client`` follows no redirect and reads no variable of a proxy. Between a check of a name and a connection to it
the name may come to lead elsewhere (DNS rebinding). So each address is checked and connected to as a number.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPSConnection
from typing import Any

from service.config import Network
from service.webhooks.addresses import AddressError, check_address

MOST_TRIED = 3
"""Addresses of one name."""
NOT_PUBLIC = "The name leads to what isn't a public address: the operator allows others with WEBHOOK_ALLOW."


class _Checked:
    """The part of a connection that looks a name up, for both kinds."""

    scheme: str
    allowed: Sequence[Network]

    def opened(self, host: str, port: int, seconds: float) -> socket.socket:
        """A socket that is connected to an address of the host. Raises ``AddressError`` where one is refused."""
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for row in rows:  # all of them: a name that leads inside with one of them is refused
            self.check(row[4], host)
        failed: OSError = OSError("The name leads to no address.")
        for family, kind, protocol, _, target in rows[:MOST_TRIED]:
            plug = socket.socket(family, kind, protocol)
            plug.settimeout(seconds)
            try:
                plug.connect(target)
                self.check(plug.getpeername(), host)
            except OSError as error:
                plug.close()
                failed = error
            except AddressError:
                plug.close()
                raise
            else:
                return plug
        raise failed

    def check(self, target: Any, host: str) -> None:
        """Raise ``AddressError`` for a socket's target that is refused. Of a name it doesn't say which it is: tenants
        would read the operator's own directory of names."""
        address = ipaddress.ip_address(str(target[0]).partition("%")[0])
        try:
            check_address(address, self.scheme, self.allowed)
        except AddressError as error:
            if self.scheme != "https" or host == str(address):
                raise
            raise AddressError(NOT_PUBLIC) from error


class Plain(_Checked, HTTPConnection):
    """A connection without TLS, to networks that are allowed."""

    scheme = "http"

    def __init__(self, host: str, port: int | None, seconds: float, allowed: Sequence[Network]) -> None:
        super().__init__(host, port, timeout=seconds)
        self.seconds, self.allowed = seconds, allowed

    def connect(self) -> None:
        self.sock = self.opened(self.host, self.port, self.seconds)


class Secure(_Checked, HTTPSConnection):
    """A connection with TLS, whose certificate is that of the name."""

    scheme = "https"

    def __init__(
        self, host: str, port: int | None, seconds: float, allowed: Sequence[Network], context: ssl.SSLContext
    ) -> None:
        super().__init__(host, port, timeout=seconds, context=context)
        self.seconds, self.allowed, self.own = seconds, allowed, context

    def connect(self) -> None:
        plug: Any = self.opened(self.host, self.port, self.seconds)
        try:
            self.sock = self.own.wrap_socket(plug, server_hostname=self.host)
        except BaseException:
            plug.close()
            raise
