"""A mark a tenant: whether anything of its lists changed is one look-up, however many BOMs it keeps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "marks",
        sa.Column("tenant", sa.String(100), primary_key=True),
        sa.Column("mark", sa.String(32), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("marks")
