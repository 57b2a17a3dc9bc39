"""Webhooks, and the messages that they are sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    code_points = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("tenant", sa.String(100), nullable=False),
        sa.Column("webhook_id", code_points, nullable=False, comment="The tenant's name for it"),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("kinds", sa.String(200), nullable=False, comment="Of notices, with blanks in between"),
        sa.Column("condition", sa.Text, comment="On a score, as JSON"),
        sa.Column("digest", sa.String(16), comment="daily, or null: each notice by itself"),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("why_off", sa.String(200), comment="Where the service switched it off"),
        sa.Column("secrets", sa.Text, nullable=False, comment="JSON: each with the moment at which it ends"),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("tried_at", moment, comment="Whose turn it is: that of whoever was tried longest ago"),
        sa.Column("held_until", moment, comment="Nothing is sent before, since the last attempt failed"),
        sa.UniqueConstraint("tenant", "webhook_id", name="webhooks_by_id"),
    )
    op.create_table(
        "messages",
        sa.Column("message_id", sa.String(40), primary_key=True, comment="The webhook-id that is sent"),
        sa.Column("webhook", sa.Integer, sa.ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
        sa.Column("state", sa.String(16), nullable=False, comment="pending, delivered, dead or withdrawn"),
        sa.Column("kind", sa.String(40), nullable=False, comment="Of its notice, or digest"),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("claimed_until", moment, comment="A sender is at it until then"),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("last_at", moment),
        sa.Column("last_status", sa.Integer, comment="Of the answer"),
        sa.Column("last_error", sa.String(300)),
    )
    op.create_index("messages_due", "messages", ["state", "due_at"])
    op.create_index("messages_of_a_webhook", "messages", ["webhook", "message_id"])
    op.create_table(
        "contents",
        sa.Column("message", sa.String(40), sa.ForeignKey("messages.message_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("notice", sa.String(24), sa.ForeignKey("notices.notice", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("contents_by_notice", "contents", ["notice"])


def downgrade() -> None:
    op.drop_table("contents")
    op.drop_table("messages")
    op.drop_table("webhooks")
