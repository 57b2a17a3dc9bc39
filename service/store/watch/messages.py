"""Messages to webhooks: written beside the notice that they tell, claimed by one sender at a time, tried again.

A message keeps its id through all attempts. A sender that dies leaves a claim, which ends by itself: the message is
then sent again, under the same id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.store.audit import timed_id
from service.store.database import Transaction
from service.store.schema import boms, contents, messages, notices, webhooks

PENDING, DELIVERED, DEAD, WITHDRAWN = STATES = ("pending", "delivered", "dead", "withdrawn")
DAILY, DIGEST = "daily", "digest"
WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600, 10 * 3_600)
)
"""After each failed attempt, until the next. A message is dead when all are used up, 27.6 hours after the first."""
CLAIM = timedelta(seconds=120)
"""Longer than an attempt may take."""
LONGEST_HOLD = timedelta(minutes=5)
"""For which a webhook that failed is left alone, so that it doesn't keep others waiting."""
KEPT = timedelta(days=30)
MOST_TOLD = 1_000
"""Notices in one digest; it says how many there are."""
GRACE = timedelta(minutes=5)
"""After midnight (UTC) until a day's digest is sent: no transaction that notes something for that day lasts as long."""


@dataclass(frozen=True)
class Claimed:
    """A message that is ours to send, with its webhook, and the notices that it tells. ``count`` is that of all."""

    message_id: str
    kind: str
    created_at: datetime
    attempts: int
    webhook: RowMapping
    notices: list[RowMapping]
    count: int


@dataclass(frozen=True)
class AttemptOutcome:
    """What became of an attempt. ``gone``: the receiver wants no more."""

    status: int | None
    error: str | None
    gone: bool = False

    @property
    def taken(self) -> bool:
        """Whether the receiver has it."""
        return self.error is None


def fan_out(connection: Connection, hooks: Iterable[RowMapping], notice: str, kind: str, now: datetime) -> None:
    """Write a message for each webhook that tells it a notice; those that want a digest get it in that of the day."""
    for hook in hooks:
        if hook["digest"] == DAILY:
            message_id = _digest(connection, hook, now)
        else:
            message_id = f"msg_{timed_id(now)}"
            connection.execute(insert(messages).values(**_new(message_id, hook["id"], kind, now, now)))
        connection.execute(insert(contents).values(message=message_id, notice=notice))


def _digest(connection: Connection, hook: RowMapping, now: datetime) -> str:
    """The day's digest of a webhook, which is made by whoever first has something for it. Its id hangs on the day and
    the webhook alone, so that of several who make it at once one does."""
    day = now.astimezone(UTC).date()
    named = f"{hook['tenant']} {hook['webhook_id']} {hook['created_at'].isoformat()} {day}"
    message_id = f"msg_{hashlib.sha256(named.encode()).hexdigest()[:24]}"
    due = datetime.combine(day + timedelta(days=1), time(), UTC) + GRACE
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = _new(message_id, hook["id"], DIGEST, now, due)
    connection.execute(dialect.insert(messages).values(row).on_conflict_do_nothing())
    return message_id


def _new(message_id: str, webhook: int, kind: str, now: datetime, due: datetime) -> dict[str, Any]:
    row = {"message_id": message_id, "webhook": webhook, "kind": kind, "created_at": now, "due_at": due}
    return row | {"state": PENDING, "attempts": 0}


class Messages:
    """The messages of one database."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def claim(self, now: datetime) -> Claimed | None:
        """The next message that is due, of the webhook that was tried longest ago; it is nobody else's for ``CLAIM``.
        ``None`` where nothing is due."""
        free = or_(messages.c.claimed_until.is_(None), messages.c.claimed_until <= now)
        open_now = or_(webhooks.c.held_until.is_(None), webhooks.c.held_until <= now)
        due = messages.c.state == PENDING, messages.c.due_at <= now, free, webhooks.c.enabled, open_now
        turn = webhooks.c.tried_at.asc().nulls_first(), messages.c.due_at, messages.c.message_id
        query = select(messages.c.message_id, webhooks.c.id).join_from(messages, webhooks).where(*due)
        query = query.order_by(*turn).limit(1).with_for_update(skip_locked=True, of=messages)
        with self._writing() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            mine = messages.c.message_id == row.message_id
            taken = {"claimed_until": now + CLAIM, "attempts": messages.c.attempts + 1, "last_at": now}
            connection.execute(update(messages).where(mine).values(**taken))
            hook = webhooks.c.id == row.id
            connection.execute(update(webhooks).where(hook).values(tried_at=now))
            message = connection.execute(select(messages).where(mine)).mappings().one()
            told, count = _notices(connection, row.message_id)
            webhook = connection.execute(select(webhooks).where(hook)).mappings().one()
        made = message["kind"], message["created_at"], message["attempts"]
        return Claimed(row.message_id, *made, webhook, told, count)

    def settle(self, claimed: Claimed, outcome: AttemptOutcome, now: datetime) -> str:
        """Keep what became of an attempt; the state of the message from now on."""
        values: dict[str, Any] = {"claimed_until": None, "last_status": outcome.status, "last_error": outcome.error}
        hook: dict[str, Any] = {"held_until": None}
        if outcome.taken:
            state = DELIVERED
        elif outcome.gone or claimed.attempts > len(WAITS):
            state = DEAD
        else:
            state, wait = PENDING, WAITS[claimed.attempts - 1]
            values["due_at"] = now + wait
            hook["held_until"] = now + min(wait, LONGEST_HOLD)
        if outcome.gone:
            hook |= {"enabled": False, "why_off": outcome.error}
        with self._writing() as connection:
            mine = messages.c.message_id == claimed.message_id, messages.c.attempts == claimed.attempts
            connection.execute(update(messages).where(*mine).values(**values, state=state))
            connection.execute(update(webhooks).where(webhooks.c.id == claimed.webhook["id"]).values(**hook))
        return state

    def withdraw(self, claimed: Claimed) -> None:
        """Send a message no more: all that it told was deleted meanwhile."""
        words = "What it told was deleted before it was sent."
        values = {"state": WITHDRAWN, "claimed_until": None, "last_error": words}
        with self._writing() as connection:
            mine = messages.c.message_id == claimed.message_id
            connection.execute(update(messages).where(mine).values(**values))

    def forget(self, now: datetime) -> int:
        """Delete messages that nobody waits for any more, ``KEPT`` after they were due; how many they were."""
        old = messages.c.state.in_((DELIVERED, DEAD, WITHDRAWN)), messages.c.due_at < now - KEPT
        with self._writing() as connection:
            return connection.execute(delete(messages).where(*old)).rowcount

    def page(
        self, tenant: str, webhook_id: str, state: str | None, limit: int, before: tuple[datetime, str] | None
    ) -> list[RowMapping]:
        """Messages of a webhook, newest first, at most ``limit``, older than ``before``."""
        query = select(messages).join_from(messages, webhooks)
        query = query.where(webhooks.c.tenant == tenant, webhooks.c.webhook_id == webhook_id)
        if state is not None:
            query = query.where(messages.c.state == state)
        if before is not None:
            moment, message_id = before
            same = (messages.c.created_at == moment) & (messages.c.message_id < message_id)
            query = query.where((messages.c.created_at < moment) | same)
        query = query.order_by(messages.c.created_at.desc(), messages.c.message_id.desc()).limit(limit)
        with self._reading() as connection:
            return list(connection.execute(query).mappings())

    def replay(self, tenant: str, webhook_id: str, message_id: str, now: datetime) -> bool:
        """Send a message anew from now on, under its id; False where there is none."""
        hook = select(webhooks.c.id).where(webhooks.c.tenant == tenant, webhooks.c.webhook_id == webhook_id)
        mine = messages.c.message_id == message_id, messages.c.webhook.in_(hook), messages.c.state != WITHDRAWN
        anew = {"state": PENDING, "attempts": 0, "due_at": now, "claimed_until": None}
        with self._writing() as connection:
            if not connection.execute(update(messages).where(*mine).values(**anew)).rowcount:
                return False
            connection.execute(update(webhooks).where(webhooks.c.id.in_(hook)).values(held_until=None))
        return True

    def counts(self) -> dict[str, int]:
        """How many messages of all tenants are in each state."""
        query = select(messages.c.state, func.count()).group_by(messages.c.state)
        with self._reading() as connection:
            return dict.fromkeys(STATES, 0) | {row[0]: row[1] for row in connection.execute(query)}

    def waiting_since(self, now: datetime) -> datetime | None:
        """Since when the message waits that is due the longest; ``None`` where none is."""
        query = select(func.min(messages.c.due_at)).where(messages.c.state == PENDING, messages.c.due_at <= now)
        with self._reading() as connection:
            return connection.execute(query).scalar()


def _notices(connection: Connection, message_id: str) -> tuple[list[RowMapping], int]:
    """The first notices that a message tells, oldest first, with their BOMs, and how many there are."""
    told = contents.c.message == message_id
    query = select(notices, boms.c.bom_id, boms.c.name).join_from(contents, notices).join(boms, isouter=True)
    rows = connection.execute(query.where(told).order_by(notices.c.notice).limit(MOST_TOLD)).mappings()
    count = connection.execute(select(func.count()).select_from(contents).where(told)).scalar_one()
    return list(rows), int(count)


def of_tenant(connection: Connection, tenant: str) -> list[RowMapping]:
    """The webhooks of a tenant that are enabled."""
    query = select(webhooks).where(webhooks.c.tenant == tenant, webhooks.c.enabled)
    return list(connection.execute(query).mappings())
