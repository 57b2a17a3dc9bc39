"""Notices of what changed, and links that open one badge or feed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    code_points = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")
    op.add_column("boms", sa.Column("met", sa.Text))
    op.create_table(
        "notices",
        sa.Column("notice", sa.String(24), primary_key=True, comment="Grows with time and counts nothing"),
        sa.Column("tenant", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column(
            "bom", sa.Integer, sa.ForeignKey("boms.id", ondelete="CASCADE"), comment="Null where it is about none"
        ),
        sa.Column("content", sa.Text, nullable=False, comment="What changed, as JSON"),
    )
    op.create_index("notices_of_a_tenant", "notices", ["tenant", "notice"])
    op.create_index("notices_of_a_bom", "notices", ["bom"])
    op.create_table(
        "links",
        sa.Column("tenant", sa.String(100), primary_key=True),
        sa.Column("link_id", code_points, primary_key=True, comment="The tenant's name for it"),
        sa.Column(
            "handle", sa.String(16), nullable=False, unique=True, comment="Stands in the token, to look it up by"
        ),
        sa.Column("digest", sa.String(64), nullable=False, comment="SHA-256 of the whole token"),
        sa.Column("kind", sa.String(16), nullable=False, comment="badge or feed"),
        sa.Column("bom", sa.Integer, sa.ForeignKey("boms.id", ondelete="CASCADE"), comment="Of a badge"),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(200), comment="Name of the key"),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
    )
    op.create_index("links_of_a_bom", "links", ["bom"])


def downgrade() -> None:
    op.drop_table("links")
    op.drop_table("notices")
    op.drop_column("boms", "met")
