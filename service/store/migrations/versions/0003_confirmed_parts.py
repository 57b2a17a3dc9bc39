"""What was confirmed of parts: how their lines are read, by whom and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "parts",
        sa.Column("part_number", sa.String(100), primary_key=True),
        sa.Column("reading", sa.Text, nullable=False, comment="What the part is: canonical JSON"),
        sa.Column("confirmed_by", sa.String(100), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(500)),
    )


def downgrade() -> None:
    op.drop_table("parts")
