"""Webhooks of a tenant: where notices are sent, which, and signed with what.

A secret signs, so it is kept as it is. A new one goes beside the old, which signs along until it ends.
"""

from __future__ import annotations

import base64
import json
import secrets as random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update

from service.store import room
from service.store.database import Transaction
from service.store.room import FullError, check_room
from service.store.schema import webhooks
from service.store.watch import conditions

TOO_MANY = "A tenant may keep {most} webhooks: DELETE one, or change one."
TOO_MANY_SECRETS = "{most} secrets may sign at once: wait until one ends, or DELETE the webhook and PUT it anew."
SECRET_BYTES = 32


@dataclass(frozen=True)
class WantedWebhook:
    """What a tenant says of a webhook. ``condition`` is JSON-able, as ``condition_of`` reads it."""

    url: str
    kinds: tuple[str, ...]
    condition: Mapping[str, Any] | None
    digest: str | None
    enabled: bool

    def row(self) -> dict[str, Any]:
        """As it is kept."""
        condition = None if self.condition is None else json.dumps(self.condition, sort_keys=True)
        return vars(self) | {"kinds": " ".join(self.kinds), "condition": condition, "why_off": None}


class Webhooks:
    """The webhooks of one database."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def put(self, tenant: str, webhook_id: str, wanted: WantedWebhook, now: datetime) -> str | None:
        """Keep a webhook. The secret where it is new, else ``None``. Raises ``FullError``."""
        mine = _mine(tenant, webhook_id)
        with self._writing() as connection:
            kept = connection.execute(select(webhooks.c.id).where(*mine).with_for_update()).scalar()
            if kept is not None:
                changed = wanted.row() | {"updated_at": now, "held_until": None}
                connection.execute(update(webhooks).where(*mine).values(**changed))
                return None
            secret = _secret()
            row = wanted.row() | {"tenant": tenant, "webhook_id": webhook_id, "secrets": _written([(secret, None)])}
            connection.execute(insert(webhooks).values(**row, created_at=now, updated_at=now))
            check_room(connection, webhooks, webhooks.c.tenant == tenant, room.MOST_WEBHOOKS, TOO_MANY)
            return secret

    def get(self, tenant: str, webhook_id: str) -> RowMapping | None:
        with self._reading() as connection:
            return connection.execute(select(webhooks).where(*_mine(tenant, webhook_id))).mappings().one_or_none()

    def all(self, tenant: str) -> list[RowMapping]:
        """A tenant's webhooks by their ids: at most ``room.MOST_WEBHOOKS``."""
        query = select(webhooks).where(webhooks.c.tenant == tenant).order_by(webhooks.c.webhook_id)
        with self._reading() as connection:
            return list(connection.execute(query).mappings())

    def delete(self, tenant: str, webhook_id: str) -> bool:
        """Forget a webhook with its messages; True where there was one."""
        with self._writing() as connection:
            return connection.execute(delete(webhooks).where(*_mine(tenant, webhook_id))).rowcount > 0

    def rotate(self, tenant: str, webhook_id: str, ends: datetime, now: datetime) -> str | None:
        """A new secret. The others sign until ``ends``, unless they end before. ``None`` where there is no such
        webhook. Raises ``FullError``."""
        mine = _mine(tenant, webhook_id)
        with self._writing() as connection:
            kept = connection.execute(select(webhooks.c.secrets).where(*mine).with_for_update()).scalar()
            if kept is None:
                return None
            old = [(secret, min(ends, until or ends)) for secret, until in signing(kept, now)]
            if len(old) >= room.MOST_SECRETS:
                raise FullError(TOO_MANY_SECRETS.format(most=room.MOST_SECRETS))
            secret = _secret()
            rows = [(secret, None), *((one, until) for one, until in old if until > now)]
            connection.execute(update(webhooks).where(*mine).values(secrets=_written(rows), updated_at=now))
            return secret

    def meeting(self, tenant: str, condition: Mapping[str, Any]) -> int:
        """How many BOMs meet a condition now."""
        with self._reading() as connection:
            return conditions.count(connection, tenant, conditions.condition_of(condition))

    def tenants(self) -> list[str]:
        """Everybody who has a webhook that is enabled."""
        query = select(webhooks.c.tenant).where(webhooks.c.enabled).distinct().order_by(webhooks.c.tenant)
        with self._reading() as connection:
            return list(connection.execute(query).scalars())


def signing(kept: str, now: datetime) -> list[tuple[str, datetime | None]]:
    """The secrets that sign at a moment, the newest first, with their ends."""
    rows = [(secret, None if ends is None else datetime.fromisoformat(ends)) for secret, ends in json.loads(kept)]
    return [(secret, ends) for secret, ends in rows if ends is None or ends > now]


def _written(rows: Sequence[tuple[str, datetime | None]]) -> str:
    return json.dumps([(secret, None if ends is None else ends.isoformat()) for secret, ends in rows])


def _secret() -> str:
    """As Standard Webhooks has it: from 24 to 64 random bytes in base64."""
    return "whsec_" + base64.b64encode(random.token_bytes(SECRET_BYTES)).decode()


def _mine(tenant: str, webhook_id: str) -> tuple[Any, Any]:
    return webhooks.c.tenant == tenant, webhooks.c.webhook_id == webhook_id
