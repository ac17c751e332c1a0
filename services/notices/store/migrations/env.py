from __future__ import annotations

from alembic import context

from shared.database.migration_context import run

run(context)
