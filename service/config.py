"""Settings: every environment variable, read once, with its default and its check."""

from __future__ import annotations

import errno
import ipaddress
import os
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

HERE = Path(__file__).resolve().parent.parent
# Each worker scores on one core; OpenMP teams of several workers would fight over the same two.
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
LOG_LEVELS = ("debug", "info", "warning", "error")
MEBIBYTE = 1024 * 1024
MAX_PORT = 65535
MOST_SERIES = 10_000
SHORTEST_KEY = 32
LIMIT_SCHEMES = ("memory", "redis", "rediss", "redis+unix", "redis+sentinel", "redis+cluster")


class ConfigError(Exception):
    """A setting can't be used; the message names the variable and the fix."""


@dataclass(frozen=True)
class Limits:
    """What one request may hold. Stated in the documentation and in the error that enforces each."""

    body_bytes: int = MEBIBYTE
    lines: int = 1000
    sources_per_line: int = 50
    depth: int = 12
    page: int = 200
    batch_bytes: int = 4 * MEBIBYTE
    batch: int = 500


@dataclass(frozen=True)
class Access:
    """Who may ask, and how much. ``keys`` is False by ``AUTH=off`` alone, where only this machine asks."""

    keys: bool = True
    session_key: str | None = field(default=None, repr=False)
    """Signs the cookies of people who signed in; without one it is made and kept beside a SQLite database."""
    requests_a_minute: int = 1_200
    cpu_seconds_a_minute: int = 30
    limits_url: str = field(default="memory://", repr=False)
    """Where requests are counted: in each worker, or in a Redis that all of them share."""
    audit_days: int = 400


@dataclass(frozen=True)
class Settings:
    """How one server runs. ``from_env`` builds it; tests build it directly."""

    host: str = "127.0.0.1"
    port: int = 8080
    database_url: str = "sqlite:///instance/chokepoint.db"
    model_dir: Path = HERE / "models" / "current"
    model_sha256: str | Path | None = None
    """Digest of the manifest of the only bundle that may be loaded, or the file that begins with it."""
    workers: int = 2
    log_level: str = "info"
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = None
    """Where the metrics are told without a key, and nothing else; ``None`` where they are told with one alone."""
    limits: Limits = Limits()
    receipt_key: str | None = field(default=None, repr=False)
    """Signs receipts; without one, receipts are neither signed nor checked for who issued them."""
    receipt_encrypt: bool = False
    """Receipts show their BOM to nobody: they are encrypted by a key that ``receipt_key`` gives."""
    access: Access = Access()
    webhook_allow: tuple[Network, ...] = ()
    """Networks that webhooks may lead to beside public addresses, there also by plain http."""
    metrics_per_bom: int = 0
    """BOMs of which the metrics tell the score, those that score highest: each is a series of its own."""

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Settings from environment variables; raises ``ConfigError`` on the first unusable value."""
        read = _Reader(env)
        host = read("HOST", "127.0.0.1", _text, _HOST_FIX)
        port = read("PORT", "8080", _port, _PORT_FIX)
        metrics_host, metrics_port = _metrics_address(read, port)
        return cls(
            host=host,
            port=port,
            metrics_host=metrics_host,
            metrics_port=metrics_port,
            database_url=read("DATABASE_URL", _default_database(env), _database, _DATABASE_FIX),
            model_dir=read("MODEL_DIR", str(cls.model_dir), Path, "give the folder of a model bundle"),
            model_sha256=read(
                "MODEL_SHA256", "", _digest, "give what `sha256sum manifest.json` prints, or the path of a file with it"
            ),
            workers=read("WEB_CONCURRENCY", str(_cores()), _positive, "give a whole number from 1 up"),
            log_level=read("LOG_LEVEL", "info", _level, f"use one of {', '.join(LOG_LEVELS)}"),
            limits=Limits(
                body_bytes=read("MAX_BODY_BYTES", str(Limits.body_bytes), _positive, _COUNT_FIX),
            ),
            receipt_key=_secret(env, "RECEIPT_KEY"),
            receipt_encrypt=_receipt_encrypt(read, env),
            access=_access(read, env, {"HOST": host} | ({"METRICS_HOST": metrics_host} if metrics_port else {})),
            webhook_allow=read("WEBHOOK_ALLOW", "", _networks, "give networks such as 10.0.0.0/8,127.0.0.1/32"),
            metrics_per_bom=read("METRICS_PER_BOM", "0", _series, f"give a whole number from 0 to {MOST_SERIES:,}"),
        )

    def trusted_bundle(self) -> str | None:
        """Digest of the only bundle that may be loaded now. A file with it is read anew each time, so that whoever
        reloads can trust another bundle. A process keeps the environment that it was started with. Raises
        ``ConfigError`` where the file holds none."""
        if not isinstance(self.model_sha256, Path):
            return self.model_sha256
        try:
            return _hexadecimal(self.model_sha256.read_text("utf-8").split(maxsplit=1)[0])
        except (OSError, ValueError, IndexError) as error:
            reason = getattr(error, "strerror", None) or "it doesn't begin with a SHA-256"
            raise ConfigError(f"MODEL_SHA256={str(self.model_sha256)!r} can't be used: {reason}.") from error

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine reaches the server."""
        return is_loopback(self.host)

    @property
    def local_url(self) -> str:
        """Where a client on this machine reaches the server."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def addresses(self) -> list[str]:
        """Where the server listens."""
        pairs = [(self.host, self.port)]
        pairs += [(self.metrics_host, self.metrics_port)] if self.metrics_port else []
        return [f"[{host}]:{port}" if ":" in host else f"{host}:{port}" for host, port in pairs]

    def check_addresses(self) -> None:
        """Raises ``ConfigError`` when nothing can listen on one of ``addresses``; asked before the model loads."""
        _check_address(self.host, self.port, "HOST", "PORT")
        if self.metrics_port:
            _check_address(self.metrics_host, self.metrics_port, "METRICS_HOST", "METRICS_PORT")


def _check_address(host: str, port: int, host_name: str, port_name: str) -> None:
    address = f"{host}:{port}"
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                fix = f"Stop what listens there, or set {port_name}, e.g. {port_name}={port % MAX_PORT + 1}."
                raise ConfigError(f"{address} is in use. {fix}") from error
            reason = error.strerror or error
            raise ConfigError(f"can't listen on {address}: {reason}. Set {host_name} and {port_name}.") from error


_HOST_FIX = "give an address such as 127.0.0.1 or 0.0.0.0"
_PORT_FIX = "give a whole number from 1 to 65535"
_COUNT_FIX = "give a whole number from 1 up"
_DATABASE_FIX = (
    "give a URL such as sqlite:////var/lib/chokepoint/chokepoint.db or postgresql://user@host/name; "
    "PostgreSQL needs what requirements-postgres.lock adds"
)


_LIMITS_FIX = "give a URL such as redis://host:6379/0; Redis needs what requirements-postgres.lock adds"


_CREDENTIALS = re.compile(r"//[^/]*@")
"""User and password of a URL: an error goes to logs."""


class _Reader:
    """Reads one variable; an empty value counts as absent, as compose files leave it."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def __call__(self, name: str, default: str, parse: Callable[[str], T], fix: str) -> T:
        raw = self._env.get(name, "").strip() or default
        try:
            return parse(raw)
        except ValueError as error:
            shown, reason = (_CREDENTIALS.sub("//***@", text) for text in (raw, str(error)))
            raise ConfigError(f"{name}={shown!r} can't be used: {reason}. Fix: {fix}.") from error


def _text(raw: str) -> str:
    return raw


@lru_cache(maxsize=16)
def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this machine's own and no other's."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _metrics_address(read: _Reader, port: int) -> tuple[str, int | None]:
    host = read("METRICS_HOST", Settings.metrics_host, _text, _HOST_FIX)
    own = read("METRICS_PORT", "", lambda raw: _port(raw) if raw else None, _PORT_FIX)
    if own == port:
        raise ConfigError(f"METRICS_PORT={own} is PORT. Fix: give another, it tells the metrics without a key.")
    return host, own


def _access(read: _Reader, env: Mapping[str, str], hosts: Mapping[str, str]) -> Access:
    keys = read("AUTH", "on", _switch, "use on or off")
    for name, host in hosts.items():
        if not keys and not is_loopback(host):
            fix = f"Leave AUTH out and make a key with `python -m service keys create`, or set {name}=127.0.0.1"
            raise ConfigError(f"AUTH=off is for loopback, and {name}={host!r} lets others in. Fix: {fix}.")
    return Access(
        keys=keys,
        session_key=_secret(env, "SESSION_KEY"),
        requests_a_minute=read("LIMIT_REQUESTS", str(Access.requests_a_minute), _positive, _COUNT_FIX),
        cpu_seconds_a_minute=read("LIMIT_CPU_SECONDS", str(Access.cpu_seconds_a_minute), _positive, _COUNT_FIX),
        limits_url=read("LIMITS_URL", Access.limits_url, _limits_url, _LIMITS_FIX),
        audit_days=read("AUDIT_DAYS", str(Access.audit_days), _positive, _COUNT_FIX),
    )


def _receipt_encrypt(read: _Reader, env: Mapping[str, str]) -> bool:
    asked = read("RECEIPT_ENCRYPT", "off", _switch, "use on or off")
    if asked and not _secret(env, "RECEIPT_KEY"):
        raise ConfigError("RECEIPT_ENCRYPT=on needs RECEIPT_KEY. Fix: set it to what `openssl rand -hex 32` prints.")
    return asked


def _secret(env: Mapping[str, str], name: str) -> str | None:
    secret = env.get(name, "").strip() or None
    if secret and len(secret) < SHORTEST_KEY:  # the message keeps the secret to itself
        fix = f"give {SHORTEST_KEY} random characters or more, such as `openssl rand -hex 32` prints"
        raise ConfigError(f"{name} can't be used: it has {len(secret)} characters. Fix: {fix}.")
    return secret


def _switch(raw: str) -> bool:
    meant = {"on": True, "1": True, "off": False, "0": False}.get(raw.lower())
    if meant is None:
        raise ValueError("it is neither on nor off")
    return meant


def _limits_url(raw: str) -> str:
    scheme, separator, _ = raw.partition("://")
    if not separator or scheme not in LIMIT_SCHEMES:
        raise ValueError(f"it doesn't begin with one of {', '.join(f'{name}://' for name in LIMIT_SCHEMES)}")
    if scheme != "memory" and find_spec("redis") is None:
        raise ValueError("the library redis isn't installed")
    return raw


def _digest(raw: str) -> str | Path | None:
    return Path(raw) if "/" in raw else _hexadecimal(raw) if raw else None


def _hexadecimal(digest: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", digest.lower()):
        raise ValueError("it is no SHA-256")
    return digest.lower()


def _positive(raw: str) -> int:
    number = int(raw)
    if number < 1:
        raise ValueError("it is below 1")
    return number


def _networks(raw: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(one.strip()) for one in raw.split(",") if one.strip())


def _series(raw: str) -> int:
    number = int(raw)
    if not 0 <= number <= MOST_SERIES:
        raise ValueError("it is out of range")
    return number


def _port(raw: str) -> int:
    number = _positive(raw)
    if number > MAX_PORT:
        raise ValueError(f"it is above {MAX_PORT}")
    return number


def _level(raw: str) -> str:
    if raw.lower() not in LOG_LEVELS:
        raise ValueError("no such level")
    return raw.lower()


def _database(raw: str) -> str:
    """A URL for SQLAlchemy; PostgreSQL's plain spelling is given the driver that ships (psycopg 3)."""
    scheme, separator, rest = raw.partition("://")
    if not separator:
        raise ValueError("it is not a URL")
    if scheme == "sqlite":
        return raw
    url = f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else raw
    _check_driver(url)
    return url


def _check_driver(url: str) -> None:
    # Imported here: `make run` reads the settings before anything is loaded.
    from sqlalchemy import make_url
    from sqlalchemy.exc import SQLAlchemyError

    try:
        make_url(url).get_dialect().import_dbapi()
    except (SQLAlchemyError, ImportError) as error:
        raise ValueError(str(error)) from error


def _default_database(env: Mapping[str, str]) -> str:
    folder = Path(env.get("DATA_DIR", "").strip() or "instance").resolve()
    return f"sqlite:///{folder / 'chokepoint.db'}"


def _cores() -> int:
    """Cores this process may use, at least one and at most eight."""
    return max(1, min(8, len(os.sched_getaffinity(0))))
