"""All tenants together: numbers for the operator, of which no tenant is shown any."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, func, select

from service.store.database import Transaction
from service.store.schema import boms
from service.store.scores import UNSCORED


@dataclass(frozen=True)
class Everybody:
    """Reads the BOMs of all tenants."""

    reading: Transaction

    def oldest(self) -> datetime | None:
        """When the oldest current score was made; ``None`` where nothing is stored."""
        with self.reading() as connection:
            return connection.execute(select(func.min(boms.c.scored_at))).scalar()

    def bands(self) -> dict[str | None, int]:
        """How many BOMs are in each band; ``None`` those without one."""
        query = select(boms.c.band, func.count().label("boms")).group_by(boms.c.band)
        with self.reading() as connection:
            return {row.band: row.boms for row in connection.execute(query)}

    def highest(self, most: int) -> list[RowMapping]:
        """Tenant, id and score of the BOMs that score highest, at most ``most``."""
        query = select(boms.c.tenant, boms.c.bom_id, boms.c.score).where(boms.c.rank > UNSCORED)
        query = query.order_by(boms.c.rank.desc(), boms.c.tenant, boms.c.bom_id).limit(most)
        with self.reading() as connection:
            return list(connection.execute(query).mappings())
