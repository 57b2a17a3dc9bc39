"""Keys, of which only digests are kept, and what was changed and refused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "keys",
        sa.Column("key_id", sa.String(16), primary_key=True),
        sa.Column("tenant", sa.String(100), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, comment="SHA-256 of the key's whole text"),
        sa.Column("scopes", sa.String(100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("replaces", sa.String(16), comment="The key in whose place it was made"),
    )
    op.create_table(
        "audit",
        sa.Column("entry", sa.String(24), primary_key=True, comment="Grows with time and counts nothing"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenant", sa.String(100), nullable=False),
        sa.Column("key_id", sa.String(16)),
        sa.Column("action", sa.String(100), nullable=False),
        sa.Column("subject", sa.String(500), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("reason", sa.String(100)),
        sa.Column("request_id", sa.String(100)),
    )
    op.create_index("audit_of_a_tenant", "audit", ["tenant", "entry"])


def downgrade() -> None:
    op.drop_table("audit")
    op.drop_table("keys")
