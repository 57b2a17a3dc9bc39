"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

boms = Table(
    "boms",
    metadata,
    Column("bom_id", String(100), primary_key=True),
    Column("name", String(200)),
    Column("document", LargeBinary, nullable=False, comment="The BOM as it was put: canonical JSON"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("current", Integer, comment="The newest point of scores"),
    Column("etag", String(64), comment="Of the current answer"),
)

scores = Table(
    "scores",
    metadata,
    Column("point", Integer, primary_key=True, autoincrement=True),
    Column("bom_id", String(100), ForeignKey("boms.bom_id", ondelete="CASCADE"), nullable=False),
    Column("scored_at", UtcDateTime, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("status", String(40), nullable=False),
    Column("score", Float),
    Column("probability", Float),
    Column("low", Float),
    Column("high", Float),
    Column("band", String(40)),
    Column("percentile", Float),
    Column("model_version", String(100), nullable=False),
    Column("event", String(40), nullable=False, comment="What the score forecasts; others don't compare"),
    Column("unread", Integer, comment="Lines; null in scores from before they were kept"),
    Column("unread_may_hold", Integer, comment="Of them, lines that may hold rare earths"),
    Column("receipt", Text, nullable=False),
    Column("answer", LargeBinary, nullable=False, comment="The answer's bytes, as served"),
    Index("scores_of_a_bom", "bom_id", "point"),
)

parts = Table(
    "parts",
    metadata,
    Column("part_number", String(100), primary_key=True),
    Column("reading", Text, nullable=False, comment="What the part is: canonical JSON"),
    Column("confirmed_by", String(100), nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Column("note", String(500)),
)
