"""Count the changes of an amendment, so that nobody approves another one than they saw."""

from __future__ import annotations

from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.execute("ALTER TABLE editions ADD COLUMN version integer NOT NULL DEFAULT 1")
