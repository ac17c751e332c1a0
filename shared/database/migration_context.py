"""What each service's `migrations/env.py` calls: runs the scripts on the connection that `migrate` gives."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

_LOCK_TIMEOUT = "5s"  # a migration that cannot get its lock gives way to the running service and is tried again
_STATEMENT_TIMEOUT = "10min"


def run(alembic_context: Any) -> None:
    connection = alembic_context.config.attributes["connection"]
    connection.execute(text(f"SET lock_timeout = '{_LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET statement_timeout = '{_STATEMENT_TIMEOUT}'"))
    connection.commit()
    alembic_context.configure(connection=connection)
    with alembic_context.begin_transaction():
        alembic_context.run_migrations()
