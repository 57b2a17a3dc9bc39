"""Bills of materials and their scores."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "boms",
        sa.Column("bom_id", sa.String(100), primary_key=True),
        sa.Column("name", sa.String(200)),
        sa.Column("document", sa.LargeBinary, nullable=False, comment="The BOM as it was put: canonical JSON"),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("current", sa.Integer, comment="The newest point of scores"),
        sa.Column("etag", sa.String(64), comment="Of the current answer"),
    )
    op.create_table(
        "scores",
        sa.Column("point", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("bom_id", sa.String(100), sa.ForeignKey("boms.bom_id", ondelete="CASCADE"), nullable=False),
        sa.Column("scored_at", moment, nullable=False),
        sa.Column("as_of", sa.Date, nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("score", sa.Float),
        sa.Column("probability", sa.Float),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("band", sa.String(40)),
        sa.Column("percentile", sa.Float),
        sa.Column("model_version", sa.String(100), nullable=False),
        sa.Column("receipt", sa.Text, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False, comment="The answer's bytes, as served"),
    )
    op.create_index("scores_of_a_bom", "scores", ["bom_id", "point"])


def downgrade() -> None:
    op.drop_table("scores")
    op.drop_table("boms")
