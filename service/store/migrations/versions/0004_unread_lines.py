"""How many lines of a scored BOM couldn't be read, and how many of them may hold rare earths."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
COLUMNS = {
    "unread": "Lines; null in scores from before they were kept",
    "unread_may_hold": "Of them, lines that may hold rare earths",
}


def upgrade() -> None:
    for name, words in COLUMNS.items():
        op.add_column("scores", sa.Column(name, sa.Integer, comment=words))


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("scores", name)
