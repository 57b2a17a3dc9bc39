"""Answers to requests with an Idempotency-Key, kept for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "replays",
        sa.Column("tenant", sa.String(100), primary_key=True),
        sa.Column("idempotency_key", sa.String(255), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, comment="Of method, address and body"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer, comment="Null while it is being answered"),
        sa.Column("headers", sa.Text, comment="Of the answer, as JSON"),
        sa.Column("body", sa.LargeBinary, comment="Of the answer, by zlib"),
    )
    op.create_index("replays_by_age", "replays", ["started_at"])


def downgrade() -> None:
    op.drop_table("replays")
