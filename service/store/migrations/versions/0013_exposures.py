"""What of a BOM depends on a chokepoint: its lines, with their mass and spend."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "exposures",
        sa.Column("tenant", sa.String(100), primary_key=True),
        sa.Column("country", sa.String(8), primary_key=True),
        sa.Column("stage", sa.String(20), primary_key=True),
        sa.Column("bom", sa.Integer, sa.ForeignKey("boms.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("lines", sa.Integer, nullable=False),
        sa.Column("mass_g", sa.Float),
        sa.Column("spend", sa.Float),
        sa.Column("currency", sa.String(3)),
        sqlite_with_rowid=False,
    )
    op.create_index("exposures_of_a_bom", "exposures", ["bom"])


def downgrade() -> None:
    op.drop_table("exposures")
