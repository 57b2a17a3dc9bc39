"""How much a tenant may keep. What nobody bounds fills the disk for all."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, func, select

MOST_BOMS, MOST_REVISIONS, MOST_PARTS = 100_000, 10_000, 100_000
"""BOMs of a tenant, revisions of a BOM, confirmed parts of a tenant."""
MOST_LINKS, MOST_MAPPINGS, MOST_WEBHOOKS, MOST_SECRETS = 1_000, 100, 20, 5
"""Links, mappings of columns and webhooks of a tenant; secrets of a webhook that sign at once."""


class FullError(Exception):
    """A tenant keeps as much as it may; the message says what to do. Nothing was changed."""


def check_room(connection: Connection, table: Table, mine: ColumnElement[bool], most: int, words: str) -> None:
    """Raise ``FullError`` where more than ``most`` rows of a table are ``mine``, the new one among them."""
    count = connection.execute(select(func.count()).select_from(table).where(mine)).scalar_one()
    if count > most:
        raise FullError(words.format(most=f"{most:,}"))
