"""Run by Alembic on the connection, and so in the transaction and under the lock, of ``migrate.upgrade``."""

from __future__ import annotations

from alembic import context

from service.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
