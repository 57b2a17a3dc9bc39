"""What each score forecasts: scores of different events don't compare."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

FIRST_EVENT = "supply-disruption/v1"
"""The event of every score that was kept before this migration."""


def upgrade() -> None:
    words = "What the score forecasts; others don't compare"
    column = sa.Column("event", sa.String(40), nullable=False, server_default=FIRST_EVENT, comment=words)
    op.add_column("scores", column)


def downgrade() -> None:
    op.drop_column("scores", "event")
