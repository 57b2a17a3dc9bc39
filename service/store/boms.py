"""BOMs with their revisions, in and out of the database. Every method takes the tenant whose rows it may see."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, delete, false, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.store import migrate, room
from service.store.audit import Audit
from service.store.database import connect, reading, writing
from service.store.jobs import Jobs
from service.store.keys import Keys
from service.store.lists import Lists, renew_mark
from service.store.mappings import Mappings
from service.store.overview import Overview
from service.store.parts import Parts, changes_held
from service.store.portfolio import Portfolio
from service.store.replays import Replays
from service.store.room import FullError, check_room
from service.store.schema import answers, boms, points, receipts, revisions, states
from service.store.scores import (
    NUMBERS,
    UNSCORED,
    Scored,
    keep,
    keep_current,
    packed,
    put_facets,
    state_id,
    unpacked,
)
from service.store.series import Series
from service.store.watch.everybody import Everybody
from service.store.watch.links import Links
from service.store.watch.messages import Messages
from service.store.watch.notices import Notices
from service.store.watch.webhooks import Webhooks

STATE = ("digest", "model_version", "event")
KNOWN = ("model", "evidence", "register")


TOO_MANY_BOMS = "A tenant may keep {most} BOMs: DELETE those that aren't needed any more."
TOO_MANY_REVISIONS = "A BOM may have {most} revisions: PUT it under another id, or DELETE it with its history first."
REVISED = ("number", "name", "digest", "put_at", "put_by")


@dataclass(frozen=True)
class BomDocument:
    """A BOM as it was put, JSON, and its numbers of lines by part number and by supplier."""

    bom_id: str
    name: str | None
    content: bytes
    parts: Mapping[str, int] = field(default_factory=dict)
    suppliers: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """Of what it says."""
        return digest_of(self.content)


class Revision(NamedTuple):
    """What was put: ``row`` says when and by whom; ``receipt`` holds what it said where no document was kept."""

    row: RowMapping
    document: bytes | None
    receipt: str | None


class ChangedError(Exception):
    """The stored BOM isn't in the state that its writer asked for; nothing was changed."""


Allows = Callable[[RowMapping | None], bool]
"""Whether a BOM may be put where this row is, or none."""


def anything(_row: RowMapping | None) -> bool:
    """Whatever is stored."""
    return True


Also = Callable[[Connection, bool], None]
"""What is written in the same transaction, or not at all; told whether the BOM is new."""


def nothing(_connection: Connection, _created: bool) -> None:
    """Nothing else."""


def etag_of(body: bytes) -> str:
    """Digest of ``body`` for a strong ETag."""
    return hashlib.sha256(body).hexdigest()[:32]


def digest_of(content: bytes) -> str:
    """Of what a BOM says, whatever the order of its members and the blanks between them. The day that it was to be
    scored for is no part of it, and no id, which is its path."""
    said = json.loads(content, parse_float=Decimal)
    kept = {name: value for name, value in said.items() if name not in ("as_of", "bom_id")}
    plain = json.dumps(kept, sort_keys=True, separators=(",", ":"), default=lambda number: {"number": str(number)})
    return hashlib.sha256(plain.encode()).hexdigest()


def stamp_of(row: RowMapping, revision: int | None = None) -> str:
    """Begins the ETags of a BOM and its scores: which BOM and which revision, be it deleted and put anew."""
    number = row["revision"] if revision is None else revision
    # Nothing of its id here, from which a tenant could count what the others store.
    own = f"{row['tenant']} {row['bom_id']} {row['created_at'].isoformat()} {number}"
    return hashlib.sha256(own.encode()).hexdigest()[:20]


class Store:
    """One database: BOMs here, ``parts`` what it keeps of parts, ``lists`` and ``portfolio`` what reads many BOMs at
    once. ``keys`` says who may ask, ``audit`` what was done, ``everybody`` what all tenants have together. ``notices``
    says what changed, ``links`` what opens one resource, ``webhooks`` and ``messages`` who is told. Nothing is
    connected until it is used, so that it may be made before workers fork."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = connect(url)
        self._migrated = False
        self.parts = Parts(self._reading, self._writing)
        self.lists = Lists(self._reading)
        self.portfolio = Portfolio(self._reading)
        self.keys = Keys(self._reading, self._writing)
        self.audit = Audit(self._reading, self._writing)
        self.overview = Overview(self._reading)
        self.replays = Replays(self._writing)
        self.everybody = Everybody(self._reading)
        self.series = Series(self._reading, self._writing)
        self.notices = Notices(self._reading)
        self.links = Links(self._reading, self._writing)
        self.webhooks = Webhooks(self._reading, self._writing)
        self.messages = Messages(self._reading, self._writing)
        self.jobs = Jobs(self._reading, self._writing)
        self.mappings = Mappings(self._reading, self._writing)

    def prepare(self) -> None:
        """Bring the schema up to date. Called again by every use until it has worked."""
        if not self._migrated:
            migrate.upgrade(self._url)
            self._migrated = True

    def ping(self) -> None:
        """Raise SQLAlchemy's error, or ``UnusableError``, when nothing can be written to the database."""
        with self._writing() as connection:
            # changes no row, and is refused all the same where nothing may be written: BEGIN IMMEDIATE isn't
            connection.execute(update(boms).where(false()).values(rank=boms.c.rank))
        migrate.check_room(self._url)

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def put(
        self,
        tenant: str,
        document: BomDocument,
        scores: Sequence[Scored],
        now: datetime,
        *,
        changes: int = 0,
        by: str | None = None,
        allows: Allows = anything,
        also: Also = nothing,
    ) -> bool:
        """Keep a BOM and its scores, of which the last becomes the current one, and ``also`` the work that goes with
        it. True when the BOM is new.

        It becomes a revision where it says something else than the newest. ``changes`` are those of the tenant's parts
        that the scores know. Raises ``ChangedError`` where ``allows`` refuses what is stored; nobody else can write it
        between the question and the answer.
        """
        with self._writing() as connection:
            late = changes_held(connection, tenant) != changes  # before the BOM is held, as a change of parts does
            created, row = self._claim(connection, tenant, document, now)
            if not allows(None if created else row):
                raise ChangedError
            if created:
                check_room(connection, boms, boms.c.tenant == tenant, room.MOST_BOMS, TOO_MANY_BOMS)
            confirmed = row["confirmed"]
            revision = self._revise(connection, row, document, now, by)
            put_facets(connection, row, "part", document.parts)
            put_facets(connection, row, "supplier", document.suppliers)
            for scored in scores:
                keep(connection, row, revision, confirmed, scored, now)
            if scores:
                keep_current(connection, row, revision, confirmed, scores[-1], now)
            if late:  # the scores may not know what was confirmed meanwhile
                connection.execute(update(boms).where(boms.c.id == row["id"]).values(confirmed=confirmed + 1))
            also(connection, created)
            renew_mark(connection, tenant)
        return created

    def bom(self, tenant: str, bom_id: str) -> RowMapping | None:
        """The row of a stored BOM, with what its score hangs on."""
        with self._reading() as connection:
            return connection.execute(_with_state().where(*_mine(tenant, bom_id))).mappings().one_or_none()

    def head(self, tenant: str, bom_id: str) -> RowMapping | None:
        """What the ETags of a stored BOM and its scores hang on, and nothing else of its row."""
        with self._reading() as connection:
            return connection.execute(_HEAD, {"tenant": tenant, "bom_id": bom_id}).mappings().one_or_none()

    def document(self, tenant: str, bom_id: str) -> tuple[RowMapping, bytes] | None:
        """The row of a stored BOM and its newest document."""
        query = _with_state(revisions.c.document).join(revisions, _newest())
        with self._reading() as connection:
            row = connection.execute(query.where(*_mine(tenant, bom_id))).mappings().one_or_none()
        return None if row is None else (row, unpacked(row["document"]))

    def keep(self, tenant: str, row: RowMapping, scored: Scored, now: datetime, also: Also = nothing) -> bool:
        """Keep a score that was made of a stored BOM as ``row`` was, and ``also`` the work that goes with it. False
        where it was put or deleted meanwhile.

        What is kept already isn't kept again, and a score never takes the place of one that knows more.
        """
        with self._writing() as connection:
            query = select(boms).where(boms.c.id == row["id"], boms.c.tenant == tenant).with_for_update()
            held = connection.execute(query).mappings().one_or_none()
            if held is None or held["revision"] != row["revision"]:
                return False
            state = state_id(connection, scored.state)
            known = (held["scored_revision"], held["scored_confirmed"], held["as_of"], held["state"])
            if known == (row["revision"], row["confirmed"], scored.as_of, state):
                also(connection, False)
                return True
            keep(connection, held, row["revision"], row["confirmed"], scored, now)
            if held["as_of"] is None or (held["as_of"], held["scored_confirmed"]) <= (scored.as_of, row["confirmed"]):
                keep_current(connection, held, row["revision"], row["confirmed"], scored, now)
            also(connection, False)
            renew_mark(connection, tenant)
        return True

    def answer(self, tenant: str, bom_id: str, view: str) -> bytes | None:
        """The current score's answer."""
        query = select(answers.c[view]).join_from(boms, answers).where(*_mine(tenant, bom_id))
        with self._reading() as connection:
            kept = connection.execute(query).scalar()
        return None if kept is None else unpacked(kept)

    def history(
        self,
        tenant: str,
        bom_id: str,
        limit: int,
        before: tuple[date, int] | None = None,
        first: date | None = None,
        last: date | None = None,
    ) -> list[RowMapping]:
        """Points of one BOM, newest day and revision first, at most ``limit``, older than ``before``, of days from
        ``first`` to ``last``."""
        names = ("as_of", "revision", "confirmed", "scored_at", *NUMBERS)
        columns = [*(points.c[name] for name in names), *(states.c[name] for name in (*STATE, *KNOWN))]
        query = select(*columns).join_from(boms, points).join(states, states.c.id == points.c.state)
        query = query.where(*_mine(tenant, bom_id))
        if before is not None:
            day, revision = before
            older = (points.c.as_of < day) | ((points.c.as_of == day) & (points.c.revision < revision))
            query = query.where(points.c.as_of <= day, older)
        if first is not None:
            query = query.where(points.c.as_of >= first)
        if last is not None:
            query = query.where(points.c.as_of <= last)
        query = query.order_by(points.c.as_of.desc(), points.c.revision.desc()).limit(limit)
        with self._reading() as connection:
            return list(connection.execute(query).mappings())

    def points_mark(self, tenant: str, bom_id: str) -> tuple[Any, ...]:
        """What changes whenever a point of a BOM does: how many there are, and when one was kept last."""
        query = select(func.count(), func.max(points.c.scored_at)).join_from(boms, points)
        with self._reading() as connection:
            return tuple(connection.execute(query.where(*_mine(tenant, bom_id))).one())

    def receipts(self, tenant: str, bom_id: str) -> dict[tuple[int, int], str]:
        """By revision and number of confirmed changes, a receipt of a BOM's scores: those of other days and states
        differ in these alone."""
        query = select(receipts.c.revision, receipts.c.confirmed, receipts.c.receipt).join_from(boms, receipts)
        with self._reading() as connection:
            rows = connection.execute(query.where(*_mine(tenant, bom_id)))
            return {(row.revision, row.confirmed): row.receipt for row in rows}

    def revisions(self, tenant: str, bom_id: str, limit: int, before: int | None = None) -> list[RowMapping]:
        """Revisions of one BOM without their documents, the newest first, at most ``limit``, older than ``before``."""
        query = select(*(revisions.c[name] for name in REVISED)).join_from(boms, revisions)
        query = query.where(*_mine(tenant, bom_id))
        if before is not None:
            query = query.where(revisions.c.number < before)
        with self._reading() as connection:
            return list(connection.execute(query.order_by(revisions.c.number.desc()).limit(limit)).mappings())

    def revision(self, tenant: str, bom_id: str, number: int) -> Revision | None:
        """One revision, with its document, or a receipt where no document was kept."""
        query = select(revisions, receipts.c.receipt).join_from(boms, revisions)
        query = query.join(receipts, _first_receipt(), isouter=True)
        query = query.where(*_mine(tenant, bom_id), revisions.c.number == number).limit(1)
        with self._reading() as connection:
            row = connection.execute(query.order_by(receipts.c.confirmed)).mappings().one_or_none()
        if row is None:
            return None
        kept = row["document"]
        return Revision(row, None if kept is None else unpacked(kept), row["receipt"] if kept is None else None)

    def tag(self, tenant: str, bom_id: str, tags: Sequence[str], now: datetime, allows: Allows = anything) -> bool:
        """Let ``tags`` be the BOM's; False where there is none. Raises ``ChangedError`` as ``put``."""
        wanted = sorted(tags)
        with self._writing() as connection:
            row = _held(connection, tenant, bom_id, allows)
            if row is None:
                return False
            if json.loads(row["tags"]) != wanted:
                put_facets(connection, row, "tag", dict.fromkeys(wanted, 0))
                text = json.dumps(wanted, ensure_ascii=False)
                changed = {"tags": text, "updated_at": now, "changed_at": now}
                connection.execute(update(boms).where(boms.c.id == row["id"]).values(**changed))
                renew_mark(connection, tenant)
        return True

    def delete(self, tenant: str, bom_id: str, allows: Allows = anything) -> bool:
        """Forget a BOM with its revisions and scores; True when there was one. Raises ``ChangedError`` as ``put``."""
        with self._writing() as connection:
            row = _held(connection, tenant, bom_id, allows)
            if row is None:
                return False
            connection.execute(delete(boms).where(boms.c.id == row["id"]))
            renew_mark(connection, tenant)
        return True

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self.prepare()
        with reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self.prepare()
        with writing(self._engine) as connection:
            yield connection

    @staticmethod
    def _claim(connection: Connection, tenant: str, document: BomDocument, now: datetime) -> tuple[bool, RowMapping]:
        """Insert the BOM's row unless it is there, and hold it until the transaction ends. True where it is new."""
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        moments = dict.fromkeys(("created_at", "updated_at", "changed_at"), now)
        row = {"tenant": tenant, "bom_id": document.bom_id, "tags": "[]", "revision": 0, "confirmed": 0}
        claim = dialect.insert(boms).values(rank=UNSCORED, **row, **moments).on_conflict_do_nothing()
        created = connection.execute(claim.returning(boms.c.id)).scalar() is not None
        held = select(boms).where(*_mine(tenant, document.bom_id)).with_for_update()
        return created, connection.execute(held).mappings().one()

    @staticmethod
    def _revise(connection: Connection, row: RowMapping, document: BomDocument, now: datetime, by: str | None) -> int:
        """The revision that a document is: the newest where that says the same, else another."""
        mine = (revisions.c.bom == row["id"], revisions.c.number == row["revision"])
        newest = connection.execute(select(revisions).where(*mine)).mappings().one_or_none()
        kept = packed(document.content)
        if newest is not None and newest["digest"] == document.digest:
            if newest["document"] != kept:  # it says the same in other letters
                connection.execute(update(revisions).where(*mine).values(document=kept))
            return int(row["revision"])
        number = int(row["revision"]) + 1
        if number > room.MOST_REVISIONS:
            raise FullError(TOO_MANY_REVISIONS.format(most=f"{room.MOST_REVISIONS:,}"))
        values = {"bom": row["id"], "number": number, "digest": document.digest, "document": kept}
        connection.execute(insert(revisions).values(**values, name=document.name, put_at=now, put_by=by))
        changed = {"revision": number, "name": document.name, "updated_at": now, "changed_at": now}
        connection.execute(update(boms).where(boms.c.id == row["id"]).values(**changed))
        return number


def _mine(tenant: str | BindParameter[str], bom_id: str | BindParameter[str]) -> tuple[Any, Any]:
    return boms.c.tenant == tenant, boms.c.bom_id == bom_id


def _held(connection: Connection, tenant: str, bom_id: str, allows: Allows) -> RowMapping | None:
    """A stored BOM, held until the transaction ends. Raises ``ChangedError`` where ``allows`` refuses it."""
    row = connection.execute(select(boms).where(*_mine(tenant, bom_id)).with_for_update()).mappings().one_or_none()
    if row is not None and not allows(row):
        raise ChangedError
    return row


_HEAD = select(*(boms.c[name] for name in ("tenant", "bom_id", "created_at", "revision", "confirmed"))).where(
    *_mine(bindparam("tenant"), bindparam("bom_id"))
)
"""Made once, for whoever polls."""


def _with_state(*more: Any) -> Any:
    return select(boms, *(states.c[name] for name in STATE), *more).join_from(boms, states, isouter=True)


def _first_receipt() -> Any:
    return (receipts.c.bom == revisions.c.bom) & (receipts.c.revision == revisions.c.number)


def _newest() -> Any:
    return (revisions.c.bom == boms.c.id) & (revisions.c.number == boms.c.revision)
