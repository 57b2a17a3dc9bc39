"""Scores of elements by day, and what a row of the portfolio tells beside the score."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
BESIDE: dict[str, tuple[Any, str]] = {
    "standing": (sa.String(20), "What stands in force or is announced; null in scores from before it was kept"),
    "mass_g": (sa.Float(), "Of the lines that state one"),
    "spend": (sa.Float(), "Quantity x unit price of the lines that state both"),
}


def upgrade() -> None:
    for name, (kind, words) in BESIDE.items():
        op.add_column("boms", sa.Column(name, kind, comment=words))
    op.create_index("boms_by_tenant_scoring", "boms", ["tenant", "scored_at"])
    op.create_table(
        "element_points",
        sa.Column("state", sa.Integer, sa.ForeignKey("states.id"), primary_key=True, autoincrement=False),
        sa.Column("element", sa.String(4), primary_key=True),
        sa.Column("form", sa.String(20), primary_key=True),
        sa.Column("as_of", sa.Date, primary_key=True),
        sa.Column("score", sa.Float),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("band", sa.String(40)),
    )


def downgrade() -> None:
    op.drop_table("element_points")
    op.drop_index("boms_by_tenant_scoring", "boms")
    for name in BESIDE:
        op.drop_column("boms", name)
