"""Links that open one badge or one feed, in and out of the database. Of their token only a digest is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select

from service.store import room
from service.store.database import Transaction
from service.store.room import check_room
from service.store.schema import boms, links

BADGE, FEED = "badge", "feed"
TOO_MANY = "A tenant may keep {most} links: DELETE those that are used no more."


@dataclass(frozen=True)
class Link:
    """A link as it is kept. ``handle`` stands in its token, to look it up by; ``digest`` is that of the whole token.
    ``bom_id`` is the BOM of a badge."""

    tenant: str
    link_id: str
    handle: str
    digest: str
    kind: str
    bom_id: str | None
    created_at: datetime
    created_by: str | None
    expires_at: datetime | None

    def ended(self, now: datetime) -> bool:
        """Whether it opens nothing any more."""
        return self.expires_at is not None and self.expires_at <= now


class Links:
    """The links of one database."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def by_handle(self, handle: str) -> Link | None:
        """One link of any tenant: whoever has its token is asked for nothing else."""
        with self._reading() as connection:
            row = connection.execute(_whole().where(links.c.handle == handle)).mappings().one_or_none()
        return None if row is None else Link(**row)

    def get(self, tenant: str, link_id: str) -> Link | None:
        with self._reading() as connection:
            row = connection.execute(_whole().where(*_mine(tenant, link_id))).mappings().one_or_none()
        return None if row is None else Link(**row)

    def page(self, tenant: str, limit: int, after: str) -> list[Link]:
        """A tenant's links in the order of their ids, at most ``limit``, from behind ``after``."""
        query = _whole().where(links.c.tenant == tenant, links.c.link_id > after).order_by(links.c.link_id)
        with self._reading() as connection:
            return [Link(**row) for row in connection.execute(query.limit(limit)).mappings()]

    def put(self, link: Link) -> bool:
        """Keep a link; one of that id ends. False where the BOM that it is of isn't stored. Raises ``FullError``."""
        row: dict[str, Any] = {name: value for name, value in vars(link).items() if name != "bom_id"}
        with self._writing() as connection:
            if link.bom_id is not None:
                query = select(boms.c.id).where(boms.c.tenant == link.tenant, boms.c.bom_id == link.bom_id)
                row["bom"] = connection.execute(query).scalar()
                if row["bom"] is None:
                    return False
            connection.execute(delete(links).where(*_mine(link.tenant, link.link_id)))
            connection.execute(insert(links).values(**row))
            check_room(connection, links, links.c.tenant == link.tenant, room.MOST_LINKS, TOO_MANY)
        return True

    def delete(self, tenant: str, link_id: str) -> bool:
        """End a link; True where there was one."""
        with self._writing() as connection:
            return connection.execute(delete(links).where(*_mine(tenant, link_id))).rowcount > 0


def _mine(tenant: str, link_id: str) -> tuple[Any, Any]:
    return links.c.tenant == tenant, links.c.link_id == link_id


def _whole() -> Select[Any]:
    names = [name for name in Link.__dataclass_fields__ if name != "bom_id"]
    return select(*(links.c[name] for name in names), boms.c.bom_id).join_from(links, boms, isouter=True)
