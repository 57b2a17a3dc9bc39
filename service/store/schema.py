"""The tables, as the newest migration leaves them. Rows belong to tenants: what has no tenant of its own hangs on a BOM
that has one. Only ``states`` and ``element_points`` don't, which hold nothing of anybody's.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
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
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def by_code_point(length: int) -> TypeEngine[str]:
    """Text that sorts alike on every database; PostgreSQL's own order hangs on where it was installed."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def of_bom(**more: Any) -> Column[int]:
    """The BOM that a row hangs on, and goes with."""
    return Column("bom", Integer, ForeignKey("boms.id", ondelete="CASCADE"), nullable=False, **more)


metadata = MetaData()

boms = Table(
    "boms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("bom_id", by_code_point(200), nullable=False),
    Column("name", String(200)),
    Column("tags", Text, nullable=False, doc="JSON list, sorted; facets hold them, too"),
    Column("revision", Integer, nullable=False, doc="The newest"),
    Column("confirmed", Integer, nullable=False, doc="How often what is confirmed of its parts changed"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False, doc="When it was put, or its tags"),
    Column("changed_at", UtcDateTime, nullable=False, doc="When anything in its row of a list changed but days"),
    Column("scored_at", UtcDateTime, doc="Of the current score, as all below; null without one"),
    Column("as_of", Date),
    Column("scored_revision", Integer),
    Column("scored_confirmed", Integer, doc="`confirmed` as it was when it was scored"),
    Column("state", Integer, ForeignKey("states.id")),
    Column("status", String(40)),
    Column("score", Float),
    Column("low", Float),
    Column("high", Float),
    Column("percentile", Float),
    Column("band", String(40)),
    Column("rank", Float, nullable=False, doc="The score, -1 without one: lists are sorted by it"),
    Column("unread", Integer, doc="Lines; null in scores from before they were kept"),
    Column("unread_may_hold", Integer, doc="Of them, lines that may hold rare earths"),
    Column("data_ages", Text, doc="JSON, as in the answer"),
    Column(
        "standing", String(20), comment="What stands in force or is announced; null in scores from before it was kept"
    ),
    Column("mass_g", Float, comment="Of the lines that state one"),
    Column("spend", Float, comment="Quantity x unit price of the lines that state both"),
    Column("met", Text, doc="JSON: by id the status of measures that it met; null in scores from before"),
    UniqueConstraint("tenant", "bom_id", name="boms_by_id"),
    Index("boms_by_rank", "tenant", "rank", "bom_id"),
    Index("boms_by_change", "tenant", "changed_at", "bom_id"),
    Index("boms_by_scoring", "scored_at"),
    Index("boms_by_tenant_scoring", "tenant", "scored_at"),
    Index("boms_by_band", "tenant", "band", "bom_id"),
    Index("boms_by_unread", "tenant", "unread"),
)

states = Table(
    "states",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True, doc="Of all below"),
    Column("model_version", String(100), nullable=False),
    Column("model", String(64), nullable=False, doc="Begins the bundle's SHA-256; empty where it wasn't kept"),
    Column("evidence", String(100), nullable=False),
    Column("register", String(100), nullable=False),
    Column("event", String(40), nullable=False, doc="What the score forecasts; others don't compare"),
)

revisions = Table(
    "revisions",
    metadata,
    of_bom(primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False, doc="Of what it says; empty where the document wasn't kept"),
    Column("document", LargeBinary, doc="JSON as it was put, by zlib; null where only receipts were kept"),
    Column("name", String(200)),
    Column("put_at", UtcDateTime, nullable=False),
    Column("put_by", String(200), doc="Name of the key"),
    sqlite_with_rowid=False,
)

receipts = Table(
    "receipts",
    metadata,
    of_bom(primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("confirmed", Integer, primary_key=True, autoincrement=False),
    Column("receipt", Text, nullable=False, doc="Unsigned; those of other days and states differ in these alone"),
    sqlite_with_rowid=False,
)

points = Table(
    "points",
    metadata,
    of_bom(primary_key=True),
    Column("as_of", Date, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("confirmed", Integer, nullable=False),
    Column("scored_at", UtcDateTime, nullable=False),
    Column("state", Integer, ForeignKey("states.id"), nullable=False),
    Column("status", String(40), nullable=False),
    Column("score", Float),
    Column("low", Float),
    Column("high", Float),
    Column("percentile", Float),
    Column("band", String(40)),
    Column("unread", Integer),
    Column("unread_may_hold", Integer),
    sqlite_with_rowid=False,
)

element_points = Table(
    "element_points",
    metadata,
    Column("state", Integer, ForeignKey("states.id"), primary_key=True, autoincrement=False),
    Column("element", String(4), primary_key=True),
    Column("form", String(20), primary_key=True),
    Column("as_of", Date, primary_key=True),
    Column("score", Float),
    Column("low", Float),
    Column("high", Float),
    Column("band", String(40)),
)

answers = Table(
    "answers",
    metadata,
    of_bom(primary_key=True, autoincrement=False),
    Column("summary", LargeBinary, doc="The current score's answers as they are served, by zlib"),
    Column("full", LargeBinary, nullable=False),
)

facets = Table(
    "facets",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("kind", String(16), primary_key=True, doc="tag, element, country, measure, supplier or part"),
    Column("value", by_code_point(200), primary_key=True),
    of_bom(primary_key=True),
    Column("lines", Integer, nullable=False, doc="Of the BOM, of this supplier or part; else 0"),
    Index("facets_of_a_bom", "bom", "kind"),
    sqlite_with_rowid=False,
)

chokepoints = Table(
    "chokepoints",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("country", String(8), primary_key=True),
    Column("stage", String(20), primary_key=True),
    Column("element", String(4), primary_key=True),
    of_bom(primary_key=True),
    Column("share", Float, nullable=False, doc="Largest of a purchase's need, 0 to 1"),
    Column("probability", Float, nullable=False, doc="Of a shock there within the window"),
    Index("chokepoints_of_a_bom", "bom"),
    sqlite_with_rowid=False,
)

exposures = Table(
    "exposures",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("country", String(8), primary_key=True),
    Column("stage", String(20), primary_key=True),
    of_bom(primary_key=True),
    Column("lines", Integer, nullable=False, doc="That depend on the chokepoint, whatever the element"),
    Column("mass_g", Float, doc="Of those of them that state one"),
    Column("spend", Float, doc="Quantity x unit price of those of them that state both"),
    Column("currency", String(3), doc="Of the spend; null where nobody says"),
    Index("exposures_of_a_bom", "bom"),
    sqlite_with_rowid=False,
)

parts = Table(
    "parts",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("part_number", by_code_point(100), primary_key=True),
    Column("reading", Text, nullable=False, doc="What the part is: canonical JSON"),
    Column("confirmed_by", String(100), nullable=False),
    Column("confirmed_at", UtcDateTime, nullable=False),
    Column("note", String(500)),
)

keys = Table(
    "keys",
    metadata,
    Column("key_id", String(16), primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("name", String(100), nullable=False),
    Column("digest", String(64), nullable=False, comment="SHA-256 of the key's whole text"),
    Column("scopes", String(100), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("replaces", String(16), comment="The key in whose place it was made"),
)

audit = Table(
    "audit",
    metadata,
    Column("entry", String(24), primary_key=True, comment="Grows with time and counts nothing"),
    Column("at", UtcDateTime, nullable=False),
    Column("tenant", String(100), nullable=False),
    Column("key_id", String(16)),
    Column("action", String(100), nullable=False),
    Column("subject", String(500), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("status", Integer),
    Column("reason", String(100)),
    Column("request_id", String(100)),
    Index("audit_of_a_tenant", "tenant", "entry"),
)

replays = Table(
    "replays",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("idempotency_key", String(255), primary_key=True),
    Column("digest", String(64), nullable=False, comment="Of method, address and body"),
    Column("started_at", UtcDateTime, nullable=False),
    Column("status", Integer, comment="Null while it is being answered"),
    Column("headers", Text, comment="Of the answer, as JSON"),
    Column("body", LargeBinary, comment="Of the answer, by zlib"),
    Index("replays_by_age", "started_at"),
)

notices = Table(
    "notices",
    metadata,
    Column("notice", String(24), primary_key=True, comment="Grows with time and counts nothing"),
    Column("tenant", String(100), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("bom", Integer, ForeignKey("boms.id", ondelete="CASCADE"), comment="Null where it is about none"),
    Column("content", Text, nullable=False, comment="What changed, as JSON"),
    Index("notices_of_a_tenant", "tenant", "notice"),
    Index("notices_of_a_bom", "bom"),
)

links = Table(
    "links",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("link_id", by_code_point(100), primary_key=True, comment="The tenant's name for it"),
    Column("handle", String(16), nullable=False, unique=True, comment="Stands in the token, to look it up by"),
    Column("digest", String(64), nullable=False, comment="SHA-256 of the whole token"),
    Column("kind", String(16), nullable=False, comment="badge or feed"),
    Column("bom", Integer, ForeignKey("boms.id", ondelete="CASCADE"), comment="Of a badge"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", String(200), comment="Name of the key"),
    Column("expires_at", UtcDateTime),
    Index("links_of_a_bom", "bom"),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("tenant", String(100), nullable=False),
    Column("webhook_id", by_code_point(100), nullable=False, comment="The tenant's name for it"),
    Column("url", String(2000), nullable=False),
    Column("kinds", String(200), nullable=False, comment="Of notices, with blanks in between"),
    Column("condition", Text, comment="On a score, as JSON"),
    Column("digest", String(16), comment="daily, or null: each notice by itself"),
    Column("enabled", Boolean, nullable=False),
    Column("why_off", String(200), comment="Where the service switched it off"),
    Column("secrets", Text, nullable=False, comment="JSON: each with the moment at which it ends"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("tried_at", UtcDateTime, comment="Whose turn it is: that of whoever was tried longest ago"),
    Column("held_until", UtcDateTime, comment="Nothing is sent before, since the last attempt failed"),
    UniqueConstraint("tenant", "webhook_id", name="webhooks_by_id"),
)

messages = Table(
    "messages",
    metadata,
    Column("message_id", String(40), primary_key=True, comment="The webhook-id that is sent"),
    Column("webhook", Integer, ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column("state", String(16), nullable=False, comment="pending, delivered, dead or withdrawn"),
    Column("kind", String(40), nullable=False, comment="Of its notice, or digest"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("claimed_until", UtcDateTime, comment="A sender is at it until then"),
    Column("attempts", Integer, nullable=False),
    Column("last_at", UtcDateTime),
    Column("last_status", Integer, comment="Of the answer"),
    Column("last_error", String(300)),
    Index("messages_due", "state", "due_at"),
    Index("messages_of_a_webhook", "webhook", "message_id"),
)

contents = Table(
    "contents",
    metadata,
    Column("message", String(40), ForeignKey("messages.message_id", ondelete="CASCADE"), primary_key=True),
    Column("notice", String(24), ForeignKey("notices.notice", ondelete="CASCADE"), primary_key=True),
    Index("contents_by_notice", "notice"),
)

marks = Table(
    "marks",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column(
        "mark", String(32), nullable=False, doc="Drawn anew with every change of the tenant's BOMs, points and parts"
    ),
)

confirmations = Table(
    "confirmations",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("changes", Integer, nullable=False, doc="Of the tenant's parts, counted; held while BOMs are put"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("job_id", String(24), primary_key=True, doc="Grows with time and counts nothing"),
    Column("tenant", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("state", String(12), nullable=False),
    Column("asked", Text, nullable=False, doc="JSON"),
    Column("created_by", String(200), doc="Name of the key"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("turn_at", UtcDateTime, nullable=False, doc="When a worker last took it; tenants take turns by it"),
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    Column("worker", String(64), doc="Who holds it; no two claims have the same"),
    Column("lease_until", UtcDateTime, doc="When another may take it"),
    Column("deaths", Integer, nullable=False, doc="Workers that ended at the step that comes next"),
    Column("done", Integer, nullable=False),
    Column("total", Integer, doc="Null until it is known"),
    Column("position", Text, nullable=False, doc="Where its kind goes on"),
    Column("counts", Text, nullable=False, doc="JSON"),
    Column("errors", Integer, nullable=False, doc="Rows in pages of errors"),
    Column("summary", LargeBinary, doc="JSON by zlib"),
    Column("problem", Text, doc="JSON: why it failed"),
    Column("upload", LargeBinary, doc="The file that came with it, by zlib; null once it is read"),
    Column("bytes", Integer, nullable=False, doc="Of the upload and of the pages"),
    Index("jobs_by_state", "state", "turn_at"),
    Index("jobs_of_a_tenant", "tenant", "job_id"),
    Index("jobs_by_end", "finished_at"),
)

job_pages = Table(
    "job_pages",
    metadata,
    Column("job", String(24), ForeignKey("jobs.job_id", ondelete="CASCADE"), primary_key=True),
    Column("kind", String(8), primary_key=True, doc="error, item, result or part"),
    Column("first", Integer, primary_key=True, autoincrement=False, doc="Number of its first row"),
    Column("rows", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False, doc="JSON list by zlib"),
)

mappings = Table(
    "mappings",
    metadata,
    Column("tenant", String(100), primary_key=True),
    Column("name", by_code_point(100), primary_key=True),
    Column("columns", Text, nullable=False, doc="JSON: roles by headings"),
    Column("put_at", UtcDateTime, nullable=False),
    Column("put_by", String(200), doc="Name of the key"),
)
