"""Keep the template of a notice and what was filled in."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute("ALTER TABLE notices ADD COLUMN template varchar, ADD COLUMN fields jsonb")
