"""Alembic's environment: runs in the transaction of `desktop.storage.schema.migrate`, on its connection."""

from __future__ import annotations

from alembic import context

# transactional_ddl: SQLite can roll back a half-done migration, but Alembic does not believe it by itself.
context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
