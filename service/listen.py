"""Whether the address can be listened on, asked before anything heavy is loaded."""

from __future__ import annotations

import errno
import socket


def complaint(host: str, port: int) -> str | None:
    """What is wrong with ``host``:``port``, with the fix; None when it is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"{host}:{port} is in use. Stop what listens there, or set PORT, e.g. PORT=8081."
            return f"can't listen on {host}:{port}: {error.strerror or error}. Set HOST and PORT."
    return None


def url(host: str, port: int) -> str:
    """Where a client on this machine reaches a server that listens on ``host``."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
