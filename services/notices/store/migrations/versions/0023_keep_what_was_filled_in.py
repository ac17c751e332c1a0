"""Keep the template of a notice and what was filled in."""

from __future__ import annotations

from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.execute("ALTER TABLE notices ADD COLUMN template varchar, ADD COLUMN fields jsonb")
