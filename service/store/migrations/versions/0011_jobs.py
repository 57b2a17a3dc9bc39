"""Jobs with their pages, and mappings of columns that are kept by name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("job_id", sa.String(24), primary_key=True),
        sa.Column("tenant", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("created_by", sa.String(200)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("turn_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.Column("worker", sa.String(64)),
        sa.Column("lease_until", MOMENT),
        sa.Column("deaths", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer),
        sa.Column("position", sa.Text, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.Column("errors", sa.Integer, nullable=False),
        sa.Column("summary", sa.LargeBinary),
        sa.Column("problem", sa.Text),
        sa.Column("upload", sa.LargeBinary),
        sa.Column("bytes", sa.Integer, nullable=False),
    )
    op.create_index("jobs_by_state", "jobs", ["state", "turn_at"])
    op.create_index("jobs_of_a_tenant", "jobs", ["tenant", "job_id"])
    op.create_index("jobs_by_end", "jobs", ["finished_at"])
    op.create_table(
        "job_pages",
        sa.Column("job", sa.String(24), sa.ForeignKey("jobs.job_id", ondelete="CASCADE"), primary_key=True),
        sa.Column("kind", sa.String(8), primary_key=True),
        sa.Column("first", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    name = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")
    op.create_table(
        "mappings",
        sa.Column("tenant", sa.String(100), primary_key=True),
        sa.Column("name", name, primary_key=True),
        sa.Column("columns", sa.Text, nullable=False),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.Column("put_by", sa.String(200)),
    )


def downgrade() -> None:
    op.drop_table("mappings")
    op.drop_table("job_pages")
    op.drop_table("jobs")
